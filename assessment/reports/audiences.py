"""For whom the digital presence works, and where the intention was lost (dossier 3.8 a and b), in words."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.domain.audiences import AUDIENCES, Alignment, AudienceFocus, Focus, IntentDrift, Shares
from assessment.domain.indices import Indices
from assessment.domain.questionnaire import Questionnaire
from assessment.reports.formatting import NONE, Voice
from assessment.reports.index_charts import ShareRow, share_bars
from assessment.reports.naming import FactNames
from assessment.reports.svg import Chart


@dataclass(frozen=True, slots=True)
class SplitView:
    """A split of the effort over audiences; `lost` marks the stage where the intention was lost."""

    name: str
    shares: tuple[str, ...]
    effective: str
    distance: str
    lost: bool


@dataclass(frozen=True, slots=True)
class AudiencesView:
    """Focus and drift; a reading is empty without its facts."""

    focus: str
    drift: str
    alignment: str
    audiences: tuple[str, ...]
    rows: tuple[SplitView, ...]
    chart: Chart | None


def present_audiences(indices: Indices, questionnaire: Questionnaire, voice: Voice) -> AudiencesView:
    """What is said of audiences, as far as the facts go."""
    names = FactNames(questionnaire, voice)
    audiences = tuple(names.part("F_AUD", audience) for audience in AUDIENCES)
    splits = _splits(indices, voice)
    return AudiencesView(
        focus=_focus(indices.focus, names, voice) if indices.focus else "",
        drift=_drift(indices.drift, voice) if indices.drift else "",
        alignment=_alignment(indices.drift, voice) if indices.drift else "",
        audiences=audiences,
        rows=tuple(_row(stage, name, found, indices.drift, voice) for stage, name, found in splits),
        chart=_chart(splits, audiences, voice) if splits else None,
    )


def _splits(indices: Indices, voice: Voice) -> list[tuple[str, str, AudienceFocus]]:
    stages = _stages(voice)
    declared = [("declared", voice.say("What you want"), indices.focus)] if indices.focus else []
    return [*declared, *((stage, stages[stage], found) for stage, found in indices.observed.items())]


def _stages(voice: Voice) -> dict[str, str]:
    return {
        "brief": voice.say("Brief"),
        "pages": voice.say("Pages"),
        "time": voice.say("Time"),
        "budget": voice.say("Budget"),
    }


def _row(stage: str, name: str, found: AudienceFocus, drift: IntentDrift | None, voice: Voice) -> SplitView:
    distances = {item.stage: item.distance for item in drift.stages} if drift else {}
    return SplitView(
        name,
        tuple(voice.percent(found.shares[audience]) for audience in AUDIENCES),
        voice.number(found.effective),
        voice.percent(distances[stage]) if stage in distances else NONE,
        drift is not None and drift.lost_at == stage,
    )


def _chart(splits: list[tuple[str, str, AudienceFocus]], audiences: tuple[str, ...], voice: Voice) -> Chart:
    rows = [ShareRow(name, _in_order(found.shares), _percents(found.shares, voice)) for _, name, found in splits]
    title = voice.say(
        "Shares of %(audiences)s: %(values)s.",
        audiences=voice.listing(audiences),
        values="; ".join(f"{row.label} {', '.join(row.values)}" for row in rows),
    )
    return share_bars("chart-audiences", title, rows, audiences)


def _in_order(shares: Shares) -> tuple[float, ...]:
    return tuple(shares[audience] for audience in AUDIENCES)


def _percents(shares: Shares, voice: Voice) -> tuple[str, ...]:
    return tuple(voice.percent(share) for share in _in_order(shares))


def _focus(focus: AudienceFocus, names: FactNames, voice: Voice) -> str:
    values = {
        "primary": names.part("F_AUD", focus.primary),
        "share": voice.percent(focus.shares[focus.primary]),
        "effective": voice.number(focus.effective),
        "count": len(AUDIENCES),
    }
    return {
        Focus.FOCUSED: voice.say(
            "The intention is focused: “%(primary)s” comes first with %(share)s, and the effort is spread over "
            "%(effective)s audiences in effect, out of %(count)s.",
            **values,
        ),
        Focus.ELSEWHERE: voice.say(
            "The intention is focused, but not on visitors: “%(primary)s” comes first with %(share)s, over "
            "%(effective)s audiences in effect, out of %(count)s.",
            **values,
        ),
        Focus.SHARED: voice.say(
            "The intention is shared: “%(primary)s” comes first with %(share)s, and the effort is spread over "
            "%(effective)s audiences in effect, out of %(count)s.",
            **values,
        ),
        Focus.HOTCHPOTCH: voice.say(
            "The intention serves everybody at once: it is spread over %(effective)s audiences in effect, out of "
            "%(count)s, and nobody really comes first.",
            **values,
        ),
    }[focus.reading]


def _alignment(drift: IntentDrift, voice: Voice) -> str:
    return {
        Alignment.ALIGNED: voice.say("Aligned"),
        Alignment.SLIPPING: voice.say("Slipping"),
        Alignment.LOST: voice.say("Lost on the way"),
    }[drift.reading]


def _drift(drift: IntentDrift, voice: Voice) -> str:
    values = {"drift": voice.percent(drift.drift)}
    lost = next((item for item in drift.stages if item.stage == drift.lost_at), None)
    if lost is None:
        return voice.say(
            "No stage departs far from the intention; over all, %(drift)s of the effort would have to move to match "
            "it.",
            **values,
        )
    return voice.say(
        "The intention was lost at the stage “%(stage)s”, where %(distance)s of the effort would have to move to match "
        "it; over all, it is %(drift)s.",
        stage=_stages(voice)[lost.stage],
        distance=voice.percent(lost.distance),
        **values,
    )
