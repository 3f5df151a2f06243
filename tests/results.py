"""Results to show: of the small instrument of the builders, and of the shipped sample."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

from assessment.domain.answers import Answer
from assessment.domain.questionnaire import NonResponse
from assessment.domain.results import AssessmentResult, Instrument, assess
from assessment.reports.presenters import ResultView, present
from assessment.storage.answers import read_answers
from assessment.storage.catalogue import load_catalogue
from assessment.storage.documents import read_file
from tests.builders import SIZES, an_assessment, an_instrument, an_organisation
from tests.shipped import QUESTIONNAIRES, shipped_instrument

FACTS: dict[str, Answer] = {
    "F_PROJ": {"small": Decimal(6), "medium": Decimal(2)},
    "F_PROV": Decimal(450),
    "F_AUTO": Decimal(10),
}


def mixed_answers() -> dict[str, Answer]:
    """Every level somewhere; one dimension nobody can assess, one that stands above what is required."""
    answers: dict[str, Answer] = {
        f"{code}{n}": (n + len(code) * position) % 4
        for position, (code, count) in enumerate(SIZES.items())
        for n in range(1, count + 1)
    }
    answers |= {f"COL{n}": NonResponse.DONT_KNOW for n in range(1, 4)}
    answers |= {f"DON{n}": 4 for n in range(1, 6)}
    return answers


def a_result(
    answers: dict[str, Answer] | int | None = None,
    *,
    facts: dict[str, Answer] | None = None,
    name: str = "Office fictif",
    instrument: Instrument | None = None,
) -> AssessmentResult:
    given = mixed_answers() if answers is None else answers
    assessment = an_assessment(given, facts=FACTS if facts is None else facts, organisation=an_organisation(name))
    return assess(instrument or an_instrument(), assessment)


def a_view(
    answers: dict[str, Answer] | int | None = None,
    *,
    facts: dict[str, Answer] | None = None,
    name: str = "Office fictif",
    language: str = "en",
) -> ResultView:
    return present(a_result(answers, facts=facts, name=name), an_instrument(), language)


@cache
def sample_result() -> AssessmentResult:
    """The result of the answers file that the product ships."""
    document = read_file(QUESTIONNAIRES / "digital-maturity" / "sample-answers.yaml")
    found = read_answers(document, load_catalogue(QUESTIONNAIRES))
    return assess(found.instrument, found.assessment)


@cache
def earlier_result() -> AssessmentResult:
    """The same organisation a wave before: a level lower on most, at 0 on one dimension, higher on another."""
    now = sample_result().assessment
    sheet = now.sheets[0]
    answers = {code: _earlier(code, value) for code, value in sheet.answers.items()}
    before = replace(now, sheets=(replace(sheet, answers=answers), *now.sheets[1:]))
    return assess(shipped_instrument(), before)


def _earlier(code: str, value: Answer) -> Answer:
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    if code.startswith("INS"):
        return 0
    return min(4, value + 1) if code.startswith("COL") else max(0, value - 1)
