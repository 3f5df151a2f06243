"""The follow-up of a campaign as files, and reminders sent by the head of the network who has seen who gets one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Response, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from assessment.reports.formatting import Voice
from assessment.services.campaign_clock import remind
from assessment.services.campaign_letters import CampaignPost
from assessment.services.campaigns import WrongState, follow_up, is_running
from assessment.web.campaign_views import campaign_here, home_of, require_launched
from assessment.web.follow_up_tables import FollowUp
from assessment.web.follow_ups import reminders_page
from assessment.web.form_reading import only
from assessment.web.http import HttpRequest, shown
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere
from assessment.web.table_files import PEOPLE, PROGRAMS, TableFile, table_file


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


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/follow-up.csv", sync_to_thread=True)
def download_csv(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    progress: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    region: FromQuery[str] = "",
    readers: FromQuery[str] = PEOPLE,
) -> Response[Any]:
    """The table of the page as CSV, for spreadsheets or for programs."""
    wanted = {"progress": progress, "kind": kind, "region": region}
    file = table_file("follow-up.csv", readers)
    return _file(site, request, admission, (network_id, campaign_id), wanted, file)


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/follow-up.json", sync_to_thread=True)
def download_json(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    progress: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    region: FromQuery[str] = "",
) -> Response[Any]:
    """The table of the page as JSON."""
    wanted = {"progress": progress, "kind": kind, "region": region}
    file = table_file("follow-up.json", PROGRAMS)
    return _file(site, request, admission, (network_id, campaign_id), wanted, file)


def _file(
    site: Site,
    request: HttpRequest,
    admission: Admission,
    ids: tuple[str, str],
    wanted: Mapping[str, str],
    file: TableFile,
) -> Response[Any]:
    """The table that the page shows for the same filters. Raises WrongState for a draft."""
    with site.database.readings.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, *ids)
        require_launched(campaign)
        rows = follow_up(session, campaign)
    table = FollowUp(rows, wanted, site.instrument(), here.language).table()
    return file.of(table, Voice(here.language), {"campaign": {"id": campaign["id"], "name": campaign["name"]}})
