"""Comparing two waves, and the board's summary: who reads them, and what is answered to everybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from litestar.testing import TestClient

from assessment.domain.membership import MembershipRole
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.questionnaire import Form
from assessment.reports.exports import result_document
from assessment.services.assessments import save_answers, save_profile, submit
from assessment.services.organisations import Run, start_run
from tests.builders import an_organisation
from tests.houses import Houses, Person, as_person
from tests.shipped import shipped_instrument
from tests.visitors import Visitor, serving

LEAD, MEMBER = MembershipRole.LEAD, MembershipRole.MEMBER


class Stage:
    """An organisation that sent two assessments a year apart, the first for its lead alone, and a stranger's one."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client, self.database = client, client.app.state["site"].database
        self.houses, self.now = Houses(self.database), datetime.now(UTC)
        network = self.houses.network()
        self.place = self.houses.organisation(network)
        other = self.houses.organisation(network, "Office étranger fictif")
        self.lead, self.member = self.houses.person(LEAD, self.place), self.houses.person(MEMBER, self.place)
        self.stranger = self.houses.person(LEAD, other)
        self.before = self.sent(self.place, self.lead, 1, ResultsFor.LEAD, days=400)
        self.after = self.sent(self.place, self.lead, 3, ResultsFor.ORGANISATION, days=1)
        self.foreign = self.sent(other, self.stranger, 2, ResultsFor.ORGANISATION, days=200)

    def sent(self, place: str, lead: Person, level: int, results_for: ResultsFor, days: int) -> str:
        instrument = shipped_instrument()
        run = Run(form=Form.EXPRESS, mode=Mode.SHARED, results_for=results_for, deadline=self.now + timedelta(days=9))
        answers = {item.question.code: level for item in instrument.questionnaire.indicators() if item.express}
        with self.database.sessions.begin() as session:
            questionnaire = instrument.questionnaire
            run_id = start_run(
                session, place, run, questionnaire=questionnaire, lead_id=lead.id, language="fr", now=self.now
            )
            save_profile(session, run_id, an_organisation(), self.now)
            save_answers(session, run_id, answers, self.now)
            submit(
                session,
                run_id,
                instrument=instrument,
                render_document=result_document,
                now=self.now - timedelta(days=days),
                person_id=lead.id,
            )
        return run_id

    def browse(self, person: Person) -> Visitor:
        return as_person(self.client, person)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("waves")
    with serving(f"sqlite+pysqlite:///{folder}/waves.sqlite", folder) as client:
        yield Stage(client)


def test_the_results_lead_to_the_other_wave_and_to_the_summary(stage: Stage) -> None:
    page = stage.browse(stage.lead).get(f"/assessments/{stage.after}/results").text
    assert f"/assessments/{stage.after}/compare" in page
    assert f"/assessments/{stage.after}/board.pdf" in page


def test_the_page_says_what_changed_since_the_wave_before(stage: Stage) -> None:
    page = stage.browse(stage.lead).get(f"/assessments/{stage.after}/compare").text
    assert "De 25,0 à 75,0" in page
    assert "Pratiques qui ont progressé" in page
    named = stage.browse(stage.lead).get(f"/assessments/{stage.after}/compare?with={stage.before}").text
    assert "De 25,0 à 75,0" in named


def test_seen_from_the_earlier_wave_time_still_runs_forward(stage: Stage) -> None:
    page = stage.browse(stage.lead).get(f"/assessments/{stage.before}/compare?with={stage.after}").text
    assert "De 25,0 à 75,0" in page


@pytest.mark.parametrize("kind", ["compare", "compare.pdf"])
def test_a_wave_that_one_may_not_read_is_answered_like_one_that_is_not_there(stage: Stage, kind: str) -> None:
    """Its results are for the lead alone: a member who reads the later one is told nothing of it."""
    home = f"/assessments/{stage.after}"
    member = stage.browse(stage.member)
    assert member.get(f"{home}/results").status_code == 200
    assert member.get(f"{home}/{kind}?with={stage.before}").status_code == 404
    assert stage.before not in member.get(f"{home}/compare").text
    assert f"{home}/compare" not in member.get(f"{home}/results").text


@pytest.mark.parametrize("other", ["foreign", "7", "x" * 300, "%00", "../../"])
def test_what_is_no_wave_of_this_organisation_is_not_there(stage: Stage, other: str) -> None:
    named = stage.foreign if other == "foreign" else other
    assert stage.browse(stage.lead).get(f"/assessments/{stage.after}/compare?with={named}").status_code == 404


def test_with_nothing_to_compare_the_page_says_so(stage: Stage) -> None:
    page = stage.browse(stage.stranger).get(f"/assessments/{stage.foreign}/compare")
    assert page.status_code == 200
    assert "pas encore d’autre vague" in page.text


def test_strangers_have_neither(stage: Stage) -> None:
    stranger = stage.browse(stage.stranger)
    for kind in ("compare", "compare.pdf", "board.pdf"):
        assert stranger.get(f"/assessments/{stage.after}/{kind}").status_code == 404


def test_both_documents_are_made(stage: Stage, unavailable: Callable[[str], NoReturn]) -> None:
    lead = stage.browse(stage.lead)
    for kind in ("compare.pdf", "board.pdf", "board.pdf?budget=20000"):
        found = lead.get(f"/assessments/{stage.after}/{kind}")
        if found.status_code == 503:
            unavailable("Pango is missing: no PDF can be made")
        assert found.content.startswith(b"%PDF-")
