"""The campaigns of a network: prepared with a preview, launched and closed by its head."""

from __future__ import annotations

from dataclasses import replace

from litestar import Response, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import RowMapping

from assessment.domain.campaigns import closing
from assessment.domain.membership import MembershipRole
from assessment.reports.calendars import calendar_entry
from assessment.services import campaigns
from assessment.services.campaign_letters import CampaignPost
from assessment.services.campaigns import AlreadyOver, NobodyToInvite
from assessment.storage.campaigns import campaigns_of_network
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_plans import plan_fields, read_plan
from assessment.web.campaign_views import campaign_here, campaign_row, draft_page, home_of, require_launched
from assessment.web.follow_ups import follow_up_page
from assessment.web.form_reading import Fields, only
from assessment.web.http import HttpRequest, shown, to_keep
from assessment.web.pages_campaigns import CampaignsPage, PlanPage
from assessment.web.place_words import day_of, done_text
from assessment.web.places import Here, network_here
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere

NOBODY = _("No organisation of the network is of the kinds you chose. Change the campaign, or add organisations first.")
OVER = _("The last day of the campaign is past. Choose a later one, then launch it.")


@shown("/networks/{network_id:str}/campaigns", sync_to_thread=True)
def show_campaigns(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    done: FromQuery[str] = "",
) -> Response[str]:
    """Every campaign of a network and how far it is."""
    with site.database.readings.begin() as session:
        here = network_here(site, session.connection(), request, admission, network_id)
        rows = campaigns_of_network(session.connection(), network_id)
        found = tuple(campaign_row(session, here, row, site.now()) for row in rows)
    runs = admission.role is MembershipRole.HEAD
    page = CampaignsPage(
        place=here.view,
        done=done_text(done, here.language),
        campaigns=found,
        new=f"{here.view.home}/campaigns/new" if runs else None,
        imports=f"{here.view.home}/import" if runs else None,
    )
    return site.page(request, page)


@shown("/networks/{network_id:str}/campaigns/new", sync_to_thread=True)
def show_new(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, network_id: FromPath[str]
) -> Response[str]:
    """The form of a new campaign."""
    with site.database.readings.begin() as session:
        here = network_here(site, session.connection(), request, admission, network_id)
    return site.page(request, _plan_page(site, here, Fields(here.language)))


