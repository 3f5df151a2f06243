"""Problems: their places, their severity, and that each can be said in both languages."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from assessment.domain.problem_kinds import Severity
from assessment.domain.problems import KINDS, Place, Problem, ProblemsFound, has_errors, place_problems
from assessment.translation import translations

POSITIONS = {(): (1, 1), ("a",): (2, 1), ("a", 0): (3, 3), ("b",): (9, 1)}
TEXTS = sorted({text for kind in KINDS.values() for text in (kind.cause, kind.remedy)})


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_a_problem_gets_the_place_of_its_path() -> None:
    (placed,) = place_problems([Problem("empty-text", ("a", 0))], POSITIONS, "file.yaml")
    assert str(placed.place) == "file.yaml:3:3"


def test_a_path_that_is_not_in_the_file_gets_the_place_around_it() -> None:
    (placed,) = place_problems([Problem("empty-text", ("a", 7, "text"))], POSITIONS, "file.yaml")
    assert placed.place == Place("file.yaml", 2, 1)


def test_a_problem_that_has_a_place_keeps_it() -> None:
    place = Place("other.yaml", 5, 6)
    (placed,) = place_problems([Problem("empty-text", ("a",), place=place)], POSITIONS, "file.yaml")
    assert placed.place == place


def test_placed_problems_come_in_the_order_of_the_file() -> None:
    placed = place_problems([Problem("empty-text", ("b",)), Problem("empty-text", ("a",))], POSITIONS, "file.yaml")
    assert [problem.path for problem in placed] == [("a",), ("b",)]


def test_only_errors_stop() -> None:
    warning, error = Problem("untranslated"), Problem("missing-translation")
    assert warning.severity is Severity.WARNING
    assert not has_errors([warning])
    assert has_errors([warning, error])


def test_the_exception_names_what_it_carries() -> None:
    placed = place_problems([Problem("empty-text", ("a",))], POSITIONS, "file.yaml")
    assert str(ProblemsFound(placed)) == "file.yaml:2:1 empty-text"


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_cause_and_a_remedy_are_whole_sentences(code: str) -> None:
    kind = KINDS[code]
    assert re.fullmatch(r"[A-Z“{t].*[.]", kind.cause)
    assert re.fullmatch(r"[A-Z“{].*[.]", kind.remedy)


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_has_a_french_translation_with_the_same_values(text: str) -> None:
    french = translations("fr").gettext(text)
    assert french != text
    assert names_in(french) == names_in(text)


@pytest.mark.parametrize("text", TEXTS)
def test_french_texts_keep_marks_with_their_word(text: str) -> None:
    french = translations("fr").gettext(text)
    assert not re.search("(?<!\N{NO-BREAK SPACE})[;?!»]| :|«(?!\N{NO-BREAK SPACE})|\N{NARROW NO-BREAK SPACE}|'", french)
