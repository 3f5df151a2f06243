"""Laws of what may be shown together (dossier 4.3), over small random tables and families of groups."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.disclosure import decide
from assessment.domain.disclosure_audit import Disclosed, leaks, recoverable
from assessment.domain.disclosure_rules import Reason
from tests.disclosing import Groups, Organisation, groups_of, margins_of

LEAST = 5


@st.composite
def networks(draw: st.DrawFn) -> list[Organisation]:
    """Organisations drawn by how many stand in each cell of a table of three axes; "" is no value."""
    values = st.sampled_from(["", "1", "2", "3"])
    cells = draw(st.lists(st.tuples(values, values, values, st.integers(1, 9)), min_size=1, max_size=10))
    return [
        Organisation(f"{number}-{one}", dict(zip("abc", place, strict=True)), counts=True)
        for number, (*place, n) in enumerate(cells)
        for one in range(n)
    ]


@st.composite
def families(draw: st.DrawFn) -> dict[str, frozenset[str]]:
    """Up to seven groups, which may overlap in any way, of up to 24 organisations."""
    members = st.frozensets(st.integers(0, 23).map("o{:02}".format), max_size=24)
    return {f"g{number}": one for number, one in enumerate(draw(st.lists(members, min_size=1, max_size=7)))}


def shown(groups: Groups, *history: Groups) -> Groups:
    verdicts = decide(groups, margins=margins_of(groups), history=history)
    return {name: groups[name] for name, verdict in verdicts.items() if verdict.shown}


@given(networks())
def test_a_shown_margin_never_has_one_hidden_part_and_what_is_hidden_holds_five(network: list[Organisation]) -> None:
    groups = groups_of(network)
    visible = shown(groups)
    for margin in margins_of(groups):
        if margin.total not in visible:
            continue
        total = groups[margin.total]
        rest = total.difference(*(groups[part] for part in margin.parts if part in visible))
        hidden = [groups[part] for part in margin.parts if part not in visible]
        assert not rest or len(rest) >= LEAST
        assert not any(rest == one for one in hidden)


@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_groups_and_margins_is_irrelevant(network: list[Organisation], random: Random) -> None:
    groups, margins = groups_of(network), list(margins_of(groups_of(network)))
    names = list(groups)
    random.shuffle(names)
    random.shuffle(margins)
    assert decide({name: groups[name] for name in names}, margins=margins) == decide(groups, margins=margins_of(groups))


@given(networks())
def test_hiding_what_is_hidden_from_the_start_changes_nothing(network: list[Organisation]) -> None:
    groups = groups_of(network)
    first = decide(groups, margins=margins_of(groups))
    reasons = {name: verdict.reason for name, verdict in first.items() if verdict.reason is not None}
    assert decide(groups, margins=margins_of(groups), primary=reasons) == first


@given(networks(), networks(), st.integers(0, 40))
def test_a_snapshot_more_in_the_history_never_shows_more(
    network: list[Organisation], other: list[Organisation], cut: int
) -> None:
    now, before, earlier = groups_of(network), groups_of(network[cut:]), groups_of(other)
    visible = [set(shown(now, *history)) for history in ((), (earlier,), (earlier, before))]
    assert visible[0] >= visible[1] >= visible[2]


@given(families())
def test_shown_groups_differ_by_nobody_or_by_five(groups: dict[str, frozenset[str]]) -> None:
    verdicts = decide(groups)
    visible = {groups[name] for name, verdict in verdicts.items() if verdict.shown}
    assert all(len(first ^ second) >= LEAST for first, second in combinations(visible, 2))
    assert all(len(one) >= LEAST for one in visible)


@given(families())
def test_the_audit_finds_no_leak_in_what_is_shown(groups: dict[str, frozenset[str]]) -> None:
    verdicts = decide(groups)
    assert leaks([Disclosed(groups[name]) for name, verdict in verdicts.items() if verdict.shown]) == ()


@given(families())
def test_two_names_of_a_set_have_one_verdict(groups: dict[str, frozenset[str]]) -> None:
    doubled = groups | {f"{name} again": members for name, members in groups.items()}
    verdicts = decide(doubled, primary={"g0 again": Reason.DOMINANCE})
    assert all(verdicts[name] == verdicts[f"{name} again"] for name in groups)


@given(families())
@settings(max_examples=50)
def test_the_audit_agrees_with_an_elimination_in_floating_point(groups: dict[str, frozenset[str]]) -> None:
    """A value is recoverable when its unit vector adds nothing to the rank of the sums."""
    everybody = sorted(frozenset({"nobody"}).union(*groups.values()))
    rows = np.array([[member in one for member in everybody] for one in groups.values()], dtype=float)
    rank = np.linalg.matrix_rank(rows)
    units = zip(everybody, np.eye(len(everybody)), strict=True)
    expected = {member for member, unit in units if np.linalg.matrix_rank([*rows, unit]) == rank}
    assert recoverable([Disclosed(one) for one in groups.values()]) == expected
