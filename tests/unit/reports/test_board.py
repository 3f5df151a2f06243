"""The summary for the board says what the report says, cut by rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.reports.board import ROLES, TITLE, present_board, shortened, whole_sentences
from assessment.reports.own_place import OwnPlace, PlaceRow
from assessment.reports.presenters import present
from tests.builders import an_instrument
from tests.results import a_result, sample_result
from tests.shipped import shipped_instrument


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert shortened("Office fictif", 13) == "Office fictif"


def test_a_text_that_is_too_long_ends_between_two_words_with_a_mark() -> None:
    assert shortened("Office fictif du Val", 18) == "Office fictif du…"


def test_a_text_of_one_long_word_is_cut_inside_it() -> None:
    assert shortened("x" * 500, 20) == "x" * 19 + "…"


@pytest.mark.parametrize(
    ("most", "said"),
    [(40, "One thing. Two things. Three things."), (30, "One thing. Two things. …"), (20, "One thing. Two…")],
)
def test_of_several_sentences_whole_ones_are_kept(most: int, said: str) -> None:
    assert whole_sentences("One thing. Two things. Three things.", most) == said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_number_is_that_of_the_report(language: str) -> None:
    result = sample_result()
    view = present(result, shipped_instrument(), language)
    board = present_board(result, view)
    assert board.score == view.overall.score
    assert [item.score for item in board.gaps] == [item.dimension.score for item in view.gaps]
    assert [item.score for item in board.strengths] == [item.dimension.score for item in view.strengths]
    for line, role in zip(board.roles, view.roles.proposed, strict=False):
        assert role.days in line.detail
        assert role.mode_word in line.detail
    for line, action in zip(board.actions, view.actions.first, strict=False):
        assert action.once in line.detail


@pytest.mark.parametrize(("missing", "said"), [(1.9, "1,9 point sous"), (2.0, "2,0 points sous")])
def test_french_has_the_singular_below_two_points(missing: float, said: str) -> None:
    result = sample_result()
    view = present(result, shipped_instrument(), "fr")
    near = replace(view.gaps[0].dimension, missing=missing, gap=said.split()[0])
    board = present_board(result, replace(view, gaps=(replace(view.gaps[0], dimension=near),)))
    assert board.gaps[0].detail.startswith(said)


def test_roles_beyond_the_room_are_counted_and_found_in_the_report() -> None:
    result = sample_result()
    view = present(result, shipped_instrument(), "en")
    board = present_board(result, view)
    assert len(board.roles) <= ROLES
    assert bool(board.more_roles) == (len(view.roles.proposed) > ROLES)
    assert all(len(line.title) <= TITLE for line in board.roles)


def test_without_a_score_the_page_says_so_instead_of_a_level() -> None:
    result = a_result({})
    board = present_board(result, present(result, an_instrument(), "en"))
    assert board.score == "–"
    assert board.level == "Not enough answers"
    assert "overall score needs" in board.meaning
    assert not board.gaps


def test_the_place_among_peers_is_that_of_the_score_of_the_whole() -> None:
    result = sample_result()
    place = OwnPlace(
        "You are compared with: all.", (PlaceRow("Overall", "46", "Mean 50.", "Higher than 3 in 10.", None),)
    )
    board = present_board(result, present(result, shipped_instrument(), "en"), place=place)
    assert board.place == "Higher than 3 in 10. You are compared with: all."
