"""Words for campaigns: their states, those of organisations in them, and what results may serve."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from assessment.domain.campaigns import CampaignState, MemberState
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.peer_groups import Consent
from assessment.reports.formatting import Voice
from assessment.translation import later as _
from assessment.translation import translate

STATES = {
    CampaignState.DRAFT: _("Draft"),
    CampaignState.PLANNED: _("Launched, not open yet"),
    CampaignState.OPEN: _("Open"),
    CampaignState.CLOSED: _("Closed"),
}
MEMBER_STATES = {
    MemberState.INVITED: _("Invited"),
    MemberState.STARTED: _("Started"),
    MemberState.SUBMITTED: _("Answers sent"),
    MemberState.LEFT: _("Takes no part"),
}
CONSENTS = {
    Consent.PRIVATE: _("Private: our results stay with us. They count in no figure of the network."),
    Consent.COUNTED: _(
        "Counted anonymously (usual): our results count in figures of groups of at least five organisations, and "
        "nobody can tell ours from them."
    ),
    Consent.NAMED: _(
        "Seen by the head of the network: the same, and the head reads our scores and our report under our name."
    ),
    Consent.HELPER: _(
        "Helper: the same, and the other organisations see where we are strong, so that they may ask us for help."
    ),
    Consent.SHOWCASE: _("Showcase: the same, and our results may be shown in public under our name, as an example."),
}
FORMS = {
    "full": _("Full: every question, for a complete picture"),
    "express": _("Express: two questions per dimension, for a first look"),
}
MODES = {
    Mode.SHARED: _("One sheet together: the people of an organisation fill in the same answers"),
    Mode.PANEL: _("One sheet each: everybody answers alone, and the results show where they agree and differ"),
}
RESULTS_FOR = {
    ResultsFor.LEAD: _("The leads of the organisation"),
    ResultsFor.RESPONDENTS: _("The leads and everybody they invited to answer"),
    ResultsFor.ORGANISATION: _("The leads, everybody invited, and all members of the organisation"),
}
REMINDER_KINDS = {
    "30": _("30 days before the end, by itself"),
    "7": _("7 days before the end, by itself"),
    "1": _("1 day before the end, by itself"),
    "demand": _("Sent by the head"),
}
TEST = _("Test: nothing of it counts in real figures.")


def dates_text(campaign: Mapping[Any, Any], language: str) -> str:
    """From when to when a campaign runs."""
    days = {"first": said_day(campaign["opens_on"], language), "last": said_day(campaign["closes_on"], language)}
    return translate("From %(first)s to %(last)s, 23:59 in France", language, **days)


def said_day(day: date, language: str) -> str:
    """A day in words."""
    return Voice(language).date(day)


def short_day(day: date, language: str) -> str:
    """A day in figures, for tables: as spreadsheets of the language read it."""
    return day.strftime("%d/%m/%Y") if language == "fr" else day.isoformat()
