"""Whether a network keeps pace with what visitors expect: from contributions to its page and files."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import StringIO
from random import Random
from typing import Any

import pytest
from litestar.testing import TestClient

from assessment.domain.membership import MembershipRole
from assessment.domain.results import Surroundings, assess
from assessment.domain.surveys import Survey
from assessment.services.benchmarks import publish
from assessment.services.contributions import contribution
from assessment.services.disclosure_check import check_disclosure
from assessment.storage.documents import read_file
from assessment.storage.surveys import read_survey_file
from tests.campaigns import TAKEN, Campaigns, rows_for
from tests.houses import Houses, as_person
from tests.results import sample_result
from tests.shipped import QUESTIONNAIRES, shipped_instrument
from tests.visitors import Visitor

DIMENSIONS = ("CAP", "CLI", "INS")
GAINS = {"CAP": 90, "CLI": 10, "INS": -70}
"""Tenths of a point that maturity gains; what is required gains ten of them everywhere."""


def asked(row: dict[str, Any], random: Random, gain: int = 0) -> dict[str, Any]:
    """A row whose visitors were asked."""
    return row | {"required": {code: random.randrange(550, 600) + gain for code in DIMENSIONS}}


def later(row: dict[str, Any], random: Random) -> dict[str, Any]:
    """The row of the same organisation a wave later."""
    scores = dict(row["scores"])
    for code, gain in GAINS.items():
        scores[f"dimension:{code}"] = max(0, min(1000, scores[f"dimension:{code}"] + gain + random.randrange(-9, 9)))
    return row | {"scores": scores}


class Stage:
    """A network of 60 organisations with two waves, of which so many asked visitors in both."""

    def __init__(self, client: TestClient[Any], surveyed: int) -> None:
        self.client, self.database = client, client.app.state["site"].database
        houses, self.campaigns = Houses(self.database), Campaigns(self.database)
        self.network = houses.network()
        self.head = houses.person(MembershipRole.HEAD, self.network)
        random = Random(3)
        self.first, self.second = (self.campaigns.campaign(self.network, wave) for wave in (1, 2))
        rows = rows_for(self.campaigns.organisations(self.network, 60), dimensions=DIMENSIONS)
        again = [later(row, random) for row in rows]
        for campaign, given, gain in ((self.first, rows, 0), (self.second, again, 10)):
            with_survey = [asked(row, random, gain) if n < surveyed else row for n, row in enumerate(given)]
            self.campaigns.contribute(campaign, with_survey)
        self.publish(self.first)
        self.document = self.publish(self.second, 1)

    def publish(self, campaign: str, days: int = 0) -> dict[str, Any]:
        with self.database.sessions.begin() as session:
            document = publish(session, campaign, TAKEN + timedelta(days=1 + days))
        assert document is not None
        return document

    def browse(self) -> Visitor:
        return as_person(self.client, self.head)

    def home(self, campaign: str) -> str:
        return f"/networks/{self.network}/campaigns/{campaign}/benchmarks"


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest) -> Stage:
    return Stage(request.getfixturevalue(f"on_{request.param}"), 30)


def test_the_whole_network_reads_whether_it_keeps_pace(stage: Stage) -> None:
    page = stage.browse().get(stage.home(stage.second)).text
    table = page.split('id="pace"')[1].split("<tbody>")[1].split("</tbody>")[0]
    words = re.findall(r'</th><td class="number">\s*([^<]+)', table)
    assert words == ["rattrape", "suit le rythme", "prend du retard"]
    assert 'id="pace"' not in stage.browse().get(f"{stage.home(stage.second)}?by=type").text
    assert 'id="pace"' not in stage.browse().get(stage.home(stage.first)).text
    with stage.database.readings.begin() as session:
        assert check_disclosure(session, stage.second).leaks == ()


def test_the_files_say_what_the_page_says(stage: Stage) -> None:
    files = f"{stage.home(stage.second)}/files/pace"
    rows = stage.browse().get(f"{files}.json").json()["rows"]
    assert [row["verdict"] for row in rows] == ["catching_up", "keeping_pace", "falling_behind"]
    machine = stage.browse().get(f"{files}.csv?readers=programs").content.decode()
    for row, line in zip(rows, csv.DictReader(StringIO(machine)), strict=True):
        assert float(line["maturity"]) == row["maturity"] == pytest.approx(GAINS[row["key"][-3:]] / 10, abs=1)
        assert float(line["required"]) == row["required"] == pytest.approx(1, abs=1)
    assert stage.browse().get(f"{files}.csv").content.startswith(b"\xef\xbb\xbf")


def test_without_enough_surveys_the_page_says_why(on_sqlite: TestClient[Any]) -> None:
    stage = Stage(on_sqlite, 4)
    assert stage.document["pace"] == {"hidden": "too-few"}
    page = stage.browse().get(stage.home(stage.second)).text
    assert "moins de cinq organisations" in page.split('id="pace"')[1]
    assert stage.browse().get(f"{stage.home(stage.second)}/files/pace.json").status_code == 409


def test_a_pace_is_worked_out_once(on_sqlite: TestClient[Any]) -> None:
    stage = Stage(on_sqlite, 30)
    random = Random(9)
    more = rows_for(stage.campaigns.organisations(stage.network, 8), seed=5, dimensions=DIMENSIONS)
    stage.campaigns.contribute(stage.second, [asked(row, random) for row in more])
    again = stage.publish(stage.second, 3)
    assert again["pace"] == {"of": stage.document["published_at"], **stage.document["pace"]}
    with stage.database.readings.begin() as session:
        assert check_disclosure(session, stage.second).leaks == ()


def surveyed_with(survey: Survey | None) -> Any:
    around = Surroundings(survey=survey)
    return contribution(assess(shipped_instrument(), sample_result().assessment, around), TAKEN)["required"]


def test_only_a_survey_of_enough_visitors_measures_what_is_required() -> None:
    sample = QUESTIONNAIRES / "digital-maturity" / "sample-survey.yaml"
    survey = read_survey_file(read_file(sample), shipped_instrument().expectations).survey
    found = surveyed_with(survey)
    assert set(found) == {item.id for item in shipped_instrument().questionnaire.dimensions}
    assert all(200 <= tenths <= 950 for tenths in found.values())
    assert surveyed_with(Survey(survey.answers[:9])) is None
    assert surveyed_with(None) is None
