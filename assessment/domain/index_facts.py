"""What the indices rest on: the facts that can be used, those that are missing and those that contradict themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

from assessment.domain.answers import Assessment, Numbers
from assessment.domain.arithmetic import reaches
from assessment.domain.audiences import AUDIENCES, BRIEF, OBSERVED, Shares
from assessment.domain.funnel import STAGES
from assessment.domain.problems import Path, Problem

PURPOSES = ("content", "reach", "directory", "connection", "run", "skills", "listening")
"""What digital money is spent on: the parts of F_DIGB."""
TOTAL = 100
ROUNDED = 0.1
"""How far from 100 rounding may take shares: three times 33.3 is 100."""

Amounts = Mapping[str, float]
"""Numbers by part of a fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFacts:
    """What was stated, as far as it can be used; None or empty where it cannot.

    `declared` and `stages` are shares of audiences, `spending` euros by purpose, `counts` visits by stage of funnel.
    `missing` names the parts (`F_DIGB.skills`) that are lacking by fact.
    """

    declared: Shares | None
    stages: Mapping[str, Shares]
    spending: Amounts | None
    counts: Amounts | None
    missing: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


def read_index_facts(assessment: Assessment) -> IndexFacts:
    """Read F_AUD, F_AUDOBS, F_DIGB and F_FUNNEL."""
    rows = dict(_rows(assessment))
    stages = {path[-1]: shares for path, numbers in rows.items() if (shares := _shares(numbers))}
    spending, counts = _amounts(assessment, "F_DIGB", PURPOSES), _amounts(assessment, "F_FUNNEL", STAGES)
    lacking = {
        "F_AUD": () if "F_AUD" in stages else ("F_AUD",),
        "F_AUDOBS": () if not stages.keys().isdisjoint(OBSERVED) else ("F_AUDOBS",),
        "F_DIGB": _lacking("F_DIGB", PURPOSES, spending) if any(spending.values()) else ("F_DIGB",),
        "F_FUNNEL": _lacking("F_FUNNEL", STAGES, counts),
    }
    sums = [_sum_problem(path, numbers) for path, numbers in rows.items() if _shares(numbers) is None]
    return IndexFacts(
        declared=stages.get("F_AUD"),
        stages={stage: stages[stage] for stage in (BRIEF, *OBSERVED) if stage in stages},
        spending=None if lacking["F_DIGB"] else spending,
        counts=None if lacking["F_FUNNEL"] else counts,
        missing={fact: codes for fact, codes in lacking.items() if codes},
        problems=(*sums, *_growth(counts)),
    )


def _rows(assessment: Assessment) -> Iterator[tuple[tuple[str, ...], Numbers]]:
    """The splits of audiences by their place: the declared one, then what was observed at each stage."""
    declared, observed = assessment.facts.get("F_AUD"), assessment.facts.get("F_AUDOBS")
    if isinstance(declared, Mapping):
        yield ("facts", "F_AUD"), declared  # type: ignore[misc]
    if isinstance(observed, Mapping):
        for stage, numbers in observed.items():
            if isinstance(numbers, Mapping):
                yield ("facts", "F_AUDOBS", stage), numbers


def _shares(numbers: Numbers) -> Shares | None:
    """Shares that sum to 1, or None when the points do not make 100 or one is negative."""
    points = {audience: float(numbers.get(audience, 0)) for audience in AUDIENCES}
    total = fsum(points.values())
    if not reaches(ROUNDED, abs(total - TOTAL)) or min(points.values()) < 0:
        return None
    return {audience: point / total for audience, point in points.items()}


def _sum_problem(path: Path, numbers: Numbers) -> Problem:
    return Problem("shares-not-whole", path, {"value": str(sum(numbers.values())), "total": str(TOTAL)})


def _amounts(assessment: Assessment, fact: str, parts: tuple[str, ...]) -> Amounts:
    """The parts that were stated."""
    stated = ((part, assessment.part(fact, part)) for part in parts)
    return {part: value for part, value in stated if value is not None}


def _lacking(fact: str, parts: tuple[str, ...], amounts: Amounts) -> tuple[str, ...]:
    if not amounts:
        return (fact,)
    return tuple(f"{fact}.{part}" for part in parts if part not in amounts)


def _growth(counts: Amounts) -> Iterator[Problem]:
    for before, stage in pairwise(STAGES):
        if before in counts and counts.get(stage, 0) > counts[before]:
            values = {"value": f"{counts[stage]:g}", "before": f"{counts[before]:g}"}
            yield Problem("funnel-grows", ("facts", "F_FUNNEL", stage), values)
