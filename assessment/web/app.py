"""The composition root: settings in, the whole service out."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from litestar import Litestar, Router
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.exceptions import HTTPException, InternalServerException
from litestar.static_files import create_static_files_router

from assessment.reports.pdf import PdfWorker
from assessment.settings import Settings
from assessment.storage.catalogue import load_catalogue
from assessment.storage.database import Database
from assessment.storage.writer import AnswerWriter
from assessment.templating import Templates
from assessment.web.controllers import check, links, plan, profile, questions, results, start, tasks
from assessment.web.errors import show_error
from assessment.web.forms import FORM_TYPE, Form, UnreadableForm, parse_form
from assessment.web.http import HttpRequest
from assessment.web.protection import Protection
from assessment.web.sessions import Cookies
from assessment.web.site import Site

STATIC = Path(__file__).parent / "static"
LARGEST_BODY = 64 * 1024
A_YEAR = 31_536_000

HANDLERS = [
    start.show_landing,
    start.start_assessment,
    links.open_private_link,
    links.look_at_private_link,
    links.choose_language,
    profile.show_profile,
    profile.keep_profile,
    tasks.show_tasks,
    questions.show_questions,
    questions.keep_answers,
    questions.keep_answer,
    check.show_check,
    check.send_answers,
    results.show_results,
    plan.show_plan,
    results.download_report,
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
    )
    site.instrument()
    protection = Protection(settings.base_address)
    return Litestar(
        # One router: Litestar 2.25 loses a threaded handler when a second one is added to its path later.
        [Router("/", route_handlers=HANDLERS), _static_files(site.static)],
        dependencies={"site": Provide(lambda: site, sync_to_thread=False), "form": Provide(read_form)},
        exception_handlers={HTTPException: show_error, Exception: show_error},
        before_request=protection.check,
        before_send=[protection.add_headers],
        request_max_body_size=LARGEST_BODY,
        state=State({"site": site}),
        on_startup=[site.writer.start],
        on_shutdown=[site.writer.close, site.reports.close, database.close],
        openapi_config=None,
        logging_config=None,
    )


async def read_form(request: HttpRequest) -> Form:
    """The posted form. Raises UnreadableForm for anything else."""
    if request.content_type[0] != FORM_TYPE:
        raise UnreadableForm
    try:
        return parse_form(await request.body())
    except InternalServerException as cut_off:  # so Litestar calls a browser that left before its form was all here
        raise UnreadableForm from cut_off


def digest(folder: Path) -> str:
    """A short name for the content of a folder: another whenever a file in it changes."""
    found = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(path.relative_to(folder).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _static_files(path: str) -> Router:
    forever = CacheControlHeader(max_age=A_YEAR, public=True, immutable=True)
    return create_static_files_router(path, directories=[STATIC], cache_control=forever)
