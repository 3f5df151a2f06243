"""The list in an archive and the names of its files, whatever organisations are called."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest

from assessment.reports.archive_manifest import FAILURES, Entry, checksums, failure_text, manifest

HOSTILE = ("../../etc/passwd", "CON", "مكتب السياحة", "🏔️", "a" * 500, '=HYPERLINK("x")', "Office\r\nd’Été", "", ".")


def an_entry(name: str, code: str = "o1", **more: object) -> Entry:
    return Entry(organisation_id=code, name=name, type="OT", questionnaire="digital-maturity@1.0.0", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_name_is_safe_on_every_system(name: str) -> None:
    found = an_entry(name).file_name
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.pdf", found)
    assert len(found) < 80


def test_two_organisations_of_one_name_have_two_files() -> None:
    assert an_entry("Office", "o1").file_name != an_entry("Office", "o2").file_name
    assert an_entry("Office de l’Été", "o1").file_name.startswith("office-de-lete-")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_organisation_has_a_line_that_no_spreadsheet_takes_for_a_formula(language: str) -> None:
    text = manifest([an_entry(name, str(place)) for place, name in enumerate(HOSTILE)], language, left_out=3)
    assert text.startswith("\ufeff")
    lines = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert len(lines) == len(HOSTILE) + 2
    assert not any(cell.startswith(tuple("=+-@")) for line in lines for cell in line)
    assert "3" in lines[-1][1]


def test_what_failed_has_a_sentence_and_no_checksum() -> None:
    entries = [an_entry("Office", failure="stopped"), an_entry("Autre", "o2", digest="f" * 64)]
    assert checksums(entries) == f"{'f' * 64}  {entries[1].file_name}\n"
    for code in FAILURES:
        assert failure_text(code, "fr") != failure_text(code, "en")
        assert failure_text(code, "fr") in manifest([an_entry("Office", failure=code)], "fr")
