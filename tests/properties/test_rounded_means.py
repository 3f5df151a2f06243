"""A mean rounded to five points, where few came or went between two waves, tells nobody's score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from statistics import fmean

import pytest

from assessment.domain.disclosure_audit import Disclosed, disclosed_mean, narrow, ranges
from assessment.domain.disclosure_rules import TOLERANCE, Output, Reason
from assessment.domain.peer_groups import Consent, Member
from assessment.domain.published_scores import COARSE, FEWEST_COARSE, cells_of, coarse
from assessment.domain.publishing import Contribution, Decided, Name, decide_all

SHOWN = (Output.MEAN, Output.MEDIAN, Output.QUARTILES, Output.DISTRIBUTION, Output.CHANGE)
OVERALL = "overall"


def answering(random: Random, ids: Iterable[str], before: Mapping[str, Contribution]) -> list[Contribution]:
    """Those with these ids; who answered before has the same score still, which is the worst case."""
    found = []
    for one in ids:
        old = before.get(one)
        member = old.member if old else a_member(random, one)
        scores = dict(old.scores) if old else {OVERALL: float(random.randint(5, 95))}
        found.append(Contribution(member, one, scores, old.scores if old else {}))
    return found


def a_member(random: Random, one: str) -> Member:
    region, territory = random.choice(["11", "84", "93"]), random.choice(["coast", "mountain"])
    return Member(id=one, type="OT", staff=5.0, region=region, territory=territory, consent=Consent.COUNTED)


def waves(seed: int, number: int) -> tuple[list[Decided], dict[str, float]]:
    """What is decided of a network that loses one in ten and wins a few each time, and everybody's score."""
    random = Random(seed)
    ids = [f"o{place:03}" for place in range(random.randint(70, 110))]
    known: dict[str, Contribution] = {}
    found: list[Decided] = []
    for wave in range(number):
        given = answering(random, ids, known)
        known |= {one.token: one for one in given}
        past = {OVERALL: [{output: one.shown(output) for output in SHOWN} for one in found]} if found else {}
        found.append(decide_all(given, past, {token: one.scores for token, one in known.items()})[OVERALL])
        ids = [one for one in ids if random.random() > 0.1] + [f"n{wave}{place}" for place in range(3)]
    scores = {token: score for token, one in known.items() if (score := one.scores[OVERALL]) is not None}
    return found, scores


def rounded(decided: Decided) -> dict[Name, int]:
    """The rounded means that are shown of a wave."""
    return {name: cell["about"] for name, cell in cells_of(OVERALL, decided, {}).items() if "about" in cell}


@pytest.mark.parametrize(("seed", "number"), [*((seed, 2) for seed in range(8)), *((seed, 3) for seed in range(4))])
def test_no_score_is_known_better_than_the_questionnaire_knows_it(seed: int, number: int) -> None:
    found, scores = waves(seed, number)
    sums = [
        disclosed_mean(members, round(fmean(scores[token] for token in members)))
        for wave in found
        for members in wave.shown(Output.MEAN).values()
    ]
    about = [disclosed_mean(wave.sets[name], mean, COARSE) for wave in found for name, mean in rounded(wave).items()]
    assert about
    counted = [frozenset(item.token for item in wave.counted) for wave in found]
    come_or_gone = counted[-2] ^ counted[-1]
    assert narrow(ranges([*sums, *about], only=come_or_gone), TOLERANCE) == frozenset()


@pytest.mark.parametrize("seed", range(8))
def test_only_what_changed_little_and_is_large_enough_is_rounded(seed: int) -> None:
    (_, two), scores = waves(seed, 2)
    for name, cell in cells_of(OVERALL, two, {}).items():
        verdict, members = two.verdicts[Output.MEAN][name], two.sets[name]
        expected = verdict.reason is Reason.FEW_CHANGED and len(members) >= FEWEST_COARSE
        assert ("about" in cell) == expected
        assert not expected or (cell["about"] == coarse(fmean(scores[one] for one in members)) and "mean" not in cell)


@pytest.mark.parametrize(("mean", "shown"), [(0.0, 0), (2.4, 0), (2.5, 5), (47.4, 45), (47.5, 50), (100.0, 100)])
def test_means_are_rounded_to_the_next_five_points(mean: float, shown: int) -> None:
    assert coarse(mean) == shown


def test_rounding_to_whole_points_would_tell_some() -> None:
    """The check sees a leak where the same groups are shown exactly."""
    sums = [Disclosed(frozenset("abcde"), value=250.0), Disclosed(frozenset("abcdef"), value=310.0)]
    assert narrow(ranges(sums), TOLERANCE) == {"f"}
