"""Whatever a network looks like: nobody follows from its pace together with all else that is published."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest

from assessment.domain.disclosure_audit import Disclosed, leaks
from assessment.domain.disclosure_rules import Output
from assessment.domain.published_pace import SURVEYED, Required, publish_pace
from assessment.domain.publishing import Contribution, Decided, Shown, decide_all
from tests.properties.test_publishing import SHOWN, contributions

COUNTED = ("overall", "dimension:CAP")
"""What a pace is about, and what is counted over the same organisations."""


def surveyed(random: Random, given: list[Contribution], share: float) -> Required:
    asked = [one.token for one in given if random.random() < share]
    return Required(*({token: {"CAP": random.uniform(20, 95)} for token in asked} for _ in range(2)))


def as_past(decided: dict[str, Decided], panel: frozenset[str]) -> dict[str, Shown]:
    """What a publication keeps of whom it is about, as `publication_history.shown_of` reads it back."""
    found = {metric: {output: item.shown(output) for output in SHOWN} for metric, item in decided.items()}
    if panel:
        for metric in ("overall", "dimension:CAP"):
            found[metric] = found[metric] | {Output.CHANGE: found[metric][Output.CHANGE] | {SURVEYED: panel}}
    return dict(found)


@pytest.mark.parametrize("seed", range(12))
def test_nobody_follows_from_the_paces_of_three_waves(seed: int) -> None:
    random, share = Random(seed), [0.2, 0.5, 0.8, 0.95][seed % 4]
    ids = [f"o{number:03}" for number in range(random.randint(12, 60))]
    past: list[dict[str, Shown]] = []
    known: dict[str, Mapping[str, float | None]] = {}
    before: dict[str, Contribution] = {}
    for wave in range(3):
        given = contributions(random, ids, before)
        history = {metric: [one[metric] for one in past] for metric in (past[0] if past else {})}
        decided = decide_all(given, history, known)
        _, panel = publish_pace(decided, surveyed(random, given, share), past) if wave else ({}, frozenset())
        past.append(as_past(decided, panel))
        known |= {one.token: one.scores for one in given}
        before = {one.member.id: one for one in given}
        ids = [one for one in ids if random.random() > 0.1] + [f"w{wave}{number}" for number in range(6)]
    for metric in COUNTED:
        sets = {
            members
            for one in past
            for output in (Output.MEAN, Output.CHANGE)
            for members in one.get(metric, {}).get(output, {}).values()
        }
        assert leaks(map(Disclosed, sorted(sets, key=sorted))) == ()
