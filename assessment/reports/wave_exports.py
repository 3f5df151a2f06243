"""A comparison of two waves as a program reads it: both results, and what changed, unrounded."""

from __future__ import annotations

from typing import Any

from assessment.domain.wave_comparison import Comparison, DimensionChange, Measured
from assessment.reports.exports import result_document
from assessment.reports.schemas import COMPARISON


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """The two result documents, and every change with the margin that chance alone stays below."""
    return {
        "schema": COMPARISON,
        "then": result_document(comparison.then),
        "now": result_document(comparison.now),
        "overall": _measured(comparison.overall),
        "dimensions": {item.now.score.dimension.id: _dimension(item) for item in comparison.dimensions},
        "actions": [{"id": item.action.id, "done": item.done} for item in comparison.actions],
    }


def _dimension(item: DimensionChange) -> dict[str, Any]:
    practices = {found.now.indicator.id: found.points for found in item.practices}
    return {"kept": item.kept, "turn": item.turn, "change": _measured(item.measured), "practices": practices}


def _measured(found: Measured | None) -> dict[str, Any] | None:
    if found is None:
        return None
    scores = {"then": found.then, "now": found.now, "points": found.points}
    return scores | {"margin": found.margin, "kept": found.kept, "verdict": found.verdict}
