"""The block about help among peers of an organisation's results, for those who lead it."""

from __future__ import annotations

from assessment.reports.peer_help import OwnPeers, present_own_peers
from assessment.services.peer_help import rounds_with
from assessment.storage.access import Standing
from assessment.web.campaign_views import campaign_instrument
from assessment.web.rules import Admission
from assessment.web.site import Site

LEADING = (Standing.LEAD, Standing.MANAGER)


def own_peers(site: Site, admission: Admission, language: str) -> tuple[OwnPeers, ...]:
    """Who could help an organisation and whom it could help, by campaign; nothing for others than its leads."""
    access = admission.to_assessment
    if access.standing not in LEADING:
        return ()
    with site.database.readings.begin() as session:
        found = rounds_with(session, access.assessment_id)
    return tuple(
        present_own_peers(
            item,
            row["organisation_id"],
            (row["name"], row["network_name"]),
            instrument,
            language,
        )
        for row, item in found
        if (instrument := campaign_instrument(site, row))
    )
