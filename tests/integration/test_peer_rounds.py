"""Rounds of help among peers in the database, on both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select

from assessment.services.networks import create_network
from assessment.services.peer_help import declared_in, find_round
from assessment.services.peer_rounds import participant
from assessment.storage.campaigns import contributions_of
from assessment.storage.database import Database
from assessment.storage.peer_help import sent_dimensions
from assessment.storage.tables import submissions
from assessment.storage.tables_campaigns import campaign_members
from tests.peers import DIMENSIONS, NOW, Neighbours
from tests.shipped import shipped_instrument


@pytest.fixture
def peers(database: Database) -> Neighbours:
    with database.sessions.begin() as session:
        network = create_network(session, "Réseau fictif", actor="command-line", now=NOW)
    return Neighbours(database, network)


def test_a_round_is_worked_out_once_and_again_only_when_something_changed(peers: Neighbours) -> None:
    peers.fill(30, "dde")
    peers.draw()
    assert peers.work_out() == 1
    assert peers.work_out() == 0
    someone = next(code for code in peers.names if code not in peers.declared)
    peers.declare(someone, seeks=True)
    assert peers.work_out() == 1
    with peers.database.readings.begin() as session:
        found = find_round(session, peers.campaign)
    assert found.proposals.help
    assert (found.made_at, found.too_long) == (NOW, False)


def test_nothing_is_left_of_a_round_once_everybody_took_back_what_they_declared(peers: Neighbours) -> None:
    peers.fill(20, "e")
    peers.draw()
    peers.work_out()
    for code in peers.declared.copy():
        peers.declare(code)
    assert peers.work_out() == 1
    with peers.database.readings.begin() as session:
        found = find_round(session, peers.campaign)
    assert (found.proposals.help, found.proposals.cohorts, found.declared) == ((), (), {})


def test_a_participant_has_the_requirements_of_its_type_and_the_errors_of_what_it_sent(peers: Neighbours) -> None:
    one, two = peers.fill(2, "d")
    for code in (one, two):
        peers.declare(code, seeks=True, offers=DIMENSIONS)
    with peers.database.sessions.begin() as session:
        connection = session.connection()
        run = select(campaign_members.c.assessment_id).where(campaign_members.c.organisation_id == one)
        row = {"assessment_id": connection.execute(run).scalar_one(), "submitted_at": NOW, "answers": {}}
        for revision, error in ((1, 5.0), (2, 9.0)):
            result = {"dimensions": {"CAP": {"uncertainty": {"error": error}}, "CLI": {"uncertainty": None}}}
            connection.execute(insert(submissions), row | {"revision": revision, "result": result})
    with peers.database.readings.begin() as session:
        declared, rows = declared_in(session, peers.campaign), contributions_of(session.connection(), peers.campaign)
        errors = sent_dimensions(session.connection(), peers.campaign)
    made = {
        row["organisation_id"]: participant(
            shipped_instrument(),
            declared[row["organisation_id"]],
            row,
            errors.get(row["organisation_id"]),
        )
        for row in rows
    }
    first, second = made[one], made[two]
    assert first is not None
    assert second is not None
    assert first.errors["CAP"] == 9.0
    assert first.errors["CLI"] == second.errors["CAP"] == pytest.approx(16 * 0.1**0.5)
    assert set(first.required) == set(first.scores) == set(DIMENSIONS)
    assert first.weights == shipped_instrument().questionnaire.type_by_id[first.member.type].weights
