"""Whatever the answers of a network are: what it reads about its data tells nobody's answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.filled_forms import Filled, Practice, Sheet, styles_of
from assessment.domain.published_quality import Material, publish_quality
from assessment.domain.quality_figures import LEAST_SHARE, Hidden, Ledger, share, shares
from assessment.domain.questionnaire import RespondentRole

K = 5
CODES = {"CAP": ("CAP1", "CAP2", "CAP3"), "CLI": ("CLI1", "CLI2")}
ROLES = (RespondentRole.MANAGEMENT, RespondentRole.STAFF, RespondentRole.STAFF, RespondentRole.ELECTED)
START = datetime(2026, 1, 5, tzinfo=UTC)


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_share_has_five_organisations_on_either_side(count: int, rest: int) -> None:
    figure = share(count, count + rest)
    assert ("value" in figure) == (count >= K and rest >= K and count + rest >= LEAST_SHARE)


@given(st.integers(1, 400))
def test_none_and_few_read_the_same_and_so_do_all_and_nearly_all(n: int) -> None:
    assert share(0, n + 10) == share(4, n + 10)
    assert share(n + 10, n + 10) == share(n + 6, n + 10)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=4), st.integers(0, 30))
def test_what_shares_leave_of_all_is_nobody_or_five(counts: list[int], rest: int) -> None:
    named = {str(number): count for number, count in enumerate(counts)}
    n = sum(counts) + rest
    found = shares(named, n)
    told = [named[name] for name, figure in found.items() if "value" in figure]
    assert all(count >= K and n - count >= K for count in told)
    assert not told or n - sum(told) == 0 or n - sum(told) >= K


def a_network(random: Random, number: int) -> list[Filled]:
    """Organisations of which practices concern most, are answered by many, and stand anywhere."""
    lean = {code: random.choice([0.02, 0.3, 0.6, 0.97]) for codes in CODES.values() for code in codes}
    return [one_of(random, f"o{place:03}", lean) for place in range(number)]


def one_of(random: Random, token: str, lean: dict[str, float]) -> Filled:
    practices = {code: a_practice(random, chance) for code, chance in lean.items()}
    levels = {code: one.level for code, one in practices.items() if one.level is not None}
    sheets = [Sheet(role, levels) for role in ROLES[: random.choice([1, 1, 3, 4])]]
    return Filled(
        token=token,
        at=START + timedelta(minutes=random.randrange(10_000)),
        score=random.uniform(0, 100),
        practices=practices,
        dimensions=CODES,
        agreement={code: random.choice([None, random.random()]) for code in CODES},
        sheets=sheets,
        funnel=random.choice([None, random.random()]),
    )


def a_practice(random: Random, chance: float) -> Practice:
    applies, known = random.random() < 0.95, random.random() < chance
    level = random.choice([0, 0, 2, 4]) if applies and known else None
    score = None if level is None else 25.0 * level
    observed = random.choice([None, 0.0, 40.0, 100.0]) if level is not None else None
    return Practice(applies, level, applies and not known and random.random() < 0.7, score, score, observed)


def published(
    forms: list[Filled], ledger: Ledger | None = None, spread: dict[str, frozenset[str]] | None = None
) -> dict[str, Any]:
    found = {code: frozenset(one.token for one in forms if one.practices[code].score is not None) for code in lean()}
    before = {one.token: 50.0 for one in forms}
    material = Material(forms, [], styles_of(forms), found if spread is None else spread, before, frozenset(before))
    return publish_quality(material, ledger or Ledger({}))


def lean() -> list[str]:
    return [code for codes in CODES.values() for code in codes]


def figures(found: object, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every figure of a document with where it stands."""
    if isinstance(found, dict) and found.keys() & {"value", "hidden"}:
        yield path, found
    elif isinstance(found, dict):
        for name, part in found.items():
            yield from figures(part, f"{path}/{name}")


@pytest.mark.parametrize("seed", range(40))
def test_no_share_that_is_shown_stands_for_one_to_four_organisations(seed: int) -> None:
    """Each share is counted again from the answers, and so is what is left beside those shown of one practice."""
    random = Random(seed)
    forms = a_network(random, random.choice([7, 10, 14, 24, 60]))
    document = published(forms)
    for code, found in document["practices"].items():
        applying = [one.practices[code] for one in forms if one.practices[code].applies]
        scored = [one.score for one in applying if one.score is not None]
        classes = {
            "answered": (len(scored), len(applying)),
            "dont_know": (sum(one.dont_know for one in applying), len(applying)),
            "lowest": (scored.count(0.0), len(scored)),
            "highest": (scored.count(100.0), len(scored)),
        }
        for pair in (("answered", "dont_know"), ("lowest", "highest")):
            told = [classes[name] for name in pair if "value" in found[name]]
            assert all(K <= count <= n - K for count, n in told)
            assert all(not 0 < n - sum(count for count, _ in told) < K for _, n in told)


@pytest.mark.parametrize("seed", range(20))
def test_of_nine_organisations_nothing_is_said(seed: int) -> None:
    document = published(a_network(Random(seed), 9))
    assert {figure.get("hidden") for _, figure in figures(document)} == {"too-few"}


@pytest.mark.parametrize("seed", range(20))
def test_two_publications_that_differ_in_one_organisation_cannot_be_set_against_each_other(seed: int) -> None:
    """What both of them say is about the very same organisations, so that it is the same.

    Whether the distribution of scores is published again is decided elsewhere; here it is not.
    """
    random = Random(seed)
    forms = a_network(random, random.choice([30, 45]))
    ledger = Ledger({})
    first = dict(figures(published(forms, ledger)))
    again = Ledger({key: [members] for key, members in ledger.now.items()})
    second = dict(figures(published([*forms, *a_network(random, 46)[-1:]], again, spread={})))
    both = [path for path, figure in second.items() if "value" in figure and "value" in first[path]]
    assert all(second[path] == first[path] for path in both)
    assert second["/late"]["hidden"] == Hidden.FEW_CHANGED.value
    assert all(members == ledger.now[key] for key, members in again.now.items() if key in ledger.now)


def test_a_figure_is_given_again_once_five_are_new() -> None:
    ledger = Ledger({"late": [frozenset(map(str, range(20)))]})
    assert ledger.refuses("late", [str(one) for one in range(24)]) is Hidden.FEW_CHANGED
    assert ledger.refuses("late", [str(one) for one in range(25)]) is None
    assert ledger.now == {"late": frozenset(map(str, range(25)))}
