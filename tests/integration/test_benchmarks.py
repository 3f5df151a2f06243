"""Publications of campaigns in the database, on both engines."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from assessment.cli import audit, main
from assessment.domain.disclosure_audit import Leak
from assessment.services.benchmarks import keep, latest, prepare, publish
from assessment.services.disclosure_check import Checked, check_disclosure
from assessment.services.networks import create_network
from assessment.services.publisher import publish_due
from assessment.storage.benchmarks import latest_publication
from assessment.storage.database import Database
from assessment.storage.tables_campaigns import campaign_members, contributions
from tests.campaigns import TAKEN, Campaigns, rows_for

NOW = TAKEN + timedelta(days=1)
AUDIT_ALL = ["audit", "disclosure", "--all"]


@pytest.fixture
def campaigns(database: Database) -> Campaigns:
    return Campaigns(database)


@pytest.fixture
def network(database: Database) -> str:
    with database.sessions.begin() as session:
        return create_network(session, "Réseau fictif", actor="command-line", now=TAKEN)


def published(campaigns: Campaigns, campaign_id: str, days: int = 0) -> dict[str, Any] | None:
    with campaigns.database.sessions.begin() as session:
        return publish(session, campaign_id, NOW + timedelta(days=days))


def whole(document: dict[str, Any] | None) -> dict[str, Any]:
    assert document is not None
    found: dict[str, Any] = document["groups"][""]["overall"]
    return found


def test_a_publication_is_kept_and_only_replaced_when_five_changed(campaigns: Campaigns, network: str) -> None:
    ids, campaign = campaigns.organisations(network, 30), campaigns.campaign(network)
    rows = rows_for(ids)
    campaigns.contribute(campaign, rows[:24])
    first = published(campaigns, campaign)
    assert whole(first)["n"] == [20, 49]
    with campaigns.database.readings.begin() as session:
        assert latest(session, campaign) == first
    campaigns.contribute(campaign, rows[24:27])
    assert published(campaigns, campaign, 1) is None
    campaigns.contribute(campaign, rows[27:])
    second = published(campaigns, campaign, 2)
    assert second is not None
    assert second["number"] == 2
    with campaigns.database.readings.begin() as session:
        assert check_disclosure(session, campaign).leaks == ()


def test_answers_of_one_organisation_that_change_replace_nothing(campaigns: Campaigns, network: str) -> None:
    ids, campaign = campaigns.organisations(network, 12), campaigns.campaign(network)
    campaigns.contribute(campaign, rows_for(ids))
    assert published(campaigns, campaign) is not None
    with campaigns.database.sessions.begin() as session:
        mine = contributions.c.organisation_id == ids[0]
        session.execute(update(contributions).where(mine).values(taken_at=NOW, scores={"overall": 990}))
    assert published(campaigns, campaign, 1) is None


def test_who_does_not_agree_or_has_left_is_not_counted(campaigns: Campaigns, network: str) -> None:
    ids, campaign = campaigns.organisations(network, 12), campaigns.campaign(network)
    rows = rows_for(ids)
    campaigns.contribute(campaign, [row | {"consent": "a"} for row in rows[:4]] + rows[4:])
    with campaigns.database.sessions.begin() as session:
        session.execute(
            update(campaign_members).where(campaign_members.c.organisation_id == ids[-1]).values(left_at=NOW)
        )
    assert whole(published(campaigns, campaign))["n"] == [5, 9]
    with campaigns.database.readings.begin() as session:
        kept = latest_publication(session.connection(), campaign)
    assert kept is not None
    assert {row[0] for row in kept["members"]["organisations"]} == set(ids[4:-1])


def test_four_organisations_are_never_published(campaigns: Campaigns, network: str) -> None:
    campaign = campaigns.campaign(network)
    campaigns.contribute(campaign, rows_for(campaigns.organisations(network, 4)))
    assert published(campaigns, campaign) is None


def test_five_organisations_that_all_have_the_same_score_of_nothing_are_hidden(
    campaigns: Campaigns, network: str
) -> None:
    campaign = campaigns.campaign(network)
    rows = rows_for(campaigns.organisations(network, 5))
    campaigns.contribute(campaign, [row | {"scores": {"overall": 0}} for row in rows])
    assert whole(published(campaigns, campaign))["hidden"]["mean"] == "would-reveal-other"


def test_a_test_campaign_stands_apart_from_real_ones(campaigns: Campaigns, network: str) -> None:
    """The same organisations but one: of two real waves, the second would keep back what tells that one."""
    ids = campaigns.organisations(network, 20)
    test, real = campaigns.campaign(network, test=True), campaigns.campaign(network)
    campaigns.contribute(test, rows_for(ids))
    campaigns.contribute(real, rows_for(ids[1:], seed=2))
    assert published(campaigns, test) is not None
    assert "mean" in whole(published(campaigns, real, 1))


def test_a_second_wave_shows_the_change_of_those_in_both_and_gives_nobody_away(
    campaigns: Campaigns, network: str
) -> None:
    ids = campaigns.organisations(network, 40)
    first, second = campaigns.campaign(network, 1), campaigns.campaign(network, 2)
    campaigns.contribute(first, rows_for(ids[:32]))
    campaigns.contribute(second, rows_for(ids[6:], seed=2))
    assert published(campaigns, first) is not None
    document = published(campaigns, second, 1)
    assert document is not None
    assert document["before"] == {"wave": 1, "comparable": True}
    assert whole(document)["change"]["n"] == [20, 49]
    with campaigns.database.readings.begin() as session:
        found = check_disclosure(session, second)
    assert found.leaks == ()
    assert found.numbers > 20


def test_a_second_wave_with_one_newcomer_keeps_its_level_back(campaigns: Campaigns, network: str) -> None:
    ids = campaigns.organisations(network, 21)
    first, second = campaigns.campaign(network, 1), campaigns.campaign(network, 2)
    campaigns.contribute(first, rows_for(ids[:20]))
    campaigns.contribute(second, rows_for(ids, seed=2))
    assert published(campaigns, first) is not None
    assert whole(published(campaigns, second, 1))["hidden"]["mean"] == "few-changed"


def test_only_what_is_over_and_was_touched_is_due(campaigns: Campaigns, network: str) -> None:
    ids = campaigns.organisations(network, 12)
    over, running = campaigns.campaign(network, 1), campaigns.campaign(network, 2, closed=False)
    campaigns.contribute(over, rows_for(ids))
    campaigns.contribute(running, rows_for(ids))
    assert publish_due(campaigns.database, NOW) == 1
    assert publish_due(campaigns.database, NOW) == 0
    with campaigns.database.readings.begin() as session:
        assert latest(session, running) is None


def test_what_was_worked_out_beside_another_publication_is_not_kept(campaigns: Campaigns, network: str) -> None:
    ids = campaigns.organisations(network, 12)
    first, second = campaigns.campaign(network, 1), campaigns.campaign(network, 2)
    campaigns.contribute(first, rows_for(ids))
    campaigns.contribute(second, rows_for(ids))
    with campaigns.database.readings.begin() as session:
        prepared = prepare(session, second, NOW)
    assert published(campaigns, first) is not None
    assert prepared is not None
    with campaigns.database.sessions.begin() as session:
        assert not keep(session, prepared)


def test_the_command_checks_what_is_published(
    campaigns: Campaigns, network: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = campaigns.campaign(network)
    campaigns.contribute(campaign, rows_for(campaigns.organisations(network, 25)))
    assert published(campaigns, campaign) is not None
    monkeypatch.setenv("ASSESSMENT_DATABASE", address)
    monkeypatch.setenv("ASSESSMENT_KEY_FILE", str(tmp_path / "assessment.key"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    for words in ([campaign], ["--all"]):
        found = CliRunner().invoke(main, ["audit", "disclosure", "--", *words] if words == [campaign] else AUDIT_ALL)
        assert (found.exit_code, "Nobody can be worked out" in found.output) == (0, True)
    for wrong in ([], ["unknown"], ["--all", "--", campaign]):
        assert CliRunner().invoke(main, ["audit", "disclosure", *wrong]).exit_code == 1
    leak = Checked(1, (("overall", "mean", Leak(frozenset({"a"}))),))
    monkeypatch.setattr(audit, "check_disclosure", lambda _session, _campaign: leak)
    found = CliRunner().invoke(main, AUDIT_ALL)
    assert (found.exit_code, "can be worked out, in: overall" in found.output) == (1, True)
