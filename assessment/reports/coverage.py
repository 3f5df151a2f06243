"""Who answered a campaign, as a table and in sentences, from a publication alone (dossier 4.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assessment.domain.coverage import coverage, respondents_only
from assessment.domain.peer_groups import Axis, SizeClass
from assessment.domain.published_coverage import OTHERS, PERCENT, Line, corrected_mean, projected
from assessment.domain.publishing import OVERALL, key_of
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.benchmark_words import Words
from assessment.reports.formatting import NONE, rounded
from assessment.translation import later

Document = Mapping[str, Any]
TENTHS = 10
COLUMNS = {
    "answered": later("Answered"),
    "known": later("Invited"),
    "percent": later("Share that answered, %"),
    "speaks": later("The numbers speak of"),
}
OTHER_VALUES = {
    Axis.TYPE.value: later("Other types, few answers each"),
    Axis.REGION.value: later("Other regions, few answers each"),
    Axis.SIZE.value: later("Other sizes, few answers each"),
}
SPEAKS = {True: later("the respondents only"), False: later("the whole group")}


def coverage_table(document: Document, words: Words) -> Table | None:
    """Who answered of those invited, by type, region and size; None for a publication that does not say."""
    axes = document.get("who_answered")
    if not axes:
        return None
    rows = [_row(words, axis, line) for axis, lines in axes.items() for line in _listed(words, lines)]
    columns = tuple(Column(name, words.voice.say(title)) for name, title in COLUMNS.items())
    return Table(words.voice.say("Who answered"), words.voice.say("Group"), columns, tuple(rows), ())


def _listed(words: Words, lines: Iterable[Line]) -> list[Line]:
    """In the order of the catalogue, the others together last."""
    questionnaire, sizes = words.instrument.questionnaire, [size.value for size in SizeClass]
    regions = [region.insee for region in words.instrument.regions]
    known = [*(kind.id for kind in questionnaire.organisation_types), *regions, *sizes]
    places = {value: place for place, value in enumerate(known)}
    return sorted(lines, key=lambda line: places.get(line[0], len(places)))


def _row(words: Words, axis: str, line: Line) -> Row:
    value, answered, known = line
    share, voice = coverage(answered, known), words.voice
    title = voice.say(OTHER_VALUES[axis]) if value == OTHERS else words.group(key_of(((axis, value),)))
    only = respondents_only(share)
    cells = (
        Cell(answered, voice.number(answered, 0)),
        Cell(known, voice.number(known, 0)),
        Cell(None, NONE) if share is None else Cell(int(rounded(PERCENT * share)), voice.percent(share)),
        Cell("respondents" if only else "group", voice.say(SPEAKS[only])),
    )
    return Row(f"{axis}={value or 'others'}", title, cells)


def coverage_sentences(document: Document, words: Words) -> tuple[str, ...]:
    """What the coverage means for the mean of the network, worked out from published numbers alone."""
    return tuple(_corrected(document, words))


def _corrected(document: Document, words: Words) -> Iterable[str]:
    """Nothing unless the mean of every type is published: a correction must rest on numbers that are shown."""
    cells = document["groups"]
    lines = document.get("who_answered", {}).get(Axis.TYPE.value, ())
    found = {value: cells.get(key_of(((Axis.TYPE.value, value),)), {}).get(OVERALL, {}) for value, _, _ in lines}
    shown = {value: cell["mean"] for value, cell in found.items() if "mean" in cell}
    corrected, whole = corrected_mean(shown, lines), cells.get("", {}).get(OVERALL, {})
    if corrected is None or "mean" not in whole or document["coverage"]["percent"] == PERCENT:
        return
    voice = words.voice
    yield voice.say(
        "If each type of organisation had answered alike, the mean score would be %(corrected)s instead of %(mean)s; "
        "the weights leave as much as %(effective)s equally weighted organisations would say.",
        corrected=voice.number(corrected.mean, 0),
        mean=voice.number(whole["mean"], 0),
        effective=voice.number(corrected.effective, 0),
    )


def projected_need(document: Document, need: int, words: Words) -> Iterable[str]:
    """The published need of a role (tenths of FTE) for all organisations; nothing where too few answered."""
    found = projected(need / TENTHS, document["coverage"]["percent"])
    if found is not None and document["coverage"]["percent"] < PERCENT:
        yield words.voice.say(
            "If those that did not answer are like the others, all invited organisations need about %(need)s.",
            need=words.voice.say("%(number)s FTE", number=words.voice.number(found)),
        )
