"""Which questions are asked, how far one has come, and what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.domain.answers import Answer, Assessment
from assessment.domain.conditions import Compare, Condition, Literal, Not, Ref
from assessment.domain.questionnaire import (
    Applicability,
    Check,
    FactGroup,
    Form,
    NonResponse,
    Question,
    Questionnaire,
    RespondentRole,
)
from assessment.domain.routing import Progress, ProgressState, Route
from tests.builders import a_fact, a_questionnaire, an_assessment, an_organisation, both

NETWORKS_ONLY = Condition("org.type = NET", Compare(Ref("org", "type"), "=", Literal("NET")))
MANY_LISTINGS = Condition("F_PROV > 100", Compare(Ref("F_PROV"), ">", Literal(Decimal(100))))
NO_MORE_THAN_LISTINGS = Condition("not (F_BOOKABLE > F_PROV)", Not(Compare(Ref("F_BOOKABLE"), ">", Ref("F_PROV"))))


def with_facts(*questions: Question) -> Questionnaire:
    """A questionnaire whose facts are these."""
    return replace(a_questionnaire(), facts=(FactGroup("work", both("Work"), both("Work."), questions),))


def with_applicability(**applicability: Applicability) -> Questionnaire:
    """A questionnaire in which some indicators may not concern a tourist office."""
    questionnaire = a_questionnaire()
    office, *others = questionnaire.organisation_types
    return replace(questionnaire, organisation_types=(replace(office, applicability=applicability), *others))


def with_internal(*indicators: str) -> Questionnaire:
    """A questionnaire in which these indicators are for those who work in the organisation."""
    questionnaire = a_questionnaire()
    dimensions = tuple(
        replace(
            dimension,
            indicators=tuple(replace(item, internal_only=item.id in indicators) for item in dimension.indicators),
        )
        for dimension in questionnaire.dimensions
    )
    return replace(questionnaire, dimensions=dimensions)


def route(questionnaire: Questionnaire | None = None, assessment: Assessment | None = None) -> Route:
    return Route(questionnaire or a_questionnaire(), assessment or an_assessment({}))


def codes(of: Route, dimension: str) -> list[str]:
    return [item.question.code for item in of.questions(of.questionnaire.dimension_by_id[dimension])]


def facts_asked(questionnaire: Questionnaire, facts: Mapping[str, Answer], kind: str = "OT") -> list[str]:
    assessment = an_assessment({}, facts=facts, organisation=an_organisation(type=kind))
    return [question.code for question in route(questionnaire, assessment).facts(questionnaire.facts[0])]


@pytest.mark.parametrize(
    ("answered", "total", "state"),
    [
        (0, 5, ProgressState.NOT_STARTED),
        (1, 5, ProgressState.IN_PROGRESS),
        (5, 5, ProgressState.COMPLETED),
        (0, 0, ProgressState.COMPLETED),
    ],
)
def test_progress_has_three_states(answered: int, total: int, state: ProgressState) -> None:
    """Not started, in progress, completed."""
    assert Progress(answered, total).state is state


def test_the_full_form_asks_every_indicator_of_a_dimension() -> None:
    assert codes(route(), "INS") == ["INS1", "INS2", "INS3", "INS4", "INS5"]


def test_the_express_form_asks_its_own_indicators_only() -> None:
    assert codes(route(assessment=an_assessment({}, form=Form.EXPRESS)), "INS") == ["INS1", "INS2"]


def test_inner_workings_are_not_put_to_elected_members() -> None:
    """An internal indicator is asked of management and staff alone."""
    questionnaire, assessment = with_internal("PRO1"), an_assessment({})
    elected = replace(assessment, sheets=(replace(assessment.sheet, role=RespondentRole.ELECTED),))
    assert "PRO1" in codes(route(questionnaire, assessment), "PRO")
    assert "PRO1" not in codes(route(questionnaire, elected), "PRO")


def test_not_applicable_is_offered_where_the_type_allows_it() -> None:
    found = route(with_applicability(INS1=Applicability.OPTIONAL))
    first, second, *_ = found.questions(found.questionnaire.dimension_by_id["INS"])
    assert NonResponse.NOT_APPLICABLE in first.question.nonresponse
    assert NonResponse.NOT_APPLICABLE not in second.question.nonresponse


def test_reasons_count_as_answers_in_the_progress() -> None:
    """Two levels and a “don't know” make three of five."""
    answers: dict[str, Answer] = {"INS1": 2, "INS2": 0, "INS3": NonResponse.DONT_KNOW}
    found = route(assessment=an_assessment(answers))
    assert found.progress(found.questionnaire.dimension_by_id["INS"]) == Progress(3, 5)


