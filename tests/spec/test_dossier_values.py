"""Every value of dossier 2 to 7 that its author worked out with a program of his own; a test ends with its section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assessment.domain.agreement import consensus, r_wg
from assessment.domain.answers import Ambition, Answer, AnswerSheet, Assessment
from assessment.domain.audiences import AUDIENCES, audience_focus, intent_drift
from assessment.domain.benchmarks import PROBABILITIES, higher_than, percentile_rank, statistics_of
from assessment.domain.coverage import effective
from assessment.domain.disclosure import Margin, decide
from assessment.domain.disclosure_audit import mean_of_others
from assessment.domain.disclosure_rules import Reason
from assessment.domain.examples import equally_weighted
from assessment.domain.expectations import expectations, standings
from assessment.domain.funnel import STAGES, conversion_funnel, wilson
from assessment.domain.gaps import DimensionGap, dimension_gap, weighted_gap_index
from assessment.domain.group_means import GroupMean, shrunken_means
from assessment.domain.indices import budget_balance
from assessment.domain.peer_groups import Consent, Member
from assessment.domain.peer_help import Participant, best_pairs, help_table
from assessment.domain.planner import solve
from assessment.domain.profile import profile_balance, weighted_sd
from assessment.domain.programme import Candidate, Goal, Limits, Outcome, Programme, Target, outcome
from assessment.domain.questionnaire import NonResponse, RespondentRole, RoleGroup
from assessment.domain.reliability import (
    alpha_without,
    cronbach_alpha,
    intraclass,
    item_rest,
    matrix_of,
    omega_total,
    one_factor,
)
from assessment.domain.results import AssessmentResult, Surroundings, assess
from assessment.domain.role_catalogue import Range
from assessment.domain.roles import find_roles
from assessment.domain.score_grid import counts_of
from assessment.domain.scoring import IndicatorScore, score_overall
from assessment.domain.shortage import Totals, measures
from assessment.domain.sizing import default_drivers
from assessment.domain.sourcing import costs
from assessment.domain.surveys import Rating, Survey, VisitorAnswer
from assessment.domain.uncertainty import uncertainty_of
from assessment.domain.waves import matched_change, own_change
from tests.builders import an_assessment, an_organisation
from tests.shipped import shipped_instrument
from tests.spec import dossier
from tests.spec.dossier import printed

SHIPPED = shipped_instrument()
FIXTURE_A = replace(SHIPPED, questionnaire=equally_weighted(SHIPPED.questionnaire))
"""The worked example weighs all indicators of a dimension the same."""


def section(number: str) -> pytest.MarkDecorator:
    """Name a test after the section of the dossier that prints its values."""
    return pytest.mark.parametrize((), [pytest.param(id=number)])


def cases(number: str, names: Any, rows: Any) -> pytest.MarkDecorator:
    """One test for each row of a table, named after the section and the row."""
    return pytest.mark.parametrize("row", rows, ids=[f"{number} {name}" for name in names])


@cases(
    "2.4",
    [f"{cells[0]} {segment}" for cells in dossier.EXPECTED_BY_SEGMENT for segment in dossier.SEGMENTS],
    [
        (cells[0], segment, " ".join(cells[1 + 2 * n : 3 + 2 * n]))
        for cells in dossier.EXPECTED_BY_SEGMENT
        for n, segment in enumerate(dossier.SEGMENTS)
    ],
)
def test_each_segment_wishes_and_accepts_this_of_each_dimension(row: tuple[str, str, str]) -> None:
    dimension, segment, values = row
    mix = {} if segment == "all" else {segment: 1.0}
    found = expectations(SHIPPED.expectations, standings(SHIPPED.expectations, mix))[dimension]
    assert (found.expected, found.adequate) == printed(values)


@section("2.7")
def test_a_tourist_office_expects_this_of_booking_before_any_survey() -> None:
    assert (standings(SHIPPED.expectations, dossier.OFFICE_MIX)["Q5"].desired,) == printed("81.729")


@section("2.7")
def test_forty_eight_visitors_move_what_is_expected_of_booking(result: AssessmentResult) -> None:
    assert result.visitors is not None
    found = result.visitors.reading.attributes["Q5"]
    expected = found.expected
    assert (expected.value, expected.error, expected.low, expected.high) == printed("84.357 2.491 79.47 89.24")
    assert (100 * expected.measured,) == printed("61.5")
    assert (found.adequate.measured, found.importance.measured, found.perceived) == (0, 0, None)
    assert result.standings["Q5"].desired == expected.value


def split(parts: tuple[float, ...]) -> dict[str, float]:
    return dict(zip(AUDIENCES, parts, strict=True))


@cases("3.8a", ("even", "focused", "shared", "one"), dossier.FOCUS)
def test_focus_on_audiences(row: tuple[tuple[float, ...], str]) -> None:
    found = audience_focus(split(row[0]), SHIPPED.index_rules.audiences)
    assert (found.focus, found.effective) == printed(row[1])


@section("3.8b")
def test_drift_of_the_intention() -> None:
    stages = {stage: split(parts) for stage, parts in dossier.OBSERVED.items()}
    found = intent_drift(split(dossier.DECLARED), stages, SHIPPED.index_rules.audiences)
    assert [item.distance for item in found.stages] == pytest.approx([0.05, 0.25, 0.35, 0.40])
    assert found.observed == pytest.approx(split((0.36, 0.39, 0.25)))
    assert found.drift == pytest.approx(0.34)
    assert (found.jensen_shannon,) == printed("0.2940")
    assert (found.lost_at, found.reading) == ("pages", "lost")


@section("3.8d")
def test_balance_of_the_budget() -> None:
    found = budget_balance(dossier.SPENDING, SHIPPED.index_rules)
    assert [item.excess for item in found.purposes] == pytest.approx([0.12, 0.05, 0.07, 0.04, 0, 0, 0])
    assert found.balance == pytest.approx(72.0)
    assert (found.content_ratio,) == printed("0.1538")
    assert found.flagged


@section("3.8e")
def test_funnel_against_peers() -> None:
    found = conversion_funnel(
        dict(zip(STAGES, dossier.FUNNEL, strict=True)), dict(zip(STAGES[1:], dossier.FUNNEL_PEERS, strict=True))
    )
    assert tuple(step.leak for step in found.steps) == printed("0.0531 0.1178 0.3830 0.2231")
    assert found.leak is found.steps[2]
    assert found.leak.worth == pytest.approx(123.2)
    assert (found.index,) == printed("82.34")
    last = found.steps[3].interval
    assert last is not None
    assert (last.low, last.high) == printed("0.0712 0.0898")


@section("3.8e")
def test_interval_of_three_out_of_forty() -> None:
    found = wilson(3, 40)
    assert (found.low, found.high) == printed("0.0258 0.1986")


ROLES = [RespondentRole.STAFF] * 3 + [RespondentRole.ELECTED] * 2 + [RespondentRole.PROVIDER] * 2
MIRROR = {"INS3": "M3", "REL1": "M5", "REL3": "M9", "REL4": "M6"}
WORDS: Mapping[str, NonResponse] = {"NA": NonResponse.NOT_APPLICABLE, "DK": NonResponse.DONT_KNOW}
SURVEY = Survey((VisitorAnswer(None, ratings={"Q5": Rating(expected=8.6)}),) * 48)


def sheet(position: int) -> AnswerSheet:
    """The sheet of one respondent of fixture A; elected members and providers answer the mirror statements."""
    role, answers = ROLES[position], dict[str, Answer]()
    for code, *cells in dossier.RESPONDENTS:
        if (cell := cells[position]) != "-":
            question = code if role is RespondentRole.STAFF else MIRROR[code]
            answers[question] = WORDS[cell] if cell in WORDS else int(cell)
    return AnswerSheet(role, answers)


def fixture() -> Assessment:
    organisation = replace(an_organisation(), visitor_mix=dossier.OFFICE_MIX, ambition=Ambition(inspire=60, connect=70))
    sheets = tuple(sheet(position) for position in range(7))
    return Assessment(questionnaire="digital-maturity@1.0.0", organisation=organisation, sheets=sheets)


@pytest.fixture(scope="module")
def result() -> AssessmentResult:
    return assess(FIXTURE_A, fixture(), Surroundings(survey=SURVEY))


@pytest.fixture(scope="module")
def gaps(result: AssessmentResult) -> tuple[DimensionGap, ...]:
    """The dimensions of the result, those that were given with their given score."""
    given = {row[0]: float(row[1]) for row in dossier.DIMENSIONS if row[0] not in ("INS", "REL")}
    found = [item.score for item in result.dimensions]
    scores = [replace(i, score=given[i.dimension.id], coverage=1.0) if i.dimension.id in given else i for i in found]
    return tuple(
        dimension_gap(score, item.expectation, item.weight, 1.5)
        for score, item in zip(scores, result.dimensions, strict=True)
    )


def indicator(result: AssessmentResult, code: str) -> IndicatorScore:
    items = (item for dimension in result.dimensions for item in dimension.score.indicators)
    return next(item for item in items if item.indicator.id == code)


of_respondents = cases("3.9", [row[0] for row in dossier.RESPONDENTS], dossier.RESPONDENTS)
of_dimensions = cases("3.9", [row[0] for row in dossier.DIMENSIONS], dossier.DIMENSIONS)


@of_respondents
def test_each_indicator_joins_its_respondents(result: AssessmentResult, row: list[str]) -> None:
    assert (indicator(result, row[0]).score,) == printed(row[8])


@of_respondents
def test_each_indicator_has_the_agreement_of_its_staff(result: AssessmentResult, row: list[str]) -> None:
    dimension = result.agreement.dimensions[row[0][:3]]
    found = next(item for item in dimension.indicators if item.indicator.id == row[0])
    assert (found.r_wg, found.consensus) == printed(f"{row[9]} {row[10]}")
    levels = [int(cell) for cell in row[1:4] if cell.isdigit()]
    assert (found.answers, found.r_wg, found.consensus) == (len(levels), r_wg(levels), consensus(levels))
    assert found.shown is (len(levels) == 3)


@section("3.9")
def test_elected_members_and_providers_are_counted_and_hidden(result: AssessmentResult) -> None:
    """Two answers each. Where theirs is the only hidden value, the one of staff is hidden too."""
    views = result.agreement.views
    assert views["INS3"].answers == {RoleGroup.INTERNAL: 2, RoleGroup.ELECTED: 2, RoleGroup.PROVIDER: 2}
    for code in MIRROR:
        assert views[code].values == {}
    assert result.agreement.gaps == ()
    assert tuple(views["INS1"].values.items()) == ((RoleGroup.INTERNAL, *printed("58.3333")),)


@section("3.9")
def test_the_two_dimensions_that_were_answered(result: AssessmentResult) -> None:
    found = {item.score.dimension.id: item.score.score for item in result.dimensions}
    assert found["INS"] == pytest.approx(45.5)
    assert (found["REL"],) == printed("40.2083")
    assert {code: score for code, score in found.items() if score is not None}.keys() == {"INS", "REL"}


@of_dimensions
def test_every_dimension_comes_out_as_printed(gaps: tuple[DimensionGap, ...], row: list[str]) -> None:
    item = next(item for item in gaps if item.score.dimension.id == row[0])
    wish = item.expectation
    found = (item.score.score, item.weight, wish.expected, wish.adequate, wish.required, wish.minimum, item.gap)
    assert found == printed(" ".join(row[1:8]))
    assert item.state == row[8]


@cases("3.9", dossier.IMPORTANCE, dossier.IMPORTANCE.items())
def test_importance_of_each_dimension_that_visitors_see(result: AssessmentResult, row: tuple[str, str]) -> None:
    found = {item.score.dimension.id: item.expectation.importance for item in result.dimensions}
    assert (found[row[0]],) == printed(row[1])
    assert {code for code, value in found.items() if value is not None} == dossier.IMPORTANCE.keys()


@section("3.9")
def test_the_whole_profile(gaps: tuple[DimensionGap, ...]) -> None:
    weights = {item.score.dimension.id: item.weight for item in gaps}
    overall = score_overall((item.score for item in gaps), weights, FIXTURE_A.questionnaire.rules)
    pairs = [(item.weight, item.score.score) for item in gaps if item.score.score is not None]
    assert (overall.score, weighted_gap_index(gaps)) == printed("45.1363 34.4433")
    assert (weighted_sd(pairs), profile_balance(pairs)) == printed("9.976 0.8005")


@section("3.9")
def test_how_sure_the_whole_is() -> None:
    levels, rules = FIXTURE_A.questionnaire.levels, FIXTURE_A.questionnaire.rules
    found = uncertainty_of(45.1363, (44, 47, 52), levels, rules, respondents=3, population=8)
    assert (found.respondents_error, found.measurement_error, found.error) == printed("1.8447 5.0596 5.3854")
    assert (found.low, found.high) == printed("34.58 55.69")
    assert (found.probabilities[2], found.probabilities[3]) == printed("0.170 0.827")
    assert [level.number for level in found.named] == [3]


@section("3.9")
def test_the_first_three_priorities(gaps: tuple[DimensionGap, ...]) -> None:
    """Critical ones count half as much again. Of 10.525 the dossier makes 10.53: 1.5 times 7.02, rounded before."""
    ranked = sorted(gaps, key=lambda item: -(item.priority or 0))[:3]
    assert [item.score.dimension.id for item in ranked] == ["REL", "PRO", "EQU"]
    assert tuple(item.priority for item in ranked) == printed("10.525 7.862 6.846")


@section("4.4")
def test_quantiles_of_ten_scores() -> None:
    found = statistics_of(counts_of(dossier.SCORES))
    assert found is not None
    assert PROBABILITIES == (0.10, 0.25, 0.50, 0.75, 0.90)
    assert found.quantiles == printed("29.8333 34.8333 45 57.5 67.4333")


@section("4.4")
def test_own_place_among_ten_others() -> None:
    rank = percentile_rank(counts_of(dossier.SCORES), 45, counted=False)
    assert rank == percentile_rank(counts_of((*dossier.SCORES, 45)), 45) == pytest.approx(50.0)
    assert higher_than(rank) == 5


@section("4.5")
def test_means_drawn_to_the_common_one() -> None:
    found = shrunken_means([GroupMean(n, mean) for mean, n in dossier.GROUP_MEANS], 196)
    assert (found.between, found.mean) == printed("45.1172 50.0272")
    assert tuple(item.value for item in found.groups) == printed(dossier.SHRUNKEN)
    assert tuple(item.error for item in found.groups) == printed(dossier.SHRUNKEN_ERRORS)


@section("4.6")
def test_what_thirty_weighted_respondents_are_worth() -> None:
    weights = [weight for weight, number in dossier.WEIGHTS.items() for _ in range(number)]
    assert (effective(weights),) == printed("26.27")


@section("4.7")
def test_change_of_a_matched_panel() -> None:
    changes = {str(n): float(points) for n, points in enumerate(dossier.PANEL)}
    found = matched_change({**dict.fromkeys(changes, 0.0), "left": 50.0}, {**changes, "came": 90.0})
    assert found is not None
    assert (found.mean, found.error, found.t) == printed("2.625 0.8438 3.11")


@section("4.7")
def test_twelve_points_more_are_not_proven() -> None:
    found = own_change(40, 52, 5.06)
    assert (found.z,) == printed("1.68")
    assert not found.proven
    assert not own_change(0, 14.02, 5.06).proven
    assert own_change(14.03, 0, 5.06).proven


def answer(value: Any) -> Answer:
    """A fact of the tables as an answers file would give it."""
    if isinstance(value, dict):
        return {part: Decimal(number) for part, number in value.items()}
    return value if isinstance(value, str) else Decimal(value)


def needs_of(kind: str, staff: float, facts: Mapping[str, Any]) -> tuple[dict[str, float], float]:
    """What each role is needed, and all sixteen together, in FTE."""
    organisation = an_organisation(type=kind, staff=staff)
    stated = an_assessment({}, facts={code: answer(value) for code, value in facts.items()}, organisation=organisation)
    defaults = default_drivers(SHIPPED.questionnaire, organisation, SHIPPED.roles.rules.content_by_size)
    found = find_roles(SHIPPED.roles, stated, defaults, {}, 1.5)
    assert {item.missing for item in found.others} == {()}
    return {item.role.id: item.need for item in found.others}, found.staffing.need


@section("4.2")
def test_what_a_member_learns_of_the_others() -> None:
    assert (mean_of_others(*dossier.INSIDER),) == printed("43.75")


@section("4.3")
def test_the_table_with_complementary_suppression() -> None:
    cells = {name: frozenset(f"{name}{one}" for one in range(n)) for name, n in dossier.CELLS.items()}
    totals = {
        line: frozenset().union(*(cells[name] for name in cells if not line or line in name))
        for line in dossier.CELL_TOTALS
    }
    assert {line: len(members) for line, members in totals.items()} == dossier.CELL_TOTALS
    lines = [Margin[Any](line, frozenset(name for name in cells if line in name)) for line in totals if line]
    sides = [Margin[Any]("", frozenset(side)) for side in (("R1", "R2"), ("OT", "CDT", "EPCI"))]
    verdicts = decide(cells | totals, margins=[*lines, *sides])
    hidden = {name: verdict.reason for name, verdict in verdicts.items() if not verdict.shown}
    too_few, complementary = dossier.TOO_FEW_CELLS, dossier.COMPLEMENTARY_CELLS
    assert hidden == dict.fromkeys(too_few, Reason.TOO_FEW) | dict.fromkeys(complementary, Reason.WOULD_REVEAL_OTHER)


@cases("5.3", dossier.NEEDS, dossier.NEEDS.values())
def test_needs_of_three_organisations(row: tuple[str, float, Mapping[str, Any], str]) -> None:
    kind, staff, facts, values = row
    needs, total = needs_of(kind, staff, facts)
    assert (*(needs[f"R{n:02}"] for n in range(1, 11)), total) == printed(values)


@section("5.3")
def test_an_office_of_two_cannot_own_the_digital_work_it_needs() -> None:
    """Own staff hold 0.35 of themselves at most; beyond, the work is shared, bought or dropped."""
    _, need = needs_of("OT", 2, {**dossier.SMALL_OFFICE, "F_PROV": 100, "F_SOCIAL": 1})
    assert need > 0.35 * 2


@section("5.4")
def test_the_catalogue_starts_at_the_floor_of_the_branch() -> None:
    floors = tuple(12 * dossier.POINT * index / 1000 for index in dossier.FLOORS)
    assert floors == printed(" ".join(dossier.FLOORS.values()))
    assert min(role.gross.low for role in SHIPPED.roles.roles) == int(floors[0])


@cases("5.6", dossier.COSTS, dossier.COSTS.items())
def test_costs_of_three_shortages(row: tuple[float, str]) -> None:
    role = replace(SHIPPED.roles.roles[0], loaded=Range(52, 52))
    found = costs(row[0], role, replace(SHIPPED.roles.rules, day_rate=Range(550, 550)))
    assert (found.own.middle, found.shared.middle, found.outsourced.middle) == printed(row[1])


@section("5.6")
def test_sharing_is_cheapest_up_to_about_0_6_and_owning_above() -> None:
    """The rule of thumb drawn from the same formulas; buying days never wins on recurrent work."""
    role = replace(SHIPPED.roles.roles[0], loaded=Range(52, 52))
    for tenth in range(1, 11):
        found = costs(tenth / 10, role, SHIPPED.roles.rules)
        assert (found.shared.middle < found.own.middle) is (tenth <= 6)
        assert found.outsourced.middle > min(found.own.middle, found.shared.middle)


@cases("5.7", dossier.REGIONS, dossier.REGIONS.values())
def test_shortage_in_two_regions(row: tuple[tuple[float, float, float, float], str, float]) -> None:
    """The country has 74 for 2,900 staff."""
    region, values, missing = row
    found = measures(Totals(*region), Totals(need=0, have=74, staff=2900, nights=0))
    assert (found.per_100, found.per_million, found.quotient, found.index) == printed(values)
    assert found.missing == pytest.approx(missing)


LIMITS = Limits(60_000, 0, 1.3)


def programme() -> Programme:
    """At the level of dimensions: each is its own target."""
    return Programme(
        candidates=tuple(
            Candidate(id=code, run=run, hours=hours, effects=effects, requires=requires)
            for code, (run, hours, effects, requires) in dossier.STEPS.items()
        ),
        targets=tuple(Target(code, code, 1, gap) for code, (_, gap) in dossier.GOALS.items()),
        goals=tuple(Goal(code, weight, gap) for code, (weight, gap) in dossier.GOALS.items()),
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


@section("6.1")
def test_the_best_plan_takes_everything_but_the_content_lead() -> None:
    found = solve(programme(), LIMITS)
    assert found is not None
    assert dossier.STEPS.keys() - set(found.chosen) == {"content lead"}
    assert (found.points,) == printed("17.284")
    assert (found.run, found.hours) == pytest.approx((58_000, 1.2))


@section("6.1")
def test_taking_the_best_value_for_money_first_closes_less() -> None:
    """It takes the content lead, then cannot afford the booking chain."""
    found = greedy(programme(), LIMITS)
    assert (found.points,) == printed("16.181")
    assert "content lead" in found.chosen
    assert "booking links" not in found.chosen


def helping(code: str) -> Participant:
    """One of four organisations alike in all but their scores, that help with and ask for everything."""
    return Participant(
        member=Member(id=code, type="OT", staff=8, consent=Consent.HELPER),
        scores=dict(zip(dossier.HELP_WEIGHTS, map(float, dossier.HELP_SCORES[code]), strict=True)),
        required=dossier.HELP_REQUIRED,
        weights=dossier.HELP_WEIGHTS,
        seeks=True,
        offers=frozenset(dossier.HELP_WEIGHTS),
    )


@cases("6.4", [f"{helper} for {receiver}" for helper, receiver, _ in dossier.HELP], dossier.HELP)
def test_value_of_help(row: list[str]) -> None:
    helper, receiver, value = row
    assert (help_table([helping(helper), helping(receiver)])[0, 1],) == printed(value)


@section("6.4")
def test_the_best_pairing_of_four() -> None:
    found = best_pairs([helping(code) for code in dossier.HELP_SCORES])
    assert [pair.members for pair in found] == [("O1", "O3"), ("O2", "O4")]
    assert (sum(pair.value for pair in found),) == printed("59.416")


@section("7.2")
def test_alpha_and_the_items_of_the_matrix() -> None:
    matrix = matrix_of(dossier.MATRIX)
    assert (cronbach_alpha(matrix),) == printed("0.9452")
    assert item_rest(matrix) == printed("0.9642 0.8085 0.7889 0.7760 0.9568")
    assert alpha_without(matrix) == printed("0.9134 0.9396 0.9444 0.9452 0.9134")


@section("7.2")
def test_the_one_factor_of_the_matrix() -> None:
    """Both depend on the way of extraction: the dossier allows omega 0.002, and loadings are held to 0.001 here."""
    matrix = matrix_of(dossier.MATRIX)
    loadings = one_factor(matrix)
    assert loadings is not None
    assert tuple(loadings) == pytest.approx((0.996, 0.834, 0.812, 0.787, 0.995), abs=0.001)
    assert omega_total(matrix) == pytest.approx(0.956, abs=0.002)


@section("7.2")
def test_intraclass_correlations_of_the_groups() -> None:
    found = intraclass(dossier.GROUPS)
    assert found is not None
    assert found.between == pytest.approx(536.6)
    assert (found.within, found.single, found.mean) == printed("18.5333 0.9031 0.9655")
    assert found.aggregates
