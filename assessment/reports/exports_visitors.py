"""What visitors said and the measured link between practice and perception, as parts of the result document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from assessment.domain.calibration import Calibration
from assessment.domain.results import VisitorReading
from assessment.domain.surveys import AttributeReading, Readings
from assessment.domain.visitor_gaps import ImportanceMap, PlacedPoint, VisitorGap

Plain = Mapping[str, Any]


def visitors(found: VisitorReading | None) -> Plain | None:
    """The survey beside the maturity of the dimensions, None without one."""
    if found is None:
        return None
    reading = found.reading
    return {
        "answers": reading.answers,
        "success": reading.success,
        "perception": reading.perception,
        "mix": dict(reading.mix),
        "attributes": _attributes(found),
        "segments": {segment: _readings(items) for segment, items in reading.segments.items()},
        "segment_answers": dict(reading.counts),
        "segments_hidden": {"segments": list(reading.hidden), "fewer_than": reading.least},
        "derived_importance": None if reading.derived is None else asdict(reading.derived),
        "gaps": {item.dimension: _gap(item) for item in found.gaps},
        "map": _map(found.map),
        "from_peers": list(found.from_peers),
    }


def calibration(found: Calibration | None) -> Plain | None:
    """The measured link and what it rests on, None without one."""
    return None if found is None else asdict(found)


def _attributes(found: VisitorReading) -> Plain:
    ranks, losses = found.reading.ranks, found.losses
    return {
        code: {**plain, "rank": ranks.get(code), "loss": losses.get(code)}
        for code, plain in _readings(found.reading.attributes).items()
    }


def _readings(found: Readings) -> Mapping[str, Plain]:
    return {attribute: _attribute(item) for attribute, item in found.items()}


def _attribute(item: AttributeReading) -> Plain:
    return {
        "expected": asdict(item.expected),
        "adequate": asdict(item.adequate),
        "importance": asdict(item.importance),
        "perceived": None if item.perceived is None else asdict(item.perceived),
        "gap": item.gap,
        "state": item.state.value,
    }


def _gap(item: VisitorGap) -> Plain:
    return {
        "perceived": item.perceived,
        "expected": item.expected,
        "gap": item.gap,
        "case": item.case.value if item.case else None,
    }


def _map(found: ImportanceMap | None) -> Plain | None:
    if found is None:
        return None
    return {
        "importance": found.importance,
        "performance": asdict(found.performance),
        "own": found.own,
        "points": {item.point.id: _point(item) for item in found.points},
    }


def _point(item: PlacedPoint) -> Plain:
    plain = asdict(item.point)
    del plain["id"]
    return {**plain, "diagonal": item.point.diagonal, "quadrant": item.quadrant.value, "decided": item.decided}
