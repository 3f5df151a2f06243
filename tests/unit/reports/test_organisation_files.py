"""An organisation's numbers as a spreadsheet and as CSV: those of its report, safe to open, the same every time."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from time import sleep

import pytest

from assessment.domain.plans import Planning, Request, make_plans, situation_of
from assessment.domain.results import AssessmentResult, Instrument
from assessment.reports.benchmark_tables import Table
from assessment.reports.formatting import NONE, Voice, together
from assessment.reports.organisation_tables import Organisation, organisation_tables
from assessment.reports.plans import present_planning
from assessment.reports.presenters import present
from assessment.services.organisation_files import report_csv, report_xlsx
from tests.builders import an_instrument
from tests.results import a_result, sample_result
from tests.shipped import with_draws
from tests.unit.reports.test_word import HOSTILE
from tests.unit.reports.test_workbooks import Opened

MADE_AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
LANGUAGES = ("fr", "en")
INSTRUMENT = with_draws(1)


@cache
def planning() -> Planning:
    return make_plans(situation_of(INSTRUMENT, sample_result()), Request(budget=20_000))


def found(language: str, *, planned: bool = False) -> Organisation:
    view = present(sample_result(), INSTRUMENT, language)
    return Organisation(sample_result(), INSTRUMENT, view, planning() if planned else None)


def xlsx(result: AssessmentResult, instrument: Instrument, language: str, planned: Planning | None = None) -> Opened:
    return Opened(report_xlsx(result, instrument, language, made_at=MADE_AT, planning=planned))


def lines(content: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def texts(table: Table, *keys: str) -> list[tuple[str, ...]]:
    """What is shown of some columns, row by row, after the title of the row."""
    places = [[column.key for column in table.columns].index(key) for key in keys]
    return [(row.title, *(row.cells[place].text for place in places)) for row in table.rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_say_what_the_presenter_says(language: str) -> None:
    known = found(language)
    view, tables = known.view, organisation_tables(known)
    said = [(d.title, d.score, d.minimum, d.required, d.gap, d.surplus, d.weight) for d in view.dimensions]
    shown = texts(tables["dimensions"], "score", "minimum", "required", "gap", "surplus", "weight")
    assert shown[0][1:5:3] == (view.overall.score, view.overall.index)
    assert shown[1:] == said
    practices = [(p.title, p.score, p.gap) for d in view.dimensions for p in d.indicators]
    assert texts(tables["practices"], "score", "gap") == practices
    roles = [(r.title, r.need, r.have, r.short) for r in view.roles.considered]
    assert texts(tables["roles"], "need", "have", "short")[len(view.roles.proposed) :] == roles
    for row, role in zip(texts(tables["roles"], "short", "mode"), view.roles.proposed, strict=False):
        assert (together(Voice(language).say("%(number)s FTE", number=row[1])), row[2]) == (role.short, role.mode_word)
    actions = [(a.title, a.rank, a.closes) for a in (*view.actions.first, *view.actions.later)]
    assert texts(tables["actions"], "rank", "closes") == actions


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_of_the_plan_say_what_its_presenter_says(language: str) -> None:
    tables = organisation_tables(found(language, planned=True))
    plans = present_planning(planning(), sample_result(), INSTRUMENT, language).plans
    steps = [(step.title, plan.title, step.days, step.points, step.paid) for plan in plans for step in plan.steps]
    assert steps
    assert texts(tables["plan_steps"], "plan", "days", "points", "paid") == steps
    gaps = [(row.title, plan.title, row.before, row.first_year, row.later) for plan in plans for row in plan.gaps]
    assert texts(tables["plan_gaps"], "plan", "before", "first_year", "later") == gaps


def test_the_spreadsheet_has_notes_first_and_a_sheet_for_each_table() -> None:
    assert xlsx(sample_result(), INSTRUMENT, "fr").names[1:] == ["Dimensions", "Pratiques", "Rôles", "Actions"]
    planned = xlsx(sample_result(), INSTRUMENT, "en", planning())
    assert planned.names == [
        "Read me",
        "Dimensions",
        "Practices",
        "Roles",
        "Actions",
        "Steps of the plan",
        "What the plan changes",
    ]
    notes = [text for _, text in planned.cells(1).values()]
    assert any("self-assessment" in text for text in notes)
    assert any(INSTRUMENT.questionnaire.hash in text for text in notes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_score_is_a_number_in_the_spreadsheet_and_in_both_kinds_of_csv(language: str) -> None:
    view = found(language).view
    book = xlsx(sample_result(), INSTRUMENT, language)
    people = lines(report_csv(sample_result(), INSTRUMENT, language, for_people=True), ";")
    programs = lines(report_csv(sample_result(), INSTRUMENT, language, for_people=False), ",")
    numbers = {row[1]: row[4] for row in programs if row[0] in ("dimensions", "practices") and row[3] == "score"}
    say = Voice(language).say
    heads = (say("Score"), say("Points"))
    typed = {(row[1], row[4]) for row in people if row[3] in heads}
    sheets = [cell for number in (2, 3) for cell in book.cells(number).items()]
    there = {(place, float(text)) for place, (kind, text) in sheets if kind == "n" and text}
    places = {
        text: place[1:] for number in (2, 3) for place, (_, text) in book.cells(number).items() if place[0] == "B"
    }
    scores = {d.id: d.score for d in view.dimensions}
    scores |= {p.id: p.score for d in view.dimensions for p in d.indicators}
    assert len(scores) > 50
    for code, score in {"overall": view.overall.score, **scores}.items():
        value = score.replace(",", ".")
        if score == NONE:
            assert numbers[code] == ""
            assert (code, NONE) in typed
        else:
            assert numbers[code] == value
            assert (code, score) in typed
            assert {(f"{column}{places[code]}", float(value)) for column in "CD"} & there


def test_the_csv_for_programs_has_a_value_for_each_code_once() -> None:
    content = report_csv(sample_result(), INSTRUMENT, "fr", for_people=False, planning=planning())
    head, *rows = lines(content, ",")
    assert head == ["table", "key", "name", "measure", "value"]
    assert len({(row[0], row[1], row[3]) for row in rows}) == len(rows)
    assert {len(row) for row in rows} == {5}
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == len(rows) + 1


def test_the_csv_for_people_opens_in_a_french_spreadsheet() -> None:
    content = report_csv(sample_result(), INSTRUMENT, "fr", for_people=True)
    assert content.startswith(b"\xef\xbb\xbfTable;Code;Nom;")
    assert "Dimensions;overall;Ensemble;Score;45,8\r\n" in content.decode()
    assert ";45.8\r\n" in report_csv(sample_result(), INSTRUMENT, "en", for_people=True).decode()


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_a_text_in_the_spreadsheet_and_nothing_is_reckoned(name: str) -> None:
    book = xlsx(a_result(name=name), an_instrument(), "en")
    assert book.cells(1)["A1"][0] == "s"
    assert not any("<f>" in part or "externalLink" in part for part in book.parts.values())


def test_the_same_result_gives_the_same_files_at_another_time() -> None:
    first = report_xlsx(a_result(), an_instrument(), "fr", made_at=MADE_AT)
    sleep(2.1)
    assert report_xlsx(a_result(), an_instrument(), "fr", made_at=MADE_AT) == first
