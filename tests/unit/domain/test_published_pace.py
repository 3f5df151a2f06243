"""How a network's maturity keeps up with what visitors expect, as it is published (dossier 4.7)."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest

from assessment.domain.disclosure_rules import Output
from assessment.domain.peer_groups import Consent, Member
from assessment.domain.published_pace import SURVEYED, Required, publish_pace
from assessment.domain.publishing import Contribution, Decided, Shown, decide_all

MATURITY, REQUIRED = {"A": 8.0, "B": 0.0, "C": -6.0}, {"A": 1.0, "B": 0.0, "C": 5.0}
"""Points that a dimension and what is required of it change by."""


def a_contribution(number: int, random: Random, *, consent: Consent = Consent.COUNTED) -> Contribution:
    member = Member(id=f"o{number}", type="OT", staff=5.0, region="84", territory="coast", consent=consent)
    metrics = {f"dimension:{one}": by for one, by in MATURITY.items()} | {"overall": 0.0}
    before = {metric: random.uniform(40, 60) for metric in metrics}
    after = {metric: score + metrics[metric] + random.uniform(-1, 1) for metric, score in before.items()}
    return Contribution(member, member.id, after, before)


def decided_of(number: int) -> dict[str, Decided]:
    random = Random(number)
    return decide_all([a_contribution(one, random) for one in range(number)], {}, {})


def required_of(numbers: range) -> Required:
    random = Random(7)
    before = {f"o{number}": {one: random.uniform(50, 70) for one in REQUIRED} for number in numbers}
    now = {
        token: {one: value + REQUIRED[one] + random.uniform(-1, 1) for one, value in found.items()}
        for token, found in before.items()
    }
    return Required(now, before)


def verdicts(found: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {code: cell.get("verdict", cell.get("hidden", "")) for code, cell in found.items()}


def test_each_dimension_catches_up_keeps_pace_or_falls_behind() -> None:
    document, panel = publish_pace(decided_of(30), required_of(range(20)), [])
    assert document["n"] == [20, 49]
    assert verdicts(document["dimensions"]) == {"A": "catching_up", "B": "keeping_pace", "C": "falling_behind"}
    assert (document["dimensions"]["A"]["maturity"]["points"], document["dimensions"]["C"]["required"]["points"]) == (
        8,
        5,
    )
    assert panel == frozenset(f"o{number}" for number in range(20))


@pytest.mark.parametrize(
    ("asked", "reason"), [(0, "too-few"), (4, "too-few"), (26, "too-similar"), (29, "too-similar")]
)
def test_too_few_or_almost_everybody_are_not_told(asked: int, reason: str) -> None:
    assert publish_pace(decided_of(30), required_of(range(asked)), []) == ({"hidden": reason}, frozenset())


@pytest.mark.parametrize("asked", [5, 25, 30])
def test_five_or_more_on_either_side_and_everybody_are_told(asked: int) -> None:
    document, panel = publish_pace(decided_of(30), required_of(range(asked)), [])
    assert len(panel) == asked
    assert "verdict" in document["dimensions"]["A"]


def test_an_earlier_pace_of_almost_the_same_organisations_forbids_a_later_one() -> None:
    decided = decided_of(40)
    _, panel = publish_pace(decided, required_of(range(20)), [])
    past: dict[str, Shown] = {"dimension:A": {Output.CHANGE: {SURVEYED: panel}}}
    assert publish_pace(decided, required_of(range(22)), [past])[0] == {"hidden": "too-similar"}
    assert "dimensions" in publish_pace(decided, required_of(range(25)), [past])[0]


def test_nothing_is_told_of_a_dimension_in_which_everybody_changed_alike() -> None:
    required = required_of(range(20))
    fixed = {token: dict(found) | {"B": required.before[token]["B"]} for token, found in required.now.items()}
    document, _ = publish_pace(decided_of(30), Required(fixed, required.before), [])
    assert document["dimensions"]["B"] == {"hidden": "would-reveal-other"}
    assert "verdict" in document["dimensions"]["A"]


def test_who_was_asked_in_one_wave_only_is_not_counted() -> None:
    full = required_of(range(20))
    half = Required(full.now, {token: found for token, found in full.before.items() if token != "o3"})
    _, panel = publish_pace(decided_of(30), half, [])
    assert panel == frozenset(full.now) - {"o3"}
