"""What the other organisations tell one of them (dossier 2.5-2.8, 3.8e)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.domain.answers import Answer
from assessment.domain.funnel import STAGES
from assessment.domain.peers import Peer, crosshair, network_priors, peer_group, usual_rates
from assessment.domain.results import AssessmentResult, Instrument, Surroundings, assess
from assessment.domain.surveys import NetworkPriors, Rating, Survey, VisitorAnswer
from tests.builders import an_assessment, an_instrument

INSTRUMENT: Instrument = an_instrument()
ATTRIBUTES = [item.id for item in INSTRUMENT.expectations.attributes]


def survey(expected: float, perceived: float, visitors: int = 20) -> Survey:
    ratings = dict.fromkeys(ATTRIBUTES, Rating(expected, perceived))
    return Survey((VisitorAnswer("S2", ratings=ratings, top=("Q1",)),) * visitors)


def a_peer(said: Survey | None = None, level: int = 2, funnel: tuple[int, ...] = ()) -> Peer:
    counts: Mapping[str, Decimal] = dict(zip(STAGES, map(Decimal, funnel), strict=True)) if funnel else {}
    facts: dict[str, Answer] = {"F_FUNNEL": counts} if counts else {}
    around = Surroundings(survey=said)
    return Peer(assess(INSTRUMENT, an_assessment(level, facts=facts), around), said)


def own(around: Surroundings | None = None, **facts: Answer) -> AssessmentResult:
    return assess(INSTRUMENT, an_assessment(2, facts=facts), around or Surroundings())


def test_the_funnel_against_ten_peers_comes_out_as_printed() -> None:
    """Dossier 3.8e, check: peers' medians of .58, .45, .22 and .10."""
    usual = (1_000_000, 580_000, 261_000, 57_420, 5_742)
    low, high = (100, 50, 20, 4, 0), (100, 70, 40, 12, 3)
    peers = [a_peer(funnel=counts) for counts in (*[usual] * 8, low, high)]
    group = peer_group(INSTRUMENT, peers, own().standings, None)
    counts = dict(zip(STAGES, map(Decimal, (100_000, 55_000, 22_000, 3_300, 264)), strict=True))
    funnel = own(group.around, F_FUNNEL=counts).indices.funnel
    assert funnel is not None
    assert [step.leak for step in funnel.steps] == pytest.approx([0.0531, 0.1178, 0.3830, 0.2231], abs=5e-5)
    assert funnel.leak is funnel.steps[2]
    assert (funnel.index, funnel.steps[2].worth) == pytest.approx((82.34, 123.2), abs=0.005)


def test_a_median_needs_ten_peers_at_each_step() -> None:
    assert usual_rates([{"engaged": 0.5, "views": 0.4}] * 9) is None
    assert usual_rates([*[{"engaged": 0.5, "views": 0.4}] * 9, {"engaged": 0.6}]) == {"engaged": 0.5}


def test_the_crosshair_is_the_mean_of_five_peers_with_its_standard_error() -> None:
    found = crosshair([60, 62, 64, 66, 68])
    assert found is not None
    assert (found.performance, found.error) == pytest.approx((64, (10 / 5) ** 0.5))
    assert crosshair([60, 62, 64, 66]) is None


def test_what_visitors_of_peers_expect_becomes_the_prior_of_few_answers() -> None:
    peers = [a_peer(survey(9, 6)) for _ in range(5)]
    group = peer_group(INSTRUMENT, peers, own().standings, survey(7, 5, visitors=10))
    prior = group.around.network.expected["Q1"] if group.around.network else None
    default = own().standings["Q1"].desired
    assert prior is not None
    assert prior.mean == pytest.approx((30 * default + 100 * 90) / 130)
    assert prior.weight == 60
    visitors = own(group.around).visitors
    assert visitors is not None
    assert visitors.from_peers == tuple(ATTRIBUTES)
    found = visitors.reading.attributes["Q1"]
    assert found.expected.value == pytest.approx((60 * prior.mean + 10 * 70) / 70)
    assert found.perceived is not None
    assert found.perceived.value == pytest.approx((60 * 60 + 10 * 50) / 70)
    assert visitors.map is not None
    assert not visitors.map.own
    assert visitors.map.performance.performance == pytest.approx(60)


def test_four_peers_with_a_survey_leave_the_default() -> None:
    peers = [a_peer(survey(9, 6)) for _ in range(4)]
    assert network_priors([*peers, a_peer()], own().standings) == NetworkPriors()
    group = peer_group(INSTRUMENT, [*peers, a_peer()], own().standings, None)
    assert (group.peers, group.surveys, group.around.peers) == (5, 4, None)


def test_thirty_peers_with_thirty_visitors_measure_the_link() -> None:
    peers = [a_peer(survey(9, 4 + level, visitors=30), level) for level in (1, 2, 3) for _ in range(10)]
    found = peer_group(INSTRUMENT, peers, own().standings, None).around.calibration
    assert found is not None
    assert found.organisations == 30
    assert found.beta_seen == pytest.approx(10 / 25 / 0.90)
    assert peer_group(INSTRUMENT, peers[1:], own().standings, None).around.calibration is None


def test_a_peer_whose_dimensions_cannot_be_assessed_does_not_measure_the_link() -> None:
    silent = assess(INSTRUMENT, replace(an_assessment({}), facts={}), Surroundings(survey=survey(9, 6, visitors=30)))
    peers = [Peer(silent, survey(9, 6, visitors=30))] * 30
    assert peer_group(INSTRUMENT, peers, own().standings, None).around.calibration is None
