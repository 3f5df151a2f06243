"""The choice of a password on a page."""

from __future__ import annotations

from collections.abc import Iterable

from assessment.services.passwords import PasswordRefused, require_good
from assessment.translation import translate
from assessment.web.fields import Field
from assessment.web.form_reading import Fields
from assessment.web.forms import Form


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


ALONE = _(
    "15 characters or more. Four or five words that do not belong together are easy to remember and hard to guess."
)
WITH_FACTOR = _("8 characters or more, since you also have a second factor.")


def password_in(form: Form, name: str) -> str:
    """A password exactly as it was typed, blanks at its ends included."""
    return form.typed.get(name, ("",))[-1]


def new_password_line(fields: Fields, *, second_factor: bool) -> Field:
    """The line for a new password, with what is asked of it."""
    hint = WITH_FACTOR if second_factor else ALONE
    return fields.box("password", _("New password"), hint, autocomplete="new-password")


def what_is_wrong(password: str, language: str, *, second_factor: bool, words: Iterable[str]) -> dict[str, str]:
    """What is wrong with a new password, by name of its line; nothing when it is accepted."""
    try:
        require_good(password, second_factor=second_factor, words=words)
    except PasswordRefused as refused:
        return {"password": translate(refused.message, language, **refused.values)}
    return {}
