"""How a program is let in: by a key in the header of its request, so many times a minute."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from assessment.services.attempts import Limit, TooManyTries, take_try
from assessment.services.secrets import hash_of
from assessment.storage.api_keys import USED_EVERY, ApiKey, find_api_key, touch_api_key
from assessment.web.http import HttpRequest
from assessment.web.rules import Admission, Rule, Visit, admit
from assessment.web.site import Site

PER_MINUTE = 360
LIMIT = Limit("api", PER_MINUTE, timedelta(minutes=1))
BEARER = re.compile(r"bearer ([0-9a-f]{12}\.[A-Za-z0-9_-]{22})", re.IGNORECASE)


def admit_key(site: Site, rule: Rule, request: HttpRequest) -> Admission:
    """Let a program in by its key. Raises what the rule raises, or TooManyTries."""
    now = site.now()
    names = {name: str(value) for name, value in request.path_params.items()}
    with site.database.readings.begin() as session:
        connection = session.connection()
        key = _key_of(request)
        found = find_api_key(connection, hash_of(key), now) if key else None
        admission = admit(rule, Visit(connection, now, None, None, names, found))
    if found is not None:
        _count(site, found, now)
    return admission


def _key_of(request: HttpRequest) -> str | None:
    given = request.headers.getall("authorization", [])
    match = BEARER.fullmatch(given[0]) if len(given) == 1 else None
    return match[1] if match else None


def _count(site: Site, key: ApiKey, now: datetime) -> None:
    with site.database.sessions.begin() as session:
        wait = take_try(session, LIMIT, key.id, now)
        if wait is None and (key.used_at is None or now - key.used_at >= USED_EVERY):
            touch_api_key(session.connection(), key.id, now)
    if wait is not None:
        raise TooManyTries(wait)
