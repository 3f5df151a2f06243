"""A network's campaign from its preview to its end, on both engines."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import select, update

from assessment.domain.campaigns import PARIS
from assessment.services.mail import LetterKind
from assessment.storage.tables import assessments, organisation_networks
from assessment.storage.tables_campaigns import campaign_members, campaigns, reminders
from tests.campaign_stage import PLAN, TODAY, Stage, at, states
from tests.shipped import shipped_instrument
from tests.visitors import letters_to


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest) -> Stage:
    return Stage(request.getfixturevalue(f"on_{request.param}"))


@pytest.fixture
def quick(on_sqlite: TestClient[Any]) -> Stage:
    return Stage(on_sqlite)


def test_a_campaign_runs_from_its_preview_to_its_end(stage: Stage) -> None:
    """Prepared, looked at, launched, started, sent, followed, reminded by the clock and by hand, closed by itself."""
    page = stage.draft()
    preview = stage.browse(stage.head).get(page).text
    assert "Office fictif du Nord" in preview
    assert "Département fictif" not in preview
    assert "Chère équipe de Office fictif du Nord" in preview
    assert "{surprise} {{7*7}} &lt;b&gt;" in preview
    assert stage.letters(stage.lead, LetterKind.CAMPAIGN_INVITATION) == 0
    assert stage.browse(stage.head).post(f"{page}/launch", {}).status_code == 303
    assert stage.browse(stage.head).post(f"{page}/launch", {}).status_code == 409
    assert stage.letters(stage.lead, LetterKind.CAMPAIGN_INVITATION) == 1
    campaign = page.rpartition("/")[2]
    assert f"/organisations/{stage.north}/campaigns/{campaign}" in stage.browse(stage.lead).get("/home").text
    assert "Printemps fictif" in stage.browse(stage.lead).get(f"/organisations/{stage.north}").text
    asked = stage.browse(stage.lead).get(f"/organisations/{stage.north}/campaigns/{campaign}").text
    assert "Comptés anonymement" in asked

    assessment = stage.started(campaign)
    rows = stage.rows(select(assessments).where(assessments.c.id == assessment))
    assert rows[0]["deadline"].astimezone(PARIS).strftime("%H:%M") == "23:59"
    assert states(stage.browse(stage.analyst).get(page).text) == {
        "Office fictif du Nord": "Commencé",
        "Office fictif du Sud": "Invitation envoyée",
    }
    assert stage.contributed(campaign) == []
    stage.sent(assessment)
    followed = stage.browse(stage.analyst).get(page).text
    assert states(followed)["Office fictif du Nord"] == "Réponses envoyées"
    kept = stage.contributed(campaign)[0]
    assert (kept["type"], kept["region"], kept["staff"]) == ("OT", "84", 1250)
    assert kept["scores"]["overall"] == 500
    assert kept["scores"]["dimension:CAP"] == 500
    assert kept["scores"]["indicator:CAP1"] in (500, None)
    assert set(kept["roles"]) >= {"R01", "R16"}

    assert stage.tick(at(29))["reminded"] == 0
    assert stage.tick(at(30, 6))["reminded"] == 0
    assert stage.tick(at(30))["reminded"] >= 1
    assert stage.letters(stage.lead_south, LetterKind.CAMPAIGN_REMINDER) == 1
    assert stage.letters(stage.lead, LetterKind.CAMPAIGN_REMINDER) == 0
    stage.tick(at(31))
    assert stage.letters(stage.lead_south, LetterKind.CAMPAIGN_REMINDER) == 1
    stage.tick(at(53))
    stage.tick(at(59))
    told = stage.rows(select(reminders.c.kind).where(reminders.c.campaign_id == campaign))
    assert sorted(row["kind"] for row in told) == ["1", "30", "7"]
    stage.tick(at(60, 23))
    assert stage.rows(select(campaigns.c.closed_at).where(campaigns.c.id == campaign))[0]["closed_at"] is None
    stage.tick(at(61, 0))
    assert stage.rows(select(campaigns.c.closed_at).where(campaigns.c.id == campaign))[0]["closed_at"] is not None
    ended = stage.browse(stage.head).get(page).text
    assert "7 jours avant la fin" in ended
    assert "Envoyer des rappels" not in ended


def test_the_follow_up_shows_no_answer_and_no_score(stage: Stage) -> None:
    campaign = stage.launched()
    stage.sent(stage.started(campaign))
    text = stage.browse(stage.analyst).get(f"{stage.home}/{campaign}").text
    text = re.sub(r'value="[^"]*"|/[\w/.-]+|\d{1,2}\s\w+\s\d{4}', "", text)
    assert not re.search(r"\b50\b|\b12,5\b|R01|CAP1", text)
    for path in ("results", "plan", "check"):
        found = stage.rows(select(campaign_members.c.assessment_id).where(campaign_members.c.campaign_id == campaign))
        for row in found:
            if row["assessment_id"]:
                assert stage.browse(stage.head).get(f"/assessments/{row['assessment_id']}/{path}").status_code == 404


def test_the_follow_up_is_filtered_by_state_and_kind(quick: Stage) -> None:
    campaign = quick.launched(types=[])
    quick.started(campaign)
    page = f"{quick.home}/{campaign}"
    for query, shown in {
        "progress=started": {"Office fictif du Nord"},
        "kind=DEP": {"Département fictif"},
        "progress=invited&kind=OT": {"Office fictif du Sud"},
        "progress=no-such": set(),
    }.items():
        assert set(states(quick.browse(quick.analyst).get(f"{page}?{query}").text)) == shown


def test_reminders_on_demand_are_shown_before_and_leave_three_days_of_peace(quick: Stage) -> None:
    campaign = quick.launched()
    page = f"{quick.home}/{campaign}/reminders"
    assert "La dernière lettre date de moins de trois jours" in quick.browse(quick.head).get(page).text
    assert quick.browse(quick.head).post(page, {}).headers["location"].endswith("/reminders")
    assert quick.letters(quick.lead, LetterKind.CAMPAIGN_REMINDER) == 0
    earlier = datetime.now(UTC) - timedelta(days=3, minutes=1)
    with quick.database.sessions.begin() as session:
        session.execute(update(campaign_members).values(invited_at=earlier))
    assert "2\u00a0organisations recevront" in quick.browse(quick.head).get(page).text
    assert quick.browse(quick.head).post(page, {}).headers["location"].endswith("?done=reminded")
    assert quick.browse(quick.head).post(page, {}).headers["location"].endswith("/reminders")
    assert quick.letters(quick.lead, LetterKind.CAMPAIGN_REMINDER) == 1
    assert quick.browse(quick.analyst).get(page).status_code == 403
    assert "Envoyé par la personne responsable" in quick.browse(quick.head).get(f"{quick.home}/{campaign}").text


def test_an_organisation_changes_its_mind_declines_and_comes_back(stage: Stage) -> None:
    campaign = stage.launched()
    path = f"/organisations/{stage.north}/campaigns/{campaign}"
    stage.started(campaign, "e")
    lead = stage.browse(stage.lead)
    assert lead.post(f"{path}/consent", {"consent": "z"}).status_code == 422
    assert lead.post(f"{path}/consent", {"consent": "a"}).status_code == 303
    member = select(campaign_members).where(campaign_members.c.organisation_id == stage.north)
    assert stage.rows(member)[0]["consent"] == "a"
    assert lead.post(f"{path}/leave", {}).status_code == 303
    assert lead.post(f"{path}/leave", {}).status_code == 409
    assert lead.post(f"{path}/consent", {"consent": "b"}).status_code == 409
    assert (
        states(stage.browse(stage.head).get(f"{stage.home}/{campaign}").text)["Office fictif du Nord"]
        == "Ne participe pas"
    )
    before = stage.rows(member)[0]["assessment_id"]
    assert stage.browse(stage.lead).post(f"{path}/start", {"consent": "c"}).status_code == 303
    after = stage.rows(member)[0]
    assert (after["assessment_id"], after["left_at"], after["consent"]) == (before, None, "c")


def test_what_is_taken_back_or_left_behind_counts_no_more(stage: Stage) -> None:
    campaign = stage.launched()
    assessment = stage.started(campaign)
    stage.sent(assessment)
    assert len(stage.contributed(campaign)) == 1
    assert stage.browse(stage.lead).post(f"/assessments/{assessment}/reopen", {}).status_code == 303
    assert stage.contributed(campaign) == []
    stage.sent(assessment)
    assert len(stage.contributed(campaign)) == 1
    assert stage.browse(stage.head).post(f"{stage.home}/{campaign}/close", {}).status_code == 303
    assert stage.browse(stage.lead).post(f"/assessments/{assessment}/reopen", {}).status_code == 303
    assert len(stage.contributed(campaign)) == 1
    leave = f"/organisations/{stage.north}/networks/{stage.network}/leave"
    assert stage.browse(stage.lead).post(leave, {}).status_code == 303
    assert stage.contributed(campaign) == []
    assert stage.rows(select(campaign_members.c.left_at).where(campaign_members.c.assessment_id == assessment))[0][
        "left_at"
    ]


def test_what_is_sent_after_the_end_counts_nowhere(quick: Stage) -> None:
    campaign = quick.launched()
    assessment = quick.started(campaign)
    assert quick.browse(quick.head).post(f"{quick.home}/{campaign}/close", {}).status_code == 303
    quick.sent(assessment)
    assert quick.contributed(campaign) == []
    path = f"/organisations/{quick.south}/campaigns/{campaign}/start"
    assert quick.browse(quick.lead_south).post(path, {"consent": "b"}).status_code == 409
    assert quick.browse(quick.head).post(f"{quick.home}/{campaign}/close", {}).status_code == 409


def test_one_running_assessment_may_stand_for_campaigns_of_two_networks(stage: Stage) -> None:
    first = stage.launched()
    assessment = stage.started(first)
    second = Stage(stage.client)
    with stage.database.sessions.begin() as session:
        row = {"organisation_id": stage.north, "network_id": second.network, "joined_at": datetime.now(UTC)}
        session.execute(organisation_networks.insert(), row)
    sooner = (TODAY + timedelta(days=30)).isoformat()
    other = second.launched(name="Été fictif", closes_on=sooner)
    apart = second.launched(name="Autre longueur", form="full")
    page = stage.browse(stage.lead).get(f"/organisations/{stage.north}/campaigns/{other}").text
    assert "Celle en cours pour «\u00a0Printemps fictif\u00a0»" in page
    assert "Celle en cours" not in stage.browse(stage.lead).get(f"/organisations/{stage.north}/campaigns/{apart}").text
    path = f"/organisations/{stage.north}/campaigns/{apart}/start"
    assert stage.browse(stage.lead).post(path, {"consent": "b", "assessment": first}).status_code == 422
    assert stage.started(other, assessment=first) == assessment
    deadline = stage.rows(select(assessments.c.deadline).where(assessments.c.id == assessment))[0]["deadline"]
    assert deadline.astimezone(PARIS).date().isoformat() == sooner
    stage.sent(assessment)
    assert len(stage.contributed(first)) == len(stage.contributed(other)) == 1
    assert stage.started(apart) != assessment


def test_a_campaign_ahead_invites_and_takes_no_answers_yet(quick: Stage) -> None:
    later = (TODAY + timedelta(days=10)).isoformat()
    campaign = quick.launched(opens_on=later)
    path = f"/organisations/{quick.north}/campaigns/{campaign}"
    assert "/start" not in quick.browse(quick.lead).get(path).text
    assert quick.browse(quick.lead).post(f"{path}/start", {"consent": "b"}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Écrivez le nom de la campagne"),
        ({"closes_on": TODAY.isoformat()}, "jour à venir"),
        ({"opens_on": "2020-01-01"}, "jour à venir"),
        ({"opens_on": (TODAY + timedelta(days=70)).isoformat()}, "Le dernier jour vient après le premier"),
        ({"closes_on": "soon"}, "année-mois-jour"),
        ({"types": ["OT", "XX"]}, "pas proposée"),
        ({"form": "half"}, "pas proposée"),
        ({"test": "maybe"}, "pas proposée"),
        ({"text_fr": "x" * 601}, "601"),
        ({"text_en": "a\x00b"}, "caractère"),
    ],
)
def test_what_is_wrong_with_a_campaign_is_said_where_it_stands(
    quick: Stage, changes: dict[str, Any], sentence: str
) -> None:
    answer = quick.browse(quick.head).post(quick.home, PLAN | changes)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_draft_is_changed_and_deleted_and_frozen_once_launched(quick: Stage) -> None:
    page = quick.draft(test="yes")
    head = quick.browse(quick.head)
    assert "checked" in head.get(f"{page}/edit").text
    assert head.post(f"{page}/edit", PLAN | {"name": "Autre nom"}).status_code == 303
    assert "Autre nom" in head.get(page).text
    assert head.post(f"{page}/delete", {}).status_code == 303
    assert head.get(page).status_code == 404
    campaign = quick.launched(test="yes")
    row = quick.rows(select(campaigns).where(campaigns.c.id == campaign))[0]
    assert (row["wave"], row["test"]) == (0, True)
    for end in ("edit", "delete", "launch"):
        assert head.post(f"{quick.home}/{campaign}/{end}", PLAN if end == "edit" else {}).status_code == 409
    assert head.get(f"{quick.home}/{campaign}/edit").status_code == 409
    assert [
        quick.rows(select(campaigns.c.wave).where(campaigns.c.id == quick.launched()))[0]["wave"] for _ in "12"
    ] == [1, 2]
    assert any(
        "[Test] Printemps fictif" in item.values["campaign"] for item in letters_to(quick.client.app, quick.lead.email)
    )


def test_nobody_to_invite_is_said_in_words(quick: Stage) -> None:
    page = quick.draft(types=["CRT"])
    answer = quick.browse(quick.head).post(f"{page}/launch", {})
    assert answer.status_code == 422
    assert "Aucune organisation du réseau" in answer.text


def test_a_version_no_longer_kept_as_it_was_starts_nothing(quick: Stage) -> None:
    campaign = quick.launched()
    path = f"/organisations/{quick.north}/campaigns/{campaign}/start"
    for change in (
        {"version": "0.0.1"},
        {"version": shipped_instrument().questionnaire.version, "questionnaire_hash": "0" * 64},
    ):
        with quick.database.sessions.begin() as session:
            session.execute(update(campaigns).where(campaigns.c.id == campaign).values(change))
        answer = quick.browse(quick.lead).post(path, {"consent": "b"})
        assert answer.status_code == 409
        assert "n’est pas disponible ici" in answer.text


def test_the_end_of_a_campaign_goes_into_calendars(quick: Stage) -> None:
    campaign = quick.launched()
    for person, path in (
        (quick.analyst, f"{quick.home}/{campaign}"),
        (quick.lead, f"/organisations/{quick.north}/campaigns/{campaign}"),
    ):
        answer = quick.browse(person).get(f"{path}/deadline.ics")
        assert answer.headers["content-type"].startswith("text/calendar")
        assert "BEGIN:VEVENT" in answer.text
        assert path in answer.text.replace("\r\n ", "")


def test_campaigns_of_another_network_are_not_there(quick: Stage) -> None:
    other = Stage(quick.client)
    campaign = quick.launched()
    assert other.browse(other.head).get(f"{other.home}/{campaign}").status_code == 404
    assert other.browse(other.head).get(f"{quick.home}/{campaign}").status_code == 404
    assert other.browse(other.lead).get(f"/organisations/{other.north}/campaigns/{campaign}").status_code == 404
    draft = quick.draft().rpartition("/")[2]
    assert quick.browse(quick.lead).get(f"/organisations/{quick.north}/campaigns/{draft}").status_code == 404
