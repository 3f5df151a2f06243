"""What a preview would do, carried by the form that does it: sealed, for one purpose, for an hour."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from assessment.web.errors import Refused
from assessment.web.site import Site

LASTS = 3600
"""Seconds in which a preview may be applied."""


def sealed(site: Site, purpose: Sequence[str], content: object) -> str:
    """The content for a form; `purpose` says what it is for and whose it is."""
    text = json.dumps({"purpose": list(purpose), "made": int(site.now().timestamp()), "content": content})
    return site.seal.close(b64encode(zlib.compress(text.encode())).decode()).decode()


def opened(site: Site, form_value: str, purpose: Sequence[str]) -> Any | None:
    """The content of a preview, None once it is too old.

    Raises Refused for what none of our pages sent for this purpose.
    """
    text = site.seal.open(form_value.encode(errors="replace"))
    try:
        found = json.loads(zlib.decompress(b64decode(text or "")))
        given, made, content = found["purpose"], found["made"], found["content"]
    except (ValueError, KeyError, TypeError, zlib.error):
        raise Refused("unreadable") from None
    if given != list(purpose):
        raise Refused("unreadable")
    return content if site.now().timestamp() - made <= LASTS else None
