"""From attributes and segments to what each dimension must reach (dossier 2.3-2.5) and how much it weighs (3.4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.domain.answers import Ambition
from assessment.domain.expectations import (
    Attribute,
    Axes,
    ExpectationModel,
    Link,
    Segment,
    Shift,
    Standing,
    dimension_weights,
    expectations,
    required_maturity,
    segment_standing,
    standings,
)
from tests.builders import WEIGHTS, an_expectation_model, both

AXES = Axes(inspire="INS", connect="REL")
BASE = Standing(desired=80, adequate=60, importance=70)
UNDECIDED = Ambition()


def an_attribute(
    code: str = "Q1",
    base: Standing = BASE,
    shifts: dict[str, Shift] | None = None,
    dimensions: dict[str, float] | None = None,
) -> Attribute:
    return Attribute(
        id=code, title=both(code), kano="O", base=base, shifts=shifts or {}, dimensions=dimensions or {"CLI": 1.0}
    )


def a_model(*attributes: Attribute, internal: dict[str, dict[str, float]] | None = None) -> ExpectationModel:
    return ExpectationModel(
        attributes=attributes,
        segments=(Segment("S1", both("Inspire")), Segment("S2", both("Plan"))),
        internal=internal or {},
        link=Link(),
        axes=AXES,
    )


def test_shares_of_an_attribute_sum_to_one() -> None:
    with pytest.raises(ValueError, match="attribute Q1: shares must sum to 1"):
        an_attribute(dimensions={"CLI": 0.5, "REL": 0.4})


def test_shares_of_an_internal_dimension_sum_to_one() -> None:
    with pytest.raises(ValueError, match="internal dimension CAP: shares must sum to 1"):
        a_model(an_attribute(), internal={"CAP": {"CLI": 0.9}})


def test_a_segment_moves_desired_importance_and_four_fifths_of_adequate() -> None:
    found = segment_standing(an_attribute(shifts={"S1": Shift(10, -5)}), "S1", 0.8)
    assert found == Standing(90, 68, 65)


def test_a_segment_without_a_shift_is_the_base() -> None:
    assert segment_standing(an_attribute(shifts={"S1": Shift(10, -5)}), "S2", 0.8) == BASE


def test_a_segment_stays_between_0_and_100() -> None:
    high = an_attribute(base=Standing(95, 95, 95), shifts={"S1": Shift(10, 10)})
    low = an_attribute(base=Standing(5, 5, 5), shifts={"S1": Shift(-10, -10)})
    assert segment_standing(high, "S1", 0.8) == Standing(100, 100, 100)
    assert segment_standing(low, "S1", 0.8) == Standing(0, 0, 0)


def test_levels_of_a_mix_are_weighted_by_share_and_importance() -> None:
    # S1: D 90, A 68, I 90; S2: D 80, A 60, I 70. Importance 0.25 x 90 + 0.75 x 70 = 75.
    model = a_model(an_attribute(shifts={"S1": Shift(10, 20)}))
    found = standings(model, {"S1": 0.25, "S2": 0.75})["Q1"]
    assert found.importance == 75
    assert found.desired == pytest.approx((0.25 * 90 * 90 + 0.75 * 70 * 80) / 75)
    assert found.adequate == pytest.approx((0.25 * 90 * 68 + 0.75 * 70 * 60) / 75)


def test_without_a_mix_the_base_profile_holds() -> None:
    assert standings(a_model(an_attribute(shifts={"S1": Shift(10, 20)})), {}) == {"Q1": BASE}


def test_a_dimension_takes_its_attributes_by_importance_and_share() -> None:
    model = a_model(
        an_attribute("Q1", Standing(90, 70, 80), dimensions={"CLI": 0.5, "REL": 0.5}),
        an_attribute("Q2", Standing(60, 40, 40), dimensions={"CLI": 1.0}),
        internal={"CAP": {"CLI": 0.25, "REL": 0.75}},
    )
    found = expectations(model, standings(model, {}))
    assert (found["CLI"].expected, found["CLI"].adequate, found["CLI"].importance) == (75, 55, 80 / 120)
    assert (found["REL"].expected, found["REL"].adequate, found["REL"].importance) == (90, 70, 40 / 120)
    assert (found["CAP"].expected, found["CAP"].adequate, found["CAP"].importance) == (86.25, 66.25, None)


def test_shares_of_importance_sum_to_one() -> None:
    model = an_expectation_model()
    found = expectations(model, standings(model, {})).values()
    assert sum(item.importance or 0 for item in found) == pytest.approx(1)


@pytest.mark.parametrize(
    ("expectation", "required", "minimum"),
    [(30, 20, 0), (62.5, 50, 50), (20, 20, 0), (43, 20, 20), (91.75, 95, 95), (100, 95, 95)],
)
def test_required_and_minimum_maturity_follow_the_line_within_their_bounds(
    expectation: float, required: float, minimum: float
) -> None:
    link = Link()
    assert required_maturity(expectation, link, link.required_floor) == pytest.approx(required)
    assert required_maturity(expectation, link, 0) == pytest.approx(minimum)


def weights(ambition: Ambition = UNDECIDED, kappa: float = 0.5, **importance: float) -> dict[str, float]:
    shares = importance or {"CLI": 0.2, "INS": 0.2, "REL": 0.2, "DON": 0.2, "RES": 0.2}
    return dict(dimension_weights(WEIGHTS, shares, axes=AXES, ambition=ambition, kappa=kappa))


def test_weights_sum_to_100() -> None:
    assert sum(weights(Ambition(90, 10), 0.3).values()) == pytest.approx(100)


def test_without_kappa_and_ambition_the_base_weights_hold() -> None:
    assert weights(kappa=0) == pytest.approx(WEIGHTS)


def test_importance_moves_weight_among_the_customer_facing_dimensions_only() -> None:
    # 60 points in all; half stays with the base, half follows importance: DON 0.5 x 11 + 0.5 x 60 x 0.6 = 23.5.
    found = weights(CLI=0.1, INS=0.1, REL=0.1, DON=0.6, RES=0.1)
    assert found["DON"] == pytest.approx(23.5)
    assert {d: found[d] for d in ("CAP", "PRO", "EQU", "COL")} == pytest.approx(
        {"CAP": 10, "PRO": 12, "EQU": 12, "COL": 6}
    )


def test_full_kappa_leaves_only_importance() -> None:
    assert weights(kappa=1)["INS"] == pytest.approx(12)


def test_ambition_scales_the_dimension_of_its_own_axis() -> None:
    plain, found = weights(kappa=0), weights(Ambition(inspire=100, connect=0), kappa=0)
    assert found["INS"] / found["CAP"] == pytest.approx(1.5 * plain["INS"] / plain["CAP"])
    assert found["REL"] / found["CAP"] == pytest.approx(0.5 * plain["REL"] / plain["CAP"])


def test_standings_by_segment_cover_every_attribute_and_segment() -> None:
    model = replace(an_expectation_model(), segments=(Segment("S1", both("S1")), Segment("S6", both("S6"), flag=True)))
    assert {frozenset(found) for found in model.by_segment.values()} == {frozenset({"S1", "S6"})}
    assert list(model.by_segment) == [attribute.id for attribute in model.attributes]
