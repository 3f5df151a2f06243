"""Worked examples: answers or tables with the numbers that somebody worked out by hand, to hold the method against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assessment.domain.answers import Assessment
from assessment.domain.example_tables import ScoreTable, StepTable, read_score_table, read_step_table
from assessment.domain.funnel import STAGES
from assessment.domain.localised import Localised
from assessment.domain.parsing_answers import read_assessment
from assessment.domain.parsing_survey import asked_of, read_survey_answers
from assessment.domain.plans import Request
from assessment.domain.problems import Path, Problem, ProblemsFound
from assessment.domain.questionnaire import Questionnaire
from assessment.domain.reading import Reader
from assessment.domain.results import Instrument, Surroundings
from assessment.domain.surveys import Survey

Plain = Mapping[str, object]
NUMBER = (int, float, Decimal)
ABSENT = object()
EXPECTED = ("overall", "dimensions", "roles", "staffing", "actions", "visitors", "indices", "plan", "reliability")
"""The parts of the document that an example may work out."""

TABLES: Mapping[str, Callable[[Reader], StepTable | ScoreTable]] = {
    "choice": read_step_table,
    "scores": read_score_table,
}
"""What an example may be about instead of an assessment."""
ALWAYS = ("id", "title", "worked", "expect")
ABOUT_ANSWERS = ("indicator_weights", "survey", "funnel_peers", "budget", "hours")

TOLERANCE = Decimal("0.00005")
"""Points by which an example may be off when it does not say: it is worked to four decimals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersGiven:
    """One assessment, with what is known `around` it and, to be planned too, what is announced."""

    instrument: Instrument
    assessment: Assessment
    around: Surroundings
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedExample:
    """What is given, and the part of its result that was worked out in `worked`.

    `expect` follows the document that `score --json` prints, except that roles are found by their id and `actions` says
    the ids of the first ones; a table has a document of its own. `path` is where `expect` stands in its file.
    """

    id: str
    title: Localised
    worked: Localised
    given: AnswersGiven | StepTable | ScoreTable
    expect: Plain
    tolerance: float
    path: Path


def read_examples(reader: Reader, instrument: Instrument) -> tuple[WorkedExample, ...]:
    """The examples at `reader`; problems are noted there, and an example with problems is left out."""
    top = reader.mapping(required=("examples",))
    found = [_example(item, instrument) for item in top.at("examples").items(at_least=1)]
    return tuple(example for example in found if example is not None)


def differences(example: WorkedExample, document: Plain) -> tuple[Problem, ...]:
    """Where the document of an example is not what was worked out, each at its place in the file."""
    return tuple(_differences(example, example.expect, document, ()))


def equally_weighted(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire with every indicator weighing 1, as some examples are worked."""
    return replace(
        questionnaire,
        dimensions=tuple(
            replace(dimension, indicators=tuple(replace(item, weight=1.0) for item in dimension.indicators))
            for dimension in questionnaire.dimensions
        ),
    )


def by_id(document: Plain) -> Plain:
    """The result document with roles under their id, whether proposed or not, and actions as lists of ids."""
    roles = [*_items(document, "roles"), *_items(document, "roles_considered")]
    return {
        **document,
        "roles": {str(role["id"]): role for role in roles},
        "actions": {
            "first": [action["id"] for action in _items(document, "actions")],
            "later": [action["id"] for action in _items(document, "actions_later")],
        },
    }


def _items(document: Plain, key: str) -> list[Plain]:
    found = document[key]
    return found if isinstance(found, list) else []


def _example(reader: Reader, instrument: Instrument) -> WorkedExample | None:
    before = len(reader.problems)
    table = next((key for key in TABLES if reader.at(key).given), None)
    optional = ("tolerance",) if table else ("tolerance", *ABOUT_ANSWERS)
    here = reader.mapping((*ALWAYS, table or "assessment"), optional)
    languages, tolerance = instrument.questionnaire.languages, here.at("tolerance")
    expect = here.at("expect").mapping(optional=EXPECTED)
    given = TABLES[table](here.at(table)) if table else _answers_given(here, instrument)
    identity, title, worked = here.at("id").text(), here.at("title"), here.at("worked")
    titles = (title.localised(languages), worked.localised(languages))
    allowed = float(tolerance.number(0, 1)) if tolerance.given else float(TOLERANCE)
    if given is None or len(reader.problems) > before:
        return None
    return WorkedExample(
        id=identity,
        title=titles[0],
        worked=titles[1],
        given=given,
        expect={key: item.value for key, item in expect.entries()},
        tolerance=allowed,
        path=(*reader.path, "expect"),
    )


def _answers_given(reader: Reader, instrument: Instrument) -> AnswersGiven | None:
    if reader.maybe("indicator_weights", lambda item: item.one_of(("equal",))):
        instrument = replace(instrument, questionnaire=equally_weighted(instrument.questionnaire))
    assessment = _assessment(reader.at("assessment"), instrument)
    around = _around(reader, instrument)
    hours = reader.maybe("hours", lambda found: float(found.number(0)))
    request = reader.maybe("budget", lambda found: Request(budget=float(found.number(0)), hours=hours))
    if assessment is None:
        return None
    return AnswersGiven(instrument=instrument, assessment=assessment, around=around, request=request)


def _around(given: Reader, instrument: Instrument) -> Surroundings:
    """What visitors said and the usual rates (0-1) of the peers in the funnel, where an example gives them."""
    peers = given.at("funnel_peers").mapping(optional=STAGES[1:])
    rates = {stage: float(item.number(0, 1)) for stage, item in peers.entries()}
    return Surroundings(survey=_survey(given.at("survey"), instrument), funnel_peers=rates or None)


def _survey(reader: Reader, instrument: Instrument) -> Survey | None:
    inside = Reader(reader.value, reader.path)
    try:
        return read_survey_answers(inside, asked_of(instrument.expectations)) if reader.given else None
    except ProblemsFound:
        return None
    finally:
        reader.problems.extend(inside.problems)


def _assessment(reader: Reader, instrument: Instrument) -> Assessment | None:
    inside = Reader(reader.value, reader.path)
    try:
        return read_assessment(inside, instrument) if reader.given else None
    except ProblemsFound:
        return None
    finally:
        reader.problems.extend(inside.problems)


def _differences(example: WorkedExample, expected: object, found: object, path: Path) -> Iterator[Problem]:
    if isinstance(expected, Mapping):
        for key, item in expected.items():
            inside = found.get(key, ABSENT) if isinstance(found, Mapping) else ABSENT
            yield from _differences(example, item, inside, (*path, key))
    elif not _agree(expected, found, example.tolerance):
        where = ".".join(map(str, path))
        values = {"example": example.id, "where": where, "expected": _say(expected), "found": _say(found)}
        yield Problem("example-differs", (*example.path, *path), values)


def _agree(expected: object, found: object, tolerance: float) -> bool:
    if isinstance(expected, NUMBER) and isinstance(found, NUMBER):
        return abs(float(expected) - float(found)) <= tolerance
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return all(_agree(one, other, tolerance) for one, other in zip(expected, found, strict=True))
    return expected == found


def _say(value: object) -> str:
    """A value as it is written in the file."""
    if isinstance(value, list):
        return "[" + ", ".join(map(_say, value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return "-" if value is ABSENT else str(value)
