"""The page about all reports of a campaign: who may order and fetch them, what it says, downloads that go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, NoReturn
from zipfile import ZipFile

import httpx
import pytest
from litestar.testing import TestClient
from sqlalchemy import select, update

from assessment.domain.membership import MembershipRole
from assessment.reports.pdf import PdfUnavailable, PdfWorker
from assessment.services.report_press import Made, Press, Sent
from assessment.storage.database import Database
from assessment.storage.tables import audit_events, memberships
from assessment.storage.tables_archives import archives, jobs
from tests.houses import Houses, as_person
from tests.report_archives import TEMPLATES, Batch
from tests.serving import running
from tests.visitors import Visitor

HEAD, ANALYST = MembershipRole.HEAD, MembershipRole.ANALYST


class Hall:
    """A network whose head orders reports, and a press that waits until it is let go."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client, site = client, client.app.state["site"]
        self.batch, self.houses = Batch(site.database, site.files.folder), Houses(site.database)
        self.runs = [self.batch.add("Office du Nord", "c"), self.batch.add("Office du Sud", "e")]
        self.batch.add("Office privé", "a")
        self.head = self.houses.person(HEAD, self.batch.network, "Hugo Fictif")
        self.page = f"/networks/{self.batch.network}/campaigns/{self.batch.campaign}/archive"
        self.go = Event()

    def make(self, press: Press, sent: Sent, _language: str) -> Made:
        assert self.go.wait(30)
        key = sent.draft.id.encode().hex().ljust(64, "0")[:64]
        press.files.keep(key, f"%PDF {sent.draft.id}".encode())
        return Made(key, sent.at, rendered=True)

    def browse(self) -> Visitor:
        return as_person(self.client, self.head)

    def ordered(self) -> None:
        """The head orders the reports, which are made."""
        assert self.browse().post(self.page, {"language": "fr"}).status_code == 303
        self.go.set()
        self.settle()

    def settle(self) -> None:
        """Wait until the order is over."""
        deadline = time.monotonic() + 30
        while self.state() == "running":
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def state(self) -> str:
        with self.batch.database.readings.begin() as session:
            mine = select(archives.c.state).where(archives.c.campaign_id == self.batch.campaign)
            return str(session.execute(mine.order_by(archives.c.ordered_at.desc())).scalars().first())

    def events(self) -> list[str]:
        with self.batch.database.readings.begin() as session:
            mine = select(audit_events.c.action).where(audit_events.c.place == self.batch.network)
            rows = session.execute(mine.order_by(audit_events.c.number)).scalars()
            return [action for action in rows if action.startswith("archive.")]


