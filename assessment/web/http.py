"""The type of a request, the addresses that come with one, and the handlers that only show something."""

from __future__ import annotations

from functools import partial
from typing import Any, TypeAlias
from urllib.parse import SplitResult, urlsplit

from litestar import Request, Response, route
from litestar.enums import HttpMethod

HttpRequest: TypeAlias = Request[Any, Any, Any]
"""A request of our service; who asks is told by our own cookies, not by the framework."""

shown = partial(route, http_method=(HttpMethod.GET, HttpMethod.HEAD))
"""A handler for GET that changes nothing, and so answers HEAD too, without a body."""


def address_parts(address: str) -> SplitResult:
    """The parts of an address somebody sent; all empty when it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def to_keep(content: bytes, name: str, kind: str) -> Response[bytes]:
    """A file that a browser stores under a name of ours instead of showing it."""
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
