"""A campaign for whoever leads an organisation: start its assessment, say what results may serve, decline."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Response, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.campaigns import campaign_state, filled
from assessment.domain.peer_groups import Consent
from assessment.domain.questionnaire import Questionnaire
from assessment.services import taking_part
from assessment.services.campaigns import is_running
from assessment.services.peer_help import may_declare
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_views import campaign_facts, campaign_instrument
from assessment.web.campaign_words import CONSENTS, STATES, said_day
from assessment.web.controllers.campaigns import deadline_file
from assessment.web.errors import Refused
from assessment.web.fields import Field
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_campaigns import TakingPartPage
from assessment.web.peer_offers import offer_fields
from assessment.web.place_words import done_text, offered
from assessment.web.places import Here, organisation_here
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere

ALONE = "new"


@shown("/organisations/{organisation_id:str}/campaigns/{campaign_id:str}", sync_to_thread=True)
def show_participation(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    organisation_id: FromPath[str],
    campaign_id: FromPath[str],
    done: FromQuery[str] = "",
) -> Response[str]:
    """What the campaign is, and what the lead may do about it."""
    with site.database.readings.begin() as session:
        here = organisation_here(site, session.connection(), request, admission, organisation_id)
        row = taking_part.find_participation(session, campaign_id, organisation_id)
        page = participation_page(site, session, here, row, done=done)
    return site.page(request, page)


@post("/organisations/{organisation_id:str}/campaigns/{campaign_id:str}/start", sync_to_thread=True)
def start(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    organisation_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Response[str] | Redirect:
    """Start the assessment of the organisation in the campaign, with what its results may serve."""
    now, reader = site.now(), Reader(only(form, "consent", "assessment"), site.language(request))
    with site.database.sessions.begin() as session:
        here = organisation_here(site, session.connection(), request, admission, organisation_id)
        row = taking_part.find_participation(session, campaign_id, organisation_id, lock=True)
        consent = reader.one_of("consent", list(Consent), _("Choose what your results may serve."))
        others = [other["id"] for other in taking_part.reusable(session, row, now)]
        chosen = reader.one_of("assessment", [ALONE, *others]) if form.one("assessment") else ALONE
        if reader.errors:
            page = participation_page(site, session, here, row, Fields(here.language, form, reader.errors))
            return site.page(request, page, 422)
        assessment_id = taking_part.take_part(
            session,
            row,
            Consent(consent),
            questionnaire=frozen_questionnaire(site, row),
            lead_id=admission.signed_in.person_id,
            language=here.language,
            now=now,
            instead_of=None if chosen == ALONE else chosen,
        )
    if row["assessment_id"] is not None:
        return Redirect(f"/organisations/{organisation_id}/campaigns/{campaign_id}?done=consent", status_code=303)
    end = "" if here.row["profile"] else "/profile"
    return Redirect(f"/assessments/{assessment_id}{end}", status_code=303)


@post("/organisations/{organisation_id:str}/campaigns/{campaign_id:str}/consent", sync_to_thread=True)
def change_consent(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    organisation_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Response[str] | Redirect:
    """Say anew what the results may serve."""
    reader = Reader(only(form, "consent"), site.language(request))
    with site.database.sessions.begin() as session:
        here = organisation_here(site, session.connection(), request, admission, organisation_id)
        row = taking_part.find_participation(session, campaign_id, organisation_id, lock=True)
        consent = reader.one_of("consent", list(Consent), _("Choose what your results may serve."))
        if reader.errors:
            page = participation_page(site, session, here, row, Fields(here.language, form, reader.errors))
            return site.page(request, page, 422)
        taking_part.change_consent(session, row, Consent(consent), actor=admission.actor, now=site.now())
    return Redirect(f"/organisations/{organisation_id}/campaigns/{campaign_id}?done=consent", status_code=303)


@post("/organisations/{organisation_id:str}/campaigns/{campaign_id:str}/leave", sync_to_thread=True)
def leave(
    site: SiteHere,
    admission: AdmissionHere,
    organisation_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Redirect:
    """Decline the campaign, or leave it."""
    only(form)
    with site.database.sessions.begin() as session:
        row = taking_part.find_participation(session, campaign_id, organisation_id, lock=True)
        taking_part.leave_campaign(session, row, actor=admission.actor, now=site.now())
    return Redirect(f"/organisations/{organisation_id}/campaigns/{campaign_id}?done=declined", status_code=303)


@shown("/organisations/{organisation_id:str}/campaigns/{campaign_id:str}/deadline.ics", sync_to_thread=True)
def download_end(
    request: HttpRequest, site: SiteHere, organisation_id: FromPath[str], campaign_id: FromPath[str]
) -> Response[bytes]:
    """The end of the campaign for a calendar."""
    with site.database.readings.begin() as session:
        row = taking_part.find_participation(session, campaign_id, organisation_id)
    path = f"/organisations/{organisation_id}/campaigns/{campaign_id}"
    return deadline_file(site, row, path, site.language(request))


def frozen_questionnaire(site: Site, campaign: RowMapping) -> Questionnaire:
    """The questionnaire a campaign was launched with, retired since or not. Raises Refused when it is not kept."""
    kept = campaign_instrument(site, campaign)
    if kept is None or kept.questionnaire.hash != campaign["questionnaire_hash"]:
        raise Refused("campaign-version")
    return kept.questionnaire


def participation_page(
    site: Site,
    session: Session,
    here: Here,
    row: RowMapping,
    fields: Fields | None = None,
    *,
    offer: Fields | None = None,
    done: str = "",
) -> TakingPartPage:
    """The page; `fields` and `offer` hold what was typed into its two forms, and what is wrong with it."""
    now, language = site.now(), here.language
    state, left, running = campaign_state(row, now), row["left_at"] is not None, is_running(row, now)
    starts = taking_part.may_start(row, now) and (row["assessment_id"] is None or left)
    asks = starts or (running and not left)
    others = taking_part.reusable(session, row, now) if starts and row["assessment_id"] is None else ()
    return TakingPartPage(
        place=here.view,
        done=done_text(done, language),
        fields=_fields(fields or Fields(language), row, others) if asks else (),
        name=row["name"],
        network=row["network_name"],
        text=_text(row, here),
        facts=campaign_facts(row, site.instrument().questionnaire, language),
        test=row["test"],
        home=f"{here.view.home}/campaigns/{row['id']}",
        state_name=translate(STATES[state], language),
        assessment=f"/assessments/{row['assessment_id']}" if row["assessment_id"] and not left else None,
        starts=starts,
        changes=asks and not starts,
        leaves=not left,
        left=left,
        offer=_offer(site, session, row, offer or Fields(language)),
    )


def _offer(site: Site, session: Session, row: RowMapping, fields: Fields) -> tuple[Field, ...]:
    kept = campaign_instrument(site, row)
    return offer_fields(session, row, kept.questionnaire, fields) if kept and may_declare(row) else ()


def _fields(fields: Fields, row: RowMapping, others: Sequence[RowMapping]) -> tuple[Field, ...]:
    language = fields.language
    consent = fields.choices(
        "consent",
        _("What may your results serve?"),
        offered(CONSENTS, language),
        _("You may change it until the campaign ends. It counts from then on."),
        first=[row["consent"]],
    )
    if not others:
        return (consent,)
    running = [
        (item["id"], translate("The one running for “%(campaign)s”; it then stands for both, and has to be sent by "
                               "the earlier of the two last days", language, campaign=item["name"]))
        for item in others
    ]  # fmt: skip
    alone = (ALONE, translate("One of its own", language))
    question = _("Which assessment stands for this campaign?")
    return (consent, fields.choices("assessment", question, [alone, *running], first=[ALONE]))


def _text(row: RowMapping, here: Here) -> str:
    """What the network wrote, in the language of the page."""
    values = {
        "organisation": here.row["name"],
        "network": row["network_name"],
        "campaign": row["name"],
        "deadline": said_day(row["closes_on"], here.language),
    }
    return filled(row["texts"].get(here.language, ""), values)
