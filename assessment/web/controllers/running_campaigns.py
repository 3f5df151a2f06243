"""A campaign that runs: another last day, organisations that joined since, the notes of the network's people."""

from __future__ import annotations

from datetime import date, timedelta

from litestar import Response, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.services import running_campaigns
from assessment.services.campaign_letters import CampaignPost
from assessment.services.campaigns import WrongState, follow_up, is_running
from assessment.services.running_campaigns import LONGEST_NOTE
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_views import campaign_here, home_of, require_launched
from assessment.web.campaign_words import dates_text
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.forms import MESSAGES
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_campaigns import LastDayPage, NotesPage
from assessment.web.place_words import day_of, done_text
from assessment.web.places import Here
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, SiteHere

EFFECTS = (
    _("Organisations that have not sent their answers yet have until then, unless they chose an earlier day."),
    _("Reminders go out anew 30, 7 and 1 days before the new last day, and name it."),
    _("Nobody is told at once; whoever put the last day into a calendar gets the new one from the page."),
)
SAME_DAY = _("It is the last day already. Choose another one.")
AFTER_FIRST = _("The last day comes after the first one.")


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/last-day", sync_to_thread=True)
def show_last_day(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[str]:
    """The form of another last day."""
    with site.database.readings.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
    if not is_running(campaign, site.now()):
        raise WrongState
    return site.page(request, _last_day_page(here, campaign, Fields(here.language)))


@post("/networks/{network_id:str}/campaigns/{campaign_id:str}/last-day", sync_to_thread=True)
def move_last_day(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Response[str] | Redirect:
    """Let the campaign end on another day."""
    now, reader = site.now(), Reader(only(form, "closes_on"), site.language(request))
    with site.database.sessions.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        if not is_running(campaign, now):
            raise WrongState
        day = _read_day(reader, campaign, day_of(now))
        if day is None:
            page = _last_day_page(here, campaign, Fields(here.language, form, reader.errors))
            return site.page(request, page, 422)
        running_campaigns.move_last_day(session, campaign, day, actor=admission.actor, now=now)
    return Redirect(f"{home_of(here, campaign)}?done=moved", status_code=303)


@post("/networks/{network_id:str}/campaigns/{campaign_id:str}/invite", sync_to_thread=True)
def invite_more(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Redirect:
    """Invite the organisations that the campaign is for and that are not invited yet."""
    only(form)
    letters = CampaignPost(site.seal, site.address)
    with site.database.sessions.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        number = running_campaigns.invite_more(session, letters, campaign, actor=admission.actor, now=site.now())
    return Redirect(f"{home_of(here, campaign)}{'?done=invited-more' if number else ''}", status_code=303)


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/notes", sync_to_thread=True)
def show_notes(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    of: FromQuery[str] = "",
    done: FromQuery[str] = "",
) -> Response[str]:
    """The notes about the organisations of a campaign, and the form to write one; `of` is whom it is about at first."""
    with site.database.readings.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        require_launched(campaign)
        page = _notes_page(session, here, campaign, Fields(here.language), of, done_text(done, here.language))
    return site.page(request, page)


@post("/networks/{network_id:str}/campaigns/{campaign_id:str}/notes", sync_to_thread=True)
def keep_note(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Response[str] | Redirect:
    """Keep a note about an organisation; an empty one takes away what was there."""
    reader = Reader(only(form, "organisation", "note"), site.language(request))
    with site.database.sessions.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        require_launched(campaign)
        ids = [row["organisation_id"] for row in follow_up(session, campaign)]
        organisation, text = reader.one_of("organisation", ids, _("Choose an organisation.")), _read_note(reader)
        if reader.errors:
            page = _notes_page(session, here, campaign, Fields(here.language, form, reader.errors))
            return site.page(request, page, 422)
        running_campaigns.keep_note(session, campaign, organisation, text, actor=admission.actor, now=site.now())
    return Redirect(f"{home_of(here, campaign)}/notes?done=saved", status_code=303)


def _read_day(reader: Reader, campaign: RowMapping, today: date) -> date | None:
    """The day as typed, None when there is something wrong with it."""
    day = reader.day("closes_on", after=today - timedelta(days=1))
    if day is None:
        reader.refuse("closes_on", MESSAGES["invalid-date"])
    elif day == campaign["closes_on"]:
        reader.refuse("closes_on", SAME_DAY)
    elif day <= campaign["opens_on"]:
        reader.refuse("closes_on", AFTER_FIRST)
    return None if reader.errors else day


def _last_day_page(here: Here, campaign: RowMapping, fields: Fields) -> LastDayPage:
    hint = _("Written like 2026-12-31. It ends at 23:59, as it is in France.")
    day = campaign["closes_on"].isoformat()
    return LastDayPage(
        place=here.view,
        fields=(fields.box("closes_on", _("New last day"), hint, value=day),),
        name=campaign["name"],
        home=home_of(here, campaign),
        dates=dates_text(campaign, here.language),
        effects=tuple(translate(sentence, here.language) for sentence in EFFECTS),
    )


def _read_note(reader: Reader) -> str:
    text = " ".join(reader.form.one("note").split())
    if len(text) > LONGEST_NOTE:
        reader.refuse("note", MESSAGES["text-too-long"], length=len(text), limit=LONGEST_NOTE)
    elif not text.isprintable():
        reader.refuse("note", MESSAGES["control-character"])
    return text


def _notes_page(
    session: Session, here: Here, campaign: RowMapping, fields: Fields, of: str = "", done: str = ""
) -> NotesPage:
    rows = follow_up(session, campaign)
    notes = {row["organisation_id"]: row["note"] for row in rows}
    names = [(row["organisation_id"], row["name"]) for row in rows]
    hint = _("At most 500 characters, read by nobody but the people of the network. Leave it empty to delete the note.")
    return NotesPage(
        place=here.view,
        done=done,
        fields=(
            fields.choices("organisation", _("Organisation"), names, first=[of]),
            fields.area("note", _("Note"), hint, value=notes.get(of, "")),
        ),
        name=campaign["name"],
        home=home_of(here, campaign),
        notes=tuple((row["organisation_id"], row["name"], row["note"]) for row in rows if row["note"]),
    )
