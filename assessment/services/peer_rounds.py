"""Working out who could help whom, off every request: again whenever declarations or scores have changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.cohorts import propose_cohorts
from assessment.domain.expectations import expectations
from assessment.domain.peer_groups import Member
from assessment.domain.peer_help import Help, Participant, TooLong, best_pairs, one_way
from assessment.domain.peer_offers import (
    MUCH,
    Availability,
    Declared,
    Proposals,
    Proposed,
    ProposedCohort,
    ShownEffect,
)
from assessment.domain.problems import ProblemsFound
from assessment.domain.publishing import DIMENSION
from assessment.domain.results import Instrument
from assessment.domain.score_grid import TENTHS
from assessment.domain.uncertainty import measurement_error
from assessment.services.cohort_effect import Scores, effect_to_show, waves_of
from assessment.services.housekeeper import Chore, Housekeeper
from assessment.services.peer_help import declared_in, plain_proposals, proposals_from
from assessment.storage import peer_help as stored
from assessment.storage.campaigns import contributions_of
from assessment.storage.database import Database

RETRY = timedelta(hours=1)
"""How long what took too long is left alone, unless something changes."""
SEED = 1
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a round is worked out from: who takes part, and scores before and after (see `waves_of`)."""

    campaign_id: str
    fingerprint: str
    participants: tuple[Participant, ...]
    waves: tuple[Scores, Scores]
    shown: ShownEffect | None


def work_out_due(database: Database, instrument: Callable[[str], Instrument], now: datetime) -> int:
    """Work out the rounds of campaigns in which something changed; how many. Only keeping them holds up writers."""
    with database.readings.begin() as session:
        campaigns = stored.campaigns_with_offers(session.connection())
    found = 0
    for campaign in campaigns:
        with database.readings.begin() as session:
            gathered = gather(session, campaign, instrument, now)
        if gathered is not None:
            found += _work_out(database, gathered, now)
    return found


def gather(
    session: Session, campaign: RowMapping, instrument: Callable[[str], Instrument], now: datetime
) -> Gathered | None:
    """What the round of a campaign is worked out from; None when nothing changed, or its questionnaire is not kept."""
    try:
        found = instrument(f"{campaign['questionnaire']}@{campaign['version']}")
    except ProblemsFound:
        return None
    declared = declared_in(session, campaign["id"])
    rows = {row["organisation_id"]: row for row in contributions_of(session.connection(), campaign["id"])}
    waves = waves_of(session, campaign, rows, frozenset(code for code, item in declared.items() if item.offer.alumnus))
    fingerprint = _fingerprint(declared, rows, waves)
    last = stored.find_round(session.connection(), campaign["id"])
    if last is not None and not _again(last, fingerprint, now):
        return None
    errors = stored.sent_dimensions(session.connection(), campaign["id"])
    people = [
        participant(found, declared[code], rows[code], errors.get(code)) for code in sorted(declared) if code in rows
    ]
    shown = proposals_from(last["document"]).effect if last else None
    return Gathered(campaign["id"], fingerprint, tuple(one for one in people if one), waves, shown)


def propose(gathered: Gathered) -> Proposals:
    """Who could help whom. Raises TooLong."""
    people = gathered.participants
    cohorts = propose_cohorts(people, seed=SEED)
    return Proposals(
        tuple(_proposed(one) for one in one_way(people)),
        tuple((_proposed(p.forward), _proposed(p.back)) for p in best_pairs(people) if p.forward and p.back),
        tuple(ProposedCohort(one.theme, one.members, one.guides) for one in cohorts),
        effect_to_show(*gathered.waves, gathered.shown),
    )


def participant(instrument: Instrument, declared: Declared, row: Mapping[Any, Any], sent: object) -> Participant | None:
    """An organisation in a round, from what it declares and contributes; None for a type no longer known.

    Required is what the usual visitors of its type wish for; `sent` holds the dimensions of its result, with errors.
    """
    kind = instrument.questionnaire.type_by_id.get(row["type"])
    if kind is None:
        return None
    expected = expectations(instrument.expectations, instrument.usual_standings[kind.id])
    offer = declared.offer.within(declared.consent)
    scores = _dimensions(row["scores"])
    return Participant(
        member=Member(
            id=declared.id,
            type=row["type"],
            staff=row["staff"] / HUNDREDTHS,
            region=row["region"],
            territory=row["territory"],
            consent=declared.consent,
        ),
        scores=scores,
        required={code: expected[code].required for code in scores if code in expected},
        weights=kind.weights,
        seeks=declared.seeks,
        offers=frozenset(offer.offers) if offer.availability is not Availability.NOT else frozenset(),
        availability=offer.availability.share,
        capacity=offer.capacity,
        errors=_errors(instrument, scores, sent),
        alumnus=offer.alumnus,
    )


@dataclass(slots=True)
class PeerRounds(Housekeeper):
    """Looks for rounds to work out; `start()` and `close()` it with the service."""

    chore: Chore = lambda _session, _now: None
    instrument: Callable[[str], Instrument] = field(kw_only=True)

    def _run(self) -> None:
        work_out_due(self.database, self.instrument, self.now())


def _work_out(database: Database, gathered: Gathered, now: datetime) -> bool:
    try:
        proposals = propose(gathered)
    except TooLong:
        with database.sessions.begin() as session:
            stored.note_too_long(session.connection(), gathered.campaign_id, gathered.fingerprint, now)
        return False
    row = {"campaign_id": gathered.campaign_id, "fingerprint": gathered.fingerprint, "made_at": now}
    with database.sessions.begin() as session:
        stored.keep_round(session.connection(), row | {"too_long_at": None, "document": plain_proposals(proposals)})
    return True


def _again(last: RowMapping, fingerprint: str, now: datetime) -> bool:
    if last["fingerprint"] != fingerprint:
        return True
    return last["too_long_at"] is not None and last["too_long_at"] <= now - RETRY


def _proposed(one: Help) -> Proposed:
    return Proposed(one.helper, one.receiver, one.dimension, one.value >= MUCH, one.unsure)


def _dimensions(scores: Mapping[str, int | None]) -> dict[str, float]:
    found = {metric.removeprefix(DIMENSION): score for metric, score in scores.items() if metric.startswith(DIMENSION)}
    return {code: score / TENTHS for code, score in found.items() if score is not None}


def _errors(instrument: Instrument, codes: Iterable[str], sent: Any) -> dict[str, float]:
    """Standard errors of the scores; that of measurement alone where what was sent is gone."""
    rules = instrument.questionnaire.rules
    usual = measurement_error(rules.score_sd, rules.reliability)
    found = {code: ((sent or {}).get(code) or {}).get("uncertainty") for code in codes}
    return {code: item["error"] if item else usual for code, item in found.items()}


def _fingerprint(declared: Mapping[str, Declared], rows: Mapping[str, RowMapping], waves: tuple[Scores, Scores]) -> str:
    """Another whenever anything that a round rests on is another."""
    columns = ("type", "staff", "region", "territory", "scores")
    given = {code: [rows[code][name] for name in columns] for code in declared if code in rows}
    said = {code: [item.consent, asdict(item.offer)] for code, item in declared.items()}
    text = json.dumps([said, given, waves], sort_keys=True)
    return sha256(text.encode()).hexdigest()
