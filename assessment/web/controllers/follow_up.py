"""Reminders of a campaign, sent by the head of the network once they have seen who gets one."""

from __future__ import annotations

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from assessment.services.campaign_clock import remind
from assessment.services.campaign_letters import CampaignPost
from assessment.services.campaigns import WrongState, is_running
from assessment.web.campaign_views import campaign_here, home_of, require_launched
from assessment.web.follow_ups import reminders_page
from assessment.web.form_reading import only
from assessment.web.http import HttpRequest, shown
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, SiteHere


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/reminders", sync_to_thread=True)
def show_reminders(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[str]:
    """Who would get a reminder now, and what it says."""
    with site.database.readings.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        require_launched(campaign)
        page = reminders_page(session, here, campaign, site.now())
    return site.page(request, page)


@post("/networks/{network_id:str}/campaigns/{campaign_id:str}/reminders", sync_to_thread=True)
def send_reminders(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Redirect:
    """Remind every organisation that may be reminded now."""
    only(form)
    now, letters = site.now(), CampaignPost(site.seal, site.address)
    with site.database.sessions.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        if not is_running(campaign, now):
            raise WrongState
        sent = remind(session, letters, campaign, actor=admission.actor, now=now)
    return Redirect(f"{home_of(here, campaign)}{'?done=reminded' if sent else '/reminders'}", status_code=303)
