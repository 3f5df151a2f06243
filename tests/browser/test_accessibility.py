"""Every page and state, in both languages, wide and narrow, light and dark: nothing for axe-core to find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import Assessment, Service
from tests.browser.crowd import Crowd
from tests.browser.states import SCENES, nothing, open_details
from tests.browser.watching import Watch, overflow, violations

WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=640)
View: TypeAlias = tuple[ViewportSize, Literal["light", "dark"]]
VIEWS: list[View] = [
    (WIDE, "light"),
    (NARROW, "light"),
    (NARROW, "dark"),
    (WIDE, "dark"),
]


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
def test_axe_finds_nothing(request: pytest.FixtureRequest, service: Service, state: State, language: str) -> None:
    assessment: Assessment | None = request.getfixturevalue(state.whose) if state.whose else None
    with service.open(assessment, language=language) as context:
        watch = Watch(service.address)
        page = watch.over(context.new_page())
        page.goto((assessment.home if assessment else "") + state.path)
        state.act(page)
        look_at(page, state.name)
        assert page.locator("html").get_attribute("lang") == language
        assert watch.incidents == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_on_a_form_sent_with_errors(service: Service, language: str) -> None:
    with service.open(language=language) as context:
        page = context.new_page()
        page.goto("/")
        page.locator("form .button").first.click()
        send(page)
        assert page.evaluate("() => document.activeElement.id") == "errors"
        assert page.title().startswith({"fr": "Erreur\u00a0: ", "en": "Error: "}[language])
        look_at(page, "profile-errors")


@pytest.mark.parametrize("number", range(len(SCENES)), ids=lambda number: SCENES[number].name)
def test_axe_finds_nothing_on_pages_of_people(service: Service, crowd: Crowd, number: int) -> None:
    """Of the eight views of a page two are looked at, in each language another: the next page has two others."""
    scene = SCENES[number]
    for language, view in {"fr": VIEWS[number % 2], "en": VIEWS[2 + number % 2]}.items():
        with service.open(Assessment("", dict(scene.whose(crowd))), language=language) as context:
            watch = Watch(service.address)
            page = watch.over(context.new_page())
            page.goto(scene.where(crowd))
            scene.act(page)
            look_at(page, scene.name, [view])
            page.set_viewport_size(NARROW)
            assert overflow(page) <= 0, (scene.name, language)
            assert watch.incidents == []


def look_at(page: Page, name: str, views: Sequence[View] = VIEWS) -> None:
    """Judge a page in every size and colour scheme, or in some of them."""
    for size, scheme in views:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], (name, size, scheme)
        assert overflow(page) <= 0, (name, size)
