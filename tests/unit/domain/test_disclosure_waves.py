"""When a published number is replaced (dossier 4.3, promise P3)."""

from __future__ import annotations

import pytest

from assessment.domain.disclosure_waves import Settled, panel, settle

OLD = frozenset(f"o{number}" for number in range(20))


def changed(joining: int, leaving: int) -> frozenset[str]:
    return OLD - {f"o{number}" for number in range(leaving)} | {f"new{number}" for number in range(joining)}


@pytest.mark.parametrize(
    ("joining", "leaving", "settled"),
    [
        (0, 0, Settled.SAME),
        (1, 0, Settled.KEEP),
        (4, 0, Settled.KEEP),
        (5, 0, Settled.REPLACE),
        (0, 4, Settled.KEEP),
        (0, 5, Settled.REPLACE),
        (5, 1, Settled.KEEP),
        (5, 5, Settled.REPLACE),
    ],
)
def test_a_number_is_replaced_when_nobody_or_five_joined_and_left(joining: int, leaving: int, settled: Settled) -> None:
    assert settle(OLD, changed(joining, leaving)) is settled


def test_a_withdrawal_leaves_the_published_number_in_its_place() -> None:
    assert settle(OLD, OLD - {"o3"}) is Settled.KEEP


def test_one_edited_organisation_leaves_the_published_number_in_its_place() -> None:
    """Under its new id it joins, under the old one it leaves."""
    assert settle(OLD, OLD - {"o3"} | {"o3@2"}) is Settled.KEEP


@pytest.mark.parametrize(("common", "published"), [(4, False), (5, True)])
def test_a_change_needs_five_that_took_part_twice(common: int, published: bool) -> None:
    first = frozenset(f"o{number}" for number in range(common))
    found = panel(first | {"left"}, first | {"joined"})
    assert found == (first if published else None)
