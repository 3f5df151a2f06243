"""Organisations, networks and the platform on their pages, on both engines."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import select, update

from assessment.domain.audit import AuditAction
from assessment.domain.membership import MembershipRole
from assessment.services.mail import Letter, LetterKind, post
from assessment.services.secrets import new_secret
from assessment.storage.memberships import list_invitations, list_members
from assessment.storage.tables import (
    account_invitations,
    api_keys,
    assessments,
    audit_events,
    mails,
    memberships,
    organisation_networks,
    organisations,
    people,
    respondents,
    sessions,
)
from tests.houses import Houses, Person, as_person
from tests.visitors import PROFILE, Visitor

LEAD, MEMBER, HEAD = MembershipRole.LEAD, MembershipRole.MEMBER, MembershipRole.HEAD
RUN = {"form": "full", "mode": "shared", "results_for": "lead", "deadline": ""}
NAMES = ("<script>alert(1)</script>", "=1+1", 'O’Brien & Fils "SARL"', "{{7*7}}", "日本語 é")


class Stage:
    """A network of two organisations, a lead and a member of the first, and somebody else's network beside it."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client, self.database = client, client.app.state.site.database
        self.houses = Houses(self.database)
        self.network = self.houses.network()
        self.organisation = self.houses.organisation(self.network, "Office fictif du Nord")
        self.sister = self.houses.organisation(self.network, "Office fictif du Sud")
        self.elsewhere = self.houses.organisation(self.houses.network("Autre réseau"), "Office d’ailleurs")
        self.home = f"/organisations/{self.organisation}"
        self.lead = self.houses.person(LEAD, self.organisation, "Léa Fictive")
        self.head = self.houses.person(HEAD, self.network, "Hugo Fictif")

    def browse(self, person: Person | None) -> Visitor:
        return as_person(self.client, person)

    def rows(self, statement: Any) -> list[Any]:
        with self.database.readings.begin() as session:
            return list(session.execute(statement).mappings())

    def actions(self) -> list[str]:
        """What the audit says was done, the last one first."""
        found = self.rows(select(audit_events.c.action).order_by(audit_events.c.number.desc()))
        return [row["action"] for row in found]

    def start(self, **changes: str) -> str:
        """Start an assessment as the lead; its id."""
        answer = self.browse(self.lead).post(f"{self.home}/assessments", RUN | changes)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"].split("/")[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest) -> Stage:
    return Stage(request.getfixturevalue(f"on_{request.param}"))


@pytest.fixture
def quick(on_sqlite: TestClient[Any]) -> Stage:
    return Stage(on_sqlite)


def test_whoever_belongs_nowhere_reads_what_would_appear_in_their_tasks(quick: Stage) -> None:
    text = quick.browse(quick.houses.person()).get("/home").text
    assert "Personne n’attend vos réponses" in text
    assert "Vous n’appartenez à aucune organisation" in text


