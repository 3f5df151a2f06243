"""A frozen picture of a wave: how often each score occurs in each cell, and every statistic from those counts.

Cells are crossings of all axes; a group is a sum of cells, so what a snapshot costs hardly depends on how many
organisations there are (dossier 4.1, 4.4). Counts take 4 kB for each cell and metric: take many metrics in parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessment.domain import score_grid
from assessment.domain.benchmarks import PROBABILITIES
from assessment.domain.peer_groups import CROSSINGS, Axis, Consent, Crossing, Group, Member
from assessment.domain.score_grid import GRID, MISSING, Counts, Figures, to_grid


@dataclass(frozen=True, slots=True)
class Frame:
    """The axes of a snapshot and the values on each; an empty text is for organisations without a place on it."""

    values: Mapping[Axis, tuple[str, ...]]

    @property
    def axes(self) -> Crossing:
        """In the order of the cells."""
        return tuple(self.values)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each axis has."""
        return tuple(map(len, self.values.values()))

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return int(np.prod(self.shape))

    def cell_of(self, member: Member) -> int:
        """The number of an organisation's cell; ValueError when one of its values is not in the frame."""
        return int(self.cells_of([member])[0])

    def cells_of(self, members: Sequence[Member]) -> NDArray[np.int64]:
        """The number of each organisation's cell, as `cell_of`."""
        if not self.values:
            return np.zeros(len(members), dtype=np.int64)
        places = [_places(values, [member.value(axis) for member in members]) for axis, values in self.values.items()]
        return np.asarray(np.ravel_multi_index(places, self.shape), dtype=np.int64)


