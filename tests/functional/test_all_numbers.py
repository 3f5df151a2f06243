"""Promises P1 to P3 on what people really read: every form of every number of a network over two waves.

Whatever a page, a picture, a file or a program is told must be the number that the publication shows, and nothing where
it hides one; and nobody follows from all that is shown together.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO
from random import Random
from statistics import fmean
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from litestar.testing import TestClient
from sqlalchemy import update

from assessment.domain.answers import Assessment
from assessment.domain.disclosure_audit import Disclosed, disclosed_mean, narrow, ranges, recoverable
from assessment.domain.disclosure_rules import TOLERANCE, Output
from assessment.domain.membership import MembershipRole
from assessment.domain.peer_groups import CROSSINGS
from assessment.reports.pdf import Document
from assessment.services.benchmarks import latest, publish, shown_history
from assessment.services.disclosure_check import check_disclosure
from assessment.storage.campaigns import contributions_of
from assessment.storage.database import Database
from assessment.storage.tables import assessments
from tests.campaigns import TAKEN, Campaigns
from tests.houses import Houses, Person, as_person
from tests.sent_forms import an_answered, send
from tests.visitors import Visitor

ORGANISATIONS, JOINING = 60, 6
REGIONS = ("84", "84", "93", "93", "11", "53", "94")
KINDS = ("OT", "OT", "OT", "CDT", "EPCI", "CRT")
CONSENTS = "abbbbbbbcde"
OVERALL = "overall"
NUMBER = re.compile(r"(?<![\w.,#-])[-−+]?\d+(?:[.,]\d+)?(?![\w])")
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.S)
TAG = re.compile(r"<[^>]+>")
Truth = dict[tuple[str, str, str], Any]


@dataclass(frozen=True, slots=True)
class Published:
    """A network of which two waves were published, with its people and the address of each campaign."""

    client: TestClient[Any]
    campaigns: tuple[str, str]
    homes: tuple[str, str]
    people: Mapping[str, Person]
    organisation: str
    own: str

    @property
    def database(self) -> Database:
        found: Database = self.client.app.state["site"].database
        return found

    def browse(self, who: str) -> Visitor:
        return as_person(self.client, self.people[who])

    def document(self, wave: int) -> dict[str, Any]:
        with self.database.readings.begin() as session:
            found = latest(session, self.campaigns[wave])
        assert found is not None
        return dict(found)


def answered(random: Random, place: int) -> Assessment:
    """What one organisation answers; it says who does its digital work, and is of one kind in both waves."""
    fixed = Random(place)
    found = an_answered(random, f"Office fictif {place}")
    size = fixed.choice([1.5, 4.0, 8.0, 30.0])
    kind, region, territory = fixed.choice(KINDS), fixed.choice(REGIONS), fixed.choice(["mountain", "coast", "rural"])
    organisation = replace(found.organisation, type=kind, region=region, territory=territory, staff=size)
    posts = {"R01": Decimal(random.randint(0, 10)) / 10, "R02": Decimal(random.randint(0, 6)) / 10}
    work: dict[str, Any] = {"F_DIG": posts, "F_NIGHTS": Decimal(random.randint(50, 900))}
    work["F_PROJ"] = {"small": Decimal(random.randint(1, 4)), "medium": Decimal(1), "large": Decimal(0)}
    return replace(found, organisation=organisation, facts={**found.facts, **work})


@pytest.fixture(scope="module")
def published(on_sqlite: TestClient[Any]) -> Published:
    database = on_sqlite.app.state["site"].database
    houses, campaigns, random = Houses(database), Campaigns(database), Random(3)
    network = houses.network()
    ids = campaigns.organisations(network, ORGANISATIONS + JOINING)
    both = tuple(campaigns.campaign(network, wave) for wave in (1, 2))
    for wave, inside in enumerate((range(ORGANISATIONS), range(5, ORGANISATIONS + JOINING))):
        for consent in sorted(set(CONSENTS)):
            agreeing = [place for place in inside if CONSENTS[place % len(CONSENTS)] == consent]
            assessed = [(ids[place], answered(random, place)) for place in agreeing]
            sent = send(database, both[wave], assessed, consent=consent, at=TAKEN + timedelta(days=90 * wave))
        with database.sessions.begin() as session:
            assert publish(session, both[wave], TAKEN + timedelta(days=90 * wave + 60)) is not None
    organisation, assessment = next(iter(sent.items()))
    people = {role.value: houses.person(role, network) for role in (MembershipRole.HEAD, MembershipRole.ANALYST)}
    people["lead"] = houses.person(MembershipRole.LEAD, organisation)
    with database.sessions.begin() as session:
        mine = assessments.c.id == assessment
        session.execute(update(assessments).where(mine).values(lead_id=people["lead"].id))
    homes = tuple(f"/networks/{network}/campaigns/{one}" for one in both)
    return Published(
        on_sqlite, (both[0], both[1]), (homes[0], homes[1]), people, organisation, f"/assessments/{assessment}"
    )


def truth(document: Mapping[str, Any]) -> Truth:
    """Every number that a publication shows of scores, by group, metric and column."""
    found: Truth = {}
    for group, metrics in document["groups"].items():
        for metric, cell in metrics.items():
            found |= {(group, metric, column): value for column, value in shown_in(cell)}
    return found


def shown_in(cell: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    single = {"mean": "mean", "mean_low": "low", "mean_high": "high", "median": "median"}
    yield from ((column, cell[name]) for column, name in single.items() if name in cell)
    for columns, name in ((("p25", "p75"), "quartiles"), (("p10", "p90"), "deciles")):
        yield from zip(columns, cell.get(name, ()), strict=False)
    change = cell.get("change", {})
    yield from ((f"change{end}", change[name]) for end, name in CHANGE_ENDS.items() if change)
    if "about" in cell:
        yield "mean", cell["about"]
    if cell.get("n"):
        yield "n", band_text(cell["n"])


CHANGE_ENDS = {"": "points", "_low": "low", "_high": "high"}


def band_text(ends: Sequence[int | None]) -> str:
    low, high = ends
    return f"{low} et plus" if high is None else f"{low} à {high}"


def plain(text: str) -> str:
    """A piece of a page as a person reads it."""
    return " ".join(unescape(TAG.sub(" ", text)).split())


def read(text: str) -> Any:
    """The number in a cell, or its words."""
    bare = text.strip("()~").replace("\u2212", "-").replace(",", ".").removesuffix(" %").removeprefix("+")
    try:
        return float(bare)
    except ValueError:
        return text


def tables_of(page: str) -> list[list[list[str]]]:
    """The rows of every table of a page, the first cell of each being its title."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", page, re.S)
    return [[[plain(one) for one in CELL.findall(row)] for row in body.split("<tr")[1:]] for body in bodies]


