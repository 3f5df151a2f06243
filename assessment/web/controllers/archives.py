"""All reports of a campaign that the head of its network may read: ordering them, seeing how far they are, the file."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from litestar import Response, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Stream
from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.reports.archive_manifest import failure_text, left_out_text
from assessment.reports.formatting import Voice
from assessment.services import report_archives
from assessment.services.report_archives import Progress
from assessment.services.retention import DEFAULTS
from assessment.storage import archives as stored
from assessment.storage.archives import ArchiveState
from assessment.translation import LANGUAGES as KNOWN
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.byte_ranges import Download
from assessment.web.campaign_views import campaign_here, home_of, require_launched
from assessment.web.errors import Refused
from assessment.web.fields import Field
from assessment.web.form_reading import Fields, only
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_archives import ArchivePage, Finished, Running
from assessment.web.place_words import LANGUAGES, done_text, on_day
from assessment.web.places import Here
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, SiteHere

A_MINUTE = timedelta(minutes=1)
MEGABYTE = 1_000_000
READY = _("Reports done: %(settled)s of %(total)s.")
KEPT_BEFORE = _("Made before and unchanged since: %(number)s.")
LEFT = _("About %(number)s minutes are left, at the pace of the latest reports.")
SOON = _("Less than a minute is left.")
UNKNOWN = _("How long it takes is shown once the first reports are done.")
PACKING = _("All reports are done; they are being put into one file.")
BEFORE = _("Orders of other networks that come first: %(number)s.")
AGREED = _("Organisations that sent their answers and agreed to be read by name: %(number)s.")
NOBODY = _("No organisation that has sent its answers agreed to be read by name yet, so there is no report to order.")
BUSY = _("An order for “%(campaign)s” is being worked on. A network has one at a time.")
INSIDE = _("Reports in the file: %(number)s, with a list of them and their checksums.")
MISSING = _("Reports that could not be made: %(number)s. The list says why for each.")
UNTIL = _("Made on %(made)s; deleted on %(end)s.")
CANCELLED = _("The last order was cancelled. What was made already is kept: a new order only makes the rest.")
WITHDRAWN = _(
    "The file that was made can no longer be had: it is too old, or an organisation in it has since taken back its "
    "consent, left or been erased. Order again."
)


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/archive", sync_to_thread=True)
def show_archive(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    done: FromQuery[str] = "",
) -> Response[str]:
    """How far the last order is, its file, and the form to order."""
    with site.database.readings.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        require_launched(campaign)
        page = _page(session, here, campaign, site.now(), done_text(done, here.language))
    return site.page(request, page)


@post("/networks/{network_id:str}/campaigns/{campaign_id:str}/archive", sync_to_thread=True)
def order_archive(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Redirect:
    """Order all reports."""
    asked = only(form, "language").one("language")
    language = asked if asked in KNOWN else site.language(request)
    person, actor = admission.signed_in.person_id, admission.actor
    with site.database.sessions.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        require_launched(campaign)
        report_archives.order(session, campaign, language, person=person, actor=actor, now=site.now())
    return Redirect(f"{home_of(here, campaign)}/archive?done=ordered", status_code=303)


@post("/networks/{network_id:str}/campaigns/{campaign_id:str}/archive/cancel", sync_to_thread=True)
def cancel_archive(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    form: FormHere,
) -> Redirect:
    """Give the order that runs up."""
    only(form)
    with site.database.sessions.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        report_archives.cancel(session, campaign, actor=admission.actor, now=site.now())
    return Redirect(f"{home_of(here, campaign)}/archive?done=cancelled", status_code=303)


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/archive/reports.zip", sync_to_thread=True)
def download_archive(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[bytes] | Stream:
    """The file of the last order, or the rest of it. Raises Refused when there is none any more."""
    with site.database.sessions.begin() as session:
        _here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        archive = stored.latest_archive(session.connection(), campaign["id"])
        if archive is None or not report_archives.whole(session, archive, site.now()):
            raise Refused("no-archive")
        try:
            file = site.files.archive(archive["id"]).open("rb")
        except FileNotFoundError:
            raise Refused("no-archive") from None
        if request.method == "GET":
            report_archives.fetched(session, campaign, archive, actor=admission.actor, now=site.now())
    name = f"reports-{archive['finished_at']:%Y-%m-%d}-{archive['language']}.zip"
    return Download(file, archive["size"], archive["digest"], name, "application/zip").answer(request)


def _page(session: Session, here: Here, campaign: RowMapping, now: datetime, done: str) -> ArchivePage:
    connection, language, home = session.connection(), here.language, home_of(here, campaign)
    archive = stored.latest_archive(connection, campaign["id"])
    readable = len(stored.readable(connection, campaign["id"]))
    left_out = len(stored.sent(connection, campaign["id"])) - readable
    about = [translate(AGREED, language, number=readable)] if readable else []
    about += [left_out_text(left_out, language)] if left_out else []
    running = archive if archive and archive["state"] == ArchiveState.RUNNING else None
    whole = archive is not None and report_archives.whole(session, archive, now)
    hindrance = "" if running else _hindrance(session, campaign, readable, language)
    return ArchivePage(
        place=here.view,
        done=done,
        name=campaign["name"],
        campaign=home,
        home=f"{home}/archive",
        about=tuple(about),
        running=_running(report_archives.progress(session, running), language) if running else None,
        finished=_finished(archive, f"{home}/archive/reports.zip", language) if archive and whole else None,
        trouble="" if archive is None or running or whole else _trouble(archive, language),
        fields=() if running or hindrance else (_language(Fields(language)),),
        hindrance=hindrance,
    )


def _language(fields: Fields) -> Field:
    label = _("Language of the reports")
    return fields.choices("language", label, tuple(LANGUAGES.items()), first=[fields.language])


def _hindrance(session: Session, campaign: RowMapping, readable: int, language: str) -> str:
    """Why nothing can be ordered; empty where it can."""
    other = stored.running_archive(session.connection(), campaign["network_id"])
    if other is not None:
        return translate(BUSY, language, campaign=other["name"])
    return "" if readable else translate(NOBODY, language)


def _running(found: Progress, language: str) -> Running:
    said = [translate(READY, language, settled=found.settled, total=found.total)]
    again = found.settled - found.failed - found.rendered
    said += [translate(KEPT_BEFORE, language, number=again)] if again else []
    said.append(_left_text(found, language))
    return Running(found.settled, found.total, tuple(said))


def _left_text(found: Progress, language: str) -> str:
    """How long it takes, as far as anybody can tell."""
    if found.before:
        return translate(BEFORE, language, number=found.before)
    if found.settled == found.total:
        return translate(PACKING, language)
    if found.left is None:
        return translate(UNKNOWN, language)
    minutes = ceil(found.left / A_MINUTE)
    return translate(LEFT, language, number=minutes) if minutes > 1 else translate(SOON, language)


def _finished(archive: RowMapping, href: str, language: str) -> Finished:
    voice = Voice(language)
    size = voice.number(archive["size"] / MEGABYTE)
    label = voice.say(_("Download all reports (ZIP, %(size)s MB)"), size=size)
    end = on_day(archive["finished_at"] + DEFAULTS.archives, language)
    said = [translate(INSIDE, language, number=archive["reports"])]
    if archive["problems"]:
        said.append(translate(MISSING, language, number=archive["problems"]))
    said.append(translate(UNTIL, language, made=on_day(archive["finished_at"], language), end=end))
    return Finished(href, label, tuple(said))


def _trouble(archive: RowMapping, language: str) -> str:
    """Why the last order has no file."""
    if archive["state"] == ArchiveState.FAILED:
        return failure_text(archive["failure"], language)
    return translate(CANCELLED if archive["state"] == ArchiveState.CANCELLED else WITHDRAWN, language)
