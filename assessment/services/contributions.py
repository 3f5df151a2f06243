"""What a submitted assessment contributes to the benchmarks of the campaigns it stands for.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.domain.campaigns import CampaignState, campaign_state
from assessment.domain.results import AssessmentResult
from assessment.domain.roles import RoleFinding
from assessment.domain.score_grid import MISSING, to_grid
from assessment.storage import campaigns as stored

PERCENT = 100
HUNDREDTHS = 100
NIGHTS, MEMBERS = "F_NIGHTS", "F_MEMBERS"
"""The facts that the figures of a network are divided by."""


def contribute(session: Session, assessment_id: str, result: AssessmentResult, now: datetime) -> None:
    """Keep what the result contributes to every campaign the assessment stands for that is not over."""
    connection, contributed = session.connection(), contribution(result, now)
    for row in stored.participations_with(connection, assessment_id):
        if campaign_state(row, now) is not CampaignState.CLOSED:
            place = {"campaign_id": row["id"], "organisation_id": row["organisation_id"]}
            stored.keep_contribution(connection, place | contributed)


def contribution(result: AssessmentResult, now: datetime) -> dict[str, object]:
    """The columns of what a result contributes to any campaign."""
    organisation = result.assessment.organisation
    return {
        "type": organisation.type,
        "region": organisation.region,
        "territory": organisation.territory,
        "staff": _hundredths(organisation.staff),
        "scores": {metric: _tenths(score) for metric, score in metrics(result)},
        "roles": roles(result),
        "facts": {fact: result.assessment.number(fact) for fact in (NIGHTS, MEMBERS)},
        "required": required(result),
        "taken_at": now,
    }


def take_back(session: Session, assessment_id: str, now: datetime) -> None:
    """Forget what an assessment contributes to campaigns that are not over: it is being corrected."""
    connection = session.connection()
    for row in stored.participations_with(connection, assessment_id):
        if campaign_state(row, now) is not CampaignState.CLOSED:
            stored.delete_contribution(connection, row["id"], row["organisation_id"])


def metrics(result: AssessmentResult) -> Iterator[tuple[str, float | None]]:
    """Every score (0-100) that is compared, by metric; None for one that there is not."""
    yield "overall", result.overall.score
    for item in result.dimensions:
        yield f"dimension:{item.score.dimension.id}", item.score.score
        for indicator in item.indicators:
            yield f"indicator:{indicator.score.indicator.id}", indicator.score.score
    indices = result.indices
    yield "index:gap", result.index
    yield "index:focus", indices.focus.focus * PERCENT if indices.focus else None
    yield "index:drift", indices.drift.drift * PERCENT if indices.drift else None
    yield "index:budget", indices.balance.balance if indices.balance else None


def required(result: AssessmentResult) -> dict[str, int] | None:
    """The maturity required by dimension in tenths of a point, None unless visitors' answers measured it.

    They do where enough of them said what they expect of each thing that visitors judge: every dimension follows from
    several of those, and one that nobody was asked about would only repeat our assumption.
    """
    if result.visitors is None or not all(one.expected.n for one in result.visitors.reading.attributes.values()):
        return None
    return {item.score.dimension.id: to_grid(item.expectation.required) for item in result.dimensions}


def roles(result: AssessmentResult) -> dict[str, dict[str, int | None]]:
    """Need and presence of each role in hundredths of a post.

    A need that some fact was missing for is only a lower bound, so there is none; nor a presence that nobody stated.
    """
    found = (*result.roles.recommended, *result.roles.others)
    return {item.role.id: _role(item, stated=result.roles.have_stated) for item in found}


def _role(item: RoleFinding, *, stated: bool) -> dict[str, int | None]:
    return {
        "need": None if item.missing else _hundredths(item.need),
        "have": _hundredths(item.have) if stated else None,
    }


def _tenths(score: float | None) -> int | None:
    place = to_grid(score)
    return None if place == MISSING else place


def _hundredths(posts: float) -> int:
    return int(posts * HUNDREDTHS + 0.5)
