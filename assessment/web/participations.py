"""The campaigns that organisations take part in, as they stand on people's pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, RowMapping

from assessment.domain.campaigns import CampaignState, MemberState, campaign_state, member_state
from assessment.storage.campaigns import participations_of
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_words import MEMBER_STATES, STATES, dates_text
from assessment.web.pages_organisations import TakingPart

START, SEE = _("Start the assessment of the campaign"), _("See the campaign")


def participations(
    connection: Connection, organisation_ids: Collection[str], leads: Collection[str], language: str, now: datetime
) -> Mapping[str, tuple[TakingPart, ...]]:
    """By organisation: its campaigns, the running ones first; those who lead it may open them."""
    found: dict[str, list[TakingPart]] = {item: [] for item in organisation_ids}
    rows = participations_of(connection, organisation_ids)
    for row in sorted(rows, key=lambda row: campaign_state(row, now) is CampaignState.CLOSED):
        found[row["organisation_id"]].append(_view(row, row["organisation_id"] in leads, language, now))
    return {item: tuple(views) for item, views in found.items()}


def _view(row: RowMapping, leads: bool, language: str, now: datetime) -> TakingPart:
    state, mine = campaign_state(row, now), member_state(row)
    new = state is CampaignState.OPEN and mine is MemberState.INVITED
    word = STATES[state] if state is CampaignState.CLOSED else MEMBER_STATES[mine]
    return TakingPart(
        name=row["name"],
        network=row["network_name"],
        organisation=row["organisation_name"],
        state=state.value if state is CampaignState.CLOSED else mine.value,
        state_name=translate(word, language),
        dates=dates_text(row, language),
        href=f"/organisations/{row['organisation_id']}/campaigns/{row['id']}" if leads else None,
        label=translate(START if new else SEE, language),
        test=row["test"],
    )
