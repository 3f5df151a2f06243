"""The network of the demonstration as it is kept: what the services read of it is what would have been sent."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from assessment.domain.campaigns import MemberState, closing, member_state
from assessment.domain.results import assess
from assessment.reports.exports import result_document
from assessment.services.assessments import load, own_sheets, to_submit
from assessment.services.benchmarks import due, latest, own_publication
from assessment.services.campaign_clock import remindable
from assessment.services.campaigns import find_campaign, follow_up
from assessment.services.checks import SAMPLE
from assessment.services.demonstration import Demonstration, Furnisher
from assessment.services.fictional_network import publish_waves
from assessment.services.peer_help import declared_in
from assessment.services.secrets import Seal
from assessment.storage.answers import read_answers
from assessment.storage.catalogue import load_catalogue
from assessment.storage.database import Database
from assessment.storage.documents import read_file
from assessment.storage.organisations import organisations_of_network
from assessment.storage.tables import mails, submissions
from tests.shipped import QUESTIONNAIRES

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORGANISATIONS = 30
QUESTIONNAIRE = "digital-maturity"


@pytest.fixture
def shown(database: Database) -> Demonstration:
    """A small network, furnished in the database."""
    catalogue = load_catalogue(QUESTIONNAIRES)
    with database.sessions.begin() as session:
        return Furnisher(
            session=session,
            seal=Seal((Fernet.generate_key().decode(),)),
            sample=read_answers(read_file(QUESTIONNAIRES / QUESTIONNAIRE / SAMPLE), catalogue).assessment,
            instrument=catalogue.instrument(QUESTIONNAIRE),
            render_document=result_document,
            hash_password=str,
            address=str,
            language="fr",
            now=NOW,
            organisations=ORGANISATIONS,
        ).furnish()


def own_row(session: Session, campaign: RowMapping) -> RowMapping:
    """The organisation of the sample in a campaign."""
    (own,) = (row for row in follow_up(session, campaign) if "Aurance" in row["name"])
    return own


def test_every_organisation_belongs_to_the_network_and_says_fictional(database: Database, shown: Demonstration) -> None:
    with database.readings.begin() as session:
        rows = organisations_of_network(session.connection(), shown.network_id)
    assert len(rows) == ORGANISATIONS
    assert all("fictional" in row["name"].lower() and "ficti" in row["name"] for row in rows)


def test_what_is_kept_reads_back_as_if_somebody_had_sent_it(database: Database, shown: Demonstration) -> None:
    """Answers, people and facts make the very assessment again whose frozen result stands beside them."""
    instrument = load_catalogue(QUESTIONNAIRES).instrument(QUESTIONNAIRE)
    with database.readings.begin() as session:
        ids = session.connection().execute(select(submissions.c.assessment_id)).scalars().all()
        for assessment_id in ids:
            draft = load(session, assessment_id)
            others = own_sheets(session, assessment_id)
            again = assess(instrument, to_submit(draft, instrument.questionnaire, others))
            assert json.loads(json.dumps(result_document(again))) == draft.result
    assert len(ids) > ORGANISATIONS


def test_two_waves_are_over_and_a_third_campaign_is_in_the_middle(database: Database, shown: Demonstration) -> None:
    """In that one the organisation of the sample may still join, and be reminded."""
    with database.readings.begin() as session:
        campaigns = [find_campaign(session, one, shown.network_id) for one in shown.campaigns.over]
        running = find_campaign(session, shown.campaigns.running, shown.network_id)
        first, second, third = ([member_state(row) for row in follow_up(session, one)] for one in [*campaigns, running])
        reminded = {row["organisation_id"] for row in remindable(session, running, NOW)}
        own = own_row(session, running)
    assert first.count(MemberState.SUBMITTED) > ORGANISATIONS / 2
    assert set(first + second) == {MemberState.SUBMITTED, MemberState.INVITED}
    assert {MemberState.SUBMITTED, MemberState.STARTED, MemberState.INVITED} <= set(third)
    assert member_state(own) is MemberState.INVITED
    assert own["organisation_id"] in reminded


def test_some_declare_help_and_no_letter_of_the_past_is_posted_again(database: Database, shown: Demonstration) -> None:
    """Letters go only to the two people who are invited to answer now."""
    with database.readings.begin() as session:
        declared = declared_in(session, shown.campaigns.over[-1]).values()
        letters = session.connection().execute(select(mails.c.id)).all()
    assert any(one.helps for one in declared)
    assert any(one.seeks for one in declared)
    assert len(letters) == 2


def test_waves_are_published_as_of_their_end_and_place_the_sample(database: Database, shown: Demonstration) -> None:
    publish_waves(database, shown.campaigns.over)
    with database.readings.begin() as session:
        documents = [latest(session, one) for one in shown.campaigns.over]
        campaign = find_campaign(session, shown.campaigns.over[-1], shown.network_id)
        published = own_publication(session, own_row(session, campaign)["assessment_id"])
        assert due(session) == []
    assert [found and found["campaign"]["wave"] for found in documents] == [1, 2]
    assert documents[-1] is not None
    assert documents[-1]["published_at"] < (closing(campaign["closes_on"]) + timedelta(days=1)).isoformat()
    assert published is not None
    assert published[1] is not None
