"""What only its holder may know: ids nobody can guess, tokens kept only as their hash, what is sealed with our key."""

from __future__ import annotations

import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

READABLE_BY_OTHERS = 0o077


class KeyFileProblem(Exception):
    """The file of keys cannot be used; `message` is an English text with `%(path)s` to translate."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message % {"path": path})
        self.message, self.path = message, path


def new_secret() -> str:
    """128 bits from the operating system, as 22 letters, digits, hyphens and underscores; also serves as an id."""
    return secrets.token_urlsafe(16)


def hash_of(secret: str) -> str:
    """What is kept of a secret: 64 hexadecimal digits. A secret of 128 bits needs no slower hash."""
    return sha256(secret.encode(errors="replace")).hexdigest()


class Seal:
    """Encrypts what must be readable again: the second factor's secret, mail that waits to be sent."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        """`keys` are Fernet keys: the first one seals, all of them open."""
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def close(self, text: str) -> bytes:
        """Seal a text."""
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str | None:
        """The text; None when it was sealed with a key that is no longer in the file."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            return None


def read_seal(path: Path) -> Seal:
    """The seal whose keys stand in a file, one a line; a file that is missing is made with a new key.

    Raises KeyFileProblem for a file that others may read, or whose lines are not keys.
    """
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(Fernet.generate_key().decode() + "\n")
    if path.stat().st_mode & READABLE_BY_OTHERS:
        raise KeyFileProblem(_OPEN, path)
    try:
        return Seal(tuple(path.read_text().split()))
    except (ValueError, UnicodeDecodeError):
        raise KeyFileProblem(_WRONG, path) from None


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


_OPEN = _("The key file %(path)s can be read by other users. Run: chmod 600 %(path)s")
_WRONG = _(
    "The key file %(path)s does not hold keys. Put the right file back; only without one, what was sealed with it "
    "(second factors, waiting mail) is lost and must be set up again."
)
