"""How much a survey of visitors holds, in words: counts only, what they mean comes with the results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from assessment.domain.expectations import Attribute, ExpectationModel
from assessment.domain.parsing_survey import asked_of
from assessment.domain.surveys import FLAGS, MOMENTS, NO_RATING, Survey, SurveyRules
from assessment.reports.formatting import Voice
from assessment.services.survey_tables import FLAGS as FLAGS_COLUMN
from assessment.services.survey_tables import MOMENT, OUTCOME, TOP, columns_of
from assessment.translation import later as _
from assessment.web.pages_visitors import ColumnMeaning, JudgedRow, SurveySummary

RULES = SurveyRules()
FEW_ATTRIBUTES = _("Marked by fewer than %(least)s visitors and so not shown in the results: %(names)s.")
FEW_SEGMENTS = _("A kind of visitors is shown apart from %(least)s answers on; too few: %(names)s.")
MARKS = {
    "E": _("What they expected, from 0 to 10"),
    "P": _("What they found, from 0 to 10"),
    "adequate": _("Below which mark they would be disappointed, from 0 to 10; asked of few"),
}
MEANINGS = {
    MOMENT: _("Where the visitor is in the trip"),
    FLAGS_COLUMN: _("What else is true of the visitor; several codes with a blank between them"),
    OUTCOME: _("Could they do what they wanted: 1 yes, 0.5 partly, 0 no"),
    TOP: _("What counts most, three at most, with a blank between them"),
}


def summary_of(survey: Survey, model: ExpectationModel, voice: Voice, remarks: tuple[str, ...] = ()) -> SurveySummary:
    """How much a survey holds."""
    return SurveySummary(
        visitors=voice.number(len(survey.answers), 0),
        moments=tuple(_moments(survey, model, voice)),
        judged=tuple(_judged(attribute, survey, voice) for attribute in model.attributes),
        outcomes=voice.number(sum(one.outcome is not None for one in survey.answers), 0),
        tops=voice.number(sum(bool(one.top) for one in survey.answers), 0),
        few=tuple(_few(survey, model, voice)),
        remarks=remarks,
    )


def column_meanings(model: ExpectationModel, voice: Voice) -> tuple[ColumnMeaning, ...]:
    """What stands in each column of the table; those of marks together, by kind."""
    titles = {segment.id: voice.text(segment.title) for segment in model.segments}
    attributes = tuple((attribute.id, voice.text(attribute.title)) for attribute in model.attributes)
    values = {
        MOMENT: tuple((code, titles[code]) for code in MOMENTS if code in titles),
        FLAGS_COLUMN: tuple((code, titles[code]) for code in FLAGS if code in titles),
        TOP: attributes,
    }
    first, last = model.attributes[0].id, model.attributes[-1].id
    marks = tuple(ColumnMeaning(f"{first}_{kind} … {last}_{kind}", voice.say(text)) for kind, text in MARKS.items())
    found = {
        name: ColumnMeaning(name, voice.say(MEANINGS[name]), values.get(name, ()))
        for name in columns_of(asked_of(model))
        if name in MEANINGS
    }
    return (found[MOMENT], found[FLAGS_COLUMN], *marks, found[OUTCOME], found[TOP])


def _moments(survey: Survey, model: ExpectationModel, voice: Voice) -> Iterator[tuple[str, str]]:
    """Visitors by moment, then those with each flag, then those who said no moment."""
    counts = Counter(one.moment for one in survey.answers)
    flags = Counter(flag for one in survey.answers for flag in one.flags)
    for segment in model.segments:
        if segment.id in MOMENTS or flags[segment.id]:
            yield voice.text(segment.title), voice.number(counts[segment.id] + flags[segment.id], 0)
    if counts[None]:
        yield voice.say("Not said"), voice.number(counts[None], 0)


def _judged(attribute: Attribute, survey: Survey, voice: Voice) -> JudgedRow:
    ratings = [one.ratings.get(attribute.id, NO_RATING) for one in survey.answers]
    return JudgedRow(
        voice.text(attribute.title),
        voice.number(sum(one.expected is not None for one in ratings), 0),
        voice.number(sum(one.perceived is not None for one in ratings), 0),
        voice.number(sum(one.adequate is not None for one in ratings), 0),
    )


def _few(survey: Survey, model: ExpectationModel, voice: Voice) -> Iterable[str]:
    """What too few answered to be shown (dossier 4.2)."""
    marked = Counter(code for one in survey.answers for code, item in one.ratings.items() if item.expected is not None)
    segments = Counter(one.segment for one in survey.answers)
    attributes = [voice.text(item.title) for item in model.attributes if marked[item.id] < RULES.attribute]
    if attributes:
        yield voice.say(FEW_ATTRIBUTES, least=RULES.attribute, names=", ".join(attributes))
    hidden = [voice.text(item.title) for item in model.segments if 0 < segments[item.id] < RULES.segment]
    if hidden:
        yield voice.say(FEW_SEGMENTS, least=RULES.segment, names=", ".join(hidden))
