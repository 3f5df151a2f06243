"""How long plans take with the full catalogue, for an organisation at level 1 everywhere: the most there is to do."""

from __future__ import annotations

from statistics import median
from time import perf_counter

from assessment.domain.answers import Answer
from assessment.domain.planner import solve
from assessment.domain.plans import Request, Situation, limits_of, make_plans, situation_of
from assessment.domain.results import assess
from tests.benchmarks import Row
from tests.builders import an_assessment
from tests.results import FACTS
from tests.shipped import with_draws

BUDGETS = [5_000.0 * n for n in range(25)]
HOURS = 1.3
DRAWS = 40


def seconds(situation: Situation, *, robust: bool) -> float:
    """How long everything takes for a budget in the middle."""
    start = perf_counter()
    make_plans(situation, Request(budget=60_000, hours=HOURS), robust=robust)
    return perf_counter() - start


def run() -> list[Row]:
    """One plan over many budgets, then everything a page shows, then one draw of robustness."""
    instrument = with_draws(DRAWS)
    answers: dict[str, Answer] = {item.id: 1 for item in instrument.questionnaire.indicators()}
    result = assess(instrument, an_assessment(answers, facts=FACTS))
    situation = situation_of(instrument, result)
    programme = situation.choice().programme
    limits = [limits_of(Request(budget=budget, hours=HOURS), (), situation.assessment) for budget in BUDGETS]
    one = []
    for limit in limits:
        start = perf_counter()
        solve(programme, limit)
        one.append(perf_counter() - start)
    page, drawn = (seconds(situation, robust=robust) for robust in (False, True))
    return [
        Row(
            f"one plan out of {len(programme.candidates)} steps, median of {len(one)} budgets", 1000 * median(one), "ms"
        ),
        Row("the slowest of them", 1000 * max(one), "ms"),
        Row("three plans, curve and reasons, as the page shows them", 1000 * page, "ms"),
        Row("one more draw of robustness", 1000 * (drawn - page) / DRAWS, "ms"),
    ]
