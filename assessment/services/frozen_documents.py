"""The documents of publications that were read last: they never change, and parsing one takes longer than a page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

Document = Mapping[str, Any]
MOST = 4
"""Kept at once; one of a large network fills some ten megabytes."""


class FrozenDocuments:
    """Documents by the id of their publication, for threads that only read them."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[str, Document] = OrderedDict()

    def get(self, publication_id: str, read: Callable[[], Document]) -> Document:
        """The document, read if it is not kept; the one that was not asked for longest makes room."""
        with self._lock:
            found = self._kept.get(publication_id)
        found = read() if found is None else found
        with self._lock:
            self._kept[publication_id] = found
            self._kept.move_to_end(publication_id)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found
