"""Whatever a network looks like: nobody follows from all that is published of two waves, in any metric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

import pytest

from assessment.domain.disclosure_audit import Disclosed, leaks
from assessment.domain.disclosure_rules import Output, least
from assessment.domain.peer_groups import Consent, Member
from assessment.domain.published_scores import cells_of
from assessment.domain.publishing import Contribution, Decided, Shown, decide_all

SHOWN = (Output.MEAN, Output.MEDIAN, Output.QUARTILES, Output.DISTRIBUTION, Output.CHANGE)


def contributions(random: Random, ids: Iterable[str], before: Mapping[str, Contribution]) -> list[Contribution]:
    found = []
    for one in ids:
        old = before.get(one)
        member = old.member if old else a_member(random, one)
        scores: dict[str, float | None] = {"overall": random.uniform(0, 100), "dimension:CAP": random.uniform(0, 100)}
        scores["indicator:CAP1"] = random.choice([0.0, 25.0, 50.0, 100.0])
        scores["indicator:CAP2"] = random.choice([None, 25.0, 50.0, 75.0, 100.0])
        scores["index:focus"] = random.choice([None, random.uniform(0, 100)])
        found.append(Contribution(member, one, scores, old.scores if old else {}))
    return found


def a_member(random: Random, one: str) -> Member:
    return Member(
        id=one,
        type=random.choice(["OT", "OT", "CDT"]),
        staff=random.choice([1.0, 5.0, 30.0]),
        region=random.choice(["11", "84", "93", ""]),
        territory=random.choice(["coast", "mountain"]),
        consent=random.choice([Consent.COUNTED] * 9 + [Consent.PRIVATE]),
    )


def as_past(decided: Mapping[str, Decided]) -> dict[str, list[Shown]]:
    return {metric: [{output: item.shown(output) for output in SHOWN}] for metric, item in decided.items()}


@pytest.mark.parametrize("seed", range(12))
def test_nobody_follows_from_two_waves(seed: int) -> None:
    random = Random(seed)
    ids = [f"o{number:03}" for number in range(random.randint(8, 60))]
    first = contributions(random, ids, {})
    joining = [f"n{number}" for number in range(random.choice([0, 1, 6]))]
    staying = [one for one in ids if random.random() > random.choice([0.0, 0.2])]
    second = contributions(random, staying + joining, {one.member.id: one for one in first})
    one, known = decide_all(first, {}, {}), {item.token: item.scores for item in first}
    two = decide_all(second, as_past(one), known)
    for metric, item in two.items():
        sums = [Disclosed(sets) for found in (one[metric], item) for sets in found.shown(Output.MEAN).values()]
        sums += [Disclosed(sets) for found in (one[metric], item) for sets in found.shown(Output.CHANGE).values()]
        assert leaks(sums) == ()
        classes = [
            Disclosed(sets) for found in (one[metric], item) for sets in found.shown(Output.DISTRIBUTION).values()
        ]
        assert leaks(classes, least(Output.DISTRIBUTION)) == ()
        for name, cell in cells_of(metric, item).items():
            assert ("mean" in cell) == (name in item.shown(Output.MEAN))
            assert ("quartiles" in cell) <= (len(item.sets[name]) >= 12)
            assert ("deciles" in cell) <= (len(item.sets[name]) >= 20)
            assert "change" not in cell or len(item.panels[name]) >= 5