@dataclass(slots=True)
class Reader:
    """Reads one table in all its forms, and sees to it that they say the same."""

    visitor: Visitor
    pages: int = 0
    numbers: int = 0

    def get(self, address: str) -> Any:
        answer = self.visitor.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        self.pages += 1
        return answer

    def rows(self, file: str, asked: str = "", page: list[list[str]] | None = None) -> list[dict[str, Any]]:
        """The rows of a table from its JSON, the same as in both spreadsheets and on the page."""
        rows: list[dict[str, Any]] = self.get(f"{file}.json?{asked}").json()["rows"]
        people = self.get(f"{file}.csv?{asked}").content.decode("utf-8-sig")
        lines = list(csv.reader(StringIO(people), delimiter=";"))[1:]
        machine = list(csv.DictReader(StringIO(self.get(f"{file}.csv?{asked}&readers=programs").text)))
        for row, line, sheet in zip(rows, lines, machine, strict=True):
            self._same(row, line[1:], sheet)
        if page is not None:
            for row, cells in zip(rows, page, strict=True):
                assert cells[0] == " ".join(row["title"].split())
                self._read_alike(row, cells[1:])
        return rows

    def _same(self, row: Mapping[str, Any], line: list[str], sheet: Mapping[str, str]) -> None:
        self._read_alike(row, line)
        hidden = dict(one.rsplit("=", 1) for one in sheet["hidden"].split())
        assert hidden == row["hidden"]
        for column in columns_of(row):
            value = row[column]
            assert sheet[column] == ("" if value is None else str(value)) or sheet[column] == f"'{value}"

    def _read_alike(self, row: Mapping[str, Any], cells: list[str]) -> None:
        for column, text in zip(columns_of(row), cells, strict=True):
            value = row[column]
            self.numbers += isinstance(value, int | float)
            if isinstance(value, int | float):
                exact = 0.5 if column == "smallest_change" else 0.0051
                assert read(text) == pytest.approx(value, abs=exact), (row["key"], column, text)
            elif column in row["hidden"]:
                assert not isinstance(read(text), float), (row["key"], column, text)


