"""What names a PDF: everything in the document and in how PDFs are made, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from assessment.reports.editions import content_hash, edition
from assessment.reports.pdf import AttachedFile, Document

DOCUMENT = Document("<p>", datetime(2026, 1, 1, tzinfo=UTC), {"a": "<svg/>"}, AttachedFile("a.json", "all", "{}"))


def test_the_same_document_has_the_same_name_and_every_part_of_it_counts() -> None:
    others = [
        replace(DOCUMENT, html="<b>"),
        replace(DOCUMENT, made_at=datetime(2026, 1, 2, tzinfo=UTC)),
        replace(DOCUMENT, charts={"a": "<svg />"}),
        replace(DOCUMENT, attachment=AttachedFile("a.json", "all", "{ }")),
    ]
    assert content_hash(replace(DOCUMENT), "one") == content_hash(DOCUMENT, "one")
    assert len({content_hash(one, "one") for one in [DOCUMENT, *others]} | {content_hash(DOCUMENT, "two")}) == 6


def test_an_edition_changes_with_style_sheet_and_fonts(tmp_path: Path) -> None:
    folder = tmp_path / "report" / "fonts"
    folder.mkdir(parents=True)
    before = edition(tmp_path)
    (tmp_path / "report" / "report.css").write_text("p {}")
    styled = edition(tmp_path)
    (folder / "a.ttf").write_bytes(b"font")
    assert len({before, styled, edition(tmp_path)}) == 3
    assert edition(tmp_path) == edition(tmp_path)
