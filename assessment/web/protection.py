"""What protects every request and answer: addresses we answer to, requests of our own pages only, strict headers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from litestar.exceptions import ClientException, PermissionDeniedException
from litestar.types import Message, Scope

from assessment.web.http import HttpRequest

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = ("127.0.0.1", "localhost")
DEFAULT_PORTS = {"http": 80, "https": 443}
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class WrongHost(ClientException):
    """The request names a host that is not ours."""


class ForeignRequest(PermissionDeniedException):
    """A page of another site sent this request."""


@dataclass(frozen=True)
class Protection:
    """The rules of a service reached under `base_address`."""

    base_address: str

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The values of a Host header that mean us; on this machine its two names are one."""
        address = urlsplit(self.base_address)
        name, port = address.hostname or "", address.port or DEFAULT_PORTS[address.scheme]
        names = LOOPBACK if name in LOOPBACK else (f"[{name}]" if ":" in name else name,)
        bare = names if port == DEFAULT_PORTS[address.scheme] else ()
        return frozenset([*bare, *(f"{name}:{port}" for name in names)])

    @cached_property
    def origins(self) -> frozenset[str]:
        """The values of an Origin header that mean our own pages."""
        scheme = urlsplit(self.base_address).scheme
        return frozenset(f"{scheme}://{host}" for host in self.hosts)

    async def check(self, request: HttpRequest) -> None:
        """Litestar hook: refuse a request to another host, or a change asked for by another site's page."""
        given = request.headers.getall("host", [])
        if len(given) != 1 or given[0].lower() not in self.hosts:
            raise WrongHost
        if request.method not in SAFE_METHODS and not self._is_ours(request):
            raise ForeignRequest

    def _is_ours(self, request: HttpRequest) -> bool:
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        return request.headers.get("origin") in self.origins

    @cached_property
    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """The headers of every answer that says nothing else, as they are sent."""
        named = HEADERS | {"Cache-Control": "no-store"}
        if self.base_address.startswith("https://"):
            named["Strict-Transport-Security"] = "max-age=31536000"
        return tuple((name.lower().encode(), value.encode()) for name, value in named.items())

    async def add_headers(self, message: Message, _scope: Scope) -> None:
        """Litestar hook: put the headers on an answer, and forbid storing it unless it says how long."""
        if message["type"] != "http.response.start":
            return
        given = {name.lower() for name, _ in message["headers"]}
        message["headers"] = [*message["headers"], *(item for item in self.headers if item[0] not in given)]