def test_without_a_session_every_page_leads_to_the_sign_in(quick: Stage) -> None:
    for path in ("/home", quick.home, f"/networks/{quick.network}", "/platform"):
        answer = quick.browse(None).client.get(path, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?back=")


def test_a_lead_starts_an_assessment_with_the_profile_of_the_organisation(stage: Stage) -> None:
    visitor = stage.browse(stage.lead)
    assert visitor.post(f"{stage.home}/settings", PROFILE | {"name": "Office renommé"}).status_code == 303
    day = date.today() + timedelta(days=30)
    answer = visitor.post(f"{stage.home}/assessments", RUN | {"mode": "panel", "deadline": day.isoformat()})
    row = stage.rows(select(assessments).where(assessments.c.organisation_id == stage.organisation))[0]
    assert answer.headers["location"] == f"/assessments/{row['id']}"
    assert row["organisation"]["name"] == "Office renommé"
    assert (row["lead_id"], row["mode"], row["results_for"]) == (stage.lead.id, "panel", "lead")
    assert row["deadline"].date() in (day, day - timedelta(days=1))
    assert "Office renommé" in visitor.get(answer.headers["location"]).text
    assert stage.actions()[:2] == [AuditAction.ASSESSMENT_STARTED, AuditAction.ORGANISATION_CHANGED]


def test_an_assessment_of_an_undescribed_organisation_begins_with_the_profile(quick: Stage) -> None:
    answer = quick.browse(quick.lead).post(f"{quick.home}/assessments", RUN)
    assert answer.headers["location"].endswith("/profile")


def test_the_assessment_appears_on_the_home_of_everybody_as_far_as_it_concerns_them(stage: Stage) -> None:
    run = stage.start()
    member = stage.houses.person(MEMBER, stage.organisation)
    for path in ("/home", stage.home):
        mine, theirs = stage.browse(stage.lead).get(path).text, stage.browse(member).get(path).text
        assert f'href="/assessments/{run}"' in mine
        assert f'href="/assessments/{run}/people"' in mine
        assert "Évaluation complète, commencée le" in theirs
        assert f"/assessments/{run}" not in theirs


def test_an_invitation_to_answer_is_among_my_tasks_until_it_is_over(stage: Stage) -> None:
    run, person, now = stage.start(), stage.houses.person(), datetime.now(UTC)
    row = {"id": new_secret(), "assessment_id": run, "person_id": person.id, "token_hash": new_secret(), "name": "X"}
    row |= {"email": person.email, "email_key": person.email, "language": "fr", "role": "staff", "form": "full"}
    with stage.database.sessions.begin() as session:
        times = {"invited_at": now, "expires_at": now + timedelta(days=1)}
        session.execute(respondents.insert(), row | {"parts": []} | times)
    assert f'href="/assessments/{run}"' in stage.browse(person).get("/home").text
    with stage.database.sessions.begin() as session:
        session.execute(update(respondents).where(respondents.c.id == row["id"]).values(revoked_at=now))
    assert run not in stage.browse(person).get("/home").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"mode": ""}, "Choisissez comment les personnes répondent."),
        ({"form": "mirror"}, "Cette réponse n’était pas proposée"),
        ({"deadline": "31/12/2099"}, "Écrivez la date"),
        ({"deadline": "2026-02-30"}, "Écrivez la date"),
        ({"deadline": "2020-01-01"}, "Choisissez un jour à venir."),
        ({"deadline": "9999-12-31"}, "Choisissez un jour dans les dix ans."),
    ],
)
def test_a_start_with_something_wrong_says_what_and_starts_nothing(
    quick: Stage, changes: dict[str, str], sentence: str
) -> None:
    answer = quick.browse(quick.lead).post(f"{quick.home}/assessments", RUN | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<title>Erreur" in answer.text
    assert not quick.rows(select(assessments).where(assessments.c.organisation_id == quick.organisation))


def test_a_form_with_a_field_of_no_page_is_refused_everywhere(quick: Stage) -> None:
    membership = quick.rows(select(memberships).where(memberships.c.person_id == quick.lead.id))[0]["id"]
    admin = quick.houses.person(MembershipRole.ADMINISTRATOR)
    posts = {
        quick.lead: [
            f"{quick.home}/assessments",
            f"{quick.home}/members",
            f"{quick.home}/members/{membership}/role",
            f"{quick.home}/members/{membership}/remove",
            f"{quick.home}/settings",
            f"{quick.home}/delete",
            f"{quick.home}/keys",
            f"{quick.home}/networks/{quick.network}/leave",
        ],
        quick.head: [f"/networks/{quick.network}/{end}" for end in ("organisations", "members", "keys")],
        admin: ["/platform/networks", f"/platform/people/{quick.lead.id}/disable"],
    }
    for person, paths in posts.items():
        for path in paths:
            answer = quick.browse(person).post(path, RUN | {"organisation_id": quick.elsewhere, "lead_id": "x"})
            assert answer.status_code == 400, path


def test_inviting_sends_one_letter_that_can_be_sent_again_and_withdrawn(stage: Stage) -> None:
    visitor, before = stage.browse(stage.lead), len(stage.rows(select(mails)))
    form = {"email": "nouvelle@example.org", "role": "member", "language": "fr"}
    assert visitor.post(f"{stage.home}/members", form).status_code == 303
    with stage.database.readings.begin() as session:
        invited = list_invitations(session.connection(), stage.organisation)[0]
    assert (invited["role"], invited["invited_by"]) == ("member", stage.lead.id)
    assert "nouvelle@example.org" in visitor.get(f"{stage.home}/members").text
    base = f"{stage.home}/invitations/{invited['id']}"
    assert visitor.post(f"{base}/resend", {}).status_code == 303
    assert visitor.post(f"{base}/revoke", {}).status_code == 303
    assert "nouvelle@example.org" not in visitor.get(f"{stage.home}/members").text
    assert [visitor.post(f"{base}/{end}", {}).status_code for end in ("resend", "revoke")] == [404, 404]
    assert len(stage.rows(select(mails))) == before + 2
    stored = stage.rows(select(account_invitations).where(account_invitations.c.id == invited["id"]))[0]
    assert stored["token_hash"] != invited["token_hash"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "nobody"}, 'id="email-error"'),
        ({"role": "head"}, "Cette réponse n’était pas proposée"),
        ({"role": "administrator"}, "Cette réponse n’était pas proposée"),
        ({"language": ""}, "Choisissez une langue."),
    ],
)
def test_an_invitation_with_something_wrong_is_not_sent(quick: Stage, changes: dict[str, str], sentence: str) -> None:
    before = len(quick.rows(select(mails)))
    form = {"email": "x@example.org", "role": "member", "language": "fr"} | changes
    answer = quick.browse(quick.lead).post(f"{quick.home}/members", form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(quick.rows(select(mails))) == before


def test_the_last_lead_can_neither_be_removed_nor_demoted(stage: Stage) -> None:
    visitor, path = stage.browse(stage.lead), f"{stage.home}/members"
    mine = stage.rows(select(memberships).where(memberships.c.person_id == stage.lead.id))[0]["id"]
    for end, form in (("role", {"role": "member"}), ("remove", {})):
        answer = visitor.post(f"{path}/{mine}/{end}", form)
        assert answer.status_code == 409
        assert "Donnez d’abord ce rôle à quelqu’un d’autre" in answer.text
    stage.houses.person(LEAD, stage.organisation)
    assert stage.browse(stage.lead).post(f"{path}/{mine}/remove", {}).status_code == 303


def test_a_lead_who_was_disabled_does_not_count_as_the_other_one(quick: Stage) -> None:
    other = quick.houses.person(LEAD, quick.organisation)
    with quick.database.sessions.begin() as session:
        session.execute(update(people).where(people.c.id == other.id).values(disabled_at=datetime.now(UTC)))
    mine = quick.rows(select(memberships).where(memberships.c.person_id == quick.lead.id))[0]["id"]
    assert quick.browse(quick.lead).post(f"{quick.home}/members/{mine}/remove", {}).status_code == 409


def test_a_removed_or_demoted_member_notices_at_the_next_request(stage: Stage) -> None:
    other = stage.houses.person(LEAD, stage.organisation)
    theirs = stage.rows(select(memberships).where(memberships.c.person_id == other.id))[0]["id"]
    assert stage.browse(other).get(f"{stage.home}/members").status_code == 200
    stage.browse(stage.lead).post(f"{stage.home}/members/{theirs}/role", {"role": "member"})
    assert stage.browse(other).get(f"{stage.home}/members").status_code == 403
    stage.browse(stage.lead).post(f"{stage.home}/members/{theirs}/remove", {})
    assert stage.browse(other).get(stage.home).status_code == 404
    assert stage.actions()[:2] == [AuditAction.MEMBERSHIP_REMOVED, AuditAction.MEMBERSHIP_CHANGED]


def test_members_invitations_and_keys_of_another_place_are_not_found_and_stay(stage: Stage) -> None:
    theirs = stage.houses.person(MEMBER, stage.elsewhere)
    membership = stage.rows(select(memberships).where(memberships.c.person_id == theirs.id))[0]["id"]
    visitor = stage.browse(stage.lead)
    for end, form in (("role", {"role": "lead"}), ("remove", {})):
        assert visitor.post(f"{stage.home}/members/{membership}/{end}", form).status_code == 404
        assert visitor.post(f"/organisations/{stage.elsewhere}/members/{membership}/{end}", form).status_code == 404
    for end in ("resend", "revoke"):
        assert visitor.post(f"{stage.home}/invitations/{new_secret()}/{end}", {}).status_code == 404
    assert visitor.post(f"{stage.home}/keys/{new_secret()}/revoke", {}).status_code == 404
    with stage.database.readings.begin() as session:
        assert list_members(session.connection(), stage.elsewhere)[0]["role"] == "member"


def test_settings_say_which_facets_are_compared_and_keep_what_was_typed(quick: Stage) -> None:
    visitor = quick.browse(quick.lead)
    assert "décident avec quelles autres vous êtes comparés" in visitor.get(f"{quick.home}/settings").text
    answer = visitor.post(f"{quick.home}/settings", PROFILE | {"name": "", "staff": "beaucoup"})
    assert answer.status_code == 422
    assert "Indiquez le nom" in answer.text or "nom de l’organisation" in answer.text
    assert 'value="beaucoup"' in answer.text


def test_an_organisation_leaves_a_network_which_then_no_longer_sees_it(stage: Stage) -> None:
    visitor = stage.browse(stage.lead)
    assert visitor.post(f"{stage.home}/networks/{stage.network}/leave", {}).status_code == 303
    assert visitor.post(f"{stage.home}/networks/{stage.network}/leave", {}).status_code == 404
    linked = stage.rows(select(organisation_networks.c.organisation_id))
    assert stage.organisation not in {row["organisation_id"] for row in linked}
    assert "Office fictif du Nord" not in stage.browse(stage.head).get(f"/networks/{stage.network}").text
    assert stage.actions()[0] == AuditAction.NETWORK_LEFT


def test_deleting_asks_for_the_name_and_then_leaves_nothing(stage: Stage) -> None:
    stage.start()
    visitor = stage.browse(stage.lead)
    for name in ("", "office fictif du nord"):
        assert visitor.post(f"{stage.home}/delete", {"name": name}).status_code == 422
    assert "1\u00a0évaluation" in visitor.get(f"{stage.home}/delete").text.replace(" ", "\u00a0")
    assert visitor.post(f"{stage.home}/delete", {"name": "Office fictif du Nord"}).status_code == 303
    assert not stage.rows(select(organisations).where(organisations.c.id == stage.organisation))
    assert not stage.rows(select(assessments).where(assessments.c.organisation_id == stage.organisation))
    assert not stage.rows(select(memberships).where(memberships.c.organisation_id == stage.organisation))
    assert visitor.get(stage.home).status_code == 404
    assert stage.actions()[0] == AuditAction.ORGANISATION_DELETED


def test_a_network_sees_how_far_each_organisation_is_and_nothing_more(stage: Stage) -> None:
    run = stage.start()
    analyst = stage.houses.person(MembershipRole.ANALYST, stage.network)
    for person in (stage.head, analyst):
        text = stage.browse(person).get(f"/networks/{stage.network}").text
        assert "Office fictif du Nord" in text
        assert "En cours" in text
        assert "Office d’ailleurs" not in text
        assert run not in text
        assert stage.organisation not in text
        assert stage.browse(person).get(stage.home).status_code == 403
        assert stage.browse(person).get(f"/assessments/{run}").status_code == 404
    assert "Ajouter une organisation" not in text


def test_a_head_adds_an_organisation_whose_first_lead_is_invited(stage: Stage) -> None:
    form = {"name": "Office tout neuf", "email": "premiere@example.org", "language": "en"}
    answer = stage.browse(stage.head).post(f"/networks/{stage.network}/organisations", form)
    assert answer.status_code == 303
    made = stage.rows(select(organisations).where(organisations.c.name == "Office tout neuf"))[0]
    with stage.database.readings.begin() as session:
        invited = list_invitations(session.connection(), made["id"])[0]
    assert (invited["email"], invited["role"], invited["language"]) == ("premiere@example.org", "lead", "en")
    with stage.database.sessions.begin() as session:
        session.execute(organisations.delete().where(organisations.c.id == made["id"]))


def test_an_analyst_changes_nothing_in_the_network(quick: Stage) -> None:
    visitor = quick.browse(quick.houses.person(MembershipRole.ANALYST, quick.network))
    for end in ("organisations", "members", "keys"):
        assert visitor.post(f"/networks/{quick.network}/{end}", {}).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_free_text_and_shown_as_text(quick: Stage, name: str) -> None:
    visitor = quick.browse(quick.lead)
    assert visitor.post(f"{quick.home}/settings", PROFILE | {"name": name}).status_code == 303
    for person, path in (
        (quick.lead, "/home"),
        (quick.lead, quick.home),
        (quick.lead, f"{quick.home}/settings"),
        (quick.lead, f"{quick.home}/delete"),
        (quick.head, f"/networks/{quick.network}"),
    ):
        text = quick.browse(person).get(path).text
        assert "<script>alert" not in text
        assert ">49<" not in text


@pytest.mark.parametrize("name", ["x" * 201, "a\u0000b", "a\u202eb", "a\u2028b", "a\tb"])
def test_a_name_too_long_or_with_control_characters_is_refused_with_a_sentence(quick: Stage, name: str) -> None:
    form = {"name": name, "email": "x@example.org", "language": "fr"}
    answer = quick.browse(quick.head).post(f"/networks/{quick.network}/organisations", form)
    assert answer.status_code == 422
    assert re.search("Raccourcissez|ne peut pas être enregistré", answer.text)


def test_a_key_is_shown_once_and_kept_only_as_its_hash(stage: Stage) -> None:
    visitor = stage.browse(stage.lead)
    form = {"name": "Tableau de bord", "scopes": "assessments:read", "days": "30"}
    text = visitor.post(f"{stage.home}/keys", form).text
    key = re.search(r"[0-9a-f]{12}\.[\w-]{22}", text)
    assert key
    assert key[0] not in visitor.get(f"{stage.home}/keys").text
    row = stage.rows(select(api_keys).where(api_keys.c.organisation_id == stage.organisation))[0]
    assert key[0] not in str(dict(row))
    assert row["prefix"] == key[0][:12]
    assert visitor.post(f"{stage.home}/keys/{row['id']}/revoke", {}).status_code == 303
    assert visitor.post(f"{stage.home}/keys/{row['id']}/revoke", {}).status_code == 404
    assert stage.actions()[:2] == [AuditAction.KEY_REVOKED, AuditAction.KEY_CREATED]


def test_a_key_needs_a_name_something_it_opens_and_an_end(quick: Stage) -> None:
    answer = quick.browse(quick.lead).post(f"{quick.home}/keys", {"scopes": "everything", "days": "9999"})
    assert answer.status_code == 422
    assert "Écrivez à quoi sert la clé." in answer.text
    assert answer.text.count("Cette réponse n’était pas proposée") >= 2


def test_a_network_key_never_opens_results(quick: Stage) -> None:
    form = {"name": "Réseau", "scopes": "results:read", "days": "30"}
    assert quick.browse(quick.head).post(f"/networks/{quick.network}/keys", form).status_code == 422


def test_the_platform_is_there_for_administrators_only(stage: Stage) -> None:
    paths = ("/platform", "/platform/administrators", "/platform/people", "/platform/mails", "/platform/audit")
    for person in (stage.lead, stage.head):
        assert {stage.browse(person).get(path).status_code for path in paths} == {404}
    admin = stage.houses.person(MembershipRole.ADMINISTRATOR)
    assert {stage.browse(admin).get(path).status_code for path in paths} == {200}


def test_an_administrator_makes_a_network_and_invites_its_head(stage: Stage) -> None:
    visitor = stage.browse(stage.houses.person(MembershipRole.ADMINISTRATOR))
    form = {"name": "Réseau tout neuf", "email": "tete@example.org", "language": "fr"}
    assert visitor.post("/platform/networks", form).status_code == 303
    assert "Réseau tout neuf" in visitor.get("/platform").text
    assert stage.actions()[:2] == [AuditAction.ACCOUNT_INVITED, AuditAction.NETWORK_CREATED]


def test_an_administrator_finds_people_and_disabling_one_ends_their_sessions(stage: Stage) -> None:
    admin = stage.houses.person(MembershipRole.ADMINISTRATOR)
    visitor = stage.browse(admin)
    assert stage.lead.email in visitor.post("/platform/people", {"part": stage.lead.email[:10]}).text
    assert "Personne n’a été trouvé" in visitor.post("/platform/people", {"part": "%"}).text
    assert visitor.post("/platform/people", {"part": " "}).status_code == 422
    assert stage.lead.email not in visitor.get(f"/platform/people?part={stage.lead.email}&q={stage.lead.email}").text
    assert visitor.post(f"/platform/people/{stage.lead.id}/disable", {}).status_code == 303
    assert not stage.rows(select(sessions).where(sessions.c.person_id == stage.lead.id))
    assert visitor.post(f"/platform/people/{stage.lead.id}/enable", {}).status_code == 303
    assert visitor.post(f"/platform/people/{stage.head.id}/second-factor", {}).status_code == 303
    assert stage.rows(select(people.c.totp_secret).where(people.c.id == stage.head.id))[0]["totp_secret"] is None
    assert visitor.post(f"/platform/people/{admin.id}/disable", {}).status_code == 409
    assert visitor.post(f"/platform/people/{new_secret()}/disable", {}).status_code == 404
    assert visitor.post(f"/platform/people/{stage.lead.id}/erase", {}).status_code == 404


def test_a_mail_that_was_given_up_can_be_tried_again(stage: Stage) -> None:
    row = {"id": new_secret(), "kind": "reminder", "content": b"", "state": "failed", "failure": "refused by server"}
    now = datetime.now(UTC)
    with stage.database.sessions.begin() as session:
        session.execute(mails.insert(), row | {"created_at": now, "due_at": now + timedelta(days=1), "tries": 9})
    visitor = stage.browse(stage.houses.person(MembershipRole.ADMINISTRATOR))
    assert "refused by server" in visitor.get("/platform/mails").text
    path = f"/platform/mails/{row['id']}/retry"
    assert visitor.post(path, {}).status_code == 303
    assert stage.actions()[0] == AuditAction.MAIL_RETRIED


def test_letters_that_did_not_go_out_say_why_and_to_whom_only_as_needed(stage: Stage) -> None:
    now, site = datetime.now(UTC), stage.client.app.state.site
    made = {}
    with stage.database.sessions.begin() as session:
        for state, failure in (("failed", "550 5.1.1"), ("doubtful", "SMTPServerDisconnected"), ("waiting", None)):
            letter = Letter(LetterKind.REMINDER, f"{state}-{new_secret().lower()}@fictif.example", "fr", {})
            mail_id = post(session, site.seal, letter, now + timedelta(days=1))
            session.execute(update(mails).where(mails.c.id == mail_id).values(state=state, failure=failure))
            made[state] = mail_id, letter.to
    visitor = stage.browse(stage.houses.person(MembershipRole.ADMINISTRATOR))
    page = visitor.get("/platform/mails").text
    assert "ne connaît pas ce destinataire" in page
    assert "peut quand même être arrivée" in page
    assert "Rappel de répondre" in page
    for state, told in (("failed", True), ("doubtful", True), ("waiting", False)):
        assert (made[state][1] in page) is told
        assert visitor.post(f"/platform/mails/{made[state][0]}/retry", {}).status_code == (303 if told else 404)


def test_an_administrator_invites_another_one_and_may_withdraw_it(stage: Stage) -> None:
    visitor = stage.browse(stage.houses.person(MembershipRole.ADMINISTRATOR, name="Ada Fictive"))
    email = f"{new_secret().lower()}@fictif.example"
    home = "/platform/administrators"
    assert "Ada Fictive" in visitor.get(home).text
    wrong = visitor.post(home, {"email": "nobody", "language": "fr"})
    assert (wrong.status_code, "nom@organisation.example" in wrong.text) == (422, True)
    assert visitor.post(home, {"email": email, "language": "fr", "role": "head"}).status_code == 400
    assert visitor.post(home, {"email": email, "language": "fr"}).status_code == 303
    assert stage.actions()[0] == AuditAction.ACCOUNT_INVITED
    (row,) = stage.rows(select(account_invitations).where(account_invitations.c.email == email))
    assert (row["role"], row["network_id"], row["organisation_id"]) == ("administrator", None, None)
    assert email in visitor.get(home).text
    path = f"/platform/invitations/{row['id']}"
    assert visitor.post(f"{path}/resend", {}).status_code == 303
    assert visitor.post(f"{path}/revoke", {}).status_code == 303
    assert visitor.post(f"{path}/revoke", {}).status_code == 404
    assert email not in visitor.get(home).text


def test_an_invitation_to_an_organisation_cannot_be_withdrawn_as_one_to_the_platform(stage: Stage) -> None:
    form = {"email": "elsewhere@fictif.example", "role": "member", "language": "fr"}
    assert stage.browse(stage.lead).post(f"{stage.home}/members", form).status_code == 303
    with stage.database.readings.begin() as session:
        (row,) = list_invitations(session.connection(), stage.organisation)
    visitor = stage.browse(stage.houses.person(MembershipRole.ADMINISTRATOR))
    for what in ("resend", "revoke"):
        assert visitor.post(f"/platform/invitations/{row['id']}/{what}", {}).status_code == 404


def test_the_audit_is_filtered_by_what_was_done_and_to_what(stage: Stage) -> None:
    visitor = stage.browse(stage.houses.person(MembershipRole.ADMINISTRATOR))
    made = f"organisation:{stage.organisation}"
    text = visitor.get(f"/platform/audit?action=organisation.created&about={made}&before=999999").text
    assert made in text
    assert f"organisation:{stage.sister}" not in text
    assert visitor.get("/platform/audit?action=nothing").status_code == 422
    assert visitor.get("/platform/audit?actor=%00&before=x").status_code == 422
    assert "Aucun événement" in visitor.get("/platform/audit?actor=nobody").text
