"""The composition root: settings in, the whole service out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from sys import stdout

from litestar import Litestar, Router
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.static_files import create_static_files_router

from assessment.reports.pdf import PdfWorker
from assessment.services.campaign_clock import CampaignClock
from assessment.services.campaign_letters import CampaignPost
from assessment.services.carriers import Carrier, Console, SmtpCarrier
from assessment.services.housekeeper import SOON, Housekeeper
from assessment.services.letters import Wrapper
from assessment.services.mail_sender import MailSender
from assessment.services.passwords import Passwords
from assessment.services.publisher import Publisher
from assessment.services.retention import Retention
from assessment.services.secrets import read_seal
from assessment.settings import Settings
from assessment.storage.catalogue import load_catalogue
from assessment.storage.database import Database
from assessment.storage.writer import AnswerWriter
from assessment.templating import Templates
from assessment.web.controllers import (
    account,
    administrators,
    api,
    audit,
    benchmarks,
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
    networks,
    oidc,
    organisations,
    own_data,
    people,
    plan,
    platform,
    profile,
    questions,
    results,
    second_factor,
    sign_in,
    start,
    taking_part,
    tasks,
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
    questions,
    leading,
    people,
    mirror,
    invitation,
    check,
    results,
    plan,
    home,
    organisations,
    members,
    keys,
    networks,
    benchmarks,
    campaigns,
    follow_up,
    taking_part,
    imports,
    platform,
    administrators,
    audit,
    api,
]


def create_app(settings: Settings) -> Litestar:
    """The service. Raises ProblemsFound for a wrong questionnaire, DatabaseProblem for an unusable database."""
    database = Database(settings.database)
    database.upgrade()
    site = Site(
        settings=settings,
        templates=Templates(settings.templates),
        database=database,
        writer=AnswerWriter(database),
        catalogue=load_catalogue(settings.questionnaires),
        reports=PdfWorker(settings.templates, processes=settings.report_workers, seconds=settings.report_seconds),
        cookies=Cookies(settings.secure),
        static=f"/static/{digest(STATIC)}",
        seal=read_seal(settings.key_file),
        passwords=Passwords(),
        provider=provider_for(settings),
    )
    site.instrument()
    mail = MailSender(
        database, site.seal, Wrapper(site.templates, settings.sender, settings.host), carrier_for(settings)
    )
    housekeeper = Housekeeper(database, Retention(site.seal, site.address).run)
    publisher = Publisher(database, first=SOON, every=SOON)
    clock = Housekeeper(database, CampaignClock(CampaignPost(site.seal, site.address)).run, SOON, SOON)
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
        on_startup=[site.writer.start, mail.start, housekeeper.start, clock.start, publisher.start],
        on_shutdown=[
            publisher.close,
            clock.close,
            housekeeper.close,
            mail.close,
            site.writer.close,
            site.reports.close,
            site.passwords.close,
            database.close,
        ],
        openapi_config=None,
        logging_config=None,
    )
    require_rules(app)
    return app


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


def digest(folder: Path) -> str:
    """A short name for the content of a folder: another whenever a file in it changes."""
    found = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(path.relative_to(folder).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _handlers() -> list[HTTPRouteHandler]:
    """The handlers of every controller; which rule opens each of them, `access.py` says."""
    found = [item for module in CONTROLLERS for item in vars(module).values() if isinstance(item, HTTPRouteHandler)]
    return list(dict.fromkeys(found))


def _hook(gate: Gate) -> Callable[[HttpRequest], Awaitable[None]]:
    """The gate as a plain function: Litestar copies a bound method with all that it holds."""

    async def check(request: HttpRequest) -> None:
        await gate.check(request)

    return check


def _static_files(path: str) -> Router:
    forever = CacheControlHeader(max_age=A_YEAR, public=True, immutable=True)
    return create_static_files_router(path, directories=[STATIC], cache_control=forever, opt={"static": True})
