"""The one presenter: a result as ready strings and pictures, for the results page and the report alike."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.domain.gaps import DimensionGap, State
from assessment.domain.questionnaire import Form
from assessment.domain.results import AssessmentResult, Instrument
from assessment.domain.scoring import Completeness
from assessment.reports.actions import ActionsView, present_actions
from assessment.reports.certainty import CertaintiesView, LevelWords, level_words, present_certainties
from assessment.reports.charts import NARROW, Band, level_scale
from assessment.reports.dimensions import DimensionView, IndicatorView, present_dimension
from assessment.reports.formatting import Voice, one_line
from assessment.reports.gap_pictures import gap_picture
from assessment.reports.indices import IndicesView, present_indices
from assessment.reports.method import MethodView, present_method
from assessment.reports.respondents import RespondentsView, present_respondents
from assessment.reports.roles import RolesView, present_roles
from assessment.reports.svg import Chart
from assessment.reports.visitors import VisitorsView, present_visitors

HIGHLIGHTS = 3


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """Who was assessed."""

    name: str
    type: str
    region: str
    territory: str
    staff: str


@dataclass(frozen=True, slots=True)
class QuestionnaireView:
    """With which questionnaire: its version and the SHA-256 of its files."""

    title: str
    version: str
    hash: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallView:
    """The score of the whole, in number, word and picture, and how much it rests on."""

    value: float | None
    score: str
    level: str | None
    level_heading: str
    level_reading: str
    sentence: str
    completeness: str
    completeness_sentence: str
    index: str
    index_sentence: str | None
    chart: Chart


@dataclass(frozen=True, slots=True)
class HighlightView:
    """A strength or a gap: a dimension, where it stands, and the practice that shows it best."""

    dimension: DimensionView
    practice: IndicatorView


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """Everything a reader is told, in one language."""

    language: str
    organisation: OrganisationView
    questionnaire: QuestionnaireView
    overall: OverallView
    strengths: tuple[HighlightView, ...]
    gaps: tuple[HighlightView, ...]
    gap_chart: Chart
    gap_chart_narrow: Chart
    dimensions: tuple[DimensionView, ...]
    certainties: CertaintiesView
    respondents: RespondentsView | None
    visitors: VisitorsView | None
    indices: IndicesView
    roles: RolesView
    actions: ActionsView
    method: MethodView

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Every picture that a report prints."""
        survey = self.visitors.charts if self.visitors else ()
        dimensions = (dimension.chart for dimension in self.dimensions)
        return (self.overall.chart, self.gap_chart, *dimensions, *self.indices.charts, *survey)


def present(result: AssessmentResult, instrument: Instrument, language: str) -> ResultView:
    """Say a result in a language. Numbers are rounded here and nowhere later."""
    voice = Voice(language)
    dimensions = tuple(present_dimension(item, result, instrument, voice) for item in result.dimensions)
    gaps = _gaps(result.dimensions, dimensions)
    return ResultView(
        language=language,
        organisation=_organisation(result, instrument, voice),
        questionnaire=_questionnaire(result, voice),
        overall=_overall(result, voice),
        strengths=_strengths(result.dimensions, dimensions, gaps),
        gaps=gaps,
        gap_chart=gap_picture("chart-gaps", result, voice),
        gap_chart_narrow=gap_picture("chart-gaps-narrow", result, voice, NARROW),
        dimensions=dimensions,
        certainties=present_certainties(result, voice),
        respondents=present_respondents(result, voice),
        visitors=present_visitors(result, instrument, voice),
        indices=present_indices(result, instrument, voice),
        roles=present_roles(result, instrument, voice),
        actions=present_actions(result, instrument, voice),
        method=present_method(result, instrument, voice),
    )


def _organisation(result: AssessmentResult, instrument: Instrument, voice: Voice) -> OrganisationView:
    organisation, questionnaire = result.assessment.organisation, result.questionnaire
    regions = {region.insee: region.name for region in instrument.regions}
    territories = {option.code: voice.text(option.text) for option in questionnaire.territories}
    return OrganisationView(
        one_line(organisation.name),
        voice.text(questionnaire.type_by_id[organisation.type].title),
        regions[organisation.region],
        territories[organisation.territory],
        voice.say("%(number)s FTE", number=voice.short(organisation.staff)),
    )


def _questionnaire(result: AssessmentResult, voice: Voice) -> QuestionnaireView:
    questionnaire = result.questionnaire
    forms = {
        Form.FULL: voice.say("Full form"),
        Form.EXPRESS: voice.say("Express form"),
        Form.MIRROR: voice.say("Mirror form"),
    }
    return QuestionnaireView(
        voice.text(questionnaire.title), questionnaire.version, questionnaire.hash, forms[result.assessment.form]
    )


