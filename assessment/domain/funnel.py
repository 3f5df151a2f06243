"""Where visitors are lost on their way from a visit to a booking, and what repairing it is worth (dossier 3.8e)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import inf, log, prod, sqrt

from assessment.domain.arithmetic import clip

STAGES = ("visits", "engaged", "views", "contacts", "bookings")
Z95 = 1.959963984540054
"""Two-sided 95 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, where a share (0-1) probably lies."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Step:
    """How many of `before` went on to `stage`. `rate`, `interval` and `peer` (median of the peers) are shares, 0-1.

    `leak` is ln(peer / rate): positive where peers do better, infinite where nobody went on. `worth` is how many more
    confirmed bookings repairing this step alone would bring. None where nothing can be said, as where a stage grows.
    """

    stage: str
    before: float
    rate: float | None
    interval: Interval | None
    peer: float | None
    leak: float | None
    worth: float | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """The four steps. `leak` is the one that loses most against peers, None without peers or when none loses.

    `index` (0-100) is 100 when no step does worse than peers. `grows` names the stages larger than the one before.
    """

    counts: Mapping[str, float]
    steps: tuple[Step, ...]
    leak: Step | None
    index: float | None
    grows: tuple[str, ...]


def wilson(successes: float, trials: float, z: float = Z95) -> Interval:
    """Wilson interval of a share (dossier 3.8e); within [0, 1] even for 0 or all of few.

    Raises ValueError unless 0 <= successes <= trials and trials > 0.
    """
    if not 0 <= successes <= trials or trials <= 0:
        raise ValueError(f"a share needs 0 <= successes <= trials and trials > 0, not {successes} of {trials}")
    share, spread = successes / trials, 1 + z**2 / trials
    centre = (share + z**2 / (2 * trials)) / spread
    half = z * sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2)) / spread
    return Interval(clip(centre - half, 0.0, share), clip(centre + half, share, 1.0))


def conversion_funnel(counts: Mapping[str, float], peers: Mapping[str, float] | None = None) -> Funnel:
    """Rates, leaks and index of a funnel of visits (dossier 3.8e).

    `counts` holds all of `STAGES`; `peers` the median rate (0-1) of the peer group into each stage after the first.
    A stage that grows has no rate, and the funnel no index; the other steps are worked out all the same.
    """
    peers = peers or {}
    steps = tuple(
        _step(stage, counts[before], counts[stage], peers.get(stage), counts[STAGES[-1]])
        for before, stage in pairwise(STAGES)
    )
    leaking = [step for step in steps if step.leak is not None and step.leak > 0]
    grows = tuple(stage for before, stage in pairwise(STAGES) if counts[stage] > counts[before])
    biggest = max(leaking, key=lambda step: step.leak or 0.0, default=None)
    return Funnel(counts, steps, biggest, None if grows else _index(steps), grows)


def _step(stage: str, before: float, after: float, peer: float | None, bookings: float) -> Step:
    if after > before or not before:
        return Step(stage, before, None, None, peer, None, None)
    rate, interval = after / before, wilson(after, before)
    if not peer:
        return Step(stage, before, rate, interval, peer, None, None)
    if not rate:
        return Step(stage, before, rate, interval, peer, inf, None)
    return Step(stage, before, rate, interval, peer, log(peer / rate), bookings * (peer / rate - 1))


def _index(steps: tuple[Step, ...]) -> float | None:
    """100 times the geometric mean of the rates against peers; 0 once nobody is left, None without every peer."""
    if any(not step.peer for step in steps):
        return None
    against = [min(1.0, (step.rate or 0.0) / step.peer) for step in steps if step.peer]
    return 100 * prod(against) ** (1 / len(against))
