"""Signing up, in and out, on the pages, once on each engine where the database matters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.membership import MembershipRole
from assessment.services import accounts
from assessment.services import sign_in as signing_in
from assessment.services.account_invitations import NewInvitation, invite, revoke
from assessment.services.accounts import disable
from assessment.services.addresses import read_address
from assessment.services.mail import Letter, post
from assessment.services.passwords import WAITING
from assessment.services.secrets import Seal, hash_of, new_secret
from assessment.storage.tables import (
    account_invitations,
    audit_events,
    memberships,
    organisations,
    password_resets,
    people,
    recovery_codes,
    sessions,
)
from assessment.web.site import Site
from tests.accounts import PASSWORD, Someone, let_pass, sign_in, someone
from tests.visitors import Visitor

OTHER = "quatre grands chats bleus"


def site_of(visitor: Visitor) -> Site:
    site: Site = visitor.client.app.state.site  # type: ignore[attr-defined]
    return site


class House:
    """A service with people in it, seen from behind."""

    def __init__(self, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
        self.visitor, self.site = visitor, site_of(visitor)
        self.number = new_secret()
        self.posted: list[Letter] = []

        def noting(session: Session, seal: Seal, letter: Letter, now: datetime) -> str:
            self.posted.append(letter)
            return post(session, seal, letter, now)

        # Letters are carried away, and forgotten, while a test still runs.
        for module in (accounts, signing_in):
            monkeypatch.setattr(module, "post", noting)

    def email(self, name: str = "camille") -> str:
        return f"{name}.{self.number.lower().strip('_-')}@office-fictif.example"

    def person(self, name: str = "camille", *, factor: bool = False, role: MembershipRole | None = None) -> Someone:
        with self.site.database.sessions.begin() as session:
            return someone(session, self.email(name), seal=self.site.seal if factor else None, role=role)

    def organisation(self) -> str:
        identifier = new_secret()
        with self.site.database.sessions.begin() as session:
            session.execute(
                organisations.insert().values(id=identifier, name="Office de Belvallée", created_at=datetime.now(UTC))
            )
        return identifier

    def invitation(
        self, place: str, name: str = "camille", role: MembershipRole = MembershipRole.MEMBER
    ) -> tuple[str, str]:
        new = NewInvitation(address=read_address(self.email(name)), language="fr", role=role, place=place)
        with self.site.database.sessions.begin() as session:
            issued = invite(session, new, actor="command-line", now=datetime.now(UTC))
        return issued.id, issued.path

    def letters_to(self, email: str) -> list[Letter]:
        return [letter for letter in self.posted if letter.to == email]

    def pass_time(self, time: timedelta) -> None:
        with self.site.database.sessions.begin() as session:
            let_pass(session, time)

    def key(self) -> str:
        return self.visitor.client.cookies.get("session") or ""

    def is_in(self, key: str) -> bool:
        answer = self.visitor.client.get("/account", headers={"Cookie": f"session={key}"}, follow_redirects=False)
        return answer.status_code == 200

    def count(self, table: object, *conditions: object) -> int:
        with self.site.database.readings.begin() as session:
            return session.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()  # type: ignore[arg-type]


@pytest.fixture
def house(visitor_on_each: Visitor, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    found = House(visitor_on_each, monkeypatch)
    yield found
    found.pass_time(timedelta(days=1))


@pytest.fixture
def one_house(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    found = House(visitor, monkeypatch)
    yield found
    found.pass_time(timedelta(days=1))


def test_somebody_invited_signs_up_and_is_in(house: House) -> None:
    place = house.organisation()
    _, path = house.invitation(place)
    for _scanner in range(3):
        assert house.visitor.client.head(path, follow_redirects=False).status_code in (303, 405)
        assert house.visitor.client.get(path, follow_redirects=False).headers["referrer-policy"] == "no-referrer"
    page = house.visitor.get(path)
    assert page.url.path == "/join"
    assert "Office de Belvallée" in page.text
    assert path.split("/")[-1] not in page.text
    joined = house.visitor.post("/join", {"name": "Camille Fictive", "password": PASSWORD})
    assert (joined.status_code, joined.headers["location"]) == (303, "/home")
    account = house.visitor.get("/account")
    assert "Camille Fictive" in account.text
    assert house.count(memberships, memberships.c.place == place) == 1
    assert house.count(audit_events, audit_events.c.action == AuditAction.ACCOUNT_INVITATION_ACCEPTED) >= 1


def test_an_invitation_in_another_language_is_shown_in_it(one_house: House) -> None:
    new = NewInvitation(
        address=read_address(one_house.email()), language="en", role=MembershipRole.ADMINISTRATOR, place="platform"
    )
    with one_house.site.database.sessions.begin() as session:
        issued = invite(session, new, actor="command-line", now=datetime.now(UTC))
    assert '<html lang="en">' in one_house.visitor.get(issued.path).text


def test_a_password_that_is_refused_keeps_the_name_typed_and_says_why(one_house: House) -> None:
    _, path = one_house.invitation(one_house.organisation())
    one_house.visitor.get(path)
    answer = one_house.visitor.post("/join", {"name": "Camille Fictive", "password": "trop court"})
    assert answer.status_code == 422
    assert "au moins 15" in answer.text
    assert 'value="Camille Fictive"' in answer.text
    assert "trop court" not in answer.text
    unnamed = one_house.visitor.post("/join", {"name": " ", "password": PASSWORD})
    assert unnamed.status_code == 422
    assert one_house.count(people, people.c.email == one_house.email()) == 0


def test_somebody_with_an_account_signs_in_to_accept(house: House) -> None:
    place, person = house.organisation(), house.person()
    _, path = house.invitation(place)
    page = house.visitor.get(path)
    assert "/sign-in?back=/join" in page.text
    assert house.visitor.post("/join", {"name": "X", "password": OTHER}).headers["location"] == "/sign-in?back=/join"
    sign_in(house.visitor, person)
    before = house.key()
    assert "Accepter" in house.visitor.get("/join").text
    assert house.visitor.post("/join", {"csrf": "forged"}).status_code == 403
    assert house.visitor.post("/join", {}).status_code == 303
    assert house.key() != before
    assert not house.is_in(before)
    assert house.is_in(house.key())
    assert house.count(memberships, memberships.c.place == place, memberships.c.person_id == person.id) == 1


def expire(house: House, invitation_id: str, _place: str) -> None:
    with house.site.database.sessions.begin() as session:
        gone = update(account_invitations).where(account_invitations.c.id == invitation_id)
        session.execute(gone.values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))


def withdraw(house: House, invitation_id: str, place: str) -> None:
    with house.site.database.sessions.begin() as session:
        assert revoke(session, invitation_id, place, actor="command-line", now=datetime.now(UTC))


@pytest.mark.parametrize(
    ("end", "words"), [(expire, "n’est plus valable"), (withdraw, "a été retirée")], ids=["expired", "revoked"]
)
def test_an_invitation_that_ended_stays_ended_by_every_other_way_in(house: House, end: object, words: str) -> None:
    """A18: neither a reset, nor signing in, nor another invitation makes it count."""
    first, second = house.organisation(), house.organisation()
    invitation_id, path = house.invitation(first)
    end(house, invitation_id, first)  # type: ignore[operator]
    page = house.visitor.get(path)
    assert page.status_code == 410
    assert words in page.text
    house.visitor.post("/forgotten", {"email": house.email()})
    assert house.letters_to(house.email()) == []
    assert house.visitor.post("/join", {"name": "Camille", "password": PASSWORD}).status_code == 410
    assert house.count(people, people.c.email == house.email()) == 0
    _, other = house.invitation(second)
    house.visitor.get(other)
    assert house.visitor.post("/join", {"name": "Camille", "password": PASSWORD}).status_code == 303
    house.visitor.get(path)
    assert house.visitor.post("/join", {}).status_code == 410
    assert house.count(memberships, memberships.c.place == second) == 1
    assert house.count(memberships, memberships.c.place == first) == 0


def test_a_second_invitation_ends_the_first_and_each_counts_once(house: House) -> None:
    place = house.organisation()
    _, first = house.invitation(place)
    _, second = house.invitation(place)
    assert house.visitor.get(first).status_code == 410
    house.visitor.get(second)
    assert house.visitor.post("/join", {"name": "Camille", "password": PASSWORD}).status_code == 303
    again = house.visitor.get(second)
    assert again.status_code == 410
    assert "déjà été acceptée" in again.text


def test_an_invitation_to_somebody_else_is_refused_with_its_own_sentence(one_house: House) -> None:
    _, path = one_house.invitation(one_house.organisation(), "dominique")
    sign_in(one_house.visitor, one_house.person())
    page = one_house.visitor.get(path)
    assert page.status_code == 403
    assert "une autre personne" in page.text
    assert one_house.visitor.post("/join", {}).status_code == 403


@pytest.mark.parametrize("path", ["/join", "/join/nothing-like-it", "/join/%F0%9F%92%A9", "/join/" + "x" * 2000])
def test_an_unknown_invitation_is_not_found(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)
    assert page.status_code == 404
    assert "Aucune invitation" in page.text


def test_the_right_password_leads_on_and_a_wrong_one_does_not(house: House) -> None:
    person = house.person()
    wrong = house.visitor.post("/sign-in", {"email": person.email, "password": PASSWORD + " "})
    assert wrong.status_code == 422
    assert "session" not in wrong.cookies
    assert "<title>Erreur" in wrong.text
    right = house.visitor.post("/sign-in", {"email": person.email.upper(), "password": PASSWORD, "back": "/account"})
    assert (right.status_code, right.headers["location"]) == (303, "/account")
    assert house.visitor.get("/account").status_code == 200


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(one_house: House, back: str) -> None:
    person = one_house.person()
    answer = one_house.visitor.post("/sign-in", {"email": person.email, "password": PASSWORD, "back": back})
    assert answer.headers["location"] == "/"


def test_a_page_that_needs_a_person_leads_to_signing_in_and_back(one_house: House) -> None:
    answer = one_house.visitor.client.get("/account", follow_redirects=False)
    assert answer.headers["location"] == "/sign-in?back=%2Faccount"


def test_every_sign_in_makes_a_new_session_whatever_id_the_browser_brings(house: House) -> None:
    """A7: a chosen, an expired, a malformed and another person's id are each replaced, and the old one is dead."""
    person, other = house.person(), house.person("dominique")
    sign_in(house.visitor, other)
    others_key = house.key()
    house.visitor.client.cookies.clear()
    sign_in(house.visitor, person)
    expired = house.key()
    with house.site.database.sessions.begin() as session:
        past = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(sessions).where(sessions.c.hash == hash_of(expired)).values(expires_at=past))
    given = ["ATTACKERCHOSEN", new_secret(), expired, "x" * 500, "%00%ff", others_key]
    made = []
    for key in given:
        house.visitor.client.cookies.clear()
        answer = house.visitor.post("/sign-in", {"email": person.email, "password": PASSWORD}, Cookie=f"session={key}")
        assert answer.status_code == 303
        made.append(answer.cookies["session"])
        assert made[-1] != key
        assert not house.is_in(key)
        assert house.is_in(made[-1])
    assert len(set(made)) == len(given)


