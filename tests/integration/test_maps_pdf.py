"""The maps of regions on paper."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from assessment.reports.formatting import Voice
from assessment.reports.map_places import outlines
from assessment.reports.maps import MapValue, region_map, tile_map
from assessment.reports.pdf import Document, PdfWorker


def test_hidden_regions_are_hatched_on_paper_too(worker: PdfWorker) -> None:
    values = {insee: MapValue("A region", "too few", reason="too few") for insee in outlines()}
    maps = [draw(draw.__name__, "Title", values, Voice("en")) for draw in (region_map, tile_map)]
    images = "".join(f'<img alt="{one.title}" src="chart:{one.name}">' for one in maps)
    page = f'<html lang="en"><title>Maps</title><body><h1>Maps</h1><p>{images}</p></body></html>'
    content = worker.render(Document(page, datetime(2026, 3, 1, tzinfo=UTC), {one.name: str(one.svg) for one in maps}))
    reader = PdfReader(BytesIO(content))
    found = [reader.get_object(number) for number in range(1, len(reader.xref_objStm) + len(reader.xref[0]))]
    patterns = [one for one in found if isinstance(one, DictionaryObject) and one.get("/PatternType") == 1]
    assert len(patterns) >= 2
