"""Publishing the benchmarks of a campaign: one frozen document, replaced only when enough has changed.

Campaigns are published once they are over: every earlier publication would count as known and hide more of the last.
What is submitted meanwhile is kept with the campaign and marks it as due. Every function works inside the session it is
given and never commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.coverage import coverage, respondents_only
from assessment.domain.disclosure_rules import Output, Reason, band, rounded_share
from assessment.domain.disclosure_waves import Settled, settle
from assessment.domain.peer_groups import FEWEST, Consent, Member
from assessment.domain.published_coverage import population, who_answered
from assessment.domain.published_places import own_places
from assessment.domain.published_scores import cells_of
from assessment.domain.publishing import OVERALL, Contribution, Decided, Name, Shown, decide_all, key_of
from assessment.domain.score_grid import TENTHS
from assessment.domain.waves import attrition
from assessment.services.audit import record
from assessment.services.frozen_documents import FrozenDocuments
from assessment.services.publication_history import (
    kept,
    members_of,
    shown_of,
    stamp,
    tokens_for,
)
from assessment.services.published_pace import kept_pace, pace_of
from assessment.services.published_quality import Forms, aside_before, forms_of, quality_of, told
from assessment.services.published_roles import decided_roles, roles_document, roles_of
from assessment.services.secrets import new_secret
from assessment.storage import benchmarks as stored
from assessment.storage.campaigns import contributions_of

HUNDREDTHS = 100
ACTOR = "publisher"
Document = dict[str, Any]
DOCUMENTS = FrozenDocuments()


@dataclass(frozen=True, slots=True)
class _Wave:
    """Everything a publication is made from: the campaign, what was given to it, and what was published before.

    `invited` organisations were, whether they answered or not; `known` are those of which we know what they are. In
    `rows`, organisations whose `forms` are set aside count as little as those that did not agree. `first` holds the
    overall scores of the wave before.
    """

    campaign: RowMapping
    rows: Sequence[Mapping[Any, Any]]
    forms: Forms
    first: Mapping[str, float]
    contributions: tuple[Contribution, ...]
    invited: int
    known: tuple[Member, ...]
    past: Sequence[RowMapping]
    before: RowMapping | None
    trends: bool

    @property
    def tokens(self) -> frozenset[str]:
        return frozenset(one.token for one in self.contributions if one.counts)


def latest(session: Session, campaign_id: str) -> Mapping[str, Any] | None:
    """The document published last of a campaign, for reading only; None when there is none."""
    connection = session.connection()
    publication_id = stored.latest_publication_id(connection, campaign_id)
    if publication_id is None:
        return None
    return DOCUMENTS.get(publication_id, lambda: stored.document_of(connection, publication_id))


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
    record(
        session,
        at=prepared["published_at"],
        actor=ACTOR,
        action=AuditAction.BENCHMARKS_PUBLISHED,
        object=f"campaign:{campaign['id']}",
        place=campaign["network_id"],
        number=prepared["number"],
    )
    return True


def _enough(published: frozenset[str], now: frozenset[str]) -> bool:
    return settle(published, now) is Settled.REPLACE


def _wave(session: Session, campaign_id: str) -> _Wave:
    connection = session.connection()
    campaign = stored.campaign_by_id(connection, campaign_id)
    if campaign is None:
        raise LookupError(campaign_id)
    past = stored.publications_of_network(connection, campaign["network_id"], test=campaign["test"])
    given = contributions_of(connection, campaign_id)
    tokens = tokens_for(given, campaign_id, past)
    before = next(iter(stored.earlier_waves(connection, campaign)), None)
    forms = forms_of(connection, campaign_id, given, tokens, past)
    rows = forms.counting(given)
    scores = _scores_before(session, campaign, before, past)
    first = {one: score for one, found in scores.items() if (score := found.get(OVERALL)) is not None}
    here = frozenset(row["organisation_id"] for row in rows if row["consent"] >= Consent.COUNTED.value)
    stayed = attrition(first, here)
    trends = stayed is not None and stayed.trends
    found = tuple(_contribution(row, tokens, scores if trends else {}) for row in rows)
    invited = stored.invited(connection, campaign_id)
    known = _described(invited, [one.member for one in found])
    return _Wave(campaign, rows, forms, first, found, len(invited), known, past, before, trends)


def _described(rows: Sequence[RowMapping], answered: Sequence[Member]) -> tuple[Member, ...]:
    """Those invited, as they answered or else as they are described; those that nobody described are left out."""
    here = {one.id for one in answered}
    silent = ((row["id"], row["profile"]) for row in rows if row["id"] not in here and row["profile"])
    names = ("type", "staff", "region", "territory")
    return (*answered, *(Member(id=one, **{name: profile[name] for name in names}) for one, profile in silent))


def _scores_before(
    session: Session, campaign: RowMapping, before: RowMapping | None, past: Sequence[RowMapping]
) -> dict[str, Mapping[str, float | None]]:
    """Scores of the wave before by organisation, where it asked the same questions."""
    same = ("questionnaire", "version", "form")
    if before is None or any(before[name] != campaign[name] for name in same):
        return {}
    rows, aside = contributions_of(session.connection(), before["id"]), aside_before(past, before["id"])
    counted = (row for row in rows if row["consent"] >= Consent.COUNTED.value)
    return {row["organisation_id"]: _points(row) for row in counted if row["organisation_id"] not in aside}


def _contribution(
    row: Mapping[Any, Any], tokens: Mapping[str, str], before: Mapping[str, Mapping[str, float | None]]
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


def _points(row: Mapping[Any, Any]) -> dict[str, float | None]:
    return {metric: None if score is None else score / TENTHS for metric, score in row["scores"].items()}


def _document(session: Session, wave: _Wave, last: RowMapping | None) -> tuple[Document, Document]:
    """What is published, and what is kept beside it of whom it is about."""
    shown = [shown_of(one["members"]) for one in wave.past]
    history = {metric: [one[metric] for one in shown if metric in one] for metric in {m for one in shown for m in one}}
    decided = decide_all(wave.contributions, history, _known(session, wave))
    groups = _groups(decided, population(wave.known), last)
    roles = roles_of(wave.rows, wave.contributions)
    of_roles = decided_roles(roles, wave.past)
    taken = {row["organisation_id"]: row["taken_at"] for row in wave.rows}
    quality, about = quality_of(wave.forms, wave.campaign["id"], decided, wave.past, wave.first)
    pace, surveyed = kept_pace(last) or pace_of(
        session.connection(), wave.rows, wave.before, wave.contributions, decided, shown
    )
    document = {
        **_about(wave),
        "past": len(wave.past),
        "metrics": list(decided),
        "groups": groups,
        "who_answered": who_answered([one.member for one in wave.contributions], wave.known),
        "roles": roles_document(roles, of_roles),
        "quality": quality,
        "pace": pace,
    }
    members = kept(wave.contributions, taken, decided, roles, of_roles)
    members |= {"own": told(own_places(wave.contributions, decided), wave.forms.aside)}
    members |= {"quality": about, "aside": dict(wave.forms.aside), "surveyed": surveyed}
    return document, members


def _about(wave: _Wave) -> Document:
    campaign = wave.campaign
    share, shown = coverage(len(wave.rows), wave.invited), band(len(wave.tokens))
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


def _groups(decided: Mapping[str, Decided], invited: Mapping[Name, int], last: RowMapping | None) -> Document:
    """The cells by group and metric; where too few changed, the number published before stays, with its date."""
    groups: Document = {}
    earlier = last["document"] if last else {"groups": {}}
    for metric, item in decided.items():
        for name, cell in cells_of(metric, item, invited).items():
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
