"""What people may ask for about themselves on the pages of their account, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String, cast, select, update

from assessment.domain.audit import AuditAction
from assessment.domain.membership import MembershipRole
from assessment.services.mail import Letter, LetterKind, letters_kept, post
from assessment.services.secrets import new_secret
from assessment.storage import tables
from assessment.web.site import Site
from tests.accounts import PASSWORD, Someone, sign_in, someone
from tests.houses import Houses
from tests.people import Rows
from tests.visitors import Visitor

PAGES = ("/account/data", "/account/data.json")


class Scene:
    """Somebody of whom something is kept everywhere, and somebody else beside them."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.site: Site = visitor.client.app.state.site  # type: ignore[attr-defined]
        self.database = self.site.database
        self.houses, self.rows = Houses(self.database), Rows(self.database, datetime.now(UTC))
        self.mark, self.other_mark = (new_secret().lower().strip("_-") for _ in "12")
        self.network = self.houses.network()
        self.organisation = self.houses.organisation(self.network)
        self.person = self.somebody(self.mark)
        self.other = self.somebody(self.other_mark)

    def somebody(self, mark: str, role: MembershipRole = MembershipRole.LEAD, **values: Any) -> Someone:
        with self.database.sessions.begin() as session:
            person = someone(
                session, f"{mark}@fictif.example", name=f"Nom {mark}", role=role, place=self.organisation, **values
            )
            letter = Letter(LetterKind.REMINDER, person.email, "fr", {"inviter": mark})
            post(session, self.site.seal, letter, self.rows.now + timedelta(days=1))
        address = {"email": person.email, "email_key": person.email}
        run = self.rows.assessment(lead_id=person.id)
        invited = self.rows.respondent(run, mark, **address | {"name": f"Nom {mark}", "started_at": self.rows.now})
        answer = {"code": "A", "value": f"texte {mark}", "version": 1, "saved_at": self.rows.now}
        self.rows.add(tables.answers, assessment_id=run, sheet=invited, author=invited, **answer)
        self.rows.invitation(mark, **address)
        return person

    def everything(self) -> str:
        """Every value of every row of every table, and every letter."""
        with self.database.readings.begin() as session:
            rows = [
                str(row)
                for table in tables.metadata.sorted_tables
                for row in session.execute(
                    select(*(cast(column, String) for column in table.c if column.name != "content"))
                )
            ]
            return "\n".join([*rows, *(str(letter) for _, letter in letters_kept(session, self.site.seal))])

    def actions(self) -> list[str]:
        """What this person did, the last first."""
        mine = tables.audit_events.c.object == f"person:{self.person.id}"
        with self.database.readings.begin() as session:
            rows = select(tables.audit_events.c.action).where(mine).order_by(tables.audit_events.c.number.desc())
            return list(session.execute(rows).scalars())


@pytest.fixture
def scene(visitor_on_each: Visitor) -> Scene:
    return Scene(visitor_on_each)


@pytest.fixture
def one_scene(visitor: Visitor) -> Scene:
    return Scene(visitor)


@pytest.mark.parametrize("path", PAGES)
def test_what_is_kept_about_oneself_is_shown_and_nothing_of_anybody_else(scene: Scene, path: str) -> None:
    sign_in(scene.visitor, scene.person)
    answer = scene.visitor.get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    for kept in (scene.person.email, f"Nom {scene.mark}", f"texte {scene.mark}", "lead"):
        assert kept in answer.text
    assert scene.other_mark not in answer.text
    assert "argon2" not in answer.text
    assert scene.actions()[0] == AuditAction.PERSON_EXPORTED


def test_the_file_is_a_download_that_a_program_reads(one_scene: Scene) -> None:
    sign_in(one_scene.visitor, one_scene.person)
    answer = one_scene.visitor.get("/account/data.json")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["content-disposition"] == 'attachment; filename="account.json"'
    assert answer.json()["account"][0]["email"] == one_scene.person.email


