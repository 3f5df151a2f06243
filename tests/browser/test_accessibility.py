"""Every page and state, in both languages, wide and narrow, light and dark: nothing for axe-core to find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Assessment, Window
from tests.browser.looking import look_at
from tests.browser.states import nothing, open_details


def send(page: Page) -> None:
    page.locator("form .button").last.click()
    page.locator("#errors").wait_for()


def type_nonsense(page: Page) -> None:
    page.locator("#F_PROV").fill("beaucoup")
    page.locator("#F_NIGHTS").focus()
    page.locator("#F_PROV-unsaved [data-retry]").wait_for()


def save(page: Page) -> None:
    page.locator("#INS1 .choice:not(:has(:checked)) label").first.click()
    page.locator("#save-status:not(:empty)").wait_for()


@dataclass(frozen=True, slots=True)
class State:
    """A page of somebody's assessment, and what is done on it before looking."""

    name: str
    whose: str | None
    path: str
    act: Callable[[Page], None] = nothing


STATES = [
    State("landing", None, "/"),
    State("missing", None, "/nowhere"),
    State("not-mine", None, "/assessments/AAAAAAAAAAAAAAAAAAAAAA"),
    State("profile", "fresh", "/profile", open_details),
    State("tasks-fresh", "fresh", ""),
    State("tasks", "partly", ""),
    State("questions", "partly", "/dimensions/CAP", open_details),
    State("questions-saved", "partly", "/dimensions/INS", save),
    State("facts", "partly", "/facts/team"),
    State("facts-choices", "partly", "/facts/site"),
    State("facts-unsaved", "partly", "/facts/offer", type_nonsense),
    State("check", "partly", "/check", open_details),
    State("read-only", "submitted", "/check"),
    State("results", "submitted", "/results", open_details),
    State("plan", "submitted", "/plan?budget=30000&hours=1", open_details),
    State("plan-errors", "submitted", "/plan?budget=beaucoup"),
    State("plan-of-nothing", "untouched", "/plan", open_details),
    State("results-of-nothing", "untouched", "/results", open_details),
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_axe_finds_nothing(request: pytest.FixtureRequest, window: Window, state: State, language: str) -> None:
    assessment: Assessment | None = request.getfixturevalue(state.whose) if state.whose else None
    with window.of(assessment, language=language) as page:
        page.goto((assessment.home if assessment else "") + state.path)
        state.act(page)
        look_at(page, state.name)
        assert page.locator("html").get_attribute("lang") == language
        assert window.watch.incidents == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_on_a_form_sent_with_errors(window: Window, language: str) -> None:
    with window.of(language=language) as page:
        page.goto("/")
        page.locator("form .button").first.click()
        send(page)
        assert page.evaluate("() => document.activeElement.id") == "errors"
        assert page.title().startswith({"fr": "Erreur\u00a0: ", "en": "Error: "}[language])
        look_at(page, "profile-errors")
