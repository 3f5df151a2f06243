"""How a pace is put into words, a table for screens and one for paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assessment.reports.benchmarks import Presenter
from assessment.reports.documents import network_report
from assessment.reports.network_report import present_network
from assessment.templating import Templates
from tests.network_reports import NAME, presented

TEMPLATES = Templates(Path(__file__).parents[3] / "templates")


def change(points: int) -> dict[str, Any]:
    return {"n": [10, 19], "points": points, "low": points - 2, "high": points + 3, "proven": True}


TOLD: dict[str, Any] = {
    "n": [10, 19],
    "dimensions": {
        "CAP": {"maturity": change(9), "required": change(1), "verdict": "catching_up"},
        "CLI": {"maturity": change(-4), "required": change(0), "verdict": "falling_behind"},
        "INS": {"hidden": "would-reveal-other"},
    },
}


def with_pace(pace: dict[str, Any] | None, language: str = "en") -> Presenter:
    presenter = presented(40, language, before=True)
    return replace(presenter, document={**presenter.document, "pace": pace})


def test_screens_show_every_number_and_paper_each_change_in_one_cell() -> None:
    view = present_network(with_pace(TOLD), NAME)
    assert view.pace is not None
    assert view.pace.table is not None
    assert view.pace_table is not None
    cap, cli, ins = view.pace.table.rows
    assert [cell.value for cell in cap.cells] == ["catching_up", 9, 7, 12, 1, -1, 4]
    assert cli.cells[0].text == "falling behind"
    assert {cell.reason for cell in ins.cells} == {"would-reveal-other"}
    assert [cell.text for cell in view.pace_table.rows[0].cells] == ["catching up", "9 (7 to 12)", "1 (−1 to 4)"]
    assert view.pace.table.reasons


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("reason", ["too-few", "not-comparable", "too-similar", "would-reveal-other"])
def test_without_a_table_the_report_says_why(language: str, reason: str) -> None:
    presenter = with_pace({"hidden": reason}, language)
    view = presenter.pace()
    assert view is not None
    assert view.table is None
    assert view.lines[0] in network_report(presenter, NAME, templates=TEMPLATES).html


def test_a_first_wave_and_an_older_publication_say_nothing_of_it() -> None:
    assert with_pace(None).pace() is None
    assert presented(40, "en").pace() is None


def test_a_pace_kept_from_before_says_of_when_it_is() -> None:
    view = with_pace(TOLD | {"of": "2026-03-02T12:00:00+00:00"}).pace()
    assert view is not None
    assert "2\u00a0March 2026" in view.lines[1]