def test_the_page_reads_well_in_both_languages_and_has_no_style_of_its_own(one_scene: Scene) -> None:
    sign_in(one_scene.visitor, one_scene.person)
    for language, title in (("fr", "Tout ce qui est conservé sur vous"), ("en", "Everything kept about you")):
        one_scene.visitor.get(f"/language/{language}?back=/account")
        page = one_scene.visitor.get("/account/data").text
        assert title in page
        assert "<style" not in page


def test_after_erasing_nothing_of_the_person_is_found_and_all_of_the_other_one_is(scene: Scene) -> None:
    before = scene.everything()
    assert before.count(scene.mark) >= 6
    sign_in(scene.visitor, scene.person)
    key = scene.visitor.client.cookies["session"]
    page = scene.visitor.get("/account/erase").text
    assert "Ce qui disparaît" in page
    assert "Ce qui reste" in page
    goodbye = scene.visitor.post("/account/erase", {"current": PASSWORD})
    assert goodbye.status_code == 200
    assert "Votre compte est effacé" in goodbye.text
    assert scene.mark not in goodbye.text
    assert goodbye.headers["clear-site-data"] == '"cache", "storage"'
    assert "session" not in scene.visitor.client.cookies
    after = scene.everything()
    assert scene.mark not in after
    assert after.count(scene.other_mark) == before.count(scene.other_mark)
    assert scene.actions()[0] == AuditAction.PERSON_ERASED
    again = scene.visitor.client.get("/account", headers={"Cookie": f"session={key}"}, follow_redirects=False)
    assert again.headers["location"].startswith("/sign-in")
    signing_in = scene.visitor.post("/sign-in", {"email": scene.person.email, "password": PASSWORD})
    assert signing_in.status_code == 422


def test_erased_rows_are_in_no_file_of_the_database_either(visitor: Visitor) -> None:
    scene = Scene(visitor)
    sign_in(visitor, scene.person)
    assert visitor.post("/account/erase", {"current": PASSWORD}).status_code == 200
    file = str(scene.database.engine.url.database)
    for suffix in ("", "-wal"):
        assert scene.mark.encode() not in Path(file + suffix).read_bytes()


@pytest.mark.parametrize(("form", "status"), [({"current": "not the password"}, 422), ({}, 422), ({"id": "x"}, 400)])
def test_without_proof_nothing_is_erased(one_scene: Scene, form: dict[str, str], status: int) -> None:
    sign_in(one_scene.visitor, one_scene.person)
    assert one_scene.visitor.post("/account/erase", form).status_code == status
    assert one_scene.visitor.post("/account/erase", {"csrf": "forged", "current": PASSWORD}).status_code == 403
    assert one_scene.visitor.get("/account").status_code == 200


def test_whoever_has_a_second_factor_shows_it_to_erase(one_scene: Scene) -> None:
    person = one_scene.somebody(new_secret().lower().strip("_-"), seal=one_scene.site.seal)
    sign_in(one_scene.visitor, person)
    assert one_scene.visitor.post("/account/erase", {"current": PASSWORD}).status_code == 422
    later = person.code(datetime.now(UTC) + timedelta(seconds=30))
    assert one_scene.visitor.post("/account/erase", {"current": later}).status_code == 200
    assert person.email not in one_scene.everything()


def test_whoever_alone_runs_an_organisation_reads_what_to_do_first(one_scene: Scene) -> None:
    with one_scene.database.sessions.begin() as session:
        theirs = tables.memberships.c.person_id == one_scene.other.id
        session.execute(update(tables.memberships).where(theirs).values(role="member"))
    sign_in(one_scene.visitor, one_scene.person)
    for answer, status in (
        (one_scene.visitor.get("/account/erase"), 200),
        (one_scene.visitor.post("/account/erase", {"current": PASSWORD}), 409),
    ):
        assert answer.status_code == status
        assert "la seule personne responsable" in answer.text
        assert 'action="/account/erase"' not in answer.text
    assert one_scene.person.email in one_scene.everything()
