"""How sure the numbers are, in words: levels that can be named, intervals, confidence, optimism (dossier 3.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.domain.results import AssessmentResult
from assessment.domain.scoring import IndicatorScore
from assessment.domain.uncertainty import Certainty, Confidence, Light
from assessment.reports.formatting import NONE, Voice
from assessment.reports.level_gates import GatesView, present_gates


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level that is probable enough to be named, or two neighbours by their numbers alone."""

    number: str
    name: str
    heading: str
    reading: str
    numbers: frozenset[int]


@dataclass(frozen=True, slots=True)
class CertaintyView:
    """What surrounds one score."""

    title: str
    score: str
    interval: str
    level: str
    confidence: str


@dataclass(frozen=True, slots=True)
class OptimismView:
    """A practice whose declared level stands far above what was measured."""

    practice: str
    declared: str
    observed: str


@dataclass(frozen=True, slots=True)
class CertaintiesView:
    """How sure the score of the whole and of each dimension are."""

    interval: str
    confidence: str
    balance: str
    rows: tuple[CertaintyView, ...]
    optimism: tuple[OptimismView, ...]
    gates: GatesView | None


def level_words(certainty: Certainty, voice: Voice) -> LevelWords | None:
    """The level of a score as far as it can be told, None without a score."""
    if certainty.uncertainty is None:
        return None
    named = certainty.uncertainty.named
    number, numbers = "/".join(str(level.number) for level in named), frozenset(level.number for level in named)
    if len(named) > 1:
        heading = voice.say("Level %(number)s", number=number)
        reading = voice.say("The answers do not tell yet which of these two levels it is.")
        return LevelWords(number, heading, heading, reading, numbers)
    name = voice.text(named[0].name)
    heading = voice.say("Level %(number)s – %(name)s", number=number, name=name)
    return LevelWords(number, name, heading, voice.text(named[0].reading), numbers)


def interval_words(certainty: Certainty, voice: Voice) -> str:
    """Where a score probably lies, a dash without one."""
    found = certainty.uncertainty
    if found is None:
        return NONE
    return voice.say("%(low)s to %(high)s", low=voice.number(found.low, 0), high=voice.number(found.high, 0))


def present_certainties(result: AssessmentResult, voice: Voice) -> CertaintiesView:
    """Everything a page or report says about how sure its numbers are."""
    certainties = result.certainties
    return CertaintiesView(
        interval=_interval(certainties.overall, voice),
        confidence=_confidence(certainties.overall.confidence, voice),
        balance=_balance(result.balance, voice),
        rows=tuple(
            _row(
                certainties.dimensions[item.score.dimension.id],
                voice.text(item.score.dimension.title),
                item.score.score,
                voice,
            )
            for item in result.dimensions
        ),
        optimism=tuple(
            OptimismView(voice.text(item.indicator.title), voice.number(item.declared), voice.number(item.observed))
            for item in _optimistic(result)
        ),
        gates=present_gates(result, voice),
    )


def _row(certainty: Certainty, title: str, score: float | None, voice: Voice) -> CertaintyView:
    level = level_words(certainty, voice)
    return CertaintyView(
        title,
        voice.number(score),
        interval_words(certainty, voice),
        level.heading if level else NONE,
        _light(certainty.confidence, voice),
    )


def _light(confidence: Confidence, voice: Voice) -> str:
    words = {Light.LOW: voice.say("low"), Light.MEDIUM: voice.say("medium"), Light.HIGH: voice.say("high")}
    return voice.say("%(word)s (%(number)s)", word=words[confidence.light], number=voice.number(confidence.value, 0))


def _interval(certainty: Certainty, voice: Voice) -> str:
    found = certainty.uncertainty
    if found is None:
        return ""
    return voice.say(
        "The score is not exact: with 95 chances in 100 it lies between %(low)s and %(high)s.",
        low=voice.number(found.low, 0),
        high=voice.number(found.high, 0),
    )


def _confidence(confidence: Confidence, voice: Voice) -> str:
    values = {
        "value": voice.number(confidence.value, 0),
        "coverage": voice.percent(confidence.coverage),
        "evidence": voice.percent(confidence.evidence),
        "count": confidence.respondents,
    }
    return {
        Light.LOW: voice.say(
            "Confidence is low, %(value)s out of 100: %(coverage)s of the weight is answered, %(evidence)s of it "
            "rests on more than a word; respondents: %(count)s.",
            **values,
        ),
        Light.MEDIUM: voice.say(
            "Confidence is medium, %(value)s out of 100: %(coverage)s of the weight is answered, %(evidence)s of it "
            "rests on more than a word; respondents: %(count)s.",
            **values,
        ),
        Light.HIGH: voice.say(
            "Confidence is high, %(value)s out of 100: %(coverage)s of the weight is answered, %(evidence)s of it "
            "rests on more than a word; respondents: %(count)s.",
            **values,
        ),
    }[confidence.light]


def _balance(balance: float | None, voice: Voice) -> str:
    if balance is None:
        return ""
    return voice.say(
        "Balance of the profile: %(balance)s (1 when every dimension has the same score).",
        balance=voice.number(balance, 2),
    )


def _optimistic(result: AssessmentResult) -> Iterator[IndicatorScore]:
    for dimension in result.dimensions:
        yield from (item for item in dimension.score.indicators if item.optimistic)
