"""What past cohorts brought: from scores that their organisations let the network read, and hard to take apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import floor
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.cohorts import SIMILAR, effect
from assessment.domain.disclosure_waves import Settled, settle
from assessment.domain.peer_groups import Consent
from assessment.domain.peer_offers import ShownEffect
from assessment.domain.publishing import OVERALL
from assessment.domain.score_grid import TENTHS
from assessment.storage.benchmarks import earlier_waves
from assessment.storage.campaigns import contributions_of

Scores = dict[str, tuple[float, float]]
"""Overall score before and after, by organisation."""
SAME = ("questionnaire", "version", "form")


def waves_of(
    session: Session, campaign: RowMapping, rows: Mapping[str, RowMapping], alumni: frozenset[str]
) -> tuple[Scores, Scores]:
    """Scores of those that have been in a cohort, and of the others, once the campaign is over.

    Only of those that let the network read their scores, in this campaign and the one before it.
    """
    before = next(iter(earlier_waves(session.connection(), campaign)), None)
    if campaign["closed_at"] is None or before is None or any(before[name] != campaign[name] for name in SAME):
        return {}, {}
    first = _open_scores(contributions_of(session.connection(), before["id"]))
    both = {code: (first[code], score) for code, score in _open_scores(rows.values()).items() if code in first}
    return (
        {code: scores for code, scores in both.items() if code in alumni},
        {code: scores for code, scores in both.items() if code not in alumni},
    )


def effect_to_show(members: Scores, others: Scores, shown: ShownEffect | None) -> ShownEffect | None:
    """The effect in whole points; the one shown before stays where fewer than five are new on a side or gone from it.

    Otherwise the two together would tell of one organisation alone. It also stays when there are too few for another.
    """
    near = {
        code: scores
        for code, scores in others.items()
        if any(abs(scores[0] - start) <= SIMILAR for start, _ in members.values())
    }
    found = effect(members, near)
    if found is None:
        return shown
    now = ShownEffect(
        points=_whole(found.points),
        low=_whole(found.interval.low),
        high=_whole(found.interval.high),
        members=tuple(sorted(members)),
        others=tuple(sorted(near)),
    )
    return shown if shown and settle(_sides(shown), _sides(now)) is Settled.KEEP else now


def _whole(points: float) -> int:
    """As it is kept and shown: a change may be negative, so `rounded_score` does not serve."""
    return floor(points + 0.5)


def _sides(found: ShownEffect) -> frozenset[str]:
    return frozenset([*(f"in {code}" for code in found.members), *(f"out {code}" for code in found.others)])


def _open_scores(rows: Iterable[Mapping[Any, Any]]) -> dict[str, float]:
    return {
        row["organisation_id"]: row["scores"][OVERALL] / TENTHS
        for row in rows
        if Consent(row["consent"]).allows(Consent.NAMED) and row["scores"].get(OVERALL) is not None
    }
