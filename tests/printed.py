"""Every kind of document that is printed, each with all that it may hold; all of it is fictional."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from assessment.domain.plans import Planning, Request, make_plans, situation_of
from assessment.domain.results import AssessmentResult, Surroundings, assess
from assessment.domain.wave_comparison import compare_waves
from assessment.reports.documents import board_summary, network_report, printed_questionnaire, report, wave_report
from assessment.reports.own_place import OwnPlace, present_own_place
from assessment.reports.pdf import Document
from assessment.reports.peer_help import OwnPeers, Suggestion
from assessment.storage.answers import read_answers
from assessment.storage.catalogue import load_catalogue
from assessment.storage.documents import read_file
from assessment.storage.surveys import read_survey_file
from assessment.templating import Templates
from tests.network_reports import NAME, a_publication, presented
from tests.results import earlier_result, sample_result
from tests.shipped import QUESTIONNAIRES, shipped_instrument, with_draws

FOLDER = Path(__file__).parents[1] / "templates"
TEMPLATES = Templates(FOLDER)
MADE_AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
SHIPPED = QUESTIONNAIRES / "digital-maturity"
LANGUAGES = ("fr", "en")
ORGANISATIONS = 40
SHIFTS = {"overall": 3, "dimension:CAP": -1}
DAYS = (date(2025, 11, 3), date(2026, 11, 22))


@cache
def panel_result() -> AssessmentResult:
    """Several respondents, and visitors who were asked."""
    found = read_answers(read_file(SHIPPED / "sample-panel.yaml"), load_catalogue(QUESTIONNAIRES))
    survey = read_survey_file(read_file(SHIPPED / "sample-survey.yaml"), found.instrument.expectations).survey
    return assess(found.instrument, found.assessment, Surroundings(survey=survey))


@cache
def planning() -> Planning:
    return make_plans(situation_of(with_draws(1), sample_result()), Request(budget=20_000))


def place(language: str) -> OwnPlace:
    """Where the sample stands among forty others."""
    own = {"group": "", "too_small": ["region=84"], "higher_than": {"overall": 4, "dimension:CAP": 2}}
    return present_own_place(a_publication(ORGANISATIONS), own, sample_result(), shipped_instrument(), language)


def peers() -> tuple[OwnPeers, ...]:
    helpers = (Suggestion("Office fictif du lac", "Can help you a lot.", "Try, not sure."),)
    return (OwnPeers(("Campaign “Baromètre fictif” of Réseau fictif.",), "Réseau fictif", helpers, (), helpers),)


def _report(language: str) -> Document:
    return report(sample_result(), shipped_instrument(), language, templates=TEMPLATES, made_at=MADE_AT)


def _with_every_chapter(language: str) -> Document:
    chapters = {"planning": planning(), "place": place(language), "peers": peers()}
    return report(sample_result(), with_draws(1), language, templates=TEMPLATES, made_at=MADE_AT, **chapters)  # type: ignore[arg-type]


def _panel(language: str) -> Document:
    return report(panel_result(), shipped_instrument(), language, templates=TEMPLATES, made_at=MADE_AT)


def _board(language: str) -> Document:
    return board_summary(
        sample_result(),
        with_draws(1),
        language,
        templates=TEMPLATES,
        made_at=MADE_AT,
        planning=planning(),
        place=place(language),
    )


def _waves(language: str) -> Document:
    comparison = compare_waves(earlier_result(), sample_result())
    return wave_report(comparison, language, templates=TEMPLATES, made_at=MADE_AT, days=DAYS, shifts=SHIFTS)


def _network(language: str) -> Document:
    return network_report(presented(ORGANISATIONS, language, before=True), NAME, templates=TEMPLATES)


def _questionnaire(language: str) -> Document:
    return printed_questionnaire(shipped_instrument(), language, templates=TEMPLATES, made_at=MADE_AT)


KINDS: dict[str, Callable[[str], Document]] = {
    "report": _report,
    "report with every chapter": _with_every_chapter,
    "report on a panel": _panel,
    "summary for the board": _board,
    "comparison of waves": _waves,
    "network report": _network,
    "questionnaire": _questionnaire,
}
