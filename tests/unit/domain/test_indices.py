"""The indices of dossier 3.8: what they say, and what they do when facts are missing or contradict themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.domain.answers import Ambition, Answer
from assessment.domain.audiences import AUDIENCES, audience_focus, intent_drift, total_variation
from assessment.domain.expectations import Axes
from assessment.domain.funnel import STAGES
from assessment.domain.index_facts import PURPOSES
from assessment.domain.indices import Indices, budget_balance, find_indices, quadrant
from assessment.domain.results import Surroundings, assess
from tests.builders import an_assessment, an_instrument, an_organisation
from tests.shipped import shipped_instrument

RULES = shipped_instrument().index_rules


def numbers(keys: tuple[str, ...], *values: float) -> dict[str, Decimal]:
    return {key: Decimal(str(value)) for key, value in zip(keys, values, strict=False)}


def split(*parts: float) -> dict[str, float]:
    return dict(zip(AUDIENCES, parts, strict=True))


OBSERVED = {
    "pages": numbers(AUDIENCES, 45, 30, 25),
    "time": numbers(AUDIENCES, 35, 40, 25),
    "budget": numbers(AUDIENCES, 30, 45, 25),
}
FACTS: dict[str, Answer] = {
    "F_AUD": numbers(AUDIENCES, 70, 20, 10),
    "F_AUDOBS": OBSERVED,
    "F_DIGB": numbers(PURPOSES, 8, 30, 22, 6, 18, 12, 4),
    "F_FUNNEL": numbers(STAGES, 100_000, 55_000, 22_000, 3_300, 264),
}
SCORES = {"INS": 45.5, "REL": 40.2}


def found(
    facts: Mapping[str, Answer], scores: Mapping[str, float | None] | None = None, peers: dict[str, float] | None = None
) -> Indices:
    organisation = replace(an_organisation(), ambition=Ambition(60, 70))
    assessment = an_assessment(facts=facts, organisation=organisation)
    return find_indices(assessment, SCORES if scores is None else scores, Axes("INS", "REL"), rules=RULES, peers=peers)


def test_every_index_appears_with_its_facts() -> None:
    indices = found(FACTS)
    assert None not in (indices.focus, indices.drift, indices.quadrant, indices.balance, indices.funnel)
    assert (indices.missing, indices.problems) == ({}, ())
    assert list(indices.observed) == ["pages", "time", "budget"]


def test_without_facts_each_index_says_what_it_lacks() -> None:
    indices = found({}, {"INS": 40.0, "REL": None})
    assert (indices.focus, indices.drift, indices.quadrant, indices.balance, indices.funnel) == (None,) * 5
    assert indices.missing == {
        "focus": ("F_AUD",),
        "drift": ("F_AUD", "F_AUDOBS"),
        "balance": ("F_DIGB",),
        "funnel": ("F_FUNNEL",),
        "quadrant": ("REL",),
    }


def test_parts_that_were_left_out_are_named_and_never_counted_as_nothing() -> None:
    indices = found({"F_DIGB": numbers(PURPOSES, 8, 30), "F_FUNNEL": numbers(STAGES, 1000, 500, 100, 10)})
    assert indices.missing["funnel"] == ("F_FUNNEL.bookings",)
    assert indices.missing["balance"] == tuple(f"F_DIGB.{purpose}" for purpose in PURPOSES[2:])


def test_nothing_spent_at_all_is_no_balance() -> None:
    assert found({"F_DIGB": numbers(PURPOSES, *[0] * 7)}).missing["balance"] == ("F_DIGB",)


def test_shares_that_do_not_add_up_are_a_problem_and_the_rest_is_worked_out() -> None:
    observed = {"pages": numbers(AUDIENCES, 45, 30, 20), "time": numbers(AUDIENCES, 35, 40, 25)}
    indices = found({**FACTS, "F_AUDOBS": observed})
    (problem,) = indices.problems
    assert (problem.code, problem.path) == ("shares-not-whole", ("facts", "F_AUDOBS", "pages"))
    assert problem.values == {"value": "95", "total": "100"}
    assert indices.drift is not None
    assert [item.stage for item in indices.drift.stages] == ["time"]
    assert indices.drift.observed == pytest.approx(split(0.35, 0.40, 0.25))
    assert indices.balance is not None


def test_a_declared_split_that_does_not_add_up_leaves_out_what_rests_on_it() -> None:
    indices = found({**FACTS, "F_AUD": numbers(AUDIENCES, 70, 20, 20)})
    assert [problem.path for problem in indices.problems] == [("facts", "F_AUD")]
    assert (indices.focus, indices.drift) == (None, None)
    assert indices.missing == {"focus": ("F_AUD",), "drift": ("F_AUD",)}
    assert indices.observed.keys() == {"pages", "time", "budget"}


def test_a_negative_share_is_a_problem() -> None:
    assert [item.code for item in found({"F_AUD": numbers(AUDIENCES, 120, -20, 0)}).problems] == ["shares-not-whole"]


def test_rounded_shares_count_as_whole() -> None:
    indices = found({"F_AUD": numbers(AUDIENCES, 33.3, 33.3, 33.3)})
    assert indices.problems == ()
    assert indices.focus is not None
    assert indices.focus.focus == pytest.approx(0)


def test_a_brief_stands_first_on_the_way_and_does_not_count_in_the_whole() -> None:
    observed = {**OBSERVED, "brief": numbers(AUDIENCES, 50, 30, 20)}
    drift, without = found({**FACTS, "F_AUDOBS": observed}).drift, found(FACTS).drift
    assert drift is not None
    assert without is not None
    assert (drift.stages[0].stage, drift.lost_at) == ("brief", "brief")
    assert drift.drift == without.drift


def test_a_brief_alone_says_nothing_of_what_was_done() -> None:
    indices = found({**FACTS, "F_AUDOBS": {"brief": numbers(AUDIENCES, 70, 20, 10)}})
    assert (indices.drift, indices.missing["drift"]) == (None, ("F_AUDOBS",))


@pytest.mark.parametrize(
    ("parts", "reading", "primary"),
    [
        ((0.8, 0.1, 0.1), "focused", "visitors"),
        ((0.1, 0.8, 0.1), "elsewhere", "providers"),
        ((0.6, 0.25, 0.15), "shared", "visitors"),
        ((0.4, 0.3, 0.3), "hotchpotch", "visitors"),
    ],
)
def test_a_split_is_read_as_focused_shared_or_hotchpotch(parts: tuple[float, ...], reading: str, primary: str) -> None:
    focus = audience_focus(split(*parts), RULES.audiences)
    assert (focus.reading, focus.primary) == (reading, primary)


@pytest.mark.parametrize(
    ("moved", "reading", "lost"),
    [
        (0.09, "aligned", None),
        (0.10, "slipping", None),
        (0.15, "slipping", None),
        (0.16, "slipping", "pages"),
        (0.20, "slipping", "pages"),
        (0.21, "lost", "pages"),
    ],
)
def test_a_drift_is_read_by_how_much_would_have_to_move(moved: float, reading: str, lost: str | None) -> None:
    drift = intent_drift(split(0.7, 0.2, 0.1), {"pages": split(0.7 - moved, 0.2 + moved, 0.1)}, RULES.audiences)
    assert (drift.reading, drift.lost_at) == (reading, lost)


def test_opposite_intentions_are_as_far_apart_as_can_be() -> None:
    assert total_variation(split(1, 0, 0), split(0, 0, 1)) == 1
    drift = intent_drift(split(1, 0, 0), {"time": split(0, 0, 1)}, RULES.audiences)
    assert drift.jensen_shannon == pytest.approx(1)


@pytest.mark.parametrize(
    ("inspire", "connect", "vocation"),
    [
        (49.9, 49.9, "sleeping_window"),
        (50, 49.9, "magazine"),
        (49.9, 50, "counter"),
        (50, 50, "bridge"),
    ],
)
def test_the_quadrant_has_its_border_at_fifty(inspire: float, connect: float, vocation: str) -> None:
    assert quadrant(inspire, connect, Ambition(), RULES).vocation == vocation


def test_the_distance_to_the_ambition_counts_what_is_missing_only() -> None:
    assert quadrant(60, 40, Ambition(60, 70), RULES).distance == pytest.approx(30 / 2**0.5)
    assert quadrant(90, 90, Ambition(60, 70), RULES).distance == 0


def test_the_quadrant_names_what_is_and_what_is_wanted() -> None:
    place = found({}).quadrant
    assert place is not None
    assert (place.vocation, place.wanted, place.inspire, place.connect) == ("sleeping_window", "bridge", 45.5, 40.2)


def test_spending_inside_every_band_is_in_balance() -> None:
    balance = budget_balance(dict(zip(PURPOSES, (25, 18, 11, 13, 13, 13, 7), strict=True)), RULES)
    assert (balance.balance, balance.flagged) == (100, False)


def test_the_balance_never_falls_below_zero_and_names_what_is_above() -> None:
    balance = budget_balance({**dict.fromkeys(PURPOSES, 0.0), "run": 100}, RULES)
    assert balance.balance == 0
    assert [item.purpose for item in balance.purposes if item.above] == ["run"]
    assert (balance.content_ratio, balance.flagged) == (None, False)


def test_a_stage_that_grows_is_a_problem_and_the_other_steps_are_worked_out() -> None:
    indices = found({"F_FUNNEL": numbers(STAGES, 1000, 500, 600, 60, 6)}, peers=dict.fromkeys(STAGES[1:], 0.5))
    (problem,) = indices.problems
    assert (problem.code, problem.path) == ("funnel-grows", ("facts", "F_FUNNEL", "views"))
    assert problem.values == {"value": "600", "before": "500"}
    assert indices.funnel is not None
    assert indices.funnel.grows == ("views",)
    assert [step.rate for step in indices.funnel.steps] == [0.5, None, 0.1, 0.1]
    assert indices.funnel.index is None


def test_the_result_of_an_assessment_holds_its_indices_and_peers_when_there_are_some() -> None:
    assessment, peers = an_assessment(2, facts=FACTS), dict.fromkeys(STAGES[1:], 0.5)
    plain = assess(an_instrument(), assessment).indices
    assert plain.quadrant is not None
    assert (plain.quadrant.inspire, plain.quadrant.connect) == (50, 50)
    assert plain.funnel is not None
    assert plain.funnel.leak is None
    against = assess(an_instrument(), assessment, Surroundings(funnel_peers=peers)).indices.funnel
    assert against is not None
    assert against.leak is not None
    assert against.leak.stage == "bookings"
