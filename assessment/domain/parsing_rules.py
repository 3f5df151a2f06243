"""Plain tree -> IndexRules and PlanRules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from assessment.domain.audiences import AUDIENCES, OBSERVED, AudienceRules
from assessment.domain.index_facts import PURPOSES
from assessment.domain.indices import Band, IndexRules
from assessment.domain.parsing_names import Names
from assessment.domain.plan_candidates import PlanRules
from assessment.domain.reading import Keys, Reader

RULES_KEYS = Keys(("indices", "plan"))
INDEX_KEYS = Keys(tuple(item.name for item in fields(IndexRules)))
AUDIENCE_KEYS = Keys(tuple(item.name for item in fields(AudienceRules)))
PLAN_KEYS = Keys(tuple(item.name for item in fields(PlanRules)))
STAGE_KEYS, BAND_KEYS = Keys(OBSERVED), Keys(PURPOSES)
MOST_DRAWS = 1000
SMALLEST_POST = Decimal("0.05")
"""Shared posts in smaller steps than this share of a full-time post would be too many ways to choose from."""
LARGEST_SPREAD = Decimal("0.9")
"""Effects are never off by so much that they turn into their contrary."""
PLAN_NUMBERS: Mapping[str, tuple[Decimal | int, Decimal | int]] = {
    "first_year": (0, 1),
    "eta": (0, 100),
    "more": (0, 10),
    "share_step": (SMALLEST_POST, 1),
    "main_lift": (0, 4),
    "other_lift": (0, 4),
    "arranging_days": (0, 1000),
    "supervision": (0, 1),
    "spread": (0, LARGEST_SPREAD),
}
"""The least and the most of each number of a plan."""
PLAN_COUNTS: Mapping[str, tuple[int, int]] = {"draws": (1, MOST_DRAWS), "seed": (0, 2**31 - 1)}


@dataclass(frozen=True, slots=True)
class Rules:
    """The editable numbers that belong to no other file."""

    indices: IndexRules
    plan: PlanRules


def read_rules(reader: Reader, names: Names) -> Rules:
    """Every number. To be used only when no problem was noted: stand-ins fill what was wrong."""
    reader.keys(RULES_KEYS)
    return Rules(_indices(reader.at("indices")), _plan(reader.at("plan"), names))


def _indices(reader: Reader) -> IndexRules:
    reader.keys(INDEX_KEYS)
    bands = reader.at("bands").keys(BAND_KEYS)
    return IndexRules(
        audiences=_audiences(reader.at("audiences")),
        border=float(reader.at("border").number(0, 100)),
        content_ratio_flag=float(reader.at("content_ratio_flag").number(0)),
        bands={purpose: _band(bands.at(purpose)) for purpose in PURPOSES},
    )


def _audiences(reader: Reader) -> AudienceRules:
    """The upper limit of a reading is not below the one before."""
    reader.keys(AUDIENCE_KEYS)
    focused, aligned = reader.at("focused").number(1, len(AUDIENCES)), reader.at("aligned").number(0, 1)
    stages = reader.at("stages").numbers(OBSERVED, total=1, complete=True)
    return AudienceRules(
        focused=float(focused),
        shared=float(reader.at("shared").number(focused, len(AUDIENCES))),
        aligned=float(aligned),
        slipping=float(reader.at("slipping").number(aligned, 1)),
        lost=float(reader.at("lost").number(0, 1)),
        stages={stage: float(weight) for stage, weight in stages.items()},
    )


def _band(reader: Reader) -> Band:
    ends = [float(item.number(0, 1)) for item in reader.items()]
    if len(ends) == 2 and ends[0] <= ends[1]:
        return Band(*ends)
    if isinstance(reader.value, list):
        reader.report("not-a-range")
    return Band(0, 1)


def _plan(reader: Reader, names: Names) -> PlanRules:
    reader.keys(PLAN_KEYS)
    numbers = {name: float(reader.at(name).number(*ends)) for name, ends in PLAN_NUMBERS.items()}
    counts = {name: reader.at(name).integer(*ends) for name, ends in PLAN_COUNTS.items()}
    purposes = reader.at("purposes").mapping(required=names.dimensions)
    return PlanRules(
        **numbers,  # type: ignore[arg-type]
        **counts,
        purposes={code: item.one_of(PURPOSES) for code, item in purposes.entries() if code in names.dimensions},
        savings=reader.at("savings").one_of(PURPOSES),
        lines={line: item.one_of(PURPOSES) for line, item in reader.at("lines").entries()},
    )
