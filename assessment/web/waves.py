"""The other waves of an organisation that somebody may compare an assessment with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar.exceptions import NotFoundException
from sqlalchemy import Connection

from assessment.domain.results import AssessmentResult
from assessment.domain.wave_comparison import Comparison, compare_waves
from assessment.reports.wave_comparison import Shifts
from assessment.services.assessments import load
from assessment.services.network_shifts import network_shifts
from assessment.services.secrets import hash_of
from assessment.services.submissions import kept_result
from assessment.storage.access import Standing
from assessment.storage.waves import read_waves
from assessment.web.http import HttpRequest
from assessment.web.rules import RESULTS, Admission, Forbidden, NotYours, Visit, admit
from assessment.web.site import Site


@dataclass(frozen=True, slots=True)
class Wave:
    """Something that was sent. `key` names it in an address: the revision of this assessment, or another’s id."""

    key: str
    assessment_id: str
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Waves:
    """What was sent last of an assessment, and every other wave of its organisation that the visitor may read."""

    own: Wave
    others: tuple[Wave, ...]

    def other(self, key: str) -> Wave | None:
        """The wave of that key; without one, the last before this, or else the next. Raises NotFoundException."""
        if key:
            found = next((wave for wave in self.others if wave.key == key), None)
            if found is None:
                raise NotFoundException
            return found
        earlier = (wave for wave in self.others if wave.at <= self.own.at)
        return next(earlier, next(iter(self.others[::-1]), None))


@dataclass(frozen=True, slots=True)
class Compared:
    """Two waves in the order of time, the day each was sent, and how far the network moved where that was told."""

    comparison: Comparison
    days: tuple[datetime, datetime]
    shifts: Shifts


def find_waves(site: Site, request: HttpRequest, admission: Admission) -> Waves | None:
    """Every wave that the visitor may read of the organisation of an assessment; None until that was sent itself."""
    access = admission.to_assessment
    with site.database.readings.begin() as session:
        connection = session.connection()
        rows = read_waves(connection, access.assessment_id, access.organisation_id)
        own = next((row for row in rows if row["assessment_id"] == access.assessment_id), None)
        if own is None:
            return None
        same = [row for row in rows if row["questionnaire"] == own["questionnaire"] and row is not own]
        open_ones = set(_readable(site, connection, request, admission, {row["assessment_id"] for row in same}))
    others = {_wave(row, access.assessment_id).key: row for row in reversed(same) if row["assessment_id"] in open_ones}
    found = (_wave(row, access.assessment_id) for row in others.values())
    return Waves(_wave(own, access.assessment_id), tuple(sorted(found, key=lambda wave: wave.at, reverse=True)))


def compared(site: Site, admission: Admission, own: Wave, other: Wave) -> Compared:
    """The two waves side by side, the earlier one first."""
    then, now = sorted((own, other), key=lambda wave: (wave.at, wave.revision))
    results = [_result(site, wave) for wave in (then, now)]
    shifts: Shifts = {}
    if admission.to_assessment.standing is Standing.LEAD:
        with site.database.readings.begin() as session:
            shifts = network_shifts(session, then.assessment_id, now.assessment_id)
    return Compared(compare_waves(*results), (then.at, now.at), shifts)


def _readable(
    site: Site, connection: Connection, request: HttpRequest, admission: Admission, ids: Iterable[str]
) -> Iterable[str]:
    """Those assessments whose results the visitor may read, by the rule of the results themselves."""
    for assessment_id in ids:
        key = site.cookies.key_in(request.cookies, assessment_id)
        names = {"assessment_id": assessment_id}
        visit = Visit(connection, site.now(), admission.person, hash_of(key) if key else None, names)
        try:
            admit(RESULTS, visit)
        except (NotYours, Forbidden):
            continue
        yield assessment_id


def _wave(row: Any, own_id: str) -> Wave:
    key = str(row["revision"]) if row["assessment_id"] == own_id else row["assessment_id"]
    return Wave(key, row["assessment_id"], row["revision"], row["submitted_at"])


def _result(site: Site, wave: Wave) -> AssessmentResult:
    with site.database.readings.begin() as session:
        draft = load(session, wave.assessment_id, revision=wave.revision)
    if draft.result is None:
        raise NotFoundException
    kept = draft.result["questionnaire"]
    return kept_result(draft, site.instrument(f"{kept['id']}@{kept['version']}"))
