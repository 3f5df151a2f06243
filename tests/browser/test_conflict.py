"""Two people who answer one question at once: both answers are shown, either may be kept, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from assessment.services.assessments import save_answers
from tests.browser.conftest import Assessment, Service
from tests.browser.crowd import Crowd
from tests.browser.watching import Watch, overflow, violations

SECOND, FOURTH = "label[for=CAP3-1]", "label[for=CAP3-3]"


@pytest.fixture
def watch(service: Service) -> Watch:
    return Watch(service.address)


@pytest.fixture
def windows(service: Service, crowd: Crowd, watch: Watch) -> Iterator[tuple[Page, Page]]:
    """The lead and somebody invited, both before the same page of questions."""
    guest = crowd.invited("Anne-Charlotte de la Rochefontaine")
    with service.site.database.sessions.begin() as session:
        save_answers(session, crowd.open_run, {"CAP3": 2}, datetime.now(UTC))
    with (
        service.open(Assessment("", dict(crowd.person("lead")))) as first,
        service.open(Assessment("", dict(guest)), viewport={"width": 360, "height": 740}) as second,
    ):
        pages = watch.over(first.new_page()), watch.over(second.new_page())
        for page in pages:
            page.goto(f"/assessments/{crowd.open_run}/dimensions/CAP")
        yield pages


def kept(page: Page) -> str | None:
    """The answer as it is on the server, read in a window of somebody who sees it."""
    page.reload()
    chosen = page.locator("[name=CAP3]:checked")
    return chosen.get_attribute("value") if chosen.count() else None


def give(page: Page, answer: str) -> None:
    with page.expect_response("**/answers/CAP3"):
        page.locator(answer).click()


@pytest.mark.parametrize(("chosen", "stays"), [("theirs", "1"), ("mine", "3")])
def test_both_answers_are_shown_and_either_may_be_kept(
    windows: tuple[Page, Page], watch: Watch, chosen: str, stays: str
) -> None:
    lead, guest = windows
    give(lead, SECOND)
    expect(lead.locator("#save-status")).to_contain_text("Enregistré à")
    give(guest, FOURTH)
    conflict = guest.locator("#CAP3-unsaved .conflict")
    expect(conflict.locator("label[for=CAP3-theirs]")).to_contain_text(lead.locator(SECOND).inner_text())
    expect(conflict.locator("label[for=CAP3-mine]")).to_contain_text(guest.locator(FOURTH).inner_text())
    expect(conflict).to_contain_text("Lou Pilote")
    expect(guest.locator("#save-status")).to_contain_text("deux réponses")
    assert violations(guest) == []
    assert overflow(guest) <= 0
    assert kept(lead) == "1"
    give(guest, f"label[for=CAP3-{chosen}]")
    expect(conflict).to_have_count(0)
    expect(guest.locator(f"#CAP3-{stays}")).to_be_checked()
    assert kept(lead) == stays
    assert kept(guest) == stays
    assert watch.incidents == []


def test_after_the_choice_answers_are_saved_as_before(windows: tuple[Page, Page], watch: Watch) -> None:
    lead, guest = windows
    give(lead, SECOND)
    give(guest, FOURTH)
    give(guest, "label[for=CAP3-theirs]")
    give(guest, FOURTH)
    expect(guest.locator("#save-status")).to_contain_text("Enregistré à")
    assert kept(lead) == "3"
    assert watch.incidents == []
