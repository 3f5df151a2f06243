"""The way of a person to the provider and back, remembered in a sealed cookie of their browser and nowhere else."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from assessment.services.oidc import Departure
from assessment.services.secrets import Seal

JOURNEY, HINT = "oidc", "oidc-out"
"""Purposes of the two cookies: the way there and back; the token by which the provider knows whom to sign out."""

LIFETIME = timedelta(minutes=10)
LARGEST_HINT = 3500
"""Characters that a browser surely keeps in one cookie, its name and marks taken off."""


@dataclass(frozen=True, slots=True)
class Journey:
    """`way` is "sign-in", "join" or "connect"; `person_id` who connects, "" otherwise; `back` the page to end on."""

    departure: Departure
    way: str
    back: str
    person_id: str
    begun: int

    def sealed(self, seal: Seal) -> str:
        """The journey for the cookie."""
        return seal.close(json.dumps({JOURNEY: asdict(self)})).decode()


def journey_in(seal: Seal, cookie: str, now: datetime) -> Journey | None:
    """The journey of a cookie; None when it is none of ours or was begun too long ago."""
    found = _opened(seal, cookie).get(JOURNEY)
    if not isinstance(found, dict):
        return None
    journey = Journey(**{**found, "departure": Departure(**found["departure"])})
    age = now.timestamp() - journey.begun
    return journey if -1 <= age <= LIFETIME.total_seconds() else None


def sealed_hint(seal: Seal, person_id: str, id_token: str) -> str | None:
    """A token to sign out with at the provider, bound to the person; None for one too long for a cookie.

    It tells who somebody is: so nobody but us can read it, it is sent to the provider alone, and it lies in the
    person's own browser and in no table.
    """
    sealed = seal.close(json.dumps({HINT: [person_id, id_token]})).decode()
    return sealed if len(sealed) <= LARGEST_HINT else None


def hint_in(seal: Seal, cookie: str, person_id: str) -> str | None:
    """The token of a cookie; None when it is not this person's."""
    found = _opened(seal, cookie).get(HINT)
    return found[1] if isinstance(found, list) and found[0] == person_id else None


def _opened(seal: Seal, cookie: str) -> dict[str, Any]:
    """What was sealed here, empty for anything else; other things sealed with the same keys are no objects of these."""
    try:
        found = json.loads(seal.open(cookie.encode(errors="replace")) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
