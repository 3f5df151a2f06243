"""The page of the people of an assessment, put together for whoever runs it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.participation import Participation, form_for, participation
from assessment.domain.questionnaire import RespondentRole, RoleGroup
from assessment.reports.formatting import Voice
from assessment.services.respondents import RESEND_EVERY, role_word
from assessment.storage.respondents import read_readers, read_respondents
from assessment.translation import translate
from assessment.web.fields import Field, Group
from assessment.web.form_reading import Fields, lines_of
from assessment.web.pages_people import NewLink, PeoplePage, Person, ReaderLink
from assessment.web.place_words import LIFETIME_WORDS, MODES, RESULTS_FOR, day_of, on_day
from assessment.web.promises import deadline_line
from assessment.web.work import Work

READER_LIFETIMES = (30, 90, 365)
"""Days for which a link to the results may be given."""


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


STATES: Mapping[Participation, str] = {
    Participation.INVITED: _("Invited"),
    Participation.OPENED: _("Has read the invitation"),
    Participation.IN_PROGRESS: _("Is answering"),
    Participation.FINISHED: _("Has finished"),
    Participation.DECLINED: _("Not this person"),
    Participation.EXPIRED: _("Expired"),
    Participation.REVOKED: _("Removed"),
}
RESENT_IN = frozenset({Participation.INVITED, Participation.OPENED, Participation.IN_PROGRESS, Participation.EXPIRED})
DONE: Mapping[str, str] = {
    "invited": _("The invitations are on their way. The links below are shown this once."),
    "nobody": _("Nobody was invited: everybody on the list is invited already."),
    "resent": _("A new letter is on its way; the link sent before no longer works."),
    "withdrawn": _("The person was removed. That counts at once, also on a page that is open."),
    "closed": _("The link was taken back. It opens nothing any more."),
    "moved": _("The deadline was changed."),
}


def list_field(fields: Fields) -> Field:
    """Where a list of people is typed or pasted."""
    box = fields.box(
        "list",
        _("Whom do you invite?"),
        _("One person a line: e-mail address; name; role. Name and role may be left out."),
    )
    return replace(box, kind="area")


def asked_words(role: RespondentRole, parts: Collection[str], language: str) -> str:
    """What somebody is asked, in words; `parts` holds the titles of dimensions, none for all."""
    if role.group is not RoleGroup.INTERNAL:
        return translate("The ten statements of the mirror form", language)
    return ", ".join(parts) or translate("All dimensions", language)


@dataclass(frozen=True, slots=True)
class Participants:
    """Makes the page of the people of an assessment."""

    session: Session
    work: Work
    now: datetime
    language: str

    def page(self, fields: Fields, *, links: tuple[NewLink, ...] = (), done: str = "") -> PeoplePage:
        """The page; `fields` makes its forms, `links` are those shown this once."""
        connection, draft, language = self.session.connection(), self.work.draft, self.language
        rows = read_respondents(connection, draft.id)
        until = self._until(fields)
        invite, reader = self._invite(fields), self._reader(fields)
        return PeoplePage(
            home=self.work.home,
            organisation=draft.organisation.name if draft.organisation else "",
            by_link=draft.organisation_id is None,
            terms=tuple(translate(text, language) for text in (MODES[draft.mode], RESULTS_FOR[draft.results_for])),
            deadline=deadline_line(draft.deadline, language),
            calendar=f"{self.work.home}/deadline.ics" if draft.deadline else None,
            open=not draft.submitted and not self.work.late and draft.organisation is not None,
            people=tuple(self._person(row) for row in rows),
            counts=self._counts(rows),
            readers=tuple(self._reader_link(row) for row in read_readers(connection, draft.id)),
            links=links,
            done=translate(DONE.get(done, ""), language),
            invite=invite,
            reader=reader,
            until=until,
            errors=lines_of((*invite, until, *reader)),
        )

    def _person(self, row: RowMapping) -> Person:
        state, role = participation(row, self.now), RespondentRole(row["role"])
        base = f"{self.work.home}/people/{row['id']}"
        open_one = not self.work.draft.submitted and not self.work.late
        resend = open_one and state in RESENT_IN and row["invited_at"] <= self.now - RESEND_EVERY
        titles = [
            item.title.text(self.language) for item in self.work.questionnaire.dimensions if item.id in row["parts"]
        ]
        seen = row["active_on"]
        return Person(
            name=row["name"] or row["email"],
            email=row["email"] if row["name"] else "",
            role=role_word(role, self.language),
            asked=asked_words(role, titles, self.language),
            state=state.value,
            word=translate(STATES[state], self.language),
            seen=Voice(self.language).date(seen) if seen else "",
            resend=f"{base}/resend" if resend else None,
            revoke=f"{base}/revoke" if state is not Participation.REVOKED else None,
        )

    def _counts(self, rows: Iterable[RowMapping]) -> str:
        states = [participation(row, self.now) for row in rows if row["revoked_at"] is None]
        return translate(
            "%(finished)s of %(invited)s have finished.",
            self.language,
            finished=states.count(Participation.FINISHED),
            invited=len(states),
        )

    def _reader_link(self, row: RowMapping) -> ReaderLink:
        works = row["revoked_at"] is None and row["expires_at"] > self.now
        return ReaderLink(
            name=row["name"],
            until=on_day(row["expires_at"], self.language),
            works=works,
            revoke=f"{self.work.home}/readers/{row['id']}/revoke" if works else None,
        )

    def _invite(self, fields: Fields) -> tuple[Field, ...]:
        dimensions = [(item.id, item.title.text(self.language)) for item in self.work.questionnaire.dimensions]
        return (
            list_field(fields),
            fields.choices(
                "role",
                _("In which capacity, where a line names no role?"),
                [(role.value, self._role_choice(role)) for role in RespondentRole],
                first=[RespondentRole.STAFF.value],
            ),
            replace(
                fields.choices(
                    "parts",
                    _("Which dimensions?"),
                    dimensions,
                    _("For management and staff. Elected members and providers answer the ten statements instead."),
                    first=[identifier for identifier, _title in dimensions],
                ),
                kind="checkboxes",
            ),
        )

    def _role_choice(self, role: RespondentRole) -> str:
        word = role_word(role, self.language)
        return translate("%(role)s (ten statements)", self.language, role=word) if form_for(role) == "mirror" else word

    def _reader(self, fields: Fields) -> tuple[Field, ...]:
        lifetimes = [(str(days), translate(LIFETIME_WORDS[days], self.language)) for days in READER_LIFETIMES]
        return (
            fields.box("reader", _("For whom is the link?"), _("So that you know later which one to take back.")),
            fields.choices("days", _("How long does it work?"), lifetimes, first=["30"]),
        )

    def _until(self, fields: Fields) -> Field:
        deadline = self.work.draft.deadline
        written = day_of(deadline).isoformat() if deadline else ""
        hint = _("Year-month-day, for example 2027-03-31; empty for no fixed day. It ends at midnight in France.")
        box = fields.box("deadline", _("Until when are answers taken?"), hint, value=written)
        groups = tuple(
            Group(item.id, item.label, tuple(replace(one, required=False) for one in item.inputs))
            for item in box.groups
        )
        return replace(box, groups=groups)
