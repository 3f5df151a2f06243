"""The letters of campaigns: the invitation and the reminders, to everybody who leads an organisation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.domain.campaigns import filled, opening
from assessment.reports.formatting import Voice
from assessment.services.mail import Letter, LetterKind, post
from assessment.services.secrets import Seal
from assessment.storage.campaigns import leads_of
from assessment.storage.organisations import read_organisations

TEST = "[Test] "


@dataclass(frozen=True, slots=True)
class CampaignPost:
    """Posts the letters of campaigns; `address` makes the whole address of a path."""

    seal: Seal
    address: Callable[[str], str]

    def invite(self, session: Session, campaign: Mapping[Any, Any], ids: Collection[str], now: datetime) -> None:
        """Invite whoever leads these organisations."""
        self._post(session, LetterKind.CAMPAIGN_INVITATION, campaign, ids, now)

    def remind(self, session: Session, campaign: Mapping[Any, Any], ids: Collection[str], now: datetime) -> None:
        """Remind whoever leads these organisations."""
        self._post(session, LetterKind.CAMPAIGN_REMINDER, campaign, ids, now)

    def _post(
        self, session: Session, kind: LetterKind, campaign: Mapping[Any, Any], ids: Collection[str], now: datetime
    ) -> None:
        connection = session.connection()
        names = {row["id"]: row["name"] for row in read_organisations(connection, ids)}
        for lead in leads_of(connection, ids):
            organisation_id, language = lead["organisation_id"], lead["language"]
            link = self.address(f"/organisations/{organisation_id}/campaigns/{campaign['id']}")
            values = values_of(campaign, names[organisation_id], language, link, now)
            post(session, self.seal, Letter(kind, lead["email"], language, values), now)


def values_of(
    campaign: Mapping[Any, Any], organisation: str, language: str, link: str, now: datetime
) -> dict[str, str]:
    """What a letter about a campaign says to one organisation."""
    name = (TEST if campaign["test"] else "") + campaign["name"]
    last = campaign["closes_on"]
    spoken = {"organisation": organisation, "network": campaign["network_name"], "campaign": name}
    text = filled(campaign["texts"].get(language, ""), spoken | {"deadline": Voice(language).date(last)})
    opens = campaign["opens_on"].isoformat() if opening(campaign["opens_on"]) > now else ""
    return spoken | {"text": text, "opens": opens, "deadline": last.isoformat(), "link": link}
