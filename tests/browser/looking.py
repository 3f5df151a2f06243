"""The sizes and colour schemes in which pages are judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from playwright.sync_api import Page, ViewportSize

from tests.browser.watching import overflow, violations

WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=640)
View: TypeAlias = tuple[ViewportSize, Literal["light", "dark"]]
VIEWS: list[View] = [
    (WIDE, "light"),
    (NARROW, "light"),
    (NARROW, "dark"),
    (WIDE, "dark"),
]


def look_at(page: Page, name: str, views: Sequence[View] = VIEWS) -> None:
    """Judge a page in every size and colour scheme, or in some of them."""
    for size, scheme in views:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], (name, size, scheme)
        assert overflow(page) <= 0, (name, size)
