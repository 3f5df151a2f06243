"""Long lists shown in parts, with plain links from one part to another; their files hold everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from assessment.web.pages_organisations import Link

A_PART = 50
"""The rows shown at once."""
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Parts:
    """A list of `number` items of which one part is `asked` for as an address has it, counted from 1."""

    number: int
    asked: str

    @property
    def current(self) -> int:
        """The part to show: the first one where what is asked for is no part of this list."""
        known = {str(part): part for part in range(1, self._last + 1)}
        return known.get(self.asked, 1)

    @property
    def _last(self) -> int:
        return max(1, -(-self.number // A_PART))

    def of(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """Those of the list that are shown."""
        return tuple(items[(self.current - 1) * A_PART : self.current * A_PART])

    def links(self, address: str, filters: Mapping[str, str], anchor: str) -> tuple[Link, ...]:
        """To every part, called by its first and last row; nothing for a list in one part."""
        if self._last == 1:
            return ()
        return tuple(
            Link(
                f"{address}?{urlencode({**filters, 'part': part})}#{anchor}",
                f"{(part - 1) * A_PART + 1}–{min(part * A_PART, self.number)}",
                part == self.current,
            )
            for part in range(1, self._last + 1)
        )
