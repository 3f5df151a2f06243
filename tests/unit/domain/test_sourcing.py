"""What each mode costs and which one is proposed (dossier 5.4-5.6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.domain.role_catalogue import Range, Role, RoleCatalogue, RoleRules
from assessment.domain.sizing import Sizing
from assessment.domain.sourcing import (
    Circumstances,
    Mode,
    Reason,
    costs,
    possible_modes,
    sourcing,
    training_days,
)
from tests.builders import a_role

RULES = RoleRules()


def needing(code: str, fte: float, *triggers: str) -> Role:
    """A role that needs `fte` whatever the facts."""
    return a_role(code, Sizing("per_staff", {"base": fte, "staff": 0}), triggers)


def test_costs_span_the_pay_range() -> None:
    found = costs(0.5, replace(needing("R01", 0.5, "PRO1"), loaded=Range(40, 60)), RULES)
    assert (found.own.low, found.own.high) == pytest.approx((24, 34))
    assert (found.shared.low, found.shared.high) == pytest.approx((1.08 * 20 + 1.5, 1.08 * 30 + 1.5))
    assert (found.outsourced.low, found.outsourced.high) == pytest.approx((43.1268, 62.2943), abs=1e-4)
    assert (found.trained.low, found.trained.high) == pytest.approx((2.35 + 10, 2.35 + 15))


def now(short: float, **declared: object) -> Circumstances:
    plain = Circumstances(short=short, freed=0, own=0, staff=8, neighbours=False, colleague=False, one_off=False)
    return replace(plain, **declared)  # type: ignore[arg-type]


PLAIN = needing("R03", 1, "INS2")
SHARED = replace(PLAIN, shared=True)
OWNED = replace(PLAIN, owned=True)


@pytest.mark.parametrize(
    ("role", "circumstances", "mode", "reason"),
    [
        # rule 1: hours that can be freed come first, when they cover the whole shortage
        (PLAIN, now(0.5, freed=0.5), Mode.TRAIN, Reason.FREED_HOURS),
        (PLAIN, now(1.2, freed=2.0), Mode.TRAIN, Reason.FREED_HOURS),
        (PLAIN, now(0.5, freed=0.4), Mode.HIRE, Reason.PART_TIME),
        (SHARED, now(0.5, freed=0.5), Mode.TRAIN, Reason.FREED_HOURS),
        # rule 2: nearly a full post
        (PLAIN, now(0.8), Mode.HIRE, Reason.FULL_POST),
        (PLAIN, now(0.9 - 0.1, neighbours=True, colleague=True), Mode.HIRE, Reason.FULL_POST),
        # rule 3: part of a post
        (PLAIN, now(0.79, neighbours=True, colleague=True), Mode.SHARE, Reason.NEIGHBOURS),
        (PLAIN, now(0.79, colleague=True), Mode.TRAIN, Reason.COLLEAGUE),
        (PLAIN, now(0.79), Mode.HIRE, Reason.PART_TIME),
        (PLAIN, now(0.3), Mode.HIRE, Reason.PART_TIME),
        # rule 4: little, but regular: train when it costs no more than sharing
        (PLAIN, now(0.29), Mode.SHARE, Reason.SMALL_RECURRENT),
        (PLAIN, now(0.29, colleague=True), Mode.TRAIN, Reason.COLLEAGUE),
        (PLAIN, now(0.29, neighbours=True), Mode.SHARE, Reason.NEIGHBOURS),
        (PLAIN, now(0.29, neighbours=True, colleague=True), Mode.TRAIN, Reason.COLLEAGUE),
        (PLAIN, now(0.02, colleague=True), Mode.SHARE, Reason.SMALL_RECURRENT),
        # rules 4 and 8: work that ends may be bought, whatever its size
        (PLAIN, now(0.2, one_off=True), Mode.OUTSOURCE, Reason.ONE_OFF),
        (PLAIN, now(1.5, one_off=True, neighbours=True), Mode.OUTSOURCE, Reason.ONE_OFF),
        # rule 5: rare skills are shared whatever the shortage, but in large organisations
        (SHARED, now(0.9), Mode.SHARE, Reason.SHARED_BY_NATURE),
        (SHARED, now(0.9, one_off=True, staff=99.9), Mode.SHARE, Reason.SHARED_BY_NATURE),
        (SHARED, now(0.9, staff=100), Mode.HIRE, Reason.FULL_POST),
        # rule 7: leading projects and the site is never only bought
        (OWNED, now(0.2, one_off=True), Mode.SHARE, Reason.KEEP_OWNERSHIP),
        (OWNED, now(0.5, one_off=True), Mode.HIRE, Reason.PART_TIME),
        (OWNED, now(0.9, one_off=True), Mode.HIRE, Reason.FULL_POST),
        (OWNED, now(0.9, one_off=True, own=0.09), Mode.HIRE, Reason.FULL_POST),
        (OWNED, now(0.9, one_off=True, own=0.1), Mode.OUTSOURCE, Reason.ONE_OFF),
    ],
)
def test_the_first_rule_that_applies_decides_how_to_obtain_a_role(
    role: Role, circumstances: Circumstances, mode: Mode, reason: Reason
) -> None:
    assert sourcing(role, circumstances, RULES) == (mode, reason)


@pytest.mark.parametrize("short", [0.1, 0.2, 0.4, 0.8, 1.6])
@pytest.mark.parametrize("declared", [{}, {"neighbours": True}, {"colleague": True}, {"freed": 3}])
def test_leading_projects_or_the_site_is_never_outsourced_alone(short: float, declared: dict[str, object]) -> None:
    assert sourcing(OWNED, now(short, one_off=True, **declared), RULES)[0] is not Mode.OUTSOURCE
    assert Mode.OUTSOURCE not in possible_modes(OWNED, now(short, one_off=True, **declared), RULES)


@pytest.mark.parametrize(
    ("role", "circumstances", "modes"),
    [
        (PLAIN, now(0.5), {Mode.HIRE, Mode.SHARE}),
        (PLAIN, now(0.5, colleague=True), {Mode.HIRE, Mode.SHARE, Mode.TRAIN}),
        (PLAIN, now(0.5, freed=0.5), {Mode.HIRE, Mode.SHARE, Mode.TRAIN}),
        (PLAIN, now(0.5, one_off=True), {Mode.HIRE, Mode.SHARE, Mode.OUTSOURCE}),
        (OWNED, now(0.5, one_off=True, own=0.2), {Mode.HIRE, Mode.SHARE, Mode.OUTSOURCE}),
        (SHARED, now(0.5, one_off=True, colleague=True), {Mode.SHARE}),
        (SHARED, now(0.5, freed=0.5), {Mode.SHARE, Mode.TRAIN}),
        (SHARED, now(0.5, staff=100), {Mode.HIRE, Mode.SHARE}),
    ],
)
def test_a_plan_may_choose_among_the_modes_that_the_rules_allow(
    role: Role, circumstances: Circumstances, modes: set[Mode]
) -> None:
    assert set(possible_modes(role, circumstances, RULES)) == modes
    assert sourcing(role, circumstances, RULES)[0] in modes


def test_the_training_of_a_role_costs_its_own_days_or_those_of_the_rules() -> None:
    """Dossier 5.5: ten days for a territory facilitator, five where nothing is said."""
    assert training_days(PLAIN, RULES) == 5
    longer = replace(PLAIN, training_days=10)
    more = costs(0.2, longer, RULES).trained.low - costs(0.2, PLAIN, RULES).trained.low
    assert (training_days(longer, RULES), more) == pytest.approx((10, 5 * 0.35))


def test_loaded_costs_follow_another_loading_factor() -> None:
    """Dossier 5.4: 1.42 is a private-law figure; public status differs."""
    catalogue = RoleCatalogue((replace(PLAIN, gross=Range(30, 40)),), RULES, "2026")
    assert catalogue.with_loading().roles[0].loaded == Range(30 * 1.42, 40 * 1.42)
    assert catalogue.with_loading(1.6).roles[0].loaded == Range(48, 64)
    with pytest.raises(ValueError, match="below gross pay: write 1 or more"):
        catalogue.with_loading(0.9)
