"""What the other organisations tell one of them: usual rates, usual perception, what their visitors expect (2.7-3.8e).

Means need five peers, medians ten (dossier 3.8e, 4.2); with fewer nothing is said about that part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median, stdev

from assessment.domain.calibration import Calibration, LinkObservation, calibrate, corrected_slope
from assessment.domain.expectations import Standing
from assessment.domain.funnel import STAGES
from assessment.domain.results import AssessmentResult, Instrument, Surroundings
from assessment.domain.shrinkage import Prior, Sample, group_prior, parent_prior
from assessment.domain.surveys import NetworkPriors, Survey, SurveyReading, SurveyRules, survey_samples
from assessment.domain.visitor_gaps import Crosshair

FEWEST = 5
"""From how many peers on a mean is given."""
FEWEST_MEDIAN = 10
"""From how many peers on a median is given."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another organisation: its result, with the survey of its visitors taken in when there is one."""

    result: AssessmentResult
    survey: Survey | None = None


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """How many peers there are, how many of them have a funnel and a survey, and what follows from them."""

    peers: int
    funnels: int
    surveys: int
    around: Surroundings


def peer_group(
    instrument: Instrument, peers: Sequence[Peer], national: Mapping[str, Standing], survey: Survey | None
) -> PeerGroup:
    """What `peers` tell an organisation whose visitors answered `survey`; `national` is what they expect by default."""
    rates = [kept for peer in peers if (kept := _rates(peer.result))]
    readings = [peer.result.visitors.reading for peer in peers if peer.result.visitors]
    perceived = [value for item in readings if (value := _perception(item)) is not None]
    around = Surroundings(
        survey=survey,
        network=network_priors(peers, national),
        calibration=measured_link(instrument, [peer.result for peer in peers]),
        peers=crosshair(perceived),
        funnel_peers=usual_rates(rates),
    )
    return PeerGroup(len(peers), len(rates), len(readings), around)


def usual_rates(rates: Sequence[Mapping[str, float]]) -> Mapping[str, float] | None:
    """The median rate (0-1) into each stage that ten peers have a rate for; None without any (dossier 3.8e)."""
    by_stage = {stage: [item[stage] for item in rates if stage in item] for stage in STAGES[1:]}
    return {stage: median(found) for stage, found in by_stage.items() if len(found) >= FEWEST_MEDIAN} or None


def crosshair(perceived: Sequence[float]) -> Crosshair | None:
    """Mean perception of five peers or more, in points, with its standard error; else None (dossier 2.8)."""
    if len(perceived) < FEWEST:
        return None
    return Crosshair(fmean(perceived), stdev(perceived) / sqrt(len(perceived)))


def network_priors(
    peers: Sequence[Peer], national: Mapping[str, Standing], rules: SurveyRules | None = None
) -> NetworkPriors:
    """What visitors of five peers or more expect and find of each thing, drawn to the national default (dossier 2.7).

    What they find has no default: it is the mean of the peers alone.
    """
    rules = rules or SurveyRules()
    samples = [
        survey_samples(peer.survey, national, peer.result.assessment.organisation.visitor_mix, rules)
        for peer in peers
        if peer.survey
    ]
    defaults = {code: (item.desired, item.adequate, item.importance) for code, item in national.items()}
    expected, adequate, importance = (
        {code: Prior(values[position], rules.prior_weight, rules.sd) for code, values in defaults.items()}
        for position in range(3)
    )
    perceived = _enough([item.perceived for item in samples])
    return NetworkPriors(
        expected=_drawn([item.expected for item in samples], expected),
        adequate=_drawn([item.adequate for item in samples], adequate),
        importance=_drawn([item.importance for item in samples], importance),
        perceived={code: group_prior(found, rules.sd) for code, found in perceived.items()},
    )


def measured_link(instrument: Instrument, results: Sequence[AssessmentResult]) -> Calibration | None:
    """The link between practice and perception, once thirty peers with thirty visitors each allow it (dossier 2.5)."""
    observations = []
    for position, result in enumerate(results):
        scores = {item.score.dimension.id: item.score.score for item in result.dimensions}
        for gap in result.visitors.gaps if result.visitors else ():
            maturity, answers = scores[gap.dimension], result.visitors.reading.answers if result.visitors else 0
            if maturity is not None:
                observations.append(LinkObservation(str(position), gap.dimension, maturity, gap.perceived, answers))
    slope = corrected_slope(instrument.questionnaire.rules.reliability)
    return calibrate(observations, instrument.expectations.link, slope)


def _rates(result: AssessmentResult) -> Mapping[str, float]:
    funnel = result.indices.funnel
    return {step.stage: step.rate for step in funnel.steps if step.rate is not None} if funnel else {}


def _perception(reading: SurveyReading) -> float | None:
    found = [item.perceived.value for item in reading.attributes.values() if item.perceived]
    return fmean(found) if found else None


def _enough(samples: Sequence[Mapping[str, Sample]]) -> Mapping[str, Sequence[Sample]]:
    """The samples of each thing that visitors of enough peers judged."""
    by_code = {code: [item[code] for item in samples if code in item] for found in samples for code in found}
    return {code: found for code, found in sorted(by_code.items()) if len(found) >= FEWEST}


def _drawn(samples: Sequence[Mapping[str, Sample]], above: Mapping[str, Prior]) -> Mapping[str, Prior]:
    return {code: parent_prior(above[code], found) for code, found in _enough(samples).items()}
