"""Documents that would stop the service, if a worker had no limits."""

from __future__ import annotations

from assessment.reports.pdf import Document
from tests.printed import MADE_AT

LAUGHS = "".join(f"<!ENTITY a{n} '" + f"&a{n - 1};" * 10 + "'>" for n in range(1, 12))
USES = "".join(f"<g id='u{n}'>" + f"<use href='#u{n - 1}'/>" * 10 + "</g>" for n in range(1, 12))
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'>{}</svg>"
CHART = "<img src='chart:one' alt='a'>"

BODIES = {
    "nested boxes that bend": "<div style='display:flex'>" * 12 + "x" + "</div>" * 12,
    "nested grids": "<div style='display:grid'>" * 14 + "x" + "</div>" * 14,
    "nested tables": "<table><tr><td>" * 40 + "x" + "</td></tr></table>" * 40,
    "nested elements": "<div>" * 900 + "x" + "</div>" * 900,
    "columns that a cell spans": "<table><tr><td colspan=1000000>x</td></tr></table>" * 20,
    "rows that a cell spans": "<table><tr><td rowspan=1000000>x</td><td>y</td></tr></table>" * 20,
    "a long text": "<p>" + "word " * 200_000 + "</p>",
    "a long word": "<p>" + "x" * 1_000_000 + "</p>",
    "columns of text": "<div style='columns:9'>" * 6 + "word " * 2000 + "</div>" * 6,
    "small pages": "<style>@page { size: 1cm 1cm; margin: 0 }</style><p>" + "word " * 20_000 + "</p>",
    "floats": "<div style='float:left;width:1%'>x</div>" * 20_000,
    "a huge box": "<div style='height:1e9cm;width:1e9cm'>x</div>",
}
CHARTS = {
    "uses of uses": SVG.format(f"<g id='u0'><path d='M0 0h9'/></g>{USES}<use href='#u11'/>"),
    "entities of entities": f"<!DOCTYPE svg [<!ENTITY a0 'ha'>{LAUGHS}]>{SVG.format('<text>&a11;</text>')}",
    "nested groups": SVG.format("<g>" * 5000 + "</g>" * 5000),
    "a use of itself": SVG.format("<g id='u'><use href='#u'/></g>"),
    "a long path": SVG.format(f"<path d='M0 0{'h1v1' * 500_000}'/>"),
}


def a_page(body: str, chart: str = "") -> Document:
    page = f"<html lang='en'><title>Probe</title><body>{body}</body></html>"
    return Document(page, MADE_AT, {"one": chart} if chart else {})


NEXT = a_page("<h1>Next</h1><p>As if nothing had been.</p>")
BOMBS = {name: a_page(body) for name, body in BODIES.items()}
BOMBS |= {name: a_page(CHART, chart) for name, chart in CHARTS.items()}
ENDLESS = {name: BOMBS[name] for name in ("nested boxes that bend", "columns that a cell spans")}
ENDLESS["a text without end"] = a_page("<p>" + "word " * 2_000_000)
"""None of them is ever made within the limits."""
