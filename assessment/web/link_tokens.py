"""Tokens in the addresses of links."""

from __future__ import annotations

from assessment.storage.assessments import ID
from assessment.web.errors import Refused


def require_token_form(token: str, reason: str) -> None:
    """Refuse what none of our links holds, before it gets into a cookie. Raises Refused."""
    if not ID.fullmatch(token):
        raise Refused(reason)
