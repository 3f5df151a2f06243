"""Campaigns in the database, on both engines: what was decided for networks that change while one runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, insert, select, update

from assessment.domain.audit import AuditAction
from assessment.domain.campaigns import closing
from assessment.domain.membership import MembershipRole
from assessment.domain.peer_groups import Consent
from assessment.services.benchmarks import publish
from assessment.services.campaigns import (
    AlreadyOver,
    WrongState,
    close,
    delete_campaign,
    find_campaign,
    follow_up,
)
from assessment.services.mail import LetterKind
from assessment.services.organisation_imports import apply_import, check_rows
from assessment.services.organisations import (
    UnknownPlace,
    delete_organisation,
    describe_organisation,
)
from assessment.services.running_campaigns import keep_note
from assessment.services.secrets import Seal
from assessment.services.taking_part import (
    change_consent,
    find_participation,
    leave_campaign,
)
from assessment.storage.database import Database
from assessment.storage.organisations import organisations_of_network
from assessment.storage.tables import assessments, respondents
from assessment.storage.tables_campaigns import campaign_members, campaigns, contributions
from tests.campaign_services import ACTOR, FIRST, LAST, NOW, PROFILE, Stage
from tests.sheets import HEADER, LINE
from tests.shipped import shipped_instrument


@pytest.fixture
def stage(database: Database) -> Stage:
    return Stage(database, Seal((Fernet.generate_key().decode(),)))


def day(number: int, hour: int = 10) -> datetime:
    """A moment so many days before the last day of the plan, in office hours."""
    return datetime(LAST.year, LAST.month, LAST.day, hour, tzinfo=UTC) - timedelta(days=number)


def test_the_last_day_moves_with_the_assessments_that_were_to_be_sent_by_it(stage: Stage) -> None:
    """Those a lead gave a deadline of its own keep it, unless the campaign now ends before."""
    campaign = stage.launched()
    with_it, own = stage.start(campaign), stage.start(campaign, stage.south)
    with stage.database.sessions.begin() as session:
        guest: dict[str, Any] = {
            "id": "g" * 22,
            "assessment_id": with_it,
            "token_hash": "h",
            "email": "a@fictif.example",
        }
        guest |= {"email_key": "a@fictif.example", "name": "Invitée", "language": "fr", "role": "staff"}
        guest |= {"form": "full", "parts": [], "invited_at": NOW, "expires_at": closing(LAST)}
        session.execute(insert(respondents), guest)
        earlier = update(assessments).where(assessments.c.id == own).values(deadline=closing(LAST - timedelta(days=9)))
        session.execute(earlier)
    later = LAST + timedelta(days=20)
    stage.move(campaign, later)
    assert stage.deadline(with_it) == closing(later)
    assert stage.rows(select(respondents.c.expires_at))[0]["expires_at"] == closing(later)
    assert stage.deadline(own) == closing(LAST - timedelta(days=9))
    sooner = LAST - timedelta(days=15)
    stage.move(campaign, sooner)
    assert stage.deadline(with_it) == stage.deadline(own) == closing(sooner)
    assert stage.campaign(campaign)["moves"] == 2
    assert stage.events(campaign, AuditAction.CAMPAIGN_MOVED) == [
        {"before": LAST.isoformat(), "after": later.isoformat()},
        {"before": later.isoformat(), "after": sooner.isoformat()},
    ]


def test_an_assessment_for_two_campaigns_is_due_at_the_end_of_the_one_that_ends_first(stage: Stage) -> None:
    first, second = stage.launched(), stage.launched(closes_on=LAST + timedelta(days=30))
    assessment = stage.start(first)
    assert stage.start(second, instead_of=first) == assessment
    stage.move(first, LAST + timedelta(days=60))
    assert stage.deadline(assessment) == closing(LAST + timedelta(days=30))
    stage.move(second, LAST - timedelta(days=5))
    assert stage.deadline(assessment) == closing(LAST - timedelta(days=5))


def test_reminders_follow_the_new_last_day(stage: Stage) -> None:
    campaign = stage.launched()
    assert stage.tick(day(7)) == 2
    assert stage.tick(day(6)) == 0
    stage.move(campaign, LAST + timedelta(days=30), day(6))
    assert stage.tick(day(1)) == 0
    assert stage.tick(day(-23)) == 2
    assert stage.letters(stage.north, LetterKind.CAMPAIGN_REMINDER)[-1].values["deadline"] == "2026-05-31"
    assert stage.tick(day(-29)) == 2
    assert stage.tick(day(-29, 12)) == 0


@pytest.mark.parametrize("refused", [NOW.date() - timedelta(days=1), FIRST])
def test_a_last_day_that_is_past_or_before_the_first_one_is_refused(stage: Stage, refused: date) -> None:
    campaign = stage.launched()
    with pytest.raises(AlreadyOver):
        stage.move(campaign, refused)
    assert stage.campaign(campaign)["closes_on"] == LAST


def test_what_is_closed_or_over_stays_so(stage: Stage) -> None:
    """A closed campaign is not opened again by another last day, takes no more organisations, and is not deleted."""
    closed, over = stage.launched(), stage.launched()
    stage.close(closed)
    stage.organisation("Office fictif nouveau")
    for campaign, now in ((closed, NOW), (over, day(-2))):
        with pytest.raises(WrongState):
            stage.move(campaign, LAST + timedelta(days=90), now)
        with pytest.raises(WrongState):
            stage.invite(campaign, now)
    with stage.database.sessions.begin() as session, pytest.raises(WrongState):
        delete_campaign(session, find_campaign(session, closed, stage.network), actor=ACTOR, now=NOW)
    assert stage.campaign(closed)["moves"] == 0


def test_organisations_that_joined_after_the_launch_are_invited_once(stage: Stage) -> None:
    campaign = stage.launched()
    assert stage.uninvited(campaign) == ([], [])
    new = stage.organisation("Office fictif nouveau")
    stage.organisation("Département fictif", "DEP")
    silent = stage.organisation("Office fictif sans profil", None)
    assert stage.uninvited(campaign) == (["Office fictif nouveau"], ["Office fictif sans profil"])
    assert stage.invite(campaign) == 1
    assert stage.invite(campaign) == 0
    assert [len(stage.letters(one)) for one in (stage.north, new, silent)] == [1, 1, 0]
    with stage.database.sessions.begin() as session:
        describe_organisation(session, silent, replace(PROFILE, name="Office décrit"), actor=ACTOR, now=NOW)
    assert stage.uninvited(campaign) == (["Office décrit"], [])
    assert stage.invite(campaign) == 1
    assert stage.events(campaign, AuditAction.CAMPAIGN_INVITED) == [{"organisations": 1}, {"organisations": 1}]


def test_one_that_declined_is_not_written_to_again(stage: Stage) -> None:
    campaign = stage.launched()
    with stage.database.sessions.begin() as session:
        row = find_participation(session, campaign, stage.north, lock=True)
        leave_campaign(session, row, actor=ACTOR, now=NOW)
    assert stage.uninvited(campaign) == ([], [])
    assert stage.start(campaign)


def test_one_that_left_the_network_and_came_back_is_invited_again_and_keeps_what_it_began(stage: Stage) -> None:
    """While it is outside it can neither start nor come back; what it had said and begun is still there afterwards."""
    campaign = stage.launched()
    assessment = stage.start(campaign)
    stage.leave(stage.north, stage.network)
    assert stage.uninvited(campaign) == ([], [])
    with pytest.raises(WrongState):
        stage.start(campaign)
    stage.join(stage.north, stage.network, NOW + timedelta(days=1))
    assert stage.uninvited(campaign) == (["Office fictif du Nord"], [])
    assert stage.invite(campaign, NOW + timedelta(days=1)) == 1
    found = stage.member(campaign, stage.north)
    assert (found["assessment_id"], found["consent"], found["left_at"]) == (assessment, "c", None)
    assert len(stage.letters(stage.north)) == 2
    assert stage.invite(campaign, NOW + timedelta(days=1)) == 0


def test_an_organisation_of_two_networks_takes_part_in_each_by_itself(stage: Stage) -> None:
    """Two letters, one running assessment for both if it likes, a consent for each; leaving one network leaves that."""
    other = stage.houses.network("Autre réseau fictif")
    stage.join(stage.north, other)
    here, there = stage.launched(), stage.launched(other)
    assert len(stage.letters(stage.north)) == 2
    assessment = stage.start(here)
    assert stage.start(there, instead_of=here) == assessment
    with stage.database.sessions.begin() as session:
        row = find_participation(session, there, stage.north, lock=True)
        change_consent(session, row, Consent.PRIVATE, actor=ACTOR, now=NOW)
    for campaign in (here, there):
        stage.contribute(campaign, stage.north)
    stage.leave(stage.north, other)
    assert stage.member(there, stage.north)["left_at"] == NOW
    mine = stage.member(here, stage.north)
    assert (mine["consent"], mine["left_at"]) == ("c", None)
    stage.close(here)
    with stage.database.sessions.begin() as session:
        close(session, find_campaign(session, there, other), actor=ACTOR, now=NOW)
    kept = stage.rows(select(contributions.c.campaign_id, contributions.c.organisation_id))
    assert [tuple(row.values()) for row in kept] == [(here, stage.north)]


def test_one_that_leaves_after_the_end_is_in_nothing_published_later(stage: Stage) -> None:
    ids = [stage.north, *(stage.organisation(f"Office fictif {number}") for number in range(6))]
    campaign = stage.launched()
    for one in ids:
        stage.contribute(campaign, one)
    stage.close(campaign)
    stage.leave(stage.north, stage.network)
    with stage.database.sessions.begin() as session:
        document = publish(session, campaign, NOW)
    assert document is not None
    assert stage.events(campaign, AuditAction.BENCHMARKS_PUBLISHED) == [{"number": 1}]
    counted = select(func.count()).select_from(contributions).where(contributions.c.campaign_id == campaign)
    assert stage.rows(counted)[0]["count_1"] == 6


def test_a_campaign_goes_on_with_the_version_it_was_launched_with(stage: Stage) -> None:
    """A version retired since stays the one people answer, and is the one a second campaign must have to share."""
    campaign = stage.launched()
    with stage.database.sessions.begin() as session:
        session.execute(update(campaigns).where(campaigns.c.id == campaign).values(version="0.9.0"))
    assessment = stage.start(campaign)
    later = stage.launched()
    with pytest.raises(WrongState):
        stage.start(later, instead_of=campaign)
    stage.move(campaign, LAST + timedelta(days=3))
    assert stage.deadline(assessment) == closing(LAST + timedelta(days=3))
    assert stage.campaign(campaign)["version"] == "0.9.0"


def test_notes_are_the_networks_own_and_go_with_the_organisation(stage: Stage) -> None:
    """A note is no part of what an organisation reads of a campaign; the audit holds that one was kept."""
    campaign = stage.launched()
    with stage.database.sessions.begin() as session:
        found = find_campaign(session, campaign, stage.network)
        keep_note(session, found, stage.north, "Rappelée le 3", actor=ACTOR, now=NOW)
        with pytest.raises(UnknownPlace):
            keep_note(session, found, "x" * 22, "Personne", actor=ACTOR, now=NOW)
    with stage.database.readings.begin() as session:
        rows = follow_up(session, find_campaign(session, campaign, stage.network))
        assert [row["note"] for row in rows] == ["Rappelée le 3", ""]
        assert "note" not in find_participation(session, campaign, stage.north)
    assert stage.events(campaign, AuditAction.CAMPAIGN_NOTED) == [{"organisation": stage.north}]
    with stage.database.sessions.begin() as session:
        delete_organisation(session, stage.north, actor=ACTOR, now=NOW)
    assert [row["note"] for row in stage.rows(select(campaign_members.c.note))] == [""]


def test_duplicates_in_an_import_are_named_and_those_of_the_network_left_alone(stage: Stage) -> None:
    """A repeated line stops the whole file; one that is there already, in any spelling, is not made again."""
    instrument = shipped_instrument()

    def rows(*lines: list[str]) -> list[list[str]]:
        return [HEADER, *lines]

    again = ["  office FICTIF  du nord ", "OT", "3", "84", "mountain", "autre@fictif.example", "fr"]
    twice = [LINE[0].upper(), *LINE[1:5], "b@fictif.example", "fr"]
    with stage.database.readings.begin() as session:
        found = check_rows(session, stage.network, rows(LINE, again), instrument)
        assert ([line.line for line in found.new], [line.line for line in found.already]) == ([2], [3])
        wrong = check_rows(session, stage.network, rows(LINE, twice), instrument)
        assert [(problem.line, problem.values) for problem in wrong.problems] == [(3, {"line": 2})]
    person = stage.houses.person(MembershipRole.HEAD, stage.network)
    with stage.database.sessions.begin() as session:
        who: dict[str, Any] = {"inviter_id": person.id, "inviter": person.name, "link": stage.post.address, "now": NOW}
        apply_import(session, stage.seal, stage.network, found.new, **who)
        names = [row["name"] for row in organisations_of_network(session.connection(), stage.network)]
    assert sorted(names) == sorted([LINE[0], "Office fictif du Nord", "Office fictif du Sud"])