def _overall(result: AssessmentResult, voice: Voice) -> OverallView:
    level, score = level_words(result.certainties.overall, voice), result.overall.score
    words = {
        Completeness.COMPLETE: voice.say("Complete"),
        Completeness.PARTIAL: voice.say("Partial"),
        Completeness.NONE: voice.say("Not enough answers"),
    }
    return OverallView(
        value=score,
        score=voice.number(score),
        level=level.number if level else None,
        level_heading=level.heading if level else "",
        level_reading=level.reading if level else "",
        sentence=_overall_sentence(result, level, voice),
        completeness=words[result.overall.completeness],
        completeness_sentence=_completeness_sentence(result, voice),
        index=voice.number(result.index),
        index_sentence=_index_sentence(result, voice),
        chart=_level_chart(result, level, voice),
    )


def _overall_sentence(result: AssessmentResult, level: LevelWords | None, voice: Voice) -> str:
    if level is None:
        return voice.say("Too few questions have an answer for an overall score.")
    values = {
        "number": level.number,
        "count": len(result.questionnaire.levels),
        "name": level.name,
        "score": voice.number(result.overall.score),
    }
    if len(level.numbers) > 1:
        return voice.say(
            "By its own account, the organisation stands at level %(number)s of %(count)s, with %(score)s points out "
            "of 100.",
            **values,
        )
    return voice.say(
        "By its own account, the organisation stands at level %(number)s of %(count)s, “%(name)s”, with %(score)s "
        "points out of 100.",
        **values,
    )


def _completeness_sentence(result: AssessmentResult, voice: Voice) -> str:
    rules = result.questionnaire.rules
    scored = sum(item.score.score is not None for item in result.dimensions)
    values = {
        "coverage": voice.percent(result.overall.coverage),
        "scored": scored,
        "count": len(result.dimensions),
        "least": voice.percent(rules.partial_coverage),
    }
    if result.overall.completeness is Completeness.NONE:
        return voice.say_number(
            "%(coverage)s of the questionnaire’s weight was answered and %(scored)s of %(count)s dimensions can be "
            "assessed; an overall score needs at least %(least)s.",
            scored,
            **values,
        )
    return voice.say_number(
        "%(coverage)s of the questionnaire’s weight was answered; %(scored)s of %(count)s dimensions can be assessed.",
        scored,
        **values,
    )


def _index_sentence(result: AssessmentResult, voice: Voice) -> str | None:
    if result.index is None:
        return None
    if result.index == 0:
        return voice.say("Every dimension that can be assessed meets what visitors’ wishes call for.")
    return voice.say_amount(
        "On average, by weight, dimensions lack %(index)s points to meet what visitors’ wishes call for.",
        result.index,
        index=voice.number(result.index),
    )


def _level_chart(result: AssessmentResult, level: LevelWords | None, voice: Voice) -> Chart:
    levels, found = result.questionnaire.levels, result.certainties.overall.uncertainty
    ends = (*(item.lower for item in levels[1:]), 100.0)
    named = level.numbers if level else frozenset()
    bands = [
        Band(voice.text(item.name), item.lower, end, item.number in named)
        for item, end in zip(levels, ends, strict=True)
    ]
    interval = (found.low, found.high) if found else None
    title = _overall_sentence(result, level, voice)
    return level_scale("chart-level", title, bands, result.overall.score, interval)


def _gaps(found: tuple[DimensionGap, ...], views: tuple[DimensionView, ...]) -> tuple[HighlightView, ...]:
    """The dimensions with the highest priority, each with the practice that pulls most."""
    open_gaps = [(item.priority, view) for item, view in zip(found, views, strict=True) if item.priority]
    widest = sorted(open_gaps, key=lambda pair: -pair[0])[:HIGHLIGHTS]
    return tuple(HighlightView(view, max(view.indicators, key=lambda one: one.priority)) for _, view in widest)


def _strengths(
    found: tuple[DimensionGap, ...], views: tuple[DimensionView, ...], gaps: tuple[HighlightView, ...]
) -> tuple[HighlightView, ...]:
    """The dimensions nearest to or furthest beyond what they require; never a critical one, never one of the gaps."""
    shown = {gap.dimension.id for gap in gaps}
    standing = [
        (item.score.score - item.expectation.required, item, view)
        for item, view in zip(found, views, strict=True)
        if item.score.score is not None and item.state is not State.CRITICAL and view.id not in shown
    ]
    best = sorted(standing, key=lambda entry: -entry[0])[:HIGHLIGHTS]
    return tuple(HighlightView(view, _strongest(item, view)) for _, item, view in best)


def _strongest(item: DimensionGap, view: DimensionView) -> IndicatorView:
    scored = [
        (found.score.score, shown)
        for found, shown in zip(item.indicators, view.indicators, strict=True)
        if found.score.score is not None
    ]
    return max(scored, key=lambda entry: entry[0])[1]
