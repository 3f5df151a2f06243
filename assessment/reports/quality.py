"""Trust in the numbers (dossier 7) in words: reliability and agreement in tables, and what to make of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.domain.data_quality import AGREEMENT_ALERT, DataQuality, DimensionQuality, IndicatorQuality
from assessment.domain.localised import Localised
from assessment.domain.questionnaire import Questionnaire
from assessment.domain.reliability import ItemStatistics
from assessment.reports.formatting import NONE, Voice
from assessment.reports.quality_panels import COEFFICIENT, Panel, Panels


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """One dimension: how its practices go together, and how exact its score is."""

    title: str
    organisations: str
    alpha: str
    interval: str
    omega: str
    error: str
    change: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One dimension: whether the people of an organisation see it alike."""

    title: str
    single: str
    mean: str
    r_wg: str
    alert: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One practice over many organisations; `look` names what gives reason to look at it."""

    id: str
    title: str
    organisations: str
    coverage: str
    dont_know: str
    floor: str
    ceiling: str
    mean: str
    sd: str
    item_rest: str
    alpha_without: str
    look: str


@dataclass(frozen=True, slots=True)
class QualityView:
    """Everything said of the quality of many assessments."""

    title: str
    caveat: str
    panels: tuple[Panel, ...]
    reliability: tuple[ReliabilityRow, ...]
    agreement: tuple[AgreementRow, ...]
    items: tuple[ItemRow, ...]


def present_quality(questionnaire: Questionnaire, found: DataQuality, language: str) -> QualityView:
    """Say the quality of many assessments in a language."""
    voice = Voice(language)
    titles = {item.id: item.title for item in questionnaire.dimensions}
    titles |= {item.id: item.title for item in questionnaire.indicators()}
    return QualityView(
        title=voice.say(
            "%(title)s %(version)s: %(count)s organisations",
            title=voice.text(questionnaire.title),
            version=questionnaire.version,
            count=voice.number(found.organisations, 0),
        ),
        caveat=voice.say(
            "The practices of a dimension make up its score; they need not go together. A low alpha or omega helps to "
            "find ambiguous questions and is no fault of the questionnaire."
        ),
        panels=tuple(Panels(found, titles, voice)),
        reliability=tuple(_reliability(item, voice.text(titles[item.dimension]), voice) for item in found.dimensions),
        agreement=tuple(_agreement(item, voice.text(titles[item.dimension]), voice) for item in found.dimensions),
        items=tuple(_items(found, titles, voice)),
    )


def _reliability(item: DimensionQuality, title: str, voice: Voice) -> ReliabilityRow:
    known = item.reliability
    if known is None or known.low is None or known.high is None:
        return ReliabilityRow(title, voice.number(known.organisations if known else None, 0), *(NONE,) * 5)
    return ReliabilityRow(
        title,
        voice.number(known.organisations, 0),
        voice.number(known.alpha, COEFFICIENT),
        voice.say(
            "%(low)s to %(high)s", low=voice.number(known.low, COEFFICIENT), high=voice.number(known.high, COEFFICIENT)
        ),
        voice.number(known.omega, COEFFICIENT),
        voice.number(known.sem),
        voice.number(known.smallest_change),
    )


def _agreement(item: DimensionQuality, title: str, voice: Voice) -> AgreementRow:
    single, mean = (item.intraclass.single, item.intraclass.mean) if item.intraclass else (None, None)
    return AgreementRow(
        title,
        voice.number(single, COEFFICIENT),
        voice.number(mean, COEFFICIENT),
        voice.number(item.r_wg, COEFFICIENT),
        voice.say("below %(least)s", least=voice.number(AGREEMENT_ALERT, COEFFICIENT)) if item.alert else "",
    )


def statistics_of(found: DataQuality) -> dict[str, ItemStatistics]:
    """How each practice goes with the others of its dimension, by id, where enough organisations answered all."""
    return {item.item: item for one in found.dimensions if one.reliability for item in one.reliability.items}


def _items(found: DataQuality, titles: dict[str, Localised], voice: Voice) -> Iterator[ItemRow]:
    statistics = statistics_of(found)
    for item in found.indicators:
        known = statistics.get(item.indicator)
        yield ItemRow(
            item.indicator,
            voice.text(titles[item.indicator]),
            voice.number(item.organisations, 0),
            voice.percent(item.coverage),
            voice.percent(item.dont_know),
            voice.percent(item.floor),
            voice.percent(item.ceiling),
            voice.number(known.mean if known else None, 0),
            voice.number(known.sd if known else None, 0),
            voice.number(known.item_rest if known else None, COEFFICIENT),
            voice.number(known.alpha_without if known else None, COEFFICIENT),
            ", ".join(_look(item, known, voice)),
        )


def _look(item: IndicatorQuality, known: ItemStatistics | None, voice: Voice) -> Iterator[str]:
    words = {
        "dont_know": voice.say("often not known"),
        "ends": voice.say("one end"),
        "optimism": voice.say("optimistic"),
    }
    yield from (words[name] for name in item.alerts)
    if known is not None and known.flagged:
        yield voice.say("apart from the others")
    if item.reversed_levels:
        yield voice.say("levels out of order")
