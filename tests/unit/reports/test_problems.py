"""Problems in words."""

from __future__ import annotations

import pytest

from assessment.domain.problems import Place, Problem
from assessment.reports.problems import explain, problem_text

TYPO = Problem("unknown-key", ("levels", 2, "naem"), {"key": "naem", "known": "name, from", "suggestion": "name"})


def test_a_problem_says_where_what_and_how_to_fix_it() -> None:
    assert explain(TYPO, "en") == (
        "levels › item 3 › naem",
        "The key “naem” is not known here.",
        "Did you mean “name”? Rename or remove it; known keys: name, from.",
    )


def test_a_placed_problem_is_found_by_file_line_and_column() -> None:
    assert explain(Problem("empty-list", place=Place("roles.yaml", 4, 3)), "fr").where == "roles.yaml:4:3"


def test_a_problem_speaks_french() -> None:
    assert problem_text(Problem("empty-list"), "fr") == "La liste est vide. Ajoutez au moins un élément."


@pytest.mark.parametrize("language", ["fr", "en"])
def test_braces_in_a_value_are_repeated_as_they_are(language: str) -> None:
    assert "{known}" in problem_text(Problem("unknown-key", (), {"key": "{known}", "known": "a"}), language)
