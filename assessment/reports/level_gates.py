"""Which gate held a level back, in words (dossier 3.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.domain.level_gates import Gate, HeldBack
from assessment.domain.results import AssessmentResult
from assessment.reports.formatting import Voice


@dataclass(frozen=True, slots=True)
class GateRow:
    """A gate that was not passed: whose level it holds back, the levels, and why."""

    title: str
    levels: str
    why: str


@dataclass(frozen=True, slots=True)
class GatesView:
    """What high levels ask for, whether the level of the whole is held back, and every gate that was not passed."""

    rule: str
    overall: str
    rows: tuple[GateRow, ...]
    sentence: str


def present_gates(result: AssessmentResult, voice: Voice) -> GatesView | None:
    """What is said of the gates; None where the questionnaire has none."""
    found = result.gates
    if found is None:
        return None
    rules = result.questionnaire.rules
    rows = tuple(_rows(result, voice))
    return GatesView(
        rule=voice.say(
            "High levels ask for more than a score: levels 4 and 5 of a dimension need %(least)s points on each of its "
            "key practices and at most %(zeros)s of its practices at 0, level 5 overall needs that no dimension is "
            "critical.",
            least=voice.short(rules.key_floor),
            zeros=rules.zeros_allowed,
        ),
        overall=_overall(found.overall, result, voice) if found.overall else "",
        rows=rows,
        sentence="" if rows else voice.say("No level was held back."),
    )


def _overall(held: HeldBack, result: AssessmentResult, voice: Voice) -> str:
    return voice.say(
        "The score alone would allow level %(reached)s; it is held at level %(given)s. %(why)s",
        reached=held.reached.number,
        given=held.given.number,
        why=" ".join(_why(held, result, voice)),
    )


def _rows(result: AssessmentResult, voice: Voice) -> Iterator[GateRow]:
    gates, dimensions = result.gates, result.questionnaire.dimension_by_id
    if gates is None:
        return
    held = [(dimensions[code].title, item) for code, item in gates.dimensions.items() if code in dimensions]
    titled = [(voice.text(title), item) for title, item in held]
    if gates.overall:
        titled.insert(0, (voice.say("Overall"), gates.overall))
    for title, item in titled:
        levels = voice.say("%(given)s rather than %(reached)s", given=item.given.number, reached=item.reached.number)
        for why in _why(item, result, voice):
            yield GateRow(title, levels, why)


def _why(held: HeldBack, result: AssessmentResult, voice: Voice) -> Iterator[str]:
    questionnaire = result.questionnaire
    titles = {item.id: voice.text(item.title) for item in questionnaire.dimensions}
    titles |= {item.id: voice.text(item.title) for item in questionnaire.indicators()}
    for gate, codes in held.gates.items():
        names = "; ".join(titles.get(code, code) for code in codes)
        yield {
            Gate.KEY_INDICATORS: voice.say("Key practices too low or unknown: %(names)s.", names=names),
            Gate.ZEROS: voice.say("Too many practices at 0: %(names)s.", names=names),
            Gate.CRITICAL_DIMENSIONS: voice.say("Critical dimensions: %(names)s.", names=names),
        }[gate]
