"""The views of what was published of a campaign, and the links by which one goes from one to another."""

from __future__ import annotations

from collections.abc import Mapping

from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.pages_organisations import Link

VIEWS: Mapping[str, str] = {
    "": _("One group, everything"),
    "/map": _("All groups, by dimension"),
    "/regions": _("Regions on a map"),
    "/roles": _("Roles by region"),
    "/quality": _("Trust in the data"),
    "/report": _("Report"),
}
"""What each view is called, by the end of its address, which follows that of the benchmarks."""


def view_links(base: str, current: str, language: str) -> tuple[Link, ...]:
    """The views of a publication whose benchmarks are at `base`; `current` is the end of the one being shown."""
    return tuple(Link(base + end, translate(label, language), end == current) for end, label in VIEWS.items())
