"""Help among peers: what an organisation declares, and what its network reads of the proposals."""

from __future__ import annotations

from typing import Any

from litestar import Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from assessment.domain.peer_groups import Consent
from assessment.reports.peer_help import COHORTS, EFFECT, HELP, PAIRS, RoundPresenter, present_round
from assessment.services import taking_part
from assessment.services.campaigns import WrongState, is_running
from assessment.services.peer_help import declare, find_round, may_declare
from assessment.translation import later as _
from assessment.web.campaign_views import campaign_here, campaign_instrument, home_of, require_launched
from assessment.web.controllers.taking_part import participation_page
from assessment.web.errors import Refused
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_peers import PeersPage, ShownTable
from assessment.web.peer_offers import NAMES, read_offer
from assessment.web.places import Here, organisation_here
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere
from assessment.web.table_files import PEOPLE, file_links, table_file

LEADS = {
    HELP: _("At most two helpers for each; nobody helps more at once than it said. What is exchanged adds up to most."),
    PAIRS: _("Each organisation in one pair at most, where both gain."),
    COHORTS: _("Six to eight organisations that seek help, around one theme, with at least two that guide."),
    EFFECT: _(
        "How much more the overall score changed from the campaign before, than that of organisations that began alike."
    ),
}
NONE = {
    HELP: _("No help is proposed yet: that takes somebody who seeks help and somebody strong who offers it."),
    PAIRS: _("No two organisations could each help the other yet."),
    COHORTS: _("No cohort is proposed yet: that takes at least six that seek help, two of them strong in the theme."),
    EFFECT: "",
}


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/peers", sync_to_thread=True)
def show_peers(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[str]:
    """Who could help whom, of those who agreed to be named for it."""
    here, campaign, found = _round(site, request, admission, network_id, campaign_id)
    home, say = home_of(here, campaign), found.voice.say
    files = {name: file_links(f"{home}/peers/files/{name}", here.language) for name in found.tables()}
    tables = tuple(
        ShownTable(name, table, say(LEADS[name]), say(NONE[name]), files[name])
        for name, table in found.tables().items()
    )
    page = PeersPage(
        place=here.view,
        name=campaign["name"],
        campaign=home,
        test=campaign["test"],
        about=found.about(),
        tables=tables,
    )
    return site.page(request, page)


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/peers/files/{file:str}", sync_to_thread=True)
def download_peers(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    file: FromPath[str],
    readers: FromQuery[str] = PEOPLE,
) -> Response[Any]:
    """The same tables as files: CSV for people or programs, or JSON."""
    _here, campaign, found = _round(site, request, admission, network_id, campaign_id)
    wanted = table_file(file, readers)
    table = found.tables().get(wanted.name)
    if table is None:
        raise NotFoundException
    return wanted.of(table, found.voice, {"campaign": campaign["id"], "test": campaign["test"], **found.facts()})


@post("/organisations/{organisation_id:str}/campaigns/{campaign_id:str}/peers", sync_to_thread=True)
def declare_offer(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    organisation_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Response[str] | Redirect:
    """Say that the organisation seeks help, or with what it helps; or take that back."""
    reader = Reader(only(form, *NAMES), site.language(request))
    with site.database.sessions.begin() as session:
        here = organisation_here(site, session.connection(), request, admission, organisation_id)
        row = taking_part.find_participation(session, campaign_id, organisation_id, lock=True)
        kept = campaign_instrument(site, row)
        if kept is None or not may_declare(row):
            raise WrongState
        offer = read_offer(reader, Consent(row["consent"]), kept.questionnaire, running=is_running(row, site.now()))
        if reader.errors:
            fields = Fields(here.language, form, reader.errors)
            return site.page(request, participation_page(site, session, here, row, offer=fields), 422)
        declare(session, row, offer, actor=admission.actor, now=site.now())
    return Redirect(f"/organisations/{organisation_id}/campaigns/{campaign_id}?done=consent", status_code=303)


def _round(
    site: Site, request: HttpRequest, admission: Admission, network_id: str, campaign_id: str
) -> tuple[Here, Any, RoundPresenter]:
    """What may be shown now of a campaign that was launched. Raises UnknownPlace, WrongState."""
    with site.database.readings.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        require_launched(campaign)
        found = find_round(session, campaign["id"])
    instrument = campaign_instrument(site, campaign)
    if instrument is None:
        raise Refused("campaign-version")
    return here, campaign, present_round(found, instrument, here.language)
