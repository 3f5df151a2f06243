"""The letters of campaigns: the invitation and the reminders, to everybody who leads an organisation."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.domain.campaigns import filled, opening
from assessment.reports.formatting import Voice
from assessment.services.mail import Letter, LetterKind, open_letter, post
from assessment.services.secrets import Seal
from assessment.storage.campaigns import leads_of
from assessment.storage.mail import mails_given_up
from assessment.storage.organisations import read_organisations

TEST = "[Test] "
LINK = re.compile(r"/organisations/(?P<organisation>[^/]+)/campaigns/(?P<campaign>[^/]+)$")
"""Where a letter about a campaign leads to, as `CampaignPost` writes it."""


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


def undelivered(session: Session, seal: Seal, campaign_id: str) -> frozenset[str]:
    """The organisations to whose leads a letter about a campaign did not go out, or may not have arrived."""
    kinds = (LetterKind.CAMPAIGN_INVITATION, LetterKind.CAMPAIGN_REMINDER)
    letters = (open_letter(seal, mail["content"]) for mail in mails_given_up(session.connection(), kinds))
    found = (LINK.search(letter.values["link"]) for letter in letters if letter)
    return frozenset(link["organisation"] for link in found if link and link["campaign"] == campaign_id)


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
