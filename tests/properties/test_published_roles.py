"""Whatever a network looks like: nobody follows from totals of roles, and what is shown rests on the document."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pytest

from assessment.domain.disclosure_audit import Disclosed, leaks
from assessment.domain.peer_groups import Member as Place
from assessment.domain.published_coverage import who_answered
from assessment.domain.published_roles import (
    BOTH,
    DecidedTotals,
    Staffed,
    decide_roles,
    is_shown,
    pooled,
    regions_of,
    roles_in,
)
from assessment.domain.publishing import Contribution, key_of
from assessment.domain.shortage import Member
from assessment.reports.benchmark_words import Words
from assessment.reports.coverage import coverage_sentences, coverage_table
from assessment.reports.formatting import Voice
from assessment.reports.published_roles import roles_table
from tests.shipped import shipped_instrument

REGIONS = ("11", "53", "84", "93")


def a_network(random: Random) -> list[Place]:
    number = random.randint(12, 90)
    return [
        Place(id=str(n), type=random.choice(["OT", "OT", "CDT"]), staff=4.0, region=random.choice(REGIONS))
        for n in range(number)
    ]


def roles_of(random: Random, places: Sequence[Place]) -> dict[str, list[Staffed]]:
    """Two roles of all, and a third that a few did not state."""
    found: dict[str, list[Staffed]] = {"R01": [], "R02": [], "R05": []}
    for place in places:
        for role in found if random.random() > 0.2 else ("R01", "R02"):
            staff = place.staff if role != "R05" else 0.0
            need, have = random.choice([0.1, 0.5, 1.5]), random.choice([0.0, 0.0, 0.1, 0.6, 3.0])
            member = Member(need=need, have=have, staff=staff, nights=0.0, stratum=place.type)
            found[role].append(Staffed(Contribution(place, place.id, {}), member))
    return found


def document_of(
    places: Sequence[Place], roles: Mapping[str, Sequence[Staffed]], decided: Mapping[str, DecidedTotals]
) -> dict[str, Any]:
    found = {
        role: {key_of(name): region for name, region in regions_of(inside, decided[role]).items()}
        for role, inside in roles.items()
    }
    means = {f"type={kind}": {"overall": {"mean": 40}} for kind in ("OT", "CDT")}
    groups = {"": {"overall": {"mean": 45}}} | means
    return {
        "roles": found,
        "who_answered": who_answered(places[::2], places),
        "groups": groups,
        "coverage": {"percent": 50, "respondents_only": False},
    }


@pytest.mark.parametrize("seed", range(10))
def test_nobody_follows_from_the_totals_of_two_waves(seed: int) -> None:
    random = Random(seed)
    places = a_network(random)
    first = roles_of(random, places)
    one = decide_roles(first, [], [])
    staying = [place for place in places if random.random() > random.choice([0.0, 0.1])]
    two = decide_roles(
        roles_of(random, staying), [{role: item.shown() for role, item in one.items()}], first_tokens(first)
    )
    for role in one:
        shown = [item.shown() for item in (one[role], two[role])]
        assert leaks(Disclosed(sets) for found in shown for sets in found.totals.values()) == ()
        assert leaks(Disclosed(sets) for found in shown for sets in found.shares.values()) == ()
        assert set(shown[0].shares) <= set(shown[0].totals)


def first_tokens(roles: Mapping[str, Sequence[Staffed]]) -> set[str]:
    return {one.contribution.token for inside in roles.values() for one in inside}


@pytest.mark.parametrize("seed", range(6))
def test_staff_is_told_only_where_project_managers_are_shown(seed: int) -> None:
    random = Random(seed)
    places = a_network(random)
    roles = roles_of(random, places)
    found = document_of(places, roles, decide_roles(roles, [], []))["roles"]
    assert {key for key, one in found["R02"].items() if is_shown(one)} <= {
        key for key, one in found["R01"].items() if is_shown(one)
    }
    assert all(one.get("per_100") is None for one in found["R05"].values())


@pytest.mark.parametrize("seed", range(6))
def test_what_is_shown_follows_from_the_document_alone(seed: int) -> None:
    """The same document, written out and read back, says the same; what is worked out of it changes nothing in it."""
    random = Random(seed)
    places = a_network(random)
    roles = roles_of(random, places)
    document = document_of(places, roles, decide_roles(roles, [], []))
    copy = json.loads(json.dumps(document))
    words = Words(shipped_instrument(), Voice("fr"))
    for role in (*roles, BOTH):
        assert roles_table(document, words, role) == roles_table(copy, words, role)
    assert coverage_table(document, words) == coverage_table(copy, words)
    assert coverage_sentences(document, words) == coverage_sentences(copy, words)
    assert copy == document


@pytest.mark.parametrize("seed", range(6))
def test_hidden_regions_leave_no_trace_in_what_is_worked_out(seed: int) -> None:
    random = Random(seed)
    places = a_network(random)
    roles = roles_of(random, places)
    regions = roles_in(document_of(places, roles, decide_roles(roles, [], [])))
    for found in regions.values():
        assert all(set(one) == {"hidden"} for one in found.values() if not is_shown(one))
        shown = {key: one for key, one in found.items() if is_shown(one)}
        assert pooled(found) == pooled(shown)
        assert all(0 <= posts - found[key]["missing"] < 5 for key, posts in pooled(found).items() if key)
    assert all(is_shown(regions["R01"][key]) for key, one in regions[BOTH].items() if is_shown(one))
