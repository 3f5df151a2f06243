"""A plan under a budget: on the command line, on its page and in the report."""

from __future__ import annotations

import ctypes
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from assessment.cli import plan as plan_command
from assessment.cli.silence import silent_libraries
from assessment.domain import planner
from assessment.domain.plans import Situation, situation_of
from assessment.domain.results import AssessmentResult, Instrument
from assessment.web.controllers import plan as plan_page
from tests.functional.test_cli import SAMPLE, Run, run
from tests.shipped import shipped_instrument, with_draws
from tests.visitors import Visitor

QUESTIONNAIRE = shipped_instrument().questionnaire

__all__ = ["run"]


@pytest.fixture
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two draws instead of two hundred: each takes as long as a plan."""

    def with_few(_instrument: Instrument, result: AssessmentResult) -> Situation:
        return situation_of(with_draws(2), result)

    monkeypatch.setattr(plan_command, "situation_of", with_few)


@pytest.fixture
def submitted(visitor: Visitor) -> Visitor:
    """Somebody who has answered everything and sent it."""
    visitor.start()
    visitor.answer_all(QUESTIONNAIRE, "1")
    visitor.post(f"{visitor.home}/facts/team", {"F_DIG.R01": "0,1", "F_PROJ.small": "3"})
    visitor.submit()
    return visitor


@pytest.mark.usefixtures("few_draws")
def test_the_plans_are_printed_as_tables(run: Run) -> None:
    said = run("plan", SAMPLE, "--budget", "20000", "--hours", "1")
    assert said.code == 0
    for text in (
        "Without new money",
        "With the announced budget",
        "With 20% more",
        "Paid with",
        "How sure each step is",
    ):
        assert text in said.out
    assert said.err == ""


@pytest.mark.usefixtures("few_draws")
def test_the_plans_are_printed_in_french(run: Run) -> None:
    said = run("plan", SAMPLE, "--budget", "20 000", "--hours", "1,5", "--once", "3000", "--lang", "fr")
    assert said.code == 0
    assert "Avec le budget annoncé" in said.out
    assert "À dépenser une fois : 3 000 €." in said.out


@pytest.mark.usefixtures("few_draws")
def test_every_number_is_printed_as_json(run: Run) -> None:
    said = run("plan", SAMPLE, "--budget", "20000", "--json")
    document = json.loads(said.out)
    assert document["request"]["budget"] == 20000
    assert list(document["plans"]) == ["no_new_money", "announced", "more"]
    assert max(document["chosen_in"].values()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--budget", "-5"), 1, "A budget of -5 € cannot be spent. Write 0 for no new money, or an amount above it."),
        (("--budget", "nan"), 1, "A budget of nan € cannot be spent."),
        (("--budget", "1", "--once", "-2"), 1, "A budget of -2 € cannot be spent."),
        (("--budget", "1", "--hours", "-0,5"), 1, "-0.5 FTE of staff time cannot be given."),
        (("--budget", "much"), 2, "“--budget” takes a number, for example 60000 or 1.3."),
        ((), 2, "“--budget” is missing."),
    ],
)
def test_an_amount_that_makes_no_sense_is_refused_in_a_sentence(
    run: Run, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    said = run("plan", SAMPLE, *arguments)
    assert said.code == code
    assert sentence in said.err


def test_a_plan_that_takes_too_long_is_given_up_in_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(planner.OPTIONS, "time_limit", 0.0)
    said = run("plan", SAMPLE, "--budget", "20000", "--hours", "1")
    assert said.code == 1
    assert "This plan takes longer than 20 seconds to work out, so it was given up." in said.err


def test_the_page_proposes_a_budget_and_shows_three_plans(submitted: Visitor) -> None:
    page = submitted.get(f"{submitted.home}/plan")
    assert page.status_code == 200
    assert 'name="budget" value="20\u00a0000"' in page.text
    for text in ("Sans argent nouveau", "Avec le budget annoncé", "Ce qui est laissé de côté", "Gains rapides"):
        assert text in page.text


def test_how_sure_the_plan_is_comes_only_when_asked(submitted: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_few(_instrument: Instrument, result: AssessmentResult) -> Situation:
        return situation_of(with_draws(2), result)

    monkeypatch.setattr(plan_page, "situation_of", with_few)
    page = submitted.get(f"{submitted.home}/plan?budget=5000").text
    sure = f"{submitted.home}/plan?budget=5000.000000&amp;robust=1#sure"
    assert f'href="{sure}">Ce plan est-il sûr\u00a0?</a>' in page
    assert "Retenue dans" not in page
    asked = submitted.get(sure.replace("&amp;", "&")).text
    assert "Retenue dans" in asked
    assert "Ce plan est-il sûr" not in asked
    assert "report.pdf?budget=5000.000000&amp;robust=1" in asked


def test_the_plan_is_in_every_form_of_the_report(submitted: Visitor) -> None:
    page = submitted.get(f"{submitted.home}/plan?budget=5000").text
    for ending in ("docx", "xlsx"):
        address = f"{submitted.home}/report.{ending}?budget=5000.000000"
        assert address in page
        assert submitted.get(address).content.startswith(b"PK")
    plain, planned = (
        submitted.get(f"{submitted.home}/report.csv?readers=programs{budget}").text for budget in ("", "&budget=5000")
    )
    assert "plan_steps,announced:" not in plain
    assert "plan_steps,announced:" in planned
    assert submitted.get(f"{submitted.home}/report.docx?budget=-5").status_code == 422


def test_the_results_lead_to_every_form_of_the_report(submitted: Visitor) -> None:
    page = submitted.get(f"{submitted.home}/results").text
    for ending in ("docx", "xlsx", "csv"):
        assert f'href="{submitted.home}/report.{ending}"' in page
        named = submitted.get(f"{submitted.home}/report.{ending}").headers["content-disposition"]
        assert named.startswith("attachment; ")
        assert named.endswith(f'-fr.{ending}"')


def test_the_results_lead_to_the_plan(submitted: Visitor) -> None:
    assert f'href="{submitted.home}/plan"' in submitted.get(f"{submitted.home}/results").text


def test_a_budget_as_the_page_writes_it_can_be_sent_again(submitted: Visitor) -> None:
    page = submitted.get(f"{submitted.home}/plan?budget=12%C2%A0500%2C50&hours=0%2C5")
    assert page.status_code == 200
    assert "12\u00a0501\u00a0€" in page.text
    assert "au plus 0,50" in page.text
    assert f"{submitted.home}/report.pdf?budget=12500.500000&amp;hours=0.500000" in page.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("budget=-5", "Écrivez 0 ou plus."),
        ("budget=beaucoup", "Écrivez un nombre"),
        ("budget=9999999999", "Écrivez 1\u00a0000\u00a0000\u00a0000 ou moins."),
        ("budget=1&hours=-1", "Écrivez 0 ou plus."),
    ],
)
def test_an_amount_that_makes_no_sense_is_said_on_the_page(submitted: Visitor, query: str, sentence: str) -> None:
    page = submitted.get(f"{submitted.home}/plan?{query}")
    assert page.status_code == 422
    assert sentence in page.text
    assert "<title>Erreur\u00a0: " in page.text


def test_a_plan_that_takes_too_long_is_said_on_the_page(submitted: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(planner.OPTIONS, "time_limit", 0.0)
    page = submitted.get(f"{submitted.home}/plan?hours=1")
    assert "Le calcul de ce plan dépasse 20 secondes" in page.text


def test_the_plan_leads_back_until_the_answers_are_sent(visitor: Visitor) -> None:
    home = visitor.start()
    assert str(visitor.get(f"{home}/plan").url).endswith(home)


def test_nobody_else_sees_the_plan(submitted: Visitor) -> None:
    submitted.client.cookies.clear()
    assert submitted.get(f"{submitted.home}/plan").status_code == 404


def test_what_the_solver_prints_does_not_end_up_in_the_result(capfd: pytest.CaptureFixture[str]) -> None:
    library = ctypes.CDLL(None)
    with silent_libraries():
        library.puts(b"noise")
    library.puts(b"result")
    library.fflush(None)
    assert capfd.readouterr().out == "result\n"


def test_the_report_has_a_chapter_on_the_plan_only_with_a_budget(run: Run) -> None:
    without, with_plan = Path("without.pdf"), Path("with.pdf")
    assert run("report", SAMPLE, "-o", without).code == 0
    assert run("report", SAMPLE, "-o", with_plan, "--budget", "20000").code == 0
    pages = [len(PdfReader(path).pages) for path in (without, with_plan)]
    assert 1 <= pages[1] - pages[0] <= 3
    assert "What to do with a budget" in "".join(page.extract_text() for page in PdfReader(with_plan).pages)


def test_the_report_says_how_sure_the_plan_is_only_when_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_few(_instrument: Instrument, result: AssessmentResult) -> Situation:
        return situation_of(with_draws(2), result)

    monkeypatch.setattr(plan_command, "situation_of", with_few)
    texts = []
    for more in ((), ("--robust",)):
        assert run("report", SAMPLE, "-o", Path("plan.pdf"), "--budget", "20000", *more).code == 0
        texts.append("".join(page.extract_text() for page in PdfReader(Path("plan.pdf")).pages))
    assert ["How sure each step is" in text for text in texts] == [False, True]
