"""The gate every request passes: our host and our pages, the token of the form, the rule of the route."""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest

from anyio.to_thread import run_sync
from litestar import Litestar
from litestar.datastructures import UploadFile
from litestar.exceptions import (
    InternalServerException,
    MethodNotAllowedException,
    NotFoundException,
    PermissionDeniedException,
)
from litestar.routes import HTTPRoute

from assessment.services.secrets import hash_of
from assessment.storage.access import SEEN_EVERY, SignedIn, find_session, touch_session
from assessment.storage.assessments import ID
from assessment.web.access import RULES
from assessment.web.forms import FORM_TYPE, Form, UnreadableForm, parse_form
from assessment.web.http import HttpRequest
from assessment.web.key_gate import admit_key
from assessment.web.protection import SAFE_METHODS, Protection
from assessment.web.rules import Admission, NotYours, Rule, Visit, admit
from assessment.web.site import Site

FIELD = "csrf"
HEADER = "x-csrf"
"""Where a form, and a script, put the token of the page."""
FILES_TYPE, TAKES_FILES = "multipart/form-data", "files"
"""How a browser sends a form with files, and how a handler says (in its `opt`) that it takes any."""


class StalePage(PermissionDeniedException):
    """The page a form was sent from belongs to another session, or to none."""


class UnguardedRoute(RuntimeError):
    """A route without a rule, or a rule without a route."""


@dataclass(frozen=True)
class Gate:
    """Lets requests through to their handlers; what let them in is `request.state.admission`."""

    site: Site
    protection: Protection

    async def check(self, request: HttpRequest) -> None:
        """Litestar hook. Raises what `access.py`, `protection.py` and this module say."""
        await self.protection.check(request)
        rule = rule_of(request)
        if rule.admit is None:
            return
        if rule.key:
            request.state.admission = await run_sync(admit_key, self.site, rule, request)
            return
        if request.method not in SAFE_METHODS and not rule.public:
            await self._require_token(request)
        request.state.admission = await run_sync(self._admit, rule, request)

    async def _require_token(self, request: HttpRequest) -> None:
        token = request.headers.get(HEADER)
        if token is None:
            token = (await read_form(request)).one(FIELD)
        require_token(self.site, request, token)

    def _admit(self, rule: Rule, request: HttpRequest) -> Admission:
        site, now = self.site, self.site.now()
        session_key = site.cookies.session_in(request.cookies)
        names = {name: str(value) for name, value in request.path_params.items()}
        if any(name.endswith("_id") and not ID.fullmatch(value) for name, value in names.items()):
            # An id may hold what an engine refuses even to look up.
            raise NotYours if "assessment_id" in names else NotFoundException
        key = site.cookies.key_in(request.cookies, names.get("assessment_id", ""))
        if rule.public and session_key is None:
            return Admission()
        with site.database.readings.begin() as session:
            connection = session.connection()
            person = find_session(connection, hash_of(session_key), now) if session_key else None
            key_hash = hash_of(key) if key else None
            admission = admit(rule, Visit(connection, now, person, key_hash, names))
        if person is not None and now - person.seen_at >= SEEN_EVERY:
            self._touch(person)
        return admission

    def _touch(self, person: SignedIn) -> None:
        with self.site.database.sessions.begin() as session:
            touch_session(session.connection(), person.session_id, self.site.now())


async def read_form(request: HttpRequest) -> Form:
    """The posted form, with files where the route takes any. Raises UnreadableForm for anything else."""
    if request.content_type[0] == FILES_TYPE and request.route_handler.opt.get(TAKES_FILES):
        return await _read_files(request)
    if request.content_type[0] != FORM_TYPE:
        raise UnreadableForm
    try:
        return parse_form(await request.body())
    except InternalServerException as cut_off:  # so Litestar calls a browser that left before its form was all here
        raise UnreadableForm from cut_off


async def _read_files(request: HttpRequest) -> Form:
    """A form with files, read once: the gate and the handler ask for it in turn."""
    if "form" not in request.state:
        typed: dict[str, tuple[str, ...]] = {}
        files: dict[str, bytes] = {}
        for name, value in (await request.form()).multi_items():
            if isinstance(value, UploadFile):
                files[name] = await value.read()
            else:
                typed[name] = (*typed.get(name, ()), str(value))
        request.state.form = Form(typed, files)
    found: Form = request.state.form
    return found


def rule_of(request: HttpRequest) -> Rule:
    """The rule of the route a request was led to. Raises MethodNotAllowedException for OPTIONS: no route has any."""
    if request.method == "OPTIONS":
        raise MethodNotAllowedException
    method = "GET" if request.method == "HEAD" else request.method
    return RULES[f"{method} {request.scope['path_template']}"]


def require_token(site: Site, request: HttpRequest, token: str | None) -> None:
    """Refuse a form that none of the sessions and keys of this browser vouches for. Raises StalePage.

    A browser without any holds nothing that a foreign page could misuse: what it lacks, the rule of the route says.
    """
    given = (token or "").encode(errors="replace")
    known = site.cookies.form_tokens(request.cookies, request.path_params.get("assessment_id", ""))
    if known and not any(compare_digest(given, token.encode()) for token in known):
        raise StalePage


def require_rules(app: Litestar) -> None:
    """Refuse to run with a route that no rule opens. Raises UnguardedRoute."""
    routes = {
        f"{method} {route.path_format}"
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS", "HEAD"}
        if "static" not in handler.opt
    }
    if wrong := routes ^ set(RULES):
        raise UnguardedRoute(", ".join(sorted(wrong)))
