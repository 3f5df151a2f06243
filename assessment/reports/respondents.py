"""What several respondents agree on and see differently (dossier 3.3), in words; never one person's answer."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.domain.agreement import Agreement, Band, DimensionAgreement, RoleGap, band_of
from assessment.domain.questionnaire import RoleGroup
from assessment.domain.results import AssessmentResult
from assessment.reports.formatting import NONE, Voice

LISTED = 8


@dataclass(frozen=True, slots=True)
class AgreementView:
    """Agreement on one dimension, hidden while too few answered."""

    title: str
    value: str
    word: str
    answers: str


@dataclass(frozen=True, slots=True)
class DiscussView:
    """A practice on which those who work in the organisation disagree."""

    title: str
    value: str
    consensus: str


@dataclass(frozen=True, slots=True)
class RespondentsView:
    """Several respondents together; a note says how many there are when only the widest are listed."""

    sentence: str
    reading: str
    rows: tuple[AgreementView, ...]
    discuss: tuple[DiscussView, ...]
    discuss_note: str
    gaps: tuple[str, ...]
    gaps_note: str
    hidden: str


def present_respondents(result: AssessmentResult, voice: Voice) -> RespondentsView | None:
    """What is said of several respondents; None when there is one."""
    assessment, agreement = result.assessment, result.agreement
    if len(assessment.sheets) < 2:
        return None
    titles = {item.score.dimension.id: voice.text(item.score.dimension.title) for item in result.dimensions}
    counts = {group: len(assessment.sheets_of(group)) for group in RoleGroup}
    minimum = result.questionnaire.rules.role_answers
    return RespondentsView(
        sentence=voice.say(
            "Answers of %(internal)s people who work in the organisation, %(elected)s elected members and "
            "%(provider)s providers.",
            **{group.value: counts[group] for group in RoleGroup},
        ),
        reading=_reading(agreement, shown=counts[RoleGroup.INTERNAL] >= minimum, minimum=minimum, voice=voice),
        rows=tuple(_row(item, titles[code], voice) for code, item in agreement.dimensions.items() if code in titles),
        discuss=tuple(
            DiscussView(voice.text(item.indicator.title), voice.number(item.r_wg, 2), voice.number(item.consensus, 2))
            for item in sorted(agreement.to_discuss, key=lambda item: item.r_wg)[:LISTED]
        ),
        discuss_note=_note(len(agreement.to_discuss), voice),
        gaps=tuple(_gap(item, voice) for item in sorted(agreement.gaps, key=lambda item: -abs(item.delta))[:LISTED]),
        gaps_note=_note(len(agreement.gaps), voice),
        hidden=voice.say(
            "What fewer than %(minimum)s people of a group answered is never shown for that group, nor anything it "
            "could be worked out from.",
            minimum=minimum,
        ),
    )


def band_words(voice: Voice) -> dict[Band, str]:
    """What a value of agreement means."""
    return {
        Band.AGREEMENT: voice.say("agreement"),
        Band.FAIR: voice.say("fair agreement"),
        Band.DISAGREEMENT: voice.say("to be discussed"),
    }


def _reading(agreement: Agreement, *, shown: bool, minimum: int, voice: Voice) -> str:
    if agreement.overall is None or not shown:
        return voice.say("Agreement is shown from %(minimum)s people who work in the organisation on.", minimum=minimum)
    value = voice.number(agreement.overall, 2)
    return {
        Band.AGREEMENT: voice.say(
            "Those who work in the organisation see it alike: agreement %(value)s, where 1 is full.", value=value
        ),
        Band.FAIR: voice.say(
            "Those who work in the organisation see it much alike: agreement %(value)s, where 1 is full.", value=value
        ),
        Band.DISAGREEMENT: voice.say(
            "Those who work in the organisation see it differently: agreement %(value)s, where 1 is full. It is "
            "something to talk about, no fault, and takes nothing off the score.",
            value=value,
        ),
    }[band_of(agreement.overall)]


def _note(count: int, voice: Voice) -> str:
    if count <= LISTED:
        return ""
    return voice.say("%(count)s in all; the %(listed)s widest are listed.", count=count, listed=LISTED)


def _row(item: DimensionAgreement, title: str, voice: Voice) -> AgreementView:
    shown = item.r_wg if item.shown else None
    word = NONE if shown is None else band_words(voice)[band_of(shown)]
    return AgreementView(title, voice.number(shown, 2), word, voice.number(item.respondents, 0))


def _gap(item: RoleGap, voice: Voice) -> str:
    values = {"practice": voice.text(item.indicator.title), "points": voice.number(abs(item.delta), 0)}
    if item.group is RoleGroup.ELECTED:
        if item.delta > 0:
            return voice.say(
                "%(practice)s: elected members see it %(points)s points above those who work there.", **values
            )
        return voice.say("%(practice)s: elected members see it %(points)s points below those who work there.", **values)
    if item.delta > 0:
        return voice.say("%(practice)s: providers see it %(points)s points above those who work there.", **values)
    return voice.say("%(practice)s: providers see it %(points)s points below those who work there.", **values)
