"""Means as they are published (dossier 4.5, 4.6)."""

from __future__ import annotations

from assessment.domain.disclosure_rules import TOLERANCE
from assessment.domain.published_scores import plain_change, shrunken
from assessment.domain.publishing import Name
from assessment.domain.score_grid import counts_of
from assessment.domain.waves import matched_change

OFFICES: Name = (("type", "OT"),)
COMMITTEES: Name = (("type", "CDT"),)
COUNTS = {OFFICES: counts_of([30.0, 40, 50, 60, 70]), COMMITTEES: counts_of([50.0, 60, 70, 80, 90])}


def width(population: dict[Name, int]) -> float:
    interval = shrunken(COUNTS, population)[OFFICES].interval
    return interval.high - interval.low


def test_the_more_of_a_group_answered_the_less_chance_there_is_in_its_mean() -> None:
    assert width({OFFICES: 5}) < width({OFFICES: 8}) < width({OFFICES: 40})


def test_a_group_of_which_few_answered_or_nothing_is_known_is_taken_as_a_sample() -> None:
    assert width({OFFICES: 50}) == width({})


def test_a_group_that_answered_to_the_last_keeps_its_own_mean() -> None:
    assert round(shrunken(COUNTS, {OFFICES: 5, COMMITTEES: 5})[OFFICES].value, 3) == 50


def test_an_interval_does_not_say_that_all_of_a_group_have_the_same_score() -> None:
    """Five at 50 have the interval of five that differ by ten points."""
    alike, apart = (shrunken({OFFICES: counts_of(scores)}, {})[OFFICES].interval for scores in (ALIKE, APART))
    assert alike.high - alike.low > TOLERANCE
    assert round(alike.low, 6) == round(apart.low, 6)


ALIKE, APART = [50.0] * 5, [40.0, 40.0, 50.0, 60.0, 60.0]


def test_an_interval_does_not_say_that_all_of_a_group_changed_alike() -> None:
    before = {str(number): 10.0 * number for number in range(6)}
    change = matched_change(before, {one: score + 20 for one, score in before.items()})
    assert change is not None
    assert change.error == 0
    found = plain_change(change)
    assert (found["points"], found["low"], found["high"], found["proven"]) == (20, 12, 28, True)
