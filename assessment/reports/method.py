"""How the method is shown: every editable number with its value, and who the visitors are taken to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.domain.results import AssessmentResult, Instrument
from assessment.domain.sizing import default_drivers
from assessment.reports.formatting import Voice


@dataclass(frozen=True, slots=True)
class DefaultView:
    """A number of ours that stands until measured ones replace it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class AttributeView:
    """Something visitors judge, with what this visitor mix expects of it, 0-100."""

    title: str
    desired: str
    adequate: str
    importance: str


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level of scores with its band and what it means."""

    number: str
    name: str
    band: str
    reading: str


@dataclass(frozen=True, slots=True)
class MethodView:
    """What the numbers rest on: levels, expectations, visitor mix, editable numbers, and facts filled in for you."""

    levels: tuple[LevelView, ...]
    attributes: tuple[AttributeView, ...]
    mix: tuple[DefaultView, ...]
    mix_note: str
    target_note: str
    numbers: tuple[DefaultView, ...]
    filled_in: tuple[DefaultView, ...]
    dated: str


def present_method(result: AssessmentResult, instrument: Instrument, voice: Voice) -> MethodView:
    """Everything a page or report says about where its numbers come from."""
    titles = {segment.id: voice.text(segment.title) for segment in instrument.expectations.segments}
    return MethodView(
        levels=tuple(_levels(result, voice)),
        attributes=tuple(
            AttributeView(
                voice.text(attribute.title),
                voice.number(result.standings[attribute.id].desired),
                voice.number(result.standings[attribute.id].adequate),
                voice.number(result.standings[attribute.id].importance),
            )
            for attribute in instrument.expectations.attributes
        ),
        mix=tuple(DefaultView(titles[code], voice.percent(share)) for code, share in result.visitor_mix.items()),
        mix_note=_mix_note(result, voice),
        target_note=_target_note(result, voice),
        numbers=(*_scoring(result, instrument, voice), *_roles(instrument, voice)),
        filled_in=tuple(_filled_in(result, instrument, voice)),
        dated=voice.say(
            "Costs are indicative, for France; their sources date from %(dated)s.", dated=instrument.roles.dated
        ),
    )


def _levels(result: AssessmentResult, voice: Voice) -> Iterator[LevelView]:
    levels = result.questionnaire.levels
    for level, end in zip(levels, (*(found.lower for found in levels[1:]), None), strict=True):
        low = voice.short(level.lower)
        band = voice.say("%(low)s to 100", low=low) if end is None else _below(low, voice.short(end), voice)
        yield LevelView(str(level.number), voice.text(level.name), band, voice.text(level.reading))


def _below(low: str, high: str, voice: Voice) -> str:
    return voice.say("%(low)s to less than %(high)s", low=low, high=high)


def _mix_note(result: AssessmentResult, voice: Voice) -> str:
    if result.assessment.organisation.visitor_mix:
        return voice.say("The visitor mix is the one you gave.")
    if not result.mix_is_default:
        return voice.say("The visitor mix is the one measured among the visitors who answered.")
    if result.visitor_mix:
        return voice.say("The visitor mix is our default for this type of organisation, editable: it was not measured.")
    return voice.say("No visitor mix was given and this type has no default: the base profile of visitors is used.")


def _target_note(result: AssessmentResult, voice: Voice) -> str:
    if result.visitors is None:
        return voice.say(
            "What is required is a normative target, worked out from the expectations of visitors; it was not measured "
            "at your place."
        )
    if result.calibration is None:
        return voice.say(
            "Expectations are measured among your visitors as far as their answers go; the line that turns them into a "
            "required maturity is a default of ours."
        )
    return voice.say(
        "Expectations are measured among your visitors as far as their answers go, and the line that turns them into a "
        "required maturity over many organisations."
    )


def _scoring(result: AssessmentResult, instrument: Instrument, voice: Voice) -> Iterator[DefaultView]:
    rules, calibration = result.questionnaire.rules, result.calibration
    link = calibration.link if calibration else instrument.expectations.link
    yield DefaultView(voice.say("Perceived quality at maturity 0"), voice.short(link.alpha))
    yield DefaultView(voice.say("Perceived quality gained per point of maturity"), voice.short(link.beta))
    yield DefaultView(voice.say("How far visitors’ importance moves the weights"), voice.percent(rules.kappa))
    yield DefaultView(voice.say("Factor on the priority of a critical dimension"), voice.short(rules.critical_factor))
    yield DefaultView(
        voice.say("Weight that must be answered before a dimension has a score"), voice.percent(rules.minimum_coverage)
    )


def _roles(instrument: Instrument, voice: Voice) -> Iterator[DefaultView]:
    rules = instrument.roles.rules
    yield DefaultView(voice.say("Working days in a year"), voice.short(rules.days_per_fte))
    yield DefaultView(voice.say("Least shortage for a role to be proposed"), voice.fte(rules.minimum_short))
    yield DefaultView(
        voice.say("Share of the staff that digital roles can take"), voice.percent(rules.own_staff_ceiling)
    )
    yield DefaultView(
        voice.say("Day rate of a supplier"),
        voice.say("%(low)s to %(high)s", low=voice.euros(rules.day_rate.low), high=voice.euros(rules.day_rate.high)),
    )


def _filled_in(result: AssessmentResult, instrument: Instrument, voice: Voice) -> Iterator[DefaultView]:
    """The facts left out for which a documented default stands in."""
    drivers = default_drivers(
        result.questionnaire, result.assessment.organisation, instrument.roles.rules.content_by_size
    )
    questions = result.questionnaire.question_by_code
    for code, value in drivers.items():
        if code in questions and code not in result.assessment.facts:
            yield DefaultView(voice.text(questions[code].text), voice.short(value))
