"""What is published of the quality of a campaign's data, and who is set aside, on both engines."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from assessment.services.benchmarks import own_publication, publish
from assessment.services.networks import create_network
from assessment.storage.benchmarks import latest_publication
from assessment.storage.database import Database
from assessment.storage.tables import answers
from assessment.storage.tables_campaigns import campaign_members
from tests.campaigns import TAKEN, Campaigns
from tests.sent_forms import an_answered, same, send, varied

NOW = TAKEN + timedelta(days=30)


@pytest.fixture
def campaigns(database: Database) -> Campaigns:
    return Campaigns(database)


@pytest.fixture
def network(database: Database) -> str:
    with database.sessions.begin() as session:
        return create_network(session, "Réseau fictif", actor="command-line", now=TAKEN)


def published(campaigns: Campaigns, campaign_id: str, now: datetime = NOW) -> tuple[dict[str, Any], dict[str, Any]]:
    with campaigns.database.sessions.begin() as session:
        assert publish(session, campaign_id, now) is not None
        row = latest_publication(session.connection(), campaign_id)
    assert row is not None
    return row["document"], row["members"]


def test_a_publication_says_how_its_data_were_answered(campaigns: Campaigns, network: str) -> None:
    random, ids, campaign = Random(3), campaigns.organisations(network, 40), campaigns.campaign(network)
    send(campaigns.database, campaign, [(one, an_answered(random, one)) for one in ids])
    quality = published(campaigns, campaign)[0]["quality"]
    assert quality["n"] == [20, 49]
    assert quality["respondents"] == {"management": [20, 49], "staff": [10, 19], "elected": [], "provider": []}
    assert quality["practices"]["CAP1"]["answered"] == {"hidden": "nearly-all"}
    assert quality["practices"]["CAP1"]["dont_know"] == {"hidden": "few"}
    assert quality["dimensions"]["CAP"]["alpha"] == {"hidden": "too-few"}
    assert quality["dimensions"]["CAP"]["icc"]["value"] > 0.5
    assert quality["style"] == {"hasty": {"hidden": "few"}, "aside": []}
    assert quality["late"]["value"] in {"lower", "alike", "higher"}
    assert "value" in quality["validity"]
    assert quality["panel"] is None


def test_an_organisation_all_at_the_top_is_set_aside_told_and_not_counted(campaigns: Campaigns, network: str) -> None:
    random, ids, campaign = Random(3), campaigns.organisations(network, 14), campaigns.campaign(network)
    sent = [(one, an_answered(random, one)) for one in ids[1:]]
    made = send(campaigns.database, campaign, [(ids[0], an_answered(random, "top", same(4))), *sent])
    document, members = published(campaigns, campaign)
    assert set(members["aside"]) == {ids[0]}
    assert ids[0] not in {row[0] for row in members["organisations"]}
    assert document["coverage"]["percent"] == 100
    with campaigns.database.readings.begin() as session:
        own = {one: own_publication(session, made[one]) for one in ids[:2]}
    assert [bool(found and found[1] and found[1].get("aside")) for found in own.values()] == [True, False]
    assert ids[0] not in str(document)


def test_one_answer_throughout_is_set_aside_where_it_was_quick_too(campaigns: Campaigns, network: str) -> None:
    random, ids, campaign = Random(3), campaigns.organisations(network, 16), campaigns.campaign(network)
    send(campaigns.database, campaign, [(one, an_answered(random, one)) for one in ids[2:]])
    send(campaigns.database, campaign, [(ids[0], an_answered(random, "slow", same(2)))])
    send(campaigns.database, campaign, [(ids[1], an_answered(random, "quick", same(2)))], seconds=5)
    assert set(published(campaigns, campaign)[1]["aside"]) == {ids[1]}


def test_one_hasty_person_of_several_sets_nobody_aside(campaigns: Campaigns, network: str) -> None:
    """To be told would tell those who work there who of them it was."""
    random, ids, campaign = Random(3), campaigns.organisations(network, 12), campaigns.campaign(network)
    sent = [(one, an_answered(random, one)) for one in ids[1:]]
    mixed = an_answered(random, "mixed", same(4), varied(random, 2), same(4))
    send(campaigns.database, campaign, [(ids[0], mixed), *sent])
    assert published(campaigns, campaign)[1]["aside"] == {}


def test_what_was_decided_and_published_stays(campaigns: Campaigns, network: str) -> None:
    """Five join, and the times that made somebody quick are gone: the decision and the figures stay, with their day."""
    random, ids, campaign = Random(3), campaigns.organisations(network, 30), campaigns.campaign(network)
    send(campaigns.database, campaign, [(one, an_answered(random, one)) for one in ids[1:24]])
    send(campaigns.database, campaign, [(ids[0], an_answered(random, "quick", same(2)))], seconds=5)
    first, members = published(campaigns, campaign)
    assert set(members["aside"]) == {ids[0]}
    with campaigns.database.sessions.begin() as session:
        session.execute(delete(answers))
    send(campaigns.database, campaign, [(one, an_answered(random, one)) for one in ids[24:]], at=NOW)
    second, later = published(campaigns, campaign, NOW + timedelta(days=9))
    assert later["aside"] == members["aside"]
    assert second["quality"] == {"of": first["published_at"], **first["quality"]}
    assert len(later["organisations"]) == 29


def test_the_next_wave_says_who_took_part_again(campaigns: Campaigns, network: str) -> None:
    random, ids = Random(3), campaigns.organisations(network, 40)
    first, second = campaigns.campaign(network, 1), campaigns.campaign(network, 2)
    top = (ids[0], an_answered(random, "top", same(4)))
    send(campaigns.database, first, [top, *((one, an_answered(random, one)) for one in ids[1:31])])
    published(campaigns, first)
    send(campaigns.database, second, [(one, an_answered(random, one)) for one in ids[:20] + ids[31:]], at=NOW)
    quality = published(campaigns, second, NOW + timedelta(days=9))[0]["quality"]
    assert quality["panel"]["retention"] == {"value": 63}
    assert quality["panel"]["leavers"]["value"] in {"lower", "alike", "higher"}
    assert quality["practices"]["CAP1"]["answered"] == {"hidden": "nearly-all"}


def test_a_wave_with_one_newcomer_says_nothing_that_tells_it(campaigns: Campaigns, network: str) -> None:
    random, ids = Random(3), campaigns.organisations(network, 41)
    first, second = campaigns.campaign(network, 1), campaigns.campaign(network, 2)
    send(campaigns.database, first, [(one, an_answered(random, one)) for one in ids[:40]])
    published(campaigns, first)
    send(campaigns.database, second, [(one, an_answered(random, one)) for one in ids], at=NOW)
    quality = published(campaigns, second, NOW + timedelta(days=9))[0]["quality"]
    assert {one["answered"].get("hidden") for one in quality["practices"].values()} == {"few-changed"}
    assert quality["evidence"] == quality["late"] == {"hidden": "few-changed"}


def test_who_did_not_agree_is_no_part_of_it(campaigns: Campaigns, network: str) -> None:
    random, ids, campaign = Random(3), campaigns.organisations(network, 24), campaigns.campaign(network)
    send(campaigns.database, campaign, [(one, an_answered(random, one)) for one in ids])
    private = campaign_members.c.organisation_id.in_(ids[:10])
    with campaigns.database.sessions.begin() as session:
        session.execute(update(campaign_members).where(private).values(consent="a"))
        kept = session.execute(select(campaign_members.c.consent)).scalars().all()
    assert kept.count("a") == 10
    document, members = published(campaigns, campaign)
    assert document["quality"]["n"] == [10, 19]
    assert not set(ids[:10]) & set(members["quality"]["tokens"])