@pytest.fixture
def hall(on_sqlite: TestClient[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    hall = Hall(on_sqlite)
    monkeypatch.setattr(Press, "make", lambda press, sent, language: hall.make(press, sent, language))
    yield hall
    hall.go.set()
    hall.settle()


def test_the_head_orders_sees_how_far_it_is_and_fetches_the_file(hall: Hall) -> None:
    page = hall.browse().get(hall.page).text
    assert "lues sous leur nom\u00a0: 2." in page
    assert "leur nom\u00a0: 1." in page
    answer = hall.browse().post(hall.page, {"language": "fr"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{hall.page}?done=ordered")
    waiting = hall.browse().get(answer.headers["location"]).text
    assert "data-live" in waiting
    assert 'max="2" value="0"' in waiting
    assert 'http-equiv="refresh"' in waiting
    assert hall.browse().get(f"{hall.page}/reports.zip").status_code == 409
    assert hall.browse().post(hall.page, {"language": "fr"}).status_code == 409
    hall.go.set()
    hall.settle()
    ready = hall.browse().get(hall.page).text
    assert f'href="{hall.page}/reports.zip"' in ready
    assert "data-live" not in ready
    file = hall.browse().get(f"{hall.page}/reports.zip")
    assert (file.status_code, file.headers["content-type"]) == (200, "application/zip")
    assert file.content == next(hall.batch.files.folder.glob("*.zip")).read_bytes()
    assert hall.events() == ["archive.ordered", "archive.fetched"]


def test_an_order_can_be_cancelled_and_given_anew(hall: Hall) -> None:
    hall.browse().post(hall.page, {"language": "en"})
    assert hall.browse().post(f"{hall.page}/cancel", {}).status_code == 303
    assert hall.browse().post(f"{hall.page}/cancel", {}).status_code == 409
    assert "annulée" in hall.browse().get(hall.page).text
    hall.ordered()
    assert hall.events() == ["archive.ordered", "archive.cancelled", "archive.ordered"]


@pytest.mark.parametrize(
    ("asked", "status", "first", "end"),
    [
        ({}, 200, 0, None),
        ({"Range": "bytes=0-9"}, 206, 0, 10),
        ({"Range": "bytes=10-"}, 206, 10, None),
        ({"Range": "bytes=-7"}, 206, -7, None),
        ({"Range": "bytes=5-99999999"}, 206, 5, None),
        ({"Range": "bytes=5-", "If-Range": '"another"'}, 200, 0, None),
        ({"Range": "bytes=5-", "If-Range": "same"}, 206, 5, None),
        ({"Range": "bytes=0-1,4-5"}, 200, 0, None),
        ({"Range": "bytes=-"}, 200, 0, None),
        ({"Range": "lines=1-2"}, 200, 0, None),
        ({"Range": "bytes=99999999-"}, 416, 0, 0),
        ({"Range": "bytes=9-2"}, 416, 0, 0),
    ],
)
def test_a_download_goes_on_where_it_was_interrupted(
    fetched: Callable[[dict[str, str]], tuple[httpx.Response, bytes]],
    asked: dict[str, str],
    status: int,
    first: int,
    end: int | None,
) -> None:
    answer, whole = fetched(asked)
    assert answer.status_code == status
    assert answer.content == whole[first:end]
    if status == 206:
        start = first if first >= 0 else len(whole) + first
        assert answer.headers["content-range"] == f"bytes {start}-{start + len(answer.content) - 1}/{len(whole)}"
        assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.fixture(scope="module")
def stored(on_sqlite: TestClient[Any]) -> Hall:
    """A hall with a finished file."""
    hall = Hall(on_sqlite)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Press, "make", lambda press, sent, language: hall.make(press, sent, language))
        hall.ordered()
    return hall


@pytest.fixture
def fetched(stored: Hall) -> Callable[[dict[str, str]], tuple[httpx.Response, bytes]]:
    def fetch(asked: dict[str, str]) -> tuple[httpx.Response, bytes]:
        head = stored.browse()
        tag = stored.client.head(f"{stored.page}/reports.zip").headers["etag"]
        headers = {name: tag if value == "same" else value for name, value in asked.items()}
        whole = head.get(f"{stored.page}/reports.zip").content
        return head.get(f"{stored.page}/reports.zip", **headers), whole

    return fetch


def test_nobody_else_orders_or_fetches_and_a_head_who_is_removed_fetches_no_more(stored: Hall) -> None:
    other = stored.houses.network()
    strangers = {stored.houses.person(HEAD, other): 404, stored.houses.person(ANALYST, stored.batch.network): 403}
    for stranger, status in strangers.items():
        visitor = as_person(stored.client, stranger)
        assert visitor.get(f"{stored.page}/reports.zip").status_code == status
        assert visitor.post(stored.page, {"language": "fr"}).status_code == status
    mixed = stored.page.replace(stored.batch.network, other)
    assert as_person(stored.client, next(iter(strangers))).get(f"{mixed}/reports.zip").status_code == 404
    leaver = stored.houses.person(HEAD, stored.batch.network)
    assert as_person(stored.client, leaver).get(f"{stored.page}/reports.zip").status_code == 200
    with stored.batch.database.sessions.begin() as session:
        session.execute(memberships.delete().where(memberships.c.person_id == leaver.id))
    assert as_person(stored.client, leaver).get(f"{stored.page}/reports.zip").status_code == 404


def test_a_file_with_an_organisation_that_took_back_its_consent_is_not_handed_out(hall: Hall) -> None:
    hall.ordered()
    hall.batch.agree(hall.runs[0], "b")
    assert hall.browse().get(f"{hall.page}/reports.zip").status_code == 409
    assert "repris son accord" in hall.browse().get(hall.page).text
    hall.batch.agree(hall.runs[0], "c")
    with hall.batch.database.sessions.begin() as session:
        session.execute(update(archives).values(finished_at=datetime.now(UTC) - timedelta(days=31)))
    assert hall.browse().get(f"{hall.page}/reports.zip").status_code == 409


def test_without_anybody_who_agreed_nothing_can_be_ordered(hall: Hall) -> None:
    for run in hall.runs:
        hall.batch.agree(run, "b")
    assert '<form method="post" action="/networks' not in hall.browse().get(hall.page).text
    assert hall.browse().post(hall.page, {"language": "fr"}).status_code == 409


@pytest.fixture
def printing(unavailable: Callable[[str], NoReturn]) -> None:
    """Needs the text library."""
    worker = PdfWorker(TEMPLATES)
    try:
        worker.start()
    except PdfUnavailable as missing:
        unavailable(str(missing))
    finally:
        worker.close()


@pytest.mark.usefixtures("printing")
def test_an_order_survives_a_server_that_is_killed(sqlite_address: str, tmp_path: Path) -> None:
    database = Database(sqlite_address)
    database.upgrade()
    batch = Batch(database, tmp_path / "unused")
    batch.fill(3)
    head = Houses(database).person(HEAD, batch.network)
    with running(sqlite_address, tmp_path / "server.log") as server:
        page = f"http://127.0.0.1:{server.port}/networks/{batch.network}/campaigns/{batch.campaign}/archive"
        with httpx.Client(cookies={"session": head.key}, timeout=60) as browser:
            token = browser.get(page).text.partition('name="csrf" value="')[2].partition('"')[0]
            origin = {"Origin": f"http://127.0.0.1:{server.port}"}
            assert browser.post(page, data={"csrf": token, "language": "en"}, headers=origin).status_code == 303
            wait_for(database, lambda states: "done" in states)
            server.kill()
            batch.leases_run_out()
            server.start()
            wait_for(database, lambda states: set(states) == {"done"})
            file = tmp_path / "reports.zip"
            file.write_bytes(browser.get(f"{page}/reports.zip").content)
    with ZipFile(file) as found:
        assert found.testzip() is None
        assert len([name for name in found.namelist() if name.endswith(".pdf")]) == 3


def wait_for(database: Database, reached: Callable[[list[str]], bool]) -> None:
    deadline = time.monotonic() + 120
    while True:
        with database.readings.begin() as session:
            if reached(list(session.execute(select(jobs.c.state)).scalars())):
                return
        assert time.monotonic() < deadline
        time.sleep(0.05)
