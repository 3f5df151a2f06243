"""The second factor: codes that change every thirty seconds (TOTP, RFC 6238), and ten recovery codes."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest

import pyotp
from sqlalchemy.orm import Session

from assessment.services.attempts import Limit, forget_tries, take_try
from assessment.services.secrets import Seal, hash_of
from assessment.storage import accounts as stored

STEP_SECONDS = 30
DRIFT = 1
"""Steps by which two clocks may differ."""

TRIES = Limit("factor", 6, timedelta(minutes=15))
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH, GROUP = 16, 4
"""A recovery code: 16 of 31 letters and digits that look like no other, 79 bits, in groups of four."""

TOTP_CODE = re.compile(r"[0-9]{6}")
SETTING_UP_MINUTES = 60


class Shown(StrEnum):
    """What became of a code."""

    RIGHT = "right"
    RECOVERED = "recovered"
    WRONG = "wrong"
    REUSED = "reused"


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor that is being set up: its secret, and that secret sealed for the way to the form and back."""

    secret: str
    sealed: str

    @property
    def key(self) -> str:
        """The secret as one types it, in groups of four."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))

    def address(self, email: str, issuer: str) -> str:
        """What the QR code says to the application on the phone."""
        return pyotp.TOTP(self.secret).provisioning_uri(name=email, issuer_name=issuer)


def new_factor(seal: Seal, person_id: str, now: datetime) -> Factor:
    """A factor to set up; nothing is kept before its first code was shown."""
    secret = pyotp.random_base32()
    return Factor(secret, seal.close(f"{person_id} {int(now.timestamp())} {secret}").decode())


def read_factor(seal: Seal, sealed: str, person_id: str, now: datetime) -> Factor | None:
    """The factor a form brings back; None when it is somebody else's, too old or none of ours."""
    parts = (seal.open(sealed.encode(errors="replace")) or "").split()
    if len(parts) != 3 or parts[0] != person_id:
        return None
    begun = datetime.fromtimestamp(int(parts[1]), now.tzinfo)
    return Factor(parts[2], sealed) if begun <= now <= begun + timedelta(minutes=SETTING_UP_MINUTES) else None


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is: the present one, or one beside it."""
    present, totp = int(now.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    given = plain_code(code).encode()
    steps = [step for step in range(present - DRIFT, present + DRIFT + 1) if step >= 0]
    return next((step for step in steps if compare_digest(totp.generate_otp(step).encode(), given)), None)


def try_code(session: Session, person_id: str, now: datetime) -> timedelta | None:
    """Count a try of a person's second factor; how long to wait when there is none left."""
    return take_try(session, TRIES, person_id, now)


def show_code(session: Session, seal: Seal, person_id: str, code: str, now: datetime) -> Shown:
    """Hold a code against a person's second factor and use it up: no code serves twice. The try was counted before."""
    connection = session.connection()
    if not TOTP_CODE.fullmatch(plain_code(code)):
        recovered = stored.spend_recovery_code(connection, person_id, hash_of(plain_code(code)), now)
        return _passed(session, person_id, Shown.RECOVERED) if recovered else Shown.WRONG
    person = stored.find_person(connection, person_id)
    sealed = person["totp_secret"] if person else None
    secret = seal.open(sealed) if sealed else None
    step = matching_step(secret, code, now) if secret else None
    if step is None:
        return Shown.WRONG
    spent = stored.spend_step(connection, person_id, step)
    return _passed(session, person_id, Shown.RIGHT) if spent else Shown.REUSED


def _passed(session: Session, person_id: str, shown: Shown) -> Shown:
    forget_tries(session, TRIES, person_id)
    return shown


def new_recovery_codes(session: Session, person_id: str) -> tuple[str, ...]:
    """Ten new codes in place of the earlier ones; only their hashes are kept, so they are shown now or never."""
    codes = tuple("".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)) for _ in range(RECOVERY_CODES))
    stored.replace_recovery_codes(session.connection(), person_id, map(hash_of, codes))
    return tuple("-".join(code[start : start + GROUP] for start in range(0, CODE_LENGTH, GROUP)) for code in codes)


def plain_code(code: str) -> str:
    """A code without the blanks and hyphens that people type for legibility."""
    return re.sub(r"[\s-]", "", code).lower()
