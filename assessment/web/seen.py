"""What a page has seen of an answer: its version, and a digest of what then stood in its inputs.

With the version nobody overwrites what they have not seen; by the digest a page that is sent whole only saves what was
touched on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from assessment.web.forms import Form, Typed

SEEN = re.compile(r"([0-9]{1,9})\.([0-9a-f]{12})")
THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Seen:
    """The version of an answer, 0 for none yet, and the digest of its inputs."""

    version: int
    digest: str

    def __str__(self) -> str:
        """As a page carries it."""
        return f"{self.version}.{self.digest}"


def seen_of(code: str, typed: Typed, version: int) -> Seen:
    """What a page sees that shows `typed` in the inputs of a question."""
    mine = sorted(
        (name, value)
        for name, values in typed.items()
        if name == code or name.startswith(f"{code}.")
        for value in map(str.strip, values)
        if value
    )
    return Seen(version, sha256(repr(mine).encode(errors="replace")).hexdigest()[:12])


def seen_in(form: Form, code: str) -> Seen | None:
    """What the page of a form had seen of an answer; None where it does not say."""
    found = SEEN.fullmatch(form.one(f"seen-{code}"))
    return Seen(int(found[1]), found[2]) if found else None


def untouched(form: Form, code: str) -> bool:
    """Whether the inputs of a question still hold what the page showed."""
    seen = seen_in(form, code)
    return seen is not None and seen == seen_of(code, form.typed, seen.version)


def prefers_theirs(form: Form, code: str) -> bool:
    """Whether somebody who was shown two answers keeps the other one."""
    return form.one(f"choice-{code}") == THEIRS