def _places(values: tuple[str, ...], wanted: Sequence[str]) -> NDArray[np.int64]:
    """Where each wanted value stands."""
    place = {value: number for number, value in enumerate(values)}
    if missing := set(wanted) - set(values):
        raise ValueError(f"{', '.join(sorted(missing))} not in the frame")
    return np.array([place[value] for value in wanted], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Table:
    """Statistics of all groups of a crossing: arrays with its axes in the frame's order, then metrics.

    `n` organisations; means, deviations and quantiles (one more axis, `PROBABILITIES`) in points, NaN where nothing is.
    """

    axes: Crossing
    n: NDArray[np.int64]
    means: Figures
    deviations: Figures
    quantiles: Figures


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Counts of a wave: an array of cells x metrics x grid. Frozen: a change makes a new one (see `replaced`)."""

    wave: str
    frame: Frame
    metrics: tuple[str, ...]
    counts: Counts

    def group(self, group: Group) -> Counts:
        """Counts of one group, metrics x grid: nobody where the frame does not know a value.

        Raises ValueError for a group of another wave or along an axis the frame has not.
        """
        self._check(group)
        wanted = dict(group.crossing)
        found: NDArray[Any] = self._cube()
        for place, (axis, values) in reversed(tuple(enumerate(self.frame.values.items()))):
            if axis not in wanted:
                found = found.sum(axis=place, dtype=np.int64)
            elif wanted[axis] in values:
                found = found.take(values.index(wanted[axis]), axis=place)
            else:
                return np.zeros(found.shape[-2:], dtype=np.int64)
        return found

    def groups(self) -> Iterator[Group]:
        """Every group that some organisation of the frame can be in, the whole first."""
        for axes in CROSSINGS:
            if set(axes) <= set(self.frame.axes):
                for values in product(*([v for v in self.frame.values[axis] if v] for axis in axes)):
                    yield Group(self.wave, tuple(zip(axes, values, strict=True)))

    def tables(self, crossings: Sequence[Crossing] | None = None) -> Iterator[Table]:
        """Statistics of all groups of each crossing, of all that are offered and that the frame has by default."""
        offered = [axes for axes in CROSSINGS if set(axes) <= set(self.frame.axes)]
        cube = self._cube()
        for axes in offered if crossings is None else crossings:
            others = tuple(place for place, axis in enumerate(self.frame.axes) if axis not in axes)
            counts = cube.sum(axis=others, dtype=cube.dtype) if others else cube
            yield _table(tuple(axis for axis in self.frame.axes if axis in axes), counts)

    def replaced(self, cell: int, before: Sequence[int] | None, after: Sequence[int] | None) -> Snapshot:
        """With one organisation of a `cell` entered, left or changed: its places on the grid, metric by metric.

        Only the counts of that cell differ. Raises ValueError when `before` was not counted there.
        """
        counts = self.counts.copy()
        for places, step in ((before, -1), (after, 1)):
            for metric, place in enumerate(places or ()):
                if place != MISSING:
                    counts[cell, metric, place] += step
        if (counts[cell] < 0).any():
            raise ValueError("the scores to take out were never counted")
        return Snapshot(self.wave, self.frame, self.metrics, counts)

    def _cube(self) -> Counts:
        return self.counts.reshape(*self.frame.shape, len(self.metrics), GRID)

    def _check(self, group: Group) -> None:
        if group.wave != self.wave:
            raise ValueError(f"a snapshot of {self.wave} has no group of {group.wave}")
        if unknown := set(group.axes) - set(self.frame.axes):
            raise ValueError(f"the snapshot is not divided by {', '.join(sorted(unknown))}")


def frame_of(members: Sequence[Member], axes: Crossing = tuple(Axis)) -> Frame:
    """The frame that has a place for every one of these organisations."""
    return Frame({axis: tuple(sorted({member.value(axis) for member in members})) for axis in axes})


def snapshot_of(
    wave: str, scored: Sequence[tuple[Member, Mapping[str, float | None]]], metrics: Sequence[str], frame: Frame
) -> Snapshot:
    """The snapshot of organisations with their scores (points, by metric); those who did not consent are left out.

    Raises ValueError for a score outside 0 to 100 or an organisation outside the frame.
    """
    counted = [(member, scores) for member, scores in scored if member.consent.allows(Consent.COUNTED)]
    cells = frame.cells_of([member for member, _ in counted])
    rows = [[to_grid(scores.get(metric)) for _, scores in counted] for metric in metrics]
    places = np.array(rows, dtype=np.int16).reshape(len(metrics), len(counted))
    return Snapshot(wave, frame, tuple(metrics), count(places, cells, frame.cells))


def count(scores: NDArray[np.int16], cells: NDArray[np.integer], number: int) -> Counts:
    """How often each place of the grid occurs: an array of cells x metrics x grid.

    `scores` are places on the grid, metrics x organisations, `MISSING` where there is none; `cells` are numbers from 0
    to below `number`, one an organisation. Raises ValueError for anything else.
    """
    if scores.size and not (scores.min() >= 0 and scores.max() <= MISSING):
        raise ValueError("a score is off the grid")
    if cells.size and not (cells.min() >= 0 and cells.max() < number):
        raise ValueError("a cell is outside the frame")
    counts = np.empty((number, len(scores), GRID), dtype=np.int32)
    starts = cells.astype(np.int32) * np.int32(GRID + 1)
    for metric, row in enumerate(scores):
        found = np.bincount(starts + row, minlength=number * (GRID + 1))
        counts[:, metric] = found.reshape(number, GRID + 1)[:, :GRID]
    return counts


def _table(axes: Crossing, counts: Counts) -> Table:
    """Metric by metric, so that what is held at once stays small."""
    parts = [counts[..., metric, :] for metric in range(counts.shape[-2])]
    return Table(
        axes,
        np.stack([score_grid.sizes(part) for part in parts], axis=-1),
        np.stack([score_grid.means(part) for part in parts], axis=-1),
        np.stack([score_grid.deviations(part) for part in parts], axis=-1),
        np.stack([score_grid.quantiles(part, PROBABILITIES) for part in parts], axis=-2),
    )
