"""Where money for a plan might come from, in words: each line with the reason it is a candidate (dossier 6.3)."""

from __future__ import annotations

from collections.abc import Iterator

from assessment.domain.results import AssessmentResult, Instrument
from assessment.domain.source_lines import Source, SourceLine, find_source_lines
from assessment.reports.formatting import NONE, Voice
from assessment.reports.naming import FactNames
from assessment.reports.plan_views import SourceRow


def source_rows(result: AssessmentResult, instrument: Instrument, voice: Voice) -> Iterator[SourceRow]:
    """One row for each line, what was declared first."""
    titles = _titles(instrument, voice)
    facts = FactNames(instrument.questionnaire, voice)
    for line in find_source_lines(result):
        fact = FACTS.get(line.source)
        title = facts.part(fact, line.id) if fact else titles.get(line.id, line.id)
        amount = NONE if line.euros is None else voice.euros(line.euros)
        yield SourceRow(title, _why(line, voice), amount)


FACTS = {Source.DECLARED: "F_FREE", Source.ABOVE_BAND: "F_DIGB"}


def _titles(instrument: Instrument, voice: Voice) -> dict[str, str]:
    questionnaire, attributes = instrument.questionnaire, instrument.expectations.attributes
    dimensions = {item.id: voice.text(item.title) for item in questionnaire.dimensions}
    indicators = {item.id: voice.text(item.title) for item in questionnaire.indicators()}
    return dimensions | indicators | {item.id: voice.text(item.title) for item in attributes}


def _why(line: SourceLine, voice: Voice) -> str:
    points = voice.number(line.points)
    return {
        Source.DECLARED: voice.say("You declared that it can be moved: plans may take from it."),
        Source.DUPLICATE_CHANNEL: voice.say("Several channels say the same thing: merging them frees money and time."),
        Source.ABOVE_BAND: voice.say_amount(
            "Its share of digital spending stands %(points)s percentage points above the usual band.",
            line.points or 0.0,
            points=points,
        ),
        Source.SURPLUS: voice.say_amount(
            "It stands %(points)s points above what visitors’ wishes call for: it can rest for a while.",
            line.points or 0.0,
            points=points,
        ),
        Source.POSSIBLY_TOO_MUCH: voice.say(
            "Possibly too much: visitors find it well done and care less about it than about the rest."
        ),
    }[line.source]
