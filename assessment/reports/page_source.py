"""A page of ours as the layout engine reads it, inside the worker process only.

The engine is made for any page of the web. Ours are well-formed XML and use some twenty elements, so they are read by
the parser in C, and styled from `defaults.css`, which says of these elements what a browser takes for granted. That
gives the same PDF, byte for byte, for less work: the engine's own defaults make six boxes for footnotes and list marks
ready at every element. A page that is not well-formed is read the engine's way.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

DEFAULTS = "defaults.css"


def defaults(folder: Path) -> CSS:
    """What a browser takes for granted of the elements our pages use."""
    return CSS(string=(folder / DEFAULTS).read_text(encoding="utf-8"))


class Page(HTML):  # type: ignore[misc]
    """A page, with the defaults it is styled from; `is_ours` where it was read as well-formed."""

    is_ours = False

    def __init__(self, content: str, defaults: CSS, url_fetcher: URLFetcher) -> None:
        self._defaults = defaults
        try:
            root = ElementTree.fromstring(content)  # noqa: S314 - our own pages; what people type is escaped in them
        except ElementTree.ParseError:
            super().__init__(string=content, url_fetcher=url_fetcher)
            return
        self.is_ours = True
        self.base_url = None
        self.url_fetcher = url_fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        del forms
        return [self._defaults]
