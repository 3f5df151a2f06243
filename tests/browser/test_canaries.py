"""Whatever anybody types anywhere is shown as text: nothing of it runs, loads, submits or counts (promise I1)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from playwright.sync_api import Page

from assessment.domain.membership import MembershipRole
from assessment.services.letters import Wrapper
from assessment.services.mail import letters_kept
from tests.browser.conftest import QUESTIONNAIRE, Assessment, Service
from tests.browser.crowd import Cookies, Crowd
from tests.browser.payloads import CANARY, PAYLOADS, PRODUCT, REFUSED, chunks
from tests.browser.watching import Watch
from tests.visitors import PROFILE, Visitor

EVERYTHING = " ".join((*PAYLOADS, *REFUSED))
MOST_ALIKE = 2
"""Pages of one kind that one person opens: each list holds all that was typed, so that more would show nothing new."""

LONGEST_IN_LETTERS = 100
NOT_PAGES = re.compile(r"\.(pdf|json|ics|css|csv|docx|xlsx|js|svg)$|^/(language|sign-out)")
AN_ID = re.compile(r"[A-Za-z0-9_-]{22}")
REPORT = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
LOOK = """
() => {
  const tags = new Set(["a", "article", "aside", "body", "br", "button", "caption", "circle", "code", "col", "colgroup",
    "dd", "desc",
    "details", "dialog", "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "footer", "form", "g", "h1", "h2",
    "h3", "h4", "head", "header", "html", "img", "input", "label", "legend", "li", "line", "link", "main", "meta",
    "nav", "noscript", "ol", "optgroup", "option", "output", "p", "path", "polygon", "polyline", "progress", "rect",
    "script", "section", "select", "small", "span", "strong", "sub", "summary", "sup", "svg", "table", "tbody", "td",
    "template", "text", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "tspan", "ul"]);
  const htmx = new Set(["hx-post", "hx-trigger", "hx-sync", "hx-target", "hx-swap"]);
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    const complain = (what) => found.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
    if (!tags.has(element.localName)) complain("element");
    if (element.localName === "script" && !element.src.startsWith(`${location.origin}/static/`)) complain("script");
    if (element.localName === "meta" && element.httpEquiv) complain("element");
    for (const { name, value } of element.attributes) {
      if (/^on|^style$|^srcdoc$|^formaction$|^data-hx/.test(name)) complain(name);
      if (name === "autofocus" && element.id !== "errors") complain(name);
      if (name.startsWith("hx-") && !(htmx.has(name) && element.matches("[data-saves]"))) complain(name);
      if (["href", "src", "action", "xlink:href", "data"].includes(name)) {
        const image = element.localName === "img" && value.startsWith("data:image/svg+xml");
        if (!image && new URL(value, location.href).origin !== location.origin) complain(name);
      }
    }
  }
  const typed = [...document.querySelectorAll("input, textarea")].map((element) => element.value);
  const fields = [...document.querySelectorAll("main form")].flatMap((form, index) =>
    [...form.querySelectorAll(
      "input:not([type=radio], [type=checkbox], [type=hidden], [type=file], [readonly]), textarea"
    )]
      .map((element) => [index, `${form.getAttribute("action")} ${element.name}`]));
  const links = [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"));
  return { found, links, fields, text: [document.body.innerText, document.title, ...typed].join("\\n") };
}
"""
TYPE = """
([index, text]) => {
  const form = document.querySelectorAll("main form")[index];
  const boxes = "input:not([type=radio], [type=checkbox], [type=hidden], [type=file], [readonly]), textarea";
  for (const box of form.querySelectorAll(boxes)) box.value = text;
  HTMLFormElement.prototype.submit.call(form);
}
"""


def plain(text: str) -> str:
    """A text as it is compared: blanks of any kind and number are one."""
    return re.sub(r"\s+", " ", text)


def kind(path: str) -> str:
    """What pages that differ in an id have in common."""
    return re.sub(r"\d+", "N", AN_ID.sub("ID", path))


@dataclass
class Findings:
    """What was seen so far."""

    watch: Watch
    wrong: list[str] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    pages: Counter[str] = field(default_factory=Counter)
    fields: set[str] = field(default_factory=set)

    def look(self, page: Page) -> dict[str, Any]:
        """Judge the page as it is."""
        seen: dict[str, Any] = page.evaluate(LOOK)
        path = kind(urlsplit(page.url).path)
        self.pages[path] += 1
        self.wrong += [f"{path}: {what}" for what in seen["found"]]
        text = plain(seen["text"])
        if PRODUCT in text:
            self.wrong.append(f"{path}: read as a template")
        self.texts.add(text)
        return seen


@dataclass
class Typist:
    """Types into every field of the real forms, as people who may; each value holds several payloads."""

    service: Service
    crowd: Crowd
    client: httpx.Client
    numbers: Iterator[int] = field(default_factory=count)
    values: int = 0

    def type_all(self) -> None:
        """Leave the payloads wherever something is kept."""
        self.run = self._runs()
        for number, text in enumerate(chunks()):
            self._names(text)
            person = self.crowd.houses.person(MembershipRole.MEMBER, self.crowd.organisation)
            self._post({"session": person.key}, "/account", name=text, language=("fr", "en")[number % 2])
        run = f"/assessments/{self.run}"
        lines = [f"{self._email()}; {text}; staff" for text in chunks(without=";")]
        parts = [dimension.id for dimension in QUESTIONNAIRE.dimensions]
        self._post(self.lead, f"{run}/people/invite", list="\n".join(lines), role="staff", parts=parts)
        self._post(self.lead, f"{run}/people/preview", list="\n".join(lines), role="staff", parts=parts)
        self._hostile_inviter()

    def _names(self, text: str) -> None:
        crowd, admin, head = self.crowd, self.crowd.person("administrator"), self.crowd.person("head")
        first = {"name": text, "email": self._email(), "language": "fr"}
        self._post(admin, "/platform/networks", **first)
        self._post(head, f"/networks/{crowd.network}/organisations", **(first | {"email": self._email()}))
        key = {"name": text, "scopes": "assessments:read", "days": "30"}
        self._post(self.lead, f"/organisations/{crowd.organisation}/keys", **key)
        self._post(head, f"/networks/{crowd.network}/keys", **key)
        self._post(self.lead, f"/assessments/{self.run}/readers", reader=text, days="30")
        self._post(self.lead, f"/assessments/{self.run}/profile", **(PROFILE | {"name": text}))
        self._post(self.lead, f"/organisations/{crowd.organisation}/settings", **(PROFILE | {"name": text}))
        self._post(admin, "/platform/people", part=text[:100])

    def _hostile_inviter(self) -> None:
        """Letters that name the inviter, from somebody whose name is a payload, to an organisation that is one."""
        crowd = self.crowd
        for number, text in enumerate(chunks(LONGEST_IN_LETTERS)):
            place = f"/organisations/{crowd.organisation}"
            self._post(self.lead, f"{place}/settings", **(PROFILE | {"name": text}))
            self._post(self.lead, "/account", name=text, language="fr")
            email = "{{7*7}}${7*7}'#" + self._email()
            language = ("fr", "en")[number % 2]
            self._post(self.lead, f"{place}/members", email=email, role="member", language=language)

    @property
    def lead(self) -> Cookies:
        """Whoever runs the organisation and its assessments."""
        return self.crowd.person("lead")

    def _runs(self) -> str:
        run = {"form": "express", "mode": "shared", "results_for": "organisation", "deadline": ""}
        started = self._post(self.lead, f"/organisations/{self.crowd.organisation}/assessments", **run)
        return started.headers["location"].split("/")[2]

    def _email(self) -> str:
        return f"canari{next(self.numbers)}@example.org"

    def _post(self, cookies: Cookies, path: str, **form: Any) -> httpx.Response:
        self.client.cookies = httpx.Cookies(dict(cookies))
        answer = Visitor(self.client, origin=self.service.address).post(path, form)
        assert answer.status_code in (200, 201, 303), (path, form, answer.status_code)
        self.values += 1
        return answer


Open = Callable[[Cookies], Page]


@pytest.fixture(scope="module")
def findings(service: Service) -> Findings:
    return Findings(Watch(service.address))


@pytest.fixture(scope="module")
def own_crowd(service: Service) -> Crowd:
    return Crowd(service.site)


@pytest.fixture(scope="module")
def typist(service: Service, own_crowd: Crowd) -> Typist:
    with httpx.Client(base_url=service.address) as client:
        typist = Typist(service, own_crowd, client)
        typist.type_all()
    return typist


@pytest.fixture(scope="module")
def windows(service: Service, findings: Findings) -> Iterator[Open]:
    """Opens a window that tells of everything refused in it."""
    with ExitStack() as stack:

        def come(cookies: Cookies) -> Page:
            context = stack.enter_context(service.open(Assessment("", dict(cookies))))
            context.add_init_script(REPORT)
            return findings.watch.over(context.new_page())

        yield come


@pytest.fixture(scope="module")
def roles(typist: Typist, own_crowd: Crowd) -> dict[str, tuple[Cookies, list[str]]]:
    """By role: the cookies of somebody, and the pages where they begin."""
    crowd, run = own_crowd, f"/assessments/{typist.run}"
    guest, mirror = crowd.invited("Anne-Charlotte de la Rochefontaine"), crowd.invited("Marc Élu")
    open_run = f"/assessments/{crowd.open_run}"
    return {
        "anonymous": ({}, ["/", "/sign-in", "/forgotten"]),
        "administrator": (crowd.person("administrator"), ["/home", "/platform", "/account/password"]),
        "head": (crowd.person("head"), ["/home"]),
        "analyst": (crowd.person("analyst"), ["/home"]),
        "lead": (crowd.person("lead"), ["/home", f"{run}/people", f"{run}/facts/team", run, f"{run}/check"]),
        "member": (crowd.person("member"), ["/home", "/account/erase"]),
        "half signed in": (crowd.half("lead"), ["/sign-in/second-factor"]),
        "joining": (crowd.join("canari@example.org"), ["/join"]),
        "forgetful": (crowd.reset("member"), ["/reset"]),
        "invited": (crowd.link("Canari", started_at=crowd.now), ["/invitation", "/invitation?code=1"]),
        "respondent": (guest, [open_run]),
        "elected": (mirror, [f"{open_run}/mirror"]),
        "reader": (crowd.reader, [f"/assessments/{crowd.sent_run}/results"]),
    }


def crawl(page: Page, starts: list[str], findings: Findings) -> dict[str, list[tuple[int, str]]]:
    """Follow the links, a few of each kind; returns the text fields found, by page."""
    waiting, known, alike = list(starts), set(starts), Counter[str]()
    fields: dict[str, list[tuple[int, str]]] = {}
    while waiting:
        path = waiting.pop(0)
        page.goto(path)
        seen = findings.look(page)
        if seen["fields"]:
            fields[path] = [(index, kind(name)) for index, name in seen["fields"]]
        for link in seen["links"]:
            here = urlsplit(link)
            target = here.path + (f"?{here.query}" if here.query else "")
            # Two hundred plans show the words of one, after seconds of work.
            if not target.startswith("/") or NOT_PAGES.search(here.path) or "robust=" in target or target in known:
                continue
            known.add(target)
            alike[kind(here.path)] += 1
            if alike[kind(here.path)] <= MOST_ALIKE:
                waiting.append(target)
    return fields


def test_pages_show_what_was_typed_and_forms_give_it_back(
    roles: dict[str, tuple[Cookies, list[str]]],
    windows: Open,
    findings: Findings,
    typist: Typist,
    say: Callable[[str], None],
) -> None:
    """Everybody opens their pages, types all payloads into every field of every form, and looks at the answer."""
    for cookies, starts in roles.values():
        page = windows(cookies)
        for path, fields in crawl(page, starts, findings).items():
            fresh = {index for index, name in fields if name not in findings.fields}
            findings.fields |= {name for _, name in fields}
            for index in sorted(fresh):
                page.goto(path)
                with page.expect_navigation():
                    page.evaluate(TYPE, [index, EVERYTHING])
                findings.look(page)
    assert sorted(set(findings.wrong)) == []
    assert findings.watch.incidents == []
    unseen = [text for text in PAYLOADS if not any(plain(text).strip() in shown for shown in findings.texts)]
    assert unseen == []
    say(
        f"Canaries: {len(PAYLOADS) + len(REFUSED)} payloads, kept {typist.values} times several at a time, typed into "
        f"{len(findings.fields)} fields of forms; {findings.pages.total()} pages of {len(findings.pages)} kinds seen"
    )


PARAMETERS = (
    "back",
    "done",
    "renewed",
    "sent",
    "short",
    "code",
    "action",
    "actor",
    "about",
    "before",
    "budget",
    "hours",
)


def test_addresses_are_text_too(
    roles: dict[str, tuple[Cookies, list[str]]], windows: Open, findings: Findings, own_crowd: Crowd
) -> None:
    """Every parameter of every page that reads one, and every part of an address, holding payloads."""
    crowd = own_crowd
    open_run, sent = f"/assessments/{crowd.open_run}", f"/assessments/{crowd.sent_run}"
    paths = {
        "anonymous": ["/sign-in", "/forgotten", "/language/en"],
        "forgetful": ["/reset"],
        "half signed in": ["/sign-in/second-factor"],
        "invited": ["/invitation"],
        "administrator": ["/platform", "/platform/people", "/platform/audit", "/platform/mails"],
        "head": [f"/networks/{crowd.network}", f"/networks/{crowd.network}/members"],
        "lead": ["/account", f"{open_run}/people", f"{open_run}/dimensions/CAP", f"{sent}/plan", f"{sent}/results"],
    }
    texts = chunks(1500)
    for role, found in paths.items():
        page = windows(roles[role][0])
        for path in found:
            for text in texts:
                page.goto(f"{path}?" + "&".join(f"{name}={quote(text)}" for name in PARAMETERS))
                findings.look(page)
    page = windows({})
    prefixes = ("i", "s", "r", "join", "reset", "language", "assessments", "organisations", "networks", "static", "x")
    for prefix in prefixes:
        for text in chunks(700)[:2]:
            page.goto(f"/{prefix}/{quote(text, safe='')}")
            findings.look(page)
    assert sorted(set(findings.wrong)) == []
    assert findings.watch.incidents == []


class Letter(HTMLParser):
    """Reads the HTML of a letter: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_letters_are_text_too(service: Service, typist: Typist, windows: Open, findings: Findings) -> None:
    """The HTML of every letter in the queue has the elements of its template and no other, also in a browser.

    What looks like an address is taken apart in letters, so that no mail program makes a link of it.
    """
    settings = service.site.settings
    wrapper = Wrapper(service.site.templates, settings.sender, settings.host)
    shapes: set[tuple[str, ...]] = set()
    texts = ""
    page = windows({})
    with service.site.database.readings.begin() as session:
        kept = list(letters_kept(session, service.site.seal))
    for mail, letter in kept:
        message = wrapper.message(letter, mail["id"], mail["created_at"])
        part = message.get_body(("html",))
        assert part is not None
        html = part.get_content()
        read = Letter(html)
        texts += plain(read.text)
        shapes.add(tuple(tag for tag, _ in read.elements))
        for tag, attributes in read.elements:
            assert tag in {"html", "head", "meta", "title", "body", "div", "h1", "p", "a"}, html
            assert set(attributes) <= {"lang", "charset", "name", "content", "style", "href"}, html
            assert (attributes.get("href") or service.address).startswith(service.address), html
            assert CANARY not in str(attributes), html
        page.set_content(html)
    assert [text for text in PAYLOADS if "://" not in text and plain(text).strip() not in texts] == []
    assert PRODUCT not in texts
    assert findings.watch.incidents == []
    assert len(kept) > len(chunks()) * 3
    assert len(shapes) < 20
