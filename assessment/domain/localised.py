"""One text in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Localised:
    """A text written by a questionnaire author, keyed by language code (`fr`, `en`, ...).

    The first language given is the source language; it stands in when another one is missing.
    """

    texts: Mapping[str, str]

    def __post_init__(self) -> None:
        if not self.texts:
            raise ValueError("a localised text needs at least one language")
        object.__setattr__(self, "texts", MappingProxyType(dict(self.texts)))

    def __hash__(self) -> int:
        return hash(tuple(self.texts.items()))

    def text(self, language: str) -> str:
        """Return the text in `language`, or in the source language when it has none."""
        found = self.texts.get(language)
        return found if found is not None else next(iter(self.texts.values()))
