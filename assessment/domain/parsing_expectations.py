"""Plain tree -> ExpectationModel."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from assessment.domain.expectations import Attribute, Axes, ExpectationModel, Link, Segment, Shift, Standing
from assessment.domain.parsing_names import Names
from assessment.domain.parsing_questions import Texts
from assessment.domain.reading import Keys, Reader

EXPECTATION_KEYS = Keys(("segments", "attributes", "internal", "link", "adequate_share", "axes"))
SEGMENT_KEYS = Keys(("id", "title"), ("flag",))
ATTRIBUTE_KEYS = Keys(("id", "title", "kano", "desired", "adequate", "importance", "dimensions"), ("shifts",))
SHIFT_KEYS = Keys((), ("desired", "importance"))
LINK_KEYS = Keys(("alpha", "beta", "required_floor", "ceiling"))
AXES_KEYS = Keys(("inspire", "connect"))
KANO = ("M", "O", "A")
SMALLEST_SLOPE = Decimal("0.01")


def read_expectations(reader: Reader, names: Names, texts: Texts) -> ExpectationModel:
    """What visitors expect. To be used only when no problem was noted: stand-ins fill what was wrong."""
    reader.keys(EXPECTATION_KEYS)
    axes = reader.at("axes").keys(AXES_KEYS)
    return ExpectationModel(
        attributes=_attributes(reader.at("attributes"), names, texts),
        segments=tuple(_segment(item, texts) for item in reader.at("segments").distinct("id")),
        internal=_internal(reader.at("internal"), names),
        link=_link(reader.at("link")),
        axes=Axes(axes.at("inspire").one_of(names.facing), axes.at("connect").one_of(names.facing)),
        adequate_share=float(reader.at("adequate_share").number(0, 1)),
    )


def _segment(reader: Reader, texts: Texts) -> Segment:
    reader.keys(SEGMENT_KEYS)
    return Segment(reader.at("id").code(), texts.read(reader.at("title")), reader.at("flag").flag())


def _attributes(reader: Reader, names: Names, texts: Texts) -> tuple[Attribute, ...]:
    found = tuple(_attribute(item, names, texts) for item in reader.distinct("id", at_least=1))
    drawn = {dimension for attribute in found for dimension in attribute.dimensions}
    for dimension in names.facing:
        if reader.given and dimension not in drawn:
            reader.report("dimension-without-attribute", value=dimension)
    return found


def _attribute(reader: Reader, names: Names, texts: Texts) -> Attribute:
    reader.keys(ATTRIBUTE_KEYS)
    shifts = reader.at("shifts").mapping(optional=names.segments)
    return Attribute(
        id=reader.at("id").code(),
        title=texts.read(reader.at("title")),
        kano=reader.at("kano").one_of(KANO),
        base=Standing(*(float(reader.at(key).number(0, 100)) for key in ("desired", "adequate", "importance"))),
        shifts={segment: _shift(item) for segment, item in shifts.entries()},
        dimensions=_shares(reader.at("dimensions"), names),
    )


def _shift(reader: Reader) -> Shift:
    reader.keys(SHIFT_KEYS)
    return Shift(*(float(reader.at(key).number(-100, 100)) for key in SHIFT_KEYS.optional))


def _internal(reader: Reader, names: Names) -> Mapping[str, Mapping[str, float]]:
    entries = reader.mapping(required=names.internal).entries()
    return {dimension: _shares(item, names) for dimension, item in entries if dimension in names.internal}


def _shares(reader: Reader, names: Names) -> Mapping[str, float]:
    """Shares of the customer-facing dimensions, sum 1."""
    found = reader.numbers(names.facing, total=1)
    if sum(found.values()) == 1:
        return {dimension: float(share) for dimension, share in found.items()}
    return {next(iter(names.facing), "unknown"): 1.0}


def _link(reader: Reader) -> Link:
    reader.keys(LINK_KEYS)
    return Link(
        float(reader.at("alpha").number(0, 100)),
        float(reader.at("beta").number(SMALLEST_SLOPE, 100)),
        float(reader.at("required_floor").number(0, 100)),
        float(reader.at("ceiling").number(0, 100)),
    )
