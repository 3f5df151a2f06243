"""What visitors said by segment, and what their marks say counts, in words (dossier 2.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from assessment.domain.surveys import AttributeReading, SurveyReading
from assessment.reports.formatting import NONE, Voice


@dataclass(frozen=True, slots=True)
class SegmentHead:
    """A segment with enough answers, and how many."""

    title: str
    answers: str


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One attribute: what each segment wishes and finds, in the order of the heads."""

    title: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentsView:
    """The segments that can be shown, and why others are not; without `heads` there is no table."""

    heads: tuple[SegmentHead, ...]
    rows: tuple[SegmentRow, ...]
    hidden: str


@dataclass(frozen=True, slots=True)
class WeightRow:
    """How much one attribute counts, by what visitors said and by their marks: shares of the whole."""

    title: str
    said: str
    derived: str


@dataclass(frozen=True, slots=True)
class DerivedView:
    """Importance worked out from marks, beside the importance that visitors stated."""

    sentence: str
    rows: tuple[WeightRow, ...]


def present_segments(
    reading: SurveyReading, attributes: Mapping[str, str], segments: Mapping[str, str], voice: Voice
) -> SegmentsView:
    """Wishes and findings by segment; `attributes` and `segments` are titles by id."""
    shown = {code: items for code, items in reading.segments.items() if code in segments}
    heads = (
        SegmentHead(segments[code], voice.number(reading.counts[code], 0) if code in reading.counts else NONE)
        for code in shown
    )
    rows = (
        SegmentRow(title, tuple(_cell(items[attribute], voice) for items in shown.values() if attribute in items))
        for attribute, title in attributes.items()
    )
    return SegmentsView(tuple(heads), tuple(rows) if shown else (), _hidden(reading, segments, voice))


def _cell(item: AttributeReading, voice: Voice) -> str:
    """What is wished for and found; a dash where too few said so."""
    wished = voice.number(item.expected.value, 0) if item.expected.n else NONE
    return f"{wished} / {voice.number(item.perceived.value, 0) if item.perceived else NONE}"


def _hidden(reading: SurveyReading, segments: Mapping[str, str], voice: Voice) -> str:
    titles = [voice.say("“%(title)s”", title=segments[code]) for code in reading.hidden if code in segments]
    if not titles:
        return ""
    return voice.say(
        "Not shown, as fewer than %(least)s visitors answered in each: %(segments)s.",
        least=reading.least,
        segments=voice.listing(titles),
    )


def present_derived(reading: SurveyReading, attributes: Mapping[str, str], voice: Voice) -> DerivedView | None:
    """Derived importance beside the stated one, those that count most first; None with too few answers."""
    found = reading.derived
    if found is None:
        return None
    known = {code: item.importance.value for code, item in reading.attributes.items() if code in attributes}
    total = fsum(known.values()) or 1.0
    ranked = sorted(known, key=lambda code: -found.shares.get(code, 0.0))
    return DerivedView(
        voice.say(
            "Of %(answers)s visitors who marked everything, the marks explain %(share)s of whether they could do what "
            "they came for; the share of each is its relative weight in that (Johnson, 2000).",
            answers=voice.number(found.answers, 0),
            share=voice.percent(found.explained),
        ),
        tuple(
            WeightRow(attributes[code], voice.percent(known[code] / total), voice.percent(found.shares.get(code, 0.0)))
            for code in ranked
        ),
    )
