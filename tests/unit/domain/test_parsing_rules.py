"""The numbers of indices and plans in rules.yaml: read strictly, every problem said at its place."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from assessment.domain.parsing_names import names_in
from assessment.domain.parsing_rules import read_rules
from assessment.domain.reading import Reader
from tests.minimal import TREES
from tests.shipped import shipped_instrument


def problems(path: str, value: Any) -> list[tuple[str, str]]:
    """Codes and places of what is wrong once `value` stands at `path`; a key is left out where it is None."""
    tree = deepcopy(TREES["rules"])
    *above, last = path.split(".")
    place = tree
    for key in above:
        place = place[key]
    place[last] = value
    reader = Reader(tree)
    read_rules(reader, names_in(TREES))
    return [(problem.code, ".".join(map(str, problem.path))) for problem in reader.problems]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("plan.first_year", 2, "number-too-large"),
        ("plan.more", -1, "number-too-small"),
        ("plan.share_step", 0, "number-too-small"),
        ("plan.draws", 0, "number-too-small"),
        ("plan.draws", 100_000, "number-too-large"),
        ("plan.spread", 1, "number-too-large"),
        ("plan.seed", "today", "not-a-number"),
        ("plan.savings", "ruin", "unknown-choice"),
        ("plan.purposes.FRONT", "contents", "unknown-choice"),
        ("plan.purposes.SIDE", "content", "unknown-key"),
        ("plan.lines.duplicates", "rum", "unknown-choice"),
        ("indices.border", 101, "number-too-large"),
        ("indices.bands.reach", [1, 0], "not-a-range"),
        ("indices.bands.pleasure", [0, 1], "unknown-key"),
        ("indices.audiences.shared", 2, "number-too-small"),
        ("indices.audiences.slipping", 0, "number-too-small"),
        ("indices.audiences.stages.pages", 1, "wrong-sum"),
    ],
)
def test_a_number_that_makes_no_sense_is_said_where_it_stands(path: str, value: Any, code: str) -> None:
    place = path.removesuffix(".pages")
    assert problems(path, value) == [(code, place)]


@pytest.mark.parametrize("path", ["plan.eta", "plan.purposes.BACK", "indices.bands.run", "indices.audiences.lost"])
def test_no_number_may_be_left_out(path: str) -> None:
    above, _, _ = path.rpartition(".")
    assert ("missing-key", above) in problems(path, None)


def test_the_shipped_defaults_are_those_of_the_method() -> None:
    """Dossier 3.8 and 6.1: readings, bands and 200 draws with effects off by 30 %."""
    indices, plan = shipped_instrument().index_rules, shipped_instrument().plan_rules
    assert (indices.audiences.focused, indices.audiences.shared, indices.audiences.lost) == (2.25, 2.7, 0.15)
    assert [(band.low, band.high) for band in indices.bands.values()] == [
        (0.20, 0.35),
        (0.12, 0.25),
        (0.08, 0.15),
        (0.10, 0.20),
        (0.10, 0.20),
        (0.10, 0.20),
        (0.04, 0.10),
    ]
    assert (plan.first_year, plan.more, plan.draws, plan.spread) == (0.7, 0.2, 200, 0.3)