def columns_of(row: Mapping[str, Any]) -> list[str]:
    return [name for name in row if name not in ("key", "title", "hidden")]


def keys_by(document: Mapping[str, Any], axes: tuple[str, ...]) -> list[str]:
    names = {key: tuple(part.split("=")[0] for part in key.split("|")) if key else () for key in document["groups"]}
    return [key for key, found in names.items() if found == axes]


CHOICES = {"-".join(axes) or "whole": tuple(axis.value for axis in axes) for axes in CROSSINGS}


@pytest.fixture(scope="module")
def reader(published: Published) -> Reader:
    return Reader(published.browse("analyst"))


@pytest.mark.parametrize("wave", [0, 1])
def test_the_explorer_tells_the_published_numbers_and_no_others(published: Published, wave: int) -> None:
    reader, document = Reader(published.browse("analyst")), published.document(wave)
    home, known, seen = f"{published.homes[wave]}/benchmarks", truth(document), set[tuple[str, str, str]]()
    for by, axes in CHOICES.items():
        for key in keys_by(document, axes):
            asked = f"by={by}&of={quote(key)}"
            page = reader.get(f"{home}?{asked}").text
            rows = reader.rows(f"{home}/files/group", asked, tables_of(page)[0])
            for row in rows:
                seen |= checked(known, key, row)
            cards_tell_shown_numbers(page, document["groups"][key], rows)
    assert seen == known.keys()
    assert sum(hidden_cells(document)) > len(known) / 2


def checked(known: Truth, group: str, row: Mapping[str, Any]) -> set[tuple[str, str, str]]:
    """The numbers that a row tells; each is the published one, and those that are hidden are not there."""
    told = {(group, row["key"], column): row[column] for column in columns_of(row) if row[column] is not None}
    for place, value in told.items():
        assert known.get(place) == value, (place, value, known.get(place))
    return set(told)


def hidden_cells(document: Mapping[str, Any]) -> list[int]:
    return [len(cell["hidden"]) for metrics in document["groups"].values() for cell in metrics.values()]


def cards_tell_shown_numbers(page: str, cells: Mapping[str, Any], rows: list[dict[str, Any]]) -> None:
    """Pictures and sentences: every number in them is one of the very cell, or of the scale."""
    metrics = {" ".join(row["title"].split()): row["key"] for row in rows}
    for card in re.findall(r'<article class="card">(.*?)</article>', page, re.S):
        title = plain(card.split("</h3>")[0])
        cell = cells[metrics[title]]
        said = {float(one.replace("\u2212", "-")) for one in NUMBER.findall(plain(card).replace(title, ""))}
        shares = {float(one) for item in cell.get("classes", ()) for one in item}
        assert "mean" in cell
        assert said <= {float(value) for _, value in shown_in(cell) if isinstance(value, int)} | shares | SCALE


