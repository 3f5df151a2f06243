"""What the network report says before it is printed, and the list of what is hidden in it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assessment.reports import masked
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.benchmarks import Presenter
from assessment.reports.documents import network_report
from assessment.reports.masked import count_scores, masked_roles, masked_scores, masked_table
from assessment.reports.masked_groups import groups_text, masked_tables, ranges
from assessment.reports.network_report import present_network
from assessment.reports.table_shapes import picked, pieces, turned
from assessment.templating import Templates
from tests.network_reports import NAME, presented
from tests.unit.reports.test_documents import HOSTILE, Outline

TEMPLATES = Templates(Path(__file__).parents[3] / "templates")
ORGANISATIONS, TOO_FEW = 40, 4


def a_presenter(language: str = "en", *, before: bool = True) -> Presenter:
    return presented(ORGANISATIONS, language, before=before)


def hidden_in(presenter: Presenter) -> set[tuple[str, str, str, str]]:
    """Every hidden output of the document itself."""
    return {
        (group, metric, output, reason)
        for group, cells in presenter.document["groups"].items()
        for metric, cell in cells.items()
        for output, reason in cell["hidden"].items()
    }


def test_headings_tables_and_pictures_keep_the_rules_and_every_picture_travels_with_the_page() -> None:
    for presenter in (a_presenter("fr"), a_presenter("en"), presented(TOO_FEW, "en")):
        document = network_report(presenter, NAME, templates=TEMPLATES)
        outline = Outline(document.html)
        assert outline.levels.count(1) == 1
        assert all(after <= before + 1 for before, after in zip(outline.levels, outline.levels[1:], strict=False))
        assert outline.tags.count("table") == outline.tags.count("colgroup") == outline.tags.count("caption")
        assert outline.faults == []
        assert set(re.findall(r'src="chart:([\w-]+)"', document.html)) == set(document.charts) - {"hatch"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Chaque ligne est masquée, pour protéger les organisations\u00a0: trop peu (3)."),
        ("en", "Every line is hidden, to protect organisations: too few (3)."),
    ],
)
def test_a_table_of_which_nothing_is_shown_is_a_sentence(language: str, said: str) -> None:
    """It says how many lines are hidden and why; a chart of nothing is left out."""
    presenter = presented(TOO_FEW, language)
    document, view = network_report(presenter, NAME, templates=TEMPLATES), present_network(presenter, NAME)
    assert view.hidden(view.regions) == said
    assert said in document.html
    assert view.regions.rows[0].title not in document.html.partition('id="regions"')[2].partition('id="roles"')[0]
    assert "chart-spread" not in document.charts
    shown = present_network(a_presenter(language), NAME)
    assert shown.spread
    assert not shown.hidden(shown.dimensions)


def test_a_hostile_name_is_text_and_a_long_one_makes_no_longer_document() -> None:
    hostile = network_report(a_presenter(), HOSTILE, templates=TEMPLATES).html
    assert "<script" not in hostile
    assert "&lt;script&gt;" in hostile
    usual = network_report(a_presenter(), NAME, templates=TEMPLATES).html
    assert len(network_report(a_presenter(), "x" * 1_000_000, templates=TEMPLATES).html) < len(usual) + 2_000


def test_the_list_holds_every_hidden_number_of_the_publication_once() -> None:
    presenter = a_presenter()
    found = [(one.group, one.metric, one.output, one.reason) for one in masked_scores(presenter)]
    assert len(found) == len(set(found))
    assert set(found) == hidden_in(presenter)


def test_lines_and_gathered_lines_count_the_same_hidden_numbers() -> None:
    presenter = a_presenter("fr")
    hidden = len(hidden_in(presenter)) + sum(1 for _ in masked_roles(presenter))
    lines = masked_table(presenter)
    assert sum(int(row.cells[-1].value or 0) for row in lines.rows) == hidden
    assert sum(len(str(row.cells[1].value).split()) for row in lines.rows) == hidden
    assert sum(int(row.cells[-1].value or 0) for table in masked_tables(presenter) for row in table.rows) == hidden


def test_without_a_wave_before_changes_are_missing_and_not_hidden() -> None:
    presenter = a_presenter(before=False)
    assert {one.output for one in masked_scores(presenter)} == {"mean", "median", "quartiles", "distribution"}
    hidden, there = count_scores(presenter)
    assert 0 < hidden < there
    assert "first wave" in present_network(presenter, NAME).no_changes


def test_the_summary_names_no_dimension_as_weak_and_strong_at_once() -> None:
    summary = present_network(a_presenter(), NAME).summary
    weak, strong = ({one.title for one in found} for found in (summary.weakest, summary.strongest))
    assert len(weak) == len(strong) == 3
    assert not weak & strong


def test_the_summary_says_where_there_are_too_few_and_where_nothing_can_be_said() -> None:
    said = " ".join(present_network(a_presenter(), NAME).summary.shortage)
    assert "Proportionally too few" in said
    assert "Provence-Alpes-Côte d’Azur" in said
    assert said.endswith("to protect organisations: 1.")


def test_without_roles_and_with_everything_hidden_the_report_says_so() -> None:
    presenter = presented(TOO_FEW, "en")
    bare = replace(presenter, document=presenter.document | {"roles": {}})  # type: ignore[operator]
    view = present_network(bare, NAME)
    assert view.roles == ()
    assert view.all_roles is None
    assert view.summary.shortage[0].startswith("No organisation said who does its digital work")
    assert view.summary.heading == "The overall mean is not shown."
    assert view.summary.weakest == ()


def test_what_is_hidden_of_the_quality_of_the_data_is_listed_by_the_codes_of_practices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hidden = (Cell(None, "too few", "too-few"), Cell(12, "12"))
    rows = tuple(Row(code, f"Practice {code}", hidden) for code in ("CAP1", "CAP2", "CLI1"))
    table = Table("Practices", "Practice", (Column("answered", "Answered, %"), Column("alpha", "Alpha")), rows, ())
    monkeypatch.setattr(masked, "quality_tables", lambda _presenter: {"practices": table})
    last = masked_tables(a_presenter())[-1]
    assert [cell.text for cell in last.rows[0].cells] == ["CAP1–CAP2; CLI1", "Answered, %", "too few", "3"]
    assert last.reasons[0].startswith("Too few: a share or a mean needs 10 organisations")


def test_groups_of_two_axes_are_named_by_the_first_one() -> None:
    keys = ["type=OT|region=84", "type=OT|region=93", "type=CDT|region=84"]
    text = groups_text(a_presenter(), keys)
    assert text.startswith("Tourist office: Auvergne-Rhône-Alpes, Provence-Alpes-Côte d’Azur; ")


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["CAP1", "CAP2", "CAP3", "CLI1"], ["CAP1–CAP3", "CLI1"]),
        (["CAP1", "CAP3"], ["CAP1", "CAP3"]),
        (["CAP", "CLI"], ["CAP", "CLI"]),
        ([], []),
    ],
)
def test_codes_that_follow_each_other_are_drawn_together(codes: list[str], said: list[str]) -> None:
    assert ranges(codes) == said


def test_a_table_is_picked_turned_and_cut_without_losing_a_cell() -> None:
    columns = tuple(Column(key, key.upper()) for key in "abcde")
    rows = tuple(Row(f"r{row}", f"R{row}", tuple(Cell(10 * row + at, "") for at in range(5))) for row in range(2))
    table = Table("T", "H", columns, rows, ())
    assert [cell.value for cell in picked(table, ("d", "a", "z")).rows[1].cells] == [13, 10]
    assert [[cell.value for cell in row.cells] for row in turned(table, "X").rows][4] == [4, 14]
    assert [[column.key for column in part.columns] for part in pieces(table, 2)] == [["a", "b"], ["c", "d"], ["e"]]
