"""One answer value, as written, against its question."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.entries import entry_from_plain, plain_from_answer, possible
from assessment.domain.problems import Problem, ProblemsFound
from assessment.domain.questionnaire import NonResponse, Option, Part, Question, QuestionKind
from tests.builders import a_choice, a_fact, a_level_question, a_matrix, both

LEVEL = a_level_question("CAP1")
NUMBER = replace(a_fact("F_PROV"), maximum=Decimal(5000))
STAFF = replace(a_fact("F_FREED"), decimals=2)
CHOICE = a_choice("F_CRM", "yes", "no")
SEVERAL = Question(
    code="F_ONE_OFF",
    kind=QuestionKind.MULTI,
    text=both("Roles"),
    options=(Option("R01", both("R01")), Option("R02", both("R02")), Option("none", both("None"), exclusive=True)),
)
PARTS = tuple(Part(code, both(code)) for code in ("visitors", "providers", "institution"))
POINTS = Question(
    code="F_AUD", kind=QuestionKind.ALLOCATION, text=both("Points"), parts=PARTS, total=Decimal(100), minimum=Decimal(0)
)
ROWS = replace(
    POINTS, code="F_AUDOBS", kind=QuestionKind.MATRIX, rows=(Part("pages", both("p")), Part("time", both("t")))
)
WORDS = Question(code="F_NOTE", kind=QuestionKind.TEXT, text=both("Words"), max_length=10)
DAY = Question(code="F_DAY", kind=QuestionKind.DATE, text=both("Day"))
NOTE = Question(code="F_INFO", kind=QuestionKind.NOTE, text=both("Read this"))


def problem_of(question: Question, value: object) -> Problem:
    """The one problem a value has."""
    with pytest.raises(ProblemsFound) as caught:
        entry_from_plain(question, value)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("question", "value", "answer"),
    [
        (LEVEL, 0, 0),
        (LEVEL, 4, 4),
        (LEVEL, "dont_know", NonResponse.DONT_KNOW),
        (LEVEL, None, NonResponse.UNANSWERED),
        (NUMBER, 450, Decimal(450)),
        (STAFF, 0.1, Decimal("0.1")),
        (STAFF, Decimal("0.25"), Decimal("0.25")),
        (CHOICE, "yes", "yes"),
        (SEVERAL, ["R02", "R01", "R02"], ("R02", "R01")),
        (SEVERAL, [], ()),
        (a_matrix("F_DIG", ("R01", "R05")), {"R01": Decimal("0.5"), "R05": None}, {"R01": Decimal("0.5")}),
        (a_matrix("F_DIG", ("R01", "R05")), {"R01": None, "R05": None}, NonResponse.UNANSWERED),
        (POINTS, {"visitors": 60, "providers": 40}, {"visitors": Decimal(60), "providers": Decimal(40)}),
        (ROWS, {"pages": {"visitors": 100}, "time": {}}, {"pages": {"visitors": Decimal(100)}}),
        (ROWS, {"pages": None}, NonResponse.UNANSWERED),
        (WORDS, "ten chars!", "ten chars!"),
        (DAY, "2026-03-31", "2026-03-31"),
    ],
)
def test_a_fitting_value_becomes_an_answer(question: Question, value: object, answer: object) -> None:
    assert entry_from_plain(question, value) == answer


@pytest.mark.parametrize(
    ("question", "value", "code"),
    [
        (LEVEL, 7, "not-a-level"),
        (LEVEL, -1, "not-a-level"),
        (LEVEL, True, "not-a-level"),
        (LEVEL, "2", "not-a-level"),
        (LEVEL, Decimal("2.5"), "not-a-level"),
        (LEVEL, [2], "not-a-level"),
        (LEVEL, "not_applicable", "not-applicable-here"),
        (LEVEL, "refused", "nonresponse-not-allowed"),
        (NUMBER, "450", "not-a-number"),
        (NUMBER, True, "not-a-number"),
        (NUMBER, -3, "number-too-small"),
        (NUMBER, 5001, "number-too-large"),
        (STAFF, 10**13, "number-too-large"),
        (NUMBER, Decimal("4.5"), "too-many-decimals"),
        (NUMBER, float("nan"), "not-a-number"),
        (NUMBER, "dont_know", "nonresponse-not-allowed"),
        (CHOICE, "maybe", "unknown-option"),
        (CHOICE, True, "unquoted-text"),
        (SEVERAL, "R01", "not-a-list"),
        (SEVERAL, ["R99"], "unknown-option"),
        (SEVERAL, ["R01", "none"], "exclusive-option"),
        (POINTS, {"visitors": 60, "providers": 30}, "wrong-total"),
        (POINTS, {"visitor": 100}, "unknown-key"),
        (POINTS, 100, "not-a-mapping"),
        (POINTS, {"visitors": -10, "providers": 110}, "number-too-small"),
        (ROWS, {"pages": {"visitors": 99}}, "wrong-total"),
        (ROWS, {"pages": 100}, "not-a-mapping"),
        (WORDS, "x" * 11, "text-too-long"),
        (DAY, "31/03/2026", "invalid-date"),
        (NOTE, "read", "not-a-question"),
    ],
)
def test_a_value_that_does_not_fit_is_one_problem(question: Question, value: object, code: str) -> None:
    assert problem_of(question, value).code == code


def test_a_level_that_does_not_exist_comes_with_those_that_do() -> None:
    assert problem_of(LEVEL, 7).values == {"value": "7", "known": "0, 1, 2, 3, 4, dont_know"}


def test_a_misspelt_reason_gets_a_suggestion() -> None:
    assert problem_of(LEVEL, "dontknow").values["suggestion"] == "dont_know"


def test_a_misspelt_option_gets_a_suggestion() -> None:
    assert problem_of(CHOICE, "yess").values["suggestion"] == "yes"


def test_every_problem_of_a_value_is_found_at_once_and_says_where() -> None:
    with pytest.raises(ProblemsFound) as caught:
        entry_from_plain(ROWS, {"pages": {"visitors": "all"}, "tim": {}, "time": {"visitors": -1}})
    found = {(problem.code, problem.path) for problem in caught.value.problems}
    assert found == {
        ("unknown-key", ("tim",)),
        ("not-a-number", ("pages", "visitors")),
        ("number-too-small", ("time", "visitors")),
    }


def test_a_reason_is_possible_only_where_the_question_foresees_it() -> None:
    """Once the question allows it, `not_applicable` is an answer like another."""
    optional = replace(LEVEL, nonresponse=LEVEL.nonresponse | {NonResponse.NOT_APPLICABLE})
    assert entry_from_plain(optional, "not_applicable") is NonResponse.NOT_APPLICABLE
    assert possible(optional) == ("0", "1", "2", "3", "4", "dont_know", "not_applicable")


numbers = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)
answers = st.one_of(
    st.tuples(st.just(LEVEL), st.integers(0, 4) | st.just(NonResponse.DONT_KNOW)),
    st.tuples(st.just(STAFF), numbers),
    st.tuples(st.just(CHOICE), st.sampled_from(["yes", "no"])),
    st.tuples(st.just(SEVERAL), st.sampled_from([(), ("R01",), ("R01", "R02"), ("none",)])),
    st.tuples(
        st.just(a_matrix("F_DIG", ("R01", "R05"))),
        st.dictionaries(st.sampled_from(["R01", "R05"]), numbers, min_size=1),
    ),
)


@given(answers)
def test_an_answer_survives_being_written_and_read(pair: tuple[Question, object]) -> None:
    """Reading the plain value of an answer gives the same answer."""
    question, answer = pair
    assert entry_from_plain(question, plain_from_answer(answer)) == answer  # type: ignore[arg-type]


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(float("nan"))
keys = st.sampled_from(["pages", "visitors", "R01", "x"])
trees = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=6)


def count_problems(question: Question, value: object) -> int:
    try:
        entry_from_plain(question, value)
    except ProblemsFound as found:
        return len(found.problems)
    return 0


@given(trees)
def test_whatever_is_written_gives_an_answer_or_problems(value: object) -> None:
    """No value at all makes the reader fail in another way; one that no level can be is a problem."""
    questions = (LEVEL, NUMBER, CHOICE, SEVERAL, POINTS, ROWS, WORDS, DAY)
    found = {question.code: count_problems(question, value) for question in questions}
    assert found["CAP1"] == 1 or value is None or value in (0, 1, 2, 3, 4)


def test_a_message_repeats_no_more_than_the_start_of_an_endless_answer() -> None:
    assert len(problem_of(LEVEL, "9" * 5000).values["value"]) <= 60
