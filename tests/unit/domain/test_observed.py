"""Measured figures beside declared levels (dossier 1.12, 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.domain.answers import Answer
from assessment.domain.observed import metric_score, metric_values, observed_scores
from assessment.domain.questionnaire import NonResponse
from assessment.domain.results import assess
from assessment.domain.scoring import IndicatorScore, blend
from assessment.domain.sizing import default_drivers
from tests.builders import an_assessment, an_organisation
from tests.shipped import shipped_instrument

INSTRUMENT = shipped_instrument()
METRICS = {metric.id: metric for metric in INSTRUMENT.questionnaire.metrics}


def split(visitors: int, providers: int, institution: int) -> dict[str, Decimal]:
    return {"visitors": Decimal(visitors), "providers": Decimal(providers), "institution": Decimal(institution)}


AUDIENCES: dict[str, Answer] = {
    "F_AUD": split(70, 20, 10),
    "F_AUDOBS": {"pages": split(45, 30, 25), "time": split(35, 40, 25), "budget": split(30, 45, 25)},
}
POSTS: dict[str, Answer] = {
    "F_DIG": {"R01": Decimal("0.19")},
    "F_PROJ": {"small": Decimal(3), "medium": Decimal(1), "large": Decimal(0)},
}


def values(facts: Mapping[str, Answer]) -> Mapping[str, float]:
    defaults = default_drivers(INSTRUMENT.questionnaire, an_organisation(), INSTRUMENT.roles.rules.content_by_size)
    return metric_values(an_assessment({}, facts=facts), INSTRUMENT.roles, defaults, INSTRUMENT.index_rules.audiences)


@pytest.mark.parametrize(
    ("metric", "value", "score"),
    [
        ("OBS_FOCUS", 0.5, 100),
        ("OBS_FOCUS", 1.5, 80),
        ("OBS_FOCUS", 3, 0),
        ("OBS_DRIFT", 0.15, 75),
        ("OBS_DRIFT", 0.4, 20),
        ("OBS_RESPONSE", 36, 62.5),
        ("OBS_RESPONSE", 500, 0),
        ("OBS_BOOKABLE", 0.95, 100),
        ("OBS_FRESH", 0.1, 0),
        ("OBS_PERF", 0.825, 90),
    ],
)
def test_a_metric_scores_by_straight_lines_flat_outside(metric: str, value: float, score: float) -> None:
    assert metric_score(METRICS[metric], value) == pytest.approx(score)


def test_the_drift_of_3_8_b_is_a_metric_when_every_split_is_there() -> None:
    assert values(AUDIENCES)["OBS_DRIFT"] == pytest.approx(0.34)
    assert "OBS_DRIFT" not in values({**AUDIENCES, "F_AUDOBS": {"pages": split(45, 30, 25)}})
    assert "OBS_DRIFT" not in values({"F_AUDOBS": AUDIENCES["F_AUDOBS"]})


def test_the_focus_of_the_pages_is_a_metric() -> None:
    one_audience: dict[str, Answer] = {"F_AUDOBS": {"pages": split(100, 0, 0)}}
    assert values(one_audience) == {"OBS_FOCUS": 1}


def test_project_management_compares_posts_with_projects() -> None:
    """Half of the 0.38 FTE that three small projects and a medium one take in an office of eight (dossier 5.3)."""
    assert values(POSTS) == {"OBS_PMFTE": pytest.approx(0.5)}
    assert values({"F_DIG": POSTS["F_DIG"]}) == values({"F_PROJ": POSTS["F_PROJ"]}) == {}


def test_only_metrics_of_the_questionnaire_that_were_measured_are_scored() -> None:
    assert observed_scores(INSTRUMENT.questionnaire.metrics, {"OBS_FOCUS": 2, "OTHER": 1}) == {"OBS_FOCUS": 60}


def test_what_was_observed_counts_for_four_tenths() -> None:
    assert blend(100, 50, 0.4) == pytest.approx(80)


def scored(code: str, answer: Answer) -> IndicatorScore:
    facts = {**AUDIENCES, **POSTS, "F_NIGHTS": Decimal(400)}
    result = assess(INSTRUMENT, an_assessment({code: answer}, facts=facts))
    items = (item for dimension in result.dimensions for item in dimension.score.indicators)
    return next(item for item in items if item.indicator.id == code)


PROJECT_MANAGER = next(i.id for i in INSTRUMENT.questionnaire.indicators() if i.observed == "OBS_PMFTE")


def test_an_indicator_blends_what_is_declared_with_what_is_observed() -> None:
    found = scored(PROJECT_MANAGER, 4)
    assert (found.declared, found.observed, found.level) == pytest.approx((100, 50, 4))
    assert found.score == pytest.approx(0.6 * 100 + 0.4 * 50)


def test_a_figure_does_not_stand_in_for_an_answer() -> None:
    found = scored(PROJECT_MANAGER, NonResponse.DONT_KNOW)
    assert (found.score, found.declared) == (None, None)


@pytest.mark.parametrize(("level", "optimistic"), [(4, True), (3, False), (0, False)])
def test_declaring_thirty_points_above_what_is_observed_is_flagged(level: int, optimistic: bool) -> None:
    assert scored(PROJECT_MANAGER, level).optimistic is optimistic


def test_exactly_thirty_points_are_flagged() -> None:
    item = scored(PROJECT_MANAGER, 4)
    assert replace(item, declared=80.0, observed=50.0).optimistic
    assert not replace(item, declared=79.9, observed=50.0).optimistic