SCALE = {0.0, 19.0, 20.0, 25.0, 39.0, 40.0, 50.0, 59.0, 60.0, 75.0, 79.0, 80.0, 100.0}


@pytest.mark.parametrize("wave", [0, 1])
def test_maps_tell_the_published_means_and_no_others(published: Published, wave: int) -> None:
    reader, document = Reader(published.browse("head")), published.document(wave)
    home, known = f"{published.homes[wave]}/benchmarks", truth(document)
    for by in CHOICES:
        page = reader.get(f"{home}/map?by={by}").text
        for row in reader.rows(f"{home}/files/map", f"by={by}", tables_of(page)[0]):
            for key in columns_of(row):
                group = "" if key == "whole" else key
                assert row[key] == known.get((group, row["key"], "mean")), (group, row["key"])
    regions = {row["key"]: row["title"] for row in reader.rows(f"{home}/files/regions")}
    for metric in [one for one in document["metrics"] if one.startswith(("overall", "dimension:"))]:
        for way in ("outlines", "tiles"):
            page = reader.get(f"{home}/regions?metric={metric}&map={way}").text
            picture_says_means(
                page, {title: known.get((f"region={key}", metric, "mean")) for key, title in regions.items()}
            )
        for row in reader.rows(f"{home}/files/regions", f"metric={metric}", tables_of(page)[0]):
            told = {column: row[column] for column in columns_of(row)}
            assert told == {column: known.get((f"region={row['key']}", metric, column)) for column in told}


def picture_says_means(page: str, means: Mapping[str, Any]) -> None:
    """Titles, descriptions and texts of a map have no number but the means of shown regions."""
    picture = page.split('<figure class="regions">')[1].split("</figure>")[0]
    described = unescape(picture.split("<desc")[1].split("</desc>")[0])
    for region, mean in means.items():
        said = described.split(f"{region}\u00a0: ")[1][:40]
        assert (read(re.split(r"[;.]", said)[0].strip()) == mean) == (mean is not None), (region, said)
    spoken = plain("".join(re.findall(r"<(?:title|desc|text)\b.*?</(?:title|desc|text)>", picture, re.S)))
    numbers = {float(one) for one in NUMBER.findall(spoken)}
    assert numbers <= {float(mean) for mean in means.values() if mean is not None} | SCALE


@pytest.mark.parametrize("wave", [0, 1])
def test_roles_tell_the_published_totals_and_no_others(published: Published, wave: int) -> None:
    reader, document = Reader(published.browse("head")), published.document(wave)
    home = f"{published.homes[wave]}/benchmarks"
    for role, regions in document["roles"].items():
        page = reader.get(f"{home}/roles?role={role}").text
        for row in reader.rows(f"{home}/files/roles", f"role={role}", tables_of(page)[0]):
            region = regions["" if row["key"] == "whole" else row["key"]]
            told = {column: row[column] for column in columns_of(row) if row[column] is not None}
            assert not told or "hidden" not in region
            for column, value in told.items():
                assert value == in_units(column, region), (role, row["key"], column)
        hidden = [one["title"] for one in reader.rows(f"{home}/files/roles", f"role={role}") if one["hidden"].get("n")]
        words = page.split("<h2>")[1].split("</ul>")[0]
        assert not any(f"{title}\u00a0:" in unescape(words) for title in hidden)
    together = f"{home}/roles?role=R01%2BR02"
    assert not {"R01", "R02"} <= document["roles"].keys() or reader.get(together).status_code == 200


