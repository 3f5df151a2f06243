"""How the blank questionnaire is shown on paper: what is asked, and where to tick or write."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.domain.questionnaire import Dimension, FactGroup, Indicator, NonResponse, Question, Questionnaire
from assessment.domain.results import Instrument
from assessment.reports.formatting import Voice


@dataclass(frozen=True, slots=True)
class LevelSheet:
    """A question with five described behaviours to choose from, and what one could show."""

    code: str
    title: str
    text: str
    anchors: tuple[tuple[str, str], ...]
    aside: tuple[str, ...]
    express: bool


@dataclass(frozen=True, slots=True)
class DimensionSheet:
    """The questions of one dimension."""

    title: str
    definition: str
    questions: tuple[LevelSheet, ...]


@dataclass(frozen=True, slots=True)
class FactSheet:
    """A fact to write down: a choice to tick, one number, or a table of `rows` by `columns`."""

    text: str
    help: str | None
    unit: str
    choices: tuple[str, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactGroupSheet:
    """Facts asked together."""

    title: str
    intro: str
    facts: tuple[FactSheet, ...]


@dataclass(frozen=True, slots=True)
class QuestionnaireSheets:
    """The whole questionnaire on paper."""

    title: str
    description: str
    version: str
    hash: str
    types: tuple[str, ...]
    territories: tuple[str, ...]
    segments: tuple[str, ...]
    dimensions: tuple[DimensionSheet, ...]
    facts: tuple[FactGroupSheet, ...]


def present_questionnaire(instrument: Instrument, voice: Voice) -> QuestionnaireSheets:
    """Everything the printed questionnaire says; what the profile asks already is left out of the facts."""
    questionnaire = instrument.questionnaire
    return QuestionnaireSheets(
        voice.text(questionnaire.title),
        voice.text(questionnaire.description),
        questionnaire.version,
        questionnaire.hash,
        tuple(voice.text(kind.title) for kind in questionnaire.organisation_types),
        tuple(voice.text(territory.text) for territory in questionnaire.territories),
        tuple(voice.text(segment.title) for segment in instrument.expectations.segments if not segment.flag),
        tuple(_dimension(dimension, questionnaire, voice) for dimension in questionnaire.dimensions),
        tuple(_group(group, voice) for group in questionnaire.facts),
    )


def unit_word(unit: str | None, voice: Voice) -> str:
    """The name of a unit, empty for plain counts."""
    return {
        "fte": voice.say("FTE"),
        "day": voice.say("days"),
        "eur": "€",
        "percent": "%",
        "thousand": voice.say("thousands"),
        "hour": voice.say("hours"),
    }.get(unit or "", "")


def _dimension(dimension: Dimension, questionnaire: Questionnaire, voice: Voice) -> DimensionSheet:
    questions = tuple(_level(indicator, questionnaire, voice) for indicator in dimension.indicators)
    return DimensionSheet(voice.text(dimension.title), voice.text(dimension.definition), questions)


def _level(indicator: Indicator, questionnaire: Questionnaire, voice: Voice) -> LevelSheet:
    question = indicator.question
    anchors = tuple((str(option.level), voice.text(option.text)) for option in question.options)
    return LevelSheet(
        indicator.id,
        voice.text(indicator.title),
        voice.text(question.text),
        anchors,
        tuple(_aside(indicator, questionnaire, voice)),
        indicator.express,
    )


def _aside(indicator: Indicator, questionnaire: Questionnaire, voice: Voice) -> list[str]:
    """The answers that are no level."""
    found = []
    if NonResponse.DONT_KNOW in indicator.question.nonresponse:
        found.append(voice.say("I don’t know"))
    if any(kind.applicability.get(indicator.id) for kind in questionnaire.organisation_types):
        found.append(voice.say("Not applicable"))
    return found


def _group(group: FactGroup, voice: Voice) -> FactGroupSheet:
    facts = tuple(_fact(question, voice) for question in group.questions if not question.profile)
    return FactGroupSheet(voice.text(group.title), voice.text(group.intro), facts)


def _fact(question: Question, voice: Voice) -> FactSheet:
    parts = tuple(voice.text(part.text) for part in question.parts)
    rows = tuple(voice.text(row.text) for row in question.rows)
    return FactSheet(
        voice.text(question.text),
        voice.text(question.help) if question.help else None,
        unit_word(question.unit, voice),
        tuple(voice.text(option.text) for option in question.options),
        rows or parts,
        parts if rows else (),
    )
