"""Which passwords are accepted, and how they are kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from argon2 import extract_parameters
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.services.passwords import (
    LONGEST,
    OUR_WORDS,
    SHORTEST_ALONE,
    SHORTEST_WITH_FACTOR,
    PasswordRefused,
    Passwords,
    PasswordsBusy,
    require_good,
    stands_alone,
)
from assessment.storage.blocked_passwords import blocked_passwords

PERSON = ("Amélie Fournier", "amelie.fournier@office-fictif.example", "Office de Belvallée")
GOOD = "cheval correct batterie agrafe"


@pytest.fixture(scope="module")
def passwords() -> Iterator[Passwords]:
    made = Passwords()
    yield made
    made.close()


def reason(password: str, *, second_factor: bool = False, words: tuple[str, ...] = PERSON) -> str:
    try:
        require_good(password, second_factor=second_factor, words=words)
    except PasswordRefused as refused:
        return refused.reason
    return ""


@settings(max_examples=2000)
@given(st.text(max_size=300), st.booleans())
def test_only_length_and_the_block_lists_decide(password: str, second_factor: bool) -> None:
    """Over generated passwords of any characters: length in composed characters is the only formal rule."""
    shortest = SHORTEST_WITH_FACTOR if second_factor else SHORTEST_ALONE
    length = len(unicodedata.normalize("NFC", password))
    found = reason(password, second_factor=second_factor, words=())
    if length < shortest:
        assert found == ("too-short" if length else "missing")
    else:
        assert found in ("", "common", "our-words")


@settings(max_examples=2000)
@given(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzéàç -ABC", min_size=15, max_size=256).filter(
        lambda text: len(set(text)) > 9 and not any(word in text.casefold() for word in OUR_WORDS)
    )
)
def test_a_long_enough_password_of_many_letters_is_accepted_without_digits_or_signs(password: str) -> None:
    assert reason(password, words=()) in ("", "too-short")
    assert stands_alone(password) or reason(password, words=()) == "too-short"


@settings(max_examples=15)
@given(st.text(min_size=1, max_size=256))
def test_a_password_is_compared_to_its_last_character_in_either_form(passwords: Passwords, password: str) -> None:
    """Never truncated, and the same however its accents are typed."""
    kept = passwords.hash(unicodedata.normalize("NFD", password))
    assert passwords.matches(unicodedata.normalize("NFC", password), kept)
    assert not passwords.matches(password + "x", kept)
    assert not passwords.matches(password[:-1], kept)


def test_the_longest_password_counts_whole(passwords: Passwords) -> None:
    long = "é" * (LONGEST - 1)
    kept = passwords.hash(long + "a")
    assert passwords.matches(long + "a", kept)
    assert not passwords.matches(long + "b", kept)
    assert not passwords.matches(long + "a" + "a", kept)


def test_a_password_of_256_characters_is_accepted() -> None:
    assert reason(" ".join(f"mot{number}" for number in range(60))[:256]) == ""


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("", "missing"),
        ("quatorze lettr", "too-short"),
        ("quinze lettres!", ""),
        ("x" * (LONGEST + 1), "too-long"),
        ("aaaaaaaaaaaaaaaaaaaa", "common"),
        ("abcabcabcabcabcabc", "common"),
        ("123456789012345678", "common"),
        ("9876543210987654", "common"),
        ("passwordpassword", "common"),
        ("sunshine 2026 2026", "common"),
        ("Sunshine!!!!!!!!!!", "common"),
        ("Assessment2026!!", "our-words"),
        ("Amélie Fournier 75", "our-words"),
        ("ame\u0301lie fournier 75", "our-words"),
        ("amelie.fournier@office-fictif.example", "our-words"),
        ("belvallée2026!!!!", "our-words"),
        ("motdepasse-motdepasse", "our-words"),
        ("ma belle Amélie part en mer", ""),
        (GOOD, ""),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused_with_its_reason(password: str, expected: str) -> None:
    assert reason(password) == expected


def test_eight_characters_do_beside_a_second_factor() -> None:
    assert reason("vq8 zkfp", second_factor=True) == ""
    assert reason("vq8 zkfp") == "too-short"
    assert reason("football", second_factor=True) == "common"


def test_the_block_list_has_more_than_3000_entries_of_the_length_rule() -> None:
    assert len(blocked_passwords()) >= 3000
    assert all(len(item) >= SHORTEST_WITH_FACTOR for item in blocked_passwords())


def test_every_entry_of_the_block_list_is_refused() -> None:
    assert {reason(item, second_factor=True, words=()) for item in blocked_passwords()} == {"common"}


def test_argon2id_is_used_with_the_parameters_promised(passwords: Passwords) -> None:
    found = extract_parameters(passwords.hash(GOOD))
    assert (found.type.name, found.memory_cost, found.time_cost, found.parallelism) == ("ID", 19 * 1024, 2, 1)


def test_nobody_has_no_password_that_matches(passwords: Passwords) -> None:
    """Where there is no account, or none with a password, comparing says no after the same work."""
    assert not passwords.matches("nobody's password", None)
    assert not passwords.matches(GOOD, "no hash at all")


def test_when_too_many_wait_the_next_one_is_told_so() -> None:
    passwords = Passwords(waiting=1)
    with passwords.place(), pytest.raises(PasswordsBusy):
        passwords.hash(GOOD)
    assert passwords.matches(GOOD, passwords.hash(GOOD))
    passwords.close()
