"""The conversion funnel at its edges (dossier 3.8e)."""

from __future__ import annotations

from math import inf

import pytest

from assessment.domain.funnel import STAGES, conversion_funnel, wilson


def test_without_peers_the_funnel_has_rates_but_no_leak() -> None:
    funnel = conversion_funnel(dict(zip(STAGES, (1000, 500, 100, 10, 1), strict=True)))
    assert [step.rate for step in funnel.steps] == [0.5, 0.2, 0.1, 0.1]
    assert (funnel.leak, funnel.index) == (None, None)


def test_a_step_better_than_peers_does_not_make_up_for_a_worse_one() -> None:
    counts = dict(zip(STAGES, (1000, 1000, 500, 250, 125), strict=True))
    funnel = conversion_funnel(counts, {"engaged": 0.5, "views": 0.5, "contacts": 0.5, "bookings": 0.5})
    assert (funnel.leak, funnel.index) == (None, 100)
    assert funnel.steps[0].leak is not None
    assert funnel.steps[0].leak < 0


def test_a_step_nobody_takes_is_the_biggest_leak() -> None:
    counts = dict(zip(STAGES, (1000, 500, 100, 0, 0), strict=True))
    funnel = conversion_funnel(counts, dict.fromkeys(STAGES[1:], 0.5))
    assert funnel.leak is funnel.steps[2]
    assert (funnel.leak.leak, funnel.leak.worth, funnel.index) == (inf, None, 0)
    assert (funnel.steps[3].rate, funnel.steps[3].interval) == (None, None)


@pytest.mark.parametrize(("successes", "trials"), [(0, 1), (1, 1), (0, 10**9), (10**9, 10**9), (1, 3)])
def test_an_interval_holds_its_share_and_stays_between_nothing_and_all(successes: int, trials: int) -> None:
    interval = wilson(successes, trials)
    assert 0 <= interval.low <= successes / trials <= interval.high <= 1


@pytest.mark.parametrize(("successes", "trials"), [(2, 1), (-1, 3), (0, 0)])
def test_a_share_that_cannot_be_has_no_interval(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="a share needs"):
        wilson(successes, trials)
