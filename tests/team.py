"""Several people on one assessment, each with a browser of their own; everybody is fictional."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import select, update

from assessment.domain.membership import MembershipRole
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.questionnaire import Form
from assessment.services.assessments import save_profile
from assessment.services.organisations import Run, start_run
from assessment.storage.database import Database
from assessment.storage.tables import assessments, mails, respondents
from assessment.web.site import Site
from tests.builders import an_organisation
from tests.houses import Houses, Person
from tests.visitors import Visitor

LINK = re.compile(r"http://127\.0\.0\.1:8000(/[is]/[A-Za-z0-9_-]{22})")
SEEN = re.compile(r'name="seen-(\w+)" value="([^"]*)"')


@dataclass
class Browser:
    """A browser of somebody's own, which puts its cookies into the one client for each request."""

    client: TestClient[Any]
    cookies: dict[str, str] = field(default_factory=dict)
    home: str = ""

    def get(self, path: str) -> Response:
        return self._with(lambda visitor: visitor.get(path))

    def post(self, path: str, form: dict[str, Any] | None = None, **headers: str) -> Response:
        return self._with(lambda visitor: visitor.post(path, form or {}, **headers))

    def save(self, code: str, value: str, **more: str) -> Response:
        """Give one answer, as a page does at once."""
        return self.post(f"{self.home}/answers/{code}", {code: value} | more, **{"HX-Request": "true"})

    def seen(self, path: str) -> dict[str, str]:
        """What a page has seen of its answers, by the names of the inputs."""
        return {f"seen-{code}": value for code, value in SEEN.findall(self.get(path).text)}

    def follow(self, link: str) -> Response:
        """Open the link of an invitation and press the button that starts."""
        self.get(link)
        started = self.post("/invitation/start")
        if started.status_code == 303:
            self.home = started.headers["location"]
        return started

    def _with(self, ask: Any) -> Response:
        self.client.cookies.clear()
        for name, value in self.cookies.items():
            self.client.cookies.set(name, value, domain="127.0.0.1", path="/")
        answer: Response = ask(Visitor(self.client))
        self.cookies = dict(self.client.cookies)
        return answer


@dataclass
class Team:
    """An organisation's assessment, its lead, and whoever is invited."""

    client: TestClient[Any]
    mode: Mode = Mode.SHARED
    results_for: ResultsFor = ResultsFor.LEAD

    def __post_init__(self) -> None:
        self.site: Site = self.client.app.state.site
        self.houses = Houses(self.database)
        self.organisation = self.houses.organisation(self.houses.network())
        self.person = self.houses.person(MembershipRole.LEAD, self.organisation, "Lou Pilote")
        now = datetime.now(UTC)
        run = Run(form=Form.FULL, mode=self.mode, results_for=self.results_for)
        with self.database.sessions.begin() as session:
            questionnaire = self.site.instrument().questionnaire
            self.id = start_run(
                session,
                self.organisation,
                run,
                questionnaire=questionnaire,
                lead_id=self.person.id,
                language="fr",
                now=now,
            )
            save_profile(session, self.id, an_organisation(), now)
        self.home = f"/assessments/{self.id}"
        self.lead = self.as_person(self.person)

    @property
    def database(self) -> Database:
        return self.site.database

    def as_person(self, person: Person) -> Browser:
        """A browser in which somebody is signed in."""
        return Browser(self.client, {"session": person.key}, self.home)

    def member(self, name: str = "Sam Membre") -> Person:
        return self.houses.person(MembershipRole.MEMBER, self.organisation, name)

    def parts(self) -> list[str]:
        return [item.id for item in self.site.instrument().questionnaire.dimensions]

    def invite(self, *lines: str, parts: list[str] | None = None, role: str = "staff") -> list[str]:
        """Invite people and return the paths of their links."""
        form = {"list": "\n".join(lines), "role": role}
        pairs = {"parts": parts or self.parts()}
        answer = self.lead.post(f"{self.home}/people/invite", form | pairs)
        assert answer.status_code in (200, 201), re.findall(r'<a href="#[^<]*', answer.text)
        return LINK.findall(html.unescape(answer.text))

    def guest(self, line: str, parts: list[str] | None = None) -> Browser:
        """Somebody invited who has started."""
        [link] = self.invite(line, parts=parts)
        browser = Browser(self.client)
        assert browser.follow(link).status_code == 303
        return browser

    def respondent(self, email: str) -> Any:
        with self.database.readings.begin() as session:
            mine = respondents.c.assessment_id == self.id, respondents.c.email_key == email
            return session.execute(select(respondents).where(*mine)).one()

    def change_respondent(self, email: str, **values: object) -> None:
        with self.database.sessions.begin() as session:
            session.execute(update(respondents).where(respondents.c.email_key == email).values(values))

    def change(self, **values: object) -> None:
        with self.database.sessions.begin() as session:
            session.execute(update(assessments).where(assessments.c.id == self.id).values(values))

    def end_deadline(self) -> None:
        """Let the deadline be over, as time does, invitations with it."""
        over = datetime.now(UTC) - timedelta(seconds=1)
        self.change(deadline=over)
        with self.database.sessions.begin() as session:
            session.execute(update(respondents).where(respondents.c.assessment_id == self.id).values(expires_at=over))

    def letters(self, kind: str) -> list[str]:
        """The contents of the letters of a kind in the queue, the latest last."""
        with self.database.readings.begin() as session:
            rows = session.execute(select(mails).where(mails.c.kind == kind).order_by(mails.c.created_at)).all()
        return [text for row in rows if (text := self.site.seal.open(row.content))]

    def answer_all(self, browser: Browser, level: str = "2") -> None:
        for dimension in self.site.instrument().questionnaire.dimensions:
            form = {indicator.question.code: level for indicator in dimension.indicators}
            assert browser.post(f"{self.home}/dimensions/{dimension.id}", form).status_code == 303
