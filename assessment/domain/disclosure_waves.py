"""When a published number is replaced: joiners, leavers, edits and withdrawals (dossier 4.3, promise P3)."""

from __future__ import annotations

from enum import Enum

from assessment.domain.disclosure_rules import K_DEFAULT

Members = frozenset[str]


class Settled(Enum):
    """What becomes of a group's published number when its members changed."""

    SAME = "same"
    """Nobody joined, left or changed."""
    REPLACE = "replace"
    KEEP = "keep"
    """Too few changed: the number published before stays, with its date."""


def settle(published: Members, now: Members, k: int = K_DEFAULT) -> Settled:
    """Whether a group's number may be published again, from the members published and those that would be now.

    Newcomers and leavers must each be none or at least `k`. An organisation that changed its answers stands in `now`
    under another id (see `disclosure`), so it counts on both sides; one that withdrew is a leaver. For a whole
    snapshot: the same, with all its organisations. The other way out that dossier 4.3 leaves open, scores rounded to
    5 points, is `about` in `published_scores`: the number itself stays hidden, and every rule treats it so.
    """
    counts = (len(now - published), len(published - now))
    if counts == (0, 0):
        return Settled.SAME
    return Settled.REPLACE if all(count == 0 or count >= k for count in counts) else Settled.KEEP


def panel(first: Members, second: Members, k: int = K_DEFAULT) -> Members | None:
    """Those of a group that took part in both waves, over whom a change may be published; None under `k` of them.

    The changes of several groups are an output of their own: decide on their panels with `Output.CHANGE`.
    """
    common = first & second
    return common if len(common) >= k else None
