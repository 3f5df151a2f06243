"""Gates that hold levels back, in a small questionnaire that asks for them (dossier 3.7)."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.domain.answers import Answer
from assessment.domain.level_gates import Gate, HeldBack
from assessment.domain.parsing_questionnaire import read_scoring
from assessment.domain.questionnaire import NonResponse
from assessment.domain.reading import Reader
from assessment.domain.results import AssessmentResult, Instrument, assess
from assessment.reports.archive import restore
from assessment.reports.exports import result_document
from assessment.reports.presenters import present
from tests.builders import SIZES, an_assessment, an_instrument
from tests.shipped import shipped_instrument

CODES = [f"{code}{n}" for code, count in SIZES.items() for n in range(1, count + 1)]


def gated(gates: bool = True) -> Instrument:
    """The small instrument with gates; the first practice of CAP is a key one."""
    small = an_instrument()
    questionnaire = small.questionnaire
    first = questionnaire.dimension_by_id["CAP"]
    key = replace(first, indicators=(replace(first.indicators[0], key=True), *first.indicators[1:]))
    dimensions = tuple(key if item.id == "CAP" else item for item in questionnaire.dimensions)
    rules = replace(questionnaire.rules, gates=gates, score_sd=0.1, respondent_sd=0.1)
    return replace(small, questionnaire=replace(questionnaire, dimensions=dimensions, rules=rules))


def result_of(changes: dict[str, Answer], gates: bool = True, level: int = 4) -> AssessmentResult:
    """Everything at one level but for a few answers."""
    answers: dict[str, Answer] = {**dict.fromkeys(CODES, level), **changes}
    return assess(gated(gates), an_assessment(answers))


def held(result: AssessmentResult, dimension: str) -> HeldBack:
    assert result.gates is not None
    return result.gates.dimensions[dimension]


def levels(result: AssessmentResult) -> dict[str, int]:
    found = {item.score.dimension.id: result.level_of(item) for item in result.dimensions}
    return {code: level.number for code, level in found.items() if level}


def test_without_gates_only_the_score_decides() -> None:
    result = result_of({"CAP1": 0}, gates=False)
    assert (result.gates, result_document(result)["level_gates"]) == (None, None)
    assert levels(result)["CAP"] == 5
    assert present(result, gated(False), "en").certainties.gates is None


def test_nothing_is_held_back_of_a_dimension_that_passes_its_gates() -> None:
    result = result_of({"CAP1": 1, "CAP2": 0})
    assert result.gates is not None
    assert result.gates.dimensions == {}
    assert levels(result)["CAP"] >= 4


@pytest.mark.parametrize("answer", [0, NonResponse.DONT_KNOW])
def test_a_key_practice_too_low_or_unknown_holds_its_dimension_at_level_three(answer: Answer) -> None:
    result = result_of({"CAP1": answer})
    found = held(result, "CAP")
    assert (found.reached.number, found.given.number, found.gates) == (5, 3, {Gate.KEY_INDICATORS: ("CAP1",)})
    assert levels(result) == {**dict.fromkeys(SIZES, 5), "CAP": 3}
    uncertainty = result.certainties.dimensions["CAP"].uncertainty
    assert uncertainty is not None
    assert [level.number for level in uncertainty.named] == [3]


def test_one_practice_at_nothing_is_let_through_and_two_are_not() -> None:
    assert levels(result_of({"CAP2": 0}))["CAP"] == 5
    assert held(result_of({"CAP2": 0, "CAP3": 0}), "CAP").gates == {Gate.ZEROS: ("CAP2", "CAP3")}


def test_a_level_below_the_gate_is_not_held_back() -> None:
    result = result_of(dict.fromkeys((f"CAP{n}" for n in range(1, 5)), 0))
    assert result.gates is not None
    assert "CAP" not in result.gates.dimensions


def test_a_critical_dimension_holds_the_whole_at_level_four() -> None:
    result = result_of(dict.fromkeys((f"COL{n}" for n in range(1, SIZES["COL"] + 1)), 1))
    assert result.gates is not None
    found = result.gates.overall
    assert found is not None
    assert (found.reached.number, found.given.number) == (5, 4)
    assert found.gates == {Gate.CRITICAL_DIMENSIONS: ("COL",)}
    assert result.level is not None
    assert result.level.number == 4


def test_a_reader_is_told_which_gate_held_which_level_back() -> None:
    result = result_of({"CAP1": 0, **dict.fromkeys((f"COL{n}" for n in range(1, SIZES["COL"] + 1)), 1)})
    view = present(result, gated(), "en").certainties.gates
    assert view is not None
    assert view.overall.startswith("The score alone would allow level 5; it is held at level 4.")
    assert [row.levels for row in view.rows] == ["4 rather than 5", "3 rather than 5"]
    assert view.rows[1].why.startswith("Key practices too low or unknown: ")


def test_what_was_held_back_is_kept_and_read_back() -> None:
    result = result_of({"CAP1": 0, **dict.fromkeys((f"COL{n}" for n in range(1, SIZES["COL"] + 1)), 1)})
    document = json.loads(json.dumps(result_document(result), allow_nan=False))
    assert document["level_gates"]["dimensions"]["CAP"] == {
        "reached": 5,
        "given": 3,
        "gates": {"key_indicators": ["CAP1"]},
    }
    assert (document["dimensions"]["CAP"]["level"], document["overall"]["level"]) == (3, 4)
    restored = restore(document, gated(), result.assessment)
    assert (restored.gates, restored.level) == (result.gates, result.level)


def test_gates_are_off_by_default_and_declared_under_scoring() -> None:
    assert read_scoring(Reader({})).gates is False
    asked = Reader({"gates": True, "key_floor": Decimal(50), "zeros_allowed": Decimal(0)})
    rules = read_scoring(asked)
    assert (rules.gates, rules.key_floor, rules.zeros_allowed) == (True, 50, 0)
    assert asked.problems == []


def test_the_shipped_questionnaire_marks_the_key_practices_of_the_dossier() -> None:
    found = {item.id for item in shipped_instrument().questionnaire.indicators() if item.key}
    assert found == {"CAP2", "CAP3", "CLI1", "INS2", "REL3", "DON1", "PRO1", "EQU3", "COL2", "RES1"}
    assert shipped_instrument().questionnaire.rules.gates is False
