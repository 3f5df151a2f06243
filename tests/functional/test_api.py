"""The API for programs: keys, scopes, paging, problem documents, and a flood of made-up requests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from jsonschema import Draft202012Validator
from litestar.testing import TestClient
from schemathesis.checks import ignored_auth, negative_data_rejection, positive_data_acceptance
from sqlalchemy import select, update

from assessment.domain.membership import MembershipRole
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.questionnaire import Form
from assessment.services.api_keys import create_api_key, revoke_api_key
from assessment.services.organisations import Run, start_run
from assessment.services.secrets import new_secret
from assessment.storage.api_keys import Scope
from assessment.storage.organisations import Within
from assessment.storage.tables import api_keys, assessments, submissions
from assessment.web import key_gate
from assessment.web.controllers.api import DOCUMENT
from assessment.web.key_gate import PER_MINUTE
from tests.houses import Houses
from tests.shipped import shipped_instrument
from tests.visitors import BASE

DESCRIPTION = json.loads(DOCUMENT.read_text())
RUN = Run(form=Form.EXPRESS, mode=Mode.SHARED, results_for=ResultsFor.LEAD)
EVERYTHING = tuple(Scope)
PATHS = ("", "/{id}", "/{id}/result", "/{id}/participation")
SCOPES = (Scope.ASSESSMENTS, Scope.ASSESSMENTS, Scope.RESULTS, Scope.PARTICIPATION)
EXAMPLES = 200


class Programs:
    """An organisation with three assessments, the first one sent, in a network with a sister; and keys to them."""

    def __init__(self, client: TestClient[Any]) -> None:
        client.cookies.clear()
        self.client, self.database = client, client.app.state.site.database
        houses = Houses(self.database)
        self.network, self.elsewhere = houses.network(), houses.network()
        self.organisation, self.sister = (houses.organisation(self.network, name) for name in ("Nord", "Sud"))
        self.lead = houses.person(MembershipRole.LEAD, self.organisation)
        self.runs = [self.start(self.organisation) for _ in range(3)]
        self.sisters = self.start(self.sister)
        self.send(self.runs[0])
        self.key = self.make(Within(organisation_id=self.organisation))
        self.network_key = self.make(Within(network_id=self.network), Scope.ASSESSMENTS, Scope.PARTICIPATION)

    def start(self, organisation_id: str) -> str:
        questionnaire, now = shipped_instrument().questionnaire, datetime.now(UTC)
        with self.database.sessions.begin() as session:
            return start_run(
                session, organisation_id, RUN, questionnaire=questionnaire, lead_id=self.lead.id, language="fr", now=now
            )

    def send(self, run: str) -> None:
        """Put a result where sending the answers would have."""
        now = datetime.now(UTC)
        row = {"assessment_id": run, "revision": 1, "submitted_at": now, "answers": {}, "result": {"overall": 42}}
        with self.database.sessions.begin() as session:
            session.execute(submissions.insert(), row)
            session.execute(update(assessments).where(assessments.c.id == run).values(submitted_at=now, revision=1))

    def make(self, place: Within, *scopes: Scope, now: datetime | None = None) -> str:
        with self.database.sessions.begin() as session:
            made = create_api_key(
                session,
                place,
                name="Test",
                scopes=scopes or EVERYTHING,
                days=30,
                person_id=self.lead.id,
                now=now or datetime.now(UTC),
            )
        return made.text

    def get(self, path: str, key: str | None = None, **headers: str) -> Any:
        shown = {"Authorization": f"Bearer {key or self.key}"} if key != "" else {}
        return self.client.get(f"/api/assessments{path}", headers=shown | headers)


@pytest.fixture(params=["sqlite", "postgresql"])
def programs(request: pytest.FixtureRequest) -> Programs:
    return Programs(request.getfixturevalue(f"on_{request.param}"))


@pytest.fixture
def quick(on_sqlite: TestClient[Any]) -> Programs:
    return Programs(on_sqlite)


def is_problem(answer: Any, status: int) -> bool:
    """Whether an answer is a problem document of this status that tells nothing of how we are made."""
    document = answer.json()
    Draft202012Validator(DESCRIPTION["components"]["schemas"]["Problem"]).validate(document)
    kind = answer.headers["content-type"] == "application/problem+json"
    return kind and answer.status_code == document["status"] == status and "Traceback" not in answer.text


def test_a_key_of_an_organisation_opens_its_assessments_and_no_others(programs: Programs) -> None:
    found = programs.get("").json()
    assert [item["id"] for item in found["assessments"]] == programs.runs
    assert found["next"] is None
    for path in PATHS[1:]:
        assert is_problem(programs.get(path.format(id=programs.sisters)), 404)
        assert is_problem(programs.get(path.format(id=new_secret())), 404)


def test_what_is_foreign_answers_exactly_like_what_never_was(programs: Programs) -> None:
    for path in PATHS[1:]:
        foreign = programs.get(path.format(id=programs.sisters)).text.replace(programs.sisters, "")
        made_up = new_secret()
        assert foreign == programs.get(path.format(id=made_up)).text.replace(made_up, "")


def test_a_key_of_a_network_opens_state_and_participation_but_no_result(programs: Programs) -> None:
    found = programs.get("", programs.network_key).json()["assessments"]
    assert {item["id"] for item in found} == {*programs.runs, programs.sisters}
    assert programs.get(f"/{programs.sisters}/participation", programs.network_key).json()["invited"] == 0
    assert is_problem(programs.get(f"/{programs.runs[0]}/result", programs.network_key), 403)
    forged = programs.make(Within(network_id=programs.network))
    assert is_problem(programs.get(f"/{programs.runs[0]}/result", forged), 404)
    elsewhere = programs.make(Within(network_id=programs.elsewhere))
    assert programs.get("", elsewhere).json() == {"assessments": [], "next": None}


def test_a_list_is_read_in_pages_without_losing_or_repeating_anything(programs: Programs) -> None:
    seen, cursor = [], ""
    while True:
        page = programs.get(f"?limit=2{cursor}").json()
        assert len(page["assessments"]) <= 2
        seen += [item["id"] for item in page["assessments"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == programs.runs


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=-1", "limit=1e2", "limit=%D9%A1", "limit=", "cursor=x"]
)
def test_a_query_that_makes_no_sense_says_what_to_write(quick: Programs, query: str) -> None:
    assert is_problem(quick.get(f"?{query}"), 400)
    assert is_problem(quick.get(f"?cursor={quick.sisters}"), 400)


def test_the_result_is_the_one_kept_when_the_answers_were_sent(programs: Programs) -> None:
    assert programs.get(f"/{programs.runs[0]}/result").json()["result"] == {"overall": 42}
    assert is_problem(programs.get(f"/{programs.runs[1]}/result"), 409)


def test_answers_fit_the_description(programs: Programs) -> None:
    names = ("Page", "Assessment", "Result", "Participation")
    for name, path in zip(names, PATHS, strict=True):
        schema = {"$ref": f"#/components/schemas/{name}"} | {"components": DESCRIPTION["components"]}
        Draft202012Validator(schema).validate(programs.get(path.format(id=programs.runs[0])).json())


def test_what_did_not_change_is_not_sent_again(quick: Programs) -> None:
    for path in PATHS:
        first = quick.get(path.format(id=quick.runs[0]))
        again = quick.get(path.format(id=quick.runs[0]), **{"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        other = quick.get(path.format(id=quick.runs[0]), **{"If-None-Match": '"other"'})
        assert other.status_code == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer é", "Bearer " + "0" * 12 + "." + "A" * 22, "\x00"]
)
def test_without_a_valid_key_nothing_opens(quick: Programs, header: str) -> None:
    for path in PATHS:
        target = f"/api/assessments{path.format(id=quick.runs[0])}"
        answer = quick.client.get(target, headers={b"Authorization": header.encode()} if header else {})
        assert is_problem(answer, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_session_of_a_browser_opens_nothing_of_the_api(quick: Programs) -> None:
    quick.client.cookies.set("session", quick.lead.key)
    assert is_problem(quick.get("", ""), 401)


def test_a_key_that_is_revoked_or_over_opens_nothing(programs: Programs) -> None:
    place = Within(organisation_id=programs.organisation)
    over = programs.make(place, now=datetime.now(UTC) - timedelta(days=31))
    assert is_problem(programs.get("", over), 401)
    with programs.database.sessions.begin() as session:
        found = session.execute(select(api_keys.c.id).where(api_keys.c.prefix == programs.key[:12])).scalar_one()
        revoke_api_key(session, place, found, actor="command-line", now=datetime.now(UTC))
    assert is_problem(programs.get(""), 401)


@pytest.mark.parametrize(("path", "scope"), list(zip(PATHS, SCOPES, strict=True)))
def test_each_address_needs_its_scope_and_no_other(quick: Programs, path: str, scope: Scope) -> None:
    place, path = Within(organisation_id=quick.organisation), path.format(id=quick.runs[0])
    assert quick.get(path, quick.make(place, scope)).status_code == 200
    refused = quick.get(path, quick.make(place, *(other for other in EVERYTHING if other is not scope)))
    assert is_problem(refused, 403)
    assert scope in refused.json()["detail"]


def test_more_than_360_requests_a_minute_are_refused_for_that_key_only(quick: Programs) -> None:
    statuses = [quick.get("?limit=1").status_code for _ in range(PER_MINUTE)]
    assert set(statuses) == {200}
    refused = quick.get("")
    assert is_problem(refused, 429)
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert quick.get("", quick.network_key).status_code == 200


def test_the_last_use_of_a_key_is_noted(quick: Programs) -> None:
    quick.get("")
    with quick.database.readings.begin() as session:
        used = session.execute(select(api_keys.c.used_at).where(api_keys.c.prefix == quick.key[:12])).scalar_one()
    assert datetime.now(UTC) - used < timedelta(seconds=30)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_api_changes_nothing(quick: Programs, method: str) -> None:
    headers = {"Authorization": f"Bearer {quick.key}", "Sec-Fetch-Site": "none"}
    answer = quick.client.request(method, "/api/assessments", headers=headers, content=b"[" * 50_000)
    assert answer.status_code in (404, 405)
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_description_is_open_to_keys_only_and_names_every_address(quick: Programs) -> None:
    assert is_problem(quick.client.get("/api/openapi.json"), 401)
    answer = quick.client.get("/api/openapi.json", headers={"Authorization": f"Bearer {quick.key}"})
    assert answer.json() == DESCRIPTION
    routes = {re.sub(r":str", "", route.path) for route in quick.client.app.routes if route.path.startswith("/api/")}
    assert routes == set(DESCRIPTION["paths"])


OURS = [ignored_auth, negative_data_rejection, positive_data_acceptance]
"""The key, and often an id that exists, are put in by the test, so what was made up as wrong may
be right; and a well-formed cursor need not be one of ours."""
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)


@pytest.fixture(scope="module")
def flooded(on_sqlite: TestClient[Any]) -> Iterator[Programs]:
    """The service with a limit on keys that a flood does not reach."""
    usual = key_gate.LIMIT
    key_gate.LIMIT = replace(usual, tries=10**9)
    yield Programs(on_sqlite)
    key_gate.LIMIT = usual


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_whatever_a_program_sends_gets_an_answer_that_the_description_foresees(
    case: schemathesis.Case[Any], flooded: Programs
) -> None:
    if case.path_parameters and case.path_parameters["assessment_id"] < "M":
        case.path_parameters["assessment_id"] = flooded.runs[0]
    sent = case.as_transport_kwargs(base_url=BASE, headers={"Authorization": f"Bearer {flooded.key}"})
    sent = {name: sent[name] for name in ("method", "url", "params", "headers") if sent.get(name)}
    sent["headers"] = {name: str(value).encode("latin-1", "replace") for name, value in sent["headers"].items()}
    answer = flooded.client.request(**sent)
    case.validate_response(answer, excluded_checks=OURS)