@post("/networks/{network_id:str}/campaigns", sync_to_thread=True)
def create(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, network_id: FromPath[str], form: FormHere
) -> Response[str] | Redirect:
    """Keep the draft of a campaign."""
    now, questionnaire = site.now(), site.instrument().questionnaire
    with site.database.sessions.begin() as session:
        here = network_here(site, session.connection(), request, admission, network_id)
        plan, reader = read_plan(form, here.language, questionnaire, day_of(now))
        if plan is None:
            return site.page(request, _plan_page(site, here, Fields(here.language, form, reader.errors)), 422)
        campaign_id = campaigns.create_campaign(
            session, network_id, plan, questionnaire, actor=admission.actor, now=now
        )
    return Redirect(f"{here.view.home}/campaigns/{campaign_id}?done=draft", status_code=303)


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}", sync_to_thread=True)
def show_campaign(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    done: FromQuery[str] = "",
    progress: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    region: FromQuery[str] = "",
    part: FromQuery[str] = "",
) -> Response[str]:
    """A draft with its preview; once it was launched, how far each organisation is, without answers or scores."""
    now, runs = site.now(), admission.role is MembershipRole.HEAD
    with site.database.readings.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        instrument = site.instrument()
        if campaign["launched_at"] is None:
            draft = draft_page(session, here, campaign, instrument.questionnaire, now, runs=runs)
            return site.page(request, replace(draft, done=done_text(done, here.language)))
        wanted = {"progress": progress, "kind": kind, "region": region}
        page = follow_up_page(session, here, campaign, instrument, now, wanted=wanted, part=part, runs=runs)
    return site.page(request, replace(page, done=done_text(done, here.language)))


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/edit", sync_to_thread=True)
def show_edit(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[str]:
    """The form of a draft."""
    with site.database.readings.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
    require_launched(campaign, launched=False)
    return site.page(request, _plan_page(site, here, Fields(here.language), campaign))


@post("/networks/{network_id:str}/campaigns/{campaign_id:str}/edit", sync_to_thread=True)
def keep_edit(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Response[str] | Redirect:
    """Change a draft."""
    now, questionnaire = site.now(), site.instrument().questionnaire
    with site.database.sessions.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        plan, reader = read_plan(form, here.language, questionnaire, day_of(now))
        if plan is None:
            fields = Fields(here.language, form, reader.errors)
            return site.page(request, _plan_page(site, here, fields, campaign), 422)
        campaigns.change_campaign(session, campaign, plan, actor=admission.actor, now=now)
    return Redirect(f"{home_of(here, campaign)}?done=draft", status_code=303)


@post("/networks/{network_id:str}/campaigns/{campaign_id:str}/delete", sync_to_thread=True)
def delete(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Redirect:
    """Delete a draft."""
    only(form)
    with site.database.sessions.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        campaigns.delete_campaign(session, campaign, actor=admission.actor, now=site.now())
    return Redirect(f"{here.view.home}/campaigns", status_code=303)


@post("/networks/{network_id:str}/campaigns/{campaign_id:str}/launch", sync_to_thread=True)
def launch(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Response[str] | Redirect:
    """Freeze a campaign and invite its organisations."""
    only(form)
    now, questionnaire = site.now(), site.instrument().questionnaire
    letters = CampaignPost(site.seal, site.address)
    with site.database.sessions.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        try:
            campaigns.launch(session, letters, campaign, questionnaire, actor=admission.actor, now=now)
        except (NobodyToInvite, AlreadyOver) as refused:
            why = translate(NOBODY if isinstance(refused, NobodyToInvite) else OVER, here.language)
            page = draft_page(session, here, campaign, questionnaire, now, runs=True)
            return site.page(request, replace(page, refused=why), 422)
    return Redirect(f"{home_of(here, campaign)}?done=launched", status_code=303)


@post("/networks/{network_id:str}/campaigns/{campaign_id:str}/close", sync_to_thread=True)
def close(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Redirect:
    """End a campaign before its last day."""
    only(form)
    with site.database.sessions.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        campaigns.close(session, campaign, actor=admission.actor, now=site.now())
    return Redirect(f"{home_of(here, campaign)}?done=closed", status_code=303)


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/deadline.ics", sync_to_thread=True)
def download_deadline(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[bytes]:
    """The end of a campaign for a calendar."""
    with site.database.readings.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
    return deadline_file(site, campaign, home_of(here, campaign), here.language)


def deadline_file(site: Site, campaign: RowMapping, path: str, language: str) -> Response[bytes]:
    """The end of a campaign as a file for calendars, leading to the page at `path`."""
    summary = translate("Campaign “%(campaign)s”: last day", language, campaign=campaign["name"])
    ends_at, address = closing(campaign["closes_on"]), site.address(path)
    content = calendar_entry(campaign["id"], ends_at, summary, address, site.now(), moves=campaign["moves"])
    return to_keep(content, "campaign.ics", "text/calendar")


def _plan_page(site: Site, here: Here, fields: Fields, campaign: RowMapping | None = None) -> PlanPage:
    questionnaire, today = site.instrument().questionnaire, day_of(site.now())
    base = f"{here.view.home}/campaigns"
    return PlanPage(
        place=here.view,
        fields=plan_fields(fields, questionnaire, today, campaign),
        action=f"{base}/{campaign['id']}/edit" if campaign else base,
        back=f"{base}/{campaign['id']}" if campaign else base,
        changes=campaign is not None,
    )
