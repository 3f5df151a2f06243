"""What one published number needs by itself: how many organisations, and that it says nobody's value (dossier 4.2).

Decisions about what may be published at all, taken as an attacker would look at them:

- **Bands of n are politeness, not protection.** Who belongs to a group and who has answered can be known (a
  directory, the follow-up page), so every rule and the audit assume that the attacker knows each group member by
  member. A band that crosses a boundary between waves (9 to 10) therefore tells nothing that the rules do not already
  grant.
- **Mean and shrunken mean count as one output** and may stand side by side, on one condition: the shrunken means of a
  table (their common mean, the variances between and within) are worked out from the groups of that table whose mean
  is shown, and from no other. Then each is a function of the others. With a hidden group in the common mean, the
  shown groups would give the hidden one away.
- **Points of the distribution** need more than a mean: a median of nine *is* somebody's score. So does one's own
  position in words: tenths mean something from ten on, and below that "higher than 4 in 10" counts the others one by
  one. Quartiles take the stricter of dossier 4.2 (10) and promise P4 (12). Least and greatest values are no output at
  all.
- **Everybody alike.** A mean at an end of the scale, a share of nothing or of all and a histogram of one class say
  every member's value however many they are. They are hidden with the same reason as complementary suppression, so
  that the reason itself does not say that everybody is at 0 or at 100.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice

K_DEFAULT = 5
"""Organisations in the smallest group whose mean is shown; a network may ask for more, never for fewer (P1)."""
TOLERANCE = 10.0
"""Points: a value known within a narrower interval counts as known. One standard error of measurement is about 5 (4.7),
so this is no better than the questionnaire itself knows it."""
LARGEST_SHARE = 85
"""Percent of a total: no organisation may hold more of it."""
P_PERCENT = 10
"""Percent: the second largest must not be able to work the largest out this closely (p % rule)."""
FEWEST_ALIKE = 3
"""Organisations in each class of a histogram and on each side of a share: 1 and 2 are never published."""


class Output(Enum):
    """A kind of number that can be published of a group. There is no other: no least, no greatest, no list of ranks."""

    MEAN = "mean"
    """Mean and shrunken mean of a score, with its interval."""
    SHARE = "share"
    TOTAL = "total"
    CHANGE = "change"
    """Mean change between two waves of those that took part in both (matched panel, 4.7)."""
    MEDIAN = "median"
    POSITION = "position"
    """An organisation's own "higher than about x in 10"."""
    QUARTILES = "quartiles"
    DISTRIBUTION = "distribution"
    """P10, P90 and the histogram with merged classes."""


LEAST = {
    Output.MEAN: 5,
    Output.SHARE: 5,
    Output.TOTAL: 5,
    Output.CHANGE: 5,
    Output.MEDIAN: 10,
    Output.POSITION: 10,
    Output.QUARTILES: 12,
    Output.DISTRIBUTION: 20,
}


class Reason(Enum):
    """Why a number is hidden; the interface has a sentence for each."""

    TOO_FEW = "too-few"
    NO_CONSENT = "no-consent"
    """Enough organisations answered, but not enough of them count in benchmarks (consent a)."""
    DOMINANCE = "dominance"
    WOULD_REVEAL_OTHER = "would-reveal-other"
    """Together with what is shown it would give a hidden number, or everybody's value, away."""
    TOO_SIMILAR = "too-similar"
    """Its members are nearly those of another shown group."""
    FEW_CHANGED = "few-changed"
    """One to four organisations joined, left or changed since it was last published: the published number stays."""


@dataclass(frozen=True)
class Verdict:
    """Whether a group's number is shown: `reason` is None when it is."""

    reason: Reason | None = None

    @property
    def shown(self) -> bool:
        """Whether there is nothing against it."""
        return self.reason is None


@dataclass(frozen=True)
class Band:
    """How n is shown: from `low` to `high` organisations, or `low` and more when `high` is None."""

    low: int
    high: int | None


BANDS = (Band(50, None), Band(20, 49), Band(10, 19), Band(5, 9))


def band(n: int) -> Band | None:
    """The band of n organisations; None under five, which is never shown more closely than "fewer than 5"."""
    return next((one for one in BANDS if n >= one.low), None)


def least(output: Output, k: int = K_DEFAULT) -> int:
    """How many organisations an output needs where the network asks for at least `k`. ValueError under five."""
    if k < K_DEFAULT:
        raise ValueError(f"a network can ask for more than {K_DEFAULT} organisations, not for {k}")
    return max(LEAST[output], k)


def count_reason(output: Output, consenting: int, answered: int, k: int = K_DEFAULT) -> Reason | None:
    """Why a group is too small: `answered` organisations have a value, `consenting` of them count (consent b-e)."""
    needed = least(output, k)
    if consenting >= needed:
        return None
    return Reason.NO_CONSENT if answered >= needed else Reason.TOO_FEW


def dominated(contributions: Collection[float]) -> bool:
    """Whether a total says too much of its largest contribution (dossier 4.2); a total of zero says all of them.

    `contributions` are amounts (FTE, euros, nights) of zero or more, else ValueError. Exactly 85 % and exactly 10 %
    pass.
    """
    if any(amount < 0 for amount in contributions):
        raise ValueError("the contributions to a total must not be negative")
    first, second, *_ = [*sorted(contributions, reverse=True), 0.0, 0.0]
    total = sum(contributions)
    if total == 0:
        return True
    return 100 * first > LARGEST_SHARE * total or 100 * (total - first - second) < P_PERCENT * first


def mean_says_everyone(scores: Collection[float]) -> bool:
    """Whether a mean of scores (0-100) can tell one member another one's score within TOLERANCE.

    The scale has ends: whoever holds the largest of five scores and learns their sum knows that no other is above the
    rest of it. So this rest must be at least TOLERANCE, and counted from 100 likewise. Rounding of the mean is not
    counted on: subtracting other means can undo it.
    """
    middling = (score for score in scores if TOLERANCE <= score <= 100 - TOLERANCE)
    if len(list(islice(middling, 2))) == 2:
        return False
    lacking = [100 - score for score in scores]
    return min(sum(scores) - max(scores), sum(lacking) - max(lacking)) < TOLERANCE


def share_says_everyone(answers: Collection[float]) -> bool:
    """Whether a share of yes (1) and no (0) says what (nearly) each one answered: 0-2 on one side."""
    having = sum(answers)
    return min(having, len(answers) - having) < FEWEST_ALIKE


def classes_say_someone(counts: Sequence[int]) -> bool:
    """Whether a histogram may not be shown: a class with 1-2 organisations, or all of them in a single class."""
    filled = [count for count in counts if count]
    return len(filled) < 2 or min(filled) < FEWEST_ALIKE


SENSITIVE: dict[Output, tuple[Callable[[Collection[float]], bool], Reason]] = {
    Output.MEAN: (mean_says_everyone, Reason.WOULD_REVEAL_OTHER),
    Output.SHARE: (share_says_everyone, Reason.WOULD_REVEAL_OTHER),
    Output.TOTAL: (dominated, Reason.DOMINANCE),
}
"""Where the values themselves can forbid a number, however many they are: by what rule, and the reason given."""


def rounded_score(value: float) -> int:
    """A group's score as it enters a snapshot, whole points, halves up: nothing later can show more of it."""
    return int(value + 0.5)


def rounded_share(share: float) -> int:
    """A group's share (0-1) as it enters a snapshot, in whole percent, halves up."""
    return rounded_score(100 * share)
