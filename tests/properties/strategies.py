"""Random instruments and assessments for property tests."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from assessment.domain.answers import Ambition, Answer, Assessment
from assessment.domain.expectations import Attribute, Axes, ExpectationModel, Link, Segment, Shift, Standing
from assessment.domain.questionnaire import (
    Applicability,
    Dimension,
    Form,
    NonResponse,
    OrganisationType,
    Question,
    QuestionKind,
    Questionnaire,
    ScoringRules,
)
from assessment.domain.results import Instrument
from tests.builders import a_questionnaire, an_assessment, an_indicator, an_instrument, an_organisation, both

FACING = ("INS", "REL", "DON")
INTERNAL = ("CAP", "PRO")
SEGMENTS = ("S1", "S2", "S3")
LEVELS = st.integers(0, 4)
REASONS = st.sampled_from([NonResponse.DONT_KNOW, NonResponse.NOT_APPLICABLE, NonResponse.UNANSWERED])


def answers_to(questionnaire: Questionnaire, answer: st.SearchStrategy[Answer]) -> st.SearchStrategy[dict[str, Answer]]:
    """An answer, or nothing at all, to each indicator."""
    codes = st.sampled_from([item.id for item in questionnaire.indicators()])
    every = st.fixed_dictionaries({}, optional={item.id: answer for item in questionnaire.indicators()})
    full = st.fixed_dictionaries({item.id: answer for item in questionnaire.indicators()})
    return st.one_of(full, every, st.dictionaries(codes, answer))


@st.composite
def shares(draw: st.DrawFn, keys: tuple[str, ...]) -> dict[str, float]:
    """Shares in hundredths that sum to 1 exactly, on paper."""
    cuts = sorted(draw(st.integers(0, 100)) for _ in keys[1:])
    parts = [after - before for before, after in zip((0, *cuts), (*cuts, 100), strict=True)]
    return {key: part / 100 for key, part in zip(keys, parts, strict=True) if part}


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """A questionnaire of five dimensions with one to seven indicators of varying weight."""
    dimensions = tuple(draw(dimension(code)) for code in (*FACING, *INTERNAL))
    indicators = [item.id for found in dimensions for item in found.indicators]
    kind = OrganisationType(
        id="OT",
        title=both("Office"),
        weights={found.id: draw(st.integers(1, 40)) for found in dimensions},
        applicability=draw(st.dictionaries(st.sampled_from(indicators), st.sampled_from(Applicability), max_size=9)),
        visitor_mix=draw(st.one_of(st.just({}), shares(SEGMENTS))),
    )
    rules = ScoringRules(complete_dimensions=4, kappa=draw(st.integers(0, 10)) / 10)
    return replace(a_questionnaire(), dimensions=dimensions, organisation_types=(kind,), facts=(), rules=rules)


@st.composite
def dimension(draw: st.DrawFn, code: str) -> Dimension:
    weights = draw(st.lists(st.sampled_from([0.1, 0.5, 1.0, 1.5, 3.0]), min_size=1, max_size=7))
    express = draw(st.integers(1, 3))
    indicators = tuple(
        an_indicator(f"{code}{n}", weight, express=n <= express) for n, weight in enumerate(weights, start=1)
    )
    return Dimension(
        id=code, title=both(code), definition=both(code), indicators=indicators, customer_facing=code in FACING
    )


@st.composite
def expectation_models(draw: st.DrawFn) -> ExpectationModel:
    points, shift = st.integers(0, 100), st.integers(-25, 25)
    attributes = tuple(
        Attribute(
            id=f"Q{n}",
            title=both(f"Q{n}"),
            kano="O",
            base=Standing(draw(points), draw(points), draw(st.integers(30, 100))),
            shifts=draw(st.dictionaries(st.sampled_from(SEGMENTS), st.builds(Shift, shift, shift))),
            dimensions=draw(shares(FACING)) if n > len(FACING) else {FACING[n - 1]: 1.0},
        )
        for n in range(1, draw(st.integers(3, 6)) + 1)
    )
    return ExpectationModel(
        attributes=attributes,
        segments=tuple(Segment(code, both(code)) for code in SEGMENTS),
        internal={code: draw(shares(FACING)) for code in INTERNAL},
        link=Link(),
        axes=Axes("INS", "REL"),
    )


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    """An instrument whose scoring and expectations vary; roles and actions are those of the builders."""
    return replace(an_instrument(), questionnaire=draw(questionnaires()), expectations=draw(expectation_models()))


@st.composite
def assessments(draw: st.DrawFn, questionnaire: Questionnaire) -> Assessment:
    """Any answers to a questionnaire, by an organisation of its first type."""
    answers = draw(answers_to(questionnaire, st.one_of(LEVELS, LEVELS, LEVELS, REASONS)))
    percent = st.integers(0, 100)
    organisation = replace(
        an_organisation(),
        type=questionnaire.organisation_types[0].id,
        ambition=Ambition(draw(percent), draw(percent)),
        visitor_mix=draw(st.one_of(st.just({}), shares(SEGMENTS))),
    )
    form = draw(st.sampled_from([Form.FULL, Form.FULL, Form.EXPRESS]))
    return an_assessment(answers, organisation=organisation, form=form)


def facts_to(questionnaire: Questionnaire) -> st.SearchStrategy[dict[str, Answer]]:
    """A value, or nothing at all, for each fact that is a choice or a number, or numbers by part."""
    plain = [question for question in questionnaire.fact_questions() if question.kind in FACT_KINDS]
    return st.fixed_dictionaries({}, optional={question.code: fact(question) for question in plain})


FACT_KINDS = (QuestionKind.SINGLE, QuestionKind.MULTI, QuestionKind.NUMBER, QuestionKind.MATRIX)


def fact(question: Question) -> st.SearchStrategy[Answer]:
    number = st.integers(0, int(question.maximum or 9) * 4).map(lambda quarters: Decimal(quarters) / 4)
    options = st.sampled_from([option.code for option in question.options] or [""])
    if question.kind is QuestionKind.SINGLE:
        return options
    if question.kind is QuestionKind.MULTI:
        return st.lists(options, unique=True).map(tuple)
    if question.kind is QuestionKind.NUMBER:
        return number
    return st.dictionaries(st.sampled_from([part.code for part in question.parts]), number)


@st.composite
def whole_assessments(draw: st.DrawFn, questionnaire: Questionnaire) -> Assessment:
    """Any answers and facts, by an organisation of any type and size."""
    assessment = draw(assessments(questionnaire))
    organisation = replace(
        assessment.organisation,
        type=draw(st.sampled_from(questionnaire.organisation_types)).id,
        staff=draw(st.sampled_from([0.5, 2.0, 8.0, 40.0, 150.0])),
    )
    return replace(assessment, organisation=organisation, facts=draw(facts_to(questionnaire)))
