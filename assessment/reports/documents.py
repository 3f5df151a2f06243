"""Which pages make a report or a printed questionnaire: from what is shown to a document ready for the press."""

from __future__ import annotations

import json
from datetime import datetime

from assessment.domain.plans import Planning
from assessment.domain.results import AssessmentResult, Instrument
from assessment.reports.exports import result_document
from assessment.reports.formatting import Voice
from assessment.reports.own_place import OwnPlace
from assessment.reports.pdf import AttachedFile, Document
from assessment.reports.plans import present_planning
from assessment.reports.presenters import present
from assessment.reports.sheets import present_questionnaire
from assessment.templating import Templates

ATTACHMENT = "result.json"


def report(
    result: AssessmentResult,
    instrument: Instrument,
    language: str,
    *,
    templates: Templates,
    made_at: datetime,
    planning: Planning | None = None,
    place: OwnPlace | None = None,
) -> Document:
    """The report on one assessment, with its result attached as JSON.

    With a chapter on the organisation's place among its peers and one on the plan, where there are any.
    """
    view, voice = present(result, instrument, language), Voice(language)
    charts = {chart.name: str(chart.svg) for chart in view.charts}
    plan = present_planning(planning, result, instrument, language) if planning else None
    if plan:
        charts[plan.chart.name] = str(plan.chart.svg)
    charts |= {row.chart.name: str(row.chart.svg) for row in (place.rows if place else ()) if row.chart}
    html = templates.render(
        "report/report.html",
        language,
        view=view,
        plan=plan,
        place=place,
        date=voice.date(made_at.date()),
        made_at=stamp(made_at),
    )
    return Document(
        html,
        made_at,
        charts,
        AttachedFile(
            ATTACHMENT,
            voice.say("Every number of this report, unrounded"),
            json.dumps(result_document(result), ensure_ascii=False, indent=1, allow_nan=False),
        ),
    )


def printed_questionnaire(
    instrument: Instrument, language: str, *, templates: Templates, made_at: datetime
) -> Document:
    """The blank questionnaire, to gather answers and facts on paper."""
    view = present_questionnaire(instrument, Voice(language))
    html = templates.render("report/questionnaire.html", language, view=view, made_at=stamp(made_at))
    return Document(html, made_at)


def stamp(moment: datetime) -> str:
    """A time as a document's metadata has it, to the second."""
    return moment.isoformat(timespec="seconds")
