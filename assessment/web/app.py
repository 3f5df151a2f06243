"""The composition root: settings in, the whole service out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from sys import stdout
from typing import Protocol

from litestar import Litestar, Router
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.static_files import create_static_files_router

from assessment.reports.editions import edition
from assessment.reports.pdf import PdfWorker
from assessment.reports.word_press import WordWorker
from assessment.services.archive_worker import ArchiveWorker
from assessment.services.campaign_clock import CampaignClock
from assessment.services.campaign_letters import CampaignPost
from assessment.services.carriers import Carrier, Console, SmtpCarrier
from assessment.services.housekeeper import SOON, Housekeeper
from assessment.services.letters import Wrapper
from assessment.services.mail_sender import MailSender
from assessment.services.passwords import Passwords
from assessment.services.peer_rounds import PeerRounds
from assessment.services.publisher import Publisher
from assessment.services.report_press import Press
from assessment.services.retention import Retention
from assessment.services.secrets import read_seal
from assessment.services.turns import AT_ONCE, Turns
from assessment.settings import Settings
from assessment.storage.catalogue import load_catalogue
from assessment.storage.database import Database
from assessment.storage.kept_files import KeptFiles
from assessment.storage.writer import AnswerWriter
from assessment.templating import Templates
from assessment.web.controllers import (
    account,
    administrators,
    api,
    archives,
    audit,
    benchmarks,
    board,
    campaigns,
    check,
    factor_off,
    follow_up,
    forgotten,
    home,
    imports,
    invitation,
    join,
    keys,
    leading,
    links,
    members,
    mirror,
    network_report,
    networks,
    oidc,
    organisations,
    own_data,
    peers,
    people,
    plan,
    platform,
    profile,
    quality,
    questions,
    report_files,
    results,
    running_campaigns,
    schemas,
    second_factor,
    shared_posts,
    sign_in,
    start,
    taking_part,
    tasks,
    visitors,
    waves,
)
from assessment.web.errors import show_error
from assessment.web.gate import Gate, read_form, require_rules
from assessment.web.http import HttpRequest
from assessment.web.protection import Protection
from assessment.web.providers import provider_for
from assessment.web.rules import Admission
from assessment.web.sessions import Cookies
from assessment.web.site import Site

STATIC = Path(__file__).parent / "static"
SPARE = timedelta(seconds=15)
"""What a report may take beside its rendering, before somebody else makes it."""
LARGEST_BODY = 64 * 1024
A_YEAR = 31_536_000

CONTROLLERS = [
    start,
    links,
    sign_in,
    forgotten,
    oidc,
    second_factor,
    join,
    account,
    factor_off,
    own_data,
    profile,
    tasks,
    visitors,
    questions,
    leading,
    people,
    mirror,
    invitation,
    check,
    results,
    board,
    waves,
    report_files,
    plan,
    home,
    organisations,
    members,
    keys,
    networks,
    benchmarks,
    shared_posts,
    quality,
    network_report,
    archives,
    campaigns,
    running_campaigns,
    follow_up,
    taking_part,
    peers,
    imports,
    platform,
    administrators,
    audit,
    schemas,
    api,
]


class Worker(Protocol):
    """Something that goes on in a thread of its own from the start of the service to its end."""

    def start(self) -> None:
        """Begin."""

    def close(self) -> None:
        """End, and wait until it has."""


def create_app(settings: Settings) -> Litestar:
    """The service. Raises ProblemsFound for a wrong questionnaire, DatabaseProblem for an unusable database."""
    database = Database(settings.database)
    database.upgrade()
    site = _site(settings, database)
    site.instrument()
    workers = _workers(site)
    protection = Protection(settings.base_address)
    app = Litestar(
        # One router: Litestar 2.25 loses a threaded handler when a second one is added to its path later.
        [
            Router("/", route_handlers=_handlers(), before_request=_hook(Gate(site, protection))),
            _static_files(site.static),
        ],
        dependencies={
            "site": Provide(lambda: site, sync_to_thread=False),
            "form": Provide(read_form),
            "admission": Provide(admission_of, sync_to_thread=False),
        },
        exception_handlers={HTTPException: show_error, Exception: show_error},
        before_request=protection.check,
        before_send=[protection.add_headers],
        request_max_body_size=LARGEST_BODY,
        state=State({"site": site}),
        on_startup=[worker.start for worker in workers],
        on_shutdown=[
            *(worker.close for worker in reversed(workers)),
            site.reports.close,
            site.words.close,
            site.passwords.close,
            database.close,
        ],
        openapi_config=None,
        logging_config=None,
    )
    require_rules(app)
    return app


def _site(settings: Settings, database: Database) -> Site:
    """What every request needs."""
    return Site(
        settings=settings,
        templates=Templates(settings.templates),
        database=database,
        writer=AnswerWriter(database),
        catalogue=load_catalogue(settings.questionnaires),
        files=KeptFiles(settings.archives),
        reports=PdfWorker(settings.templates, processes=settings.report_workers, seconds=settings.report_seconds),
        words=WordWorker(settings.templates, seconds=settings.report_seconds),
        turns=Turns(max(AT_ONCE, settings.report_workers)),
        cookies=Cookies(settings.secure),
        static=f"/static/{digest(STATIC)}",
        seal=read_seal(settings.key_file),
        passwords=Passwords(),
        provider=provider_for(settings),
    )


def _workers(site: Site) -> tuple[Worker, ...]:
    """What goes on beside requests, in the order in which it starts; it ends the other way round."""
    database, settings = site.database, site.settings
    wrapper = Wrapper(site.templates, settings.sender, settings.host)
    return (
        site.writer,
        MailSender(database, site.seal, wrapper, carrier_for(settings)),
        Housekeeper(database, Retention(site.seal, site.address).run),
        Housekeeper(database, CampaignClock(CampaignPost(site.seal, site.address)).run, SOON, SOON),
        Publisher(database, first=SOON, every=SOON),
        PeerRounds(database, first=SOON, every=SOON, instrument=site.instrument),
        archive_worker_for(site),
    )


def admission_of(request: HttpRequest) -> Admission:
    """By what the gate let a request in."""
    admission: Admission = request.state.admission
    return admission


def carrier_for(settings: Settings) -> Carrier:
    """What takes letters away: the mail server of the settings, without one the terminal."""
    if settings.smtp is None:
        return Console(stdout)
    password = settings.smtp_password_file.read_text().strip() if settings.smtp_password_file else ""
    return SmtpCarrier(settings.smtp, password)


def archive_worker_for(site: Site) -> ArchiveWorker:
    """What makes archives: with a process of its own, so that they never keep somebody waiting for one report."""
    settings = site.settings
    worker = PdfWorker(settings.templates, seconds=settings.report_seconds)
    press = Press(
        templates=site.templates,
        files=site.files,
        edition=edition(settings.templates),
        instrument=site.instrument,
        render=worker.render,
    )
    return ArchiveWorker(site.database, press, timedelta(seconds=settings.report_seconds) + SPARE, worker.close)


def digest(folder: Path) -> str:
    """A short name for the content of a folder: another whenever a file in it changes."""
    found = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(path.relative_to(folder).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _handlers() -> list[HTTPRouteHandler]:
    """The handlers of every controller; which rule opens each of them, `access.py` says."""
    items = [item for module in CONTROLLERS for item in vars(module).values()]
    several = [one for item in items for one in (item if isinstance(item, tuple) else (item,))]
    found = [one for one in several if isinstance(one, HTTPRouteHandler)]
    return list(dict.fromkeys(found))


def _hook(gate: Gate) -> Callable[[HttpRequest], Awaitable[None]]:
    """The gate as a plain function: Litestar copies a bound method with all that it holds."""

    async def check(request: HttpRequest) -> None:
        await gate.check(request)

    return check


def _static_files(path: str) -> Router:
    forever = CacheControlHeader(max_age=A_YEAR, public=True, immutable=True)
    return create_static_files_router(path, directories=[STATIC], cache_control=forever, opt={"static": True})
