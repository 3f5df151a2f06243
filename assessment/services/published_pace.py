"""What visitors' surveys required, wave by wave, and what is published of how maturity keeps up with it.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping

from assessment.domain.published_pace import NOT_COMPARABLE, Required, publish_pace
from assessment.domain.publishing import Contribution, Decided, Shown
from assessment.domain.score_grid import TENTHS
from assessment.storage.campaigns import contributions_of

Document = dict[str, Any]


def pace_of(
    connection: Connection,
    rows: Iterable[Mapping[Any, Any]],
    before: RowMapping | None,
    contributions: Sequence[Contribution],
    decided: Mapping[str, Decided],
    past: Sequence[Mapping[str, Shown]],
) -> tuple[Document | None, list[str]]:
    """What is published since the wave `before`, and the tokens of those it is about; None in the first wave.

    `rows` are what was contributed to this wave. Where none of the scores of the two may be compared, neither may this.
    """
    if before is None:
        return None, []
    if not any(one.before for one in contributions):
        return {"hidden": NOT_COMPARABLE}, []
    tokens = {one.member.id: one.token for one in contributions}
    required = Required(_required(rows, tokens), _required(contributions_of(connection, before["id"]), tokens))
    document, panel = publish_pace(decided, required, past)
    return document, sorted(panel)


def kept_pace(last: RowMapping | None) -> tuple[Document, list[str]] | None:
    """The pace that a campaign was published with, with the day it is `of`, for nobody new: it is worked out once."""
    found = last["document"].get("pace") if last else None
    return ({"of": last["document"]["published_at"], **found}, []) if last and found and "n" in found else None


def _required(rows: Iterable[Mapping[Any, Any]], tokens: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Points by token and dimension, of the organisations that have a token and a measured requirement."""
    return {
        tokens[row["organisation_id"]]: {code: tenths / TENTHS for code, tenths in row["required"].items()}
        for row in rows
        if row["required"] and row["organisation_id"] in tokens
    }
