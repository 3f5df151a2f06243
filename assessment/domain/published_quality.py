"""What a network sees about its data, as it is frozen into a publication (dossier 7.4).

It is about all organisations counted together, never about a group of them, and made once: a campaign published again
keeps the figures of the first time, so that nobody can be told by comparing the two. Scores of parts of the network
(the late, the leavers) are compared in a word, not in numbers, which could be set against the benchmarks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance
from typing import Any

from assessment.domain.coverage import effective, post_stratified
from assessment.domain.data_quality import FormStyle, reversed_levels
from assessment.domain.disclosure_rules import Band, band, rounded_share
from assessment.domain.filled_forms import Filled, Practice
from assessment.domain.quality_figures import (
    Figure,
    Hidden,
    Ledger,
    coefficient,
    hidden,
    mean_points,
    share,
    shares,
    shown,
)
from assessment.domain.questionnaire import RespondentRole
from assessment.domain.reliability import (
    NORMAL_95,
    ORGANISATIONS,
    Reliability,
    correlation,
    intraclass,
    matrix_of,
    reliability,
)

Document = dict[str, Any]
LEAST_ITEMS = 20
"""Organisations below which nothing is said of how the answers to one practice are spread."""
LATE = 3
"""The last third to answer are the late ones, the first third the early ones."""
LOWER, HIGHER, ALIKE = "lower", "higher", "alike"


@dataclass(frozen=True, slots=True)
class Material:
    """What the quality of a network's data is worked out from.

    `forms` are those of the organisations counted, `left_out` those set aside for their style; `styles` is by token.
    `distributions` says, by practice, whose answers the published distribution is about, where there is one. `before`
    holds the first scores (0-100) of those counted in the wave before, `stayed` who of them is counted again.
    """

    forms: Sequence[Filled]
    left_out: Sequence[Filled]
    styles: Mapping[str, Sequence[FormStyle]]
    distributions: Mapping[str, frozenset[str]]
    before: Mapping[str, float]
    stayed: frozenset[str]


def publish_quality(found: Material, ledger: Ledger) -> Document:
    """The figures; `ledger` knows of those published before, and notes whom these are about."""
    tied = {code: item for code, item in _tied(found.forms, ledger).items() if item}
    return {
        "n": _band(len(found.forms)),
        "practices": {code: _practice(code, found, ledger, tied) for code in _codes(found.forms)},
        "dimensions": {code: _dimension(code, found.forms, ledger, tied.get(code)) for code in _dimensions(found)},
        "respondents": {role.value: _respondents(role, found.forms) for role in RespondentRole},
        "evidence": _evidence(found.forms, ledger),
        "style": _style(found, ledger),
        "late": _late(found.forms, ledger),
        "panel": _panel(found, ledger) if found.before else None,
        "validity": _validity(found.forms, ledger),
    }


def _band(n: int) -> list[int | None]:
    found: Band | None = band(n)
    return [found.low, found.high] if found else []


def _codes(forms: Sequence[Filled]) -> list[str]:
    return list(dict.fromkeys(code for one in forms for code in one.practices))


def _dimensions(found: Material) -> list[str]:
    return list(dict.fromkeys(code for one in found.forms for code in one.dimensions))


def _practice(code: str, found: Material, ledger: Ledger, tied: Mapping[str, Reliability]) -> Document:
    applying = {one.token: one.practices[code] for one in found.forms if code in one.practices}
    applying = {token: item for token, item in applying.items() if item.applies}
    return {
        **_answered(code, applying, ledger),
        **_ends(code, applying, found.distributions),
        "optimism": _optimism(code, applying, ledger),
        **_item(code, tied),
    }


def _answered(code: str, applying: Mapping[str, Practice], ledger: Ledger) -> Document:
    """The shares of those the practice concerns that answered it, and that do not know."""
    if reason := ledger.refuses(f"answered:{code}", applying):
        return dict.fromkeys(("answered", "dont_know"), hidden(reason))
    counts = {
        "answered": sum(item.score is not None for item in applying.values()),
        "dont_know": sum(item.dont_know for item in applying.values()),
    }
    return dict(shares(counts, len(applying)))


def _ends(code: str, applying: Mapping[str, Practice], distributions: Mapping[str, frozenset[str]]) -> Document:
    """The shares at the lowest and highest level, of the very organisations whose distribution is published."""
    members = distributions.get(code, frozenset())
    scores = [item.score for token, item in applying.items() if token in members]
    if len(scores) < max(LEAST_ITEMS, len(members)):
        reason = Hidden.TOO_FEW if len(applying) < LEAST_ITEMS else Hidden.PROTECTS
        return dict.fromkeys(("lowest", "highest", "reversed"), hidden(reason))
    counts = {"lowest": scores.count(0.0), "highest": scores.count(100.0)}
    levels = [item.level for token, item in applying.items() if token in members and item.level is not None]
    return {**shares(counts, len(scores)), "reversed": shown(list(reversed_levels(levels)))}


def _optimism(code: str, applying: Mapping[str, Practice], ledger: Ledger) -> Figure:
    """Declared less observed, on average."""
    pairs = {
        token: item.declared - item.observed
        for token, item in applying.items()
        if item.declared is not None and item.observed is not None
    }
    reason = ledger.refuses(f"optimism:{code}", pairs)
    return hidden(reason) if reason else mean_points(list(pairs.values()))


def _tied(forms: Sequence[Filled], ledger: Ledger) -> dict[str, Reliability | None]:
    """How the practices of each dimension go together, over the organisations that have all that half of them have."""
    dimensions = {code: items for one in forms for code, items in one.dimensions.items()}
    return {code: _reliability(code, items, forms, ledger) for code, items in dimensions.items()}


def _reliability(code: str, items: Sequence[str], forms: Sequence[Filled], ledger: Ledger) -> Reliability | None:
    scored = {
        one.token: {item: score for item in items if (score := one.practices[item].score) is not None}
        for one in forms
        if code in one.dimensions
    }
    used = [item for item in items if 2 * sum(item in scores for scores in scored.values()) >= len(scored)]
    rows = {token: [scores[item] for item in used] for token, scores in scored.items() if scores.keys() >= set(used)}
    if len(used) < 2 or ledger.refuses(f"tied:{code}", rows, ORGANISATIONS):
        return None
    return reliability(used, list(rows.values()))


def _item(code: str, tied: Mapping[str, Reliability]) -> Document:
    """How a practice goes with the others of its dimension."""
    items = (item for found in tied.values() for item in found.items)
    item = next((item for item in items if item.item == code), None)
    if item is None:
        return dict.fromkeys(("item_rest", "alpha_without", "apart"), hidden(Hidden.TOO_FEW))
    return {
        "item_rest": coefficient(item.item_rest),
        "alpha_without": coefficient(item.alpha_without),
        "apart": shown(item.flagged),
    }


def _dimension(code: str, forms: Sequence[Filled], ledger: Ledger, found: Reliability | None) -> Document:
    people = {one.token: scores for one in forms if (scores := one.personal(code))}
    agreed = {one.token: r_wg for one in forms if (r_wg := one.agreement.get(code)) is not None}
    few, unsaid = ledger.refuses(f"people:{code}", people), ledger.refuses(f"agreed:{code}", agreed)
    icc = None if few else intraclass(list(people.values()))
    names = ("alpha", "low", "high", "omega", "smallest_change")
    return {
        "icc": hidden(few) if few else coefficient(icc.mean if icc else None),
        "r_wg": hidden(unsaid) if unsaid else coefficient(fmean(agreed.values())),
        **{name: coefficient(getattr(found, name)) if found else hidden(Hidden.TOO_FEW) for name in names},
    }


def _respondents(role: RespondentRole, forms: Sequence[Filled]) -> list[int | None]:
    """The band of how many organisations somebody of this role answered for."""
    return _band(sum(any(sheet.role is role for sheet in one.sheets) for one in forms))


def _evidence(forms: Sequence[Filled], ledger: Ledger) -> Figure:
    """The share of answers that a fact bears out, where several organisations have some and have others."""
    scored = {one.token: [item for item in one.practices.values() if item.score is not None] for one in forms}
    graded = {token: sum(item.observed is not None for item in items) for token, items in scored.items()}
    if reason := ledger.refuses("evidence", [token for token, items in scored.items() if items]):
        return hidden(reason)
    having = share(sum(count > 0 for count in graded.values()), len(graded))
    if having.get("hidden") == Hidden.FEW:
        return having
    return shown(rounded_share(sum(graded.values()) / sum(map(len, scored.values()))))


def _style(found: Material, ledger: Ledger) -> Document:
    """The share of organisations with a form that fails a check of style, and how many are set aside, in a band."""
    every = [*found.forms, *found.left_out]
    judged = {one.token: styles for one in every if (styles := found.styles.get(one.token))}
    reason = ledger.refuses("style", judged)
    hasty = sum(any(style.failed for style in styles) for styles in judged.values())
    return {"hasty": hidden(reason) if reason else share(hasty, len(judged)), "aside": _band(len(found.left_out))}


def _late(forms: Sequence[Filled], ledger: Ledger) -> Figure:
    """Whether those who answered last have other scores than those who answered first."""
    timed = sorted((one.at, one.token, one.score) for one in forms if one.score is not None)
    third = len(timed) // LATE
    if reason := ledger.refuses("late", [token for _, token, _ in timed], LATE * LEAST_ITEMS // 2):
        return hidden(reason)
    scores = [score for _, _, score in timed]
    return shown(compared(scores[:third], scores[-third:]))


def _panel(found: Material, ledger: Ledger) -> Document:
    """How many took part again, and whether those who did not had other scores."""
    there = [score for one, score in sorted(found.before.items()) if one in found.stayed]
    gone = [score for one, score in sorted(found.before.items()) if one not in found.stayed]
    retention = share(len(there), len(found.before))
    if reason := ledger.refuses("panel", found.before):
        return {"retention": hidden(reason), "leavers": hidden(reason)}
    enough = min(len(there), len(gone)) >= LEAST_ITEMS // 2
    return {
        "retention": retention,
        "leavers": shown(compared(there, gone)) if enough else hidden(Hidden.TOO_FEW),
    }


def compared(first: Sequence[float], second: Sequence[float]) -> str:
    """Whether the second scores are lower, higher or no different beyond chance (95 %, unequal variances).

    Each side needs two scores or more.
    """
    error = sqrt(variance(first) / len(first) + variance(second) / len(second))
    apart = fmean(second) - fmean(first)
    if abs(apart) <= NORMAL_95 * error:
        return ALIKE
    return HIGHER if apart > 0 else LOWER


def _validity(forms: Sequence[Filled], ledger: Ledger) -> Figure:
    """The correlation of overall scores with the share of visits that lead to a booking or a contact."""
    pairs = {one.token: (one.score, one.funnel) for one in forms if one.score is not None and one.funnel is not None}
    if reason := ledger.refuses("validity", pairs, ORGANISATIONS):
        return hidden(reason)
    columns = matrix_of(list(pairs.values())).T
    return coefficient(correlation(columns[0], columns[1]))


def evenness(lines: Sequence[tuple[str, int, int]]) -> float | None:
    """How much of n is left (0-1) once answers are weighted so that every kind of organisation counts as it should.

    `lines` say of each type how many answered and how many there are, as published; None without any.
    """
    cells = [(kind,) for kind, answered, _ in lines for _ in range(answered)]
    if not cells:
        return None
    return effective(post_stratified(cells, {(kind,): known for kind, _, known in lines})) / len(cells)
