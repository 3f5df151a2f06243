"""The audit, for administrators to look through."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from litestar import Response
from litestar.params import FromQuery
from sqlalchemy import RowMapping

from assessment.domain.audit import AuditAction, details_text
from assessment.storage.platform import MOST, find_events
from assessment.translation import translate
from assessment.web.fields import Field
from assessment.web.form_reading import Fields, Reader
from assessment.web.forms import Form
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_networks import AuditPage, EventRow
from assessment.web.place_words import at_time, platform_place
from assessment.web.site import Site, SiteHere

LONGEST = 48
NUMBER = re.compile(r"[0-9]{1,9}")


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


@shown("/platform/audit", sync_to_thread=True)
def show_audit(
    request: HttpRequest,
    site: SiteHere,
    action: FromQuery[str] = "",
    actor: FromQuery[str] = "",
    about: FromQuery[str] = "",
    before: FromQuery[str] = "",
) -> Response[str]:
    """The events that fit a filter, the newest first."""
    language = site.language(request)
    wanted = {name: value for name, value in {"action": action, "actor": actor, "about": about}.items() if value}
    reader = Reader(Form({name: (value,) for name, value in wanted.items()}), language)
    given = {name: reader.text(name, "", LONGEST) for name in wanted}
    if action:
        reader.one_of("action", set(AuditAction))
    rows = [] if reader.errors else _events(site, given, int(before) if NUMBER.fullmatch(before) else None)
    more = given | {"before": str(rows[-1]["number"])} if len(rows) == MOST else None
    page = AuditPage(
        place=platform_place("/platform/audit", language),
        fields=_fields(Fields(language, reader.form, reader.errors)),
        events=tuple(_row(row, language) for row in rows),
        older=f"/platform/audit?{urlencode(more)}" if more else None,
    )
    return site.page(request, page, 422 if reader.errors else 200)


def _events(site: Site, given: dict[str, str], before: int | None) -> list[RowMapping]:
    with site.database.readings.begin() as session:
        found = find_events(
            session.connection(),
            action=given.get("action", ""),
            actor=given.get("actor", ""),
            about=given.get("about", ""),
            before=before,
        )
    return list(found)


def _fields(fields: Fields) -> tuple[Field, ...]:
    actions = [("", translate("Everything", fields.language)), *((item.value, item.value) for item in AuditAction)]
    return (
        fields.choices("action", _("What was done"), actions),
        fields.box("actor", _("Who did it"), _("For example person:, key: or respondent: and the id."), required=False),
        fields.box("about", _("To what"), _("For example organisation: and the id."), required=False),
    )


def _row(row: RowMapping, language: str) -> EventRow:
    return EventRow(
        number=row["number"],
        at=at_time(row["at"], language),
        actor=row["actor"],
        action=row["action"],
        object=row["object"],
        place=row["place"],
        details=details_text(row["details"]) if row["details"] else "",
    )
