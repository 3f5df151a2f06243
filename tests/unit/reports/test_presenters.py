"""What a reader is told: ready strings, the same for page and paper."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

import pytest

from assessment.domain.questionnaire import NonResponse
from assessment.reports.exports import result_document
from assessment.reports.formatting import Voice
from assessment.reports.presenters import present
from tests.results import a_result, a_view, mixed_answers, sample_result
from tests.shipped import shipped_instrument

LANGUAGES = ("fr", "en")


def texts(value: object) -> list[str]:
    """Every text inside a view."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts(item)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_score_shown_is_the_documents_score_rounded(language: str) -> None:
    view, document, voice = a_view(language=language), result_document(a_result()), Voice(language)
    assert view.overall.score == voice.number(document["overall"]["score"])
    assert view.overall.index == voice.number(document["overall"]["weighted_gap_index"])
    for dimension in view.dimensions:
        plain = document["dimensions"][dimension.id]
        assert dimension.score == voice.number(plain["score"])
        assert dimension.required == voice.number(plain["required"])
        assert dimension.gap == voice.number(plain["gap"])
        assert [item.gap for item in dimension.indicators] == [
            voice.number(item["gap"]) for item in plain["indicators"].values()
        ]


def test_a_dimension_that_cannot_be_assessed_stays_in_charts_and_tables_and_asks_to_find_out() -> None:
    view = a_view()
    unknown = next(dimension for dimension in view.dimensions if dimension.id == "COL")
    assert (unknown.score, unknown.state_word, unknown.level) == ("–", "Not assessable", "–")
    assert unknown.title in view.gap_chart.svg
    assert unknown.dont_know == "Nobody knew the answer to 3 questions here: worth finding out."
    assert [item.dimension for item in view.actions.find_out] == [unknown.title]


def test_strengths_are_never_critical_and_never_among_the_gaps() -> None:
    view = a_view()
    strong = {item.dimension.id for item in view.strengths}
    assert strong.isdisjoint(item.dimension.id for item in view.gaps)
    assert "DON" in strong
    assert all(item.dimension.state in ("met", "tolerated") for item in view.strengths)


def test_gaps_come_by_falling_priority_with_the_practice_that_pulls_most() -> None:
    view, document = a_view(), result_document(a_result())
    priorities = [document["dimensions"][item.dimension.id]["priority"] for item in view.gaps]
    assert priorities == sorted((item["priority"] or 0 for item in document["dimensions"].values()), reverse=True)[:3]
    for item in view.gaps:
        assert item.practice.priority == max(found.priority for found in item.dimension.indicators)


def test_the_computation_of_a_score_is_told_with_its_numbers() -> None:
    why = a_view(2).dimensions[1].why
    assert [row.points for row in why.counted] == ["50"] * 5
    assert [row.weight for row in why.counted] == ["1", "1.5", "1", "1", "1"]
    assert "add up to 275; divided by the answered weight, 5.5, this gives 50.0" in why.score
    assert "(82.8 − 30) ÷ 0.65 requires 81.3" in why.required
    assert "Its base weight for this type of organisation is 13" in why.weight


def test_an_action_quotes_the_answer_and_the_next_levels_behaviour() -> None:
    first = a_view().actions.first[0]
    level = int(first.answer_level.removeprefix("Level "))
    assert f"behaviour at level {level}" in first.answer
    assert f"behaviour at level {level + 1}" in first.step


def test_what_an_action_closes_is_said_in_the_number_of_the_language() -> None:
    """French has the singular below two."""
    actions = present(sample_result(), shipped_instrument(), "fr").actions
    said = {action.closes: action.takes for action in (*actions.first, *actions.later)}
    singular = {closes for closes, takes in said.items() if takes.endswith(f"comble {closes} point pondéré")}
    assert singular == {closes for closes in said if closes.startswith(("0,", "1,"))}
    assert 0 < len(singular) < len(said)


def test_without_a_stated_visitor_mix_the_default_is_named_as_ours() -> None:
    assert "our default" in a_view().method.mix_note


def test_facts_left_out_are_listed_with_the_default_that_stands_in() -> None:
    filled = {item.name: item.value for item in a_view(facts={}).method.filled_in}
    assert filled == {}
    assert a_view(facts={}).roles.caveat is not None


def test_too_few_answers_give_a_sentence_and_no_level() -> None:
    view = a_view({"CAP1": NonResponse.DONT_KNOW})
    assert view.overall.score == "–"
    assert view.overall.level is None
    assert view.overall.sentence == "Too few questions have an answer for an overall score."
    assert not [*view.gaps, *view.strengths, *view.actions.first]


def test_a_full_house_has_no_gap_and_needs_nothing() -> None:
    view = a_view(4)
    assert view.overall.index_sentence == "Every dimension that can be assessed meets what visitors’ wishes call for."
    assert view.gaps == ()
    assert view.roles.proposed == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_promised_that_a_self_assessment_cannot_hold(language: str) -> None:
    said = " ".join(texts(a_view(mixed_answers(), language=language))).lower()
    assert not re.search(r"certifi|conforme à|compliant|best in|classement|ranking|prouve que|proves that", said)
