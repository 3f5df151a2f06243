"""Help among peers: who is named to whom, and that nobody is who did not ask for it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from litestar.testing import TestClient
from pypdf import PdfReader
from sqlalchemy import select, update

from assessment.domain.audit import AuditAction
from assessment.domain.membership import MembershipRole
from assessment.domain.peer_help import TooLong
from assessment.reports.documents import report
from assessment.reports.peer_help import OwnPeers, present_own_peers
from assessment.services import peer_rounds
from assessment.services.organisations import delete_organisation
from assessment.services.peer_help import find_round
from assessment.storage.database import Database
from assessment.storage.peer_help import delete_peer_help
from assessment.storage.tables import audit_events
from assessment.storage.tables_campaigns import campaign_members, campaigns, contributions, peer_offers
from assessment.storage.tables_campaigns import peer_rounds as rounds
from tests.functional.test_benchmarks import started
from tests.houses import Houses, Person, as_person
from tests.peers import DIMENSIONS, NOW, Neighbours, named
from tests.results import sample_result
from tests.shipped import shipped_instrument
from tests.visitors import Visitor

TABLES = ("help", "pairs", "cohorts", "effect")
ASKED = {"availability": "fully", "capacity": "2"}


class Stage:
    """A network with an analyst, whose organisations declared something at random."""

    def __init__(self, client: TestClient[Any], seed: int = 1, *, test: bool = False, number: int = 40) -> None:
        self.client, self.database = client, client.app.state["site"].database
        self.houses = Houses(self.database)
        self.network = self.houses.network()
        self.peers = Neighbours(self.database, self.network, seed, test=test)
        self.ids = self.peers.fill(number, "abcddee")
        self.peers.draw()
        self.peers.work_out()
        self.analyst = self.houses.person(MembershipRole.ANALYST, self.network)
        self.home = f"/networks/{self.network}/campaigns/{self.peers.campaign}/peers"

    @property
    def visitor(self) -> Visitor:
        return as_person(self.client, self.analyst)

    def page(self) -> str:
        return self.visitor.get(self.home).text.partition("<main")[2]

    def everything(self) -> Iterator[str]:
        """All that the network reads, in every form."""
        yield self.page()
        for name in TABLES:
            for file in (f"{name}.json", f"{name}.csv", f"{name}.csv?readers=people"):
                answer = self.visitor.get(f"{self.home}/files/{file}")
                assert answer.status_code == 200
                yield answer.content.decode("utf-8-sig")

    def rows(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.visitor.get(f"{self.home}/files/{name}.json").json()["rows"]
        return found

    def blocks(self) -> dict[str, OwnPeers]:
        """By organisation that declared something, what its lead reads."""
        with self.database.readings.begin() as session:
            found = find_round(session, self.peers.campaign)
        names = ("Campagne fictive", "Réseau fictif")
        return {code: present_own_peers(found, code, names, shipped_instrument(), "fr") for code in found.declared}

    def paper(self, block: OwnPeers) -> str:
        """The report with the block in it."""
        templates = self.client.app.state["site"].templates
        made = report(sample_result(), shipped_instrument(), "fr", templates=templates, made_at=NOW, peers=(block,))
        return made.html


def judge(stage: Stage) -> None:
    """Nobody is named who may not be, to the network or to another organisation, in either direction."""
    peers, code_of = stage.peers, {name: code for code, name in stage.peers.names.items()}
    assert named(*stage.everything()) <= peers.open_names()
    for row in stage.rows("help"):
        assert row["with"] in peers.helps(code_of[row["helper"]])
        assert peers.seeks(code_of[row["title"]])
    for row in stage.rows("pairs"):
        one, two = code_of[row["title"]], code_of[row["with"]]
        assert row["gives"] in peers.helps(one)
        assert row["gets"] in peers.helps(two)
        assert peers.seeks(one)
        assert peers.seeks(two)
    for row in stage.rows("cohorts"):
        assert all(peers.seeks(code_of[name]) for name in named(row["members"]))
        assert all(row["theme"] in peers.helps(code_of[name]) for name in named(row["guides"]))
    for code, block in stage.blocks().items():
        for helper in (*(block.helpers or ()), *block.both):
            assert peers.helps(code_of[helper.name])
            assert peers.seeks(code)
        for helped in (*(block.helped or ()), *block.both):
            assert peers.seeks(code_of[helped.name])
            assert peers.helps(code)
        told = (*(block.helpers or ()), *(block.helped or ()), *block.both)
        assert named(stage.paper(block)) == {one.name for one in told}


@pytest.fixture
def stage(on_sqlite: TestClient[Any]) -> Stage:
    return Stage(on_sqlite)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nobody_is_named_without_having_asked_for_it(on_sqlite: TestClient[Any], seed: int) -> None:
    stage = Stage(on_sqlite, seed, number=60)
    assert all(stage.rows(name) for name in TABLES)
    judge(stage)


@pytest.mark.parametrize("seed", [4, 5])
def test_who_withdraws_is_gone_at_once_and_before_anything_is_worked_out_anew(
    on_sqlite: TestClient[Any], seed: int
) -> None:
    stage = Stage(on_sqlite, seed)
    before, peers = named(*stage.everything()), stage.peers
    shown = [code for code in stage.ids if peers.names[code] in before]
    for place, code in enumerate(shown[::2]):
        declined = [partial(peers.agree, consent=consent) for consent in "ab"]
        ways: list[Callable[[str], None]] = [*declined, peers.leave, peers.cut_off, peers.declare]
        ways[place % len(ways)](code)
    assert len(named(*stage.everything())) < len(before)
    judge(stage)
    assert peers.work_out() >= 1
    judge(stage)
    assert peers.work_out() == 0


def test_an_organisation_of_two_networks_is_named_only_where_it_asked_for_it(stage: Stage) -> None:
    other = Stage(stage.client, 8, number=20)
    both = next(code for code in stage.ids if stage.peers.seeks(code) and stage.peers.consent[code] in "de")
    other.peers.join(both)
    other.peers.take_part([both], "e")
    other.peers.work_out()
    name = stage.peers.names[both]
    assert name not in named(*other.everything())
    for code in other.ids:
        other.peers.agree(code, "e")
        other.peers.declare(code, offers=DIMENSIONS, capacity=5)
    other.peers.declare(both, seeks=True)
    other.peers.work_out()
    assert name in named(*other.everything())
    assert not named(*other.everything()) & named(*stage.everything()) - {name}
    stage.peers.leave(both)
    assert name in named(*other.everything())
    assert name not in named(*stage.everything())


def test_a_test_campaign_is_said_to_be_one_and_stands_apart(on_sqlite: TestClient[Any]) -> None:
    stage = Stage(on_sqlite, 6, test=True)
    real = Neighbours(stage.database, stage.network, 7)
    real.take_part(stage.ids, "e")
    assert "Test" in stage.page()
    assert stage.visitor.get(f"{stage.home}/files/help.json").json()["test"] is True
    empty = stage.visitor.get(stage.home.replace(stage.peers.campaign, real.campaign)).text
    assert named(empty) == frozenset()


def test_page_csv_and_json_say_the_same(stage: Stage) -> None:
    page = unescape(stage.page())
    for name in TABLES:
        rows = stage.rows(name)
        plain = stage.visitor.get(f"{stage.home}/files/{name}.csv?readers=programs").text
        sheet = stage.visitor.get(f"{stage.home}/files/{name}.csv?readers=people").content.decode("utf-8-sig")
        read, lines = list(csv.DictReader(StringIO(plain))), list(csv.reader(StringIO(sheet), delimiter=";"))[1:]
        assert len(read) == len(lines) == len(rows)
        for row, found, line in zip(rows, read, lines, strict=True):
            assert line[0] == row["title"]
            assert all(cell in page for cell in line[1:] if not cell.startswith("("))
            wanted = {key: value or "" for key, value in row.items() if key not in ("title", "hidden")}
            assert {key: value for key, value in found.items() if key != "hidden"} == wanted
    assert stage.visitor.get(f"{stage.home}/files/scores.json").status_code == 404
    assert stage.visitor.get(f"{stage.home}/files/help.xml").status_code == 404


def test_no_number_is_shown_but_bands_days_and_places(stage: Stage) -> None:
    """Points of help would tell scores, so nothing that is read holds any."""
    allowed = {"1", "2", "5", "9", "10", "19", "20", "49", "50", "60"}
    for name in ("help", "pairs", "cohorts"):
        for row in stage.rows(name):
            told = {key: value for key, value in row.items() if key not in ("key", "title", "hidden")}
            assert all(isinstance(value, str) for value in told.values())
    for block in stage.blocks().values():
        for one in (*(block.helpers or ()), *(block.helped or ()), *block.both):
            assert not set(re.findall(r"\d+", f"{one.sentence} {one.caution}")) - allowed
    with stage.database.readings.begin() as session:
        document = session.execute(select(rounds.c.document)).scalars().all()
    assert not re.search(r"\d\.\d", str(document))


def test_declared_are_counted_in_bands(stage: Stage) -> None:
    seekers = sum(stage.peers.seeks(code) for code in stage.ids)
    about = stage.visitor.get(f"{stage.home}/files/help.json").json()
    low, high = about["seek"]
    assert low <= seekers <= high
    assert (low, high) in {(5, 9), (10, 19), (20, 49)}


class Lead:
    """An organisation of a stage with a lead and a real assessment that was sent."""

    def __init__(self, stage: Stage, consent: str = "d") -> None:
        self.stage = stage
        self.code = next(code for code in stage.ids if code not in stage.peers.gone)
        stage.peers.agree(self.code, consent)
        self.person: Person = stage.houses.person(MembershipRole.LEAD, self.code)
        self.run = started(stage.client, self.person, self.code)
        with stage.database.sessions.begin() as session:
            mine = campaign_members.c.organisation_id == self.code
            session.execute(update(campaign_members).where(mine).values(assessment_id=self.run.split("/")[2]))
        self.path = f"/organisations/{self.code}/campaigns/{stage.peers.campaign}"

    @property
    def visitor(self) -> Visitor:
        return as_person(self.stage.client, self.person)

    def events(self) -> list[Any]:
        with self.stage.database.readings.begin() as session:
            rows = select(audit_events.c.details).where(audit_events.c.action == AuditAction.PEER_HELP_DECLARED)
            return [row for row in session.execute(rows).scalars() if row["organisation"] == self.code]


def test_a_lead_declares_reads_proposals_on_page_and_in_print_and_takes_it_back(stage: Stage) -> None:
    lead = Lead(stage)
    asked = lead.visitor.get(lead.path).text
    assert "Cherchez-vous de l’aide" in asked
    assert "Vos scores ne le sont pas" in unescape(asked)
    before = len(lead.events())
    form = ASKED | {"seeks": "yes", "offers": ["CAP", "INS"], "alumnus": "yes"}
    answer = lead.visitor.post(f"{lead.path}/peers", form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{lead.path}?done=consent")
    assert len(lead.events()) == before + 1
    kept = lead.visitor.get(lead.path).text
    for name in ("seeks-yes", "offers-CAP", "offers-INS", "alumnus-yes", "availability-fully"):
        assert re.search(rf'id="{name}"[^>]* checked', kept)
    for code in stage.ids[1:]:
        if stage.peers.consent[code] in "de":
            stage.peers.declare(code, offers=DIMENSIONS, capacity=9)
    stage.peers.work_out()
    page = lead.visitor.get(f"{lead.run}/results").text
    block = unescape(page.split('id="help">')[1].split("</section>")[0])
    helpers = named(block)
    assert helpers
    assert "Organisations qui peuvent vous aider" in block
    assert "Et maintenant" in block
    assert not re.search(r"@|\d+ points", block)
    content = lead.visitor.get(f"{lead.run}/report.pdf").content
    words = " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(content)).pages)
    assert named(words) == helpers
    assert lead.visitor.post(f"{lead.path}/peers", ASKED).status_code == 303
    assert 'id="help"' not in lead.visitor.get(f"{lead.run}/results").text
    assert stage.peers.names[lead.code] not in named(*stage.everything())


def test_errors_are_sentences_at_their_fields(stage: Stage) -> None:
    lead = Lead(stage, "b")
    wrong = lead.visitor.post(f"{lead.path}/peers", {"offers": ["CAP"], "capacity": "many"})
    assert wrong.status_code == 422
    text = unescape(wrong.text).replace("\u00a0", " ")
    assert "La campagne est close, vous ne pouvez donc plus" in text
    assert "Dites de combien de temps" in text
    assert "Donnez un nombre entier de 1 à 20" in text
    assert text.count('class="field-error"') == 3
    foreign = ASKED | {"offers": ["NONE"]}
    assert lead.visitor.post(f"{lead.path}/peers", foreign).status_code == 422
    assert lead.visitor.post(f"{lead.path}/peers", ASKED | {"campaign_id": "x"}).status_code == 400
    stage.peers.agree(lead.code, "a")
    assert lead.visitor.post(f"{lead.path}/peers", ASKED | {"seeks": "yes"}).status_code == 409
    assert "Cherchez-vous de l’aide" not in lead.visitor.get(lead.path).text


def test_only_leads_of_the_organisation_read_its_block(stage: Stage) -> None:
    lead = Lead(stage, "e")
    stage.peers.declare(lead.code, seeks=True)
    stage.peers.work_out()
    second = stage.houses.person(MembershipRole.LEAD, lead.code)
    assert 'id="help"' in as_person(stage.client, second).get(f"{lead.run}/results").text
    head = stage.houses.person(MembershipRole.HEAD, stage.network)
    assert as_person(stage.client, head).get(f"{lead.run}/results").status_code == 404


def offers(database: Database, code: str) -> list[Any]:
    with database.readings.begin() as session:
        return list(session.execute(select(peer_offers).where(peer_offers.c.organisation_id == code)).mappings())


def test_rows_go_with_consent_leaving_and_the_organisation(stage: Stage) -> None:
    four = [code for code in stage.ids if stage.peers.consent[code] in "de"][:4]
    for code in four:
        stage.peers.declare(code, seeks=True, offers=("CAP",))
    stage.peers.agree(four[0], "c")
    assert [(row["seeks"], row["offers"]) for row in offers(stage.database, four[0])] == [(True, [])]
    stage.peers.agree(four[1], "a")
    stage.peers.leave(four[2])
    with stage.database.sessions.begin() as session:
        delete_organisation(session, four[3], actor="command-line", now=NOW)
    assert [offers(stage.database, code) for code in four[1:]] == [[], [], []]


def test_declarations_are_forgotten_a_year_after_the_end(stage: Stage) -> None:
    with stage.database.sessions.begin() as session:
        mine = campaigns.c.id == stage.peers.campaign
        session.execute(update(campaigns).where(mine).values(closed_at=NOW))
    with stage.database.sessions.begin() as session:
        assert delete_peer_help(session.connection(), NOW - timedelta(days=1)) == 0
    with stage.database.sessions.begin() as session:
        assert delete_peer_help(session.connection(), NOW) > 10
        assert session.execute(select(rounds).where(rounds.c.campaign_id == stage.peers.campaign)).first() is None


def test_what_takes_too_long_keeps_the_older_result_says_so_and_is_tried_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0

    def never(_people: object) -> tuple[()]:
        nonlocal tried
        tried += 1
        raise TooLong

    before = stage.rows("help")
    someone = next(code for code in stage.ids if stage.peers.consent[code] != "a" and code not in stage.peers.declared)
    with monkeypatch.context() as patch:
        patch.setattr(peer_rounds, "one_way", never)
        stage.peers.declare(someone, seeks=True)
        assert stage.peers.work_out(NOW + timedelta(minutes=5)) == 0
        assert stage.peers.work_out(NOW + timedelta(minutes=10)) == 0
        assert tried == 1
        assert "a pris trop de temps" in stage.page()
        assert stage.rows("help") == before
        assert stage.peers.work_out(NOW + timedelta(hours=2)) == 0
        assert tried == 2
    assert stage.peers.work_out(NOW + timedelta(hours=4)) == 1
    assert "a pris trop de temps" not in stage.page()


def test_the_first_time_it_takes_too_long_is_said_without_a_result(
    on_sqlite: TestClient[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_people: object) -> tuple[()]:
        raise TooLong

    monkeypatch.setattr(peer_rounds, "one_way", never)
    stage = Stage(on_sqlite, 9)
    assert "Il est retenté toutes les heures" in stage.page()
    assert stage.rows("help") == []


def test_before_anything_is_worked_out_the_page_says_so(on_sqlite: TestClient[Any]) -> None:
    stage = Stage(on_sqlite, number=3)
    campaign = Neighbours(stage.database, stage.network).campaign
    assert "Le calcul est en cours" in stage.visitor.get(stage.home.replace(stage.peers.campaign, campaign)).text


class Waves:
    """Two campaigns of one network: who says to have been in a cohort gained ten points more than the others."""

    def __init__(self, stage: Stage, consents: str = "c") -> None:
        self.stage, self.network = stage, stage.houses.network()
        first = Neighbours(stage.database, self.network, closed=True)
        self.ids = first.fill(24, "c")
        with stage.database.sessions.begin() as session:
            self._scores(session, first.campaign, dict.fromkeys(self.ids, 400))
        self.now = Neighbours(stage.database, self.network, closed=True, wave=2)
        self.now.take_part(self.ids, consents)
        with stage.database.sessions.begin() as session:
            after = {code: 540 + 10 * place if place < 6 else 440 for place, code in enumerate(self.ids)}
            self._scores(session, self.now.campaign, after)

    def _scores(self, session: Any, campaign: str, overall: dict[str, int]) -> None:
        for code, score in overall.items():
            one = contributions.c.campaign_id == campaign, contributions.c.organisation_id == code
            session.execute(update(contributions).where(*one).values(scores={"overall": score}))

    def effect(self) -> dict[str, Any]:
        self.now.work_out()
        analyst = as_person(self.stage.client, self.stage.houses.person(MembershipRole.ANALYST, self.network))
        path = f"/networks/{self.network}/campaigns/{self.now.campaign}/peers/files/effect.json"
        row: dict[str, Any] = analyst.get(path).json()["rows"][0]
        return row


def test_the_effect_of_past_cohorts_needs_five_on_each_side_and_stays_while_fewer_than_five_change(
    stage: Stage,
) -> None:
    waves = Waves(stage)
    for code in waves.ids[:4]:
        waves.now.declare(code, alumnus=True)
    assert waves.effect()["hidden"]["points"] == "too-few"
    waves.now.declare(waves.ids[4], alumnus=True)
    shown = waves.effect()
    assert (shown["points"], shown["members"], shown["hidden"]) == (11, "5 à 9", {})
    waves.now.declare(waves.ids[5], alumnus=True)
    assert waves.effect() == shown
    with stage.database.sessions.begin() as session:
        mine = campaign_members.c.campaign_id == waves.now.campaign, campaign_members.c.organisation_id == waves.ids[0]
        session.execute(update(campaign_members).where(*mine).values(consent="b"))
    assert waves.effect()["hidden"]["points"] == "too-few"


def test_the_effect_counts_nobody_whose_scores_the_network_may_not_read(stage: Stage) -> None:
    waves = Waves(stage, "b")
    for code in waves.ids[:6]:
        waves.now.declare(code, alumnus=True)
    assert waves.effect()["hidden"]["points"] == "too-few"
