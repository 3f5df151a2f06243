"""People at the pages with nothing but what the pages give them: links that are there, forms as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from httpx import Response
from litestar.testing import TestClient

from tests.visitors import BASE, BROWSER, letters_to

Given = str | list[str]


@dataclass
class PageForm:
    """A form as it stands on a page: what a browser would send, and what else its controls offer."""

    action: str
    sent: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)

    def filled(self, given: Mapping[str, Given]) -> dict[str, list[str]]:
        """What is sent once somebody has filled it in; only what the form has a control for."""
        for name, value in given.items():
            values = [value] if isinstance(value, str) else value
            assert name in self.typed or set(values) <= set(self.offered.get(name, [])), (self.action, name, values)
        return self.sent | {name: [value] if isinstance(value, str) else value for name, value in given.items()}


class Content(HTMLParser):
    """The links, forms and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: dict[str, str] = {}
        self.forms: list[PageForm] = []
        self.title = ""
        self._link = self._select = self._area = self._in_title = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        self._in_title = tag if tag == "title" and not self.title else ""
        if tag == "a":
            self._link = about.get("href", "")
        if tag == "form" and about.get("method") == "post":
            self.forms.append(PageForm(about["action"]))
        elif self.forms and "name" in about:
            self._control(tag, about, self.forms[-1])
        elif tag == "option" and self._select and self.forms:
            self._offer(self.forms[-1], self._select, about.get("value", ""), "selected" in about)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = ""
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._link and data.strip():
            self.links.setdefault(self._link, data.strip())
        if self._area:
            self.forms[-1].sent[self._area] = [data.strip()]
        if self._in_title:
            self.title, self._in_title = data.strip(), ""

    def _control(self, tag: str, about: dict[str, str], form: PageForm) -> None:
        name, value, kind = about["name"], about.get("value", ""), about.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            form.typed.add(name)
            form.sent[name] = [""]
        elif kind in ("radio", "checkbox"):
            self._offer(form, name, value, "checked" in about)
        elif tag == "button":
            form.offered.setdefault(name, []).append(value)
        elif tag == "input":
            form.sent.setdefault(name, []).append(value)
            if kind != "hidden":
                form.typed.add(name)

    def _offer(self, form: PageForm, name: str, value: str, chosen: bool) -> None:
        form.offered.setdefault(name, []).append(value)
        if chosen:
            form.sent.setdefault(name, []).append(value)


@dataclass
class Window:
    """The window of somebody's own browser on the service."""

    client: TestClient[Any]
    cookies: dict[str, str] = field(default_factory=dict)
    page: Response | None = None

    @property
    def text(self) -> str:
        """The page that is shown."""
        assert self.page is not None
        return self.page.text

    @property
    def path(self) -> str:
        """Its address on the site."""
        assert self.page is not None
        return self.page.url.path

    @property
    def content(self) -> Content:
        """What there is on it."""
        return Content(self.text)

    def open(self, address: str, status: int = 200) -> Window:
        """Follow an address that a letter or a person gave."""
        return self._ask("GET", address, status)

    def follow(self, ending: str) -> Window:
        """Follow the link of the page whose address ends so."""
        found = [href for href in self.content.links if urlsplit(href).path.endswith(ending)]
        assert found, (self.path, ending, self.content.links)
        return self.open(urljoin(self.path, found[0]))

    def send(self, ending: str, given: Mapping[str, Given] | None = None, *, status: int = 200) -> Window:
        """Fill in the form of the page whose action ends so, and send it; a redirect is followed."""
        found = [form for form in self.content.forms if urlsplit(form.action).path.endswith(ending)]
        assert found, (self.path, ending, [form.action for form in self.content.forms])
        filled = found[0].filled(given or {})
        return self._ask("POST", urljoin(self.path, found[0].action or self.path), status, filled)

    def letter(self, email: str) -> Window:
        """Follow the link of the letter that came last to an address."""
        return self.open(letters_to(self.client.app, email)[-1].values["link"].removeprefix(BASE))

    def questions(self) -> Iterator[str]:
        """The names of the questions on the page that are answered by choosing one of several."""
        for form in self.content.forms:
            yield from (name for name, values in form.offered.items() if "2" in values and re.match(r"[A-Z]", name))

    def _ask(self, method: str, path: str, status: int, form: dict[str, list[str]] | None = None) -> Window:
        self.client.cookies.clear()
        for name, value in self.cookies.items():
            self.client.cookies.set(name, value, domain="127.0.0.1", path="/")
        headers = BROWSER | {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
        content = urlencode(form, doseq=True) if form is not None else None
        self.page = self.client.request(method, path, content=content, headers=headers, follow_redirects=True)
        self.cookies = dict(self.client.cookies)
        assert self.page.status_code == status, (method, path, self.page.status_code, self.content.title)
        return self
