"""What is said about plans, and the document that `plan --json` prints."""

from __future__ import annotations

import json
from functools import cache
from xml.etree import ElementTree

import pytest

from assessment.domain.plans import Planning, Request, make_plans, situation_of
from assessment.domain.source_lines import find_source_lines
from assessment.reports.formatting import MINUS, NO_BREAK, NONE
from assessment.reports.plan_charts import CurveMark, round_step, value_chart
from assessment.reports.plan_exports import planning_document
from assessment.reports.plan_views import PlanningView
from assessment.reports.plans import present_planning
from tests.results import sample_result
from tests.shipped import shipped_instrument, with_draws

FEW = with_draws(3)


@cache
def planning(budget: float = 20_000, hours: float | None = 1.0, once: float | None = None) -> Planning:
    asked = Request(budget=budget, hours=hours, once=once)
    return make_plans(situation_of(FEW, sample_result()), asked, robust=True)


@cache
def view(language: str = "en", hours: float | None = 1.0, once: float | None = None) -> PlanningView:
    found = planning(hours=hours, once=once)
    return present_planning(found, sample_result(), FEW, language)


def test_the_three_plans_are_named_in_the_language_of_the_reader() -> None:
    assert [plan.title for plan in view().plans] == ["Without new money", "With the announced budget", "With 20% more"]
    assert [plan.title for plan in view("fr").plans][2] == f"Avec 20{NO_BREAK}% de plus"


def test_only_one_plan_is_the_announced_one() -> None:
    assert [plan.announced for plan in view().plans] == [False, True, False]
    assert view().announced.title == "With the announced budget"


def test_what_was_announced_is_repeated_with_what_other_lines_release() -> None:
    assert view().request == (
        "Announced: €20,000 a year. Other lines can release €28,000 a year. Staff time: at most 1.05\u00a0FTE."
    )


def test_money_to_spend_once_and_unlimited_staff_time_are_said() -> None:
    asked = view(hours=None, once=5_000).request
    assert "To be spent once: €5,000." in asked
    assert "Staff time is not limited." in asked


def test_every_step_says_what_it_takes_and_who_pays() -> None:
    for step in view().announced.steps:
        assert step.title
        assert step.days.isdigit()
        saves_more_than_it_costs = step.run.startswith(MINUS)
        assert (step.paid == NONE) is (saves_more_than_it_costs or (step.run, step.once) == ("€0", "€0"))


def test_a_step_names_what_comes_before_it() -> None:
    found = {step.id: step.after for step in view().announced.steps}
    assert found["A01"] is None
    assert found["A02"] == "Write and adopt the purpose (one page)"


def test_a_role_is_named_with_its_way_and_its_share_of_a_post() -> None:
    titles = [step.title for plan in view().plans for step in plan.steps if step.id.startswith("R")]
    assert titles
    assert all(title.endswith("\u00a0FTE") and ": " in title for title in titles)


def test_gaps_are_shown_before_and_after_and_all_together_last() -> None:
    rows = view().announced.gaps
    assert rows[-1].title == "All together, weighted"
    assert all(float(row.before) >= float(row.first_year) >= float(row.later) for row in rows)


def test_changes_of_the_indices_are_sentences() -> None:
    index, balance, content = view().announced.changes
    assert index.startswith("The weighted gap index goes from ")
    assert balance.startswith("The balance of digital spending goes from ")
    assert content.startswith("For one euro on reach and the directory, ")


def test_what_is_left_out_names_a_role_once_for_each_reason() -> None:
    rows = [(item.title, item.why) for item in view().left_out]
    assert rows
    assert len(rows) == len(set(rows))
    assert all(why for _, why in rows)


def test_robustness_counts_every_step_that_was_chosen_the_surest_first() -> None:
    shares = [int(row.share.removesuffix("%")) for row in view().sure]
    assert shares == sorted(shares, reverse=True)
    assert min(shares) > 0
    assert {row.title for row in view().sure if row.planned} <= {step.title for step in view().announced.steps}
    assert view().luck is not None
    assert "3 times" in str(view().luck)


def test_without_draws_nothing_is_said_of_luck() -> None:
    situation = situation_of(shipped_instrument(), sample_result())
    found = make_plans(situation, Request(budget=0))
    shown = present_planning(found, sample_result(), shipped_instrument(), "en")
    assert (shown.sure, shown.luck) == ((), None)


def test_the_curve_is_a_table_too() -> None:
    assert len(view().curve) == len(planning().curve)
    assert view().curve[0].budget == "€0"
    assert view().curve[0].marginal == "–"


def test_quick_wins_come_from_the_result() -> None:
    assert len(view().quick_wins) == len(sample_result().actions.quick_wins)


def test_what_is_decided_and_does_not_fit_without_money_is_said() -> None:
    situation = situation_of(shipped_instrument(), sample_result())
    choice = situation.choice()
    dear = max(choice.programme.candidates, key=lambda item: item.run + item.once).id
    asked = Request(budget=200_000, once=200_000, decided=frozenset({dear}))
    found = make_plans(situation, asked)
    shown = present_planning(found, sample_result(), shipped_instrument(), "en")
    assert (shown.refused is None) is (len(found.plans) == 3)


def test_the_curve_is_drawn_with_a_mark_at_the_announced_budget() -> None:
    curve = [CurveMark(n * 1000.0, float(n), f"€{n}") for n in range(6)]
    chart = value_chart("c", "Title <&>", curve, CurveMark(2000, 2, "announced"), "points", str)
    tree = ElementTree.fromstring(chart.svg)  # noqa: S314 - made here, a moment ago
    texts = [item.text for item in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert "announced" in texts
    assert "€0" in texts
    assert "€5" in texts


@pytest.mark.parametrize(("most", "step"), [(26.1, 10), (20, 5), (8.3, 2.5), (0.7, 0.2), (0, 1)])
def test_the_lines_behind_a_curve_stand_at_round_numbers_four_at_most(most: float, step: float) -> None:
    assert round_step(most) == pytest.approx(step)


def test_a_curve_of_nothing_can_be_drawn() -> None:
    nothing = CurveMark(0, 0, "€0")
    assert "<svg" in value_chart("c", "t", [nothing], nothing, "points", str).svg


def test_the_document_is_json_with_every_number() -> None:
    document = json.loads(json.dumps(planning_document(planning()), allow_nan=False))
    plan = document["plans"]["announced"]
    assert document["request"] == {"budget": 20_000, "once": None, "hours": 1.0, "decided": []}
    assert document["releasable"] == {"fairs": 9000, "longhaul": 4000, "print": 12000, "duplicates": 3000}
    assert plan["run"] == pytest.approx(sum(step["run"] for step in plan["steps"]))
    assert {move["step"] for move in plan["moves"]} <= {step["id"] for step in plan["steps"]}
    assert set(plan["forecast"]) == {"gaps", "weighted_gap_index", "balance", "balance_after"}


def test_unlimited_staff_time_is_null_in_the_document() -> None:
    assert planning_document(planning(hours=None))["plans"]["announced"]["limits"]["hours"] is None


def test_where_money_might_come_from_is_shown_and_printed_line_by_line() -> None:
    sources = find_source_lines(sample_result())
    document = json.loads(json.dumps(planning_document(planning(), sources), allow_nan=False))
    assert [item["id"] for item in document["sources"]] == [line.id for line in sources]
    assert document["sources"][0] == {"source": "declared", "id": "fairs", "euros": 9000.0, "points": None}
    assert [row.amount for row in view().sources][:2] == ["€9,000", "€4,000"]
    assert all(row.why for row in view("fr").sources)
