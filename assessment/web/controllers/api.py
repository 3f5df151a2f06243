"""The API: assessments of an organisation or of a network, read by programs with a key."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from sqlalchemy import RowMapping

from assessment.storage.assessments import ID, read_submission
from assessment.storage.organisations import Within, find_run, participation_of, read_runs
from assessment.web.api_answers import BadQuery, NoResultYet, answer
from assessment.web.cards import state_of
from assessment.web.http import HttpRequest, shown
from assessment.web.rules import AdmissionHere
from assessment.web.site import Site, SiteHere

MOST, USUAL = 200, 50
DOCUMENT = Path(__file__).parents[1] / "openapi.json"
COUNTS = ("invited", "started", "finished", "declined")


@shown("/api/openapi.json", sync_to_thread=True)
def describe(request: HttpRequest) -> Response[bytes]:
    """The description of the API (OpenAPI 3.1)."""
    return answer(request, json.loads(DOCUMENT.read_text()))


@shown("/api/assessments", sync_to_thread=True)
def list_assessments(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    limit: FromQuery[str] = str(USUAL),
    cursor: FromQuery[str | None] = None,
) -> Response[bytes]:
    """Some assessments in the order they were begun, and the cursor by which to ask for those that follow."""
    most = _limit(limit)
    with site.database.readings.begin() as session:
        connection = session.connection()
        if cursor is not None and not (ID.fullmatch(cursor) and find_run(connection, admission.within, cursor)):
            raise BadQuery("cursor: use the value of next in the answer before.")
        rows = read_runs(connection, admission.within, cursor, most + 1)
    more = rows[most - 1]["id"] if len(rows) > most else None
    return answer(request, {"assessments": [_assessment(row) for row in rows[:most]], "next": more})


@shown("/api/assessments/{assessment_id:str}", sync_to_thread=True)
def read_one(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, assessment_id: FromPath[str]
) -> Response[bytes]:
    """State and dates of an assessment."""
    return answer(request, _assessment(_run(site, admission.within, assessment_id)))


@shown("/api/assessments/{assessment_id:str}/result", sync_to_thread=True)
def read_result(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, assessment_id: FromPath[str]
) -> Response[bytes]:
    """The result as it was kept when the assessment was sent; only for keys of the organisation itself."""
    if admission.within.organisation_id is None:
        raise NotFoundException
    run = _run(site, admission.within, assessment_id)
    with site.database.readings.begin() as session:
        sent = read_submission(session.connection(), assessment_id, run["revision"])
    if sent is None or run["submitted_at"] is None:
        raise NoResultYet
    return answer(request, _assessment(run) | {"result": sent["result"]})


@shown("/api/assessments/{assessment_id:str}/participation", sync_to_thread=True)
def read_participation(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, assessment_id: FromPath[str]
) -> Response[bytes]:
    """How many people take part in an assessment and how far they are, never who."""
    _run(site, admission.within, assessment_id)
    with site.database.readings.begin() as session:
        counts = participation_of(session.connection(), [assessment_id]).get(assessment_id)
    return answer(request, {"id": assessment_id} | {name: int(counts[name]) if counts else 0 for name in COUNTS})


def _run(site: Site, within: Within, assessment_id: str) -> RowMapping:
    if not ID.fullmatch(assessment_id):
        raise NotFoundException
    with site.database.readings.begin() as session:
        found = find_run(session.connection(), within, assessment_id)
    if found is None:
        raise NotFoundException
    return found


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST):
        raise BadQuery(f"limit: write a whole number from 1 to {MOST}.")
    return int(text)


def _assessment(row: RowMapping) -> dict[str, Any]:
    return {
        "id": row["id"],
        "organisation": {"id": row["organisation_id"], "name": row["organisation_name"]},
        "questionnaire": f"{row['questionnaire']}@{row['version']}",
        "form": row["form"],
        "mode": row["mode"],
        "state": state_of(row),
        "begun_at": _moment(row["created_at"]),
        "deadline": _moment(row["deadline"]),
        "sent_at": _moment(row["submitted_at"]),
        "revision": row["revision"],
    }


def _moment(moment: datetime | None) -> str | None:
    """UTC, as RFC 3339 writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
