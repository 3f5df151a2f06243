"""One published measure in every region, from a frozen document alone."""

from __future__ import annotations

from typing import Any

import pytest

from assessment.domain.observed import PROJECT_MANAGER
from assessment.reports.benchmark_words import Words
from assessment.reports.benchmarks import Presenter
from assessment.reports.formatting import Voice
from assessment.reports.published_regions import SHORTAGE, region_metrics
from tests.shipped import shipped_instrument


def a_cell(mean: int, low: int, high: int) -> dict[str, Any]:
    return {"n": [5, 9], "mean": mean, "low": low, "high": high, "hidden": {"median": "too-few"}}


def a_region(uncovered: int | None, interval: list[int] | None) -> dict[str, Any]:
    return {"n": [10, 19], "uncovered": uncovered, "uncovered_interval": interval}


HIDDEN = {"hidden": {"mean": "would-reveal-other"}}
DOCUMENT: dict[str, Any] = {
    "metrics": ["overall", "dimension:CAP", "indicator:CAP1", "index:gap"],
    "groups": {
        "": {"overall": a_cell(50, 48, 52)},
        "region=84": {"overall": a_cell(61, 55, 66), "dimension:CAP": HIDDEN},
        "region=53": {"overall": a_cell(42, 40, 45), "dimension:CAP": a_cell(100, 99, 100)},
        "region=94": {"overall": HIDDEN, "dimension:CAP": HIDDEN},
        "type=OT|region=04": {"overall": a_cell(99, 99, 99)},
    },
    "roles": {
        PROJECT_MANAGER: {
            "": a_region(40, [30, 50]),
            "region=84": a_region(-20, [-35, 4]),
            "region=11": a_region(None, None),
            "region=94": {"hidden": "dominance"},
        }
    },
}


def presenter(language: str = "en") -> Presenter:
    return Presenter(DOCUMENT, Words(shipped_instrument(), Voice(language)))


@pytest.mark.parametrize("metric", ["overall", "dimension:CAP", SHORTAGE])
def test_every_region_has_one_row_and_one_place_on_the_map_that_say_the_same(metric: str) -> None:
    view = presenter().regions(metric)
    regions = [one.insee for one in shipped_instrument().regions]
    assert [row.key for row in view.table.rows] == regions
    assert list(view.values) == regions
    for row in view.table.rows:
        shown, (_, value, _, _) = view.values[row.key], row.cells
        assert (shown.name, shown.text) == (row.title, value.text)
        assert (shown.step is None) == (value.value is None)
        assert (shown.reason != "") == (value.reason != "")


def test_the_table_has_number_interval_and_band_or_the_reason() -> None:
    rows = {row.key: row.cells for row in presenter().regions("overall").table.rows}
    assert [cell.text for cell in rows["84"]] == ["5 to 9", "61", "55", "66"]
    assert {cell.reason for cell in rows["94"]} == {"would-reveal-other"}
    assert {cell.text for cell in rows["94"]} == {"protects others"}
    assert [cell.text for cell in rows["04"]] == ["–"] * 4
    assert [cell.value for cell in rows["04"]] == [None] * 4


def test_the_reasons_that_occur_are_said() -> None:
    assert [one.partition(":")[0] for one in presenter().regions("overall").table.reasons] == ["Protects others"]
    assert [one.partition(":")[0] for one in presenter().regions(SHORTAGE).table.reasons] == ["One is too large"]


def test_what_is_not_covered_is_never_less_than_nothing_and_may_be_unknown() -> None:
    """Where more are there than are needed, nothing is left to cover: a need below zero reads as a fault."""
    view = presenter("fr").regions(SHORTAGE)
    rows = {row.key: [cell.text for cell in row.cells] for row in view.table.rows}
    assert rows["84"] == ["10 à 19", "0", "0", "4"]
    assert view.values["84"].step == 0
    assert rows["11"] == ["10 à 19", "–", "–", "–"]


@pytest.mark.parametrize(
    ("metric", "said"),
    [
        ("overall", "Overall score by region: from 42 (Bretagne) to 61 (Auvergne-Rhône-Alpes)."),
        ("dimension:CAP", " by region: only that of Bretagne is shown, 100."),
    ],
)
def test_the_title_says_the_highest_and_the_lowest(metric: str, said: str) -> None:
    view = presenter().regions(metric)
    assert view.title.endswith(said)
    assert view.picture("tiles").title == view.picture("outlines").title == view.title


def test_a_title_of_nothing_shown_says_so() -> None:
    groups = {"region=94": {"overall": HIDDEN}}
    found = Presenter(DOCUMENT | {"groups": groups}, presenter("fr").words).regions("overall")
    assert found.title == "Score global par région\u00a0: aucun nombre ne peut être montré."


def test_measures_are_the_score_the_dimensions_and_the_shortage_where_a_region_shows_it() -> None:
    assert region_metrics(DOCUMENT) == ["overall", "dimension:CAP", SHORTAGE]
    country = {PROJECT_MANAGER: {"": a_region(40, [30, 50]), "region=94": {"hidden": "too-few"}}}
    assert region_metrics(DOCUMENT | {"roles": country}) == ["overall", "dimension:CAP"]
