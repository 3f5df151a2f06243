"""What may be said of the data of a network without saying anything of one organisation (dossier 4.2, 7.4).

A figure is a plain document: a `value`, or a reason under `hidden`. Shares are of organisations, in whole percent, and
only where five or more stand on either side of them; otherwise all that is said is that they are few (0 to 4), or
nearly all but as many. That includes none and all, which would say what each one answered.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import fsum
from typing import Any

from assessment.domain.disclosure_rules import K_DEFAULT, mean_says_everyone, rounded_share
from assessment.domain.disclosure_waves import Settled, settle
from assessment.domain.published_scores import whole

Figure = dict[str, Any]
LEAST_SHARE = 10
"""Organisations below which no share and no mean of them is given."""
HUNDREDTHS = 100


class Hidden(StrEnum):
    """Why there is no value."""

    TOO_FEW = "too-few"
    """Fewer organisations than the figure needs."""
    FEW = "few"
    """Fewer than five of the organisations, or none of them."""
    NEARLY_ALL = "nearly-all"
    """All of the organisations but fewer than five, or all."""
    PROTECTS = "protects"
    """With the other shares it would tell one that is hidden."""
    FEW_CHANGED = "few-changed"
    """One to four organisations are new or gone since the same figure was published."""
    UNKNOWN = "unknown"
    """There is nothing to say, however many there are: everybody alike, for instance."""


def shown(value: float | str | list[int]) -> Figure:
    """A figure with its value."""
    return {"value": value}


def hidden(reason: Hidden) -> Figure:
    """A figure without."""
    return {"hidden": reason.value}


def share(count: int, n: int) -> Figure:
    """The share of `count` of `n` organisations in whole percent, or only whether they are few or nearly all."""
    if n < LEAST_SHARE:
        return hidden(Hidden.TOO_FEW)
    if count < K_DEFAULT:
        return hidden(Hidden.FEW)
    return hidden(Hidden.NEARLY_ALL) if n - count < K_DEFAULT else shown(rounded_share(count / n))


def shares(counts: Mapping[str, int], n: int) -> dict[str, Figure]:
    """The shares of classes that exclude each other; what is left of all must not be one to four organisations either.

    Where it is, the smallest of the shares is hidden too.
    """
    found = {name: share(count, n) for name, count in counts.items()}
    seen = sorted((name for name in counts if "value" in found[name]), key=lambda name: (counts[name], name))
    while seen and 0 < n - sum(counts[name] for name in seen) < K_DEFAULT:
        found[seen.pop(0)] = hidden(Hidden.PROTECTS)
    return found


def mean_points(values: Sequence[float]) -> Figure:
    """The mean of differences between two scores (-100 to 100), in whole points, halves up."""
    if len(values) < LEAST_SHARE:
        return hidden(Hidden.TOO_FEW)
    if mean_says_everyone([(value + 100) / 2 for value in values]):
        return hidden(Hidden.PROTECTS)
    return shown(whole(fsum(values) / len(values)))


def coefficient(value: float | None) -> Figure:
    """A coefficient that is about all organisations together, in hundredths."""
    return hidden(Hidden.UNKNOWN) if value is None else shown(whole(value * HUNDREDTHS) / HUNDREDTHS)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Whom figures are about, by key: in earlier publications, the oldest first, and in this one."""

    past: Mapping[str, Sequence[frozenset[str]]]
    now: dict[str, frozenset[str]] = field(default_factory=dict)

    def refuses(self, key: str, about: Collection[str], least: int = LEAST_SHARE) -> Hidden | None:
        """Why a figure may not be given of these organisations; without a reason, they are noted as published."""
        members = frozenset(about)
        if len(members) < least:
            return Hidden.TOO_FEW
        if any(settle(old, members) is Settled.KEEP for old in self.past.get(key, ())):
            return Hidden.FEW_CHANGED
        self.now[key] = members
        return None
