"""Organisations brought into a network from a table: every line checked before anything is kept, then all or none.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from unicodedata import normalize

from sqlalchemy.orm import Session

from assessment.domain.answers import Organisation
from assessment.domain.audit import AuditAction
from assessment.domain.membership import MembershipRole
from assessment.domain.results import Instrument
from assessment.services.account_invitations import NewInvitation, invite_by_mail
from assessment.services.addresses import Address, AddressRefused, read_address
from assessment.services.audit import record
from assessment.services.organisations import create_organisation, describe_organisation
from assessment.services.secrets import Seal
from assessment.services.sheet_rules import Row
from assessment.storage.memberships import leads_within
from assessment.storage.organisations import organisations_of_network
from assessment.translation import LANGUAGES, translate
from assessment.translation import later as _

COLUMNS = ("name", "type", "staff", "region", "territory", "email", "language")
"""The columns of the template, in any order; only the language of the letter may be left out."""
LONGEST_NAME, MOST_STAFF = 200, 100_000

UNKNOWN_COLUMN = _("The column “%(column)s” is not one of the template: %(columns)s.")
REPEATED_COLUMN = _("The column “%(column)s” is there twice.")
MISSING_COLUMN = _("The column “%(column)s” is missing. The first line holds the names of the columns.")
NO_LINES = _("There is no organisation below the names of the columns.")
NO_NAME = _("Write the name of the organisation, at most %(most)s characters.")
NOT_KNOWN = _("“%(value)s” is no %(column)s. Write one of: %(known)s.")
NO_STAFF = _("“%(value)s” is no number of full-time equivalents. Write for example 12.5.")
NO_ADDRESS = _("“%(value)s” is no e-mail address.")
SAME_AS = _("The same name and type as line %(line)s. Delete one of the two.")
SAME_LEAD = _("The same e-mail address as line %(line)s. Each organisation needs a lead of its own.")
LEADS_ALREADY = _("This e-mail address leads another organisation of the network already: %(organisation)s.")
TOO_MANY_CELLS = _("The line has more cells than there are columns.")


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line of the file; line 1 holds the names of the columns."""

    line: int
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The sentence in `language`."""
        return translate(self.message, language, **self.values)


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation to be made, and its first lead to be invited."""

    line: int
    profile: Organisation
    lead: Address
    language: str

    @property
    def key(self) -> tuple[str, str]:
        """By what two lines mean the same organisation."""
        return same(self.profile.name), self.profile.type


@dataclass(frozen=True, slots=True)
class Checked:
    """What a table would do: organisations to make, those there `already` and left alone, and what is wrong."""

    new: tuple[NewOrganisation, ...] = ()
    already: tuple[NewOrganisation, ...] = ()
    problems: tuple[LineProblem, ...] = ()


def same(text: str) -> str:
    """A text without what nobody sees: case, spaces, how accents are written."""
    return " ".join(normalize("NFKC", text).casefold().split())


def check_rows(session: Session, network_id: str, rows: Sequence[Row], instrument: Instrument) -> Checked:
    """Read a table against the template and against what the network has already."""
    header = [same(cell) for cell in rows[0]]
    problems = tuple(_header_problems(header))
    if problems:
        return Checked(problems=problems)
    reader = _Lines(header, _known(instrument))
    found = [reader.read(number, row) for number, row in enumerate(rows[1:], start=2) if any(row)]
    lines = [line for line in found if line is not None]
    if not found:
        return Checked(problems=(LineProblem(1, NO_LINES),))
    reader.problems += _repeated(lines)
    here = _Here(session, network_id)
    new = tuple(line for line in lines if not here.has(line))
    reader.problems += [problem for line in new if (problem := here.problem(line))]
    already = tuple(line for line in lines if here.has(line))
    return Checked(new, already, tuple(sorted(reader.problems, key=lambda problem: problem.line)))


def apply_import(
    session: Session,
    seal: Seal,
    network_id: str,
    lines: Sequence[NewOrganisation],
    *,
    inviter_id: str,
    inviter: str,
    link: Callable[[str], str],
    now: datetime,
) -> None:
    """Make the organisations of checked lines and invite their leads."""
    actor = f"person:{inviter_id}"
    for line in lines:
        organisation_id = create_organisation(session, line.profile.name, network_id, actor=actor, now=now)
        describe_organisation(session, organisation_id, line.profile, actor=actor, now=now)
        new = NewInvitation(
            address=line.lead,
            language=line.language,
            role=MembershipRole.LEAD,
            place=organisation_id,
            inviter_id=inviter_id,
            inviter=inviter,
        )
        invite_by_mail(session, seal, new, link=link, actor=actor, now=now)
    record(
        session,
        at=now,
        actor=actor,
        action=AuditAction.ORGANISATIONS_IMPORTED,
        object=f"network:{network_id}",
        place=network_id,
        organisations=len(lines),
    )


