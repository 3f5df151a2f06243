"""The follow-up of a campaign: state and days of every organisation, never what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.campaigns import UNFINISHED, MemberState, member_state
from assessment.domain.questionnaire import Questionnaire
from assessment.services.campaign_clock import may_be_reminded, remindable
from assessment.services.campaigns import follow_up, is_running
from assessment.services.mail import LetterKind
from assessment.storage.campaigns import reminders_of
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_views import campaign_facts, home_of, kind_name, letter_views, state_counts
from assessment.web.campaign_words import MEMBER_STATES, REMINDER_KINDS
from assessment.web.fields import Field
from assessment.web.form_reading import Fields
from assessment.web.forms import Form
from assessment.web.pages_campaigns import FollowRow, FollowUpPage, RemindedRow, RemindersPage
from assessment.web.place_words import at_time, on_day
from assessment.web.places import Here

NO_LEAD = _("Nobody leads it yet, so there is nobody to write to")
TOO_SOON = _("The last letter is less than three days old")


def follow_up_page(
    session: Session,
    here: Here,
    campaign: RowMapping,
    questionnaire: Questionnaire,
    now: datetime,
    *,
    wanted: Mapping[str, str],
    runs: bool,
) -> FollowUpPage:
    """A launched campaign; `wanted` holds the `progress` and `kind` to show, empty for all of them."""
    rows, language = follow_up(session, campaign), here.language
    found = [row for row in rows if _fits(row, wanted)]
    return FollowUpPage(
        place=here.view,
        name=campaign["name"],
        home=home_of(here, campaign),
        facts=campaign_facts(campaign, questionnaire, language),
        test=campaign["test"],
        counts=state_counts(rows, language),
        filters=_filters(rows, questionnaire, wanted, language),
        rows=tuple(_row(row, questionnaire, language) for row in found),
        shown=translate("%(shown)s of %(all)s organisations", language, shown=len(found), all=len(rows)),
        reminders=tuple(_told(row, language) for row in reminders_of(session.connection(), campaign["id"])),
        running=is_running(campaign, now),
        runs=runs,
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


def _fits(row: RowMapping, wanted: Mapping[str, str]) -> bool:
    return wanted["progress"] in ("", member_state(row).value) and wanted["kind"] in ("", row["type"] or "none")


def _filters(
    rows: Sequence[RowMapping], questionnaire: Questionnaire, wanted: Mapping[str, str], language: str
) -> tuple[Field, ...]:
    fields = Fields(language, Form({name: (value,) for name, value in wanted.items()}))
    everything = ("", translate("All", language))
    states = [(state.value, translate(word, language)) for state, word in MEMBER_STATES.items()]
    codes = sorted({row["type"] or "none" for row in rows})
    kinds = [(code, kind_name(questionnaire, code, language)) for code in codes]
    return (
        fields.choices("progress", _("State"), [everything, *states]),
        fields.choices("kind", _("Kind of organisation"), [everything, *kinds]),
    )


def _row(row: RowMapping, questionnaire: Questionnaire, language: str) -> FollowRow:
    state = member_state(row)
    active = [moment for moment in (row["updated_at"], row["saved_at"]) if moment is not None]
    return FollowRow(
        name=row["name"],
        kind=kind_name(questionnaire, row["type"], language),
        state=state.value,
        state_name=translate(MEMBER_STATES[state], language),
        active=on_day(max(active), language) if active and state is not MemberState.LEFT else "–",
        reminders=_letters_text(row, language),
    )


def _letters_text(row: RowMapping, language: str) -> str:
    if not row["reminded"]:
        return translate("None", language)
    day = on_day(row["reminded_at"], language)
    return translate("%(number)s, the last on %(day)s", language, number=row["reminded"], day=day)


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
