"""Rights that end, files asked for by somebody else, and ids of others in a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, delete, update

from assessment.storage.tables import (
    api_keys,
    browser_keys,
    memberships,
    organisation_networks,
    people,
    readers,
    respondents,
    sessions,
)
from assessment.web.controllers import report_files, results
from tests.in_process import Reply, Service, SqliteWatch, service
from tests.matrix import Principal, World

PDF = b"%PDF-of-a-report"


class Stage:
    """The world of the matrix, in which each test starts anew."""

    def __init__(self, running: Service, folder: Path) -> None:
        self.service, self.world = running, World(running.database)
        self.watch = SqliteWatch(running.database, folder / "copy.sqlite")
        self.by_name = {principal.name: principal for principal in self.world.principals}

    def get(self, name: str, path: str) -> Reply:
        who = self.by_name[name]
        return self.service.browse("GET", self.path(path), who.cookies, bearer=who.bearer)

    def post(self, name: str, path: str, form: dict[str, Any]) -> Reply:
        return self.service.browse("POST", self.path(path), self.by_name[name].cookies, form)

    def path(self, words: str) -> str:
        """An address written with the words for ids."""
        return "/".join(self.world.ids.get(part, part) for part in words.split("/"))

    def person(self, name: str) -> str:
        found: Principal = self.by_name[name]
        assert found.person is not None
        return found.person.id

    def change(self, table: Table, column: str, value: str, **changes: Any) -> None:
        """Change the rows with this value, or delete them where nothing is to be changed."""
        where = table.c[column] == value
        with self.world.database.sessions.begin() as session:
            done = session.execute(
                update(table).where(where).values(changes) if changes else delete(table).where(where)
            )
        assert done.rowcount > 0  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("ends")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(results, "report_pdf", lambda *_args, **_named: PDF)
        patch.setattr(report_files, "report_docx", lambda *_args, **_named: b"PK")
        with service(f"sqlite+pysqlite:///{folder}/ends.sqlite", folder) as running:
            stage = Stage(running, folder)
            yield stage
            stage.watch.close()


@pytest.fixture
def stage(built: Stage) -> Iterator[Stage]:
    yield built
    built.watch.restore()


FILES = {
    "/assessments/A-sent/report.pdf": ("lead A", "application/pdf"),
    "/assessments/A-shown/report.pdf": ("member A", "application/pdf"),
    "/assessments/A-sent/report.docx": ("lead A", report_files.DOCX),
    "/assessments/A-shown/report.xlsx": ("member A", report_files.XLSX),
    "/assessments/A-sent/report.csv": ("lead A", "text/csv"),
    "/assessments/A-open/deadline.ics": ("staff by link", "text/calendar"),
    "/api/assessments/A-sent/result": ("key A all", "application/json"),
}
STRANGERS = (
    "anonymous",
    "lead B",
    "lead D",
    "head N1",
    "analyst N2",
    "administrator",
    "nobody",
    "removed member",
    "staff by link of D",
    "holder",
    "expired",
    "half",
    "unset",
)


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_only_for_whom_it_was_made(stage: Stage, path: str) -> None:
    """Promise A5: the address of a download, opened by anybody else."""
    owner, kind = FILES[path]
    mine = stage.get(owner, path)
    assert (mine.status, mine.one("content-type").partition(";")[0]) == (200, kind)
    assert mine.one("cache-control") == "no-store"
    strangers = ("key D all", "key revoked") if path.startswith("/api") else STRANGERS
    for name in strangers:
        other = stage.get(name, path)
        assert other.status == (401 if name == "key revoked" else 404), name
        assert PDF not in other.body
        assert b"BEGIN:VCALENDAR" not in other.body


@pytest.mark.parametrize("path", ["/account/data", "/account/data.json"])
def test_the_data_of_an_account_are_those_of_whoever_asks(stage: Stage, path: str) -> None:
    """Promise A5, for an address that is the same for everybody."""
    for name, other in (("lead A", "lead D"), ("lead D", "lead A"), ("nobody", "lead A")):
        text = stage.get(name, path).body.decode()
        assert stage.world.people[name].email in text
        assert stage.world.people[other].email not in text
    for name in ("anonymous", "holder", "expired", "half", "unset", "key A all"):
        assert stage.get(name, path).status == 303


def _leave(stage: Stage, name: str, place: str) -> None:
    stage.change(memberships, "id", stage.world.memberships[f"{name} {place}"])


def _now() -> datetime:
    return datetime.now(UTC)


ENDS: dict[str, tuple[str, str, int, Callable[[Stage], None], int]] = {
    "a lead who left": ("lead A", "/organisations/A/members", 200, lambda s: _leave(s, "lead", "A"), 404),
    "a lead who left, at their assessment": (
        "lead A",
        "/assessments/A-open",
        200,
        lambda s: _leave(s, "lead", "A"),
        404,
    ),
    "a lead who left, at a report": (
        "lead A",
        "/assessments/A-sent/report.pdf",
        200,
        lambda s: _leave(s, "lead", "A"),
        404,
    ),
    "a member who left": ("member A", "/organisations/A", 200, lambda s: _leave(s, "member", "A"), 404),
    "a lead who became a member": (
        "lead A",
        "/organisations/A/keys",
        200,
        lambda s: s.change(memberships, "id", s.world.memberships["lead A"], role="member"),
        403,
    ),
    "a head who became an analyst": (
        "head N1",
        "/networks/N1/members",
        200,
        lambda s: s.change(memberships, "id", s.world.memberships["head N1"], role="analyst"),
        403,
    ),
    "an analyst who left": ("analyst N1", "/networks/N1", 200, lambda s: _leave(s, "analyst", "N1"), 404),
    "a network that an organisation left": (
        "head N1",
        "/organisations/A",
        403,
        lambda s: s.change(organisation_networks, "organisation_id", s.world.ids["A"]),
        404,
    ),
    "an administrator no longer": (
        "administrator",
        "/platform",
        200,
        lambda s: s.change(memberships, "id", s.world.memberships["administrator"]),
        404,
    ),
    "a person who was disabled": (
        "lead A",
        "/home",
        200,
        lambda s: s.change(people, "id", s.person("lead A"), disabled_at=_now()),
        303,
    ),
    "a session that was ended": (
        "lead A",
        "/home",
        200,
        lambda s: s.change(sessions, "person_id", s.person("lead A")),
        303,
    ),
    "a session too long unused": (
        "lead A",
        "/home",
        200,
        lambda s: s.change(sessions, "person_id", s.person("lead A"), seen_at=_now() - timedelta(minutes=46)),
        303,
    ),
    "a second factor that was taken away": (
        "analyst N1",
        "/networks/N1",
        200,
        lambda s: s.change(people, "id", s.person("analyst N1"), totp_secret=None),
        303,
    ),
    "an invitation that was revoked": (
        "staff by link",
        "/assessments/A-open",
        200,
        lambda s: s.change(respondents, "id", s.world.invited["A-open"][0], revoked_at=_now()),
        404,
    ),
    "an invitation that was declined": (
        "staff by link",
        "/assessments/A-open",
        200,
        lambda s: s.change(respondents, "id", s.world.invited["A-open"][0], declined_at=_now()),
        404,
    ),
    "an invitation that is over": (
        "staff with account",
        "/assessments/A-open",
        200,
        lambda s: s.change(respondents, "person_id", s.person("staff with account"), expires_at=_now()),
        404,
    ),
    "a reader whose link was closed": (
        "reader",
        "/assessments/A-sent/results",
        200,
        lambda s: s.change(readers, "id", s.world.reading["A-sent"][0], revoked_at=_now()),
        404,
    ),
    "a browser key that is over": (
        "holder",
        "/assessments/private",
        200,
        lambda s: s.change(browser_keys, "assessment_id", s.world.ids["private"], expires_at=_now()),
        404,
    ),
    "a program whose key was revoked": (
        "key A all",
        "/api/assessments/A-sent/result",
        200,
        lambda s: s.change(api_keys, "id", s.world.keys["A all"][0], revoked_at=_now()),
        401,
    ),
    "a program whose key is over": (
        "key A all",
        "/api/assessments",
        200,
        lambda s: s.change(api_keys, "id", s.world.keys["A all"][0], expires_at=_now()),
        401,
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_right_that_ends_is_over_at_the_next_request(stage: Stage, end: str) -> None:
    """Promise A6, for a page that is open while the right goes."""
    name, path, before, take_away, after = ENDS[end]
    assert stage.get(name, path).status == before
    take_away(stage)
    assert stage.get(name, path).status == after


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/assessments/A-open/answers/CAP1", {"CAP1": "4"}),
        ("/assessments/A-open/dimensions/CAP", {"CAP1": "4"}),
        ("/assessments/A-open/submit", {}),
        ("/organisations/A/settings", {"name": "Encore là"}),
    ],
)
def test_a_form_on_an_open_page_does_nothing_once_its_sender_has_left(
    stage: Stage, path: str, form: dict[str, Any]
) -> None:
    _leave(stage, "lead", "A")
    left = stage.watch.rows()
    assert stage.post("lead A", path, form).status == 404
    assert stage.watch.rows() == left


@pytest.mark.parametrize("whose", ["member B", "member D", "head N1", "removed"])
def test_an_assessment_is_not_handed_over_to_somebody_of_another_place(stage: Stage, whose: str) -> None:
    """Promise A3: an id of others in the form, not in the address."""
    answer = stage.post("lead A", "/assessments/A-open/handover", {"member": stage.world.memberships[whose]})
    assert answer.status in (404, 422)
    assert not stage.watch.changed()


def test_a_program_does_not_go_on_from_an_assessment_of_others(stage: Stage) -> None:
    for label in ("D-open", "private", "random"):
        answer = stage.get("key A all", f"/api/assessments?cursor={stage.world.ids[label]}")
        assert answer.status == 400
        assert b"cursor" in answer.body


def test_a_program_is_told_of_nothing_but_its_own(stage: Stage) -> None:
    own = {label for label in stage.world.ids if label in ("A-open", "A-sent", "A-shown")}
    for name, labels in {"key A all": own, "key D all": {"D-open", "D-sent"}}.items():
        text = stage.get(name, "/api/assessments?limit=200").body.decode()
        runs = {label for label, value in stage.world.ids.items() if value in text and "-" in label}
        assert runs == labels


def test_somebody_invited_to_one_part_opens_and_answers_no_other(stage: Stage) -> None:
    for name in ("staff by link", "staff with account"):
        assert stage.get(name, "/assessments/A-open/dimensions/CLI").status == 403
        assert stage.get(name, "/assessments/A-open/facts/team").status == 403
        assert stage.post(name, "/assessments/A-open/dimensions/CLI", {"CLI1": "4"}).status == 403
        assert stage.post(name, "/assessments/A-open/answers/CLI1", {"CLI1": "4"}).status == 403
        assert stage.post(name, "/assessments/A-open/answers/F_PROV", {"F_PROV": "4"}).status == 403
    assert not stage.watch.changed()


def test_the_token_of_another_session_opens_no_form(stage: Stage) -> None:
    other = replace(stage.by_name["lead A"], cookies=stage.by_name["lead2 A"].cookies)
    token = stage.service.token("/", other.cookies)
    for path in ("/account", "/organisations/A/settings", "/assessments/A-open/submit", "/sign-out"):
        answer = stage.post("lead A", path, {"csrf": token})
        assert answer.status == 403
    assert not stage.watch.changed()
