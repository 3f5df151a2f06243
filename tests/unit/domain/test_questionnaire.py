"""A questionnaire refuses to exist when it is wrong, and answers look-ups about itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.domain.questionnaire import (
    Applicability,
    Competence,
    Indicator,
    MirrorStatement,
    Option,
    Part,
    Question,
    QuestionKind,
    RespondentRole,
)
from tests.builders import a_dimension, a_level_question, a_matrix, a_questionnaire, an_indicator, both, facts


@pytest.mark.parametrize("code", ["", "1CAP", "CAP 1", "é", "A" * 33, "CAP-1", "CAP1\n"])
def test_a_code_that_breaks_the_rule_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not a valid code"):
        replace(a_level_question("CAP1"), code=code)


@pytest.mark.parametrize("level", [-1, 5])
def test_an_option_outside_the_five_levels_is_refused(level: int) -> None:
    with pytest.raises(ValueError, match="level must be 0 to 4"):
        Option("x", both("x"), level)


def test_a_level_question_needs_its_five_levels_in_order() -> None:
    question = a_level_question("CAP1")
    with pytest.raises(ValueError, match="five options"):
        replace(question, options=question.options[::-1])


@pytest.mark.parametrize("kind", [QuestionKind.SINGLE, QuestionKind.MULTI])
def test_a_choice_needs_two_options(kind: QuestionKind) -> None:
    with pytest.raises(ValueError, match="at least two options"):
        Question(code="F", kind=kind, text=both("?"), options=(Option("a", both("a")),))


@pytest.mark.parametrize("kind", [QuestionKind.MATRIX, QuestionKind.ALLOCATION])
def test_several_numbers_need_a_part(kind: QuestionKind) -> None:
    with pytest.raises(ValueError, match="at least one part"):
        Question(code="F", kind=kind, text=both("?"))


def test_a_part_needs_a_valid_code() -> None:
    with pytest.raises(ValueError, match="not a valid code"):
        Part("2024", both("2024"))


@pytest.mark.parametrize("weight", [0, -1.5])
def test_weights_are_positive(weight: float) -> None:
    with pytest.raises(ValueError, match="weight must be positive"):
        an_indicator("CAP1", weight)
    with pytest.raises(ValueError, match="weight must be positive"):
        replace(a_level_question("CAP1"), weight=weight)


def test_an_indicator_needs_a_question_and_a_dimension_an_indicator() -> None:
    with pytest.raises(ValueError, match="at least one question"):
        Indicator(id="CAP1", title=both("?"), questions=())
    with pytest.raises(ValueError, match="at least one indicator"):
        a_dimension("CAP", 0)


def test_the_same_indicator_twice_is_refused() -> None:
    questionnaire = a_questionnaire()
    with pytest.raises(ValueError, match="must be unique"):
        replace(questionnaire, dimensions=(*questionnaire.dimensions, a_dimension("CAP")))


def test_every_type_of_organisation_weighs_every_dimension() -> None:
    questionnaire = a_questionnaire()
    with pytest.raises(ValueError, match="one weight per dimension"):
        replace(questionnaire, dimensions=questionnaire.dimensions[1:])


def test_a_level_is_described_by_its_anchor() -> None:
    assert an_indicator("CAP1").anchor(3).text("en") == "CAP1, behaviour at level 3 (English)"


def test_an_option_is_found_by_its_code() -> None:
    question = a_level_question("CAP1")
    assert question.option("4") is question.options[4]
    assert question.option("7") is None


def test_only_skills_of_the_european_classification_have_an_address() -> None:
    assert Competence("esco", "949ced5f").uri == "http://data.europa.eu/esco/skill/949ced5f"
    assert Competence("digcomp", "5.2").uri is None


def test_what_is_not_listed_always_concerns_a_type_of_organisation() -> None:
    office = a_questionnaire().type_by_id["OT"]
    assert office.concerns("REL2") is Applicability.OPTIONAL
    assert office.concerns("REL3") is Applicability.ALWAYS


def test_a_questionnaire_is_named_by_id_and_version() -> None:
    assert a_questionnaire().reference == "digital-maturity@1.0.0"


def test_everything_is_found_by_its_code() -> None:
    statement = MirrorStatement(a_level_question("M1"), frozenset({RespondentRole.ELECTED}), "CAP1")
    questionnaire = replace(a_questionnaire(), mirror=(statement,))
    assert questionnaire.dimension_by_id["DON"].id == "DON"
    assert questionnaire.dimension_of["DON3"].id == "DON"
    assert questionnaire.indicator_by_id["RES6"].id == "RES6"
    assert questionnaire.question_by_code["CAP1"].kind is QuestionKind.LEVEL
    assert questionnaire.question_by_code["F_PROV"].unit == "count"
    assert questionnaire.question_by_code["M1"] is statement.question
    assert questionnaire.questions_of["CAP1"] == (questionnaire.question_by_code["CAP1"], statement.question)
    assert questionnaire.questions_of["CAP2"] == (questionnaire.question_by_code["CAP2"],)


def test_defaults_of_facts_are_those_the_questionnaire_gives() -> None:
    group = replace(
        facts()[0], questions=(replace(a_matrix("F_X", ("a",)), default=Decimal("0.5")), a_matrix("F_Y", ("a",)))
    )
    assert replace(a_questionnaire(), facts=(group,)).fact_defaults == {"F_X": 0.5}
