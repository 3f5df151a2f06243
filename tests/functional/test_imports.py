"""Organisations brought into a network from a file, on its pages."""

from __future__ import annotations

import io
import re
from typing import Any
from zipfile import ZipFile

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import func, select

from assessment.domain.membership import MembershipRole
from assessment.services.mail import LetterKind
from assessment.storage.organisations import organisations_of_network
from assessment.storage.tables import organisations
from tests.houses import Houses, Person, as_person
from tests.sheets import HEADER, LINE, csv_of, laughs, sheet_of, xlsx_of
from tests.visitors import BROWSER, Visitor, letters_to

OTHER = ["Comité fictif", "crt", "40,5", "Bretagne", "coast", "crt@fictif.example", ""]


class Stage:
    """A network with its head."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client, self.database = client, client.app.state.site.database
        self.houses = Houses(self.database)
        self.network = self.houses.network()
        self.head = self.houses.person(MembershipRole.HEAD, self.network)
        self.home = f"/networks/{self.network}/import"

    def browse(self, person: Person | None = None) -> Visitor:
        return as_person(self.client, person or self.head)

    def send(self, content: bytes, **more: str) -> Response:
        """Send a file as the form does."""
        visitor = self.browse()
        data = {"csrf": visitor.form_token(self.home)} | more
        return self.client.post(self.home, data=data, files={"file": ("o.csv", content)}, headers=BROWSER)

    def apply(self, page: Response) -> Response:
        found = re.search(r'name="import" value="([^"]+)"', page.text)
        assert found, page.text
        return self.browse().post(f"{self.home}/apply", {"import": found[1]})

    def names(self) -> list[str]:
        with self.database.readings.begin() as session:
            return [row["name"] for row in organisations_of_network(session.connection(), self.network)]

    def count(self) -> int:
        with self.database.readings.begin() as session:
            return int(session.execute(select(func.count()).select_from(organisations)).scalar_one())


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest) -> Stage:
    return Stage(request.getfixturevalue(f"on_{request.param}"))


@pytest.fixture
def quick(on_sqlite: TestClient[Any]) -> Stage:
    return Stage(on_sqlite)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_looked_at_before_anything_is_kept(stage: Stage, kind: str) -> None:
    content = csv_of(HEADER, LINE, OTHER) if kind == "csv" else xlsx_of(sheet_of(HEADER, LINE, OTHER))
    page = stage.send(content)
    assert page.status_code == 200
    assert "2\u00a0organisations seront créées" in page.text
    assert stage.names() == []
    assert stage.apply(page).headers["location"] == f"/networks/{stage.network}?done=imported"
    assert stage.names() == ["Comité fictif", "Office fictif"]
    letters = letters_to(stage.client.app, "crt@fictif.example")
    assert letters[-1].kind is LetterKind.ACCOUNT_INVITATION
    again = stage.send(content)
    assert "Déjà dans le réseau" in again.text
    assert 'name="import"' not in re.sub(r"(?s)<form.*?/sign-out.*?</form>", "", again.text)
    assert stage.apply(page).status_code == 422
    assert len(stage.names()) == 2


def test_the_template_is_read_back_as_it_is(quick: Stage) -> None:
    template = quick.browse().get(f"{quick.home}/template.csv")
    assert template.headers["content-disposition"] == 'attachment; filename="organisations.csv"'
    assert "1\u00a0organisation sera créée" in quick.send(template.content).text


def refilled(template: bytes, **changes: str) -> bytes:
    """The workbook with other texts in its cells, as somebody fills it in."""
    content = io.BytesIO()
    with ZipFile(io.BytesIO(template)) as old, ZipFile(content, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            for before, after in changes.items() if name == "xl/sharedStrings.xml" else ():
                assert before.replace("_", " ").encode() in text
                text = text.replace(before.replace("_", " ").encode(), after.encode())
            new.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_workbook_is_filled_in_and_read_back(quick: Stage, language: str) -> None:
    """Names from its lists are taken in either language; it holds no formula, and only its first sheet counts."""
    visitor = quick.browse()
    visitor.get(f"/language/{language}")
    answer = visitor.get(f"{quick.home}/template.xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="organisations.xlsx"'
    with ZipFile(io.BytesIO(answer.content)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        strings = book.read("xl/sharedStrings.xml").decode()
    assert len(sheets) == 3
    assert not any("<f>" in sheet for sheet in sheets)
    assert sheets[0].count("<dataValidation ") == 4
    assert "Auvergne-Rhône-Alpes" in strings
    filled = refilled(answer.content, Office_de_tourisme_fictif="Office rempli", **{"Auvergne-Rhône-Alpes": "Corse"})
    page = quick.send(filled)
    assert page.status_code == 200, page.text
    assert quick.apply(page).status_code == 303
    assert quick.names() == ["Office rempli"]
    with quick.database.readings.begin() as session:
        profile = organisations_of_network(session.connection(), quick.network)[0]["profile"]
    assert (profile["type"], profile["staff"], profile["region"], profile["territory"]) == (
        "OT",
        12.5,
        "94",
        "mountain",
    )


def line(**changes: str) -> list[str]:
    return [changes.get(name, value) for name, value in zip(HEADER, LINE, strict=True)]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["Nom", *HEADER[1:]], LINE], "Ligne 1\u00a0: La colonne «\u00a0nom\u00a0»"),
        ([HEADER[:5], LINE[:5]], "La colonne «\u00a0email\u00a0» manque"),
        ([[*HEADER, "name"], LINE], "est là deux fois"),
        ([HEADER], "aucune organisation"),
        ([HEADER, line(name="")], "Ligne 2\u00a0: Écrivez le nom"),
        ([HEADER, line(name="x" * 201)], "200 caractères"),
        ([HEADER, LINE, [], line(type="XX")], "Ligne 4\u00a0: «\u00a0XX\u00a0» ne convient pas pour la colonne type"),
        ([HEADER, line(staff="beaucoup")], "équivalents temps plein"),
        ([HEADER, line(staff="-1")], "équivalents temps plein"),
        ([HEADER, line(staff="nan")], "équivalents temps plein"),
        ([HEADER, line(region="Atlantide")], "Atlantide"),
        ([HEADER, line(territory="moon")], "colonne territory"),
        ([HEADER, line(email="nobody")], "n’est pas une adresse électronique"),
        ([HEADER, line(email="a@b.example\u2028c")], "n’est pas une adresse électronique"),
        ([HEADER, line(language="de")], "colonne language"),
        ([HEADER, [*LINE, "more"]], "plus de cellules"),
        ([HEADER, LINE, line(name=" OFFICE  fictif ", email="b@fictif.example")], "qu’à la ligne 2. Supprimez"),
        ([HEADER, LINE, line(name="Autre")], "adresse électronique qu’à la ligne 2"),
        ([HEADER, line(name="<script>alert(1)</script>", type="<b>")], "&lt;b&gt;"),
    ],
)
def test_every_wrong_line_is_named_and_nothing_is_kept(quick: Stage, rows: list[list[str]], sentence: str) -> None:
    before = quick.count()
    page = quick.send(csv_of(*rows))
    assert page.status_code == 422
    assert sentence in page.text
    assert "<script>alert" not in page.text
    assert quick.count() == before


def test_a_lead_of_another_organisation_of_the_network_is_refused(quick: Stage) -> None:
    quick.apply(quick.send(csv_of(HEADER, LINE)))
    page = quick.send(csv_of(HEADER, line(name="Autre office")))
    assert page.status_code == 422
    assert "déjà celle de la personne responsable d’une autre organisation du réseau\u00a0: Office fictif" in page.text


def test_an_organisation_nobody_has_described_yet_is_the_one_of_its_name(quick: Stage) -> None:
    quick.houses.organisation(quick.network, "Office fictif")
    assert "Déjà dans le réseau" in quick.send(csv_of(HEADER, LINE)).text


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 422), (b"PK\x03\x04 no", 422), (xlsx_of(laughs()), 422), (b"x" * 1_200_000, 422), (b"x" * 3_000_000, 413)],
)
def test_a_file_that_is_no_table_is_refused_on_the_page(quick: Stage, content: bytes, status: int) -> None:
    assert quick.send(content).status_code == status


def test_the_form_takes_nothing_else_and_only_from_our_page(quick: Stage) -> None:
    assert quick.send(csv_of(HEADER, LINE), role="administrator").status_code == 400
    assert quick.send(csv_of(HEADER, LINE), csrf="made up").status_code == 403
    quick.browse()
    body = b"--x\r\nContent-Disposition: form-data; name"
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "application/json"):
        headers = BROWSER | {"Content-Type": kind}
        assert quick.client.post(quick.home, content=body, headers=headers).status_code in (400, 403)
    files = {"file": ("o.csv", b"x")}
    elsewhere = f"/networks/{quick.network}/organisations"
    data = {"csrf": quick.browse().form_token(elsewhere)}
    assert quick.client.post(elsewhere, data=data, files=files, headers=BROWSER).status_code == 400


def test_a_preview_serves_only_whom_it_was_shown_to(quick: Stage) -> None:
    page = quick.send(csv_of(HEADER, LINE))
    other = Stage(quick.client)
    assert other.apply(page).status_code == 400
    assert quick.browse().post(f"{quick.home}/apply", {"import": "made up"}).status_code == 400
    sealed = quick.client.app.state.site.seal.close("eJw=").decode()
    assert quick.browse().post(f"{quick.home}/apply", {"import": sealed}).status_code == 400
    assert quick.names() == other.names() == []


def test_a_network_of_five_hundred_lines_is_taken_at_once(quick: Stage) -> None:
    rows = [line(name=f"Office {number}", email=f"o{number}@fictif.example") for number in range(500)]
    assert quick.apply(quick.send(csv_of(HEADER, *rows))).status_code == 303
    assert len(quick.names()) == 500
