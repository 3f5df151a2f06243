"""Conditions that decide nothing, and questions nobody will ever see."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessment.domain.checks import trials, verdict
from assessment.domain.condition_parsing import parse_condition
from assessment.domain.condition_types import Scope, Subject, Type, bind
from assessment.domain.nonresponse import NonResponse
from tests.minimal import codes

LEVEL = Subject(Type.NUMBER, minimum=Decimal(0), maximum=Decimal(4))
SUBJECTS = {
    "org.type": Subject(Type.OPTION, ("OT", "NET")),
    "LEVEL1": Subject(
        Type.NUMBER, minimum=Decimal(0), maximum=Decimal(4), nonresponse=frozenset({NonResponse.DONT_KNOW})
    ),
    "LEVEL2": LEVEL,
    "COUNT": Subject(Type.NUMBER, minimum=Decimal(0)),
    "FTE": Subject(Type.NUMBER, minimum=Decimal(0), step=Decimal("0.01")),
    "ANY": Subject(Type.NUMBER),
    "CHOICE": Subject(Type.OPTION, ("yes", "no")),
    "MULTI": Subject(Type.OPTIONS, ("a", "b", "c")),
    "MANY": Subject(Type.OPTIONS, tuple("abcdefghi")),
    "SHARES": Subject(Type.PARTS, parts=("left", "right"), minimum=Decimal(0), maximum=Decimal(100)),
    "DAY": Subject(Type.DATE),
    "NAME": Subject(Type.TEXT),
}


def judged(source: str) -> str | None:
    found = verdict(bind(parse_condition(source), Scope(SUBJECTS)), SUBJECTS)
    return found and found.removeprefix("condition-always-")


@pytest.mark.parametrize(
    "source",
    [
        "LEVEL1 > 4",
        "LEVEL1 = 1 and LEVEL1 = 2",
        "LEVEL1 = 0.5",
        "COUNT < 0",
        "COUNT > 3 and COUNT < 4",
        "CHOICE = yes and CHOICE = no",
        "CHOICE = yes and CHOICE is unanswered",
        "LEVEL1 is refused",
        "LEVEL2 is dont_know",
        "org.type is unanswered",
        "not answered(org.type)",
        "MULTI has a and count(MULTI) > 3",
        "SHARES.left > 100",
        "DAY > '2026-01-02' and DAY < '2026-01-01'",
        "NAME = 'a' and NAME = 'b'",
        "LEVEL1 < LEVEL2 and LEVEL2 < LEVEL1",
    ],
)
def test_a_condition_nothing_can_meet_is_found(source: str) -> None:
    assert judged(source) == "false"


@pytest.mark.parametrize(
    "source",
    [
        "org.type in [OT, NET]",
        "LEVEL1 >= 0 or not answered(LEVEL1)",
        "not (CHOICE = yes and CHOICE = no)",
        "not LEVEL1 > 4",
    ],
)
def test_a_condition_everything_meets_is_found(source: str) -> None:
    assert judged(source) == "true"


@pytest.mark.parametrize(
    "source",
    [
        "LEVEL1 >= 0",
        "LEVEL1 is dont_know",
        "LEVEL1 is not_asked or LEVEL1 = 3",
        "COUNT > 1000",
        "COUNT > 3 and COUNT < 5",
        "FTE > 3 and FTE < 4",
        "ANY < -5 and ANY > -100",
        "ANY < COUNT",
        "not (COUNT > ANY)",
        "COUNT > FTE and FTE > ANY",
        "MULTI has a and MULTI has b and not MULTI has c",
        "count(MULTI) = 3",
        "SHARES.left > SHARES.right",
        "SHARES.left = 40 and SHARES.right = 60",
        "DAY > '2026-01-01'",
        "NAME != 'a'",
        "CHOICE != yes",
        "org.type = NET and not answered(CHOICE)",
    ],
)
def test_a_condition_that_decides_something_is_left_alone(source: str) -> None:
    assert judged(source) is None


@pytest.mark.parametrize("source", ["sum(COUNT, FTE) < 0", "MANY has a and not MANY has a", "share(COUNT, FTE) < -1"])
def test_nothing_is_said_of_what_cannot_be_tried_out(source: str) -> None:
    assert judged(source) is None


def test_a_hidden_question_is_blank_in_every_trial() -> None:
    when = bind(parse_condition("LEVEL1 = 0"), Scope(SUBJECTS))
    subjects = {"LEVEL1": LEVEL, "MORE": Subject(Type.NUMBER, minimum=Decimal(0), when=when)}
    condition = bind(parse_condition("MORE > 1"), Scope(subjects))
    seen = [(values["LEVEL1"], values["MORE"]) for values in trials(condition, subjects)]
    assert {more for level, more in seen if level != 0} == {NonResponse.NOT_ASKED}
    assert Decimal(2) in {more for level, more in seen if level == 0}


FACTS = """
questionnaire:
  facts:
  - id: team
    title: {fr: "Équipe", en: "Team"}
    intro: {fr: "Des nombres.", en: "Numbers."}
    questions:
"""


def asked(code: str, when: str) -> str:
    return f'    - {{code: {code}, kind: number, text: {{fr: "?", en: "?"}}, when: "{when}"}}\n'


def test_a_question_behind_one_that_is_hidden_then_can_never_be_shown() -> None:
    assert codes(FACTS + asked("F_A", "FRONT1 = 0") + asked("F_B", "F_A > 1 and FRONT1 = 4")) == ["never-shown"]


def test_a_question_two_steps_behind_is_found_too() -> None:
    chain = asked("F_A", "FRONT1 = 0") + asked("F_B", "F_A > 1") + asked("F_C", "F_B > 1 and FRONT1 = 4")
    assert codes(FACTS + chain) == ["never-shown"]


def test_a_question_behind_one_that_is_shown_then_is_left_alone() -> None:
    assert codes(FACTS + asked("F_A", "FRONT1 = 0") + asked("F_B", "F_A > 1 and FRONT1 < 4")) == []
