"""Answers save themselves, say so, and say when they could not."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import QUESTIONNAIRE, Assessment, Service
from tests.browser.watching import Watch

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)' autofocus onfocus=alert(1)>x</a>",
    "<div hx-get='/' hx-trigger='load' hx-on:click='alert(1)'>x</div>",
    "{{7*7}}${7*7}",
)


Windows = Callable[[Assessment], Page]


@pytest.fixture
def window(service: Service) -> Iterator[Windows]:
    """Opens windows of their own for whoever holds an assessment; all are closed at the end."""
    with ExitStack() as stack:
        yield lambda assessment: stack.enter_context(service.open(assessment)).new_page()


@pytest.fixture
def questions(service: Service, window: Windows) -> Page:
    """The first page of questions of a new assessment."""
    assessment = service.begin()
    page = window(assessment)
    page.goto(f"{assessment.home}/dimensions/CAP")
    return page


def test_an_answer_is_saved_when_given_and_the_status_tells_the_time(questions: Page) -> None:
    status = questions.locator("#save-status")
    assert status.get_attribute("role") == "status"
    questions.locator("label[for=CAP1-2]").click()
    expect(status).to_have_text(re.compile(r"^Enregistré à \d\d:\d\d$"))
    assert status.inner_text().endswith(time.strftime("%H:%M")) or time.strftime("%S") < "05"
    expect(questions.locator("#gauge p")).to_have_text("1 / 49")
    expect(questions.locator(".steps [aria-current] .count")).to_have_text("1/7")
    questions.reload()
    expect(questions.locator("#CAP1-2")).to_be_checked()


def test_a_changed_answer_counts_once(questions: Page) -> None:
    questions.locator("label[for=CAP1-2]").click()
    expect(questions.locator("#gauge p")).to_have_text("1 / 49")
    with questions.expect_response("**/answers/CAP1"):
        questions.locator("label[for=CAP1-3]").click()
    expect(questions.locator("#gauge p")).to_have_text("1 / 49")


def test_without_a_connection_it_says_not_saved_until_it_is(questions: Page) -> None:
    questions.context.set_offline(True)
    questions.locator("label[for=CAP1-2]").click()
    note = questions.locator("#CAP1-unsaved")
    expect(note).to_contain_text("Non enregistré.")
    expect(questions.locator("#save-status")).to_have_text("Non enregistré – réessayer")
    questions.locator("label[for=CAP2-1]").click()
    expect(questions.locator("#CAP2-unsaved")).to_contain_text("Non enregistré.")
    questions.context.set_offline(False)
    note.get_by_role("button", name="Réessayer").click()
    expect(note).to_be_empty()
    expect(questions.locator("#CAP2-unsaved")).to_contain_text("Non enregistré.")
    questions.locator("#CAP2-unsaved [data-retry]").click()
    expect(questions.locator("#CAP2-unsaved")).to_be_empty()
    expect(questions.locator("#save-status")).to_contain_text("Enregistré à")
    questions.reload()
    expect(questions.locator("#CAP1-2")).to_be_checked()
    expect(questions.locator("#CAP2-1")).to_be_checked()


def test_leaving_with_an_unsaved_answer_asks_first(questions: Page) -> None:
    asked: list[str] = []

    def leave_all_the_same(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    questions.on("dialog", leave_all_the_same)
    questions.context.set_offline(True)
    questions.locator("label[for=CAP1-2]").click()
    expect(questions.locator("#CAP1-unsaved")).not_to_be_empty()
    questions.context.set_offline(False)
    questions.locator(".strip .back").click()
    questions.wait_for_url(re.compile(r"/assessments/[\w-]+$"))
    assert asked == ["beforeunload"]


def test_a_refused_figure_says_why_and_keeps_what_was_typed(service: Service, window: Windows) -> None:
    assessment = service.begin()
    page = window(assessment)
    page.goto(f"{assessment.home}/facts/offer")
    page.locator("#F_PROV").fill("beaucoup")
    page.locator("#F_PROV").blur()
    expect(page.locator("#F_PROV-unsaved")).to_contain_text("Écrivez un nombre, par exemple 12 ou 0,5.")
    expect(page.locator("#F_PROV")).to_have_value("beaucoup")
    page.locator("#F_PROV").fill("450")
    page.locator("#F_PROV").blur()
    expect(page.locator("#F_PROV-unsaved")).to_be_empty()


def test_the_shares_of_visitors_are_added_up_while_typing(service: Service, window: Windows) -> None:
    assessment = service.begin()
    page = window(assessment)
    page.goto(f"{assessment.home}/profile")
    line = page.locator("#mix [data-sum]")
    expect(line).to_be_hidden()
    page.locator("#mix-S1").fill("62,5")
    page.locator("#mix-S2").fill("20")
    expect(line).to_have_text(re.compile(r"Total\s+82,5\s+%"))


def test_two_windows_do_not_disturb_each_other(service: Service, window: Windows) -> None:
    assessment = service.begin()
    first, second = (window(assessment) for _ in range(2))
    for page in (first, second):
        page.goto(f"{assessment.home}/dimensions/CAP")
    first.locator("label[for=CAP1-1]").click()
    second.locator("label[for=CAP2-4]").click()
    for page in (first, second):
        expect(page.locator("#save-status")).to_contain_text("Enregistré à")
    first.reload()
    expect(first.locator("#CAP1-1")).to_be_checked()
    expect(first.locator("#CAP2-4")).to_be_checked()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_typed_ever_runs(service: Service, page: Page, payload: str) -> None:
    watch = Watch(service.address)
    watch.over(page)
    page.goto("/")
    page.locator("form .button").last.click()
    page.locator("#name").fill(payload)
    page.locator("form .button").click()
    expect(page.locator("#name")).to_have_value(payload)
    page.locator("label[for=type-OT]").click()
    page.locator("#staff").fill("3")
    page.locator("#region").select_option("11")
    page.locator("label[for=territory-urban]").click()
    page.locator("form .button").click()
    home, token = page.url, page.locator("meta[name=csrf]").get_attribute("content") or ""
    expect(page.locator("h1")).to_have_text(payload)
    for dimension in QUESTIONNAIRE.dimensions:
        answers: dict[str, str | float | bool] = {item.question.code: "dont_know" for item in dimension.indicators}
        posted = page.request.post(
            f"{home}/dimensions/{dimension.id}", form=answers, headers={"Origin": service.address, "X-CSRF": token}
        )
        assert posted.ok
    page.goto(f"{home}/check")
    expect(page.locator(".summary dd").first).to_have_text(payload)
    page.locator("form .button").click()
    page.wait_for_url("**/results")
    expect(page.locator("h1")).to_have_text(payload)
    assert watch.incidents == []
