"""Which pages make a report or a printed questionnaire: from what is shown to a document ready for the press."""

from __future__ import annotations

import json
from datetime import date, datetime

from assessment.domain.plans import Planning
from assessment.domain.results import AssessmentResult, Instrument
from assessment.domain.wave_comparison import Comparison
from assessment.reports.benchmarks import Presenter
from assessment.reports.board import present_board
from assessment.reports.exports import result_document
from assessment.reports.formatting import Voice
from assessment.reports.network_charts import hatch
from assessment.reports.network_report import present_network
from assessment.reports.own_place import OwnPlace
from assessment.reports.pdf import AttachedFile, Document
from assessment.reports.peer_help import OwnPeers
from assessment.reports.plans import present_planning
from assessment.reports.presenters import present
from assessment.reports.sheets import present_questionnaire
from assessment.reports.wave_comparison import Shifts, present_waves
from assessment.reports.wave_exports import comparison_document
from assessment.templating import Templates

ATTACHMENT = "result.json"
PUBLICATION = "publication.json"
COMPARISON = "comparison.json"


def report(
    result: AssessmentResult,
    instrument: Instrument,
    language: str,
    *,
    templates: Templates,
    made_at: datetime,
    planning: Planning | None = None,
    place: OwnPlace | None = None,
    peers: tuple[OwnPeers, ...] = (),
) -> Document:
    """The report on one assessment, with its result attached as JSON.

    With chapters on the organisation's place among its peers, help among them, and the plan, where there are any.
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
        peers=peers,
        date=voice.date(made_at.date()),
        made_at=stamp(made_at),
    )
    return Document(
        html,
        made_at,
        charts,
        _every_number(result, voice),
    )


def board_summary(
    result: AssessmentResult,
    instrument: Instrument,
    language: str,
    *,
    templates: Templates,
    made_at: datetime,
    planning: Planning | None = None,
    place: OwnPlace | None = None,
) -> Document:
    """What a board reads: one page whatever the texts, with the result attached as JSON."""
    voice = Voice(language)
    plan = present_planning(planning, result, instrument, language) if planning else None
    board = present_board(result, present(result, instrument, language), place=place, plan=plan)
    html = templates.render(
        "report/board.html",
        language,
        board=board,
        version=result.questionnaire.version,
        date=voice.date(made_at.date()),
        made_at=stamp(made_at),
    )
    return Document(html, made_at, {board.chart.name: str(board.chart.svg)}, _every_number(result, voice))


def wave_report(
    comparison: Comparison,
    language: str,
    *,
    templates: Templates,
    made_at: datetime,
    days: tuple[date | None, date | None] = (None, None),
    shifts: Shifts | None = None,
) -> Document:
    """Two waves of one organisation compared, with both results and every change attached as JSON."""
    voice = Voice(language)
    view = present_waves(comparison, language, days=days, shifts=shifts)
    html = templates.render("report/waves.html", language, view=view, made_at=stamp(made_at))
    return Document(
        html,
        made_at,
        {view.charts.paper.name: str(view.charts.paper.svg)} if view.charts else {},
        AttachedFile(
            COMPARISON,
            voice.say("Every number of this report, unrounded"),
            json.dumps(comparison_document(comparison), ensure_ascii=False, indent=1, allow_nan=False),
        ),
    )


def network_report(presenter: Presenter, network: str, *, templates: Templates) -> Document:
    """The report on what was published of a network, with the publication attached as JSON; dated as that is."""
    view, published = present_network(presenter, network), presenter.document
    made_at = datetime.fromisoformat(published["published_at"])
    html = templates.render("report/network.html", presenter.voice.language, view=view, made_at=stamp(made_at))
    return Document(
        html,
        made_at,
        {"hatch": hatch()} | {chart.name: str(chart.svg) for chart in view.charts},
        AttachedFile(
            PUBLICATION,
            presenter.voice.say("Every number that was published, as programs read it"),
            json.dumps(published, ensure_ascii=False, allow_nan=False),
        ),
    )


def printed_questionnaire(
    instrument: Instrument, language: str, *, templates: Templates, made_at: datetime
) -> Document:
    """The blank questionnaire, to gather answers and facts on paper."""
    view = present_questionnaire(instrument, Voice(language))
    html = templates.render("report/questionnaire.html", language, view=view, made_at=stamp(made_at))
    return Document(html, made_at)


def _every_number(result: AssessmentResult, voice: Voice) -> AttachedFile:
    return AttachedFile(
        ATTACHMENT,
        voice.say("Every number of this report, unrounded"),
        json.dumps(result_document(result), ensure_ascii=False, indent=1, allow_nan=False),
    )


def stamp(moment: datetime) -> str:
    """A time as a document's metadata has it, to the second."""
    return moment.isoformat(timespec="seconds")
