"""Plain tree -> RoleCatalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from math import inf

from assessment.domain.parsing_dimensions import LONGEST_REFERENCE, read_competence
from assessment.domain.parsing_names import Names
from assessment.domain.parsing_questions import Texts
from assessment.domain.reading import Keys, Reader
from assessment.domain.role_catalogue import Range, Role, RoleCatalogue, RoleRules
from assessment.domain.sizing import Sizing

ROLES_KEYS = Keys(("dated", "rules", "roles"))
ROLE_KEYS = Keys(
    ("id", "title", "purpose", "esco", "rome", "ict", "ecf", "triggers", "sizing", "gross", "loaded", "frame"),
    ("axis", "shared", "owned", "network_only", "training", "training_days"),
)
ESCO_KEYS = Keys(("code", "label", "id"))
RULE_KEYS = Keys(tuple(item.name for item in fields(RoleRules)))
SIZE_KEYS = Keys(("pieces",), ("below",))
AXES = ("inspire", "connect")
INTEGERS = ("most_shown", "decided_level")
COEFFICIENTS: Mapping[str, tuple[str, ...]] = {
    "projects": ("small", "medium", "large", "staff"),
    "product": ("product", "audience", "visits"),
    "content": ("piece", "language"),
    "accounts": ("base", "account"),
    "listings": ("per_fte",),
    "sales": ("crm", "direct", "bookable"),
    "per_product": ("base", "product"),
    "support": ("per_fte",),
    "visibility": ("base", "audience", "visits"),
    "nights": ("factor", "nights"),
    "protection": ("base", "staff", "crm"),
    "per_staff": ("base", "staff"),
    "direction": ("small", "medium", "large", "network_head", "members"),
    "network_post": ("least", "members"),
}
"""What each sizing rule of `sizing.py` reads."""
DIVISORS = ("per_fte", "visits", "nights", "members")
"""Coefficients that something is divided by."""


def read_roles(reader: Reader, names: Names, texts: Texts) -> RoleCatalogue:
    """Every role with its rules. To be used only when no problem was noted: stand-ins fill what was wrong."""
    reader.keys(ROLES_KEYS)
    return RoleCatalogue(
        tuple(_role(item, names, texts) for item in reader.at("roles").distinct("id", at_least=1)),
        _rules(reader.at("rules"), names),
        reader.at("dated").text(LONGEST_REFERENCE),
    )


def _role(reader: Reader, names: Names, texts: Texts) -> Role:
    reader.keys(ROLE_KEYS)
    esco = reader.at("esco").keys(ESCO_KEYS)
    return Role(
        id=reader.at("id").code(),
        title=texts.read(reader.at("title")),
        purpose=texts.read(reader.at("purpose")),
        esco_code=esco.at("code").text(LONGEST_REFERENCE),
        esco_label=esco.at("label").text(LONGEST_REFERENCE),
        esco_id=esco.at("id").text(LONGEST_REFERENCE),
        rome=tuple(item.text(LONGEST_REFERENCE) for item in reader.at("rome").distinct()),
        ict_profile=reader.at("ict").text(LONGEST_REFERENCE),
        ecf=tuple(read_competence(item, "ecf") for item in reader.at("ecf").items()),
        triggers=tuple(item.one_of(names.indicators) for item in reader.at("triggers").distinct(at_least=1)),
        sizing=_sizing(reader.at("sizing")),
        gross=_range(reader.at("gross")),
        loaded=_range(reader.at("loaded")),
        frame=texts.read(reader.at("frame")),
        axis=reader.maybe("axis", lambda found: found.one_of(AXES)),
        shared=reader.at("shared").flag(),
        owned=reader.at("owned").flag(),
        network_only=reader.at("network_only").flag(),
        training=reader.maybe("training", texts.read),
        training_days=reader.maybe("training_days", lambda found: float(found.number(0))),
    )


def _sizing(reader: Reader) -> Sizing:
    if reader.at("rule").value not in [*COEFFICIENTS]:
        reader.mapping(("rule",), [key for keys in COEFFICIENTS.values() for key in keys])
    rule = reader.at("rule").one_of([*COEFFICIENTS])
    if reader.at("rule").value == rule:
        reader.mapping(required=("rule", *COEFFICIENTS[rule]))
    return Sizing(rule, {name: _coefficient(reader.at(name), name) for name in COEFFICIENTS[rule]})


def _coefficient(reader: Reader, name: str) -> float:
    return float(reader.number(1 if name in DIVISORS else 0))


def _range(reader: Reader) -> Range:
    ends = [float(item.number(0)) for item in reader.items()]
    if len(ends) == 2 and ends[0] <= ends[1]:
        return Range(*ends)
    if isinstance(reader.value, list):
        reader.report("not-a-range")
    return Range(0, 0)


def _rules(reader: Reader, names: Names) -> RoleRules:
    reader.keys(RULE_KEYS)
    special: dict[str, object] = {
        "decided_axes": reader.at("decided_axes").one_of(names.indicators),
        "day_rate": _range(reader.at("day_rate")),
        "content_by_size": _sizes(reader.at("content_by_size")),
    }
    special.update({name: reader.at(name).integer(0, 100) for name in INTEGERS})
    plain = {name: float(reader.at(name).number(0)) for name in RULE_KEYS.required if name not in special}
    return RoleRules(**plain, **special)  # type: ignore[arg-type]


def _sizes(reader: Reader) -> tuple[tuple[float, float], ...]:
    found = tuple(_size(item) for item in reader.items(at_least=1))
    limits = [limit for limit, _ in found]
    if found and (limits != sorted({*limits}) or limits[-1] != inf):
        reader.report("sizes-not-ascending")
    return found


def _size(reader: Reader) -> tuple[float, float]:
    """A staff limit (FTE, exclusive; none on the last line) with the pieces wanted a year."""
    reader.keys(SIZE_KEYS)
    below = reader.maybe("below", lambda found: float(found.number(0)))
    return (inf if below is None else below), float(reader.at("pieces").number(0))
