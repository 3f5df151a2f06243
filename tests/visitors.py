"""A person at the pages, without a browser: what a form posts, with the headers that a browser adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from httpx import Client, Response
from litestar.testing import TestClient

from assessment.domain.questionnaire import Questionnaire
from assessment.settings import Settings
from assessment.web.app import create_app

BASE = "http://127.0.0.1:8000"
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


def serving(database: str, base_address: str = BASE) -> TestClient[Any]:
    """The whole service, without a network."""
    return TestClient(create_app(Settings(database=database, base_address=base_address)), base_url=base_address)


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
        sent = BROWSER | {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"} | headers
        return self.client.post(path, content=urlencode(form), headers=sent, follow_redirects=False)

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
