"""The type of a request."""

from __future__ import annotations

from typing import Any, TypeAlias

from litestar import Request

HttpRequest: TypeAlias = Request[Any, Any, Any]
"""A request of our service; who asks is told by our own cookies, not by the framework."""
