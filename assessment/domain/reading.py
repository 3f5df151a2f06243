"""A cursor over a plain tree (mappings, lists, text, numbers, flags) that notes every problem and reads on.

Each method returns what it read, or after noting a problem a stand-in of the same type, so that one pass finds all that
is wrong. A value that is left out and one that is written empty (null) are the same: reading it gives the stand-in
without a word, since `mapping` has already said which required keys are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar
from unicodedata import category

from assessment.domain.localised import Localised
from assessment.domain.problems import Path, Problem
from assessment.domain.questionnaire import CODE

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)

LARGEST = Decimal(10) ** 12
"""No number in a document of ours comes near it; beyond it arithmetic would lose digits."""
LONGEST_TEXT = 10_000
SHOWN = 60
"""Characters of a wrong value that a message repeats."""
MOST_LISTED = 20


def suggestion(word: str, known: Iterable[str]) -> Mapping[str, str]:
    """The known word nearest to `word`, as a value for a problem; nothing when none is near."""
    by_lower = {item.lower(): item for item in known}
    found = get_close_matches(word.lower()[:SHOWN], by_lower, n=1, cutoff=0.6)
    return {"suggestion": by_lower[found[0]]} if found else {}


def shown(value: object) -> str:
    """A value as a message repeats it: short, and as it is written in a document."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{...}"
    if isinstance(value, list):
        return "[...]"
    text = str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def listed(words: Collection[str]) -> str:
    """The words that are possible, as a message lists them: the first ones, when they are many."""
    return ", ".join([*words][:MOST_LISTED]) + (", …" if len(words) > MOST_LISTED else "")


