"""Passwords: which ones are accepted, and how they are kept and compared.

A password is taken as it is typed, to the last character, in Unicode's composed form (NFC), so that two keyboards which
compose an accent differently write the same one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from threading import BoundedSemaphore
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assessment.storage.blocked_passwords import blocked_passwords

SHORTEST_ALONE = 15
SHORTEST_WITH_FACTOR = 8
LONGEST = 1024
"""Characters of a password that stands alone, of one beside a second factor, of any."""

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
"""Argon2id's parameters: OWASP's first choice for a small memory; 32 ms measured."""

WAITING = 24
"""How many passwords may wait for their turn: less than a second of work, and fewer than the server's threads."""

SHORTEST_WORD = 4
FEWEST_OWN_LETTERS = 4
OUR_WORDS = (
    "assessment",
    "evaluation",
    "évaluation",
    "competences",
    "compétences",
    "competence",
    "compétence",
    "skills",
    "digital",
    "numérique",
    "numerique",
    "maturité",
    "maturity",
    "tourisme",
    "tourism",
    "organisation",
    "password",
    "passphrase",
    "motdepasse",
    "azertyuiop",
    "qwertyuiop",
)
"""Words of this product, and those by which people mean a password."""

LETTERS = re.compile(r"[^\W\d_]+")
NOT_WORD = re.compile(r"[\W_]+")
Result = TypeVar("Result")


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


REFUSALS: Mapping[str, str] = {
    "missing": _("Write a password."),
    "too-short": _("The password has %(length)s characters. Use at least %(limit)s: several words do well."),
    "too-long": _("The password has %(length)s characters. Use at most %(limit)s."),
    "common": _("This password is one of those tried first by whoever wants to break in. Choose another one."),
    "our-words": _(
        "This password is little more than your name, your address, your organisation or words of this site. "
        "Choose other words."
    ),
}
"""Why a password is refused and what to do, by reason."""


class PasswordRefused(ValueError):
    """A password that is not accepted; `message` is an English text with `values` to translate."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.message, self.values = reason, REFUSALS[reason], values


class PasswordsBusy(Exception):
    """Too many passwords wait to be compared."""


def composed(password: str) -> str:
    """The password as it is counted, kept and compared."""
    return unicodedata.normalize("NFC", password)


def stands_alone(password: str) -> bool:
    """Whether a password is long enough to be the only factor."""
    return len(composed(password)) >= SHORTEST_ALONE


def require_good(password: str, *, second_factor: bool, words: Iterable[str] = ()) -> None:
    """Refuse a password that is too short, too long or too easy to guess for whom `words` describe.

    Nothing is asked about kinds of characters. Raises PasswordRefused.
    """
    text = composed(password)
    shortest = SHORTEST_WITH_FACTOR if second_factor else SHORTEST_ALONE
    if not text:
        raise PasswordRefused("missing")
    if len(text) < shortest:
        raise PasswordRefused("too-short", length=len(text), limit=shortest)
    if len(text) > LONGEST:
        raise PasswordRefused("too-long", length=len(text), limit=LONGEST)
    if _is_common(text.casefold()):
        raise PasswordRefused("common")
    if _is_made_of(text.casefold(), [*OUR_WORDS, *words]):
        raise PasswordRefused("our-words")


def _is_common(text: str) -> bool:
    """One of the list, also repeated, or with digits and signs around it; or one character or run over and over."""
    blocked = blocked_passwords()
    core = text.strip("0123456789!?.,;:*+-_@#$%&/ ")
    once = _repeated(text)
    return text in blocked or core in blocked or once in blocked or len(once) < SHORTEST_WORD or _is_run(text)


def _repeated(text: str) -> str:
    """The shortest text of which this one is a repetition, its last one perhaps cut off."""
    sizes = range(1, len(text) // 2 + 1)
    return next((text[:size] for size in sizes if (text[:size] * (len(text) // size + 1))[: len(text)] == text), text)


def _is_run(text: str) -> bool:
    """Whether every character is the next one after that before it, or the one before; after 9 comes 0."""
    steps = {(ord(second) - ord(first)) % 10 for first, second in pairwise(text)}
    return text.isdigit() and steps in ({1}, {9})


def _is_made_of(text: str, words: Iterable[str]) -> bool:
    """Whether hardly a letter is left once the words are taken out, and digits and signs with them."""
    parts = {part for word in words for part in [NOT_WORD.sub("", word.casefold()), *LETTERS.findall(word.casefold())]}
    rest, found = text, False
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= SHORTEST_WORD and part in rest:
            rest, found = rest.replace(part, " "), True
    return found and sum(map(len, LETTERS.findall(rest))) < FEWEST_OWN_LETTERS


class Passwords:
    """Hashes and compares passwords, one at a time in a thread of its own; `close()` it when done.

    One password takes 32 ms of a core and 19 MiB.
    """

    def __init__(self, waiting: int = WAITING) -> None:
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._nobody = self._hasher.hash("nobody's password")
        self._places = BoundedSemaphore(waiting)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="passwords")

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place in the queue. Raises PasswordsBusy where too many wait already."""
        if not self._places.acquire(blocking=False):
            raise PasswordsBusy
        try:
            yield
        finally:
            self._places.release()

    def hash(self, password: str) -> str:
        """What is kept of a password. Raises PasswordsBusy."""
        with self.place():
            return self._in_turn(lambda: self._hasher.hash(composed(password)))

    def matches(self, password: str, kept: str | None) -> bool:
        """Whether this is the password that was kept; where none is, it takes as long to say no.

        The caller holds a `place`, taken before the try is counted: to be turned away for want of one is no wrong try.
        """
        found = self._in_turn(lambda: self._compare(password, kept or self._nobody))
        return found and kept is not None

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(cancel_futures=True)

    def _compare(self, password: str, kept: str) -> bool:
        try:
            return len(password) <= LONGEST and self._hasher.verify(kept, composed(password))
        except (VerificationError, InvalidHashError):
            return False

    def _in_turn(self, work: Callable[[], Result]) -> Result:
        return self._thread.submit(work).result()
