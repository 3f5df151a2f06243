"""E-mail addresses as people type them."""

from __future__ import annotations

import pytest

from assessment.services.addresses import AddressRefused, address_key, read_address


@pytest.mark.parametrize(
    "typed", ["Marie.Dupont@Office.example", " marie.dupont@office.example ", "MARIE.DUPONT@OFFICE.EXAMPLE"]
)
def test_spellings_of_one_address_have_one_key(typed: str) -> None:
    assert read_address(typed).key == "marie.dupont@office.example" == address_key(typed)


def test_an_accent_typed_in_two_ways_is_one_address() -> None:
    assert read_address("ame\u0301lie@office.example") == read_address("amélie@office.example")


def test_the_tries_on_an_address_are_counted_without_naming_it() -> None:
    assert "marie" not in read_address("marie@office.example").bucket


NO_ADDRESSES = (
    "", "marie", "marie@", "@office.example", "a@b@c.example", "a b@c.example", "a\x00@c.example",
    "a@c.example\nBcc: x", "é" * 300 + "@c.example", "a@" + "c" * 250 + ".example", "<b>@c.example", "a@localhost",
    "Marie <a@c.example>",
)  # fmt: skip


@pytest.mark.parametrize("typed", NO_ADDRESSES)
def test_what_is_no_address_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        read_address(typed)
    assert "@" in refused.value.message