def _header_problems(header: list[str]) -> list[LineProblem]:
    names = ", ".join(COLUMNS)
    unknown = [name for name in header if name not in COLUMNS]
    repeated = sorted({name for name in header if header.count(name) > 1} - set(unknown))
    missing = [name for name in COLUMNS[:-1] if name not in header]
    return [
        *(LineProblem(1, UNKNOWN_COLUMN, {"column": name[:50], "columns": names}) for name in unknown),
        *(LineProblem(1, REPEATED_COLUMN, {"column": name}) for name in repeated),
        *(LineProblem(1, MISSING_COLUMN, {"column": name}) for name in missing),
    ]


def _known(instrument: Instrument) -> Mapping[str, Mapping[str, str]]:
    """By column: what may be written there, in every language, with the code it stands for."""
    kinds = instrument.questionnaire.organisation_types
    territories = instrument.questionnaire.territories
    return {
        "type": {same(text): kind.id for kind in kinds for text in (kind.id, *map(kind.title.text, LANGUAGES))},
        "region": {same(text): item.insee for item in instrument.regions for text in (item.insee, item.name)},
        "territory": {
            same(text): item.code for item in territories for text in (item.code, *map(item.text.text, LANGUAGES))
        },
        "language": {language: language for language in LANGUAGES} | {"": LANGUAGES[0]},
    }


@dataclass(slots=True)
class _Lines:
    """Reads lines, collecting everything that is wrong with them."""

    header: list[str]
    known: Mapping[str, Mapping[str, str]]
    problems: list[LineProblem] = field(default_factory=list)

    def read(self, number: int, row: Row) -> NewOrganisation | None:
        before, cells = len(self.problems), dict.fromkeys(COLUMNS, "") | dict(zip(self.header, row, strict=False))
        if len(row) > len(self.header):
            self._note(number, TOO_MANY_CELLS)
        name, staff, lead = self._name(number, cells["name"]), self._staff(number, cells), self._lead(number, cells)
        codes = {column: self._code(number, column, cells[column]) for column in self.known}
        if len(self.problems) > before or lead is None:
            return None
        profile = Organisation(
            name=name, type=codes["type"], staff=staff, region=codes["region"], territory=codes["territory"]
        )
        return NewOrganisation(number, profile, lead, codes["language"])

    def _name(self, number: int, value: str) -> str:
        name = normalize("NFC", value)
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            self._note(number, NO_NAME, most=LONGEST_NAME)
        return name

    def _staff(self, number: int, cells: Mapping[str, str]) -> float:
        try:
            staff = float(cells["staff"].replace(",", "."))
        except ValueError:
            staff = -1.0
        if not 0 <= staff <= MOST_STAFF:
            self._note(number, NO_STAFF, value=cells["staff"][:50])
        return staff

    def _lead(self, number: int, cells: Mapping[str, str]) -> Address | None:
        try:
            return read_address(cells["email"])
        except AddressRefused:
            self._note(number, NO_ADDRESS, value=cells["email"][:50])
            return None

    def _code(self, number: int, column: str, value: str) -> str:
        known = self.known[column]
        found = known.get(same(value))
        if found is None:
            codes = ", ".join(dict.fromkeys(known.values()))
            self._note(number, NOT_KNOWN, value=value[:50], column=column, known=codes)
        return found or ""

    def _note(self, number: int, message: str, **values: object) -> None:
        self.problems.append(LineProblem(number, message, values))


def _repeated(lines: Sequence[NewOrganisation]) -> list[LineProblem]:
    """Lines that mean the same organisation, or the same lead, as one above."""
    problems, organisations, leads = [], dict[tuple[str, str], int](), dict[str, int]()
    for line in lines:
        if line.key in organisations:
            problems.append(LineProblem(line.line, SAME_AS, {"line": organisations[line.key]}))
        elif line.lead.key in leads:
            problems.append(LineProblem(line.line, SAME_LEAD, {"line": leads[line.lead.key]}))
        organisations.setdefault(line.key, line.line)
        leads.setdefault(line.lead.key, line.line)
    return problems


class _Here:
    """What a network has already: its organisations by name and type, and who leads them or is invited to."""

    def __init__(self, session: Session, network_id: str) -> None:
        rows = organisations_of_network(session.connection(), network_id)
        names = {row["id"]: row["name"] for row in rows}
        self.organisations = {(same(row["name"]), (row["profile"] or {}).get("type", "")) for row in rows}
        self.leads = {row["email_key"]: names[row["place"]] for row in leads_within(session.connection(), names)}

    def has(self, line: NewOrganisation) -> bool:
        """Whether an organisation is there already, one of the same name included that nobody has described yet."""
        name, _kind = line.key
        return bool({line.key, (name, "")} & self.organisations)

    def problem(self, line: NewOrganisation) -> LineProblem | None:
        """Why a line that is new cannot be taken."""
        led = self.leads.get(line.lead.key)
        return LineProblem(line.line, LEADS_ALREADY, {"organisation": led}) if led else None
