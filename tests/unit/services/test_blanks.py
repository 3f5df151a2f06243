"""The blank answers file."""

from __future__ import annotations

import re

import pytest

from assessment.domain.questionnaire import NonResponse
from assessment.services.blanks import WIDTH, blank_answers
from assessment.storage.answers import read_answers
from assessment.storage.catalogue import load_catalogue
from assessment.storage.documents import read_bytes
from tests.shipped import QUESTIONNAIRES, shipped_instrument

LANGUAGES = ("fr", "en")


@pytest.fixture(params=LANGUAGES)
def blank(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A language and the blank in it."""
    return request.param, blank_answers(shipped_instrument(), request.param)


def test_it_can_be_read_as_it_is_and_answers_nothing(blank: tuple[str, str]) -> None:
    found = read_answers(read_bytes(blank[1].encode(), "blank.yaml"), load_catalogue(QUESTIONNAIRES))
    assert found.warnings == ()
    assert found.assessment.sheet.answers == {}
    assert found.assessment.facts == {}


def test_every_question_with_every_option_is_in_it(blank: tuple[str, str]) -> None:
    """Texts are compared without the line breaks of comments."""
    language, text = blank
    whole = re.sub(r"\s+", " ", re.sub(r"\n *# *", " ", text))
    for question in shipped_instrument().questionnaire.question_by_code.values():
        if question.profile is None:
            assert f" {question.code}:" in whole
            for item in (question.text, *(option.text for option in question.options)):
                assert re.sub(r"\s+", " ", item.text(language)) in whole or question.code.startswith("M")


def test_it_says_which_questions_may_not_concern_a_type(blank: tuple[str, str]) -> None:
    before = blank[1].partition("\n    REL2:\n")[0].rpartition("# ")[2]
    assert before.startswith(f"  {NonResponse.NOT_APPLICABLE}: ")
    assert "CDT" in before


def test_comments_stay_within_the_width_of_a_page(blank: tuple[str, str]) -> None:
    assert max(len(line) for line in blank[1].splitlines()) <= WIDTH


def test_it_speaks_one_language() -> None:
    french, english = (blank_answers(shipped_instrument(), language) for language in LANGUAGES)
    assert "Posée seulement si" in french
    assert "Only asked when" in english
    assert "personne ici ne le sait" not in english
    assert "nobody here knows" not in french
