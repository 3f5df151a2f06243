"""The form in which an organisation declares that it seeks help, or with what it helps."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.peer_groups import Consent
from assessment.domain.peer_help import STRONG
from assessment.domain.peer_offers import LARGEST_CAPACITY, Availability, Offer
from assessment.domain.publishing import DIMENSION
from assessment.domain.questionnaire import Questionnaire
from assessment.domain.score_grid import TENTHS
from assessment.reports.formatting import Voice
from assessment.services.peer_help import own_offer
from assessment.storage.campaigns import contributions_of
from assessment.translation import later as _
from assessment.web.fields import Field
from assessment.web.form_reading import Fields, Reader

YES = "yes"
NAMES = ("seeks", "offers", "availability", "capacity", "alumnus")
AVAILABILITIES = {
    Availability.FULLY: _("Fully: we have time for it"),
    Availability.SOMEWHAT: _("Somewhat: little time, our help counts half"),
    Availability.NOT: _("Not now: we are proposed to nobody"),
}
CONSENT_FIRST = _("First keep “Helper” or “Showcase” above, then tick with what you help.")
CONSENT_OVER = _("The campaign is over, so you cannot choose “Helper” or “Showcase” any more. Untick what you offer.")


def read_offer(reader: Reader, consent: Consent, questionnaire: Questionnaire, *, running: bool) -> Offer:
    """What is declared in a form; `reader.errors` holds what is wrong with it.

    Consent may be changed while the campaign is `running`.
    """
    seeks = reader.some_of("seeks", [YES])
    offers = reader.some_of("offers", [dimension.id for dimension in questionnaire.dimensions])
    if offers and not consent.allows(Consent.HELPER):
        reader.refuse("offers", CONSENT_FIRST if running else CONSENT_OVER)
    available = reader.one_of("availability", list(Availability), _("Say how much time you have to help."))
    capacity = reader.form.one("capacity")
    if not re.fullmatch("[0-9]{1,3}", capacity) or not 1 <= int(capacity) <= LARGEST_CAPACITY:
        reader.refuse("capacity", _("Give a whole number from 1 to %(most)s."), most=LARGEST_CAPACITY)
    alumnus = reader.some_of("alumnus", [YES])
    if reader.errors:
        return Offer()
    return Offer(
        seeks=bool(seeks),
        offers=offers,
        availability=Availability(available),
        capacity=int(capacity),
        alumnus=bool(alumnus),
    )


def offer_fields(session: Session, row: RowMapping, questionnaire: Questionnaire, fields: Fields) -> tuple[Field, ...]:
    """The form, holding what is declared."""
    offer, say = own_offer(session, row), Voice(fields.language).say
    titles = [(dimension.id, dimension.title.text(fields.language)) for dimension in questionnaire.dimensions]
    times = [(item.value, say(text)) for item, text in AVAILABILITIES.items()]
    return (
        fields.ticks(
            "seeks",
            _("Do you seek help?"),
            [(YES, say(_("Yes: find us helpers, and a cohort in which several work on one theme")))],
            _(
                "Your name, with what you are helped and the theme of your cohort are then seen by the organisations "
                "proposed to help you and by the head and the analysts of the network. Your scores are not."
            ),
            first=[YES] if offer.seeks else [],
        ),
        fields.ticks(
            "offers",
            _("With what do you offer help?"),
            titles,
            _strong(session, row, dict(titles), fields.language),
            first=offer.offers,
        ),
        fields.choices(
            "availability",
            _("How much time do you have to help?"),
            times,
            first=[offer.availability.value],
        ),
        fields.box("capacity", _("How many organisations at once?"), _("A whole number."), value=str(offer.capacity)),
        fields.ticks(
            "alumnus",
            _("Have you been in a cohort before?"),
            [(YES, say(_("Yes: we have worked on a theme with other organisations")))],
            _("A cohort of newcomers gets somebody who knows how it goes."),
            first=[YES] if offer.alumnus else [],
        ),
    )


def _strong(session: Session, row: RowMapping, titles: dict[str, str], language: str) -> str:
    """What an offer means, and in what the organisation is strong as far as its answers were sent."""
    rows = contributions_of(session.connection(), row["id"])
    mine: Mapping[str, int | None] = next(
        (item["scores"] for item in rows if item["organisation_id"] == row["organisation_id"]), {}
    )
    scores = {code: mine.get(f"{DIMENSION}{code}") for code in titles}
    strong = [titles[code] for code, score in scores.items() if score is not None and score >= STRONG * TENTHS]
    say = Voice(language).say
    rule = say(
        "This needs the choice “Helper” or “Showcase” about what your results may serve. You are proposed only where "
        "you are strong, which is worked out: 60 points or more. Your name and the dimension are then seen by those "
        "you could help and by the head and the analysts of the network."
    )
    if not mine:
        return f"{rule} {say('In what you are strong is known once your answers are sent.')}"
    listed = say("You are strong in: %(dimensions)s.", dimensions=", ".join(strong))
    return f"{rule} {listed if strong else say('At present you are strong in none.')}"
