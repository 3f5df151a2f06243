"""The picture of the whole: maturity of every dimension against what visitors expect."""

from __future__ import annotations

from assessment.domain.gaps import DimensionGap, State
from assessment.domain.results import AssessmentResult
from assessment.reports.charts import WIDE, GapRow, Layout, gap_chart
from assessment.reports.dimensions import state_words
from assessment.reports.formatting import Voice
from assessment.reports.svg import Chart


def gap_picture(name: str, result: AssessmentResult, voice: Voice, layout: Layout = WIDE) -> Chart:
    """Every dimension as a mark beside the band that visitors tolerate, laid out for a page, a phone or the board."""
    words = state_words(voice)
    rows = [
        GapRow(
            voice.text(item.score.dimension.title),
            item.score.score,
            item.expectation.minimum,
            item.expectation.required,
            item.state,
            _row_value(item, words, voice),
        )
        for item in result.dimensions
    ]
    title = voice.say(
        "Maturity of each dimension against what it takes to meet visitors’ expectations, 0 to 100: %(values)s.",
        values="; ".join(f"{row.label} {row.value}" for row in rows),
    )
    legend = (
        voice.say("from minimum to required"),
        *(words[state] for state in (State.CRITICAL, State.TOLERATED, State.MET)),
    )
    return gap_chart(name, title, rows, legend, layout)


def _row_value(item: DimensionGap, words: dict[State, str], voice: Voice) -> str:
    if item.score.score is None:
        return words[State.NOT_ASSESSABLE]
    return f"{voice.number(item.score.score)} · {words[item.state]}"
