"""The pages of published benchmarks, and the same numbers as files."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import select, update

from assessment.domain.membership import MembershipRole
from assessment.reports.documents import report
from assessment.reports.own_place import present_own_place
from assessment.services.assessments import load
from assessment.services.benchmarks import own_publication, publish
from assessment.services.disclosure_check import check_disclosure
from assessment.services.submissions import kept_result
from assessment.storage.tables_campaigns import campaign_members, publications
from tests.campaigns import TAKEN, Campaigns, rows_for
from tests.houses import Houses, Person, as_person
from tests.visitors import PROFILE, Visitor

DIMENSIONS = ("CAP", "CLI", "INS")
CELLS = re.compile(r"<t[hd][^>]*>(?:<span>)?([^<]*)(?:</span>)?</t[hd]>")


@dataclass(frozen=True, slots=True)
class Published:
    """A network whose campaign was published, and its analyst."""

    client: TestClient[Any]
    network: str
    campaign: str
    analyst: Visitor

    @property
    def home(self) -> str:
        return f"/networks/{self.network}/campaigns/{self.campaign}/benchmarks"


@pytest.fixture
def published(on_sqlite: TestClient[Any]) -> Published:
    database = on_sqlite.app.state["site"].database
    houses, campaigns = Houses(database), Campaigns(database)
    network = houses.network()
    campaign = campaigns.campaign(network)
    ids = campaigns.organisations(network, 60)
    campaigns.contribute(campaign, rows_for(ids, dimensions=DIMENSIONS))
    with database.sessions.begin() as session:
        assert publish(session, campaign, TAKEN + timedelta(days=1)) is not None
    analyst = houses.person(MembershipRole.ANALYST, network)
    return Published(on_sqlite, network, campaign, as_person(on_sqlite, analyst))


def page_rows(text: str) -> list[list[str]]:
    """The cells of the table of a page."""
    table = text.split("<tbody>")[1].split("</tbody>")[0]
    return [CELLS.findall(row) for row in table.split("<tr")[1:]]


@pytest.mark.parametrize(
    ("page", "file", "asked"),
    [
        ("", "group", "by=type&of=type%3DCDT"),
        ("", "group", "by=type-region&of=type%3DOT%7Cregion%3D84"),
        ("/map", "map", "by=type-region"),
        ("/regions", "regions", "metric=overall"),
        ("/regions", "regions", "metric=dimension%3ACLI&map=tiles"),
        ("/regions", "regions", "metric=shortage"),
        ("/roles", "roles", ""),
    ],
)
def test_page_csv_and_json_say_the_same_and_hide_the_same(
    published: Published, page: str, file: str, asked: str
) -> None:
    shown = page_rows(published.analyst.get(f"{published.home}{page}?{asked}").text)
    files = f"{published.home}/files/{file}"
    plain = published.analyst.get(f"{files}.json?{asked}&readers=programs").json()["rows"]
    sheet = published.analyst.get(f"{files}.csv?{asked}").content.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(sheet), delimiter=";"))[1:]
    machine = published.analyst.get(f"{files}.csv?{asked}&readers=programs").content.decode()
    read = list(csv.DictReader(StringIO(machine)))
    assert len(shown) == len(plain) == len(lines) == len(read) > 0
    for cells, row, line, found in zip(shown, plain, lines, read, strict=True):
        names = [name for name in row if name not in ("key", "title", "hidden")]
        for name, text, typed in zip(names, cells[1:], line[1:], strict=True):
            if name in row["hidden"]:
                assert row[name] is None
                assert typed == f"({text})"
                assert f"{name}={row['hidden'][name]}" in found["hidden"].split()
            elif isinstance(row[name], int | float):
                assert float(typed.replace(",", ".")) == row[name] == float(found[name])
                assert float(text.replace(",", ".").replace("−", "-")) == row[name]


def test_a_spreadsheet_gets_its_mark_semicolons_and_decimal_commas(published: Published) -> None:
    content = published.analyst.get(f"{published.home}/files/roles.csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    assert re.search(rb";\d+,\d", content)
    assert b"\r\n" in content


def test_hidden_cells_are_hatched_and_say_why(published: Published) -> None:
    page = published.analyst.get(f"{published.home}/map?by=type-size").text
    assert '<td class="hatched"><span>' in page
    assert "Trop peu" in page


def test_no_exact_number_of_organisations_is_shown(published: Published) -> None:
    rows = page_rows(published.analyst.get(f"{published.home}?by=region&of=region%3D84").text)
    assert {row[1] for row in rows} <= {"5 à 9", "10 à 19", "20 à 49", "50 et plus", "trop semblable"}


def test_only_the_groups_offered_can_be_asked_for(published: Published) -> None:
    for asked in ("by=type-region-size", "by=staff", "by=type&of=type%3DNONE", "by=type&of=region%3D84"):
        assert published.analyst.get(f"{published.home}?{asked}").status_code == 404
    assert published.analyst.get(f"{published.home}/files/group.xml").status_code == 404


def test_every_choice_leads_to_a_page(published: Published) -> None:
    for view in ("", "/map"):
        for by in ("whole", "type", "region", "territory", "size", "type-region", "territory-size"):
            assert published.analyst.get(f"{published.home}{view}?by={by}").status_code == 200


def test_only_the_measures_and_maps_offered_can_be_asked_for(published: Published) -> None:
    for asked in ("metric=indicator%3ACLI1", "metric=", "metric=index%3Agap", "map=globe"):
        assert published.analyst.get(f"{published.home}/regions?{asked}").status_code == 404
    assert published.analyst.get(f"{published.home}/files/regions.csv?metric=staff").status_code == 404


@pytest.mark.parametrize("way", ["outlines", "tiles"])
def test_the_map_of_regions_says_what_its_table_does(published: Published, way: str) -> None:
    page = published.analyst.get(f"{published.home}/regions?metric=overall&map={way}").text
    described = page.split('-desc">')[1].split("</desc>")[0]
    rows = page_rows(page)
    assert len(rows) == 18
    for name, count, mean, *_ends in rows:
        said = f"masqué, {count}" if count == mean and count != "–" else "pas de données" if count == "–" else mean
        assert f"{name}\u00a0: {said}" in unescape(described)


def test_benchmarks_are_for_head_and_analyst_of_the_network_alone(published: Published) -> None:
    database = published.client.app.state["site"].database
    houses = Houses(database)
    other = houses.network()
    ways = {
        houses.person(MembershipRole.HEAD, published.network): 200,
        houses.person(MembershipRole.ANALYST, other): 404,
        houses.person(MembershipRole.LEAD, houses.organisation(published.network)): 404,
    }
    for person, status in ways.items():
        visitor = as_person(published.client, person)
        for end in ("", "/map", "/regions", "/roles", "/files/group.json"):
            assert visitor.get(published.home + end).status_code == status
    stranger = as_person(published.client, houses.person(MembershipRole.ANALYST, other))
    foreign = replace(published, network=other)
    assert stranger.get(foreign.home).status_code == 404


def test_nothing_published_is_said_in_a_sentence(published: Published) -> None:
    campaigns = Campaigns(published.client.app.state["site"].database)
    home = published.home.replace(published.campaign, campaigns.campaign(published.network, 2))
    assert "Rien n’est encore publié" in published.analyst.get(home).text
    assert published.analyst.get(f"{home}/files/group.json").status_code == 409


def test_nobody_can_be_worked_out_from_what_is_published(published: Published) -> None:
    database = published.client.app.state["site"].database
    with database.readings.begin() as session:
        found = check_disclosure(session, published.campaign)
    assert found.leaks == ()
    assert found.numbers > 100


def started(client: TestClient[Any], lead: Person, organisation: str) -> str:
    """An assessment of an organisation, sent; returns its address."""
    visitor = as_person(client, lead)
    form = {"form": "full", "mode": "shared", "results_for": "lead", "deadline": ""}
    begun = visitor.post(f"/organisations/{organisation}/assessments", form)
    visitor.home = "/assessments/" + begun.headers["location"].split("/")[2]
    assert visitor.post(f"{visitor.home}/profile", PROFILE).status_code == 303
    visitor.answer_all(client.app.state["site"].instrument().questionnaire)
    assert visitor.submit().status_code == 303
    return visitor.home


def test_a_lead_sees_the_organisation_beside_its_peers_and_who_they_are(published: Published) -> None:
    database = published.client.app.state["site"].database
    with database.readings.begin() as session:
        kept = session.connection().execute(select(publications.c.members)).scalars().all()[-1]
        organisation = next(one for one, place in kept["own"].items() if "overall" in place["higher_than"])
    houses = Houses(database)
    lead = houses.person(MembershipRole.LEAD, organisation)
    home = started(published.client, lead, organisation)
    visitor = as_person(published.client, lead)
    assert "À côté de vos semblables" not in visitor.get(f"{home}/results").text
    with database.sessions.begin() as session:
        mine = campaign_members.c.organisation_id == organisation
        session.execute(update(campaign_members).where(mine).values(assessment_id=home.split("/")[2]))
    page = visitor.get(f"{home}/results").text
    block = page.split('id="peers">')[1].split("</section>")[0]
    assert re.search(r"Vous êtes comparé à\s: .* organisations\), selon la publication du", block)
    assert re.search(r"Plus haut qu’environ \d sur 10", block)
    assert "Vous\u00a0: 50" in block
    site = published.client.app.state["site"]
    with database.readings.begin() as session:
        found = own_publication(session, home.split("/")[2])
        draft = load(session, home.split("/")[2])
    assert found is not None
    instrument = site.instrument()
    result = kept_result(draft, instrument)
    place = present_own_place(*found, result, instrument, "fr")
    paper = report(result, instrument, "fr", templates=site.templates, made_at=TAKEN, place=place)
    assert "À côté de vos semblables" in paper.html
    assert place.rows[0].peers in unescape(paper.html)
    member = houses.person(MembershipRole.MEMBER, organisation)
    assert as_person(published.client, member).get(f"{home}/results").status_code == 403