def in_units(column: str, region: Mapping[str, Any]) -> Any:
    """What is published of a region as its table tells it; posts that could be shared follow from what is missing.

    Where more are there than are needed, nothing is left uncovered.
    """
    if column == "uncovered":
        return max(0, region[column])
    tenths = {"need": region["need"], "have": region["have"], "missing": region["missing"]}
    if region["need_interval"]:
        tenths |= dict(zip(("need_low", "need_high"), region["need_interval"], strict=True))
    if column in tenths:
        return tenths[column] / 10
    if column == "pooled":
        return pytest.approx(region["missing"] / 10, abs=9) if region["missing"] else 0.0
    if column == "n":
        return band_text(region["n"])
    return region[column] / 100 if column in ("per_100", "per_million", "quotient") else region[column]


@pytest.mark.parametrize("wave", [0, 1])
def test_who_answered_trust_and_hidden_numbers_say_the_same_in_every_form(published: Published, wave: int) -> None:
    reader, document = Reader(published.browse("analyst")), published.document(wave)
    home = f"{published.homes[wave]}/benchmarks"
    answered_rows = reader.rows(f"{home}/files/coverage", page=tables_of(reader.get(f"{home}/roles").text)[1])
    lines = {
        f"{axis}={line[0] or 'others'}": line[1:] for axis, found in document["who_answered"].items() for line in found
    }
    assert {row["key"]: [row["answered"], row["known"]] for row in answered_rows} == lines
    assert all(line[0] >= 5 or line[0] == 0 for line in lines.values())
    assert document["quality"] is not None
    pages = tables_of(reader.get(f"{home}/quality").text)
    for name, page in (("panels", None), ("practices", pages[0]), ("dimensions", pages[1])):
        for row in reader.rows(f"{home}/quality/files/{name}", page=page):
            if name != "panels":
                assert figures_of(row) <= all_figures(document["quality"][name][row["key"]])
    counted = sum(row["count"] for row in reader.rows(f"{home}/report/hidden"))
    hidden = sum(len(found) for found in hidden_scores(document))
    assert counted > hidden > 100
    told = sum(row["count"] for row in reader.rows(f"{home}/report/hidden") if is_score(row["metric"]))
    assert told == hidden


def is_score(metric: str) -> bool:
    return not metric.startswith(("role:", "quality:"))


def hidden_scores(document: Mapping[str, Any]) -> Iterator[set[str]]:
    comparable = (document["before"] or {}).get("comparable")
    for metrics in document["groups"].values():
        for cell in metrics.values():
            yield {one for one in cell["hidden"] if comparable or one != "change"}


def figures_of(row: Mapping[str, Any]) -> set[float]:
    return {float(row[name]) for name in columns_of(row) if isinstance(row[name], int | float)}


def all_figures(found: Mapping[str, Any]) -> set[float]:
    values = (one["value"] for one in found.values() if isinstance(one, dict) and "value" in one)
    return {float(value) for value in values if isinstance(value, int | float)}


@pytest.mark.parametrize("wave", [0, 1])
def test_the_spreadsheet_tells_the_published_numbers_and_no_others(published: Published, wave: int) -> None:
    reader, document = Reader(published.browse("analyst")), published.document(wave)
    home, known = f"{published.homes[wave]}/benchmarks", truth(document)
    content = reader.get(f"{home}/report.xlsx").content
    titles = names_of_groups(reader, document, home)
    sheets = sheets_of(content)
    everything, metrics = sheets["Tous les nombres"], names_of_metrics(reader, home)
    told: Truth = {}
    for group, metric, *cells in everything[1:]:
        for column, value in zip(GROUP_COLUMNS, cells, strict=True):
            known_as = read(value) if isinstance(value, str) else value
            if isinstance(known_as, float) or (column == "n" and value in BANDS):
                told[titles[group], metrics[metric], column] = known_as
    assert told == known
    core = ZipFile(BytesIO(content)).read("docProps/core.xml").decode()
    assert not any(code in core for code in document_ids(published))
    for name, rows in sheets.items():
        heads = [metrics.get(str(one)) for one in rows[0]] if rows else []
        for row in rows[1:] if sum(one is not None for one in heads) > 2 else ():
            for metric, value in zip(heads, row, strict=False):
                if metric is not None and str(row[0]) in titles:
                    expected = known.get((titles[str(row[0])], metric, "mean"))
                    found = read(value) if isinstance(value, str) else value
                    assert (found if isinstance(found, float) else None) == expected, (name, row[0], metric)


