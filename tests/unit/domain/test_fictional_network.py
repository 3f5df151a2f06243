"""The fictional national network: drawn from a seed, after the model that it states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

import pytest

from assessment.domain.fictional_model import AREAS, CONSENTS, DIMENSIONS, KINDS, MOVING_REGIONS
from assessment.domain.fictional_network import (
    SIZE_OF_NETWORK,
    FictionalOrganisation,
    apportioned,
    draw_network,
    shortened,
)
from assessment.domain.questionnaire import Form
from assessment.domain.routing import Route
from tests.shipped import shipped_instrument

QUESTIONNAIRE = shipped_instrument().questionnaire
Network = Sequence[FictionalOrganisation]


@pytest.fixture(scope="module")
def network() -> Network:
    return tuple(draw_network(QUESTIONNAIRE))


def mean_levels(network: Network, wave: int) -> dict[str, float]:
    """The mean level of each dimension, as management sees it."""
    sent = [one.waves[wave] for one in network]
    levels = {
        dimension.id: [
            level
            for item in sent
            if item is not None
            for indicator in dimension.indicators
            if (level := item.sheet.level(indicator.id)) is not None
        ]
        for dimension in QUESTIONNAIRE.dimensions
    }
    return {code: fmean(found) for code, found in levels.items()}


def test_the_same_seed_draws_the_same_network() -> None:
    first, again = (tuple(draw_network(QUESTIONNAIRE, 20, seed=7)) for _ in range(2))
    assert first == again


def test_another_seed_draws_another_network() -> None:
    first, other = (tuple(draw_network(QUESTIONNAIRE, 20, seed=seed)) for seed in (7, 8))
    assert first != other


def test_every_name_is_another_one_and_says_fictional_in_both_languages(network: Network) -> None:
    names = [one.profile.name for one in network]
    assert len(set(names)) == SIZE_OF_NETWORK
    assert all("fictif" in name or "fictive" in name for name in names)
    assert all("Fictional" in name for name in names)
    assert max(map(len, names)) > 100


def test_types_and_regions_have_the_shares_that_are_stated(network: Network) -> None:
    types = Counter(one.profile.type for one in network)
    regions = Counter(one.profile.region for one in network)
    assert types == apportioned({code: kind.share for code, kind in KINDS.items()}, SIZE_OF_NETWORK)
    assert regions == apportioned({code: area.weight for code, area in AREAS.items()}, SIZE_OF_NETWORK)


def test_a_region_has_one_regional_committee_at_most(network: Network) -> None:
    committees = Counter(one.profile.region for one in network if one.profile.type == "CRT")
    assert set(committees.values()) == {1}


def test_a_whole_is_shared_out_by_the_largest_remainders() -> None:
    assert apportioned({"a": 50, "b": 25, "c": 25}, 5) == {"a": 3, "b": 1, "c": 1}


def test_territories_are_those_of_the_region(network: Network) -> None:
    overseas = {one.profile.region for one in network if one.profile.territory == "overseas"}
    assert overseas == {code for code, area in AREAS.items() if area.territories is None}


def test_consent_has_about_the_shares_that_are_stated(network: Network) -> None:
    found = Counter(one.consent for one in network)
    assert {level: round(100 * found[level] / SIZE_OF_NETWORK) for level in CONSENTS} == pytest.approx(CONSENTS, abs=6)


def test_about_85_percent_take_part_again_and_others_come(network: Network) -> None:
    first = [one for one in network if one.waves[0] is not None]
    again = [one for one in first if one.waves[1] is not None]
    new = [one for one in network if one.waves[0] is None and one.waves[1] is not None]
    assert len(again) / len(first) == pytest.approx(0.85, abs=0.03)
    assert len(new) >= 15
    assert {one.profile.region for one in new} <= MOVING_REGIONS


def test_skills_and_projects_are_the_weak_side_and_content_the_strong_one(network: Network) -> None:
    levels = mean_levels(network, 0)
    ordered = sorted(levels, key=lambda code: levels[code])
    assert set(ordered[:2]) == {"EQU", "PRO"}
    assert ordered[-1] == "INS"
    assert set(levels) == set(DIMENSIONS)


def test_the_network_moves_on_from_wave_to_wave(network: Network) -> None:
    first, second = (fmean(mean_levels(network, wave).values()) for wave in (0, 1))
    assert 0.05 < second - first < 0.3


def test_the_weakest_look_better_a_wave_later_and_the_best_worse(network: Network) -> None:
    """Regression to the mean, apart from how the network moves."""
    both = [
        (level_of(one, 0), level_of(one, 1)) for one in network if one.waves[0] is not None and one.waves[1] is not None
    ]
    ordered = sorted(both)
    third = len(ordered) // 3
    gained = [fmean(after - before for before, after in part) for part in (ordered[:third], ordered[-third:])]
    assert gained[0] > gained[1] + 0.1


def level_of(one: FictionalOrganisation, wave: int) -> float:
    """The mean level on the sheet of management."""
    sent = one.waves[wave]
    assert sent is not None
    return fmean(level for code in sent.sheet.answers if (level := sent.sheet.level(code)) is not None)


def test_everything_drawn_could_have_been_sent(network: Network) -> None:
    """No answer is missing, none fails a check, none is to a question that is not asked."""
    routes = [Route(QUESTIONNAIRE, sent) for one in network for sent in one.waves if sent is not None]
    assert [route.missing_required() for route in routes if route.missing_required()] == []
    assert [route.failed_checks() for route in routes if route.failed_checks()] == []
    assert all(route.without_hidden() == route.assessment for route in routes)


def test_in_some_organisations_several_people_answer(network: Network) -> None:
    sizes = Counter(len(sent.sheets) for one in network if (sent := one.waves[0]) is not None)
    assert set(sizes) == {1, 4, 10}
    assert sizes[1] / sizes.total() == pytest.approx(0.7, abs=0.1)


def test_the_express_form_keeps_only_what_it_asks(network: Network) -> None:
    whole = next(sent for one in network if (sent := one.waves[0]) is not None)
    short = shortened(QUESTIONNAIRE, whole)
    assert short.form is Form.EXPRESS
    assert set(short.sheet.answers) == {one.id for one in QUESTIONNAIRE.indicators() if one.express}
    assert Route(QUESTIONNAIRE, short).missing_required() == ()
