"""Documents of publications are read once and kept while they are asked for."""

from __future__ import annotations

from collections.abc import Callable

from assessment.services.frozen_documents import Document, FrozenDocuments


def reader(read: list[str], name: str) -> Callable[[], Document]:
    def found() -> Document:
        read.append(name)
        return {"name": name}

    return found


def ask(documents: FrozenDocuments, names: str) -> list[str]:
    """Ask for these documents; the ones that had to be read."""
    read: list[str] = []
    for name in names:
        assert documents.get(name, reader(read, name)) == {"name": name}
    return read


def test_a_document_is_read_once() -> None:
    assert ask(FrozenDocuments(), "aabab") == ["a", "b"]


def test_the_one_not_asked_for_longest_makes_room() -> None:
    assert ask(FrozenDocuments(most=2), "abacba") == ["a", "b", "c", "b", "a"]
