"""The frozen picture of a wave (dossier 4.1, 4.4)."""

from __future__ import annotations

import numpy as np
import pytest

from assessment.domain.peer_groups import Axis, Consent, Group, Member
from assessment.domain.score_grid import GRID, MISSING
from assessment.domain.snapshots import Frame, Snapshot, count, frame_of, snapshot_of

TYPE = Axis.TYPE


def office(code: str, kind: str = "OT", region: str = "84", consent: Consent = Consent.COUNTED) -> Member:
    return Member(id=code, type=kind, staff=8, region=region, consent=consent)


MEMBERS = [office("a"), office("b"), office("c", "CDT"), office("d", region="")]
SCORES: list[dict[str, float | None]] = [
    {"INS": 40.0, "REL": 10.0},
    {"INS": 60.0, "REL": None},
    {"INS": 80.0},
    {"INS": 20.0, "REL": 30.0},
]


@pytest.fixture
def snapshot() -> Snapshot:
    return snapshot_of("2026", list(zip(MEMBERS, SCORES, strict=True)), ("INS", "REL"), frame_of(MEMBERS))


def test_groups_are_those_that_have_a_name(snapshot: Snapshot) -> None:
    """One without a region counts in the whole and its type, and makes no group of the nameless."""
    names = [group.crossing for group in snapshot.groups() if len(group.axes) == 1]
    assert names == [((TYPE, "CDT"),), ((TYPE, "OT"),), ((Axis.REGION, "84"),), ((Axis.SIZE, "S"),)]
    assert snapshot.group(Group("2026")).sum(axis=1).tolist() == [4, 2]
    assert snapshot.group(Group("2026", ((Axis.REGION, "84"),))).sum(axis=1).tolist() == [3, 1]


def test_a_missing_score_is_not_counted(snapshot: Snapshot) -> None:
    assert np.flatnonzero(snapshot.group(Group("2026", ((TYPE, "OT"),)))[1]).tolist() == [100, 300]


def test_an_unknown_value_is_nobody(snapshot: Snapshot) -> None:
    assert snapshot.group(Group("2026", ((TYPE, "NET"),))).sum() == 0


def test_other_waves_and_other_axes_are_not_in_it(snapshot: Snapshot) -> None:
    with pytest.raises(ValueError, match="2025"):
        snapshot.group(Group("2025"))
    whole = snapshot_of("2026", [], ("INS",), frame_of(MEMBERS, (TYPE,)))
    with pytest.raises(ValueError, match="not divided by region"):
        whole.group(Group("2026", ((Axis.REGION, "84"),)))


def test_who_keeps_private_is_not_counted() -> None:
    members = [office("a"), office("b", consent=Consent.PRIVATE)]
    found = snapshot_of("2026", [(item, {"INS": 50.0}) for item in members], ("INS",), frame_of(members))
    assert found.group(Group("2026")).sum() == 1


def test_tables_are_laid_out_by_axis_then_metric(snapshot: Snapshot) -> None:
    table = next(item for item in snapshot.tables() if item.axes == (TYPE,))
    assert table.n.tolist() == [[1, 0], [3, 2]]
    assert table.means[1].tolist() == [40, 20]
    assert np.isnan(table.means[0, 1])
    assert table.quantiles.shape == (2, 2, 5)
    assert len(list(snapshot.tables())) == 11


def test_only_what_was_counted_can_be_taken_out(snapshot: Snapshot) -> None:
    cell = snapshot.frame.cell_of(MEMBERS[0])
    with pytest.raises(ValueError, match="never counted"):
        snapshot.replaced(cell, (401, MISSING), None)


def test_an_organisation_outside_the_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the frame"):
        snapshot_of("2026", [(office("x", "NET"), {})], ("INS",), frame_of(MEMBERS))


@pytest.mark.parametrize(
    ("place", "cell", "match"), [(GRID + 1, 0, "grid"), (-1, 0, "grid"), (5, 3, "cell"), (5, -1, "cell")]
)
def test_counting_refuses_what_lies_outside(place: int, cell: int, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        count(np.array([[place]], dtype=np.int16), np.array([cell]), 3)


def test_a_frame_without_axes_is_one_cell() -> None:
    assert Frame({}).cells == 1
    assert Frame({}).cell_of(MEMBERS[0]) == 0
