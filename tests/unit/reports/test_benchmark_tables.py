"""Tables of published numbers as files."""

from __future__ import annotations

import pytest

from assessment.reports.benchmark_charts import spread_chart
from assessment.reports.benchmark_tables import Cell, Column, Row, Table, safe, table_csv, table_document
from assessment.reports.formatting import Voice

TABLE = Table(
    "Titre",
    "Région",
    (Column("a", "=A"), Column("b", "B")),
    (
        Row("r1", "+Une", (Cell(-1.5, "−1,5"), Cell(None, "trop peu", "too-few"))),
        Row("r2", "Deux", (Cell("5 à 9", "5 à 9"), Cell(None, "–"))),
    ),
    (),
)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "  =1", "＝1"])
def test_a_text_that_a_spreadsheet_would_reckon_with_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_spreadsheets_get_numbers_as_numbers_and_reasons_in_words() -> None:
    text = table_csv(TABLE, Voice("fr"), for_people=True)
    assert text == "\ufeffRégion;'=A;B\r\n'+Une;-1,5;(trop peu)\r\nDeux;5 à 9;–\r\n"


def test_programs_get_points_and_the_code_of_a_reason() -> None:
    text = table_csv(TABLE, Voice("fr"), for_people=False)
    assert text == "key,a,b,hidden\r\nr1,-1.5,,b=too-few\r\nr2,5 à 9,,\r\n"


def test_a_hidden_number_is_null_and_says_why() -> None:
    row = table_document(TABLE, {"number": 1})["rows"][0]
    assert row == {"key": "r1", "title": "+Une", "a": -1.5, "b": None, "hidden": {"b": "too-few"}}


def test_a_spread_shows_what_there_is_and_ones_own_mark() -> None:
    cell = {"mean": 50, "low": 45, "high": 55}
    bare = str(spread_chart("x", "Titre", cell).svg)
    full = str(spread_chart("x", "Titre", cell | {"quartiles": [40, 60], "deciles": [30, 70]}, 80, "Vous").svg)
    assert 'class="band"' not in bare
    assert 'class="band"' in full
    assert ">Vous</text>" in full
    assert "<title" in bare