GROUP_COLUMNS = (
    *("n", "mean", "mean_low", "mean_high", "p10", "p25", "median", "p75", "p90"),
    *("change", "change_low", "change_high"),
)
BANDS = tuple(band_text(one) for one in ([5, 9], [10, 19], [20, 49], [50, None]))


def document_ids(published: Published) -> list[str]:
    return [published.own.split("/")[-1], *published.campaigns]


def names_of_groups(reader: Reader, document: Mapping[str, Any], home: str) -> dict[str, str]:
    found = {}
    for key in document["groups"]:
        by = next(by for by, axes in CHOICES.items() if key in keys_by(document, axes))
        found[reader.get(f"{home}/files/group.json?by={by}&of={quote(key)}").json()["title"]] = key
    return found


def names_of_metrics(reader: Reader, home: str) -> dict[str, str]:
    return {row["title"]: row["key"] for row in reader.get(f"{home}/files/group.json").json()["rows"]}


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    """The rows of every sheet of a spreadsheet, numbers as such."""
    book, space = ZipFile(BytesIO(content)), "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xml")}  # noqa: S314 - our own file
    strings = parts["xl/sharedStrings.xml"].iter(f"{space}si")
    shared = ["".join(one.text or "" for one in item.iter(f"{space}t")) for item in strings]
    names = [one.attrib["name"] for one in parts["xl/workbook.xml"].iter(f"{space}sheet")]
    found = {}
    for number, name in enumerate(names, 1):
        rows = parts[f"xl/worksheets/sheet{number}.xml"].iter(f"{space}row")
        found[name] = [[cell_of(one, shared, space) for one in row.iter(f"{space}c")] for row in rows]
    return found


def cell_of(cell: ElementTree.Element, shared: list[str], space: str) -> Any:
    assert cell.find(f"{space}f") is None
    value = cell.find(f"{space}v")
    if value is None or value.text is None:
        return None
    return shared[int(value.text)] if cell.attrib.get("t") == "s" else float(value.text)


@pytest.mark.parametrize("wave", [0, 1])
def test_the_report_tells_the_published_numbers_and_no_others(
    published: Published, monkeypatch: pytest.MonkeyPatch, wave: int
) -> None:
    made: list[Document] = []

    def render(document: Document) -> bytes:
        made.append(document)
        return b"%PDF-1.7"

    monkeypatch.setattr(published.client.app.state["site"].reports, "render", render)
    reader, document = Reader(published.browse("head")), published.document(wave)
    home, known = f"{published.homes[wave]}/benchmarks", truth(document)
    reader.get(f"{home}/report.pdf")
    titles, metrics = names_of_groups(reader, document, home), names_of_metrics(reader, home)
    titles, metrics = ({plain(one): key for one, key in names.items()} for names in (titles, metrics))
    told = set(claims_on_paper(made[0].html, titles, metrics))
    assert {(place, known.get(place)) for place, _ in told} == told
    assert len(told) > 100
    shown = {float(value) for (group, _, _), value in known.items() if not group and isinstance(value, int)}
    for name, drawing in made[0].charts.items():
        if name.startswith(("chart-spread", "chart-change", "chart-level")):
            spoken = plain("".join(re.findall(r"<(?:title|desc|text)\b.*?</(?:title|desc|text)>", drawing, re.S)))
            numbers = {float(one.replace("\u2212", "-")) for one in NUMBER.findall(spoken)}
            assert numbers <= shown | SCALE | {float(one) for one in range(-100, 101, 5)}, name


