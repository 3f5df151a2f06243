"""Visitors by segment, derived importance and losses, as a reader is told of them and as they are kept."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from assessment.domain.results import AssessmentResult, Surroundings, assess
from assessment.domain.surveys import Rating, Survey, VisitorAnswer
from assessment.reports.archive import restore
from assessment.reports.exports import result_document
from assessment.reports.formatting import NO_BREAK, Voice
from assessment.reports.visitors import VisitorsView, present_visitors
from tests.results import sample_result
from tests.shipped import shipped_instrument

CODES = tuple(attribute.id for attribute in shipped_instrument().expectations.attributes)
BELOW = 40
MARKS = np.random.default_rng(5).integers(3, 8, size=(260, len(CODES)))


def visitor(n: int) -> VisitorAnswer:
    """The first visitors seek ideas and rate all but Q10, the others prepare; what they can do goes with Q5."""
    ratings = {code: Rating(8, float(mark), 6) for code, mark in zip(CODES, MARKS[n], strict=True)}
    ratings["Q5"] = Rating(8, 2 + 3 * (n % 3), 6)
    if n < BELOW:
        del ratings["Q10"]
    return VisitorAnswer("S1" if n < BELOW else "S2", ratings=ratings, outcome=(n % 3) / 2, top=("Q1", "Q2", "Q3"))


@cache
def surveyed(answers: int = 260) -> AssessmentResult:
    survey = Survey(tuple(visitor(n) for n in range(answers)))
    return assess(shipped_instrument(), sample_result().assessment, Surroundings(survey=survey))


def shown(result: AssessmentResult, language: str = "en") -> VisitorsView:
    view = present_visitors(result, shipped_instrument(), Voice(language))
    assert view is not None
    return view


def test_each_segment_that_is_shown_says_what_it_wishes_and_finds_and_how_many_answered() -> None:
    found = shown(surveyed()).segments
    assert [head.answers for head in found.heads] == ["40", "220"]
    assert [row.cells[0] for row in found.rows][-1] == "– / –"
    assert all(len(row.cells) == len(found.heads) for row in found.rows)
    assert found.rows[4].cells[1].endswith(" / 50")


def test_the_segments_that_are_hidden_say_why() -> None:
    hidden = shown(surveyed()).segments.hidden
    assert hidden.startswith("Not shown, as fewer than 30 visitors answered in each: “On the spot”, ")
    few = shown(surveyed(20)).segments
    assert (few.heads, few.rows) == ((), ())
    assert "“Inspire: nothing decided yet”" in few.hidden


def test_derived_importance_stands_beside_the_stated_one_from_two_hundred_answers_on() -> None:
    found = shown(surveyed(), "fr").derived
    assert found is not None
    assert found.sentence.startswith("Chez 220 visiteurs qui ont tout noté")
    assert found.rows[0].title.startswith("Disponibilité")
    assert all(row.said.endswith(f"{NO_BREAK}%") and row.derived.endswith(f"{NO_BREAK}%") for row in found.rows)
    assert shown(surveyed(239)).derived is None


def test_the_loss_stands_beside_the_gap() -> None:
    result = surveyed()
    assert result.visitors is not None
    rows = dict(zip(CODES, shown(result).rows, strict=True))
    losses = result.visitors.losses
    assert rows["Q3"].loss == Voice("en").number(losses["Q3"])
    assert losses["Q3"] == pytest.approx(-(result.visitors.reading.attributes["Q3"].gap or 0) / 2)
    assert "times 1.5 for a must-be" in shown(result).loss_note


def test_all_of_it_is_kept_and_read_back() -> None:
    result = surveyed()
    document = json.loads(json.dumps(result_document(result), allow_nan=False))
    kept = document["visitors"]
    assert kept["segment_answers"] == {"S1": 40, "S2": 220}
    assert kept["segments_hidden"] == {"segments": ["S3", "S4", "S5", "S6"], "fewer_than": 30}
    assert kept["derived_importance"]["answers"] == 220
    assert kept["attributes"]["Q3"]["loss"] > 0
    assert restore(document, shipped_instrument(), result.assessment).visitors == result.visitors


def test_a_document_kept_before_they_were_in_it_is_still_shown() -> None:
    result = surveyed()
    document = json.loads(json.dumps(result_document(result)))
    for key in ("segment_answers", "segments_hidden", "derived_importance"):
        del document["visitors"][key]
    for item in document["visitors"]["attributes"].values():
        del item["loss"]
    old = shown(restore(document, shipped_instrument(), replace(result.assessment)))
    assert (old.derived, old.segments.hidden) == (None, "")
    assert [head.answers for head in old.segments.heads] == ["–", "–"]
    assert {row.loss for row in old.rows} == {"–"}
