"""Whose tries are counted: the peer's, or whoever our own proxies say."""

from __future__ import annotations

from typing import Any

import pytest
from litestar import Request

from assessment.settings import settings_from
from assessment.web.client_address import client_address

PROXIES = settings_from({"ASSESSMENT_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8, fd00::/8"}).trusted_proxies


def asked(peer: str | None, *forwarded: str) -> Request[Any, Any, Any]:
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    scope: Any = {"type": "http", "headers": headers, "client": (peer, 1234) if peer else None}
    return Request(scope)


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["198.51.100.1, 198.51.100.2"], "198.51.100.2"),
        ("127.0.0.1", ["198.51.100.1, 198.51.100.2, 10.1.2.3"], "198.51.100.2"),
        ("127.0.0.1", ["198.51.100.1", "198.51.100.9"], "198.51.100.9"),
        ("127.0.0.1", ["10.1.2.3"], "10.1.2.3"),
        ("127.0.0.1", ["unknown"], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1, unknown, 10.1.2.3"], "10.1.2.3"),
        ("::ffff:127.0.0.1", ["::ffff:198.51.100.1"], "198.51.100.1"),
        ("2001:db8:1:2:3::4", [], "2001:db8:1:2::/64"),
        ("fd00::1", ["2001:db8:1:2:9::9"], "2001:db8:1:2::/64"),
        (None, ["198.51.100.1"], ""),
    ],
)
def test_only_the_word_of_our_own_proxies_counts(peer: str | None, forwarded: list[str], expected: str) -> None:
    assert client_address(asked(peer, *forwarded), PROXIES) == expected


def test_without_proxies_the_header_changes_nothing() -> None:
    assert client_address(asked("127.0.0.1", "198.51.100.1"), ()) == "127.0.0.1"
