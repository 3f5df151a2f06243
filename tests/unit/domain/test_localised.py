"""One text in several languages."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from assessment.domain.localised import Localised


def test_a_text_is_given_in_the_language_asked_for() -> None:
    assert Localised({"fr": "Écoute", "en": "Listening"}).text("en") == "Listening"


def test_the_source_language_stands_in_for_a_missing_one() -> None:
    assert Localised({"fr": "Écoute", "en": "Listening"}).text("de") == "Écoute"


def test_an_empty_translation_is_shown_as_it_is() -> None:
    assert Localised({"fr": "Écoute", "en": ""}).text("en") == ""


def test_a_text_in_no_language_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one language"):
        Localised({})


def test_changing_the_mapping_it_came_from_changes_nothing() -> None:
    texts = {"fr": "Écoute"}
    text = Localised(texts)
    texts["fr"] = "Autre"
    assert text.text("fr") == "Écoute"
    assert isinstance(text.texts, MappingProxyType)


def test_equal_texts_are_equal_and_hash_alike() -> None:
    one, other = Localised({"fr": "a", "en": "b"}), Localised({"fr": "a", "en": "b"})
    assert one == other
    assert len({one, other}) == 1
