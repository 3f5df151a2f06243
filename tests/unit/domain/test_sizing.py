"""Needs in full-time equivalents (dossier 5.3). The values of whole organisations are in tests/spec."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from math import inf

import pytest

from assessment.domain.answers import Answer
from assessment.domain.sizing import Drivers, Sized, Sizing, default_drivers, size
from tests.builders import a_questionnaire, an_assessment, an_organisation

CONTENT_BY_SIZE = ((3.0, 20.0), (10.0, 60.0), (25.0, 100.0), (50.0, 150.0), (inf, 200.0))
DIRECTION = {"small": 0.3, "medium": 0.6, "large": 1.0, "network_head": 0.5, "members": 40}


def sized(
    rule: str,
    coefficients: dict[str, float],
    facts: Mapping[str, Answer] | None = None,
    *,
    staff: float = 8,
    kind: str = "OT",
    defaults: Mapping[str, float] | None = None,
) -> Sized:
    assessment = an_assessment(facts=facts, organisation=an_organisation(type=kind, staff=staff))
    return size(Sizing(rule, coefficients), Drivers(assessment, defaults or {}))


def number(value: float) -> Decimal:
    return Decimal(str(value))


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown sizing rule 'guess'"):
        Sizing("guess", {})


def test_projects_weigh_by_size() -> None:
    facts = {"F_PROJ": {"small": number(3), "medium": number(1), "large": number(0)}}
    found = sized("projects", {"small": 0.05, "medium": 0.15, "large": 0.40, "staff": 0.01}, facts)
    assert found.fte == pytest.approx(0.38)
    assert found.missing == ()


def test_a_missing_fact_counts_as_nothing_and_is_named() -> None:
    found = sized("projects", {"small": 0.05, "medium": 0.15, "large": 0.40, "staff": 0.01})
    assert found.fte == pytest.approx(0.08)
    assert found.missing == ("F_PROJ",)


def test_missing_facts_are_named_in_order_and_once() -> None:
    found = sized("sales", {"crm": 0.1, "direct": 0.25, "bookable": 0.05}, {"F_DIRECT": "no"})
    assert found == Sized(0, ("F_BOOKABLE", "F_CRM"))


def test_a_zero_is_a_fact_and_not_missing() -> None:
    assert sized("listings", {"per_fte": 1500}, {"F_PROV": number(0), "F_AUTO": number(0)}) == Sized(0, ())


def test_a_default_stands_in_for_a_missing_fact() -> None:
    found = sized("support", {"per_fte": 250}, {"F_PROV": number(450)}, defaults={"F_SUPPORT": 25})
    assert found.fte == pytest.approx(0.45)
    assert found.missing == ()


def test_a_fact_that_was_given_beats_its_default() -> None:
    found = sized(
        "support", {"per_fte": 250}, {"F_PROV": number(450), "F_SUPPORT": number(0)}, defaults={"F_SUPPORT": 25}
    )
    assert found.fte == 0


@pytest.mark.parametrize(("languages", "fte"), [(1, 0.24), (3, 0.36), (0, 0.24)])
def test_content_grows_by_a_quarter_with_each_further_language(languages: int, fte: float) -> None:
    facts = {"F_CONTENT": number(60), "F_LANG": number(languages)}
    assert sized("content", {"piece": 0.004, "language": 0.25}, facts).fte == pytest.approx(fte)


def test_an_unknown_number_of_languages_counts_as_one() -> None:
    found = sized("content", {"piece": 0.004, "language": 0.25}, {"F_CONTENT": number(60)})
    assert found.fte == pytest.approx(0.24)
    assert found.missing == ("F_LANG",)


@pytest.mark.parametrize(("accounts", "fte"), [(0, 0), (1, 0.18), (3, 0.34)])
def test_without_social_accounts_nobody_is_needed_for_them(accounts: int, fte: float) -> None:
    facts = {"F_SOCIAL": number(accounts)}
    assert sized("accounts", {"base": 0.10, "account": 0.08}, facts).fte == pytest.approx(fte)


def test_listings_fed_automatically_need_nobody() -> None:
    facts = {"F_PROV": number(3000), "F_AUTO": number(70)}
    assert sized("listings", {"per_fte": 1500}, facts).fte == pytest.approx(0.6)


def test_sales_add_up() -> None:
    facts: dict[str, Answer] = {"F_CRM": "yes", "F_DIRECT": "yes", "F_BOOKABLE": number(900)}
    assert sized("sales", {"crm": 0.1, "direct": 0.25, "bookable": 0.05}, facts).fte == pytest.approx(0.8)


@pytest.mark.parametrize(("visits", "fte"), [(0, 0.15), (50_000, 0.15), (500_000, 0.35)])
def test_few_visits_never_lower_a_need(visits: int, fte: float) -> None:
    facts: dict[str, Answer] = {"F_PRODUCTS": number(1), "F_FUNNEL": {"visits": number(visits)}}
    assert sized("product", {"product": 0.15, "audience": 0.2, "visits": 50}, facts).fte == pytest.approx(fte)


def test_visibility_grows_with_the_number_of_visits() -> None:
    facts = {"F_FUNNEL": {"visits": number(200_000)}}
    assert sized("visibility", {"base": 0.05, "audience": 0.1, "visits": 20}, facts).fte == pytest.approx(0.15)


def test_nights_count_by_their_square_root() -> None:
    assert sized("nights", {"factor": 0.05, "nights": 100}, {"F_NIGHTS": number(400)}).fte == pytest.approx(0.1)


@pytest.mark.parametrize(("answer", "fte"), [("yes", 0.066), ("no", 0.036)])
def test_a_contact_base_adds_to_data_protection(answer: str, fte: float) -> None:
    found = sized("protection", {"base": 0.02, "staff": 0.002, "crm": 0.03}, {"F_CRM": answer})
    assert found.fte == pytest.approx(fte)


def test_products_and_staff_add_to_a_base() -> None:
    assert sized("per_product", {"base": 0.05, "product": 0.08}, {"F_PRODUCTS": number(2)}).fte == pytest.approx(0.21)
    assert sized("per_staff", {"base": 0.03, "staff": 0.002}).fte == pytest.approx(0.046)


@pytest.mark.parametrize(
    ("staff", "fte"), [(24.9, 0), (25, 0.3), (49.9, 0.3), (50, 0.6), (99.9, 0.6), (100, 1), (400, 1)]
)
def test_direction_grows_in_steps_with_staff(staff: float, fte: float) -> None:
    assert sized("direction", DIRECTION, staff=staff) == Sized(fte, ())


@pytest.mark.parametrize(("staff", "members", "fte"), [(15, 39, 0), (15, 40, 0.5), (60, 150, 0.6)])
def test_the_head_of_many_members_needs_at_least_half_a_director(staff: float, members: int, fte: float) -> None:
    assert sized("direction", DIRECTION, {"F_MEMBERS": number(members)}, staff=staff, kind="NET").fte == fte


@pytest.mark.parametrize(("members", "fte"), [(150, 2), (3, 0.2)])
def test_posts_of_a_network_grow_with_its_members(members: int, fte: float) -> None:
    found = sized("network_post", {"least": 0.2, "members": 75}, {"F_MEMBERS": number(members)}, kind="NET")
    assert found == Sized(fte, ())


def test_facts_missing_for_one_role_are_not_held_against_the_next() -> None:
    drivers = Drivers(an_assessment(), {})
    assert size(Sizing("nights", {"factor": 0.05, "nights": 100}), drivers).missing == ("F_NIGHTS",)
    assert size(Sizing("per_staff", {"base": 0.03, "staff": 0.002}), drivers).missing == ()


@pytest.mark.parametrize(
    ("staff", "pieces"), [(2.9, 20), (3, 60), (9.9, 60), (10, 100), (25, 150), (50, 200), (900, 200)]
)
def test_wanted_content_follows_the_size_class(staff: float, pieces: float) -> None:
    found = default_drivers(a_questionnaire(), an_organisation(staff=staff), CONTENT_BY_SIZE)
    assert found["F_CONTENT"] == pieces


def test_a_default_of_the_type_beats_that_of_the_fact() -> None:
    questionnaire = a_questionnaire()
    group = questionnaire.facts[1]
    support = replace(group.questions[1], code="F_SUPPORT", default=Decimal(10))
    questionnaire = replace(questionnaire, facts=(replace(group, questions=(*group.questions, support)),))
    assert default_drivers(questionnaire, an_organisation(type="OT"), CONTENT_BY_SIZE)["F_SUPPORT"] == 25
    assert default_drivers(questionnaire, an_organisation(type="NET"), CONTENT_BY_SIZE)["F_SUPPORT"] == 10
