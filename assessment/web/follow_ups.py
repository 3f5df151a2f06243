"""The follow-up of a campaign: state and days of every organisation, never what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.campaigns import UNFINISHED, member_state
from assessment.domain.results import Instrument
from assessment.services.campaign_clock import may_be_reminded, remindable
from assessment.services.campaigns import follow_up, is_running
from assessment.services.mail import LetterKind
from assessment.services.running_campaigns import not_invited
from assessment.storage.campaigns import reminders_of
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_views import campaign_facts, home_of, letter_views, state_counts
from assessment.web.campaign_words import MEMBER_STATES, REMINDER_KINDS
from assessment.web.follow_up_tables import FollowUp, key_of
from assessment.web.long_lists import Parts
from assessment.web.pages_campaigns import FollowUpPage, Note, OutsideView, RemindedRow, RemindersPage
from assessment.web.place_words import at_time
from assessment.web.places import Here
from assessment.web.table_files import file_links

NO_LEAD = _("Nobody leads it yet, so there is nobody to write to")
TOO_SOON = _("The last letter is less than three days old")


def follow_up_page(
    session: Session,
    here: Here,
    campaign: RowMapping,
    instrument: Instrument,
    now: datetime,
    *,
    wanted: Mapping[str, str],
    part: str,
    runs: bool,
) -> FollowUpPage:
    """A launched campaign; `wanted` holds what to show by name of a filter, empty for all of it, `part` how far on."""
    rows, language = follow_up(session, campaign), here.language
    found = FollowUp(rows, wanted, instrument, language)
    running, table = is_running(campaign, now), found.table()
    asked = {name: value for name, value in wanted.items() if value}
    parts = Parts(len(table.rows), part)
    notes = {key_of(row): Note(row["organisation_id"], row["note"]) for row in rows}
    return FollowUpPage(
        place=here.view,
        name=campaign["name"],
        home=home_of(here, campaign),
        facts=campaign_facts(campaign, instrument.questionnaire, language),
        test=campaign["test"],
        counts=state_counts(rows, language),
        filters=found.fields(),
        table=replace(table, rows=parts.of(table.rows)),
        parts=parts.links(home_of(here, campaign), asked, "follow-up"),
        notes=notes,
        files=file_links(f"{home_of(here, campaign)}/follow-up", language, asked),
        shown=translate("%(shown)s of %(all)s organisations", language, shown=len(table.rows), all=len(rows)),
        outside=outside_view(session, campaign) if running else OutsideView(),
        reminders=tuple(_told(row, language) for row in reminders_of(session.connection(), campaign["id"])),
        running=running,
        runs=runs,
    )


def outside_view(session: Session, campaign: RowMapping) -> OutsideView:
    """The organisations of the network that a running campaign has not invited."""
    found = not_invited(session, campaign)
    return OutsideView(
        tuple(row["name"] for row in found.organisations), tuple(row["name"] for row in found.undescribed)
    )


def reminders_page(session: Session, here: Here, campaign: RowMapping, now: datetime) -> RemindersPage:
    """Who would get a reminder now, who would not and why."""
    rows = [row for row in follow_up(session, campaign) if member_state(row) in UNFINISHED]
    chosen = {row["organisation_id"] for row in remindable(session, campaign, now)}
    lines = tuple(_reminded(row, chosen, now, here.language) for row in rows)
    example = next((line.name for line in lines if not line.why), "")
    return RemindersPage(
        place=here.view,
        name=campaign["name"],
        home=home_of(here, campaign),
        rows=lines,
        number=len(chosen),
        letters=tuple(letter_views(LetterKind.CAMPAIGN_REMINDER, campaign, example, now)),
    )


def _told(row: RowMapping, language: str) -> str:
    values = {"at": at_time(row["sent_at"], language), "number": row["organisations"]}
    kind = translate(REMINDER_KINDS[row["kind"]], language)
    return translate("%(at)s – %(kind)s. Organisations written to: %(number)s", language, kind=kind, **values)


def _reminded(row: RowMapping, chosen: set[str], now: datetime, language: str) -> RemindedRow:
    state = member_state(row)
    why = (
        ""
        if row["organisation_id"] in chosen
        else translate(NO_LEAD if may_be_reminded(row, now) else TOO_SOON, language)
    )
    return RemindedRow(row["name"], state.value, translate(MEMBER_STATES[state], language), why)