def test_signing_out_ends_the_session_and_clears_the_browser(house: House) -> None:
    sign_in(house.visitor, house.person())
    key = house.key()
    answer = house.visitor.post("/sign-out", {})
    assert answer.status_code == 303
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert "session=" in answer.headers["set-cookie"]
    assert not house.is_in(key)


def test_every_unsafe_page_of_an_account_wants_the_token_of_its_session(one_house: House) -> None:
    sign_in(one_house.visitor, one_house.person())
    for path in ("/sign-out", "/session/stay", "/account", "/account/password", "/account/sessions/end",
                 "/account/second-factor", "/account/recovery-codes"):  # fmt: skip
        assert one_house.visitor.post(path, {"csrf": "forged"}).status_code == 403, path
    assert one_house.is_in(one_house.key())


def test_fields_that_no_page_sends_are_refused(one_house: House) -> None:
    person = one_house.person()
    extra = {"email": person.email, "password": PASSWORD, "verified_at": "2026-01-01"}
    assert one_house.visitor.post("/sign-in", extra).status_code == 400
    sign_in(one_house.visitor, person)
    assert (
        one_house.visitor.post("/account", {"name": "X", "language": "fr", "email": "y@z.example"}).status_code == 400
    )


def test_after_ten_wrong_passwords_the_right_one_waits_too_and_nobody_else_does(house: House) -> None:
    person, other = house.person(), house.person("dominique")
    for _try in range(10):
        assert house.visitor.post("/sign-in", {"email": person.email, "password": OTHER}).status_code == 422
    locked = house.visitor.post("/sign-in", {"email": person.email, "password": PASSWORD})
    assert locked.status_code == 429
    assert 800 < int(locked.headers["retry-after"]) <= 900
    assert "15 minutes" in locked.text
    house.pass_time(timedelta(minutes=15))
    sign_in(house.visitor, other)
    sign_in(house.visitor, person)


