"""Whether a region has too few digital project managers (dossier 5.7), in words and as a plain document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from assessment.domain.questionnaire import Region
from assessment.domain.shortage import FEWEST, Claim, Shortage
from assessment.reports.formatting import NONE, Voice

IN_ALL = 10


@dataclass(frozen=True, slots=True)
class ShortageRow:
    """One region: the figures, the sentence, and whether the claim of a shortage holds."""

    region: str
    organisations: str
    need: str
    have: str
    uncovered: str
    per_100: str
    per_million: str
    quotient: str
    sentences: tuple[str, ...]


def present_shortage(region: Region, organisations: int, found: Shortage | None, language: str) -> ShortageRow:
    """Say what is known of one region."""
    voice = Voice(language)
    count = voice.number(organisations, 0)
    if found is None:
        reason = voice.say(
            "%(region)s: not shown, as fewer than %(least)s organisations answered, as one or two of them make up the "
            "total, or as another region could be worked out from it.",
            region=region.name,
            least=FEWEST,
        )
        return ShortageRow(region.name, NONE, *(NONE,) * 6, (reason,))
    seen = found.measures
    return ShortageRow(
        region.name,
        count,
        voice.number(found.totals.need, 1),
        voice.number(found.totals.have, 1),
        NONE if seen.index is None else voice.percent(seen.index),
        voice.number(seen.per_100, 2),
        voice.number(seen.per_million, 2),
        voice.number(seen.quotient, 2),
        (_covered(region, found, voice), *_density(found, voice), _equipped(found, voice), _claim(found, voice)),
    )


def _covered(region: Region, found: Shortage, voice: Voice) -> str:
    values = {"region": region.name, "have": voice.fte(found.totals.have), "need": voice.fte(found.totals.need)}
    if found.need is None:
        return voice.say(
            "In %(region)s, digital project managers cover %(have)s for an estimated need of %(need)s.", **values
        )
    return voice.say(
        "In %(region)s, digital project managers cover %(have)s for an estimated need of %(need)s (between %(low)s and "
        "%(high)s).",
        low=voice.number(found.need.low),
        high=voice.number(found.need.high),
        **values,
    )


def _density(found: Shortage, voice: Voice) -> Iterable[str]:
    """One post for so many staff, here and among all."""
    here, usual = found.measures.per_100, found.country.per_100
    if not here or not usual:
        return ()
    return (
        voice.say(
            "That is 1 for %(staff)s staff, against %(usual)s among all organisations read.",
            staff=voice.number(100 / here, 0),
            usual=voice.number(100 / usual, 0),
        ),
    )


def _equipped(found: Shortage, voice: Voice) -> str:
    without = IN_ALL * (1 - (found.equipped or 0.0))
    return voice.say("Organisations that have none: %(count)s in %(all)s.", count=voice.number(without, 0), all=IN_ALL)


def _claim(found: Shortage, voice: Voice) -> str:
    if found.claim is Claim.SUPPORTED:
        return voice.say("Too few in proportion: for staff, for nights and for need alike, beyond chance.")
    return voice.say(
        "That there are too few in proportion is not shown: staff, nights and need do not all say so beyond chance."
    )


def shortage_document(region: Region, organisations: int, found: Shortage | None) -> dict[str, Any]:
    """What is known of one region, unrounded; a region that must not be shown has null for everything."""
    if found is None:
        return {"insee": region.insee, "name": region.name, "organisations": None, "shortage": None}
    plain = asdict(found) | {"claim": found.claim.value}
    return {"insee": region.insee, "name": region.name, "organisations": organisations, "shortage": plain}