@dataclass(frozen=True, slots=True)
class Keys:
    """What a mapping must and may hold."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """A value of a plain tree, where it stands, and the list that collects problems."""

    value: object
    path: Path = ()
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, /, **values: object) -> None:
        """Note a problem with this value; text in `values` is repeated as it is."""
        texts = {name: value if isinstance(value, str) else shown(value) for name, value in values.items()}
        self.problems.append(Problem(code, self.path, texts))

    # --- moving

    @property
    def given(self) -> bool:
        """Whether there is a value here."""
        return self.value is not None

    def at(self, key: str) -> Reader:
        """The value under `key` of this mapping; one that is not there reads as left out."""
        value = self.value.get(key) if isinstance(self.value, Mapping) else None
        return Reader(value, (*self.path, key), self.problems)

    def maybe(self, key: str, read: Callable[[Reader], T]) -> T | None:
        """What `read` makes of the value under `key`, None when it is left out."""
        found = self.at(key)
        return read(found) if found.given else None

    def keys(self, keys: Keys) -> Reader:
        """`mapping` with the keys of a table."""
        return self.mapping(keys.required, keys.optional)

    def mapping(self, required: Collection[str] = (), optional: Collection[str] = ()) -> Reader:
        """The same reader, after noting what is not a mapping, which keys are missing and which are not known."""
        if not self._mapping_here():
            return Reader({}, self.path, self.problems)
        for key in required:
            if not self.at(key).given:
                self.report("missing-key", key=key)
        known = (*required, *optional)
        for key in self._keys():
            if key not in known:
                near = suggestion(key, known)
                Reader(None, (*self.path, key), self.problems).report(
                    "unknown-key", key=shown(key), known=listed(known), **near
                )
        return self

    def entries(self) -> list[tuple[str, Reader]]:
        """The pairs of a mapping whose keys are free; those without a value count as left out."""
        found = [(key, self.at(key)) for key in self._keys()] if self._mapping_here() else []
        return [(key, reader) for key, reader in found if reader.given]

    def numbers(
        self, known: Collection[str], *, total: int | None = None, complete: bool = False
    ) -> dict[str, Decimal]:
        """Numbers from 0 by `known` keys, all of them when `complete`; those given must add up to `total`."""
        here = self.mapping(required=known) if complete else self.mapping(optional=known)
        found = {key: reader.number(0) for key, reader in here.entries() if key in known}
        if self.value == {} and total is not None:
            self.report("empty-mapping")
        elif found and total is not None and sum(found.values()) != total:
            self.report("wrong-sum", value=sum(found.values()), total=total)
        return found

    def items(self, at_least: int = 0) -> list[Reader]:
        """The items of a list."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            self.report("not-a-list")
            return []
        if len(self.value) < at_least:
            self.report("empty-list")
        found = [Reader(item, (*self.path, index), self.problems) for index, item in enumerate(self.value)]
        for item in found:
            if not item.given:
                item.report("empty-item")
        return [item for item in found if item.given]

    def distinct(self, key: str | None = None, at_least: int = 0) -> list[Reader]:
        """The items of a list, after noting those that repeat an earlier one, by `key` or as a whole."""
        found, seen = self.items(at_least), set()
        for item in found:
            value = item.at(key).value if key else item.value
            if isinstance(value, str) and value in seen:
                (item.at(key) if key else item).report("duplicate-code", value=shown(value))
            seen.add(value if isinstance(value, str) else None)
        return found

    def _mapping_here(self) -> bool:
        if self.value is not None and not isinstance(self.value, Mapping):
            self.report("not-a-mapping")
        return isinstance(self.value, Mapping)

    def _keys(self) -> list[str]:
        return list(self.value) if isinstance(self.value, Mapping) else []

    # --- reading

    def text(self, max_length: int = LONGEST_TEXT) -> str:
        """A text, not empty, of at most `max_length` characters; stand-in: empty."""
        value = self.value
        if value is None:
            return ""
        if not isinstance(value, str):
            if isinstance(value, Mapping | list):
                self.report("not-text")
            else:
                self.report("unquoted-text", value=value)
            return ""
        bad = next((c for c in value if category(c) in ("Cc", "Cs") and c not in "\n\r\t"), None)
        if not value.strip():
            self.report("empty-text")
        elif len(value) > max_length:
            self.report("text-too-long", length=len(value), limit=max_length)
        elif bad is not None:
            self.report("control-character", character=f"U+{ord(bad):04X}")
        else:
            return value
        return ""

    def number(self, minimum: Decimal | int = -LARGEST, maximum: Decimal | int = LARGEST) -> Decimal:
        """A number from `minimum` to `maximum`; stand-in: the allowed number nearest to it, or to 0."""
        value = self.value
        if not isinstance(value, int | Decimal) or isinstance(value, bool):
            if value is not None:
                self.report("not-a-number", value=value)
            value = 0
        elif value < minimum:
            self.report("number-too-small", value=value, limit=minimum)
        elif value > maximum:
            self.report("number-too-large", value=value, limit=maximum)
        return Decimal(min(max(value, minimum), maximum))

    def integer(self, minimum: int = int(-LARGEST), maximum: int = int(LARGEST)) -> int:
        """A whole number from `minimum` to `maximum`; stand-in as for `number`."""
        if isinstance(self.value, Decimal) and self.value != self.value.to_integral_value():
            self.report("not-an-integer", value=self.value)
            return minimum
        return int(self.number(minimum, maximum))

    def flag(self, default: bool = False) -> bool:
        """True or false; `default` when left out, which is also the stand-in."""
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            self.report("not-a-flag", value=self.value)
            return default
        return self.value

    def date(self) -> date | None:
        """A date written year-month-day; stand-in: None."""
        text = self.text(max_length=10)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.report("invalid-date", value=text)
            return None

    def code(self) -> str:
        """A code of the questionnaire language; stand-in: `unknown`."""
        text = self.text(max_length=200)
        if text and not CODE.match(text):
            self.report("invalid-code", value=shown(text))
            return "unknown"
        return text or "unknown"

    def one_of(self, known: Collection[str], problem: str = "unknown-choice") -> str:
        """One of the `known` words, else a problem of the given code; stand-in: the first of them."""
        text = self.text(max_length=200)
        if text in known:
            return text
        if text:
            self.report(problem, value=shown(text), known=listed(known), **suggestion(text, known))
        return next(iter(known), "")

    def choice(self, kind: type[Choice]) -> Choice:
        """A member of an enumeration, by its value; stand-in: the first member."""
        return kind(self.one_of([member.value for member in kind]))

    def localised(self, languages: Collection[str], missing: str = "missing-translation") -> Localised:
        """A text in each of `languages`; one that is missing is a problem of the code `missing`."""
        here = self.mapping(optional=languages)
        texts = {language: found.text() for language, found in here.entries() if language in languages}
        for language in languages:
            if self.value and here.value and language not in texts:
                self.report(missing, language=language)
        return Localised({language: text for language, text in texts.items() if text} or {next(iter(languages)): "-"})
