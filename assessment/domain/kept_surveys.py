"""A survey as it is kept: the plain tree of a survey file, without what visitors left out, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessment.domain.surveys import Rating, Survey, VisitorAnswer

Plain = dict[str, Any]
MARKS = {"expected": "E", "perceived": "P", "adequate": "adequate"}
"""The marks of a rating, as survey files call them."""


def plain_survey(survey: Survey) -> Plain:
    """The survey as numbers, texts, lists and mappings; `survey_from` reads it back as it was."""
    return {"shares": dict(survey.shares), "answers": [_plain_answer(one) for one in survey.answers]}


def survey_from(plain: Mapping[str, Any]) -> Survey:
    """The survey that `plain_survey` wrote."""
    return Survey(tuple(_answer(one) for one in plain["answers"]), dict(plain["shares"]))


def _plain_answer(answer: VisitorAnswer) -> Plain:
    pairs = {attribute: _plain_rating(rating) for attribute, rating in answer.ratings.items()}
    found = {
        "moment": answer.moment,
        "flags": sorted(answer.flags),
        "pairs": {attribute: marks for attribute, marks in pairs.items() if marks},
        "outcome": answer.outcome,
        "top3": list(answer.top),
    }
    return {key: value for key, value in found.items() if value not in (None, [], {})}


def _plain_rating(rating: Rating) -> Plain:
    marks = {word: getattr(rating, name) for name, word in MARKS.items()}
    return {word: mark for word, mark in marks.items() if mark is not None}


def _answer(plain: Mapping[str, Any]) -> VisitorAnswer:
    pairs = plain.get("pairs", {})
    return VisitorAnswer(
        moment=plain.get("moment"),
        flags=frozenset(plain.get("flags", ())),
        ratings={attribute: _rating(marks) for attribute, marks in pairs.items()},
        outcome=plain.get("outcome"),
        top=tuple(plain.get("top3", ())),
    )


def _rating(marks: Mapping[str, float]) -> Rating:
    return Rating(**{name: marks.get(word) for name, word in MARKS.items()})