def test_a_question_nobody_waits_for_counts_only_once_it_is_answered() -> None:
    questionnaire = with_applicability(INS1=Applicability.NOT_BY_DEFAULT)
    dimension = questionnaire.dimension_by_id["INS"]
    assert route(questionnaire).progress(dimension) == Progress(0, 4)
    assert route(questionnaire, an_assessment({"INS1": 3})).progress(dimension) == Progress(1, 5)


def test_one_resumes_at_the_first_question_without_an_answer() -> None:
    answers: dict[str, Answer] = {f"CAP{n}": 1 for n in range(1, 8)}
    found = route(assessment=an_assessment({**answers, "CLI1": NonResponse.DONT_KNOW})).first_unanswered()
    assert found is not None
    assert (found.dimension.id, found.question.code) == ("CLI", "CLI2")


def test_there_is_nowhere_to_resume_when_all_is_answered() -> None:
    assert route(assessment=an_assessment(2)).first_unanswered() is None


def test_one_does_not_resume_at_a_question_nobody_waits_for() -> None:
    found = route(with_applicability(CAP1=Applicability.NOT_BY_DEFAULT)).first_unanswered()
    assert found is not None
    assert found.question.code == "CAP2"


def test_a_fact_of_the_profile_is_not_asked_again() -> None:
    questionnaire = with_facts(replace(a_fact("F_STAFF"), profile="staff", required=True), a_fact("F_PROV"))
    assert facts_asked(questionnaire, {}) == ["F_PROV"]
    assert route(questionnaire).missing_required() == ()


def test_a_condition_on_the_organisation_decides_what_is_asked() -> None:
    questionnaire = with_facts(replace(a_fact("F_MEMBERS"), when=NETWORKS_ONLY))
    assert facts_asked(questionnaire, {}) == []
    assert facts_asked(questionnaire, {}, "NET") == ["F_MEMBERS"]


def test_a_hidden_answer_decides_nothing_and_is_not_scored() -> None:
    """A question that depends on a hidden one is hidden too, whatever its answer was."""
    questionnaire = with_facts(
        replace(a_fact("F_PROV"), when=NETWORKS_ONLY), replace(a_fact("F_BOOKABLE"), when=MANY_LISTINGS)
    )
    facts = {"F_PROV": Decimal(500), "F_BOOKABLE": Decimal(5)}
    assert facts_asked(questionnaire, facts) == []
    assert route(questionnaire, an_assessment({"CAP1": 2}, facts=facts)).without_hidden() == an_assessment({"CAP1": 2})
    assert facts_asked(questionnaire, facts, "NET") == ["F_PROV", "F_BOOKABLE"]


def test_a_required_fact_is_missing_until_it_is_given() -> None:
    questionnaire = with_facts(replace(a_fact("F_PROV"), required=True))
    (missing,) = route(questionnaire).missing_required()
    assert missing.code == "F_PROV"
    assert not route(questionnaire, an_assessment({}, facts={"F_PROV": Decimal(0)})).missing_required()


def test_a_hidden_question_is_never_missing() -> None:
    questionnaire = with_facts(replace(a_fact("F_MEMBERS"), required=True, when=NETWORKS_ONLY))
    assert not route(questionnaire).missing_required()


def test_a_check_speaks_up_only_when_its_answers_contradict_it() -> None:
    check = Check("TOO_MANY", "warn", NO_MORE_THAN_LISTINGS, both("More bookable providers than listings."))
    questionnaire = with_facts(a_fact("F_PROV"), replace(a_fact("F_BOOKABLE"), checks=(check,)))

    def failed(**facts: Answer) -> list[str]:
        assessment = an_assessment({}, facts=facts)
        return [check.code for _, check in route(questionnaire, assessment).failed_checks()]

    assert failed(F_PROV=Decimal(10), F_BOOKABLE=Decimal(11)) == ["TOO_MANY"]
    assert failed(F_PROV=Decimal(10), F_BOOKABLE=Decimal(10)) == []
    assert failed(F_BOOKABLE=Decimal(11)) == []


def test_facts_have_their_own_progress() -> None:
    questionnaire = with_facts(a_fact("F_PROV"), a_fact("F_LANG"))
    found = route(questionnaire, an_assessment({}, facts={"F_PROV": Decimal(3)}))
    assert found.facts_progress(questionnaire.facts[0]) == Progress(1, 2)
