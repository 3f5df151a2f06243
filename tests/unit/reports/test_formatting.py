"""Numbers, dates and names as a reader of each language expects them."""

from __future__ import annotations

from datetime import date

import pytest

from assessment.domain.role_catalogue import Range
from assessment.reports.formatting import NAME_LENGTH, Voice, one_line

FR, EN = Voice("fr"), Voice("en")


@pytest.mark.parametrize(
    ("value", "places", "french", "english"),
    [
        (45.1363, 1, "45,1", "45.1"),
        (0.25, 1, "0,3", "0.3"),
        (-0.04, 1, "0,0", "0.0"),
        (-3.25, 1, "−3,3", "−3.3"),
        (12345.6, 0, "12\u00a0346", "12,346"),
        (None, 1, "–", "–"),
    ],
)
def test_numbers_are_rounded_half_up_and_a_missing_one_is_a_dash(
    value: float | None, places: int, french: str, english: str
) -> None:
    assert (FR.number(value, places), EN.number(value, places)) == (french, english)


@pytest.mark.parametrize(("value", "french"), [(3.0, "3"), (0.5, "0,5"), (12.25, "12,25"), (400.0, "400")])
def test_short_numbers_drop_only_the_zeros_after_the_comma(value: float, french: str) -> None:
    assert FR.short(value) == french


def test_units_are_joined_to_their_number_as_each_language_does() -> None:
    assert (FR.percent(0.6), EN.percent(0.6)) == ("60\u00a0%", "60%")
    assert (FR.euros(22000), EN.euros(22000)) == ("22\u00a0000\u00a0€", "€22,000")
    assert (FR.euros(-400), EN.euros(-400)) == ("−400\u00a0€", "−€400")
    assert (FR.fte(0.38), EN.fte(0.38)) == ("0,38\u00a0ETP", "0.38\u00a0FTE")
    assert (FR.days(0), FR.days(1.2), EN.days(0)) == ("0\u00a0jour", "1\u00a0jour", "0\u00a0days")
    assert FR.kilo_euros(Range(9.2, 9.4)) == "9\u00a0k€"
    assert EN.kilo_euros(Range(19.6, 31.6)) == "€20k\u00a0to\u00a0€32k"


def test_dates_are_written_in_words() -> None:
    assert FR.date(date(2026, 3, 1)) == "1er\u00a0mars 2026"
    assert EN.date(date(2026, 11, 22)) == "22\u00a0November 2026"


@pytest.mark.parametrize(("items", "said"), [([], ""), (["a"], "a"), (["a", "b", "c"], "a, b et c")])
def test_several_things_are_listed_with_an_and(items: list[str], said: str) -> None:
    assert FR.listing(items) == said


def test_a_typed_name_is_kept_on_one_short_line() -> None:
    assert one_line("  Office\x00 de\n\ttourisme ") == "Office de tourisme"
    assert len(one_line("x" * 1_000_000)) == NAME_LENGTH
    assert one_line("x" * NAME_LENGTH) == "x" * NAME_LENGTH
