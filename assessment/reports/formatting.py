"""Numbers, dates and words as a reader of a language expects them. The only place where numbers are rounded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from assessment.domain.localised import Localised
from assessment.domain.role_catalogue import Range
from assessment.translation import later, translate, translate_number

NO_BREAK = "\u00a0"
"""Joins a number to its unit; the narrow one is not in every font we meet."""

MINUS = "\u2212"
NONE = "–"
NAME_LENGTH = 200

MONTHS = (
    later("January"),
    later("February"),
    later("March"),
    later("April"),
    later("May"),
    later("June"),
    later("July"),
    later("August"),
    later("September"),
    later("October"),
    later("November"),
    later("December"),
)


def rounded(value: float, places: int = 0) -> Decimal:
    """`value` with `places` decimals, halves away from zero, as people round by hand; never minus zero."""
    found = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return found if found else abs(found)


def one_line(text: str, most: int = NAME_LENGTH) -> str:
    """A text somebody typed, on one line, without control characters, at most `most` characters."""
    clean = " ".join("".join(char if char.isprintable() else " " for char in text[: 4 * most]).split())
    return clean if len(clean) <= most else clean[: most - 1].rstrip() + "…"


def together(text: str) -> str:
    """A number and its unit, which no end of a line may part."""
    return text.replace(" ", NO_BREAK)


@dataclass(frozen=True, slots=True)
class Voice:
    """How one language says our numbers, dates and sentences."""

    language: str

    def say(self, message: str, **values: object) -> str:
        """One of the interface's own sentences, with its `%(named)s` values."""
        return translate(message, self.language, **values)

    def say_number(self, message: str, number: int, /, **values: object) -> str:
        """A sentence about so many, in the number that the language puts it in: French has 0 in the singular."""
        return translate_number(message, number, self.language, **values)

    def say_amount(self, message: str, amount: float, places: int = 1, /, **values: object) -> str:
        """A sentence about an amount shown with so many decimals: French has the singular below two."""
        return self.say_number(message, int(abs(rounded(amount, places))), **values)

    def text(self, localised: Localised) -> str:
        """A text of the questionnaire's author."""
        return localised.text(self.language)

    def number(self, value: float | None, places: int = 1) -> str:
        """A number with grouped thousands and the decimal sign of the language; a dash when there is none."""
        if value is None:
            return NONE
        exact = rounded(value, places)
        text = f"{abs(exact):,}"
        if self.language == "fr":
            text = text.replace(",", NO_BREAK).replace(".", ",")
        return MINUS + text if exact < 0 else text

    def short(self, value: float, places: int = 2) -> str:
        """A number without the zeros its decimals end in: 3, 0.5, 12.25."""
        text, sign = self.number(value, places), "," if self.language == "fr" else "."
        return text.rstrip("0").rstrip(sign) if sign in text else text

    def percent(self, share: float) -> str:
        """A share 0-1 as whole per cent."""
        return self.number(100 * share, 0) + (f"{NO_BREAK}%" if self.language == "fr" else "%")

    def fte(self, value: float) -> str:
        """Full-time equivalents with two decimals and their unit."""
        return together(self.say("%(number)s FTE", number=self.number(value, 2)))

    def days(self, value: float) -> str:
        """Whole working days with their unit."""
        count = self.number(value, 0)
        many = self.say_number("%(number)s days", abs(int(rounded(value))), number=count)
        return together(self.say("1 day") if count == "1" else many)

    def euros(self, value: float) -> str:
        """Whole euros with the sign where the language puts it."""
        amount = self.number(abs(value), 0)
        sign = MINUS if rounded(value) < 0 else ""
        return f"{sign}{amount}{NO_BREAK}€" if self.language == "fr" else f"{sign}€{amount}"

    def kilo_euros(self, value: Range) -> str:
        """A range of thousands of euros, whole."""
        low, high = self.number(value.low, 0), self.number(value.high, 0)
        if low == high:
            return together(self.say("€%(number)sk", number=low))
        return together(self.say("€%(low)sk to €%(high)sk", low=low, high=high))

    def date(self, day: date) -> str:
        """A date in words: 22 November 2026, 1er mars 2026."""
        first = self.language == "fr" and day.day == 1
        return f"{'1er' if first else day.day}{NO_BREAK}{self.say(MONTHS[day.month - 1])} {day.year}"

    def listing(self, items: Iterable[str]) -> str:
        """Several things in a row: a, b and c."""
        parts = list(items)
        if len(parts) < 2:
            return "".join(parts)
        return self.say("%(first)s and %(last)s", first=", ".join(parts[:-1]), last=parts[-1])
