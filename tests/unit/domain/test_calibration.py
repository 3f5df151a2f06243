"""Measuring the link between maturity and perceived quality (dossier 2.5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.domain.calibration import LinkObservation, calibrate, corrected_slope, deming_slope
from assessment.domain.expectations import Link
from assessment.domain.results import Surroundings, assess
from tests.builders import an_assessment, an_instrument


def observations(organisations: int, *, slope: float = 0.5, answers: int = 30) -> list[LinkObservation]:
    """Two dimensions on lines of the same slope, 10 points apart."""
    return [
        LinkObservation(f"o{n}", dimension, maturity, base + slope * maturity, answers)
        for n in range(organisations)
        for dimension, base in (("CLI", 40.0), ("REL", 30.0))
        for maturity in (20.0 + n,)
    ]


def test_the_line_seen_is_drawn_towards_the_prior() -> None:
    """30 organisations, which count as much as the prior of 30 and 0.65."""
    found = calibrate(observations(30), Link(), corrected_slope(1))
    assert found is not None
    assert (found.organisations, found.beta_seen, found.alpha_seen) == pytest.approx((30, 0.5, 35))
    assert (found.link.beta, found.link.alpha) == pytest.approx((0.575, 32.5))
    assert (found.link.required_floor, found.link.ceiling) == (20, 95)


def test_maturity_measured_with_error_makes_the_true_line_steeper() -> None:
    found = calibrate(observations(30), Link(), corrected_slope(0.8))
    assert found is not None
    assert found.beta_seen == pytest.approx(0.625)


def test_deming_finds_an_exact_line_whatever_the_ratio() -> None:
    for ratio in (0.2, 1, 5):
        found = calibrate(observations(30), Link(), deming_slope(ratio))
        assert found is not None
        assert found.beta_seen == pytest.approx(0.5)


def test_deming_lies_between_both_regressions() -> None:
    x, y = (-2.0, -1.0, 0.0, 1.0, 2.0), (-1.0, -1.5, 0.5, 0.0, 2.0)
    of_y = sum(a * b for a, b in zip(x, y, strict=True)) / 10
    of_x = sum(b * b for b in y) / sum(a * b for a, b in zip(x, y, strict=True))
    found = deming_slope(1)(x, y)
    assert found is not None
    assert of_y < found < of_x


@pytest.mark.parametrize(
    "found", [observations(29), observations(40, answers=29)], ids=["organisations", "answers of visitors"]
)
def test_too_few_leave_the_prior(found: list[LinkObservation]) -> None:
    assert calibrate(found, Link(), corrected_slope(1)) is None


def test_organisations_that_are_all_alike_tell_no_line() -> None:
    alike = [replace(item, maturity=50, perceived=60) for item in observations(30)]
    for slope in (corrected_slope(0.9), deming_slope(1)):
        assert calibrate(alike, Link(), slope) is None


def test_no_maturity_is_required_by_a_line_that_falls() -> None:
    assert calibrate(observations(200, slope=-0.5), Link(), corrected_slope(1)) is None


def test_what_is_required_follows_the_link_that_was_measured() -> None:
    calibration = calibrate(observations(30), Link(), corrected_slope(1))
    before = assess(an_instrument(), an_assessment())
    after = assess(an_instrument(), an_assessment(), Surroundings(calibration=calibration))
    assert after.calibration is calibration
    for old, new in zip(before.dimensions, after.dimensions, strict=True):
        assert new.expectation.expected == old.expectation.expected
        assert new.expectation.required == pytest.approx(min(95, (new.expectation.expected - 32.5) / 0.575))
