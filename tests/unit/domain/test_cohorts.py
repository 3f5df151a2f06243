"""Cohorts and what they brought (dossier 6.4)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assessment.domain.cohorts import effect, propose_cohorts
from assessment.domain.peer_groups import Consent, Member
from assessment.domain.peer_help import Participant

DIMENSIONS = ("CAP", "CLI", "INS", "REL", "DON")


def people(number: int, seed: int = 1) -> list[Participant]:
    random = np.random.default_rng(seed)
    return [
        Participant(
            member=Member(
                id=f"o{n:02}",
                type="OT",
                staff=5 + n,
                territory=("coast", "rural", "mountain")[n % 3],
                consent=Consent.HELPER,
            ),
            scores=dict(zip(DIMENSIONS, random.integers(10, 95, len(DIMENSIONS)).tolist(), strict=True)),
            required=dict.fromkeys(DIMENSIONS, 80.0),
            weights=dict.fromkeys(DIMENSIONS, 1.0),
            seeks=True,
            offers=frozenset(DIMENSIONS),
            place=f"D{n % 5}",
        )
        for n in range(number)
    ]


@pytest.mark.parametrize("regional", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_cohort_keeps_the_rules(seed: int, regional: bool) -> None:
    asked = people(30, seed)
    by_id = {item.id: item for item in asked}
    found = propose_cohorts(asked, seed=seed, regional=regional)
    assert found
    placed = [code for cohort in found for code in cohort.members]
    assert len(placed) == len(set(placed))
    for cohort in found:
        members = [by_id[code] for code in cohort.members]
        assert 6 <= len(members) <= 8
        assert sum(cohort.theme in item.top_gaps(3) for item in members) >= 4
        assert sum(item.scores[cohort.theme] >= 60 for item in members) >= 2
        places = [item.place for item in members]
        assert not regional or max(map(places.count, places)) <= 2


def test_the_order_of_participants_changes_nothing() -> None:
    asked = people(24)
    assert propose_cohorts(asked, seed=3) == propose_cohorts(asked[::-1], seed=3)


def test_who_did_not_ask_is_in_no_cohort() -> None:
    asked = [replace(item, seeks=n >= 4) for n, item in enumerate(people(24))]
    placed = {code for cohort in propose_cohorts(asked, seed=1) for code in cohort.members}
    assert placed
    assert placed.isdisjoint({"o00", "o01", "o02", "o03"})


def test_once_there_are_alumni_one_goes_with_four_newcomers() -> None:
    asked = [replace(item, alumnus=n < 2) for n, item in enumerate(people(24))]
    found = propose_cohorts(asked, seed=1)
    assert found
    for cohort in found:
        alumni = len({"o00", "o01"} & set(cohort.members))
        assert alumni >= (len(cohort.members) - alumni) // 4


def test_five_are_too_few_for_a_cohort() -> None:
    assert propose_cohorts(people(5), seed=1) == ()
    assert propose_cohorts([], seed=1) == ()


def test_the_effect_is_the_change_beyond_that_of_similar_others() -> None:
    members = {f"m{n}": (40.0 + n, 50.0 + n) for n in range(5)}
    others = {f"o{n}": (40.0 + n, 43.0 + n + n % 2) for n in range(6)}
    found = effect(members, {**others, "far": (90.0, 10.0)})
    assert found is not None
    assert (found.points, found.members, found.others) == (6.5, 5, 6)
    half = 1.96 * (0.3 / 6) ** 0.5
    assert (found.interval.low, found.interval.high) == pytest.approx((6.5 - half, 6.5 + half))


def test_four_on_a_side_say_nothing() -> None:
    members = {f"m{n}": (40.0, 50.0) for n in range(5)}
    assert effect(members, dict(list(members.items())[:4])) is None
    assert effect(members, dict.fromkeys(members, (90.0, 95.0))) is None
