"""Campaigns put into words for their pages: facts, letters, whom they invite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.campaigns import MemberState, campaign_state, member_state
from assessment.domain.problems import ProblemsFound
from assessment.domain.questionnaire import Questionnaire
from assessment.domain.results import Instrument
from assessment.services.campaign_letters import values_of
from assessment.services.campaigns import WrongState, find_campaign, follow_up, whom_to_invite
from assessment.services.letters import worded
from assessment.services.mail import Letter, LetterKind
from assessment.storage.campaigns import leads_of
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_words import FORMS, MEMBER_STATES, MODES, RESULTS_FOR, STATES, dates_text
from assessment.web.http import HttpRequest
from assessment.web.pages_campaigns import CampaignRow, DraftPage, InvitedLine, LetterView
from assessment.web.place_words import LANGUAGES
from assessment.web.places import Here, network_here
from assessment.web.rules import Admission
from assessment.web.site import Site

SOME_ORGANISATION = _("Your organisation")


def campaign_here(
    site: Site, session: Session, request: HttpRequest, admission: Admission, network_id: str, campaign_id: str
) -> tuple[Here, RowMapping]:
    """A campaign of a network. Raises UnknownPlace."""
    campaign = find_campaign(session, campaign_id, network_id)
    return network_here(site, session.connection(), request, admission, network_id), campaign


def campaign_instrument(site: Site, campaign: Mapping[Any, Any]) -> Instrument | None:
    """What a campaign was launched with, for words and limits; None when that version is no longer kept."""
    try:
        return site.instrument(f"{campaign['questionnaire']}@{campaign['version']}")
    except ProblemsFound:
        return None


def home_of(here: Here, campaign: Mapping[Any, Any]) -> str:
    """The address of a campaign's page."""
    return f"{here.view.home}/campaigns/{campaign['id']}"


def require_launched(campaign: Mapping[Any, Any], *, launched: bool = True) -> None:
    """Refuse what makes no sense for a draft, or for what is none any more. Raises WrongState."""
    if (campaign["launched_at"] is not None) is not launched:
        raise WrongState


def campaign_row(session: Session, here: Here, campaign: RowMapping, now: datetime) -> CampaignRow:
    """A campaign in the list of a network."""
    state = campaign_state(campaign, now)
    return CampaignRow(
        name=campaign["name"],
        href=home_of(here, campaign),
        state=state.value,
        state_name=translate(STATES[state], here.language),
        dates=dates_text(campaign, here.language),
        counts=_counts_text(follow_up(session, campaign), here.language) if campaign["launched_at"] else "",
        test=campaign["test"],
    )


def state_counts(rows: Iterable[RowMapping], language: str) -> tuple[tuple[str, str], ...]:
    """How many organisations are in each state, in words."""
    found = Counter(member_state(row) for row in rows)
    return tuple((translate(word, language), str(found[state])) for state, word in MEMBER_STATES.items())


def campaign_facts(
    campaign: Mapping[Any, Any], questionnaire: Questionnaire, language: str
) -> tuple[tuple[str, str], ...]:
    """What a campaign is, line by line."""
    kinds = [kind.title.text(language) for kind in questionnaire.organisation_types if kind.id in campaign["types"]]
    facts = [
        (_("Dates"), dates_text(campaign, language)),
        (_("Questionnaire"), f"{questionnaire.title.text(language)} {campaign['version']}"),
        (_("Length"), translate(FORMS[campaign["form"]], language)),
        (_("Answers"), translate(MODES[campaign["mode"]], language)),
        (_("Who reads the results of an organisation"), translate(RESULTS_FOR[campaign["results_for"]], language)),
        (_("Organisations"), ", ".join(kinds) or translate("All of the network", language)),
    ]
    return tuple((translate(name, language), value) for name, value in facts)


def letter_views(kind: LetterKind, campaign: Mapping[Any, Any], organisation: str, now: datetime) -> list[LetterView]:
    """The letter to one organisation, in each language."""
    found = []
    for code, name in LANGUAGES.items():
        spoken = organisation or translate(SOME_ORGANISATION, code)
        letter = worded(Letter(kind, "", code, values_of(campaign, spoken, code, "", now)))
        found.append(LetterView(code, name, letter.subject, letter.before, letter.action, letter.after))
    return found


def draft_page(
    session: Session, here: Here, campaign: RowMapping, questionnaire: Questionnaire, now: datetime, *, runs: bool
) -> DraftPage:
    """A campaign before it is launched."""
    language, connection = here.language, session.connection()
    invited = whom_to_invite(session, campaign["network_id"], campaign["types"])
    led = {row["organisation_id"] for row in leads_of(connection, [row["id"] for row in invited.organisations])}
    lines = tuple(_invited_line(row, led, questionnaire, language) for row in invited.organisations)
    example = lines[0].name if lines else ""
    current = {**campaign, "version": questionnaire.version}
    return DraftPage(
        place=here.view,
        name=campaign["name"],
        home=home_of(here, campaign),
        facts=campaign_facts(current, questionnaire, language),
        test=campaign["test"],
        invited=lines,
        without_lead=sum(not line.led for line in lines),
        undescribed=tuple(row["name"] for row in invited.undescribed),
        letters=tuple(letter_views(LetterKind.CAMPAIGN_INVITATION, campaign, example, now)),
        runs=runs,
    )


def kind_name(questionnaire: Questionnaire, code: str | None, language: str) -> str:
    """A type of organisation in words; one that nobody has stated, or that is no longer known, has none."""
    kind = questionnaire.type_by_id.get(code or "")
    return kind.title.text(language) if kind else translate("Not described yet", language)


def _invited_line(row: RowMapping, led: set[str], questionnaire: Questionnaire, language: str) -> InvitedLine:
    code = (row["profile"] or {}).get("type")
    return InvitedLine(row["name"], kind_name(questionnaire, code, language), row["id"] in led)


def _counts_text(rows: Sequence[RowMapping], language: str) -> str:
    found = Counter(member_state(row) for row in rows)
    values = {"invited": len(rows), "sent": found[MemberState.SUBMITTED]}
    return translate("%(invited)s organisations invited, %(sent)s have sent their answers", language, **values)
