"""Asking another server: no redirect is followed, nothing large is read, nobody is waited for long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from ssl import SSLContext
from time import monotonic

import httpx

SECONDS = 5.0
LARGEST_ANSWER = 256 * 1024


class NoAnswer(Exception):
    """The server cannot be reached, or takes too long."""


class UnfitAnswer(Exception):
    """The server answered something that is not read: too much of it, or packed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of another server: its address read, or a form sent there."""

    address: str
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    user: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What it said."""

    status: int
    content_type: str
    body: bytes


Ask = Callable[[Question], Answer]
"""Whatever carries a question there and the answer back. Raises NoAnswer and UnfitAnswer."""


def ask(question: Question) -> Answer:
    """Ask over the network, for five seconds at most. Raises NoAnswer and UnfitAnswer."""
    until = monotonic() + SECONDS
    try:
        # No settings of the environment: neither a proxy nor a password file of this machine is meant for the provider.
        with (
            httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False, verify=_trust()) as client,
            client.stream(
                "GET" if question.form is None else "POST",
                question.address,
                data=question.form,
                headers={"Accept-Encoding": "identity", **question.headers},
                auth=question.user or httpx.USE_CLIENT_DEFAULT,
            ) as reply,
        ):
            return Answer(reply.status_code, _kind(reply), _body(reply, until))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NoAnswer(type(error).__name__) from error


@cache
def _trust() -> SSLContext:
    """Whose certificates are believed; read once, since that takes longer than asking."""
    return httpx.create_ssl_context(trust_env=False)


def _kind(reply: httpx.Response) -> str:
    return str(reply.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _body(reply: httpx.Response, until: float) -> bytes:
    if reply.headers.get("content-encoding", "identity") != "identity":
        raise UnfitAnswer("packed")
    body = b""
    for piece in reply.iter_raw(16 * 1024):
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise UnfitAnswer("too-large")
        if monotonic() > until:
            raise NoAnswer("slow")
    return body
