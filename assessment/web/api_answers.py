"""What the API answers with: JSON with an ETag, and problem documents (RFC 9457) for whatever goes wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from litestar import Response
from litestar.exceptions import HTTPException

from assessment.services.attempts import TooManyTries
from assessment.storage.failures import DatabaseProblem
from assessment.web.http import HttpRequest
from assessment.web.rules import KeyFirst, ScopeMissing

log = logging.getLogger(__name__)

PREFIX = "/api/"
PROBLEM = "application/problem+json"
TYPES = "/problems/"


class BadQuery(HTTPException):
    """A parameter of the query cannot be used; `detail` says which and why."""

    status_code = 400


class NoResultYet(HTTPException):
    """The assessment was not sent yet, so it has no result."""

    status_code = 409


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong: `type` names the kind for programs and never changes."""

    status: int
    type: str
    detail: str


NOT_FOUND = Problem(404, "not-found", "There is no such thing among what this key opens.")
BY_STATUS: Mapping[int, Problem] = {
    400: Problem(400, "bad-request", "The request cannot be read."),
    403: Problem(403, "forbidden", "This is not open to you."),
    404: NOT_FOUND,
    405: Problem(405, "method-not-allowed", "The API is read-only: use GET."),
    413: Problem(413, "too-large", "The request is too large."),
}
FAILURE = Problem(500, "failure", "Something went wrong on our side. It has been noted.")


def answer(request: HttpRequest, document: Mapping[str, Any]) -> Response[bytes]:
    """A document as JSON; nothing but its ETag when that is what the program has already."""
    content = json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    if _has(request, tag):
        return Response(b"", status_code=304, headers={"ETag": tag}, media_type="application/json")
    return Response(content, headers={"ETag": tag}, media_type="application/json")


def is_api(request: HttpRequest) -> bool:
    """Whether a request is one of a program."""
    return bool(request.scope["path"].startswith(PREFIX))


def show_problem(request: HttpRequest, error: Exception) -> Response[bytes]:
    """The answer to a request of a program that failed; nothing of how we are made is in it."""
    problem = problem_of(error)
    if problem.status >= 500:
        unforeseen = error if problem is FAILURE else None
        log.error("%s %s failed: %s", request.method, request.scope["path"], error, exc_info=unforeseen)
    document = {
        "type": f"{TYPES}{problem.type}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.scope["path"],
    }
    headers = _headers(error, problem)
    content = json.dumps(document, ensure_ascii=True).encode()
    return Response(content, status_code=problem.status, headers=headers, media_type=PROBLEM)


def problem_of(error: Exception) -> Problem:
    """The problem that fits an error best."""
    match error:
        case KeyFirst():
            return Problem(401, "no-key", "Send a valid key: Authorization: Bearer PREFIX.SECRET")
        case ScopeMissing(scope=scope):
            return Problem(403, "scope-missing", f"This needs a key with the scope {scope}.")
        case TooManyTries():
            return Problem(429, "too-many-requests", "360 requests a minute are open to a key. Wait, then go on.")
        case BadQuery(detail=detail):
            return Problem(400, "bad-query", detail)
        case NoResultYet():
            return Problem(409, "no-result-yet", "The assessment was not sent yet, so it has no result.")
        case DatabaseProblem():
            return Problem(503, "unavailable", "The database does not answer for the moment. Try again in a minute.")
        case HTTPException(status_code=status) if status < 500:
            return BY_STATUS.get(status, BY_STATUS[400])
    return FAILURE


def _headers(error: Exception, problem: Problem) -> dict[str, str]:
    if isinstance(error, TooManyTries):
        return {"Retry-After": str(max(1, -int(-error.wait.total_seconds() // 1)))}
    if problem.status == 401:
        return {"WWW-Authenticate": 'Bearer realm="api"'}
    if problem.status == 405:
        return {"Allow": "GET, HEAD"}
    return {"Retry-After": "5"} if problem.status == 503 else {}


def _has(request: HttpRequest, tag: str) -> bool:
    given = {item.strip().removeprefix("W/") for item in request.headers.get("if-none-match", "").split(",")}
    return tag in given or given == {"*"}
