"""The pages about roles, about who answered, and about neighbours that could share a post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from litestar.testing import TestClient

from assessment.domain.membership import MembershipRole
from assessment.services.benchmarks import latest, publish
from assessment.services.disclosure_check import check_disclosure
from assessment.services.shared_posts import find_shared_posts
from assessment.storage.database import Database
from tests.campaigns import TAKEN, Campaigns, a_row
from tests.houses import Houses, Person, as_person
from tests.visitors import Visitor

NAMED = 10
"""The first organisations let the head of their network know them by name."""


@dataclass(frozen=True, slots=True)
class Network:
    """A network whose campaign was published, with its head and its analyst."""

    client: TestClient[Any]
    campaign: str
    home: str
    people: Mapping[MembershipRole, Person]

    @property
    def database(self) -> Database:
        found: Database = self.client.app.state["site"].database
        return found

    @property
    def head(self) -> Visitor:
        return as_person(self.client, self.people[MembershipRole.HEAD])

    @property
    def analyst(self) -> Visitor:
        return as_person(self.client, self.people[MembershipRole.ANALYST])

    def document(self) -> dict[str, Any]:
        with self.database.readings.begin() as session:
            found = latest(session, self.campaign)
        assert found is not None
        return dict(found)


def rows(ids: list[str]) -> list[dict[str, Any]]:
    """Two roles for all, a third for most; every organisation of region 84 lacks a bit of a project manager."""
    random, found = Random(5), []
    for place, one in enumerate(ids):
        row = a_row(one, random, ("CAP",), type=random.choice(["OT", "CDT"]), staff=700)
        row |= {"region": "84" if place < 30 else "93", "territory": "coast", "consent": "c" if place < NAMED else "b"}
        roles = {"R01": {"need": 40 + place % 7, "have": 15}, "R02": {"need": 30 + place % 9, "have": place % 20}}
        missing = None if place % 6 == 0 else 20
        found.append(row | {"roles": roles | {"R05": {"need": missing, "have": 5}}})
    return found


@pytest.fixture
def network(on_sqlite: TestClient[Any]) -> Network:
    database = on_sqlite.app.state["site"].database
    houses, campaigns = Houses(database), Campaigns(database)
    place = houses.network()
    campaign = campaigns.campaign(place)
    campaigns.contribute(campaign, rows(campaigns.organisations(place, 60)))
    with database.sessions.begin() as session:
        assert publish(session, campaign, TAKEN + timedelta(days=1)) is not None
    people = {role: houses.person(role, place) for role in (MembershipRole.HEAD, MembershipRole.ANALYST)}
    return Network(on_sqlite, campaign, f"/networks/{place}/campaigns/{campaign}", people)


def test_every_role_is_published_by_region_and_nobody_follows_from_it(network: Network) -> None:
    document = network.document()
    assert list(document["roles"]) == ["R01", "R02", "R05"]
    assert document["roles"]["R02"][""]["per_100"] is not None
    assert document["roles"]["R05"][""]["per_100"] is None
    with network.database.readings.begin() as session:
        assert check_disclosure(session, network.campaign).leaks == ()


def test_a_role_is_chosen_by_a_link_and_its_regions_are_said_in_words(network: Network) -> None:
    page = network.analyst.get(f"{network.home}/benchmarks/roles").text
    assert "les chef·fes de projet numérique couvrent" in page
    assert 'roles?role=R01%2BR02"' in page
    other = network.analyst.get(f"{network.home}/benchmarks/roles?role=R05").text
    assert "Gestionnaire de données touristiques" in other.split("<h2")[1]
    assert network.analyst.get(f"{network.home}/benchmarks/roles?role=R99").status_code == 404


def test_files_hold_the_role_that_was_chosen(network: Network) -> None:
    files = f"{network.home}/benchmarks/files"
    one, both = (
        network.analyst.get(f"{files}/roles.json?role={role}").json()["rows"][0] for role in ("R01", "R01%2BR02")
    )
    assert one["need"] < both["need"]
    assert one["pooled"] >= one["missing"]


def test_who_answered_is_told_beside_the_roles_and_as_a_file(network: Network) -> None:
    assert "Qui a répondu" in network.analyst.get(f"{network.home}/benchmarks/roles").text
    lines = network.analyst.get(f"{network.home}/benchmarks/files/coverage.json").json()["rows"]
    region = next(line for line in lines if line["key"] == "region=84")
    assert (region["answered"], region["known"], region["percent"], region["speaks"]) == (30, 30, 100, "group")


def test_only_organisations_that_agreed_are_named_to_the_head(network: Network) -> None:
    page = network.head.get(f"{network.home}/shared-posts").text
    named = {f"Office fictif {place}" for place in range(NAMED)}
    shown = {
        line["title"] for line in network.head.get(f"{network.home}/shared-posts/shared-posts.json").json()["rows"]
    }
    assert shown
    assert shown <= named
    assert all(name in page for name in shown)
    sheet = network.head.get(f"{network.home}/shared-posts/shared-posts.csv?readers=programs").text
    assert len(sheet.splitlines()) == 1 + len(shown)
    assert network.head.get(f"{network.home}/shared-posts/other.csv").status_code == 404


def test_neighbours_are_for_the_head_alone(network: Network) -> None:
    assert network.analyst.get(f"{network.home}/shared-posts").status_code == 403
    assert "shared-posts" not in network.analyst.get(f"{network.home}/benchmarks/roles").text
    assert "shared-posts" in network.head.get(f"{network.home}/benchmarks/roles").text


def test_nobody_is_named_before_the_campaign_is_published(network: Network) -> None:
    campaigns = Campaigns(network.database)
    place = network.home.split("/")[2]
    other = campaigns.campaign(place, 2)
    campaigns.contribute(other, rows(campaigns.organisations(place, 60)))
    home = network.home.replace(network.campaign, other)
    assert "Rien n’est encore publié" in network.head.get(f"{home}/shared-posts").text
    assert network.head.get(f"{home}/shared-posts/shared-posts.json").status_code == 409


def test_no_post_is_proposed_from_which_the_need_of_an_unnamed_neighbour_follows(on_sqlite: TestClient[Any]) -> None:
    """Four named ones and one that is not make up what two shown regions leave of the whole: its need would follow."""
    database = on_sqlite.app.state["site"].database
    houses, campaigns = Houses(database), Campaigns(database)
    place = houses.network()
    campaign, random, given = campaigns.campaign(place), Random(2), []
    for number, one in enumerate(campaigns.organisations(place, 29)):
        row = a_row(one, random, ("CAP",), type="OT", staff=700) | {"territory": "coast", "consent": "b"}
        region = "84" if number < 12 else "93" if number < 24 else "53" if number < 28 else "94"
        row |= {"region": region, "consent": "c" if region == "53" else "b"}
        given.append(row | {"roles": {"R01": {"need": 40 + number, "have": 5 + number}}})
    campaigns.contribute(campaign, given)
    with database.sessions.begin() as session:
        document = publish(session, campaign, TAKEN + timedelta(days=1))
        assert document is not None
        assert {key for key, one in document["roles"]["R01"].items() if "need" in one} == {"", "region=84", "region=93"}
        assert find_shared_posts(session, campaign).posts == ()