def test_being_turned_away_because_too_many_wait_is_no_wrong_try(one_house: House) -> None:
    person, places = one_house.person(), one_house.site.passwords
    with ExitStack() as held:
        for _place in range(WAITING):
            held.enter_context(places.place())
        for _try in range(12):
            answer = one_house.visitor.post("/sign-in", {"email": person.email, "password": OTHER})
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    sign_in(one_house.visitor, person)
    with ExitStack() as held:
        for _place in range(WAITING):
            held.enter_context(places.place())
        for _try in range(12):
            form = {"current": OTHER, "password": "une toute autre phrase secrète"}
            assert one_house.visitor.post("/account/password", form).status_code == 503
    one_house.visitor.client.cookies.clear()
    sign_in(one_house.visitor, person)


def test_one_address_cannot_lock_somebody_out_a_second_time_within_the_hour(house: House) -> None:
    person = house.person()
    for _try in range(10):
        house.visitor.post("/sign-in", {"email": person.email, "password": OTHER})
    house.pass_time(timedelta(minutes=15))
    for _try in range(12):
        assert house.visitor.post("/sign-in", {"email": person.email, "password": OTHER}).status_code == 422
    sign_in(house.visitor, person)


def test_after_fifty_wrong_tries_an_address_waits_whatever_it_claims_to_be(house: House) -> None:
    answers = [
        house.visitor.post(
            "/sign-in",
            {"email": f"nobody{number}@office-fictif.example", "password": OTHER},
            **{"X-Forwarded-For": f"198.51.100.{number}"},
        ).status_code
        for number in range(52)
    ]
    assert answers == [422] * 50 + [429] * 2
    house.pass_time(timedelta(hours=1))
    sign_in(house.visitor, house.person())


