"""One real server, one Chromium and a few assessments in every state, shared by all tests of this folder."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assessment.settings import Settings
from assessment.web.app import create_app
from assessment.web.site import Site
from tests.browser.crowd import Crowd
from tests.browser.watching import Watch
from tests.serving import free_port
from tests.shipped import shipped_instrument
from tests.visitors import NO_MAIL_SERVER, Visitor

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is Chromium without its windows, tabs and menus, which nobody sees here and which take their time."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
QUESTIONNAIRE = shipped_instrument().questionnaire
BLANK = "/static/js/live.js"
"""A page of the service without a script at work or an answer on its way."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment on the server and the cookies that open it."""

    home: str
    cookies: dict[str, str]


@dataclass(frozen=True, slots=True)
class Service:
    """The server, and how a browser of somebody's own looks at it."""

    address: str
    browser: Browser
    site: Site

    def open(self, assessment: Assessment | None = None, *, language: str = "fr", **options: Any) -> BrowserContext:
        """A browser window for whoever holds `assessment`."""
        context = self.browser.new_context(base_url=self.address, reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        self.give(context, assessment, language)
        return context

    def give(self, context: BrowserContext, assessment: Assessment | None, language: str) -> None:
        """Put the cookies of whoever holds `assessment` into a browser that has none."""
        cookies = {"language": language} | (assessment.cookies if assessment else {})
        context.add_cookies([{"name": name, "value": value, "url": self.address} for name, value in cookies.items()])

    def begin(self, fill: Callable[[Visitor], object] | None = None, form: str = "full") -> Assessment:
        """An assessment started and filled without a browser."""
        with httpx.Client(base_url=self.address, headers={"Origin": self.address}, follow_redirects=True) as client:
            visitor = Visitor(client, origin=self.address)
            home = visitor.start(form)
            if fill:
                fill(visitor)
            return Assessment(home, dict(client.cookies))


@dataclass(frozen=True, slots=True)
class Window:
    """One window for all who only look: opening another takes three times as long as looking does."""

    service: Service
    page: Page
    watch: Watch

    @contextmanager
    def of(self, assessment: Assessment | None = None, *, language: str = "fr") -> Iterator[Page]:
        """The window of whoever holds `assessment`, with nothing left in it of whoever was here before."""
        self.page.context.clear_cookies()
        self.service.give(self.page.context, assessment, language)
        self.page.set_viewport_size({"width": 1280, "height": 720})
        self.page.emulate_media(color_scheme="light")
        self.watch.incidents.clear()
        try:
            yield self.page
        finally:
            self.watch.leaving = True
            self.page.goto(BLANK)
            self.watch.leaving = False


@pytest.fixture(scope="session")
def browser(unavailable: Callable[[str], NoReturn]) -> Iterator[Browser]:
    """The Chromium of this machine."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        unavailable("Chromium is not installed (apt-get install chromium-headless-shell, or chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def service(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service on 127.0.0.1."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    folder = tmp_path_factory.mktemp("browser")
    database = f"sqlite+pysqlite:///{folder}/web.sqlite"
    keys = folder / "assessment.key"
    app = create_app(Settings(database=database, base_address=address, key_file=keys, smtp=NO_MAIL_SERVER))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Service(address, browser, app.state.site)
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="session")
def window(service: Service) -> Iterator[Window]:
    """A window that one person after another sits down at."""
    watch = Watch(service.address)
    with service.open() as context:
        yield Window(service, watch.over(context.new_page()), watch)


@pytest.fixture(scope="session")
def fresh(service: Service) -> Assessment:
    """Only the profile is filled in."""
    return service.begin()


@pytest.fixture(scope="session")
def partly(service: Service) -> Assessment:
    """Some questions are answered in every way there is, one figure is implausible."""

    def fill(visitor: Visitor) -> None:
        visitor.post(f"{visitor.home}/dimensions/CAP", {"CAP1": "2", "CAP2": "dont_know"})
        visitor.post(f"{visitor.home}/dimensions/CLI", {f"CLI{number}": "1" for number in range(1, 6)})
        visitor.post(f"{visitor.home}/facts/team", {"F_DIG.R01": "0,5", "F_PROJ.small": "3"})
        visitor.post(f"{visitor.home}/facts/site", {"F_FUNNEL.visits": "100", "F_FUNNEL.engaged": "200"})

    return service.begin(fill)


@pytest.fixture(scope="session")
def submitted(service: Service) -> Assessment:
    """Everything is answered and sent."""

    def fill(visitor: Visitor) -> None:
        visitor.answer_all(QUESTIONNAIRE, "2")
        visitor.post(f"{visitor.home}/dimensions/PRO", {"PRO1": "0", "PRO2": "dont_know", "PRO3": "1"})
        visitor.post(f"{visitor.home}/facts/team", {"F_DIG.R01": "0,5", "F_PROJ.small": "3"})
        visitor.submit()

    return service.begin(fill)


@pytest.fixture(scope="session")
def untouched(service: Service) -> Assessment:
    """Nobody knew a single answer: nothing can be assessed."""

    def fill(visitor: Visitor) -> None:
        visitor.answer_all(QUESTIONNAIRE, "dont_know")
        visitor.submit()

    return service.begin(fill)


@pytest.fixture(scope="session")
def crowd(service: Service) -> Crowd:
    """A network with its organisations, people and assessments."""
    return Crowd(service.site)


@pytest.fixture(scope="session")
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Writes a line into the summary of the run."""
    reporter = request.config.pluginmanager.getplugin("terminalreporter")
    capture = request.config.pluginmanager.getplugin("capturemanager")

    def write(line: str) -> None:
        if reporter is not None and capture is not None:
            with capture.global_and_fixture_disabled():
                reporter.ensure_newline()
                reporter.write_line(line)

    return write


@pytest.fixture
def page(service: Service) -> Iterator[Page]:
    """A window of somebody who comes for the first time."""
    with service.open() as context:
        yield context.new_page()
