"""A fictional national network, drawn from a seed: the same seed gives the same organisations and answers.

The model, with the numbers of `fictional_model`:

- how many organisations there are of each type and region follows their shares exactly; regional committees and
  councils are one a region. Territories are drawn by region, staff from a lognormal distribution by type;
- maturity in levels 0-4 = base + effects of type, size (logarithm of the staff), region and territory + what is the
  organisation's own; each dimension adds an effect, each dimension and practice something of the organisation's own;
- a person answers with that level, give or take some, rounded and kept within 0-4. What an organisation does not know,
  or does not concern it, is so in every wave;
- from a wave to the next everything of one's own is kept in part and drawn anew for the rest (regression to the mean),
  and the network moves on; most who took part do so again, in some regions others come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import repeat
from math import exp, log
from random import Random

from assessment.domain.answers import Ambition, Assessment, Organisation
from assessment.domain.fictional_answers import draw_sheets
from assessment.domain.fictional_facts import draw_facts
from assessment.domain.fictional_model import (
    AREAS,
    BASE,
    COMING,
    CONSENTS,
    FIRST,
    KINDS,
    MOVING_REGIONS,
    MOVING_TYPE,
    ONE_A_REGION,
    RETAINED,
    SIZE,
    TERRITORIES,
    USUAL_STAFF,
)
from assessment.domain.fictional_names import name_of, places
from assessment.domain.fictional_traits import Traits, draw_traits, next_traits
from assessment.domain.peer_groups import Consent
from assessment.domain.questionnaire import Form, Questionnaire
from assessment.domain.scoring import asked

SEED = 20260155
SIZE_OF_NETWORK = 300
WAVES = 3
LEAST_STAFF = 1.0
OVERSEAS = "overseas"


@dataclass(frozen=True, slots=True)
class FictionalOrganisation:
    """An invented organisation, what it allows, and what it sent in each wave; None where it did not take part."""

    profile: Organisation
    consent: Consent
    waves: tuple[Assessment | None, ...]


def draw_network(
    questionnaire: Questionnaire, size: int = SIZE_OF_NETWORK, *, waves: int = WAVES, seed: int = SEED
) -> Iterator[FictionalOrganisation]:
    """So many organisations, at most 360, in a drawn order."""
    random = stream(seed)
    names = places(random)
    pairs = _types_and_regions(size, random)
    for number, (kind, region) in enumerate(pairs):
        own = stream(f"{seed}/{number}")
        yield _organisation(questionnaire, _profile(kind, region, next(names), own), waves, own)


def stream(seed: object) -> Random:
    """Random numbers of their own, the same for the same seed."""
    return Random(str(seed))  # noqa: S311 - nothing secret


def apportioned(shares: Mapping[str, float], total: int) -> dict[str, int]:
    """A whole number for each share that sums to the total, the largest remainders rounded up."""
    exact = {key: total * share / sum(shares.values()) for key, share in shares.items()}
    found = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (found[key] - exact[key], key))
    return found | {key: found[key] + 1 for key in by_remainder[: total - sum(found.values())]}


def _types_and_regions(size: int, random: Random) -> list[tuple[str, str]]:
    """The type and region of each organisation: types one a region go to the largest regions, the others anywhere."""
    types = apportioned({code: kind.share for code, kind in KINDS.items()}, size)
    regions = apportioned({code: area.weight for code, area in AREAS.items()}, size)
    found = [(kind, region) for kind in sorted(ONE_A_REGION) for region in list(AREAS)[: types[kind]]]
    for _, region in found:
        regions[region] -= 1
    left = _spread({kind: count for kind, count in types.items() if kind not in ONE_A_REGION})
    homes = list(_spread(regions))
    random.shuffle(homes)
    found += list(zip(left, homes, strict=False))
    random.shuffle(found)
    return found


def _spread(counts: Mapping[str, int]) -> Iterator[str]:
    """Each key as often as it is counted."""
    for key, count in counts.items():
        yield from repeat(key, count)


def _profile(kind: str, region: str, place: str, random: Random) -> Organisation:
    drawn = KINDS[kind].staff * exp(random.gauss(0, KINDS[kind].spread))
    return Organisation(
        name=name_of(kind, place, random),
        type=kind,
        staff=max(LEAST_STAFF, round(2 * drawn) / 2),
        region=region,
        territory=_territory(region, random),
        ambition=Ambition(random.randrange(40, 81, 5), random.randrange(40, 81, 5)),
    )


def _territory(region: str, random: Random) -> str:
    shares = AREAS[region].territories
    if shares is None:
        return OVERSEAS
    return random.choices(("mountain", "coast", "rural", "urban"), shares)[0]


def expected_level(profile: Organisation) -> float:
    """The maturity, in levels, that type, size, region and territory lead to expect."""
    size = SIZE * log(profile.staff / USUAL_STAFF)
    of_place = AREAS[profile.region].effect + TERRITORIES[profile.territory]
    return BASE + KINDS[profile.type].effect + size + of_place


def _organisation(
    questionnaire: Questionnaire, profile: Organisation, waves: int, random: Random
) -> FictionalOrganisation:
    consent = random.choices(list(CONSENTS), list(CONSENTS.values()))[0]
    several, facts_seed = random.random(), random.random()
    found: list[Assessment | None] = []
    traits = draw_traits(questionnaire, profile.type, random)
    for wave in range(waves):
        traits = next_traits(traits, random) if wave else traits
        takes_part = random.random() < _chance(profile, found)
        sent = _assessment(questionnaire, profile, traits, wave, several, facts_seed, random)
        found.append(sent if takes_part else None)
    return FictionalOrganisation(profile, consent, tuple(found))


def _chance(profile: Organisation, before: list[Assessment | None]) -> float:
    """How likely an organisation takes part."""
    moves = profile.region in MOVING_REGIONS and profile.type == MOVING_TYPE
    if not before:
        return FIRST if moves else KINDS[profile.type].answers
    again = before[-1] is not None
    if not moves:
        return float(again)
    return RETAINED if again else COMING


def _assessment(
    questionnaire: Questionnaire,
    profile: Organisation,
    traits: Traits,
    wave: int,
    several: float,
    facts_seed: float,
    random: Random,
) -> Assessment:
    """What is sent: in every wave the same people, and facts that hardly change."""
    expected = expected_level(profile)
    return Assessment(
        questionnaire=questionnaire.reference,
        organisation=profile,
        sheets=draw_sheets(questionnaire, traits.levels(questionnaire, expected, wave), traits.untold, several, random),
        facts=draw_facts(profile, expected + traits.general, wave, stream(facts_seed)),
    )


def shortened(questionnaire: Questionnaire, whole: Assessment) -> Assessment:
    """What the express form would have asked of those who sent the full one."""
    codes = {
        question.code
        for dimension in questionnaire.dimensions
        for indicator in asked(dimension, Form.EXPRESS)
        for question in indicator.questions
    }
    answers = {code: answer for code, answer in whole.sheet.answers.items() if code in codes}
    return replace(whole, form=Form.EXPRESS, sheets=(replace(whole.sheet, answers=answers),))
