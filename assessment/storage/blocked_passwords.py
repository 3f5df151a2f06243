"""Passwords that everybody tries first: a list shipped with the program, no outside service is asked."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "vendor" / "zxcvbn" / "passwords.txt"
"""From zxcvbn, see vendor.toml beside it: casefolded, eight characters or more."""


@cache
def blocked_passwords() -> frozenset[str]:
    """The list, read once."""
    return frozenset(FILE.read_text(encoding="utf-8").split("\n")) - {""}
