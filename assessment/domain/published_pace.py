"""Whether a network keeps pace with what visitors expect, as it is frozen into a publication (dossier 4.7).

It is about the organisations counted in this wave and in the one before whose visitors were asked both times, and only
about all of them together. Their change of maturity is one more number made of the scores that the changes of groups
are made of, over one more set of organisations. So that set is decided on as the groups' are (`disclosure.decide`): it
needs five members, and must not differ by one to four from any set that a mean or a change is shown of, now or earlier,
nor follow from several of them. The sets of the overall score, the dimensions, the indicators and the gap are taken for
those of one and the same number, which supposes the worst. The change of required maturity is about the same set; of
what is required nothing else is published but earlier paces and the gap, which are both counted along. Later
publications count this set among those shown (`publication_history.shown_of`). A dimension whose change is hidden for
the whole network has no pace either, nor one in which everybody changed alike: there an interval without width would
say what each did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.domain.disclosure import decide
from assessment.domain.disclosure_rules import Output, Reason, band
from assessment.domain.published_scores import plain_change
from assessment.domain.publishing import DIMENSION, GAP, INDEX, Decided, Name, Shown
from assessment.domain.waves import Change, Speed, matched_change, pace

Document = dict[str, Any]
Members = frozenset[str]
SURVEYED: Name = (("panel", "surveyed"),)
"""The organisations a pace is about, where the name of a group stands."""
NOT_COMPARABLE = "not-comparable"
WHOLE: Name = ()


@dataclass(frozen=True, slots=True)
class Required:
    """Maturity that visitors require, in points by token and dimension, of those whose visitors were asked."""

    now: Mapping[str, Mapping[str, float]]
    before: Mapping[str, Mapping[str, float]]


def publish_pace(
    decided: Mapping[str, Decided], required: Required, past: Sequence[Mapping[str, Shown]]
) -> tuple[Document, Members]:
    """What is published, and whom it is about; nobody where nothing is.

    `past` is whom everything published before is about, by metric.
    """
    metrics = [metric for metric in decided if metric.startswith(DIMENSION)]
    panel = _panel(metrics, decided, required)
    reason = _refusal(panel, decided, past)
    if reason is not None:
        return {"hidden": reason.value}, frozenset()
    found = band(len(panel))
    dimensions = {metric.removeprefix(DIMENSION): _dimension(metric, panel, decided, required) for metric in metrics}
    return {"n": [found.low, found.high] if found else [], "dimensions": dimensions}, panel


def _panel(metrics: Sequence[str], decided: Mapping[str, Decided], required: Required) -> Members:
    """Those of the whole network's panel that have a measured requirement of every dimension both times."""
    codes = {metric.removeprefix(DIMENSION) for metric in metrics}
    asked = (
        token for token, now in required.now.items() if codes <= now.keys() & required.before.get(token, {}).keys()
    )
    found = frozenset(asked) if metrics else frozenset()
    return found.intersection(*(decided[metric].panels.get(WHOLE, frozenset()) for metric in metrics))


def _refusal(panel: Members, decided: Mapping[str, Decided], past: Sequence[Mapping[str, Shown]]) -> Reason | None:
    now = {
        metric: {output: item.shown(output) for output in (Output.MEAN, Output.CHANGE)}
        for metric, item in decided.items()
    }
    shown = dict.fromkeys(members for one in (*past, now) for members in _sets(one))
    history: dict[Name, Members] = {(("shown", str(number)),): members for number, members in enumerate(shown)}
    candidates: dict[Name, Members] = {SURVEYED: panel}
    return decide(candidates, output=Output.CHANGE, history=[history])[SURVEYED].reason


def _sets(shown: Mapping[str, Shown]) -> Iterable[Members]:
    """Whom means and changes are about, of every metric that is counted over the same organisations."""
    for metric, outputs in shown.items():
        if metric == GAP or not metric.startswith(INDEX):
            for output in (Output.MEAN, Output.CHANGE):
                yield from outputs.get(output, {}).values()


def _dimension(metric: str, panel: Members, decided: Mapping[str, Decided], required: Required) -> Document:
    verdict, code = decided[metric].verdicts[Output.CHANGE].get(WHOLE), metric.removeprefix(DIMENSION)
    if verdict is None or verdict.reason is not None:
        return {"hidden": (verdict.reason if verdict and verdict.reason else Reason.TOO_FEW).value}
    inside = [one for one in decided[metric].counted if one.token in panel]
    maturity = _change(
        {one.token: one.before.get(metric) for one in inside}, {one.token: one.scores[metric] for one in inside}
    )
    expected = _change(*({token: one[token][code] for token in panel} for one in (required.before, required.now)))
    if not maturity or not expected or not maturity.error or not expected.error:
        return {"hidden": Reason.WOULD_REVEAL_OTHER.value}
    found = {"maturity": plain_change(maturity), "required": plain_change(expected)}
    return {**found, "verdict": pace(_between(maturity), _between(expected)).value}


def _change(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> Change | None:
    first = {token: score for token, score in before.items() if score is not None}
    return matched_change(first, {token: score for token, score in after.items() if score is not None})


def _between(change: Change) -> Speed:
    """A change as the speed of the time between the waves: how long that was weighs on both speeds alike."""
    return Speed(change.mean, change.error)
