"""Publishing the benchmarks of a campaign: one frozen document, replaced only when enough has changed.

Campaigns are published once they are over: every earlier publication would count as known and hide more of the last.
What is submitted meanwhile is kept with the campaign and marks it as due. Every function works inside the session it is
given and never commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.coverage import coverage, respondents_only
from assessment.domain.disclosure_rules import Output, Reason, band, rounded_share
from assessment.domain.disclosure_waves import Settled, settle
from assessment.domain.observed import PROJECT_MANAGER
from assessment.domain.peer_groups import FEWEST, Consent, Member
from assessment.domain.published_places import own_places
from assessment.domain.published_roles import Staffed, decide_totals, regions_of
from assessment.domain.published_scores import cells_of
from assessment.domain.publishing import OVERALL, Contribution, Decided, Shown, decide_all, key_of
from assessment.domain.score_grid import TENTHS
from assessment.domain.shortage import Member as StaffedMember
from assessment.domain.waves import attrition
from assessment.services.publication_history import (
    kept,
    members_of,
    regions_shown,
    shown_of,
    stamp,
    tokens_for,
)
from assessment.services.secrets import new_secret
from assessment.storage import benchmarks as stored
from assessment.storage.campaigns import contributions_of

HUNDREDTHS = 100
THOUSANDS_IN_A_MILLION = 1000
NIGHTS = "F_NIGHTS"
Document = dict[str, Any]
UNKNOWN = StaffedMember(need=0.0, have=0.0, staff=0.0, nights=0.0)
"""Stands for an organisation of an earlier publication that is gone."""


@dataclass(frozen=True, slots=True)
class _Wave:
    """Everything a publication is made from: the campaign, what was given to it, and what was published before."""

    campaign: RowMapping
    rows: Sequence[RowMapping]
    contributions: tuple[Contribution, ...]
    past: Sequence[RowMapping]
    before: RowMapping | None
    trends: bool

    @property
    def tokens(self) -> frozenset[str]:
        return frozenset(one.token for one in self.contributions if one.counts)


def latest(session: Session, campaign_id: str) -> Document | None:
    """The document published last of a campaign, None when there is none."""
    row = stored.latest_publication(session.connection(), campaign_id)
    return dict(row["document"]) if row else None


def own_publication(session: Session, assessment_id: str) -> tuple[Document, Document | None] | None:
    """What was published last of the campaign an assessment stands for, and what it says of this organisation.

    None when nothing was published, or the assessment stands for no campaign.
    """
    row = stored.find_published(session.connection(), assessment_id)
    if row is None:
        return None
    return dict(row["document"]), row["members"]["own"].get(row["organisation_id"])


def due(session: Session) -> list[str]:
    """The campaigns that are over and got something since they were last published."""
    return [row["id"] for row in stored.touched_campaigns(session.connection()) if row["closed_at"] is not None]


def publish(session: Session, campaign_id: str, now: datetime) -> Document | None:
    """Publish a campaign if it may be, see `prepare`; the document, None when the one before stays."""
    prepared = prepare(session, campaign_id, now)
    if prepared is None:
        return None
    keep(session, prepared)
    document: Document = prepared["document"]
    return document


def prepare(session: Session, campaign_id: str, now: datetime) -> Document | None:
    """The row of a publication, changing nothing: it takes time, in which answers must be kept.

    None unless at least five organisations count, and none or five of them are new or gone since the last publication.
    Raises LookupError for no campaign.
    """
    wave = _wave(session, campaign_id)
    last = stored.latest_publication(session.connection(), campaign_id)
    if len(wave.tokens) < FEWEST or (last and not _enough(members_of(last["members"]), wave.tokens)):
        return None
    document, members = _document(session, wave, last)
    number = last["number"] + 1 if last else 1
    document |= {"number": number, "published_at": stamp(now)}
    row: Document = {"id": new_secret(), "campaign_id": campaign_id, "number": number, "published_at": now}
    return row | {"members": members, "document": document}


def keep(session: Session, prepared: Document) -> bool:
    """Keep a prepared publication; False when the network was published by somebody else meanwhile."""
    connection = session.connection()
    campaign = stored.campaign_by_id(connection, prepared["campaign_id"])
    if campaign is None or stored.published_since(connection, campaign, prepared["document"]["past"]):
        return False
    stored.insert_publication(connection, prepared)
    return True


def _enough(published: frozenset[str], now: frozenset[str]) -> bool:
    return settle(published, now) is Settled.REPLACE


def _wave(session: Session, campaign_id: str) -> _Wave:
    connection = session.connection()
    campaign = stored.campaign_by_id(connection, campaign_id)
    if campaign is None:
        raise LookupError(campaign_id)
    past = stored.publications_of_network(connection, campaign["network_id"], test=campaign["test"])
    rows = contributions_of(connection, campaign_id)
    tokens = tokens_for(rows, campaign_id, past)
    before = next(iter(stored.earlier_waves(connection, campaign)), None)
    scores = _scores_before(session, campaign, before)
    here = frozenset(row["organisation_id"] for row in rows if row["consent"] >= Consent.COUNTED.value)
    stayed = attrition({one: score for one, found in scores.items() if (score := found.get(OVERALL)) is not None}, here)
    trends = stayed is not None and stayed.trends
    found = (_contribution(row, tokens, scores if trends else {}) for row in rows)
    return _Wave(campaign, rows, tuple(found), past, before, trends)


def _scores_before(
    session: Session, campaign: RowMapping, before: RowMapping | None
) -> dict[str, Mapping[str, float | None]]:
    """Scores of the wave before by organisation, where it asked the same questions."""
    same = ("questionnaire", "version", "form")
    if before is None or any(before[name] != campaign[name] for name in same):
        return {}
    rows = contributions_of(session.connection(), before["id"])
    return {row["organisation_id"]: _points(row) for row in rows if row["consent"] >= Consent.COUNTED.value}


def _contribution(
    row: RowMapping, tokens: Mapping[str, str], before: Mapping[str, Mapping[str, float | None]]
) -> Contribution:
    member = Member(
        id=row["organisation_id"],
        type=row["type"],
        staff=row["staff"] / HUNDREDTHS,
        region=row["region"],
        territory=row["territory"],
        consent=Consent(row["consent"]),
    )
    return Contribution(member, tokens[member.id], _points(row), before.get(member.id, {}))


def _points(row: RowMapping) -> dict[str, float | None]:
    return {metric: None if score is None else score / TENTHS for metric, score in row["scores"].items()}


def _document(session: Session, wave: _Wave, last: RowMapping | None) -> tuple[Document, Document]:
    """What is published, and what is kept beside it of whom it is about."""
    shown = [shown_of(one["members"]) for one in wave.past]
    history = {metric: [one[metric] for one in shown if metric in one] for metric in {m for one in shown for m in one}}
    decided = decide_all(wave.contributions, history, _known(session, wave))
    groups = _groups(decided, last)
    staffed = _with_nights(
        [f for row, one in zip(wave.rows, wave.contributions, strict=True) if (f := _staffed(row, one))]
    )
    before = [regions_shown(one["members"]) for one in wave.past]
    shares = [regions_shown(one["members"], "shares") for one in wave.past]
    regions = decide_totals(staffed, before, shares, _gone(wave, staffed))
    taken = {row["organisation_id"]: row["taken_at"] for row in wave.rows}
    document = {
        **_about(session, wave),
        "past": len(wave.past),
        "metrics": list(decided),
        "groups": groups,
        "regions": {key_of(name): found for name, found in regions_of(staffed, regions).items()},
    }
    members = kept(wave.contributions, taken, decided, staffed, regions)
    return document, members | {"own": own_places(wave.contributions, decided)}


def _about(session: Session, wave: _Wave) -> Document:
    campaign, invited = wave.campaign, stored.count_members(session.connection(), wave.campaign["id"])
    share, shown = coverage(len(wave.rows), invited), band(len(wave.tokens))
    plain = {name: campaign[name] for name in ("name", "wave", "test", "questionnaire", "version", "form")}
    return {
        "campaign": {"id": campaign["id"], **plain},
        "counted": [shown.low, shown.high] if shown else [],
        "coverage": {
            "percent": None if share is None else rounded_share(share),
            "respondents_only": respondents_only(share),
        },
        "before": {"wave": wave.before["wave"], "comparable": wave.trends} if wave.before else None,
    }


def _groups(decided: Mapping[str, Decided], last: RowMapping | None) -> Document:
    """The cells by group and metric; where too few changed, the number published before stays, with its date."""
    groups: Document = {}
    earlier = last["document"] if last else {"groups": {}}
    for metric, item in decided.items():
        for name, cell in cells_of(metric, item).items():
            key = key_of(name)
            old = earlier["groups"].get(key, {}).get(metric, {})
            if cell["hidden"].get(Output.MEAN.value) == Reason.FEW_CHANGED.value and "mean" in old:
                cell = {"of": earlier["published_at"]} | old
            groups.setdefault(key, {})[metric] = cell
    return groups


def _known(session: Session, wave: _Wave) -> dict[str, dict[str, float | None]]:
    """Scores of the organisations that only earlier publications know, as far as they are still there."""
    known: dict[str, dict[str, float | None]] = {}
    for campaign_id in dict.fromkeys(one["campaign_id"] for one in wave.past):
        scores = {row["organisation_id"]: _points(row) for row in contributions_of(session.connection(), campaign_id)}
        for one in wave.past:
            rows = one["members"]["organisations"] if one["campaign_id"] == campaign_id else []
            known |= {token: scores[organisation] for organisation, token, *_ in rows if organisation in scores}
    return known


def _staffed(row: RowMapping, contribution: Contribution) -> Staffed | None:
    role = row["roles"].get(PROJECT_MANAGER, {})
    need, have = role.get("need"), role.get("have")
    if not contribution.counts or need is None or have is None:
        return None
    member = StaffedMember(
        need=need / HUNDREDTHS,
        have=have / HUNDREDTHS,
        staff=row["staff"] / HUNDREDTHS,
        nights=(row["facts"].get(NIGHTS) or 0) / THOUSANDS_IN_A_MILLION,
        stratum=row["type"],
    )
    return Staffed(contribution, member)


def _with_nights(staffed: list[Staffed]) -> list[Staffed]:
    """Nights count only where every organisation stated its own: some against the posts of all would mislead."""
    if all(one.member.nights for one in staffed):
        return staffed
    return [replace(one, member=replace(one.member, nights=0.0)) for one in staffed]


def _gone(wave: _Wave, staffed: Sequence[Staffed]) -> dict[str, StaffedMember]:
    """Those that earlier totals were about and these are not."""
    old = frozenset[str]().union(*(members_of(one["members"]) for one in wave.past))
    return dict.fromkeys(old - {one.contribution.token for one in staffed}, UNKNOWN)


def published_networks(session: Session) -> list[list[str]]:
    """The campaigns that something was published of, those of a network together; real ones and tests apart."""
    found: dict[tuple[str, bool], list[str]] = {}
    for row in stored.published_campaigns(session.connection()):
        found.setdefault((row["network_id"], row["test"]), []).append(row["id"])
    return list(found.values())


def shown_history(session: Session, campaign_id: str) -> list[tuple[RowMapping, Mapping[str, Shown]]]:
    """Everything published of the network of a campaign, with whom it is about, the oldest first.

    Raises LookupError for no campaign.
    """
    campaign = stored.campaign_by_id(session.connection(), campaign_id)
    if campaign is None:
        raise LookupError(campaign_id)
    past = stored.publications_of_network(session.connection(), campaign["network_id"], test=campaign["test"])
    return [(one, shown_of(one["members"])) for one in past]
