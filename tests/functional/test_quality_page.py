"""The page on the quality of a network's data, the same as files, and what an organisation set aside is told."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from io import StringIO
from random import Random
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import select, update

from assessment.domain.membership import MembershipRole
from assessment.services.benchmarks import publish
from assessment.storage.tables import assessments
from assessment.storage.tables_campaigns import publications
from tests.campaigns import TAKEN, Campaigns, rows_for
from tests.houses import Houses, Person, as_person
from tests.sent_forms import an_answered, same, send
from tests.visitors import Visitor

NOW = TAKEN + timedelta(days=30)
ORGANISATIONS = 45
CELLS = re.compile(r"<t[hd][^>]*>(?:<span>)?([^<]*)(?:</span>)?</t[hd]>")


@dataclass(frozen=True, slots=True)
class World:
    """A network whose campaign was published, its analyst, and the assessments by organisation."""

    client: TestClient[Any]
    network: str
    campaign: str
    analyst: Person
    made: dict[str, str]

    @property
    def home(self) -> str:
        return f"/networks/{self.network}/campaigns/{self.campaign}/benchmarks/quality"


@pytest.fixture(scope="module")
def world(on_sqlite: TestClient[Any]) -> World:
    database = on_sqlite.app.state["site"].database
    houses, campaigns, random = Houses(database), Campaigns(database), Random(7)
    network = houses.network()
    campaign = campaigns.campaign(network)
    first, *others = campaigns.organisations(network, ORGANISATIONS)
    sent = [(one, an_answered(random, one)) for one in others]
    made = send(database, campaign, [(first, an_answered(random, "top", same(4))), *sent])
    with database.sessions.begin() as session:
        assert publish(session, campaign, NOW) is not None
    analyst = houses.person(MembershipRole.ANALYST, network)
    return World(on_sqlite, network, campaign, analyst, made)


@pytest.fixture
def analyst(world: World) -> Visitor:
    return as_person(world.client, world.analyst)


def test_every_panel_says_what_was_found_and_from_when_on_it_is_an_alert(world: World, analyst: Visitor) -> None:
    page = unescape(analyst.get(world.home).text)
    for title in ("Couverture", "Complétude", "Accord", "Preuves", "Répondants", "Réponses tardives", "Fiabilité"):
        assert f'<h3 class="first">{title}</h3>' in page
    assert "Alerte\u00a0: sous 30\u00a0%" in page
    assert "prévenue\u00a0: moins de 5" in page
    assert "Calculé une seule fois" in page
    assert "Fiabilité des données" in page


@pytest.mark.parametrize(("name", "place"), [("practices", 0), ("dimensions", 1)])
def test_page_csv_and_json_say_the_same_and_hide_the_same(
    world: World, analyst: Visitor, name: str, place: int
) -> None:
    body = analyst.get(world.home).text.split("<tbody>")[1 + place].split("</tbody>")[0]
    shown = [CELLS.findall(row) for row in body.split("<tr")[1:]]
    plain = analyst.get(f"{world.home}/files/{name}.json?readers=programs").json()["rows"]
    sheet = analyst.get(f"{world.home}/files/{name}.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(sheet), delimiter=";"))[1:]
    read = list(csv.DictReader(StringIO(analyst.get(f"{world.home}/files/{name}.csv?readers=programs").text)))
    assert len(shown) == len(plain) == len(lines) == len(read) > 0
    for cells, row, line, found in zip(shown, plain, lines, read, strict=True):
        names = [one for one in row if one not in ("key", "title", "hidden")]
        for one, text, typed in zip(names, cells[1:], line[1:], strict=True):
            if one in row["hidden"]:
                assert (row[one], typed, found[one]) == (None, f"({text})", "")
            elif isinstance(row[one], int | float):
                assert float(typed.replace(",", ".")) == row[one] == float(found[one])


def test_the_panels_are_a_file_too(world: World, analyst: Visitor) -> None:
    rows = {row["key"]: row for row in analyst.get(f"{world.home}/files/panels.json").json()["rows"]}
    assert rows["coverage"]["found"] == 100
    assert rows["style"]["hidden"] == {"found": "few"}
    assert analyst.get(f"{world.home}/files/others.json").status_code == 404
    assert analyst.get(f"{world.home}/files/panels.xml").status_code == 404


def test_the_page_is_for_head_and_analyst_of_the_network_alone(world: World) -> None:
    houses = Houses(world.client.app.state["site"].database)
    ways = {
        houses.person(MembershipRole.HEAD, world.network): 200,
        houses.person(MembershipRole.ANALYST, houses.network()): 404,
        houses.person(MembershipRole.LEAD, houses.organisation(world.network)): 404,
    }
    for person, status in ways.items():
        for end in ("", "/files/panels.json"):
            assert as_person(world.client, person).get(world.home + end).status_code == status


def test_what_was_published_without_it_says_so(world: World, analyst: Visitor) -> None:
    """Both what was published before this existed, and what has no forms behind it."""
    database = world.client.app.state["site"].database
    campaigns = Campaigns(database)
    bare = campaigns.campaign(world.network, 2)
    campaigns.contribute(bare, rows_for(campaigns.organisations(world.network, 12)))
    with database.sessions.begin() as session:
        assert publish(session, bare, NOW) is not None
    home = world.home.replace(world.campaign, bare)
    assert "Cette publication date d’avant" in analyst.get(home).text
    assert analyst.get(f"{home}/files/panels.json").status_code == 409
    with database.sessions.begin() as session:
        mine = publications.c.campaign_id == bare
        document = session.execute(select(publications.c.document).where(mine)).scalar_one()
        document = {name: part for name, part in document.items() if name != "quality"}
        session.execute(update(publications).where(mine).values(document=document))
    assert "Cette publication date d’avant" in analyst.get(home).text


def test_nothing_published_is_said_in_a_sentence(world: World, analyst: Visitor) -> None:
    campaigns = Campaigns(world.client.app.state["site"].database)
    home = world.home.replace(world.campaign, campaigns.campaign(world.network, 3))
    assert "Rien n’est encore publié" in analyst.get(home).text


def test_only_the_lead_of_an_organisation_set_aside_is_told_so_and_what_to_do(world: World) -> None:
    houses, site = Houses(world.client.app.state["site"].database), world.client.app.state["site"]
    told = {}
    for organisation in list(world.made)[:2]:
        lead = houses.person(MembershipRole.LEAD, organisation)
        with site.database.sessions.begin() as session:
            mine = assessments.c.id == world.made[organisation]
            session.execute(update(assessments).where(mine).values(lead_id=lead.id))
        page = as_person(world.client, lead).get(f"/assessments/{world.made[organisation]}/results")
        assert page.status_code == 200
        told[organisation] = "ne comptent pas dans les comparaisons" in page.text
    assert list(told.values()) == [True, False]
