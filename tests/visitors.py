"""A person at the pages, without a browser: what a form posts, with the headers that a browser adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from httpx import Client, Response
from litestar.testing import TestClient

from assessment.domain.questionnaire import Questionnaire
from assessment.services.carriers import read_mail_server
from assessment.services.mail import Letter, letters_kept
from assessment.settings import Settings
from assessment.web.app import create_app
from assessment.web.sessions import Cookies

BASE = "http://127.0.0.1:8000"
NO_MAIL_SERVER = read_mail_server("smtp://127.0.0.1:9")
"""Nobody answers there, so that letters stay in the queue, to be read by `letters_to`."""

BROWSER = {"Sec-Fetch-Site": "same-origin", "Origin": BASE}
PROFILE = {
    "name": "Office de tourisme fictif",
    "type": "OT",
    "staff": "12,5",
    "region": "84",
    "territory": "mountain",
    "ambition.inspire": "60",
    "ambition.connect": "50",
}


def serving(database: str, keys: Path, base_address: str = BASE) -> TestClient[Any]:
    """The whole service, without a network; `keys` is the folder for its key file."""
    key_file = keys / "assessment.key"
    settings = Settings(database=database, base_address=base_address, smtp=NO_MAIL_SERVER, key_file=key_file)
    return TestClient(create_app(settings), base_url=base_address)


def letters_to(app: Any, email: str) -> list[Letter]:
    """The letters posted to an address, the latest last; `app` is that of the test client."""
    site = app.state["site"]
    with site.database.readings.begin() as session:
        return [letter for _, letter in letters_kept(session, site.seal) if letter.to == email]


@dataclass(slots=True)
class Visitor:
    """Somebody with a browser of their own; `home` is the task list of what they started."""

    client: Client
    home: str = ""
    origin: str = BASE

    def get(self, path: str, **headers: str) -> Response:
        """Open a page; a redirect is followed."""
        return self.client.get(path, headers=headers)

    def post(self, path: str, form: Mapping[str, Any], **headers: str) -> Response:
        """Send a form; a redirect is answered, not followed."""
        form = {"csrf": self.form_token(path)} | dict(form)
        sent = BROWSER | {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"} | headers
        return self.client.post(path, content=urlencode(form, doseq=True), headers=sent, follow_redirects=False)

    def form_token(self, path: str) -> str:
        """The token that a page at this path puts into its forms."""
        assessment_id = path.split("/")[2] if path.startswith("/assessments/") else ""
        cookies = Cookies(self.origin.startswith("https"))
        return next(iter(cookies.form_tokens(dict(self.client.cookies), assessment_id)), "")

    def start(self, form: str = "full", **profile: str) -> str:
        """Start an assessment, fill in its profile and return the address of its task list."""
        started = self.post("/assessments", {"form": form})
        self.home = started.headers["location"].removesuffix("/profile")
        kept = self.post(f"{self.home}/profile", PROFILE | profile)
        assert kept.status_code == 303, kept.text
        return self.home

    def save(self, code: str, value: str) -> Response:
        """Give one answer, as the pages do at once."""
        return self.post(f"{self.home}/answers/{code}", {code: value}, **{"HX-Request": "true"})

    def answer_all(self, questionnaire: Questionnaire, level: str = "2") -> None:
        """Answer every question of every dimension alike."""
        for dimension in questionnaire.dimensions:
            form = {indicator.question.code: level for indicator in dimension.indicators}
            assert self.post(f"{self.home}/dimensions/{dimension.id}", form).status_code == 303

    def submit(self) -> Response:
        """Send the answers."""
        return self.post(f"{self.home}/submit", {})
