"""Codes that change every half minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from cryptography.fernet import Fernet

from assessment.services.second_factor import matching_step, new_factor, plain_code, read_factor
from assessment.services.secrets import Seal

NOW = datetime(2026, 3, 1, 12, 0, 10, tzinfo=UTC)
SECRET = pyotp.random_base32()
STEP = int(NOW.timestamp()) // 30


def code(seconds: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=seconds))


@pytest.fixture
def seal() -> Seal:
    return Seal((Fernet.generate_key().decode(),))


@pytest.mark.parametrize(("seconds", "step"), [(0, STEP), (-30, STEP - 1), (30, STEP + 1)])
def test_a_clock_may_be_half_a_minute_off(seconds: int, step: int) -> None:
    assert matching_step(SECRET, code(seconds), NOW) == step


@pytest.mark.parametrize("seconds", [-90, -60, 60, 90, 3600])
def test_an_older_or_later_code_is_wrong(seconds: int) -> None:
    assert matching_step(SECRET, code(seconds), NOW) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "é" * 6, "١٢٣٤٥٦", "\x00" * 6])
def test_what_is_no_code_is_wrong(typed: str) -> None:
    assert matching_step(SECRET, typed, NOW) is None


def test_a_code_may_be_typed_in_groups() -> None:
    typed = code()
    assert matching_step(SECRET, f" {typed[:3]} {typed[3:]}\u00a0", NOW) == STEP
    assert plain_code("ABCD-efgh jkmn") == "abcdefghjkmn"


def test_the_rfc_s_own_example_is_met() -> None:
    """RFC 6238, appendix B: 94287082 at 59 s, in six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert matching_step(secret, "287082", datetime.fromtimestamp(59, UTC)) == 1


def test_a_factor_being_set_up_comes_back_only_to_its_person_and_for_an_hour(seal: Seal) -> None:
    factor = new_factor(seal, "person-a", NOW)
    assert read_factor(seal, factor.sealed, "person-a", NOW + timedelta(minutes=59)) == factor
    assert read_factor(seal, factor.sealed, "person-b", NOW) is None
    assert read_factor(seal, factor.sealed, "person-a", NOW + timedelta(minutes=61)) is None
    assert read_factor(seal, "nothing of ours é", "person-a", NOW) is None
    assert factor.key.replace(" ", "") == factor.secret
    assert "issuer=" in factor.address("a@b.example", "Site")
