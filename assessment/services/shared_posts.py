"""Where neighbours that let the head of their network know them by name could share a post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from assessment.domain.disclosure_audit import Disclosed, leaks
from assessment.domain.observed import PROJECT_MANAGER
from assessment.domain.peer_groups import Consent
from assessment.domain.shared_posts import Neighbour, SharedPost, shared_posts
from assessment.services.benchmarks import shown_history
from assessment.services.publication_history import roles_shown
from assessment.storage.benchmarks import invited
from assessment.storage.campaigns import contributions_of


@dataclass(frozen=True, slots=True)
class Sharing:
    """The posts that could be shared, and the name of every organisation in one of them, by id."""

    posts: tuple[SharedPost, ...]
    names: Mapping[str, str]


def find_shared_posts(session: Session, campaign_id: str) -> Sharing:
    """Posts for digital project managers that organisations of a campaign could share.

    Named are those that agreed to be known to the head of the network by name, and no others; and only where nobody
    else's need follows from all published totals for somebody who knows theirs.
    """
    connection = session.connection()
    rows = contributions_of(connection, campaign_id)
    posts = _safe(session, campaign_id, shared_posts(found for row in rows if (found := _neighbour(row))))
    inside = {one.id for post in posts for one in post.neighbours}
    names = {row["id"]: row["name"] for row in invited(connection, campaign_id) if row["id"] in inside}
    return Sharing(posts, names)


def _safe(session: Session, campaign_id: str, posts: Sequence[SharedPost]) -> tuple[SharedPost, ...]:
    """The posts of one region after the other, leaving out those beside which somebody's need could be worked out."""
    history = [row["members"] for row, _ in shown_history(session, campaign_id)]
    totals = [inside for one in history for inside in _totals(one)]
    tokens: dict[str, set[str]] = {}
    for organisation, token, *_ in (row for one in history for row in one["organisations"]):
        tokens.setdefault(organisation, set()).add(token)
    kept: list[SharedPost] = []
    for _region, found in groupby(posts, key=lambda post: post.region):
        trial = [*kept, *found]
        named = {token for post in trial for one in post.neighbours for token in tokens.get(one.id, ())}
        if not leaks(Disclosed(inside - named) for inside in totals):
            kept = trial
    return tuple(kept)


def _totals(members: Mapping[str, Any]) -> Iterable[frozenset[str]]:
    """Whom the totals of a publication are about."""
    shown = roles_shown(dict(members)).get(PROJECT_MANAGER)
    return shown.totals.values() if shown else ()


def _neighbour(row: Mapping[Any, Any]) -> Neighbour | None:
    """An organisation as benchmarks count it; None for one that they do not count."""
    consent, role = Consent(row["consent"]), row["roles"].get(PROJECT_MANAGER, {})
    if not consent.allows(Consent.COUNTED) or role.get("need") is None or role.get("have") is None:
        return None
    return Neighbour(
        id=row["organisation_id"],
        region=row["region"],
        territory=row["territory"],
        need=role["need"],
        have=role["have"],
        named=consent.allows(Consent.NAMED),
    )
