"""The proof that it is still the person who signed in, asked for before something important."""

from __future__ import annotations

from assessment.services.accounts import use_code
from assessment.services.attempts import TooManyTries
from assessment.services.second_factor import Shown, try_code
from assessment.storage.access import SignedIn
from assessment.storage.accounts import find_person
from assessment.web.fields import Field
from assessment.web.form_reading import Fields
from assessment.web.forms import Form
from assessment.web.http import HttpRequest
from assessment.web.own_password import is_own_password
from assessment.web.site import Site

PASSED = (Shown.RIGHT, Shown.RECOVERED)


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


WRONG = _("This code is not right. Type the one your application shows now, or one of your recovery codes.")
REUSED = _("This code was used already. Wait for the next one, half a minute at most.")
WRONG_PASSWORD = _("This is not your password. Type the one you sign in with.")


def proof_missing(request: HttpRequest, site: Site, person: SignedIn, form: Form) -> str:
    """What is wrong with the proof that it is still this person: a code of the second factor, else the password.

    Empty when nothing is. Raises TooManyTries and PasswordsBusy.
    """
    if not person.has_second_factor:
        return "" if is_own_password(request, site, person, form, "current") else WRONG_PASSWORD
    with site.database.sessions.begin() as session:
        wait = try_code(session, person.person_id, site.now())
        shown = None if wait else use_code(session, site.seal, person.person_id, form.one("current"), site.now())
    if wait is not None:
        raise TooManyTries(wait)
    if shown in PASSED:
        return ""
    return REUSED if shown is Shown.REUSED else WRONG


def proof_lines(site: Site, person: SignedIn, fields: Fields) -> dict[str, Field]:
    """The line for that proof, by name; none for whoever has neither a second factor nor a password."""
    if person.has_second_factor:
        label, hint = _("A code of your present second factor"), _("Or one of your recovery codes.")
        return {"current": fields.box("current", label, hint, autocomplete="one-time-code")}
    return {"current": password_line(fields, "current")} if has_password(site, person) else {}


def password_line(fields: Fields, name: str) -> Field:
    """The line for the password one has."""
    return fields.box(name, _("Your password"), autocomplete="current-password")


def has_password(site: Site, person: SignedIn) -> bool:
    """Whether this person may sign in with a password."""
    with site.database.readings.begin() as session:
        row = find_person(session.connection(), person.person_id)
    return row is not None and row["password_hash"] is not None
