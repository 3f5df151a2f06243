"""What a window must never do, noted while it is used; and axe-core's opinion of what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]
RUN = """
tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(
  found => found.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.target} ${node.failureSummary}`)))
"""


@dataclass
class Watch:
    """Everything a page did that it should not: foreign requests, refused resources, errors, dialogs."""

    address: str
    incidents: list[str] = field(default_factory=list)
    leaving: bool = False
    """Whether the page is to be left whatever could not be saved on it."""

    def over(self, page: Page) -> Page:
        """Start to watch a page."""
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.incidents.append(f"error: {error}"))
        page.on("dialog", self._dialog)
        return page

    def _dialog(self, dialog: Dialog) -> None:
        if self.leaving and dialog.type == "beforeunload":
            dialog.accept()
            return
        self.incidents.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "about:")):
            self.incidents.append(f"request: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Trusted" in message.text:
            self.incidents.append(f"refused: {message.text}")


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it is now."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, TAGS)
    return found


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: Any = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    return int(width)
