"""Charts as SVG that needs no colour, no style and no script."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from assessment.domain.gaps import State
from assessment.reports.charts import (
    NARROW,
    WIDE,
    Band,
    BarRow,
    GapRow,
    Layout,
    bar_chart,
    gap_chart,
    level_scale,
)
from assessment.reports.svg import Chart
from tests.results import a_view

SVG = "{http://www.w3.org/2000/svg}"
LEGEND = ("from minimum to required", "Critical", "Tolerated", "Met")
ROWS = (
    GapRow("Purpose <&>", 30.0, 45.0, 80.0, State.CRITICAL, "30.0 · Critical"),
    GapRow("Customers", 60.0, 46.0, 81.0, State.TOLERATED, "60.0 · Tolerated"),
    GapRow("Content", 90.0, 32.0, 73.0, State.MET, "90.0 · Met"),
    GapRow("Together", None, 44.0, 79.0, State.NOT_ASSESSABLE, "Not assessable"),
)


def tree(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg)  # noqa: S314 - made here, a moment ago


def marks(chart: Chart) -> list[str]:
    return [str(path.get("class")) for path in tree(chart).iter(f"{SVG}path")]


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_each_state_has_a_marker_of_its_own_shape_and_no_score_has_none(layout: Layout) -> None:
    chart = gap_chart("gaps", "Title", ROWS, LEGEND, layout)
    for state in (State.CRITICAL, State.TOLERATED, State.MET):
        assert marks(chart).count(state.value) == 2  # in its row and in the legend
    assert "not_assessable" not in marks(chart)
    assert marks(chart).count("band") == len(ROWS) + 1
    drawn = re.findall(r'd="([^"]+)" class="(?:critical|tolerated|met)"', chart.svg)
    shapes = {re.sub(r"M[\d.]+ [\d.]+", "", d) for d in drawn}
    assert len(shapes) == 3


def test_a_chart_starts_with_its_sentence_and_escapes_what_authors_wrote() -> None:
    chart = gap_chart("gaps", "A & B < C", ROWS, LEGEND)
    root = tree(chart)
    assert (root[0].tag, root[0].text) == (f"{SVG}title", "A & B < C")
    assert root.get("aria-labelledby") == root[0].get("id")
    assert "Purpose &lt;&amp;&gt;" in chart.svg


def test_a_bar_is_as_long_as_its_points_and_missing_without_an_answer() -> None:
    chart = bar_chart("cap", "Title", (BarRow("CAP1", 50.0, "50"), BarRow("CAP2", None, "?")), 80.0, "required 80.0")
    assert marks(chart).count("track") == 2
    assert re.findall(r'd="M46 23h([\d.]+)v12', chart.svg) == ["210", "105"]


@pytest.mark.parametrize("here", [(), ("Low",), ("Low", "High")])
def test_the_levels_a_score_may_be_in_stand_out_on_the_scale(here: tuple[str, ...]) -> None:
    bands = (Band("Low", 0, 50, "Low" in here), Band("High", 50, 100, "High" in here))
    chart = level_scale("level", "Title", bands, 49.0 if here else None, (40.0, 60.0) if here else None)
    assert [text.text for text in tree(chart).iter(f"{SVG}text") if text.get("font-weight")] == [*here]


def test_a_long_name_of_a_level_is_set_smaller_rather_than_over_its_neighbour() -> None:
    bands = (Band("Low", 0, 50), Band("A name that is much longer than its level is wide", 50, 100))
    sizes = [
        float(text.get("font-size", "0"))
        for text in tree(level_scale("level", "Title", bands, None)).iter(f"{SVG}text")
    ]
    assert sizes[0] == 12
    assert sizes[1] * len(bands[1].name) < 340


def test_charts_carry_no_style_and_no_script_so_that_any_content_policy_lets_them_pass() -> None:
    view = a_view()
    for chart in (*view.charts, view.gap_chart_narrow):
        assert not re.search(r"style|<script|\son\w+=|href|url\(", chart.svg)
