"""The plan of dossier 6.1, worked out by the method's author with a program of his own."""

from __future__ import annotations

import pytest

from assessment.domain.planner import solve
from assessment.domain.programme import Candidate, Goal, Limits, Outcome, Programme, Target, outcome

# Fixture A (3.9): weight and gap of each dimension; the printed optimum comes out with weights of two decimals.
GOALS = {
    "CAP": (9.62, 37.5476),
    "CLI": (12.44, 32.4882),
    "INS": (12.62, 26.9006),
    "REL": (15.80, 44.4110),
    "DON": (10.14, 14.1869),
    "PRO": (11.55, 45.3935),
    "EQU": (11.55, 39.5252),
    "COL": (5.77, 24.4290),
    "RES": (10.51, 35.4172),
}
# 6.1: euros a year, FTE, points by dimension, and what is needed before.
STEPS = {
    "shared project manager": (22_000, 0.4, {"PRO": 25, "CAP": 8, "EQU": 10}, ()),
    "content lead": (20_000, 0.5, {"INS": 22, "CLI": 4}, ()),
    "facilitator training": (6_000, 0.1, {"REL": 6, "EQU": 9, "COL": 8}, ()),
    "user-test kit": (5_000, 0.1, {"CLI": 14, "RES": 4, "PRO": 4}, ()),
    "booking links": (14_000, 0.2, {"REL": 20}, ("directory clean-up",)),
    "directory clean-up": (8_000, 0.2, {"DON": 12}, ()),
    "accessibility audit": (7_000, 0.1, {"RES": 16}, ()),
    "close duplicate site": (-4_000, 0.1, {"CAP": 10, "INS": 3}, ()),
}
LIMITS = Limits(60_000, 0, 1.3)


def programme() -> Programme:
    """At the level of dimensions: each is its own target."""
    return Programme(
        candidates=tuple(
            Candidate(id=code, run=run, hours=hours, effects=effects, requires=requires)
            for code, (run, hours, effects, requires) in STEPS.items()
        ),
        targets=tuple(Target(code, code, 1, gap) for code, (_, gap) in GOALS.items()),
        goals=tuple(Goal(code, weight, gap) for code, (weight, gap) in GOALS.items()),
    )


def greedy(found: Programme, limits: Limits) -> Outcome:
    """Take what is worth most for its money as long as it fits, as somebody with a list and a calculator would."""
    chosen = outcome(found, ())
    while True:
        options = [
            (after.points - chosen.points, item)
            for item in found.candidates
            if item.id not in chosen.chosen and set(item.requires) <= set(chosen.chosen)
            for after in (outcome(found, (*chosen.chosen, item.id)),)
            if after.fits(limits)
        ]
        if not options:
            return chosen
        _, best = max(options, key=lambda option: option[0] / max(option[1].run, 1))
        chosen = outcome(found, (*chosen.chosen, best.id))


def test_the_plan_of_the_worked_example_takes_everything_but_the_content_lead() -> None:
    """Dossier 6.1: 17.284 points, 58 k€ and 1.2 FTE of 60 k€ and 1.3."""
    found = solve(programme(), LIMITS)
    assert found is not None
    assert set(STEPS) - set(found.chosen) == {"content lead"}
    assert found.points == pytest.approx(17.284, abs=0.0005)
    assert (found.run, found.hours) == pytest.approx((58_000, 1.2))


def test_taking_the_best_value_for_money_first_closes_less() -> None:
    """Dossier 6.1: 16.181 points; it takes the content lead, then cannot afford the booking chain."""
    found = greedy(programme(), LIMITS)
    assert found.points == pytest.approx(16.181, abs=0.0005)
    assert "content lead" in found.chosen
    assert "booking links" not in found.chosen
