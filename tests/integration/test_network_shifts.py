"""How far a network moved between two waves, as an organisation of both is told it; on both engines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from assessment.services.benchmarks import publish
from assessment.services.network_shifts import network_shifts
from assessment.services.networks import create_network
from assessment.storage.database import Database
from assessment.storage.tables_campaigns import campaign_members
from tests.campaigns import TAKEN, Campaigns, rows_for
from tests.people import Rows

IN_BOTH, IN_EACH = 26, 32
UP = 40
"""Tenths of a point by which everybody in both waves rose overall."""


class Stage:
    """A network of two waves and one organisation that took part in both."""

    def __init__(self, database: Database) -> None:
        self.database, self.campaigns, self.rows = database, Campaigns(database), Rows(database, TAKEN)
        with database.sessions.begin() as session:
            self.network = create_network(session, "Réseau fictif", actor="command-line", now=TAKEN)
        self.ids = self.campaigns.organisations(self.network, 2 * IN_EACH - IN_BOTH)
        self.waves = [self.campaigns.campaign(self.network, wave) for wave in (1, 2)]

    def contribute(self, wave: int, campaign: str = "") -> str:
        """Let the organisations of a wave contribute; returns the assessment that the first of both waves made."""
        campaign = campaign or self.waves[wave - 1]
        first = rows_for(self.ids[:IN_EACH])
        rows = first if wave == 1 else self._later(first)
        self.campaigns.contribute(campaign, rows)
        made = self.rows.assessment()
        with self.database.sessions.begin() as session:
            mine = campaign_members.c.organisation_id == self.ids[IN_EACH - IN_BOTH]
            here = campaign_members.c.campaign_id == campaign
            session.execute(update(campaign_members).where(mine, here).values(assessment_id=made))
        return made

    def _later(self, first: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The second wave: those in both rose overall, the others are new."""
        again = [row | {"scores": {**row["scores"], "overall": row["scores"]["overall"] + UP}} for row in first]
        return again[IN_EACH - IN_BOTH :] + rows_for(self.ids[IN_EACH:], seed=2)

    def publish(self, campaign: str, days: int) -> dict[str, Any]:
        with self.database.sessions.begin() as session:
            document = publish(session, campaign, TAKEN + timedelta(days=days))
        assert document is not None
        return document

    def shifts(self, then: str, now: str) -> dict[str, int]:
        with self.database.readings.begin() as session:
            return dict(network_shifts(session, then, now))


@pytest.fixture
def stage(database: Database) -> Stage:
    return Stage(database)


def test_an_organisation_of_two_published_waves_is_told_what_is_published_of_the_whole_network(stage: Stage) -> None:
    then, now = stage.contribute(1), stage.contribute(2)
    stage.publish(stage.waves[0], 1)
    document = stage.publish(stage.waves[1], 2)
    cells = document["groups"][""]
    found = stage.shifts(then, now)
    assert found == {metric: cell["change"]["points"] for metric, cell in cells.items() if "change" in cell}
    assert found["overall"] == cells["overall"]["change"]["points"] > 0
    assert {metric for metric in cells if "change" in cells[metric].get("hidden", {})}.isdisjoint(found)


def test_nothing_is_told_until_both_waves_are_published(stage: Stage) -> None:
    then, now = stage.contribute(1), stage.contribute(2)
    assert stage.shifts(then, now) == {}
    stage.publish(stage.waves[0], 1)
    assert stage.shifts(then, now) == {}
    stage.publish(stage.waves[1], 2)
    assert stage.shifts(then, now) != {}


def test_only_the_wave_before_counts_and_only_in_the_order_of_time(stage: Stage) -> None:
    then, now = stage.contribute(1), stage.contribute(2)
    third = stage.campaigns.campaign(stage.network, 3)
    last = stage.contribute(2, third)
    for days, campaign in enumerate((*stage.waves, third), 1):
        stage.publish(campaign, days)
    assert stage.shifts(then, now) != {}
    assert stage.shifts(then, last) == {}
    assert stage.shifts(now, then) == {}
    assert stage.shifts(now, now) == {}


def test_an_assessment_outside_of_campaigns_and_one_that_left_are_told_nothing(stage: Stage) -> None:
    then, now = stage.contribute(1), stage.contribute(2)
    for days, campaign in enumerate(stage.waves, 1):
        stage.publish(campaign, days)
    assert stage.shifts(stage.rows.assessment(), now) == {}
    assert stage.shifts(then, stage.rows.assessment()) == {}
    with stage.database.sessions.begin() as session:
        session.execute(update(campaign_members).where(campaign_members.c.assessment_id == now).values(left_at=TAKEN))
    assert stage.shifts(then, now) == {}


def test_a_wave_of_another_network_is_no_wave_before(stage: Stage, database: Database) -> None:
    other = Stage(database)
    now, foreign = stage.contribute(2), other.contribute(1)
    stage.contribute(1)
    for days, (place, campaign) in enumerate(((stage, 0), (stage, 1), (other, 0)), 1):
        place.publish(place.waves[campaign], days)
    assert stage.shifts(foreign, now) == {}
