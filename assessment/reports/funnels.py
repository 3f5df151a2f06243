"""The way from a visit to a booking (dossier 3.8e) in words: the steps, the leak, and what repairing it is worth."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.domain.funnel import STAGES, Funnel, Step
from assessment.reports.formatting import NONE, Voice
from assessment.reports.naming import FactNames


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the funnel; `leak` marks the one that loses most against peers."""

    title: str
    count: str
    rate: str
    interval: str
    peer: str
    worth: str
    leak: bool


@dataclass(frozen=True, slots=True)
class FunnelView:
    """From visits to bookings; the columns about peers are left out until they are known."""

    reading: str
    entry: str
    visits: str
    steps: tuple[StepView, ...]
    with_peers: bool


def present_funnel(found: Funnel, names: FactNames, voice: Voice) -> FunnelView:
    """Everything a page or report says about the funnel."""
    return FunnelView(
        _reading(found, names, voice),
        names.part("F_FUNNEL", STAGES[0]),
        voice.number(found.counts[STAGES[0]], 0),
        tuple(_step(step, found, names, voice) for step in found.steps),
        any(step.peer is not None for step in found.steps),
    )


def _step(step: Step, found: Funnel, names: FactNames, voice: Voice) -> StepView:
    interval = NONE
    if step.interval:
        low, high = voice.number(100 * step.interval.low), voice.number(100 * step.interval.high)
        interval = voice.say("%(low)s to %(high)s", low=low, high=high)
    return StepView(
        names.part("F_FUNNEL", step.stage),
        voice.number(found.counts[step.stage], 0),
        _rate(step.rate, voice),
        interval,
        _rate(step.peer, voice),
        NONE if step.worth is None or step.worth <= 0 else voice.number(step.worth, 0),
        step is found.leak,
    )


def _rate(share: float | None, voice: Voice) -> str:
    return voice.number(None if share is None else 100 * share)


def _reading(found: Funnel, names: FactNames, voice: Voice) -> str:
    leak = found.leak
    if leak is None and any(step.peer is not None for step in found.steps):
        return voice.say("No step loses more visits than it does among peers.")
    if leak is None:
        return voice.say(
            "Of %(visits)s visits, %(bookings)s come to a booking. Without figures of peers no step can be called the "
            "leak yet.",
            visits=voice.number(found.counts[STAGES[0]], 0),
            bookings=voice.number(found.counts[STAGES[-1]], 0),
        )
    values = {
        "stage": names.part("F_FUNNEL", leak.stage),
        "rate": _rate(leak.rate, voice),
        "peer": _rate(leak.peer, voice),
    }
    if leak.worth is None:
        return voice.say(
            "It leaks at the step to “%(stage)s”: nobody goes on, against %(peer)s in 100 among peers.", **values
        )
    return voice.say(
        "It leaks most at the step to “%(stage)s”: %(rate)s in 100 go on, against %(peer)s among peers. Repairing this "
        "step alone would bring %(worth)s more bookings.",
        worth=voice.number(leak.worth, 0),
        **values,
    )
