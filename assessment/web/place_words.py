"""Words for roles, modes, scopes and states, and the ways between the pages of a place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from assessment.domain.membership import MembershipRole
from assessment.domain.participation import Mode, ResultsFor
from assessment.reports.formatting import Voice
from assessment.storage.api_keys import Scope
from assessment.translation import translate
from assessment.web.pages_organisations import Link, Place

HERE = ZoneInfo("Europe/Paris")


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


ROLES = {
    MembershipRole.ADMINISTRATOR: _("Administrator of the platform"),
    MembershipRole.HEAD: _("Head of the network"),
    MembershipRole.ANALYST: _("Analyst of the network"),
    MembershipRole.LEAD: _("Lead of the organisation"),
    MembershipRole.MEMBER: _("Member of the organisation"),
}
ROLE_CHOICES = {
    MembershipRole.HEAD: _("Head: runs the network, adds organisations, invites people"),
    MembershipRole.ANALYST: _("Analyst: sees how far each organisation is, nothing of its answers or results"),
    MembershipRole.LEAD: _("Lead: starts assessments, invites people, sees all results of the organisation"),
    MembershipRole.MEMBER: _("Member: sees which assessments there are, answers where invited"),
}
FORMS = {
    "full": _("Full: every question, for a complete picture"),
    "express": _("Express: two questions per dimension, for a first look"),
}
MODES = {
    Mode.SHARED: _("One sheet together: whoever you invite fills in the same answers, each one their part"),
    Mode.PANEL: _("One sheet each: everybody answers alone, and the results show where you agree and where you differ"),
}
RESULTS_FOR = {
    ResultsFor.LEAD: _("You and the other leads of the organisation"),
    ResultsFor.RESPONDENTS: _("The leads and everybody who was invited to answer"),
    ResultsFor.ORGANISATION: _("The leads, everybody invited, and all members of the organisation"),
}
SCOPES = {
    Scope.ASSESSMENTS: _("Assessments: which there are, their state and dates"),
    Scope.PARTICIPATION: _("Participation: how many people were invited, have started, have finished"),
    Scope.RESULTS: _("Results: scores, roles and actions of submitted assessments"),
}
LIFETIME_WORDS = {30: _("30 days"), 90: _("90 days"), 365: _("One year")}
LANGUAGES = {"fr": "Français", "en": "English"}
DONE = {
    "invited": _("The invitation is on its way."),
    "resent": _("The invitation was sent again; the link sent before no longer works."),
    "withdrawn": _("The invitation was withdrawn; its link no longer works."),
    "changed": _("The role was changed. It counts at once."),
    "removed": _("The person was removed. That counts at once."),
    "saved": _("Saved."),
    "left": _("The organisation has left the network."),
    "revoked": _("The key was revoked. It opens nothing any more."),
    "created": _("It was created, and the invitation is on its way."),
    "disabled": _("The account was disabled and all its sessions were ended."),
    "enabled": _("The account works again."),
    "factor": _("The second factor was removed. The person sets up another one at the next sign-in."),
    "draft": _("The draft was kept. Nobody has been written to yet."),
    "launched": _("The campaign was launched: the letters are on their way."),
    "moved": _("The last day was moved. Reminders follow the new one."),
    "invited-more": _("They are invited: the letters are on their way."),
    "closed": _("The campaign was closed. Nothing sent from now on counts in it."),
    "reminded": _("The reminders are on their way."),
    "imported": _("The organisations were created, and their leads are invited."),
    "consent": _("Kept. It counts from now on."),
    "declined": _("The organisation takes no part in the campaign any more."),
    "ordered": _("Ordered. You may close this page: the reports are made all the same."),
    "cancelled": _("Cancelled. What was made already is not made again when you order anew."),
    "retried": _("The mail will be tried again within a minute."),
}
"""What was just done, by the word that the address carries."""


def offered(words: Mapping[Any, str], language: str) -> tuple[tuple[str, str], ...]:
    """Values to choose from, each with its label."""
    return tuple((str(value), translate(label, language)) for value, label in words.items())


def done_text(word: str, language: str) -> str:
    """The sentence about what was just done; empty for a word that is none of ours."""
    return translate(DONE.get(word, ""), language)


def on_day(moment: datetime, language: str) -> str:
    """The day of a moment, as it is in France."""
    return Voice(language).date(day_of(moment))


def day_of(moment: datetime) -> date:
    """The day of a moment, as it is in France."""
    return moment.astimezone(HERE).date()


def at_time(moment: datetime, language: str) -> str:
    """Day and time of a moment, as it is in France."""
    return f"{on_day(moment, language)}, {moment.astimezone(HERE):%H:%M}"


def organisation_place(organisation_id: str, name: str, role: MembershipRole | None, path: str, language: str) -> Place:
    """An organisation and those of its pages that this role opens; `path` is the page one is on."""
    base = f"/organisations/{organisation_id}"
    pages = [("", _("Assessments"))]
    if role in (MembershipRole.LEAD, MembershipRole.ADMINISTRATOR):
        pages += [("/members", _("People")), ("/settings", _("Settings"))]
    if role is MembershipRole.LEAD:
        pages.append(("/keys", _("API keys")))
    return Place(name, translate("Organisation", language), base, _links(base, pages, path, language))


def network_place(network_id: str, name: str, role: MembershipRole | None, path: str, language: str) -> Place:
    """A network and those of its pages that this role opens; `path` is the page one is on."""
    base = f"/networks/{network_id}"
    own = role in (MembershipRole.HEAD, MembershipRole.ANALYST)
    pages = [("", _("Overview") if own else _("Organisations"))]
    if own:
        pages.append(("/campaigns", _("Campaigns")))
    if role in (MembershipRole.HEAD, MembershipRole.ADMINISTRATOR):
        pages.append(("/members", _("People")))
    if role is MembershipRole.HEAD:
        pages.append(("/keys", _("API keys")))
    return Place(name, translate("Network", language), base, _links(base, pages, path, language))


def platform_place(path: str, language: str) -> Place:
    """The platform and its pages; `path` is the page one is on."""
    pages = [
        ("", _("Networks and organisations")),
        ("/administrators", _("Administrators")),
        ("/people", _("People")),
        ("/mails", _("Mail")),
        ("/audit", _("Audit")),
    ]
    name = translate("Administration", language)
    return Place(name, translate("Platform", language), "/platform", _links("/platform", pages, path, language))


def _links(base: str, pages: list[tuple[str, str]], path: str, language: str) -> tuple[Link, ...]:
    return tuple(Link(base + end, translate(label, language), base + end == path) for end, label in pages)