def claims_on_paper(html: str, titles: Mapping[str, str], metrics: Mapping[str, str]) -> Iterator[tuple[Any, Any]]:
    """Every number in a table about scores: of a group by dimension, or of one group or metric by output."""
    for table in re.findall(r'<table class="published.*?</table>', html, re.S):
        columns = re.findall(r'<th scope="col" class="number of-([a-zA-Z0-9_-]+)">', table)
        for cells in tables_of(table)[0]:
            for column, text in zip(columns, cells[1:], strict=False):
                place = place_of(plain(cells[0]), column, titles, metrics)
                value = read(text)
                if place and (isinstance(value, float) or value in BANDS):
                    yield place, int(value) if isinstance(value, float) else value


def place_of(
    row: str, column: str, titles: Mapping[str, str], metrics: Mapping[str, str]
) -> tuple[str, str, str] | None:
    metric = column.replace("-", ":", 1)
    if metric in metrics.values():
        return (titles[row], metric, "mean") if row in titles else None
    if column not in GROUP_COLUMNS:
        return None
    if row in metrics:
        return "", metrics[row], column
    return (titles[row], OVERALL, column) if row in titles else None


def test_an_organisation_reads_of_its_peers_what_is_published_of_them(published: Published) -> None:
    page = Reader(published.browse("lead")).get(f"{published.own}/results").text
    block = page.split('id="peers">')[1].split("</section>")[0]
    document = published.document(1)
    with published.database.readings.begin() as session:
        mine = shown_history(session, published.campaigns[1])[-1][0]["members"]["own"][published.organisation]
    cells = document["groups"][mine["group"]].values()
    shown = {float(value) for cell in cells for _, value in shown_in(cell) if isinstance(value, int)}
    said = re.findall(r"<p>(.*?)</p>", block, re.S)[1:]
    assert len(said) > 5
    for sentence in map(plain, said):
        peers = re.sub(r"sur 10|Vous : \d+|environ \d+", "", sentence)
        assert {float(one) for one in NUMBER.findall(peers)} <= shown


def test_what_is_read_is_what_the_audit_looks_at(published: Published) -> None:
    with published.database.readings.begin() as session:
        history = shown_history(session, published.campaigns[1])
    for wave, (_row, shown) in enumerate(history):
        document = published.document(wave)
        told = truth(document)
        for metric, outputs in shown.items():
            for output, column in COLUMN_OF.items():
                sets = {"|".join(f"{axis}={value}" for axis, value in name) for name in outputs[output]}
                read_of = {group for group, one, name in told if one == metric and name == column}
                rounded = {key for key, cells in document["groups"].items() if "about" in cells.get(metric, {})}
                assert read_of - rounded == sets


COLUMN_OF = {Output.MEAN: "mean", Output.MEDIAN: "median", Output.QUARTILES: "p25", Output.DISTRIBUTION: "p10"}
COLUMN_OF |= {Output.CHANGE: "change"}


def test_nobody_follows_from_everything_that_is_read(published: Published) -> None:
    with published.database.readings.begin() as session:
        found = check_disclosure(session, published.campaigns[1])
        history = [shown for _, shown in shown_history(session, published.campaigns[1])]
        rows = contributions_of(session.connection(), published.campaigns[0])
    assert found.leaks == ()
    sets = [inside for shown in history for one in MEANS for inside in shown[OVERALL][one].values()]
    for insider in sorted(frozenset().union(*sets)):
        assert recoverable(map(Disclosed, sets), [insider]) == frozenset()
    scores = {row["organisation_id"]: row["scores"][OVERALL] / 10 for row in rows}
    first = history[0][OVERALL][Output.MEAN].values()
    sums = [disclosed_mean(inside, round(fmean(scores[one] for one in inside))) for inside in first]
    insider, *others = sorted(frozenset().union(*first))
    known = {insider: scores[insider]}
    assert narrow(ranges(sums, known=known, only=others[:12]), TOLERANCE) == frozenset()


MEANS = (Output.MEAN, Output.CHANGE)
