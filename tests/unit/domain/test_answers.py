"""Reading answers: a value, or the reason why there is none; never a zero in its place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessment.domain.answers import Ambition, Answer, AnswerSheet
from assessment.domain.questionnaire import NonResponse, RespondentRole
from tests.builders import an_assessment, an_organisation


def a_sheet() -> AnswerSheet:
    return AnswerSheet(RespondentRole.STAFF, {"CAP1": 0, "CAP2": NonResponse.DONT_KNOW, "CAP3": "text"})


def test_level_zero_is_an_answer() -> None:
    assert a_sheet().level("CAP1") == 0
    assert a_sheet().nonresponse("CAP1") is None


@pytest.mark.parametrize("code", ["CAP2", "CAP3", "CAP4"])
def test_what_is_no_level_is_none_and_not_zero(code: str) -> None:
    assert a_sheet().level(code) is None


def test_what_was_never_said_is_unanswered() -> None:
    assert a_sheet().nonresponse("CAP4") is NonResponse.UNANSWERED
    assert a_sheet().nonresponse("CAP2") is NonResponse.DONT_KNOW


def test_a_number_is_read_from_a_number_only() -> None:
    facts: dict[str, Answer] = {"F_PROV": Decimal("450"), "F_CRM": "yes", "F_LANG": NonResponse.DONT_KNOW}
    assessment = an_assessment(facts=facts)
    assert assessment.number("F_PROV") == 450
    assert [assessment.number(fact) for fact in ("F_CRM", "F_LANG", "F_NIGHTS")] == [None, None, None]


def test_a_part_that_was_left_out_is_none_beside_one_that_is_zero() -> None:
    assessment = an_assessment(facts={"F_DIG": {"R01": Decimal(0)}, "F_OUT": Decimal(3)})
    assert assessment.part("F_DIG", "R01") == 0
    assert [assessment.part("F_DIG", "R02"), assessment.part("F_OUT", "R01")] == [None, None]
    assert assessment.part("F_SHARED", "R01") is None


def test_a_row_of_numbers_is_no_number() -> None:
    assert an_assessment(facts={"F_AUDOBS": {"pages": {"visitors": Decimal(60)}}}).part("F_AUDOBS", "pages") is None


def test_choices_are_read_as_a_set_whether_one_or_several() -> None:
    facts: dict[str, Answer] = {"F_CRM": "yes", "F_ONE_OFF": ("R01", "R07"), "F_DIRECT": NonResponse.DONT_KNOW}
    assessment = an_assessment(facts=facts)
    assert assessment.chosen("F_CRM") == {"yes"}
    assert assessment.chosen("F_ONE_OFF") == {"R01", "R07"}
    assert assessment.chosen("F_DIRECT") == assessment.chosen("F_NEIGHBOURS") == frozenset()


def test_only_the_network_type_heads_a_network() -> None:
    assert an_organisation(type="NET").heads_network
    assert not an_organisation(type="OT").heads_network


def test_an_ambition_that_was_not_declared_is_half_way_on_both_axes() -> None:
    assert an_organisation().ambition == Ambition(50, 50)
