"""Small forms: what was typed, read with a sentence for whatever is wrong, and the fields that show both again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from assessment.services.addresses import Address, AddressRefused, read_address
from assessment.translation import translate
from assessment.web.fields import Choice, ErrorLine, Field, Group, Input
from assessment.web.forms import MESSAGES, NOT_OFFERED, Form, UnreadableForm
from assessment.web.gate import FIELD

LONGEST_NAME = 200
WRITTEN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NOT_IN_IDS = re.compile(r"[^A-Za-z0-9]")
HARD_SPACES = re.compile("[\u00a0\u202f]")
NOTHING_TYPED = Form({})
Options = Iterable[tuple[str, str]]
"""Values to choose from, each with its label."""


def only(form: Form, *names: str) -> Form:
    """The form, when it has no other fields than these. Raises UnreadableForm: none of our pages sends more."""
    if not {*form.typed, *form.files} <= {FIELD, *names}:
        raise UnreadableForm
    return form


def composed(text: str) -> str:
    """A text as names are kept: composed (NFC), and with ordinary blanks for those that word processors put."""
    return unicodedata.normalize("NFC", HARD_SPACES.sub(" ", text))


@dataclass(slots=True)
class Reader:
    """Reads the fields of a form; `errors` holds what is wrong, in `language`, by name of the field."""

    form: Form
    language: str
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, missing: str, most: int = LONGEST_NAME) -> str:
        """A line of text, composed (NFC) and without blanks around it; `missing` is said of an empty one."""
        given = composed(self.form.one(name))
        if not given:
            self.refuse(name, missing)
        elif len(given) > most:
            self.refuse(name, MESSAGES["text-too-long"], length=len(given), limit=most)
        elif not given.isprintable():
            self.refuse(name, MESSAGES["control-character"])
        return given

    def one_of(self, name: str, values: Collection[str], missing: str = NOT_OFFERED) -> str:
        """One of the values offered."""
        given = self.form.one(name)
        if given not in values:
            self.refuse(name, NOT_OFFERED if given else missing)
        return given

    def some_of(self, name: str, values: Collection[str], missing: str = "") -> tuple[str, ...]:
        """Some of the values offered, in their order; none at all only where nothing is said of it."""
        given = self.form.typed.get(name, ())
        if not set(given) <= set(values):
            self.refuse(name, NOT_OFFERED)
        elif not given and missing:
            self.refuse(name, missing)
        return tuple(value for value in values if value in given)

    def day(self, name: str, *, after: date) -> date | None:
        """A day that is yet to come, None when it was left empty."""
        given = self.form.one(name)
        if not given:
            return None
        try:
            found = date.fromisoformat(given) if WRITTEN_DATE.fullmatch(given) else None
        except ValueError:
            found = None
        if found is None:
            self.refuse(name, MESSAGES["invalid-date"])
        elif found <= after:
            self.refuse(name, _("Choose a day that is yet to come."))
        elif found.year > after.year + 10:
            self.refuse(name, _("Choose a day within ten years."))
        return found

    def address(self, name: str) -> Address | None:
        """An e-mail address, None when it is none."""
        try:
            return read_address(self.form.one(name))
        except AddressRefused as refused:
            self.refuse(name, refused.message)
            return None

    def refuse(self, name: str, message: str, **values: object) -> None:
        """Note what is wrong with a field, once."""
        self.errors.setdefault(name, translate(message, self.language, **values))


@dataclass(frozen=True, slots=True)
class Fields:
    """Makes the fields of a form, holding what was typed (or what stands there at first) and what is wrong with it."""

    language: str
    form: Form = NOTHING_TYPED
    errors: dict[str, str] = field(default_factory=dict)

    def box(
        self,
        name: str,
        label: str,
        hint: str = "",
        *,
        value: str = "",
        autocomplete: str = "off",
        required: bool = True,
    ) -> Field:
        """A line to type into."""
        typed = self.form.typed.get(name, (value,))[-1]
        box = Input(id=name, name=name, value=typed, numeric=False, required=required, autocomplete=autocomplete)
        wrong = frozenset({name} if name in self.errors else ())
        return replace(self._named("box", name, label, hint), groups=(Group("", "", (box,)),), wrong=wrong)

    def area(self, name: str, label: str, hint: str = "", *, value: str = "") -> Field:
        """A box for a text."""
        return replace(self.box(name, label, hint, value=value, required=False), kind="area")

    def choices(self, name: str, label: str, options: Options, hint: str = "", *, first: Collection[str] = ()) -> Field:
        """Values to choose from; `first` are those chosen when nothing was."""
        chosen = self.form.typed.get(name, first)
        choices = tuple(
            Choice(f"{name}-{re.sub(NOT_IN_IDS, '-', value)}", value, text, value in chosen) for value, text in options
        )
        return replace(self._named("choices", name, label, hint), choices=choices)

    def ticks(self, name: str, label: str, options: Options, hint: str = "", *, first: Collection[str] = ()) -> Field:
        """Values of which several may be chosen; `first` are those chosen when nothing was sent yet."""
        none = () if self.form is not NOTHING_TYPED else first
        return replace(self.choices(name, label, options, hint, first=none), kind="checkboxes")

    def _named(self, kind: str, name: str, label: str, hint: str) -> Field:
        return Field(
            kind=kind,
            name=name,
            label=translate(label, self.language),
            hint=translate(hint, self.language),
            error=self.errors.get(name, ""),
        )


def lines_of(fields: Iterable[Field]) -> tuple[ErrorLine, ...]:
    """The error summary: the sentence that stands at each field."""
    return tuple(ErrorLine(item.anchor, item.error) for item in fields if item.error)


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message
