"""The cursor over a plain tree: what it reads, what it notes, and that it always reads on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assessment.domain.problems import Problem
from assessment.domain.questionnaire import QuestionKind
from assessment.domain.reading import Keys, Reader, listed, shown, suggestion


def problems_of(reader: Reader) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(problem.code, problem.path) for problem in reader.problems]


@pytest.mark.parametrize(
    ("value", "read", "expected"),
    [
        ("Essai", Reader.text, "Essai"),
        (Decimal("1.5"), Reader.number, Decimal("1.5")),
        (3, Reader.number, Decimal(3)),
        (3, Reader.integer, 3),
        (Decimal("3.0"), Reader.integer, 3),
        (True, Reader.flag, True),
        ("2026-03-31", Reader.date, date(2026, 3, 31)),
        ("CAP1", Reader.code, "CAP1"),
        ("level", lambda reader: reader.choice(QuestionKind), QuestionKind.LEVEL),
        (["a", "b"], lambda reader: [item.text() for item in reader.items()], ["a", "b"]),
        ({"a": 1, "b": None}, lambda reader: [key for key, _ in reader.entries()], ["a"]),
        ({"a": 40, "b": 60}, lambda reader: reader.numbers("ab", total=100), {"a": 40, "b": 60}),
        ({"fr": "Oui", "en": "Yes"}, lambda reader: reader.localised(("fr", "en")).text("en"), "Yes"),
    ],
)
def test_what_fits_is_read_without_a_word(value: object, read: Callable[[Reader], Any], expected: object) -> None:
    reader = Reader(value)
    assert read(reader) == expected
    assert reader.problems == []


@pytest.mark.parametrize(
    ("value", "read", "code", "stand_in"),
    [
        (1, Reader.text, "unquoted-text", ""),
        (True, Reader.text, "unquoted-text", ""),
        (["a"], Reader.text, "not-text", ""),
        (" ", Reader.text, "empty-text", ""),
        ("a" * 11, lambda reader: reader.text(10), "text-too-long", ""),
        ("a\0b", Reader.text, "control-character", ""),
        ("a\u202eb\ud800", Reader.text, "control-character", ""),
        ("1", Reader.number, "not-a-number", 0),
        (True, Reader.number, "not-a-number", 0),
        (1, lambda reader: reader.number(2, 4), "number-too-small", 2),
        (5, lambda reader: reader.number(2, 4), "number-too-large", 4),
        ("x", lambda reader: reader.number(2, 4), "not-a-number", 2),
        (Decimal("1e999"), Reader.number, "number-too-large", 10**12),
        (Decimal("1.5"), lambda reader: reader.integer(1, 3), "not-an-integer", 1),
        ("yes", Reader.flag, "not-a-flag", False),
        ("31/03/2026", Reader.date, "invalid-date", None),
        ("1A", Reader.code, "invalid-code", "unknown"),
        ("A" * 33, Reader.code, "invalid-code", "unknown"),
        ("levl", lambda reader: reader.choice(QuestionKind), "unknown-choice", QuestionKind.LEVEL),
        ("text", Reader.items, "not-a-list", []),
        ([], lambda reader: reader.items(at_least=1), "empty-list", []),
        ("text", Reader.entries, "not-a-mapping", []),
        ({"a": 1}, lambda reader: reader.numbers("a", total=100), "wrong-sum", {"a": 1}),
        ({}, lambda reader: reader.numbers("a", total=100), "empty-mapping", {}),
        ({"fr": "Oui"}, lambda reader: reader.localised(("fr", "en")).text("en"), "missing-translation", "Oui"),
        ("Oui", lambda reader: reader.localised(("fr", "en")).text("fr"), "not-a-mapping", "-"),
    ],
)
def test_what_does_not_fit_is_noted_once_and_replaced(
    value: object, read: Callable[[Reader], Any], code: str, stand_in: object
) -> None:
    reader = Reader(value, ("here",))
    assert read(reader) == stand_in
    assert problems_of(reader) == [(code, ("here",))]


@pytest.mark.parametrize(
    "read",
    [
        Reader.text,
        Reader.number,
        Reader.integer,
        Reader.flag,
        Reader.date,
        Reader.code,
        Reader.items,
        Reader.entries,
        Reader.distinct,
        Reader.mapping,
        lambda reader: reader.one_of(("a",)),
        lambda reader: reader.localised(("fr",)),
        lambda reader: reader.numbers(("a",), total=1),
        lambda reader: reader.maybe("a", Reader.text),
    ],
)
def test_what_is_left_out_is_read_as_a_stand_in_without_a_word(read: Callable[[Reader], Any]) -> None:
    reader = Reader(None)
    read(reader)
    assert reader.problems == []


def test_a_mapping_names_every_key_that_is_missing_or_unknown() -> None:
    reader = Reader({"kind": "level", "txet": "?", "code": None})
    reader.keys(Keys(("code", "kind", "text"), ("help",)))
    assert problems_of(reader) == [("missing-key", ()), ("missing-key", ()), ("unknown-key", ("txet",))]
    assert [problem.values["key"] for problem in reader.problems] == ["code", "text", "txet"]
    assert reader.problems[-1].values["suggestion"] == "text"


def test_problems_carry_the_whole_path() -> None:
    reader = Reader({"list": [{"a": "text"}]})
    reader.at("list").items()[0].at("a").number()
    assert problems_of(reader) == [("not-a-number", ("list", 0, "a"))]


def test_an_empty_item_is_noted_and_left_out() -> None:
    reader = Reader(["a", None, "b"])
    assert [item.value for item in reader.items()] == ["a", "b"]
    assert problems_of(reader) == [("empty-item", (1,))]


def test_the_second_use_of_a_code_is_the_one_noted() -> None:
    reader = Reader([{"id": "a"}, {"id": "b"}, {"id": "a"}])
    assert len(reader.distinct("id")) == 3
    assert problems_of(reader) == [("duplicate-code", (2, "id"))]


def test_numbers_must_be_there_for_every_key_when_complete() -> None:
    reader = Reader({"a": 100, "c": 0})
    assert reader.numbers(("a", "b"), total=100, complete=True) == {"a": 100}
    assert problems_of(reader) == [("missing-key", ()), ("unknown-key", ("c",))]


def test_a_language_that_was_not_promised_is_an_unknown_key() -> None:
    reader = Reader({"fr": "Oui", "de": "Ja"})
    assert reader.localised(("fr",)).texts == {"fr": "Oui"}
    assert problems_of(reader) == [("unknown-key", ("de",))]


def test_a_suggestion_is_made_only_for_a_near_word() -> None:
    assert suggestion("dimentions", ["dimensions", "levels"]) == {"suggestion": "dimensions"}
    assert suggestion("CAP1", ["cap1"]) == {"suggestion": "cap1"}
    assert suggestion("xyz", ["dimensions", "levels"]) == {}


def test_a_message_repeats_at_most_the_start_of_a_long_value() -> None:
    assert len(shown("a" * 1000)) == 60
    assert (shown({"a": 1}), shown(["a"]), shown(False)) == ("{...}", "[...]", "false")


def test_a_message_lists_at_most_the_first_of_many_words() -> None:
    assert listed(["a", "b"]) == "a, b"
    assert listed([str(number) for number in range(100)]).endswith("18, 19, …")


def test_a_problem_must_be_of_a_known_kind() -> None:
    with pytest.raises(ValueError, match="no-such-code"):
        Problem("no-such-code")
