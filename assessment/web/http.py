"""The type of a request, and the addresses that come with one."""

from __future__ import annotations

from typing import Any, TypeAlias
from urllib.parse import SplitResult, urlsplit

from litestar import Request

HttpRequest: TypeAlias = Request[Any, Any, Any]
"""A request of our service; who asks is told by our own cookies, not by the framework."""


def address_parts(address: str) -> SplitResult:
    """The parts of an address somebody sent; all empty when it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
