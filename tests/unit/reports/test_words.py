"""Every sentence of the results page and of the printed documents exists in French, in French typography."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from assessment.reports.formatting import MONTHS
from assessment.translation import LOCALE, translations

ROOT = Path(__file__).parents[3]
KEYWORDS = {"say": None, "say_number": None, "say_amount": None, "_": None, "gettext": None}
TEMPLATES = {"newstyle_gettext": "true", "trim_blocks": "true"}
PARTS = [
    ("assessment/reports", "*.py"),
    ("templates/report", "**.html"),
    ("templates/shared", "**.html"),
    ("templates/web/results", "**.html"),
]
PLAIN_SPACE = re.compile(r" [;:!?»]| %(?!\()|« |[\u202f']")


def said_in(folder: str, pattern: str) -> set[str]:
    method = "python" if pattern.endswith("py") else "jinja2"
    found = extract_from_dir(
        str(ROOT / folder), [(pattern, method)], {pattern: {} if method == "python" else TEMPLATES}, keywords=KEYWORDS
    )
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


@pytest.mark.parametrize(("folder", "pattern"), PARTS)
def test_every_sentence_has_a_french_translation(folder: str, pattern: str) -> None:
    said = said_in(folder, pattern)
    french = translations("fr")
    same = {"Dimension", "Minimum", "Action", "Points", "Point", "Sources", "Importance"}
    same |= {"version %(version)s", "Budget", "Pages", "Magazine", "Ambition", "%(word)s (%(number)s)"}
    same |= {"%(role)s (%(modes)s)", "%(amount)s %(source)s", "Actions", "Code", "Dimensions", "Organisation"}
    same |= {"Organisations", "Questionnaire", "SHA-256", "Type", "Score"}
    assert said
    # Sentences that depend on a number are under their plural.
    assert {text for text in said - same if french.gettext(text) == text == french.ngettext(text, text, 1)} == set()


def test_every_month_has_a_french_name() -> None:
    assert [translations("fr").gettext(month) for month in MONTHS[:3]] == ["janvier", "février", "mars"]
    assert all(translations("fr").gettext(month) != month for month in MONTHS)


@pytest.mark.parametrize("part", ["report", "results", "method_results"])
def test_french_keeps_its_no_break_spaces_and_its_values(part: str) -> None:
    with (LOCALE / "fr" / "LC_MESSAGES" / f"{part}.po").open("rb") as stream:
        messages = [message for message in read_po(stream, locale="fr") if message.id]
    values = re.compile(r"%\(\w+\)s")
    for message in messages:
        for french in message.string if isinstance(message.string, tuple) else (message.string,):
            assert not PLAIN_SPACE.search(str(french)), french
            assert set(values.findall(str(message.id))) == set(values.findall(str(french))), message.id
