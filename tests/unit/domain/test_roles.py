"""Which roles are recommended (dossier 5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.domain.answers import Ambition, Answer, Assessment
from assessment.domain.gaps import IndicatorGap
from assessment.domain.role_catalogue import Role, RoleCatalogue, RoleRules
from assessment.domain.roles import RoleFinding, Roles, ambition_factor, find_roles, present_fte, urgency
from assessment.domain.scoring import IndicatorScore
from assessment.domain.sizing import Sizing
from assessment.domain.sourcing import Mode, Reason
from tests.builders import a_role, an_assessment, an_indicator, an_organisation

RULES = RoleRules()


def number(value: float) -> Decimal:
    return Decimal(str(value))


def a_gap(code: str, gap: float | None, *, critical: bool = False, weight: float = 1) -> IndicatorGap:
    score = None if gap is None else 80 - gap
    item = IndicatorScore(an_indicator(code, weight), score, None, None, applicable=True)
    return IndicatorGap(item, gap, None if gap is None else gap / 10, critical)


def gaps(**found: float | None) -> dict[str, IndicatorGap]:
    return {code: a_gap(code, gap) for code, gap in found.items()}


def needing(code: str, fte: float, *triggers: str) -> Role:
    """A role that needs `fte` whatever the facts."""
    return a_role(code, Sizing("per_staff", {"base": fte, "staff": 0}), triggers)


def found(
    roles: tuple[Role, ...],
    open_gaps: Mapping[str, IndicatorGap],
    facts: Mapping[str, Answer] | None = None,
    staff: float = 8,
) -> Roles:
    assessment = an_assessment(facts=facts, organisation=an_organisation(staff=staff))
    return find_roles(RoleCatalogue(roles, RULES, "2026"), assessment, {}, open_gaps, 1.5)


def only(*args: object, **kwargs: object) -> RoleFinding:
    """The finding of one role, proposed or not."""
    roles = found(*args, **kwargs)  # type: ignore[arg-type]
    return (*roles.recommended, *roles.others)[0]


def test_what_is_at_hand_is_own_shared_and_bought_days() -> None:
    facts = {"F_DIG": {"R01": number(0.3)}, "F_SHARED": {"R01": number(0.2)}, "F_OUT": {"R01": number(41)}}
    assert present_fte("R01", an_assessment(facts=facts), RULES) == pytest.approx(0.3 + 0.2 + 41 / 205)


def test_nothing_stated_is_nothing_at_hand() -> None:
    roles = found((needing("R01", 0.5, "PRO1"),), gaps(PRO1=30))
    assert roles.recommended[0].have == 0
    assert not roles.have_stated
    assert found((needing("R01", 0.5, "PRO1"),), gaps(PRO1=30), {"F_DIG": {"R01": number(0)}}).have_stated


def test_a_shortage_is_never_negative() -> None:
    finding = only((needing("R01", 0.5, "PRO1"),), gaps(PRO1=30), {"F_DIG": {"R01": number(2)}})
    assert (finding.short, finding.days) == (0, 0)


@pytest.mark.parametrize(
    ("need", "have", "gap", "recommended"),
    [
        (0.5, 0.2, 20, True),
        (0.5, 0.2, 19.99, False),
        (0.38, 0.28, 20, True),  # 0.1 on paper, 0.09999999999999998 in floating point
        (0.38, 0.29, 20, False),
        (0.5, 0.2, None, False),
    ],
)
def test_a_role_is_recommended_when_it_lacks_a_tenth_and_a_main_trigger_twenty_points(
    need: float, have: float, gap: float | None, recommended: bool
) -> None:
    finding = only((needing("R01", need, "PRO1"),), gaps(PRO1=gap), {"F_DIG": {"R01": number(have)}})
    assert finding.recommended is recommended


def test_a_wide_gap_on_a_secondary_trigger_recommends_nothing() -> None:
    role = needing("R01", 0.5, "PRO1", "PRO2", "PRO3")
    assert not only((role,), gaps(PRO1=0, PRO2=10, PRO3=60)).recommended


def test_the_second_main_trigger_is_enough() -> None:
    assert only((needing("R01", 0.5, "PRO1", "PRO2"),), gaps(PRO1=0, PRO2=25)).recommended


def test_a_trigger_that_the_form_does_not_ask_is_left_out() -> None:
    finding = only((needing("R01", 0.5, "PRO1", "PRO2"),), gaps(PRO1=30))
    assert [item.score.indicator.id for item in finding.triggers] == ["PRO1"]
    assert finding.urgency == 30


def test_somebody_who_is_there_in_spite_of_a_wide_gap_is_noted() -> None:
    finding = only((needing("R01", 0.5, "PRO1"),), gaps(PRO1=40), {"F_DIG": {"R01": number(0.5)}})
    assert (finding.recommended, finding.present) == (False, True)


def test_nobody_is_noted_as_present_where_nobody_is_there() -> None:
    assert not only((needing("R01", 0.05, "PRO1"),), gaps(PRO1=40)).present


def test_urgency_is_half_the_strongest_trigger_and_half_the_mean_of_the_main_ones() -> None:
    items = (a_gap("A", 40, weight=1.5), a_gap("B", 20), a_gap("C", 60))
    assert urgency(items, ("A", "B"), 1.5) == pytest.approx(60 / 2 + (1.5 * 40 + 20) / 2.5 / 2)


def test_a_trigger_in_a_critical_dimension_pulls_half_as_much_again() -> None:
    assert urgency((a_gap("A", 40, critical=True),), ("A",), 1.5) == 60


def test_without_a_scored_main_trigger_the_strongest_stands_alone() -> None:
    assert urgency((a_gap("A", None), a_gap("C", 60)), ("A",), 1.5) == 60


def test_without_any_scored_trigger_there_is_no_urgency() -> None:
    assert urgency((a_gap("A", None),), ("A",), 1.5) is None
    assert only((needing("R01", 0.5, "PRO1"),), gaps(PRO1=None)).score == 0


def test_the_score_falls_with_the_share_of_the_need_already_met() -> None:
    finding = only((needing("R01", 0.5, "PRO1"),), gaps(PRO1=40), {"F_DIG": {"R01": number(0.25)}})
    assert finding.score == pytest.approx(20)


def test_at_most_five_roles_are_proposed_by_falling_score() -> None:
    roles = tuple(needing(f"R{n:02}", 0.5, f"T{n}") for n in range(1, 8))
    result = found(roles, gaps(T1=30, T2=70, T3=40, T4=60, T5=50, T6=20, T7=10))
    assert [item.role.id for item in result.recommended] == ["R02", "R04", "R05", "R03", "R01"]
    assert [item.role.id for item in result.others] == ["R06", "R07"]
    assert {item.mode for item in result.others} == {None}


def test_roles_with_the_same_score_keep_the_order_of_the_catalogue() -> None:
    roles = tuple(needing(code, 0.5, "T1") for code in ("R03", "R01", "R02"))
    assert [item.role.id for item in found(roles, gaps(T1=30)).recommended] == ["R03", "R01", "R02"]


def test_needs_beyond_what_own_staff_can_hold_are_an_excess() -> None:
    staffing = found((needing("R01", 0.5, "T1"), needing("R02", 0.7, "T1")), gaps(T1=0), staff=2).staffing
    assert (staffing.need, staffing.ceiling, staffing.excess) == pytest.approx((1.2, 0.7, 0.5))
    assert found((needing("R01", 0.5, "T1"),), gaps(T1=0), staff=2).staffing.excess == 0


def ambitious(level: int | None) -> Assessment:
    organisation = replace(an_organisation(), ambition=Ambition(inspire=100, connect=25))
    return an_assessment({} if level is None else {"CAP4": level}, organisation=organisation)


@pytest.mark.parametrize(("axis", "factor"), [("inspire", 1.2), ("connect", 0.9), (None, 1.0)])
def test_a_decided_ambition_scales_the_roles_of_its_axis(axis: str | None, factor: float) -> None:
    role = replace(needing("R03", 0.5, "INS2"), axis=axis)
    assert ambition_factor(role, ambitious(2), RULES) == pytest.approx(factor)


@pytest.mark.parametrize("level", [None, 0, 1])
def test_an_ambition_that_was_never_decided_scales_nothing(level: int | None) -> None:
    assert ambition_factor(replace(needing("R03", 0.5, "INS2"), axis="inspire"), ambitious(level), RULES) == 1


def test_freed_hours_are_given_once_to_the_most_urgent_role() -> None:
    roles = (needing("R01", 0.4, "T1"), needing("R02", 0.4, "T2"), needing("R03", 0.2, "T3"))
    result = found(roles, gaps(T1=30, T2=60, T3=25), {"F_FREED": number(0.6)}).recommended
    assert [(item.role.id, item.reason) for item in result] == [
        ("R02", Reason.FREED_HOURS),
        ("R01", Reason.PART_TIME),
        ("R03", Reason.FREED_HOURS),
    ]


def test_what_was_declared_about_a_role_decides_for_that_role_only() -> None:
    roles = (needing("R01", 0.4, "T1"), needing("R02", 0.4, "T1"))
    result = found(roles, gaps(T1=30), {"F_NEIGHBOURS": ("R02",)}).recommended
    assert [(item.mode, item.reason) for item in result] == [
        (Mode.HIRE, Reason.PART_TIME),
        (Mode.SHARE, Reason.NEIGHBOURS),
    ]


def test_nobody_but_a_network_head_needs_a_role_of_the_network() -> None:
    """Dossier 5.6, rule 6."""
    roles = (replace(needing("R15", 0.9, "T1"), network_only=True),)
    assert only(roles, gaps(T1=50)).need == 0
    head = an_assessment(organisation=an_organisation(type="NET"))
    assert find_roles(RoleCatalogue(roles, RULES, "2026"), head, {}, gaps(T1=50), 1.5).recommended[0].need == 0.9


def test_work_that_ends_is_bought_for_the_project_manager_only_beside_people_of_ones_own() -> None:
    roles = (replace(needing("R01", 0.5, "T1"), owned=True),)
    alone, beside = (
        found(roles, gaps(T1=50), {"F_ONE_OFF": ("R01",), "F_DIG": {"R01": number(own)}}).recommended[0]
        for own in (0.09, 0.1)
    )
    assert (alone.mode, beside.mode) == (Mode.HIRE, Mode.OUTSOURCE)


def test_a_need_with_missing_facts_says_which() -> None:
    role = a_role("R05", Sizing("listings", {"per_fte": 1500}), ("DON1",))
    assert only((role,), gaps(DON1=40)).missing == ("F_AUTO", "F_PROV")


def test_an_occupation_has_its_european_address() -> None:
    role = needing("R01", 0.5, "PRO1")
    assert role.esco_uri == f"http://data.europa.eu/esco/occupation/{role.esco_id}"
