"""What visitors said read back, one function for each one of `exports_visitors`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessment.domain.calibration import Calibration
from assessment.domain.derived_importance import DerivedImportance
from assessment.domain.expectations import Link
from assessment.domain.results import VisitorReading
from assessment.domain.shrinkage import Blend
from assessment.domain.surveys import AttributeReading, Readings, SurveyReading, SurveyRules
from assessment.domain.visitor_gaps import (
    Case,
    Crosshair,
    ImportanceMap,
    MapPoint,
    PlacedPoint,
    Quadrant,
    VisitorGap,
)

Kept = Mapping[str, Any]


def visitors(plain: Kept | None) -> VisitorReading | None:
    """The survey beside the maturity of the dimensions."""
    if plain is None:
        return None
    hidden = plain.get("segments_hidden", {})
    return VisitorReading(
        SurveyReading(
            plain["answers"],
            _readings(plain["attributes"]),
            {segment: _readings(items) for segment, items in plain["segments"].items()},
            plain.get("segment_answers", {}),
            tuple(hidden.get("segments", ())),
            hidden.get("fewer_than", SurveyRules().segment),
            plain["mix"],
            plain["success"],
            _derived(plain.get("derived_importance")),
        ),
        tuple(_gap(dimension, item) for dimension, item in plain["gaps"].items()),
        _map(plain["map"]),
        {code: item["loss"] for code, item in plain["attributes"].items() if item.get("loss") is not None},
        tuple(plain.get("from_peers", ())),
    )


def calibration(plain: Kept | None) -> Calibration | None:
    """The measured link and what it rests on."""
    if plain is None:
        return None
    return Calibration(plain["organisations"], plain["alpha_seen"], plain["beta_seen"], Link(**plain["link"]))


def _derived(plain: Kept | None) -> DerivedImportance | None:
    return DerivedImportance(**plain) if plain else None


def _readings(plain: Kept) -> Readings:
    return {attribute: _attribute(item) for attribute, item in plain.items()}


def _attribute(plain: Kept) -> AttributeReading:
    perceived = plain["perceived"]
    return AttributeReading(
        Blend(**plain["expected"]),
        Blend(**plain["adequate"]),
        Blend(**plain["importance"]),
        Blend(**perceived) if perceived else None,
    )


def _gap(dimension: str, plain: Kept) -> VisitorGap:
    case = plain["case"]
    return VisitorGap(dimension, plain["perceived"], plain["expected"], Case(case) if case else None)


def _map(plain: Kept | None) -> ImportanceMap | None:
    if plain is None:
        return None
    return ImportanceMap(
        tuple(_point(code, item) for code, item in plain["points"].items()),
        plain["importance"],
        Crosshair(**plain["performance"]),
        plain["own"],
    )


def _point(code: str, plain: Kept) -> PlacedPoint:
    point = MapPoint(
        code, plain["importance"], plain["performance"], plain["importance_error"], plain["performance_error"]
    )
    return PlacedPoint(point, Quadrant(plain["quadrant"]), plain["decided"])
