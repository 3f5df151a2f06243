"""Signing in through a provider that runs in a process of its own: rightly, and in every wrong way."""

from __future__ import annotations

import html
import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pyotp
import pytest
from litestar.testing import TestClient
from sqlalchemy import func, select

from assessment.domain.membership import MembershipRole
from assessment.services.account_invitations import Issued, NewInvitation, invite, revoke
from assessment.services.accounts import NewPerson, create_person
from assessment.services.addresses import read_address
from assessment.services.secrets import new_secret
from assessment.services.sign_in import link_identity, sign_in_person
from assessment.settings import Settings
from assessment.storage.organisations import insert_organisation
from assessment.storage.tables import audit_events, identities, memberships, people, sessions
from assessment.web.app import create_app
from assessment.web.site import Site
from tests.oidc_provider import CLIENT, SECRET, SUBJECT, Running, running
from tests.visitors import BASE, BROWSER, Visitor

CALLBACK = "/sign-in/oidc/callback"
ADDRESS = "claire@fictif.example"
PASSWORD = "une phrase assez longue pour ouvrir"
TRUST = ssl.create_default_context()
"""Made once: it takes longer than a request."""

REFUSED = [
    ("wrong-state", 403, "n’a pas commencé dans ce navigateur"),
    ("denied", 403, "n’a laissé entrer personne"),
    ("mixed-up", 403, "ne vient pas de ProConnect"),
    ("code-of-another-client", 403, "n’accepte pas cette connexion"),
    ("unsigned", 403, "n’est pas signée"),
    ("signed-with-public-key", 403, "n’est pas signée"),
    ("forged", 403, "n’est pas signée"),
    ("other-algorithm", 403, "n’est pas signée"),
    ("wrong-nonce", 403, "appartient à une autre connexion"),
    ("nonce-missing", 403, "appartient à une autre connexion"),
    ("wrong-audience", 403, "destinée à un autre service"),
    ("wrong-party", 403, "destinée à un autre service"),
    ("party-missing", 403, "destinée à un autre service"),
    ("wrong-issuer", 403, "ne vient pas de ProConnect"),
    ("expired", 403, "n’est plus à jour"),
    ("expiry-missing", 403, "n’est plus à jour"),
    ("of-tomorrow", 403, "incomplète ou se contredit"),
    ("subject-missing", 403, "incomplète ou se contredit"),
    ("other-access-token", 403, "incomplète ou se contredit"),
    ("userinfo-plain", 403, "n’a pas signé ce qu’il dit de vous"),
    ("userinfo-unsigned", 403, "n’est pas signée"),
    ("userinfo-of-another", 403, "deux personnes différentes"),
    ("userinfo-for-another-client", 403, "destinée à un autre service"),
]
"""What the provider does wrong once the person is there; the status and a piece of the sentence of the page."""

NOT_LEFT_FOR = [
    ("broken", 503, "ne répond pas"),
    ("discovery-elsewhere", 502, "renvoie vers une autre adresse"),
    ("huge", 502, "beaucoup trop"),
    ("no-json", 502, "inutilisable"),
    ("document-of-another", 502, "inutilisable"),
    ("inner-endpoint", 502, "inutilisable"),
]
"""What it does wrong before anybody was sent there."""


@pytest.fixture(scope="module")
def provider() -> Iterator[Running]:
    """A provider that runs."""
    with running() as found:
        yield found


@pytest.fixture(autouse=True)
def as_usual(provider: Running) -> None:
    """Every test begins with a provider that does what it should."""
    provider.behave()


