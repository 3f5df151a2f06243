"""Where money for a plan might come from, line by line (dossier 6.3)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from assessment.domain.answers import Answer
from assessment.domain.results import AssessmentResult, Surroundings, VisitorReading, assess
from assessment.domain.source_lines import DUTIES, Source, SourceLine, find_source_lines
from assessment.domain.surveys import Rating, Survey, VisitorAnswer
from assessment.domain.visitor_gaps import Crosshair, ImportanceMap, MapPoint, PlacedPoint, Quadrant
from assessment.reports.formatting import Voice
from assessment.reports.source_lines import source_rows
from tests.builders import an_assessment
from tests.results import sample_result
from tests.shipped import shipped_instrument

SPENDING: dict[str, Answer] = {
    "F_DIGB": {
        "content": Decimal(8),
        "reach": Decimal(30),
        "directory": Decimal(22),
        "connection": Decimal(6),
        "run": Decimal(18),
        "skills": Decimal(12),
        "listening": Decimal(4),
    }
}


@cache
def codes() -> tuple[str, ...]:
    return tuple(item.id for item in shipped_instrument().questionnaire.indicators())


def result_of(
    level: int = 2, changes: dict[str, Answer] | None = None, facts: dict[str, Answer] | None = None
) -> AssessmentResult:
    answers: dict[str, Answer] = {**dict.fromkeys(codes(), level), **(changes or {})}
    return assess(shipped_instrument(), an_assessment(answers, facts=facts))


def lines(result: AssessmentResult, source: Source) -> list[SourceLine]:
    return [line for line in find_source_lines(result) if line.source is source]


def test_without_anything_beyond_there_is_no_candidate() -> None:
    assert find_source_lines(result_of()) == ()


def test_sums_declared_releasable_come_first_with_their_amount() -> None:
    facts: dict[str, Answer] = {"F_FREE": {"fairs": Decimal(9000), "longhaul": Decimal(4000)}, **SPENDING}
    found = find_source_lines(result_of(facts=facts))
    assert found[:2] == (
        SourceLine(Source.DECLARED, "fairs", euros=9000),
        SourceLine(Source.DECLARED, "longhaul", euros=4000),
    )


def test_what_stands_above_its_band_is_a_candidate_for_what_is_beyond() -> None:
    """Dossier 3.8d: reach 30 % against at most 25 %, directory 22 % against 15 %, of 100 euros."""
    found = lines(result_of(facts=SPENDING), Source.ABOVE_BAND)
    assert {line.id: line.euros for line in found} == pytest.approx({"reach": 5, "directory": 7})
    assert {line.id: line.points for line in found} == pytest.approx({"reach": 5, "directory": 7})


@pytest.mark.parametrize(("level", "found"), [(0, ["CAP5"]), (1, ["CAP5"]), (2, []), (4, [])])
def test_channels_that_say_the_same_are_a_candidate(level: int, found: list[str]) -> None:
    assert [line.id for line in lines(result_of(changes={"CAP5": level}), Source.DUPLICATE_CHANNEL)] == found


def test_a_surplus_is_a_candidate_but_never_where_legal_duties_are() -> None:
    result = result_of(4)
    surplus = {item.score.dimension.id: item.surplus for item in result.dimensions if item.surplus}
    assert "RES" in surplus
    found = {line.id: line.points for line in lines(result, Source.SURPLUS)}
    assert found == {code: points for code, points in surplus.items() if code != "RES"}


def test_decided_points_of_the_quadrant_are_candidates_unless_they_carry_a_duty() -> None:
    survey = Survey((VisitorAnswer("S2", ratings={"Q1": Rating(8, 6)}),) * 10)
    result = assess(shipped_instrument(), an_assessment(2), Surroundings(survey=survey))
    points = tuple(
        PlacedPoint(MapPoint(code, 40, 80), Quadrant.POSSIBLY_TOO_MUCH, decided)
        for code, decided in (("Q2", True), ("Q3", False), ("Q8", True))
    )
    shown = ImportanceMap(
        (*points, PlacedPoint(MapPoint("Q4", 90, 80), Quadrant.KEEP_UP, True)), 60, Crosshair(60), True
    )
    assert isinstance(result.visitors, VisitorReading)
    found = replace(result, visitors=replace(result.visitors, map=shown))
    assert lines(found, Source.POSSIBLY_TOO_MUCH) == [SourceLine(Source.POSSIBLY_TOO_MUCH, "Q2")]


def test_no_candidate_of_the_sample_carries_a_duty() -> None:
    found = find_source_lines(sample_result())
    assert found
    assert DUTIES.isdisjoint(line.id for line in found)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_line_is_named_and_says_why(language: str) -> None:
    facts: dict[str, Answer] = {"F_FREE": {"fairs": Decimal(9000)}, **SPENDING}
    result = result_of(4, {"CAP5": 0}, facts)
    rows = list(source_rows(result, shipped_instrument(), Voice(language)))
    assert len(rows) == len(find_source_lines(result))
    assert rows[0].title == {"fr": "Salons", "en": "Fairs"}[language]
    assert all(row.title not in codes() and row.why for row in rows)
    assert len({row.title for row in rows}) == len(rows)
