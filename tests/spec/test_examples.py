"""The worked examples of the shipped questionnaire, one test each, and what happens when one does not hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assessment.domain.examples import WorkedExample, equally_weighted, read_examples
from assessment.domain.problems import ProblemsFound
from assessment.domain.reading import Reader
from assessment.services.examples import check_examples, run_example
from assessment.storage.documents import read_file
from tests.shipped import QUESTIONNAIRES, shipped_instrument

EXAMPLES = QUESTIONNAIRES / "digital-maturity" / "examples.yaml"


def shipped_examples() -> tuple[WorkedExample, ...]:
    reader = Reader(read_file(EXAMPLES).tree)
    examples = read_examples(reader, shipped_instrument())
    assert not reader.problems
    return examples


SHIPPED = shipped_examples()


@pytest.mark.parametrize("example", SHIPPED, ids=lambda example: example.id)
def test_the_method_gives_what_was_worked_out_by_hand(example: WorkedExample) -> None:
    assert [problem.values for problem in run_example(example)] == []


@pytest.mark.parametrize("example", SHIPPED, ids=lambda example: example.id)
def test_every_example_says_how_it_was_worked_out_in_both_languages(example: WorkedExample) -> None:
    """A reader who is no programmer can follow it: numbers are named in the explanation."""
    for language in ("fr", "en"):
        assert len(example.worked.text(language).split()) > 20


@pytest.mark.parametrize(
    "subject",
    [
        "all-zero",
        "all-dont-know",
        "not-applicable-commune",
        "coverage-just-below",
        "coverage-exactly-at",
        "surplus-never-pays",
        "express-form",
        "fixture-a-respondent-a",
        "plan-not-greedy",
        "plan-small-budget",
        "items-hang-together",
    ],
)
def test_the_cases_that_go_wrong_most_easily_are_among_the_examples(subject: str) -> None:
    assert subject in {example.id for example in SHIPPED}


def example_expecting(**expect: object) -> WorkedExample:
    return replace(SHIPPED[0], expect=expect)


def found(example: WorkedExample) -> list[tuple[str, str, str]]:
    return [
        (problem.values["where"], problem.values["expected"], problem.values["found"])
        for problem in run_example(example)
    ]


def test_a_number_may_be_off_by_the_tolerance_and_no_more() -> None:
    """The example of nothing but zeros, with the tolerance at a quarter of a point."""
    near = replace(example_expecting(overall={"score": 0.25}), tolerance=0.25)
    assert found(near) == []
    assert found(replace(near, tolerance=0.24)) == [("overall.score", "0.25", "0.0")]


def test_no_value_and_zero_are_different() -> None:
    assert found(example_expecting(overall={"score": None})) == [("overall.score", "null", "0.0")]


def test_what_the_result_does_not_hold_is_a_difference() -> None:
    assert found(example_expecting(dimensions={"XXX": {"score": 0}})) == [("dimensions.XXX.score", "0", "-")]


def test_a_word_or_a_truth_must_be_the_same() -> None:
    expect = {"overall": {"complete": False}, "dimensions": {"CAP": {"state": "met"}}}
    assert found(example_expecting(**expect)) == [
        ("overall.complete", "false", "true"),
        ("dimensions.CAP.state", "met", "critical"),
    ]


def test_roles_are_found_by_id_whether_proposed_or_not() -> None:
    assert [where for where, _, _ in found(example_expecting(roles={"R01": {"need": -1}, "R15": {"need": -1}}))] == [
        "roles.R01.need",
        "roles.R15.need",
    ]


def test_first_actions_are_compared_by_id_and_in_order() -> None:
    ((where, expected, _),) = found(example_expecting(actions={"first": ["A01"]}))
    assert (where, expected) == ("actions.first", "[A01]")


def test_a_difference_stands_at_its_place_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "examples.yaml"
    path.write_text(EXAMPLES.read_text().replace("{score: 0, level: 1,", "{score: 1, level: 1,", 1))
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "{score: 1, level: 1," in text)
    (problem,) = check_examples(path, shipped_instrument()).problems
    assert problem.code == "example-differs"
    assert problem.place is not None
    assert (problem.place.file, problem.place.line) == (str(path), line)


def test_an_example_with_wrong_answers_is_said_and_the_others_are_still_run(tmp_path: Path) -> None:
    path = tmp_path / "examples.yaml"
    path.write_text(EXAMPLES.read_text().replace("CAP1: 0", "CAP1: 9", 1))
    checked = check_examples(path, shipped_instrument())
    assert [problem.code for problem in checked.problems] == ["not-a-level"]
    assert len(checked.examples) == len(SHIPPED) - 1


def test_a_file_without_examples_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "examples.yaml"
    path.write_text("examples: []\n")
    assert [problem.code for problem in check_examples(path, shipped_instrument()).problems] == ["empty-list"]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        check_examples(tmp_path / "examples.yaml", shipped_instrument())


def test_equal_weights_leave_everything_else_alone() -> None:
    plain = shipped_instrument().questionnaire
    equal = equally_weighted(plain)
    assert {indicator.weight for indicator in equal.indicators()} == {1.0}
    assert [indicator.id for indicator in equal.indicators()] == [indicator.id for indicator in plain.indicators()]
