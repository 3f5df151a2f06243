"""The numbers of the fictional network: what it is made of and how it answers. None of them was measured.

They are chosen to look like a national network of tourism organisations, uneven enough for every page to have something
to show: a few groups too small to publish, regions short of project managers and others where that is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.domain.peer_groups import Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type of organisation.

    `share` of the network in percent; `staff` the median FTE and `spread` the standard deviation of its logarithm;
    `effect` on maturity, in levels; `answers` the chance (0-1) of taking part.
    """

    share: float
    staff: float
    spread: float
    effect: float
    answers: float


KINDS: Mapping[str, Kind] = {
    "OT": Kind(share=58, staff=7.0, spread=0.65, effect=0.0, answers=0.92),
    "EPCI": Kind(share=11, staff=4.0, spread=0.50, effect=-0.25, answers=0.82),
    "CDT": Kind(share=10, staff=24.0, spread=0.30, effect=0.20, answers=0.96),
    "COM": Kind(share=9, staff=2.5, spread=0.45, effect=-0.40, answers=0.75),
    "CRT": Kind(share=5, staff=36.0, spread=0.25, effect=0.35, answers=1.0),
    "DEP": Kind(share=4, staff=9.0, spread=0.40, effect=-0.10, answers=0.80),
    "REG": Kind(share=2, staff=12.0, spread=0.30, effect=-0.05, answers=0.80),
    "NET": Kind(share=1, staff=8.0, spread=0.30, effect=0.10, answers=1.0),
}
ONE_A_REGION = frozenset({"CRT", "REG"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A region.

    `weight` is its share of the network in percent; `territories` those of mountain, coast, rural and urban, in
    percent, empty overseas; `effect` is that on maturity, in levels; `equipped` how much of the need of project
    managers the median organisation has.
    """

    weight: float
    territories: tuple[int, int, int, int] | None = None
    effect: float = 0.0
    equipped: float = 0.60


AREAS: Mapping[str, Area] = {
    "84": Area(weight=14, territories=(50, 0, 30, 20), effect=0.2),
    "76": Area(weight=12, territories=(30, 20, 35, 15)),
    "75": Area(weight=12, territories=(15, 30, 40, 15)),
    "93": Area(weight=10, territories=(40, 35, 10, 15), effect=0.3, equipped=0.85),
    "53": Area(weight=8, territories=(0, 60, 30, 10), effect=0.6, equipped=0.85),
    "44": Area(weight=7, territories=(30, 0, 50, 20), effect=-0.3, equipped=0.15),
    "28": Area(weight=7, territories=(0, 45, 40, 15), effect=-0.2),
    "27": Area(weight=6, territories=(25, 0, 60, 15), effect=-0.5, equipped=0.15),
    "52": Area(weight=5, territories=(0, 45, 35, 20)),
    "32": Area(weight=5, territories=(0, 40, 35, 25), effect=-0.6),
    "24": Area(weight=4, territories=(0, 0, 75, 25), effect=-0.4, equipped=0.20),
    "11": Area(weight=4, territories=(0, 0, 30, 70), effect=0.4, equipped=0.95),
    "94": Area(weight=2, territories=(45, 55, 0, 0)),
    "04": Area(weight=2),
    "01": Area(weight=0.8),
    "02": Area(weight=0.6),
    "03": Area(weight=0.4),
    "06": Area(weight=0.2),
}
TERRITORIES = {"mountain": 0.05, "coast": 0.15, "rural": -0.15, "urban": 0.20, "overseas": -0.10}
"""Effect on maturity, in levels."""

BASE = 1.75
"""Maturity, in levels 0-4, of a rural office of the usual size before any other effect."""
SIZE = 0.22
"""Levels more for each time the staff is e times that of the usual office."""
USUAL_STAFF = 8.0
DIMENSIONS = {
    "CAP": -0.05,
    "CLI": 0.0,
    "INS": 0.50,
    "REL": -0.10,
    "DON": 0.20,
    "PRO": -0.55,
    "EQU": -0.65,
    "COL": 0.15,
    "RES": -0.25,
}
"""Effect on the level of a dimension: skills and projects are the weak side, content the strong one."""
GENERAL_SD, DIMENSION_SD, INDICATOR_SD = 0.50, 0.30, 0.60
"""How organisations differ from what is expected: as a whole, in a dimension, in one practice; in levels."""
PERSON_SD, OPTIMISM = 0.40, {"management": 0.15, "staff": -0.05, "elected": 0.10, "provider": -0.20}
"""How people of one organisation differ, by chance and by role; in levels."""
KEPT = 0.80
"""Of a difference, what is left a wave later; the rest is drawn anew: the weakest look better, the best worse."""
PROGRESS = 0.15
"""Levels by which the network moves from wave to wave; half as many where it is weak (`SLOW`)."""
SLOW = frozenset({"PRO", "EQU"})

HARD = {"EQU4": 0.20, "RES6": 0.25, "PRO6": 0.12, "DON4": 0.10}
"""Chance that an organisation does not know, for the practices that are hard to tell."""
OPTIONAL, BY_EXCEPTION = 0.05, 1.0
"""Chance of “not applicable” where a practice is optional for the type, or does not concern it by default."""
SEVERAL, MIRRORED = 0.30, 0.50
"""Share of organisations in which several people answer, and of these where elected members and providers do too."""

MOVING_REGIONS, MOVING_TYPE = frozenset({"84", "76", "75"}), "OT"
"""Whose organisations come and go from wave to wave: offices of the largest regions. The others take part each time or
never. If a few came and went everywhere, nearly every group would be hidden in the second wave (dossier 4.3)."""
FIRST, RETAINED, COMING = 0.65, 0.30, 0.95
"""Their chance to take part in the first wave, again, and for the first time. Of the network, 85 % take part again."""
CONSENTS = {
    Consent.PRIVATE: 4,
    Consent.COUNTED: 50,
    Consent.NAMED: 20,
    Consent.HELPER: 18,
    Consent.SHOWCASE: 8,
}
"""What organisations allow, in percent."""
