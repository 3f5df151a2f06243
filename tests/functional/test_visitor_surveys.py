"""The survey of an organisation's visitors on its pages: from the file to the results."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import delete

from assessment.domain.kept_surveys import plain_survey
from assessment.domain.parsing_survey import asked_of
from assessment.services.assessments import load
from assessment.services.survey_tables import MOST_VISITORS, columns_of, example_of
from assessment.services.visitor_surveys import kept_survey
from assessment.storage.assessments import reopen
from assessment.storage.documents import read_file
from assessment.storage.surveys import read_survey_file
from assessment.storage.tables import assessments
from tests.shipped import QUESTIONNAIRES, shipped_instrument
from tests.visitors import BROWSER, Visitor

SAMPLE = QUESTIONNAIRES / "digital-maturity" / "sample-survey.yaml"
ASKED = asked_of(shipped_instrument().expectations)
COLUMNS = columns_of(ASKED)


def table(*rows: Sequence[str], delimiter: str = ";") -> bytes:
    """A table as spreadsheets write it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


class Stage:
    """Somebody who runs an assessment without an account, with every question answered."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client, self.site = client, client.app.state.site
        self.visitor = Visitor(client)
        self.home = self.visitor.start()
        self.page = f"{self.home}/visitors"

    @property
    def id(self) -> str:
        return self.home.rsplit("/", 1)[-1]

    def send(self, content: bytes) -> Response:
        data = {"csrf": self.visitor.form_token(self.page)}
        return self.client.post(self.page, data=data, files={"file": ("v.csv", content)}, headers=BROWSER)

    def keep(self, page: Response) -> Response:
        found = re.search(r'name="survey" value="([^"]+)"', page.text)
        assert found, page.text
        return self.visitor.post(f"{self.page}/keep", {"survey": found[1]})

    def kept(self) -> Any:
        with self.site.database.readings.begin() as session:
            found = kept_survey(session, self.id)
        return found.survey if found else None

    def submit(self) -> dict[str, Any]:
        self.visitor.answer_all(self.site.instrument().questionnaire)
        assert self.visitor.submit().status_code == 303
        with self.site.database.readings.begin() as session:
            return dict(load(session, self.id).result or {})


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest) -> Stage:
    return Stage(request.getfixturevalue(f"on_{request.param}"))


@pytest.fixture
def quick(on_sqlite: TestClient[Any]) -> Stage:
    return Stage(on_sqlite)


def errors_of(page: Response) -> list[str]:
    """The sentences of the error summary."""
    assert page.status_code == 422, page.text
    summary = page.text.split('class="error-summary"')[1].split("</div>")[0]
    return [re.sub(r"\s+", " ", text) for text in re.findall(r'<a href="#file">([^<]*)</a>', summary)]


def test_a_survey_is_looked_at_then_kept_and_counts_in_the_results(stage: Stage) -> None:
    preview = stage.send(SAMPLE.read_bytes())
    assert preview.status_code == 200
    assert "<dd>60</dd>" in preview.text
    assert stage.kept() is None
    assert stage.keep(preview).headers["location"] == stage.page
    file = read_survey_file(read_file(SAMPLE), shipped_instrument().expectations)
    assert plain_survey(stage.kept()) == plain_survey(file.survey)
    assert "Retirer l’enquête" in stage.visitor.get(stage.page).text
    result = stage.submit()
    assert result["visitors"]["answers"] == 60
    results = stage.visitor.get(f"{stage.home}/results").text
    assert "Ce que les visiteurs constatent" in results


def test_without_a_survey_nothing_is_said_of_visitors(quick: Stage) -> None:
    assert quick.submit()["visitors"] is None


def test_the_task_list_tells_whether_a_survey_is_kept(quick: Stage) -> None:
    def line() -> str:
        return quick.visitor.get(quick.home).text.split(f'href="{quick.page}"')[1].split("</li>")[0]

    assert "À commencer" in line()
    quick.keep(quick.send(SAMPLE.read_bytes()))
    assert "Terminé" in line()


def test_a_survey_is_replaced_and_removed(quick: Stage) -> None:
    quick.keep(quick.send(SAMPLE.read_bytes()))
    other = quick.send(table(COLUMNS, example_of(ASKED)))
    assert "prend la place" in other.text
    quick.keep(other)
    assert len(quick.kept().answers) == 1
    assert quick.visitor.post(f"{quick.page}/remove", {}).status_code == 303
    assert quick.kept() is None
    assert quick.visitor.post(f"{quick.page}/remove", {}).status_code == 303


def test_the_template_is_read_back_as_it_is(quick: Stage) -> None:
    for language in ("en", "fr"):
        quick.visitor.get(f"/language/{language}")
        template = quick.visitor.get(f"{quick.page}/template.csv")
        assert template.headers["content-disposition"] == 'attachment; filename="visitors.csv"'
        quick.keep(quick.send(template.content))
        (answer,) = quick.kept().answers
        assert (answer.moment, answer.outcome, answer.top) == ("S2", 0.5, ("Q1", "Q5", "Q7"))
        assert answer.ratings["Q1"].adequate == 5.0


def test_a_table_says_what_its_yaml_says(quick: Stage) -> None:
    quick.keep(quick.send(table(["Moment", "q5_e", "TOP3", "outcome"], ["S1", "7,5", "Q1,Q2", "1"], [], ["", "8"])))
    as_table = plain_survey(quick.kept())
    quick.keep(quick.send(b'{"answers": [{"moment": "S1", "pairs": {"Q5": {"E": 7.5}}, "top3": ["Q1", "Q2"], '
                          b'"outcome": 1}, {"pairs": {"Q5": {"E": 8}}}]}'))  # fmt: skip
    assert plain_survey(quick.kept()) == as_table


def test_every_problem_of_a_table_is_said_with_line_and_column(quick: Stage) -> None:
    said = errors_of(
        quick.send(
            table(
                ["moment", "Q1_E", "Q2_P", "top3", "outcome"],
                ["S2", "8", "7", "Q1", "1"],
                ["S9", "12", "bien", "Q1 Q2 Q3 Q4", "0,7"],
                ["S1", "5", "5", "", "1", "de trop"],
            )
        )
    )
    places = [re.split(r"\s:", sentence)[0] for sentence in said]
    assert places == [
        "Ligne 3, colonne moment",
        "Ligne 3, colonne Q1_E",
        "Ligne 3, colonne Q2_P",
        "Ligne 3, colonne top3",
        "Ligne 3, colonne outcome",
        "Ligne 4, colonne 6",
    ]
    assert quick.kept() is None


def test_a_column_that_could_name_a_visitor_is_refused(quick: Stage) -> None:
    said = errors_of(quick.send(table(["moment", "email", "moment"], ["S1", "a@example.org", "S1"])))
    assert len(said) == 2
    assert "email" in said[0]


def test_problems_of_yaml_are_said_with_line_and_sign(quick: Stage) -> None:
    (said,) = errors_of(quick.send(b"answers:\n- moment: S2\n  pairs: {Q1: {E: 11}}\n"))
    assert said.replace("\u00a0", " ").startswith("Ligne 3, colonne 16 :")


HOSTILE = {
    "nothing": b"",
    "blanks": b" \n\n",
    "only names of columns": table(COLUMNS),
    "a zip": b"PK\x03\x04\x00\x00rest",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00",
    "a loop": b"answers: &a [*a]",
    "a tag": b"answers: !!python/object/apply:os.system [id]",
    "deep": b"[" * 50_000,
    "many nodes": b"answers: [" + b"1," * 60_000 + b"1]",
    "many rows": table(["moment"], *[["S1"]] * (MOST_VISITORS + 1)),
    "many columns": table(["moment"] * 65, ["S1"]),
    "a long cell": table(["moment"], ["S" * 400]),
    "an open quotation": b'moment;Q1_E\n"S1;7',
    "control signs": b"moment;Q1_E\nS1\x07;7",
    "markup": table(["<script>alert(1)</script>"], ["S1"]),
    "formulas": table(["moment", "Q1_E"], ["=1+1", "@SUM(A1)"]),
    "endless number": table(["Q1_E"], ["9" * 250]),
    "too much": b"moment\n" + b"S1\n" * 600_000,
    "other than a mapping": b"- moment: S1\n",
    "no visitors": b"answers: []\n",
    "a text for answers": b"answers: many\n",
    "half a sign": b"answers: \xff\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_kept(quick: Stage, name: str) -> None:
    page = quick.send(HOSTILE[name])
    assert page.status_code in (413, 422)
    assert "<script>alert" not in page.text
    if page.status_code == 422:
        assert errors_of(page)
    assert quick.kept() is None


def test_only_our_preview_of_this_assessment_is_kept(quick: Stage) -> None:
    preview = quick.send(SAMPLE.read_bytes())
    assert quick.visitor.post(f"{quick.page}/keep", {"survey": "forged"}).status_code == 400
    first = quick.page
    other = Stage(quick.client)
    value = re.search(r'name="survey" value="([^"]+)"', preview.text)
    assert value
    assert other.visitor.post(f"{other.page}/keep", {"survey": value[1]}).status_code == 400
    assert other.kept() is None
    assert first != other.page


def test_a_sent_assessment_keeps_its_survey_as_it_is(quick: Stage) -> None:
    preview = quick.send(SAMPLE.read_bytes())
    quick.keep(preview)
    quick.submit()
    assert quick.keep(preview).status_code == 409
    assert quick.visitor.post(f"{quick.page}/remove", {}).status_code == 409
    assert quick.send(SAMPLE.read_bytes()).status_code == 409
    assert len(quick.kept().answers) == 60
    assert str(quick.visitor.get(quick.page).url).endswith("/check")


def test_a_correction_keeps_the_survey_and_erasure_takes_it_along(stage: Stage) -> None:
    stage.keep(stage.send(SAMPLE.read_bytes()))
    stage.submit()
    with stage.site.database.sessions.begin() as session:
        reopen(session.connection(), stage.id, stage.site.now())
    assert len(stage.kept().answers) == 60
    assert stage.submit()["visitors"]["answers"] == 60
    with stage.site.database.sessions.begin() as session:
        session.execute(delete(assessments).where(assessments.c.id == stage.id))
    assert stage.kept() is None
