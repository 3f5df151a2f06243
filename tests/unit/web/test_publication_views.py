"""The links between the views of a publication."""

from __future__ import annotations

from assessment.web.access import RULES
from assessment.web.publication_views import VIEWS, view_links

BASE = "/networks/{network_id}/campaigns/{campaign_id}/benchmarks"


def test_every_view_is_a_page_there_is() -> None:
    assert {f"GET {BASE}{end}" for end in VIEWS} <= set(RULES)


def test_the_view_one_is_on_is_marked_and_no_other() -> None:
    links = view_links("/here", "/map", "fr")
    assert [link.href for link in links if link.current] == ["/here/map"]
    assert links[0].label == "Un groupe, tout"