def plain(text: str) -> str:
    """A page without what is new each time it is shown."""
    return re.sub(r'value="[^"]*"|content="[^"]*"', "", text)


@pytest.mark.parametrize("path", ["/sign-in", "/forgotten"])
def test_known_and_unknown_addresses_are_answered_alike(house: House, path: str) -> None:
    """A10, also for somebody disabled."""
    known, gone = house.person(), house.person("dominique")
    with house.site.database.sessions.begin() as session:
        disable(session, gone.email, actor="command-line", now=datetime.now(UTC))
    form = {"password": OTHER} if path == "/sign-in" else {}
    answers = [
        house.visitor.post(path, {"email": email} | form) for email in (known.email, gone.email, house.email("nobody"))
    ]
    assert len({(answer.status_code, plain(answer.text), answer.headers.get("location")) for answer in answers}) == 1
    for _try in range(10):
        answers = [house.visitor.post(path, {"email": email} | form) for email in (known.email, house.email("nobody"))]
    assert answers[0].status_code == answers[1].status_code


def test_a_disabled_person_is_out_at_once_and_cannot_come_back(house: House) -> None:
    person = house.person()
    sign_in(house.visitor, person)
    key = house.key()
    with house.site.database.sessions.begin() as session:
        disable(session, person.email, actor="command-line", now=datetime.now(UTC))
    assert not house.is_in(key)
    assert house.visitor.post("/sign-in", {"email": person.email, "password": PASSWORD}).status_code == 422


def test_the_second_factor_stands_between_the_password_and_everything(house: House) -> None:
    person = house.person(factor=True)
    first = house.visitor.post("/sign-in", {"email": person.email, "password": PASSWORD, "back": "/account"})
    assert first.headers["location"] == "/sign-in/second-factor?back=%2Faccount"
    half = house.key()
    assert not house.is_in(half)
    assert house.visitor.get("/account/second-factor").url.path == "/sign-in/second-factor"
    wrong = house.visitor.post("/sign-in/second-factor", {"code": "000000"})
    assert wrong.status_code == 422
    code = person.code()
    right = house.visitor.post("/sign-in/second-factor", {"code": code, "back": "/account"})
    assert (right.status_code, right.headers["location"]) == (303, "/account")
    assert house.key() != half
    assert not house.is_in(half)
    assert house.is_in(house.key())
    house.visitor.client.cookies.clear()
    house.visitor.post("/sign-in", {"email": person.email, "password": PASSWORD})
    reused = house.visitor.post("/sign-in/second-factor", {"code": code})
    assert reused.status_code == 422
    assert "déjà servi" in reused.text


