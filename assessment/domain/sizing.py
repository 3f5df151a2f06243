"""How much of each role an organisation needs, in full-time equivalents, from its facts (dossier 5.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import log10, sqrt

from assessment.domain.answers import Assessment, Organisation
from assessment.domain.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Sizing:
    """A sizing rule by name with its editable coefficients."""

    rule: str
    coefficients: Mapping[str, float]

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"unknown sizing rule {self.rule!r}")


@dataclass(frozen=True, slots=True)
class Sized:
    """Need in FTE; `missing` facts count as nothing, which makes the need a lower bound."""

    fte: float
    missing: tuple[str, ...]


@dataclass(slots=True)
class Drivers:
    """The figures that sizing rules read. What was left out takes its default, else is noted as missing."""

    assessment: Assessment
    defaults: Mapping[str, float]
    missing: set[str] = field(default_factory=set)

    @property
    def staff(self) -> float:
        """Total staff in FTE."""
        return self.assessment.organisation.staff

    @property
    def network_head(self) -> bool:
        """Whether the organisation heads a network."""
        return self.assessment.organisation.heads_network

    def number(self, fact: str) -> float:
        """A numeric fact, its default, or 0 noted as missing."""
        return self._or_default(fact, self.assessment.number(fact))

    def part(self, fact: str, part: str) -> float:
        """One part of a matrix fact, its default, or 0 noted as missing."""
        return self._or_default(fact, self.assessment.part(fact, part))

    def yes(self, fact: str) -> bool:
        """Whether a yes-or-no fact was answered yes; False noted as missing when it was left out."""
        chosen = self.assessment.chosen(fact)
        if not chosen:
            self.missing.add(fact)
        return "yes" in chosen

    def _or_default(self, fact: str, value: float | None) -> float:
        found = value if value is not None else self.defaults.get(fact)
        if found is None:
            self.missing.add(fact)
        return found or 0.0


Rule = Callable[[Drivers, Mapping[str, float]], float]


def _projects(d: Drivers, c: Mapping[str, float]) -> float:
    return sum(c[size] * d.part("F_PROJ", size) for size in ("small", "medium", "large")) + c["staff"] * d.staff


def _product(d: Drivers, c: Mapping[str, float]) -> float:
    visits = d.part("F_FUNNEL", "visits") / 1000
    return c["product"] * d.number("F_PRODUCTS") + c["audience"] * log10(max(1.0, visits / c["visits"]))


def _content(d: Drivers, c: Mapping[str, float]) -> float:
    translations = max(0.0, d.number("F_LANG") - 1)
    return c["piece"] * d.number("F_CONTENT") * (1 + c["language"] * translations)


def _accounts(d: Drivers, c: Mapping[str, float]) -> float:
    accounts = d.number("F_SOCIAL")
    return c["base"] + c["account"] * accounts if accounts else 0.0


def _listings(d: Drivers, c: Mapping[str, float]) -> float:
    return d.number("F_PROV") * (1 - d.number("F_AUTO") / 100) / c["per_fte"]


def _sales(d: Drivers, c: Mapping[str, float]) -> float:
    bookable = c["bookable"] * d.number("F_BOOKABLE") / 100
    return c["crm"] * d.yes("F_CRM") + c["direct"] * d.yes("F_DIRECT") + bookable


def _per_product(d: Drivers, c: Mapping[str, float]) -> float:
    return c["base"] + c["product"] * d.number("F_PRODUCTS")


def _support(d: Drivers, c: Mapping[str, float]) -> float:
    return d.number("F_SUPPORT") / 100 * d.number("F_PROV") / c["per_fte"]


def _visibility(d: Drivers, c: Mapping[str, float]) -> float:
    visits = d.part("F_FUNNEL", "visits") / 1000
    return c["base"] + c["audience"] * log10(max(1.0, visits / c["visits"]))


def _nights(d: Drivers, c: Mapping[str, float]) -> float:
    return c["factor"] * sqrt(d.number("F_NIGHTS") / c["nights"])


def _protection(d: Drivers, c: Mapping[str, float]) -> float:
    return c["base"] + c["staff"] * d.staff + (c["crm"] if d.yes("F_CRM") else 0.0)


def _per_staff(d: Drivers, c: Mapping[str, float]) -> float:
    return c["base"] + c["staff"] * d.staff


def _direction(d: Drivers, c: Mapping[str, float]) -> float:
    steps = ((100, "large"), (50, "medium"), (25, "small"))
    fte = next((c[name] for floor, name in steps if d.staff >= floor), 0.0)
    heads_many = d.network_head and d.number("F_MEMBERS") >= c["members"]
    return max(fte, c["network_head"]) if heads_many else fte


def _network_post(d: Drivers, c: Mapping[str, float]) -> float:
    return max(c["least"], d.number("F_MEMBERS") / c["members"])


RULES: Mapping[str, Rule] = {
    "projects": _projects,
    "product": _product,
    "content": _content,
    "accounts": _accounts,
    "listings": _listings,
    "sales": _sales,
    "per_product": _per_product,
    "support": _support,
    "visibility": _visibility,
    "nights": _nights,
    "protection": _protection,
    "per_staff": _per_staff,
    "direction": _direction,
    "network_post": _network_post,
}


def size(sizing: Sizing, drivers: Drivers) -> Sized:
    """Need in FTE by a sizing rule, with the facts it lacked (dossier 5.3)."""
    drivers.missing = set()
    fte = RULES[sizing.rule](drivers, sizing.coefficients)
    return Sized(fte, tuple(sorted(drivers.missing)))


def default_drivers(
    questionnaire: Questionnaire, organisation: Organisation, content_by_size: tuple[tuple[float, float], ...]
) -> Mapping[str, float]:
    """Documented stand-ins for facts that were left out: of the fact, then of the type of organisation.

    `content_by_size` pairs a staff limit (FTE, exclusive) with the original content pieces wanted a year.
    """
    of_type = questionnaire.type_by_id[organisation.type].defaults
    content = next(pieces for limit, pieces in content_by_size if organisation.staff < limit)
    return {
        **questionnaire.fact_defaults,
        **{fact: float(value) for fact, value in of_type.items()},
        "F_CONTENT": content,
    }