class Somebody:
    """A browser at the service, with a way to and from the provider."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client, self.visitor = client, Visitor(client)
        self.site: Site = client.app.state.site

    def leave(self, way: str = "sign-in", back: str = "/account") -> httpx.Response:
        return self.visitor.post("/sign-in/oidc", {"way": way, "back": back})

    def there(self, page: httpx.Response) -> str:
        """Follow the page to the provider; the address it sends back to."""
        assert page.status_code == 200, page.text
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
        assert found is not None
        sent = httpx.get(html.unescape(found.group(1)), follow_redirects=False, verify=TRUST)
        assert sent.status_code == 302, sent.text
        return sent.headers["location"].removeprefix(BASE)

    def come_back(self, path: str) -> httpx.Response:
        """What the browser asks for when the provider redirects it: a request that another site set off."""
        return self.client.get(path, headers={"Sec-Fetch-Site": "cross-site"}, follow_redirects=False)

    def sign_in(self, way: str = "sign-in") -> httpx.Response:
        return self.come_back(self.there(self.leave(way)))

    def is_signed_in(self) -> bool:
        return self.client.get("/account", follow_redirects=False).status_code == 200

    def person(self, email: str = ADDRESS, subject: str | None = SUBJECT) -> str:
        """Somebody with an account, connected with the provider if `subject` says how."""
        new = NewPerson(address=read_address(email), name="Claire", language="fr", password_hash=None)
        with self.site.database.sessions.begin() as session:
            person_id = create_person(session, new, actor="command-line", now=self.site.now())
            assert person_id is not None
            if subject is not None:
                issuer = self.site.settings.oidc_issuer
                assert link_identity(session, person_id, issuer=issuer, subject=subject, now=self.site.now())
        return person_id

    def begin_session(self, person_id: str) -> None:
        """Sign somebody in without the provider."""
        with self.site.database.sessions.begin() as session:
            key = sign_in_person(session, person_id, device="", old_key=None, now=self.site.now())
        self.client.cookies.set("session", key, domain="127.0.0.1", path="/")

    def invited(self, email: str = ADDRESS, *, at: datetime | None = None) -> Issued:
        """Invite to an organisation, and open the link of the letter."""
        place = new_secret()
        with self.site.database.sessions.begin() as session:
            row = {"id": place, "name": "Office fictif", "created_at": self.site.now()}
            insert_organisation(session.connection(), row)
            new = NewInvitation(address=read_address(email), language="fr", role=MembershipRole.MEMBER, place=place)
            issued = invite(session, new, actor="command-line", now=at or self.site.now())
        self.place = place
        self.client.get(f"/join/{issued.token}", follow_redirects=False)
        return issued

    def count(self, table: Any) -> int:
        with self.site.database.readings.begin() as session:
            return session.execute(select(func.count()).select_from(table)).scalar_one()


def service(folder: Path, provider: Running, **settings: Any) -> TestClient[Any]:
    secret = folder / "secret"
    secret.write_text(SECRET + "\n")
    usual: dict[str, Any] = {
        "database": f"sqlite+pysqlite:///{folder}/oidc.sqlite",
        "base_address": BASE,
        "key_file": folder / "assessment.key",
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret_file": secret,
    }
    chosen = Settings(**(usual | settings))
    return TestClient(create_app(chosen), base_url=chosen.base_address)


@pytest.fixture
def somebody(tmp_path: Path, provider: Running) -> Iterator[Somebody]:
    """Somebody at a service of their own."""
    with service(tmp_path, provider) as client:
        yield Somebody(client)


def test_a_connected_person_signs_in_and_lands_where_they_wanted(somebody: Somebody) -> None:
    somebody.person()
    arrived = somebody.sign_in()
    assert (arrived.status_code, arrived.headers["location"]) == (303, "/account")
    assert arrived.headers["referrer-policy"] == "no-referrer"
    assert somebody.is_signed_in()


@pytest.mark.parametrize(
    "how",
    [
        {"oidc_pkce": False},
        {"oidc_algorithm": "ES256"},
        {"secret_in_form": False},
        {"oidc_signed_userinfo": False, "mode": "userinfo-plain"},
    ],
    ids=str,
)
def test_other_registrations_work_too(tmp_path: Path, provider: Running, how: dict[str, Any]) -> None:
    """Without PKCE, with another signature, with the secret in a header, with plain userinfo where that is allowed."""
    theirs = {name: value for name, value in how.items() if not name.startswith("oidc_")}
    provider.behave(pkce=how.get("oidc_pkce", True), algorithm=how.get("oidc_algorithm", "RS256"), **theirs)
    ours = {name: value for name, value in how.items() if name.startswith("oidc_")}
    with service(tmp_path, provider, **ours) as client:
        somebody = Somebody(client)
        somebody.person()
        assert somebody.sign_in().status_code == 303
        assert somebody.is_signed_in()


def test_state_and_nonce_are_long_and_only_sealed_in_the_browser(somebody: Somebody) -> None:
    """256 bits each, in a cookie of ten minutes that nobody but the service can read."""
    page = somebody.leave()
    found = re.search(r'url=([^"]+)"', page.text)
    assert found is not None
    asked = parse_qs(urlsplit(html.unescape(found.group(1))).query)
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 43
    (cookie,) = [line for line in page.headers.get_list("set-cookie") if line.startswith("token-oidc=")]
    assert "Max-Age=600" in cookie
    assert "HttpOnly" in cookie
    assert not any(asked[name][0] in cookie for name in ("state", "nonce"))


def test_over_https_the_browser_binds_the_journey_to_this_host(tmp_path: Path, provider: Running) -> None:
    address = "https://assessment.example"
    with service(tmp_path, provider, base_address=address) as client:
        page = Visitor(client, origin=address).post("/sign-in/oidc", {"way": "sign-in", "back": "/home"})
        (cookie,) = [line for line in page.headers.get_list("set-cookie") if "oidc" in line]
    assert cookie.startswith("__Host-token-oidc=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert f"{address}{CALLBACK}".replace(":", "%3A").replace("/", "%2F") in page.text


@pytest.mark.parametrize(("mode", "status", "sentence"), REFUSED, ids=[mode for mode, _, _ in REFUSED])
def test_a_wrong_answer_lets_nobody_in(
    somebody: Somebody, provider: Running, mode: str, status: int, sentence: str
) -> None:
    somebody.person()
    provider.behave(mode=mode)
    answer = somebody.sign_in()
    assert (answer.status_code, sentence in answer.text) == (status, True), answer.text
    assert somebody.count(sessions) == 0
    assert not somebody.is_signed_in()


@pytest.mark.parametrize(("mode", "status", "sentence"), NOT_LEFT_FOR, ids=[mode for mode, _, _ in NOT_LEFT_FOR])
def test_nobody_is_sent_to_a_provider_that_cannot_be_used(
    somebody: Somebody, provider: Running, mode: str, status: int, sentence: str
) -> None:
    before = len(provider.asked())
    provider.behave(mode=mode)
    answer = somebody.leave()
    assert (answer.status_code, sentence in answer.text) == (status, True), answer.text
    assert "/elsewhere" not in provider.asked()[before:]


def test_a_provider_that_is_not_there_has_its_page_in_both_languages(tmp_path: Path) -> None:
    with running() as provider:
        client = service(tmp_path, provider)
    with client:
        somebody = Somebody(client)
        assert "ProConnect ne répond pas" in somebody.leave().text
        client.get("/language/en", follow_redirects=False)
        answer = somebody.leave()
        assert (answer.status_code, "ProConnect does not answer" in answer.text) == (503, True)
        assert answer.headers["retry-after"] == "10"


def test_a_code_serves_once_even_to_the_browser_it_was_given_to(somebody: Somebody) -> None:
    somebody.person()
    page = somebody.leave()
    remembered = somebody.client.cookies["token-oidc"]
    path = somebody.there(page)
    assert somebody.come_back(path).status_code == 303
    assert "token-oidc" not in somebody.client.cookies
    again = somebody.come_back(path)
    assert "n’a pas commencé dans ce navigateur" in again.text
    somebody.client.cookies.set("token-oidc", remembered, domain="127.0.0.1", path="/")
    reused = somebody.come_back(path)
    assert (reused.status_code, "déjà servi" in reused.text) == (403, True)
    assert somebody.count(sessions) == 1


def test_the_way_back_opens_nothing_in_another_browser(somebody: Somebody) -> None:
    somebody.person()
    path = somebody.there(somebody.leave())
    somebody.client.cookies.clear()
    assert "n’a pas commencé dans ce navigateur" in somebody.come_back(path).text
    assert somebody.count(sessions) == 0


def test_an_old_journey_is_over(somebody: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    somebody.person()
    path = somebody.there(somebody.leave())
    later = datetime.now(UTC) + timedelta(minutes=11)
    monkeypatch.setattr(Site, "now", lambda _: later)
    assert "plus de dix minutes" in somebody.come_back(path).text
    assert somebody.count(sessions) == 0


@pytest.mark.parametrize("cookie", ["x", "é", "gAAAAA", ""])
def test_a_made_up_journey_is_none(somebody: Somebody, cookie: str) -> None:
    headers = {b"Cookie": f"token-oidc={cookie}".encode()}
    answer = somebody.client.get(f"{CALLBACK}?state={'a' * 43}&code=x", headers=headers)
    assert (answer.status_code, "n’a pas commencé" in answer.text) == (403, True)


def test_an_unknown_subject_with_a_known_address_is_let_in_nowhere(somebody: Somebody) -> None:
    """Not by signing in, not by an invitation to that address either."""
    somebody.person(subject=None)
    assert "Personne ici n’est relié" in somebody.sign_in().text
    somebody.invited()
    assert "a déjà un compte" in somebody.sign_in("join").text
    assert (somebody.count(sessions), somebody.count(identities), somebody.count(memberships)) == (0, 0, 0)


def test_an_invitation_is_redeemed_by_whoever_has_its_verified_address(somebody: Somebody) -> None:
    somebody.invited()
    assert "Rejoindre avec ProConnect" in somebody.client.get("/join").text
    arrived = somebody.sign_in("join")
    assert (arrived.status_code, arrived.headers["location"]) == (303, "/home")
    assert somebody.count(memberships) == 1
    with somebody.site.database.readings.begin() as session:
        person = session.execute(select(people)).mappings().one()
    assert (person["email"], person["name"], person["password_hash"]) == (ADDRESS, "Claire Fictive", None)
    somebody.client.cookies.clear()
    assert somebody.sign_in().headers["location"] == "/account"


@pytest.mark.parametrize(
    ("behaviour", "sentence"),
    [
        ({"email": "autre@fictif.example"}, "n’est pas celle qui a été invitée"),
        ({"email_verified": False}, "pas d’adresse électronique vérifiée"),
        ({"email_verified": None}, "pas d’adresse électronique vérifiée"),
        ({"email_verified": "true"}, "pas d’adresse électronique vérifiée"),
        ({"email": ["claire@fictif.example"]}, "pas d’adresse électronique vérifiée"),
    ],
    ids=str,
)
def test_an_invitation_is_not_redeemed_by_another_address(
    somebody: Somebody, provider: Running, behaviour: dict[str, Any], sentence: str
) -> None:
    somebody.invited()
    provider.behave(**behaviour)
    assert sentence in somebody.sign_in("join").text
    assert (somebody.count(memberships), somebody.count(people), somebody.count(identities)) == (0, 0, 0)


def test_addresses_said_by_a_trusted_provider_need_not_be_said_verified(tmp_path: Path, provider: Running) -> None:
    """But an address said not to be verified never counts."""
    with service(tmp_path, provider, oidc_trusts_email=True) as client:
        somebody = Somebody(client)
        somebody.invited()
        provider.behave(email_verified=False)
        assert somebody.sign_in("join").status_code == 403
        provider.behave(email_verified=None)
        assert somebody.sign_in("join").headers["location"] == "/home"


def test_an_expired_or_revoked_invitation_makes_no_member(somebody: Somebody) -> None:
    somebody.invited(at=datetime.now(UTC) - timedelta(days=15))
    expired = somebody.sign_in("join")
    issued = somebody.invited()
    page = somebody.leave("join")
    with somebody.site.database.sessions.begin() as session:
        assert revoke(session, issued.id, somebody.place, actor="command-line", now=somebody.site.now())
    revoked = somebody.come_back(somebody.there(page))
    assert (expired.status_code, revoked.status_code) == (410, 410)
    assert (somebody.count(memberships), somebody.count(people), somebody.count(sessions)) == (0, 0, 0)


def test_somebody_signed_in_connects_the_provider_and_comes_in_by_it(somebody: Somebody) -> None:
    person_id = somebody.person(subject=None)
    somebody.begin_session(person_id)
    assert "/account/oidc" in somebody.client.get("/account").text
    assert "Relier ProConnect" in somebody.client.get("/account/oidc").text
    page = somebody.visitor.post("/account/oidc", {})
    connected = somebody.come_back(somebody.there(page))
    assert (connected.status_code, connected.headers["location"]) == (303, "/account?done=yes")
    somebody.client.cookies.clear()
    assert somebody.sign_in().headers["location"] == "/account"


def test_connecting_asks_for_the_password_again(somebody: Somebody) -> None:
    somebody.invited()
    form = {"name": "Claire", "password": PASSWORD, "email": ADDRESS}
    assert somebody.visitor.post("/join", form).status_code == 303
    refused = somebody.visitor.post("/account/oidc", {"current": "something else"})
    assert (refused.status_code, "http-equiv" in refused.text) == (422, False)
    assert somebody.visitor.post("/account/oidc", {"current": PASSWORD}).status_code == 200


def test_an_identity_of_somebody_else_is_not_connected(somebody: Somebody) -> None:
    somebody.person()
    somebody.begin_session(somebody.person("autre@fictif.example", subject=None))
    answer = somebody.come_back(somebody.there(somebody.visitor.post("/account/oidc", {})))
    assert (answer.status_code, "relié à quelqu’un d’autre" in answer.text) == (403, True)
    assert somebody.count(identities) == 1


def test_nobody_connects_for_whoever_signed_in_meanwhile(somebody: Somebody) -> None:
    first, second = (somebody.person(f"{name}@fictif.example", subject=None) for name in ("un", "deux"))
    somebody.begin_session(first)
    path = somebody.there(somebody.visitor.post("/account/oidc", {}))
    somebody.begin_session(second)
    assert "pendant votre absence" in somebody.come_back(path).text
    assert somebody.count(identities) == 0


@pytest.mark.parametrize(
    ("behaviour", "lands"), [({}, "/sign-in/second-factor"), ({"acr": "eidas2"}, ""), ({"amr": ["pwd", "mfa"]}, "")]
)
def test_the_second_factor_is_asked_for_unless_the_provider_asked(
    tmp_path: Path, provider: Running, behaviour: dict[str, Any], lands: str
) -> None:
    with service(tmp_path, provider, oidc_second_factor_acr=("eidas2", "mfa")) as client:
        somebody = Somebody(client)
        person_id, secret = somebody.person(), pyotp.random_base32()
        with somebody.site.database.sessions.begin() as session:
            sealed = somebody.site.seal.close(secret)
            session.execute(people.update().where(people.c.id == person_id).values(totp_secret=sealed))
        provider.behave(**behaviour)
        assert somebody.sign_in().status_code == 303
        opened = client.get("/account", follow_redirects=False)
        assert opened.headers.get("location", "").partition("?")[0] == lands


def test_no_acr_counts_when_none_was_named(somebody: Somebody, provider: Running) -> None:
    person_id = somebody.person()
    with somebody.site.database.sessions.begin() as session:
        sealed = somebody.site.seal.close(pyotp.random_base32())
        session.execute(people.update().where(people.c.id == person_id).values(totp_secret=sealed))
    provider.behave(acr="eidas3", amr=["mfa"])
    somebody.sign_in()
    assert not somebody.is_signed_in()


def test_new_keys_of_the_provider_are_fetched_once(somebody: Somebody, provider: Running) -> None:
    somebody.person()
    assert somebody.sign_in().status_code == 303
    provider.rotate()
    before = provider.asked().count("/jwks")
    assert somebody.sign_in().status_code == 303
    assert provider.asked().count("/jwks") == before + 1
    assert somebody.sign_in().status_code == 303
    assert provider.asked().count("/jwks") == before + 1


def test_a_disabled_person_stays_out(somebody: Somebody) -> None:
    person_id = somebody.person()
    with somebody.site.database.sessions.begin() as session:
        session.execute(people.update().where(people.c.id == person_id).values(disabled_at=somebody.site.now()))
    assert "Personne ici n’est relié" in somebody.sign_in().text
    assert somebody.count(sessions) == 0


def test_signing_out_leaves_the_provider_too(somebody: Somebody, provider: Running) -> None:
    somebody.person()
    somebody.sign_in()
    kept = somebody.client.cookies["token-oidc-out"]
    assert kept.count(".") == 0, "the token can be read in the browser"
    answer = somebody.visitor.post("/sign-out", {})
    found = re.search(r'url=([^"]+)"', answer.text)
    assert found is not None
    address = html.unescape(found.group(1))
    assert address.startswith(f"{provider.issuer}/end-session?id_token_hint=ey")
    assert httpx.get(address, follow_redirects=False, verify=TRUST).headers["location"] == f"{BASE}/"
    assert not somebody.is_signed_in()
    assert {"session", "token-oidc-out"}.isdisjoint(somebody.client.cookies)


def test_signing_out_works_while_the_provider_is_down(
    somebody: Somebody, provider: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody.person()
    somebody.sign_in()
    provider.behave(mode="broken")
    monkeypatch.setattr("assessment.services.oidc_documents.KEPT_SECONDS", 0.0)
    answer = somebody.visitor.post("/sign-out", {})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert not somebody.is_signed_in()


def test_signing_in_ends_the_session_the_browser_was_in(somebody: Somebody) -> None:
    somebody.person()
    somebody.begin_session(somebody.person("autre@fictif.example", subject=None))
    before = somebody.client.cookies["session"]
    assert somebody.sign_in().status_code == 303
    assert somebody.client.cookies["session"] != before
    assert somebody.count(sessions) == 1


def test_refusals_are_noted_and_bounded(somebody: Somebody, provider: Running) -> None:
    """After fifty returns that came to nothing an address has to wait, and nobody asks the provider any more."""
    provider.behave(mode="denied")
    statuses = [somebody.sign_in().status_code for _ in range(51)]
    assert statuses == [403] * 50 + [429]
    with somebody.site.database.readings.begin() as session:
        events = session.execute(select(audit_events.c.action, audit_events.c.details)).all()
    assert [tuple(event) for event in events] == [
        ("session.refused", {"by": "provider", "cause": "denied"}),
    ] * 50


def test_another_site_cannot_send_anybody_to_the_provider(somebody: Somebody) -> None:
    foreign = BROWSER | {"Sec-Fetch-Site": "cross-site", "Content-Type": "application/x-www-form-urlencoded"}
    assert somebody.client.post("/sign-in/oidc", content="way=sign-in", headers=foreign).status_code == 403


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_lands_on_another_site(somebody: Somebody, back: str) -> None:
    somebody.person()
    assert somebody.come_back(somebody.there(somebody.leave(back=back))).headers["location"] == "/"


def test_without_a_provider_there_is_no_button_and_no_page(on_sqlite: TestClient[Any]) -> None:
    on_sqlite.cookies.clear()
    visitor = Visitor(on_sqlite)
    assert "/sign-in/oidc" not in visitor.get("/sign-in").text
    assert visitor.get(CALLBACK).status_code == 404
    assert visitor.post("/sign-in/oidc", {"way": "sign-in", "back": "/"}).status_code == 404
