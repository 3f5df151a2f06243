"""Whatever a network looks like: nobody follows from all that is published of two waves, in any metric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

import pytest

from assessment.domain.disclosure_audit import Disclosed, leaks
from assessment.domain.disclosure_rules import Output, least
from assessment.domain.peer_groups import Consent, Member
from assessment.domain.published_scores import cells_of
from assessment.domain.publishing import Contribution, Decided, Shown, decide_all, parent_of

NETWORKS = 200
SUMS = (Output.MEAN, Output.CHANGE)
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


def two_waves(seed: int) -> tuple[dict[str, Decided], dict[str, Decided]]:
    """What is decided of both waves of a network."""
    random = Random(seed)
    ids = [f"o{number:03}" for number in range(random.randint(8, 60))]
    first = contributions(random, ids, {})
    joining = [f"n{number}" for number in range(random.choice([0, 1, 6]))]
    staying = [one for one in ids if random.random() > random.choice([0.0, 0.2])]
    second = contributions(random, staying + joining, {one.member.id: one for one in first})
    one, known = decide_all(first, {}, {}), {item.token: item.scores for item in first}
    return one, decide_all(second, as_past(one), known)


@pytest.mark.parametrize("seed", range(12))
def test_nobody_follows_from_two_waves(seed: int) -> None:
    one, two = two_waves(seed)
    for metric, item in two.items():
        sums = [Disclosed(sets) for found in (one[metric], item) for sets in found.shown(Output.MEAN).values()]
        sums += [Disclosed(sets) for found in (one[metric], item) for sets in found.shown(Output.CHANGE).values()]
        assert leaks(sums) == ()
        classes = [
            Disclosed(sets) for found in (one[metric], item) for sets in found.shown(Output.DISTRIBUTION).values()
        ]
        assert leaks(classes, least(Output.DISTRIBUTION)) == ()
        for name, cell in cells_of(metric, item, {}).items():
            assert ("mean" in cell) == (name in item.shown(Output.MEAN))
            assert ("quartiles" in cell) <= (len(item.sets[name]) >= 12)
            assert ("deciles" in cell) <= (len(item.sets[name]) >= 20)
            assert "change" not in cell or len(item.panels[name]) >= 5


@pytest.mark.soak
def test_in_no_network_does_anybody_follow_even_for_a_member(capsys: pytest.CaptureFixture[str]) -> None:
    """A leak of one organisation is for everybody, one of two for each of them that knows its own score."""
    shown = hidden = 0
    for seed in range(NETWORKS):
        one, two = two_waves(seed)
        for metric, item in two.items():
            published = [
                sets for wave in (one[metric], item) for output in SUMS for sets in wave.shown(output).values()
            ]
            assert leaks(map(Disclosed, published), 3) == (), (seed, metric)
            cells = [
                verdict
                for wave in (one[metric], item)
                for found in wave.verdicts.values()
                for verdict in found.values()
            ]
            shown += sum(verdict.shown for verdict in cells)
            hidden += sum(not verdict.shown for verdict in cells)
    with capsys.disabled():
        print(f"\n{NETWORKS} networks over two waves: {shown} numbers shown, {hidden} suppressed, 0 recoverable")


@pytest.mark.parametrize("seed", [*range(10), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(10, 150))])
def test_nobody_follows_from_three_waves(seed: int) -> None:
    waves = published_waves(Random(seed), 3)
    metrics = list(waves[-1])
    for metric in metrics:
        assert leaks(told(waves, metric, Output.MEAN, Output.CHANGE)) == ()
        assert leaks(told(waves, metric, Output.DISTRIBUTION), least(Output.DISTRIBUTION)) == ()
        parts = [part for part in metrics if parent_of(part, metrics) == metric]
        both = [told(waves, metric, *MEANS) + told(waves, part, *MEANS) for part in parts]
        assert not both or any(leaks(sums) == () for sums in both)


MEANS = (Output.MEAN, Output.CHANGE)


def published_waves(random: Random, number: int) -> list[dict[str, Decided]]:
    """What is decided of so many waves, each knowing those before; some organisations come and go every time."""
    ids = [f"o{place:03}" for place in range(random.randint(8, 60))]
    waves, past, known = list[dict[str, Decided]](), dict[str, list[Shown]](), dict[str, Mapping[str, float | None]]()
    before: dict[str, Contribution] = {}
    for wave in range(number):
        given = contributions(random, ids, before)
        waves.append(decide_all(given, past, known))
        for metric, shown in as_past(waves[-1]).items():
            past.setdefault(metric, []).extend(shown)
        before = {one.member.id: one for one in given}
        known |= {one.token: one.scores for one in given}
        leaving = random.choice([0.0, 0.1, 0.2])
        ids = [one for one in ids if random.random() > leaving]
        ids += [f"n{wave}-{place}" for place in range(random.choice([0, 1, 6]))]
    return waves


def told(waves: Iterable[Mapping[str, Decided]], metric: str, *outputs: Output) -> list[Disclosed]:
    """The sets of organisations that shown numbers of a metric are about, in all waves."""
    shown = (wave[metric].shown(output) for wave in waves for output in outputs if metric in wave)
    return [Disclosed(members) for members in dict.fromkeys(one for sets in shown for one in sets.values())]
