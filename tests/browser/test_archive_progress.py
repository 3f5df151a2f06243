"""How far an order of reports is, as it changes under the eyes of whoever looks."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect
from sqlalchemy import select, update

from assessment.domain.membership import MembershipRole
from assessment.storage.tables_archives import archives, jobs
from tests.browser.archives import hold_order
from tests.browser.conftest import Assessment, Service
from tests.browser.watching import Watch
from tests.houses import Houses
from tests.report_archives import Batch


def test_the_page_follows_the_order_and_ends_at_the_file(service: Service) -> None:
    database = service.site.database
    batch = Batch(database, Path("unused"))
    batch.fill(2)
    head = Houses(database).person(MembershipRole.HEAD, batch.network)
    hold_order(batch, {"state": "running"}, service.site.now())
    address = f"/networks/{batch.network}/campaigns/{batch.campaign}/archive"
    with service.open(Assessment("", {"session": head.key}), language="en") as context:
        watch = Watch(service.address)
        page = watch.over(context.new_page())
        page.goto(address)
        expect(page.get_by_role("status")).to_contain_text("Reports done: 0 of 2.")
        mine = select(archives.c.id).where(archives.c.campaign_id == batch.campaign).scalar_subquery()
        with database.sessions.begin() as session:
            one = update(jobs).where(jobs.c.archive_id == mine, jobs.c.number == 0)
            session.execute(one.values(state="done", rendered=True, settled_at=service.site.now()))
        expect(page.get_by_role("status")).to_contain_text("Reports done: 1 of 2.")
        assert page.locator("progress").evaluate("item => item.value") == 1
        ends = {"state": "cancelled", "finished_at": service.site.now()}
        with database.sessions.begin() as session:
            session.execute(update(archives).where(archives.c.campaign_id == batch.campaign).values(ends))
        expect(page.get_by_text("The last order was cancelled.")).to_be_visible()
        assert watch.incidents == []
