"""Which groups may be shown together (dossier 4.3)."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from assessment.domain.disclosure import Margin, decide, decide_ladder, margins_by_axis
from assessment.domain.disclosure_rules import Output, Reason, Verdict

SHOWN = Verdict()


def span(first: int, end: int) -> frozenset[str]:
    """Organisations by number, from `first` up to and without `end`."""
    return frozenset(f"o{number:03}" for number in range(first, end))


def reasons(verdicts: dict[str, Verdict]) -> dict[str, Reason | None]:
    return {name: verdict.reason for name, verdict in verdicts.items()}


def divided(total: str, parts: str) -> Margin[str]:
    return Margin(total, frozenset(parts.split()))


@pytest.mark.parametrize(("count", "reason"), [(0, Reason.TOO_FEW), (4, Reason.TOO_FEW), (5, None)])
def test_a_group_needs_five(count: int, reason: Reason | None) -> None:
    assert reasons(decide({"all": span(0, count)})) == {"all": reason}


def test_a_network_that_asks_for_more_gets_it() -> None:
    assert not decide({"all": span(0, 7)}, k=8)["all"].shown


@pytest.mark.parametrize(("rest", "reason"), [(0, None), (1, Reason.TOO_SIMILAR), (4, Reason.TOO_SIMILAR), (5, None)])
def test_nested_groups_differ_by_nobody_or_by_five(rest: int, reason: Reason | None) -> None:
    """The larger group stays; equal ones are one set by two names."""
    verdicts = decide({"all": span(0, 20 + rest), "part": span(0, 20)})
    assert reasons(verdicts) == {"all": None, "part": reason}


@pytest.mark.parametrize(("shift", "shown"), [(2, False), (3, True)])
def test_overlapping_groups_differ_by_five(shift: int, shown: bool) -> None:
    """Shifted by two they differ by four organisations; by three, six."""
    verdicts = decide({"a": span(0, 20), "b": span(shift, 20 + shift)})
    assert sorted(verdict.shown for verdict in verdicts.values()) == [shown, True]


@pytest.mark.parametrize(("rest", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_two_disjoint_groups_leave_nobody_or_five_of_a_third(rest: int, shown: bool) -> None:
    """A region less its published départements; without margins being told."""
    verdicts = decide({"region": span(0, 18 + rest), "north": span(0, 10), "south": span(10, 18)})
    assert reasons(verdicts) == {"region": None, "north": None, "south": None if shown else Reason.TOO_SIMILAR}


def test_organisations_without_a_region_are_not_given_away() -> None:
    """Three regions and one organisation that has none: all less the regions would be that one."""
    groups = {"all": span(0, 31), "r1": span(0, 12), "r2": span(12, 22), "r3": span(22, 30)}
    verdicts = decide(groups, margins=[divided("all", "r1 r2 r3")])
    assert reasons(verdicts) == {"all": None, "r1": None, "r2": None, "r3": Reason.WOULD_REVEAL_OTHER}


def test_a_total_is_hidden_when_no_part_is_left_to_hide() -> None:
    """One of its parts was published before and cannot be taken back: only the total can still keep the other one."""
    groups = {"all": span(0, 13), "r1": span(0, 9), "r2": span(9, 13)}
    verdicts = decide(groups, margins=[divided("all", "r1 r2")], history=[{"r1 then": span(0, 9)}])
    assert [name for name, verdict in verdicts.items() if verdict.shown] == []


def test_hidden_parts_hold_five_together() -> None:
    """Two and two are four: a third part goes too."""
    groups = {"all": span(0, 34), "a": span(0, 2), "b": span(2, 4), "c": span(4, 14), "d": span(14, 34)}
    verdicts = decide(groups, margins=[divided("all", "a b c d")])
    assert [name for name, verdict in verdicts.items() if verdict.shown] == ["all", "d"]


def test_a_tie_goes_to_the_part_whose_other_margin_has_a_hidden_one() -> None:
    """In row R1 the cells B and C have ten each; column C already hides a cell of R2, so C goes and column B stays."""
    cells = {"R1A": 3, "R1B": 10, "R1C": 10, "R2A": 30, "R2B": 20, "R2C": 3, "R3A": 3, "R3B": 20, "R3C": 40}
    groups, margins = table(cells)
    shown = decide(groups, margins=margins)
    assert not shown["R1C"].shown
    assert shown["R1B"].shown


def table(cells: dict[str, int]) -> tuple[dict[str, frozenset[str]], list[Margin[str]]]:
    """Groups and margins of a table whose cells are named by row (two letters) and column, with their n."""
    groups, start = {}, 0
    for name, n in cells.items():
        groups[name] = span(start, start + n)
        start += n
    lines = {name[:2] for name in cells} | {name[2:] for name in cells}
    margins = []
    for line in sorted(lines):
        parts = [name for name in cells if line in (name[:2], name[2:])]
        groups[line] = union(groups[name] for name in parts)
        margins.append(Margin(line, frozenset(parts)))
    groups["all"] = union(groups[name] for name in cells)
    for side in ({name[:2] for name in cells}, {name[2:] for name in cells}):
        margins.append(Margin("all", frozenset(side)))
    return groups, margins


def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def test_three_levels_hide_upwards_and_downwards() -> None:
    """The north has a small département and one more: that goes too, and what is outside the north stays."""
    groups = {
        "country": span(0, 60),
        "north": span(0, 20),
        "south": span(20, 60),
        "n1": span(0, 3),
        "n2": span(3, 20),
        "s1": span(20, 40),
        "s2": span(40, 60),
    }
    margins = [divided("country", "north south"), divided("north", "n1 n2"), divided("south", "s1 s2")]
    verdicts = decide(groups, margins=margins)
    hidden = {name: verdict.reason for name, verdict in verdicts.items() if not verdict.shown}
    assert hidden == {"n1": Reason.TOO_FEW, "n2": Reason.WOULD_REVEAL_OTHER}


def test_a_group_by_two_names_has_one_verdict() -> None:
    """A region with tourist offices only: its cell is the region itself, hidden or shown with it."""
    groups = {"all": span(0, 40), "r1": span(0, 3), "r2": span(3, 20), "offices": span(3, 20), "r3": span(20, 40)}
    verdicts = decide(groups, margins=[divided("all", "r1 r2 r3"), divided("r2", "offices")])
    assert verdicts["r2"] == verdicts["offices"] == Verdict(Reason.WOULD_REVEAL_OTHER)


def test_what_is_hidden_for_its_own_sake_is_protected_like_a_small_group() -> None:
    """Nobody consents in r1, say: then r2, its only neighbour, cannot be shown next to their sum."""
    groups = {"all": span(0, 40), "r1": span(0, 20), "r2": span(20, 40)}
    verdicts = decide(groups, margins=[divided("all", "r1 r2")], primary={"r1": Reason.NO_CONSENT})
    assert reasons(verdicts) == {"all": None, "r1": Reason.NO_CONSENT, "r2": Reason.WOULD_REVEAL_OTHER}


def test_a_hidden_cell_cannot_be_reached_by_way_of_several_rows_and_columns() -> None:
    """Two squares of hidden cells joined by one cell: every line hides two or more, and yet the joint follows."""
    small = {"R1A", "R1B", "R2A", "R2B", "R2C", "R3C", "R3D", "R4C", "R4D"}
    cells = {f"R{row}{column}": 40 for row in range(1, 5) for column in "ABCD"}
    groups, margins = table({name: 3 if name in small else n for name, n in cells.items()})
    verdicts = decide(groups, margins=margins)
    assert [name for name, verdict in verdicts.items() if verdict.reason is Reason.WOULD_REVEAL_OTHER]


def test_a_total_with_a_dominant_organisation_is_hidden_and_covered() -> None:
    """Nine offices with 1 FTE and one with 90, in one of three regions."""
    groups = {"all": span(0, 40), "r1": span(0, 10), "r2": span(10, 22), "r3": span(22, 40)}
    amounts = dict.fromkeys(groups["all"], 1.0) | {"o000": 90.0, "o030": 60.0, "o031": 60.0, "o032": 60.0}
    verdicts = decide(groups, margins=[divided("all", "r1 r2 r3")], output=Output.TOTAL, values=amounts)
    assert verdicts["r1"].reason is Reason.DOMINANCE
    assert verdicts["r2"].reason is Reason.WOULD_REVEAL_OTHER


def test_a_difference_with_a_dominant_organisation_is_hidden() -> None:
    """All and all less eight: among these eight one holds nearly everything."""
    groups = {"all": span(0, 30), "part": span(0, 22)}
    amounts = dict.fromkeys(span(0, 22), 10.0) | dict.fromkeys(span(22, 30), 0.1) | {"o025": 20.0}
    verdicts = decide(groups, output=Output.TOTAL, values=amounts)
    assert reasons(verdicts) == {"all": None, "part": Reason.DOMINANCE}


@pytest.mark.parametrize(("score", "reason"), [(0.0, Reason.WOULD_REVEAL_OTHER), (40.0, None)])
def test_a_difference_in_which_everybody_is_at_an_end_of_the_scale_is_hidden(
    score: float, reason: Reason | None
) -> None:
    """All and all less eight, who have 0 each: the two means would say so."""
    groups = {"all": span(0, 30), "part": span(0, 22)}
    scores = dict.fromkeys(span(0, 22), 50.0) | dict.fromkeys(span(22, 30), score)
    assert reasons(decide(groups, values=scores)) == {"all": None, "part": reason}


def test_a_group_of_five_with_the_same_score_is_shown_unless_the_scale_ends_there() -> None:
    """A mean does not tell that all are alike, but at 100 it does; then the reason is the one of a covered cell."""
    assert decide({"all": span(0, 5)}, values=dict.fromkeys(span(0, 5), 47.0))["all"].shown
    at_the_end = decide({"all": span(0, 5)}, values=dict.fromkeys(span(0, 5), 100.0))
    assert reasons(at_the_end) == {"all": Reason.WOULD_REVEAL_OTHER}


@pytest.mark.parametrize(
    ("joining", "leaving", "reason"),
    [
        (0, 0, None),
        (1, 0, Reason.FEW_CHANGED),
        (4, 0, Reason.FEW_CHANGED),
        (5, 0, None),
        (0, 1, Reason.FEW_CHANGED),
        (5, 4, Reason.FEW_CHANGED),
        (5, 5, None),
    ],
)
def test_a_second_wave_is_shown_when_nobody_or_five_changed(joining: int, leaving: int, reason: Reason | None) -> None:
    verdicts = decide({"all": span(leaving, 20 + joining)}, history=[{"all": span(0, 20)}])
    assert reasons(verdicts) == {"all": reason}


def test_what_was_hidden_in_one_wave_is_not_shown_around_in_the_next() -> None:
    """Wave 1 hid r1 and r2; showing r2 in wave 2, with the same organisations, would give r1 away."""
    groups = {"all": span(0, 40), "r1": span(0, 3), "r2": span(3, 20), "r3": span(20, 40)}
    first = {name: groups[name] for name in ("all", "r3")}
    without_margins = decide({"r2": groups["r2"]}, history=[first])
    assert not without_margins["r2"].shown


def test_the_ladder_hides_above_what_it_hides_below() -> None:
    groups = {
        "n19": span(0, 19),
        "n20": span(100, 120),
        "n11": span(200, 211),
        "n12": span(300, 312),
        "n9": span(400, 409),
    }
    ladder = decide_ladder(groups)
    shown = {output: {name for name, verdict in found.items() if verdict.shown} for output, found in ladder.items()}
    assert shown[Output.MEAN] == groups.keys()
    assert shown[Output.MEDIAN] == shown[Output.POSITION] == groups.keys() - {"n9"}
    assert shown[Output.QUARTILES] == {"n19", "n20", "n12"}
    assert shown[Output.DISTRIBUTION] == {"n20"}


def test_histograms_of_nested_groups_differ_by_twenty() -> None:
    """40 and 33 organisations are fine for means; their histograms would give the histogram of seven."""
    ladder = decide_ladder({"all": span(0, 40), "part": span(0, 33)})
    assert ladder[Output.MEAN]["part"].shown
    assert ladder[Output.DISTRIBUTION] == {"all": SHOWN, "part": Verdict(Reason.TOO_SIMILAR)}


def test_margins_follow_from_axes() -> None:
    names = ["", "t=1", "t=2", "r=a", "t=1 r=a", "t=2 r=a"]
    found = margins_by_axis(names, lambda name: [tuple(pair.split("=")) for pair in name.split()])  # type: ignore[misc]
    assert set(found) == {
        Margin("", frozenset({"t=1", "t=2"})),
        Margin("", frozenset({"r=a"})),
        Margin("r=a", frozenset({"t=1 r=a", "t=2 r=a"})),
        Margin("t=1", frozenset({"t=1 r=a"})),
        Margin("t=2", frozenset({"t=2 r=a"})),
    }
