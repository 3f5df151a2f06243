"""Publications of fictional networks that reports are made of, drawn from a seed, without a database."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from assessment.domain.peer_groups import Consent, Member
from assessment.domain.published_scores import cells_of
from assessment.domain.publishing import Contribution, decide_all, key_of
from assessment.reports.benchmarks import Presenter, present_publication
from tests.shipped import shipped_instrument

NAME = "Fédération fictive des organismes de tourisme"
INDICES = ("gap", "focus", "drift", "budget")


def a_contribution(random: Random, number: int, before: bool) -> Contribution:
    """What one fictional organisation contributes to everything that is measured."""
    instrument = shipped_instrument()
    questionnaire = instrument.questionnaire
    member = Member(
        id=f"o{number}",
        type=random.choices([one.id for one in questionnaire.organisation_types], [60, 8, 5, 10, 15, 6, 2, 3])[0],
        staff=random.choice([1.5, 2.5, 5.0, 9.0, 15.0, 30.0, 60.0]),
        region=random.choice([one.insee for one in instrument.regions[:6]]),
        territory=random.choice([one.code for one in questionnaire.territories]),
        consent=Consent(random.choice("abbbbbbbc")),
    )
    scores = _scores(random)
    return Contribution(member, member.id, scores, _scores(random) if before else {})


def _scores(random: Random) -> dict[str, float | None]:
    questionnaire, centre = shipped_instrument().questionnaire, random.gauss(48, 12)
    names = ["overall", *(f"dimension:{one.id}" for one in questionnaire.dimensions)]
    names += [f"index:{one}" for one in INDICES]
    found: dict[str, float | None] = {name: min(95.0, max(5.0, centre + random.gauss(0, 8))) for name in names}
    for one in questionnaire.indicators():
        found[f"indicator:{one.id}"] = random.choice([0.0, 25.0, 50.0, 75.0, 100.0]) if random.random() > 0.05 else None
    return found


@cache
def a_publication(organisations: int, *, before: bool = False) -> dict[str, Any]:
    """What would be published of so many organisations, with changes where there was a wave `before`."""
    random = Random(organisations)
    given = [a_contribution(random, number, before) for number in range(organisations)]
    decided, groups = decide_all(given, {}, {}), dict[str, dict[str, Any]]()
    for metric, item in decided.items():
        for name, cell in cells_of(metric, item, {}).items():
            groups.setdefault(key_of(name), {})[metric] = cell
    campaign = {"id": "c", "name": "Baromètre fictif", "wave": 2, "test": False, "form": "full"}
    return {
        "campaign": campaign | {"questionnaire": "digital-maturity", "version": "1.0.0"},
        "counted": whole_count(groups),
        "coverage": {"percent": 80, "respondents_only": False},
        "before": {"wave": 1, "comparable": True} if before else None,
        "past": 0,
        "metrics": list(decided),
        "groups": groups,
        "roles": {"R01": {"": SHOWN, "region=84": {"hidden": "too-few"}, "region=93": SHOWN | {"claim": "supported"}}},
        "number": 1,
        "published_at": "2026-03-02T12:00:00+00:00",
    }


def whole_count(groups: dict[str, dict[str, Any]]) -> list[int | None]:
    """The band of everybody, as their overall score counts them."""
    found: list[int | None] = groups[""]["overall"].get("n", [])
    return found


SHOWN: dict[str, Any] = {
    "n": [10, 19],
    "need": 487,
    "need_interval": [447, 526],
    "have": 249,
    "missing": 238,
    "uncovered": 49,
    "uncovered_interval": [41, 56],
    "per_100": 328,
    "per_million": 94,
    "quotient": 100,
    "equipped": 94,
    "equipped_hidden": "",
    "claim": "not_shown",
}
"""A region of which everything is shown."""


def presented(organisations: int, language: str, *, before: bool = False) -> Presenter:
    """The presenter of such a publication."""
    return present_publication(a_publication(organisations, before=before), shipped_instrument(), language)
