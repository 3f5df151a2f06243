"""Promises P1 to P3: of fictional networks drawn from a seed, nobody can be recovered from all that is published.

Seen are two waves of every group on at most two axes, by a network analyst and by each member that knows its own value.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest

from assessment.domain.disclosure import decide
from assessment.domain.disclosure_audit import Disclosed, disclosed_mean, leaks, narrow, ranges, recoverable
from assessment.domain.disclosure_rules import TOLERANCE, rounded_score
from tests.disclosing import Groups, a_network, groups_of, margins_of, publish

EVERYDAY, ALL, ATTACKERS = 40, 200, 5
SCORES = {"middling": (45, 15), "low": (1, 6), "high": (99, 3)}


def two_waves(seed: int) -> tuple[Groups, Groups]:
    """What is shown of two waves, where those that stay may have unchanged scores (so they keep their ids)."""
    first, second = a_network(seed)
    shown = publish(groups_of(first))
    return shown, publish(groups_of(second), shown)


def assert_nobody_recoverable(seed: int) -> None:
    first, second = two_waves(seed)
    for published in (first.values(), [*first.values(), *second.values()]):
        assert leaks([Disclosed(members) for members in published]) == ()


@pytest.mark.parametrize("seed", range(EVERYDAY))
def test_nobody_is_recoverable_from_two_waves(seed: int) -> None:
    """Neither by an analyst nor by a member: a leak of one or two organisations would be that."""
    assert_nobody_recoverable(seed)


@pytest.mark.soak
def test_nobody_is_recoverable_in_any_network_nor_by_some_of_its_members(capsys: pytest.CaptureFixture[str]) -> None:
    """All of them, with members drawn at random as attackers besides; prints how much was tried."""
    groups = suppressed = attacks = 0
    for seed in range(ALL):
        assert_nobody_recoverable(seed)
        shown = two_waves(seed)
        offered = [groups_of(wave) for wave in a_network(seed)]
        groups += sum(map(len, offered))
        suppressed += sum(map(len, offered)) - sum(map(len, shown))
        published = [Disclosed(members) for wave in shown for members in wave.values()]
        members = sorted(frozenset().union(*(one.members for one in published)))
        for attacker in Random(seed).sample(members, min(ATTACKERS, len(members))):
            assert recoverable(published, {attacker}) == frozenset()
            attacks += 1
    with capsys.disabled():
        print(f"\n{ALL} networks over two waves, {groups} cells, {suppressed} of them suppressed;", end=" ")
        print(f"{attacks} members with their own score, 0 organisations recoverable")


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_each_member_in_turn_recovers_nobody(seed: int) -> None:
    """The same as above, said the long way: every organisation as attacker."""
    first, second = two_waves(seed)
    published = [Disclosed(members) for members in {*first.values(), *second.values()}]
    attackers = frozenset().union(*first.values(), *second.values())
    assert {attacker: recoverable(published, {attacker}) for attacker in attackers} == dict.fromkeys(
        attackers, frozenset()
    )


def test_the_networks_are_of_every_kind() -> None:
    """Otherwise the promise would be kept by networks in which there is nothing to hide or nothing to show."""
    networks = [a_network(seed) for seed in range(ALL)]
    sizes = [len(first) for first, _ in networks]
    assert min(sizes) < 20
    assert max(sizes) > 280
    assert {len(first[0].axes) for first, _ in networks} == {1, 2, 3, 4}
    assert sum(not one.counts for first, _ in networks for one in first) > 100
    assert sum({one.id for one in first} != {one.id for one in second} for first, second in networks) > 100


def test_much_is_shown_all_the_same() -> None:
    """Of the groups of five and more in a first wave, more than half are shown."""
    groups = [groups_of(a_network(seed)[0]) for seed in range(20)]
    large = sum(len(members) >= 5 for one in groups for members in one.values())
    assert sum(len(publish(one)) for one in groups) > large / 2


@pytest.mark.parametrize("seed", range(20))
def test_without_the_rules_the_audit_finds_who_is_recoverable(seed: int) -> None:
    """With nothing but the least number of five, nearly every network of the same kind leaks."""
    first, second = a_network(seed)
    groups = [*groups_of(first).values(), *groups_of(second).values()]
    naive = {members for members in groups if len(members) >= 5}
    everything = {members for members in groups if members}
    assert leaks([Disclosed(members) for members in everything])
    if len(first) > 100 and len(first[0].axes) > 1:
        assert recoverable([Disclosed(members) for members in naive])


def published_means(groups: Groups, scores: Mapping[str, float], history: Groups) -> tuple[Groups, list[Disclosed]]:
    """The shown groups of a wave and what their rounded means say."""
    verdicts = decide(groups, margins=margins_of(groups), values=scores, history=[history])
    shown = {name: groups[name] for name, verdict in verdicts.items() if verdict.shown}
    means = {one: rounded_score(sum(scores[member] for member in one) / len(one)) for one in shown.values()}
    return shown, [disclosed_mean(members, mean) for members, mean in means.items()]


def assert_nobody_known_within_tolerance(seed: int, kind: str, looks: int) -> None:
    """An analyst, and members drawn at random, bound the values of organisations drawn at random."""
    random, (centre, spread) = Random(seed), SCORES[kind]
    first, second = a_network(seed)
    scores = {one.id: min(100.0, max(0.0, random.gauss(centre, spread))) for one in [*first, *second]}
    shown, means = published_means(groups_of(first), scores, {})
    _, more = published_means(groups_of(second), scores, shown)
    members = sorted(frozenset().union(*(one.members for one in [*means, *more])))
    for attacker in [None, *random.sample(members, min(looks, len(members)))]:
        known = {} if attacker is None else {attacker: scores[attacker]}
        targets = set(random.sample(members, min(looks, len(members)))) - known.keys()
        assert narrow(ranges([*means, *more], known=known, only=targets), TOLERANCE) == frozenset()


@pytest.mark.parametrize("kind", SCORES)
@pytest.mark.parametrize("seed", [1, 2, 8])
def test_rounded_means_leave_everybody_in_doubt(seed: int, kind: str) -> None:
    """Also where nearly everybody is at an end of the scale."""
    assert_nobody_known_within_tolerance(seed, kind, looks=4)


@pytest.mark.soak
@pytest.mark.parametrize("kind", SCORES)
@pytest.mark.parametrize("seed", range(60))
def test_rounded_means_leave_everybody_in_doubt_in_more_networks(seed: int, kind: str) -> None:
    assert_nobody_known_within_tolerance(seed, kind, looks=6)
