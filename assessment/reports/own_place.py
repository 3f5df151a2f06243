"""An organisation beside those like it: its own score on the spread of the group it is compared with (dossier 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessment.domain.publishing import DIMENSION, OVERALL
from assessment.domain.results import AssessmentResult, Instrument
from assessment.reports.benchmark_charts import spread_chart
from assessment.reports.benchmark_words import REASONS, frozen_on
from assessment.reports.benchmarks import Presenter, present_publication
from assessment.reports.svg import Chart
from assessment.translation import later

SET_ASIDE = later(
    "Your answers are kept and your results stand, but they do not count in the benchmarks of “%(campaign)s”: every "
    "form gives the top answer throughout, or one answer nearly throughout in less than a third of the usual time. "
    "Nobody else is told that it is you. If this is what you do, there is nothing to do; if not, read the answers "
    "again, and in the next campaign take the time to choose the level of each practice."
)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One metric: the own score, the group's mean, the place in words, the picture; or why there is nothing."""

    title: str
    own: str
    peers: str
    place: str
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Who the peers are, and each metric beside them; no rows when nothing may be shown.

    `note` tells an organisation whose forms were set aside so, and what to do about it.
    """

    group: str
    rows: tuple[PlaceRow, ...]
    note: str = ""


def present_own_place(
    document: Mapping[str, Any],
    own: Mapping[str, Any] | None,
    result: AssessmentResult,
    instrument: Instrument,
    language: str,
) -> OwnPlace:
    """The block "us against peers"; `own` is what the publication kept of this organisation, None for nothing."""
    page = present_publication(document, instrument, language)
    note = page.voice.say(SET_ASIDE, campaign=document["campaign"]["name"]) if own and own.get("aside") else ""
    if own is None or own["group"] is None:
        return OwnPlace(page.voice.say("No group is large enough to be compared with yet."), (), note)
    cells = document["groups"][own["group"]]
    scores: dict[str, float | None] = {OVERALL: result.overall.score}
    scores |= {f"{DIMENSION}{item.score.dimension.id}": item.score.score for item in result.dimensions}
    rows = tuple(
        _row(page, metric, score, cells[metric], own["higher_than"].get(metric))
        for metric, score in scores.items()
        if score is not None and metric in cells
    )
    return OwnPlace(_group_sentence(page, own, cells), rows, note)


def _group_sentence(page: Presenter, own: Mapping[str, Any], cells: Mapping[str, Any]) -> str:
    day = page.voice.date(frozen_on(page.document["published_at"]))
    values = {
        "group": page.words.group(own["group"]),
        "count": page.words.count(cells[OVERALL]["n"]),
        "campaign": page.document["campaign"]["name"],
        "day": day,
    }
    said = page.voice.say(
        "You are compared with: %(group)s (%(count)s organisations), as published on %(day)s for “%(campaign)s”.",
        **values,
    )
    if not own["too_small"]:
        return said
    closer = ", ".join(page.words.group(key) for key in own["too_small"])
    instead = page.voice.say("Closer groups are too small for that: %(groups)s.", groups=closer)
    return f"{said} {instead}"


def _row(page: Presenter, metric: str, score: float, cell: Mapping[str, Any], higher: int | None) -> PlaceRow:
    title, voice = page.words.metric(metric), page.voice
    own = voice.number(score, 0)
    if "mean" not in cell:
        reason = REASONS[cell["hidden"]["mean"]]
        return PlaceRow(title, own, voice.say(reason), "", None)
    sentence = page.spread_sentence(title, cell)
    said = f"{sentence} {voice.say('You: %(own)s.', own=own)}"
    mark = voice.say("You")
    chart = spread_chart(f"peers-{metric.replace(':', '-')}", said, cell, score, mark)
    place = "" if higher is None else voice.say("Higher than about %(count)s in 10.", count=higher)
    if higher is None and "median" in cell["hidden"]:
        sentence = f"{sentence} {voice.say('Your place is not shown.')} {voice.say(REASONS[cell['hidden']['median']])}"
    return PlaceRow(title, own, sentence, place, chart)
