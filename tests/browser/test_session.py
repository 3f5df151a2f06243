"""The warning before a session ends, and staying signed in."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
from playwright.sync_api import Page, expect

from tests.accounts import sign_in, someone
from tests.browser.conftest import Assessment, Service
from tests.browser.watching import Watch, violations
from tests.visitors import Visitor


def signed_in(service: Service, email: str) -> Page:
    """A window of somebody signed in, whose clock the test moves."""
    with service.site.database.sessions.begin() as session:
        person = someone(session, email, now=datetime.now(UTC))
    with httpx.Client(base_url=service.address, headers={"Origin": service.address}, follow_redirects=True) as client:
        sign_in(Visitor(client, origin=service.address), person)
        context = service.open(Assessment("", dict(client.cookies)))
    page = context.new_page()
    page.clock.install()
    page.goto("/account")
    return page


def test_five_minutes_before_the_end_one_is_asked_and_may_stay(service: Service) -> None:
    page = signed_in(service, "stays@office-fictif.example")
    watch = Watch(service.address)
    watch.over(page)
    dialog = page.get_by_role("dialog")
    page.clock.fast_forward("39:00")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("02:00")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    with page.expect_response("**/session/stay") as answered:
        page.get_by_role("button", name="Rester").click()
    assert answered.value.status == 204
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("46:00")
    expect(dialog.get_by_role("link", name="Se reconnecter")).to_be_visible()
    assert watch.incidents == []
    page.context.close()