def test_after_six_wrong_codes_the_right_one_waits(house: House) -> None:
    person = house.person(factor=True)
    house.visitor.post("/sign-in", {"email": person.email, "password": PASSWORD})
    for _try in range(6):
        assert house.visitor.post("/sign-in/second-factor", {"code": "000000"}).status_code == 422
    waits = house.visitor.post("/sign-in/second-factor", {"code": person.code()})
    assert waits.status_code == 429
    assert "retry-after" in waits.headers
    house.pass_time(timedelta(minutes=15))
    assert house.visitor.post("/sign-in/second-factor", {"code": person.code()}).status_code == 303


def shown(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found[1]


def set_up(house: House, **proof: str) -> tuple[Someone, list[str]]:
    """Turn on a second factor on its page."""
    page = house.visitor.get("/account/second-factor").text
    assert 'src="data:image/svg+xml' in page
    secret = shown(page, r'<code class="key">([A-Z2-7 ]+)</code>').replace(" ", "")
    sealed = shown(page, r'name="factor" value="([^"]+)"')
    telephone = Someone("", house.email(), secret)
    wrong = house.visitor.post("/account/second-factor", {"factor": sealed, "code": "000000"} | proof)
    assert wrong.status_code == 422
    done = house.visitor.post("/account/second-factor", {"factor": sealed, "code": telephone.code()} | proof)
    assert done.status_code == 200, done.text
    return telephone, re.findall(r'<code class="key">([a-z0-9-]{19})</code>', done.text)


def test_a_role_that_sees_many_organisations_must_set_up_a_second_factor_first(house: House) -> None:
    person = house.person(role=MembershipRole.ADMINISTRATOR)
    sign_in(house.visitor, person)
    assert house.visitor.get("/account").url.path == "/account/second-factor"
    before = house.key()
    _telephone, codes = set_up(house, current=PASSWORD)
    assert len(set(codes)) == 10
    assert house.key() != before
    assert not house.is_in(before)
    assert house.is_in(house.key())
    assert [letter.kind for letter in house.letters_to(person.email)] == ["security-notice"]
    assert house.count(recovery_codes, recovery_codes.c.person_id == person.id) == 10
    house.visitor.client.cookies.clear()
    house.visitor.post("/sign-in", {"email": person.email, "password": PASSWORD})
    assert house.visitor.post("/sign-in/second-factor", {"code": codes[0].upper()}).status_code == 303
    house.visitor.client.cookies.clear()
    house.visitor.post("/sign-in", {"email": person.email, "password": PASSWORD})
    assert house.visitor.post("/sign-in/second-factor", {"code": codes[0]}).status_code == 422
    assert house.visitor.post("/sign-in/second-factor", {"code": codes[1]}).status_code == 303


def test_setting_up_and_replacing_a_second_factor_asks_who_it_is_once_more(house: House) -> None:
    sign_in(house.visitor, house.person())
    page = house.visitor.get("/account/second-factor").text
    secret = shown(page, r'<code class="key">([A-Z2-7 ]+)</code>').replace(" ", "")
    form = {"factor": shown(page, r'name="factor" value="([^"]+)"'), "code": Someone("", "", secret).code()}
    assert house.visitor.post("/account/second-factor", form | {"current": OTHER}).status_code == 422
    _telephone, codes = set_up(house, current=PASSWORD)
    replaced = house.visitor.post("/account/second-factor", form | {"current": PASSWORD})
    assert replaced.status_code == 422
    renewed = house.visitor.post("/account/recovery-codes", {"current": codes[0]})
    assert renewed.status_code == 200
    fresh = re.findall(r'<code class="key">([a-z0-9-]{19})</code>', renewed.text)
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    assert house.visitor.post("/account/recovery-codes", {"current": codes[1]}).status_code == 422


def test_a_factor_sealed_for_somebody_else_or_altered_is_refused(one_house: House) -> None:
    sign_in(one_house.visitor, one_house.person())
    answer = one_house.visitor.post(
        "/account/second-factor", {"factor": "é" * 50, "code": "123456", "current": PASSWORD}
    )
    assert answer.status_code == 422
    assert "trop longtemps" in answer.text


def test_a_forgotten_password_is_reset_by_mail_and_the_second_factor_stays(house: House) -> None:
    person = house.person(factor=True)
    sign_in(house.visitor, person)
    key = house.key()
    house.visitor.client.cookies.clear()
    sent = house.visitor.post("/forgotten", {"email": person.email})
    assert (sent.status_code, sent.headers["location"]) == (303, "/forgotten?sent=yes")
    (letter,) = house.letters_to(person.email)
    link = str(letter.values["link"]).removeprefix("http://127.0.0.1:8000")
    assert house.visitor.client.get(link, follow_redirects=False).headers["referrer-policy"] == "no-referrer"
    page = house.visitor.get(link)
    assert page.url.path == "/reset"
    assert house.visitor.post("/reset", {"password": "court"}).status_code == 422
    done = house.visitor.post("/reset", {"password": OTHER})
    assert done.headers["location"] == "/sign-in?renewed=yes"
    assert not house.is_in(key)
    assert house.visitor.get(link).status_code == 410
    assert house.visitor.post("/sign-in", {"email": person.email, "password": PASSWORD}).status_code == 422
    half = house.visitor.post("/sign-in", {"email": person.email, "password": OTHER})
    assert half.headers["location"].startswith("/sign-in/second-factor")
    assert [item.kind for item in house.letters_to(person.email)] == ["password-reset", "security-notice"]


def test_a_reset_link_ends_after_an_hour_and_when_a_newer_one_is_sent(house: House) -> None:
    person = house.person()
    links = []
    for _time in range(2):
        house.visitor.post("/forgotten", {"email": person.email})
        links = [str(item.values["link"]).split("8000")[1] for item in house.letters_to(person.email)]
    good = [link for link in links if house.visitor.get(link).status_code == 200]
    assert len(good) == 1
    with house.site.database.sessions.begin() as session:
        session.execute(update(password_resets).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    house.visitor.get(good[0])
    assert house.visitor.post("/reset", {"password": OTHER}).status_code == 410


def test_nobody_is_sent_more_than_three_reset_links_an_hour(one_house: House) -> None:
    person = one_house.person()
    for _time in range(6):
        assert one_house.visitor.post("/forgotten", {"email": person.email}).status_code == 303
    assert len(one_house.letters_to(person.email)) == 3


def test_a_password_too_short_to_stand_alone_opens_only_the_choice_of_a_longer_one(one_house: House) -> None:
    with one_house.site.database.sessions.begin() as session:
        person = someone(session, one_house.email(), password="vq8 zkfp")
    answer = one_house.visitor.post("/sign-in", {"email": person.email, "password": "vq8 zkfp"})
    assert answer.headers["location"] == "/reset?short=yes"
    assert not one_house.key()
    assert "trop court" in one_house.visitor.get("/reset?short=yes").text
    assert one_house.visitor.post("/reset", {"password": OTHER}).status_code == 303


def test_changing_the_password_ends_every_other_session(house: House) -> None:
    person = house.person()
    sign_in(house.visitor, person)
    elsewhere = house.key()
    house.visitor.client.cookies.clear()
    sign_in(house.visitor, person)
    here = house.key()
    assert house.visitor.post("/account/password", {"current": OTHER, "password": OTHER}).status_code == 422
    assert house.visitor.post("/account/password", {"current": PASSWORD, "password": "court"}).status_code == 422
    assert house.visitor.post("/account/password", {"current": PASSWORD, "password": OTHER}).status_code == 303
    assert [house.is_in(key) for key in (elsewhere, here, house.key())] == [False, False, True]
    assert [letter.kind for letter in house.letters_to(person.email)] == ["security-notice"]


def test_sessions_are_listed_and_ended_but_only_one_s_own(house: House) -> None:
    person, other = house.person(), house.person("dominique")
    sign_in(house.visitor, other)
    others_key = house.key()
    others_id = session_id(house, others_key)
    house.visitor.client.cookies.clear()
    sign_in(house.visitor, person)
    elsewhere = house.key()
    house.visitor.client.cookies.clear()
    sign_in(house.visitor, person)
    page = house.visitor.get("/account").text
    assert f"/account/sessions/{session_id(house, elsewhere)}/end" in page
    assert session_id(house, house.key()) not in page
    assert others_id not in page
    for foreign in (others_id, new_secret(), "x"):
        assert house.visitor.post(f"/account/sessions/{foreign}/end", {}).status_code == 404
    assert house.is_in(others_key)
    assert house.visitor.post(f"/account/sessions/{session_id(house, elsewhere)}/end", {}).status_code == 303
    assert not house.is_in(elsewhere)
    assert house.visitor.post("/account/sessions/end", {}).status_code == 303
    assert house.is_in(house.key())


def session_id(house: House, key: str) -> str:
    with house.site.database.readings.begin() as session:
        return str(session.execute(select(sessions.c.id).where(sessions.c.hash == hash_of(key))).scalar_one())


def test_name_and_language_are_kept(one_house: House) -> None:
    sign_in(one_house.visitor, one_house.person())
    kept = one_house.visitor.post("/account", {"name": "Camille <b>Autre</b>", "language": "en"})
    assert kept.status_code == 303
    page = one_house.visitor.get("/account").text
    assert "Camille &lt;b&gt;Autre&lt;/b&gt;" in page
    assert "My account" in page
    for name in ("", "x" * 201, "a\x00b", "a\nb"):
        assert one_house.visitor.post("/account", {"name": name, "language": "en"}).status_code == 422, name
    assert one_house.visitor.post("/account", {"name": "X", "language": "de"}).status_code == 422


@pytest.mark.parametrize(("column", "back"), [("seen_at", timedelta(minutes=46)), ("expires_at", timedelta(hours=13))])
def test_a_session_ends_for_want_of_activity_and_at_its_longest(one_house: House, column: str, back: timedelta) -> None:
    sign_in(one_house.visitor, one_house.person())
    key = one_house.key()
    assert one_house.visitor.post("/session/stay", {}).status_code == 204
    with one_house.site.database.sessions.begin() as session:
        mine = sessions.c.hash == hash_of(key)
        value = session.execute(select(sessions.c[column]).where(mine)).scalar_one()
        session.execute(update(sessions).where(mine).values({column: value - back}))
    assert not one_house.is_in(key)
    ended = one_house.visitor.post("/session/stay", {})
    assert ended.status_code == 401
    assert "plus connecté" in ended.text


def test_staying_counts_as_activity(one_house: House) -> None:
    sign_in(one_house.visitor, one_house.person())
    mine = sessions.c.hash == hash_of(one_house.key())
    earlier = datetime.now(UTC) - timedelta(minutes=40)
    with one_house.site.database.sessions.begin() as session:
        session.execute(update(sessions).where(mine).values(seen_at=earlier))
    one_house.visitor.post("/session/stay", {})
    with one_house.site.database.readings.begin() as session:
        assert session.execute(select(sessions.c.seen_at).where(mine)).scalar_one() > earlier + timedelta(minutes=30)


@pytest.mark.parametrize("field", ["email", "password", "back"])
@pytest.mark.parametrize(
    "value", ["\x00", "é" * 3000, "' OR 1=1 --", "{{7*7}}", "\ud83d".encode("utf-16", "surrogatepass").hex()]
)
def test_strange_input_to_signing_in_is_no_trouble(one_house: House, field: str, value: str) -> None:
    form = {"email": "a@b.example", "password": "x", "back": "/"} | {field: value}
    assert one_house.visitor.post("/sign-in", form).status_code == 422


def test_tokens_and_passwords_are_nowhere_in_the_database(house: House) -> None:
    """A17: what opens something is kept as a hash or sealed."""
    person = house.person(factor=True)
    _, path = house.invitation(house.organisation(), "dominique")
    sign_in(house.visitor, person)
    house.visitor.post("/forgotten", {"email": person.email})
    secrets = [PASSWORD, person.secret, house.key(), path.split("/")[-1]]
    link = next(item for item in house.letters_to(person.email) if item.kind == "password-reset").values["link"]
    secrets.append(str(link).split("/")[-1])
    with house.site.database.readings.begin() as session:
        tables = people.metadata.sorted_tables
        dump = " ".join(str(row) for table in tables for row in session.execute(select(table)))
    assert [secret for secret in secrets if secret in dump] == []
