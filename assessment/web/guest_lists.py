"""A pasted list of people to invite, one a line, read with a sentence for every line that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessment.domain.questionnaire import RespondentRole
from assessment.services.addresses import AddressRefused, read_address
from assessment.services.respondents import Guest
from assessment.translation import translate
from assessment.web.form_reading import LONGEST_NAME, composed
from assessment.web.pages_people import LineProblem

MOST_LINES = 200
SEPARATOR = re.compile(r"[;\t]")


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


WORDS: Mapping[str, RespondentRole] = {
    **dict.fromkeys(("management", "direction", "directeur", "directrice"), RespondentRole.MANAGEMENT),
    **dict.fromkeys(("staff", "personnel", "équipe", "agent", "agente", "salarié", "salariée"), RespondentRole.STAFF),
    **dict.fromkeys(("elected", "élu", "élue", "elu", "elue"), RespondentRole.ELECTED),
    **dict.fromkeys(("provider", "prestataire", "professionnel", "professionnelle"), RespondentRole.PROVIDER),
}
"""What people write for a role in either language, without regard to capitals."""


@dataclass(frozen=True, slots=True)
class GuestList:
    """A list as it was understood; `merged` counts the lines that name somebody once more."""

    guests: tuple[Guest, ...]
    problems: tuple[LineProblem, ...]
    merged: int


def read_guests(text: str, role: RespondentRole, language: str) -> GuestList:
    """The people in a list, `role` for those whose line names none; the first line about somebody counts."""
    found: dict[str, Guest] = {}
    problems: list[LineProblem] = []
    merged = 0
    for number, line in _lines(text):
        try:
            guest = _guest(line, role)
        except ValueError as refused:
            problems.append(LineProblem(number, line[:80], translate(str(refused), language)))
            continue
        merged += guest.address.key in found
        found.setdefault(guest.address.key, guest)
        if number > MOST_LINES:
            sentence = _("A list may have 200 lines. Send the rest as another list.")
            problems.append(LineProblem(number, line[:80], translate(sentence, language)))
            break
    return GuestList(tuple(found.values()), tuple(problems), merged)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    lines = composed(text).replace("\r\n", "\n").split("\n")
    yield from ((number, line.strip()) for number, line in enumerate(lines, start=1) if line.strip())


def _guest(line: str, role: RespondentRole) -> Guest:
    """Raises ValueError with an English sentence to translate."""
    parts = [part.strip() for part in SEPARATOR.split(line)]
    email, name, word, *more = [*parts, "", ""]
    if any(more):
        raise ValueError(_("Write at most three things: e-mail address; name; role."))
    try:
        address = read_address(email)
    except AddressRefused as refused:
        raise ValueError(refused.message) from None
    if not name.isprintable() or len(name) > LONGEST_NAME:
        raise ValueError(_("The name is too long or holds a character that cannot be stored."))
    if word and word.casefold() not in WORDS:
        raise ValueError(_("Write management, staff, elected or provider as the role, or leave it out."))
    return Guest(address, name, WORDS[word.casefold()] if word else role)
