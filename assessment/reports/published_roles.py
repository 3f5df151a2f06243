"""Whether regions have too few of a role, from a publication alone: as a table and in words (dossier 5.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assessment.domain.observed import PROJECT_MANAGER
from assessment.domain.peer_groups import Axis
from assessment.domain.published_roles import BOTH, FIRST, SECOND, fewer_than_all, is_shown, pooled, roles_in
from assessment.domain.publishing import key_of
from assessment.domain.shortage import Claim
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.benchmark_words import SHORT, Words
from assessment.reports.coverage import projected_need
from assessment.reports.formatting import NONE
from assessment.translation import later

Document = Mapping[str, Any]
TENTHS, HUNDREDTHS, IN_ALL = 10, 100, 10

COLUMNS = {
    "claim": (later("Too few in proportion?"), 1),
    "n": (later("Organisations"), 1),
    "need": (later("Needed, FTE"), TENTHS),
    "need_low": (later("Needed, from"), TENTHS),
    "need_high": (later("Needed, to"), TENTHS),
    "have": (later("There, FTE"), TENTHS),
    "missing": (later("Missing, FTE"), TENTHS),
    "pooled": (later("Missing when posts are shared, FTE"), TENTHS),
    "uncovered": (later("Not covered, %"), 1),
    "per_100": (later("FTE for 100 staff"), HUNDREDTHS),
    "per_million": (later("FTE for a million nights"), HUNDREDTHS),
    "quotient": (later("Against all (1 = as everywhere)"), HUNDREDTHS),
    "equipped": (later("Organisations that have one, %"), 1),
}
CLAIMS = {
    Claim.SUPPORTED.value: later("yes: for staff, nights and need alike"),
    Claim.NOT_SHOWN.value: later("not shown"),
}
SIDES = {"per_100": later("staff"), "per_million": later("nights"), "uncovered": later("need")}


def role_name(role: str, words: Words) -> str:
    """A role by its code in the publication; two roles taken together by both their names."""
    titles = {one.id: words.voice.text(one.title) for one in words.instrument.roles.roles}
    return words.voice.listing([titles.get(code, code) for code in ((FIRST, SECOND) if role == BOTH else (role,))])


def roles_table(document: Document, words: Words, role: str = PROJECT_MANAGER) -> Table:
    """Whether regions have too few of a role, and all together. Raises KeyError for a role there is not."""
    regions, voice = roles_in(document)[role], words.voice
    shared = pooled(regions)
    places = ["", *(key_of(((Axis.REGION.value, one.insee),)) for one in words.instrument.regions)]
    rows = tuple(
        Row(
            key or "whole",
            words.group(key),
            tuple(_cell(name, _values(regions[key], shared.get(key)), words) for name in COLUMNS),
            notes=tuple(_sentences(document, words, role, key)) if is_shown(regions[key]) else (),
        )
        for key in sorted(regions, key=places.index)
    )
    columns = tuple(Column(name, voice.say(title)) for name, (title, _) in COLUMNS.items())
    reasons = words.reasons({cell.reason for row in rows for cell in row.cells})
    title = voice.say("%(role)s, by region", role=role_name(role, words))
    return Table(title, voice.say("Region"), columns, rows, reasons)


def _values(region: Document, shared: int | None) -> Document:
    low, high = region.get("need_interval") or (None, None)
    return {**region, "need_low": low, "need_high": high, "pooled": shared}


def _cell(name: str, region: Document, words: Words) -> Cell:
    voice = words.voice
    if reason := region.get("hidden") or (region["equipped_hidden"] if name == "equipped" else ""):
        return Cell(None, voice.say(SHORT[reason]), reason)
    value = region[name]
    if value is None:
        return Cell(None, NONE)
    if name == "n":
        return Cell(words.count(value), words.count(value))
    if name == "claim":
        return Cell(value, voice.say(CLAIMS[value]))
    if name == "uncovered":
        value = not_below_nothing(value)
    scale = COLUMNS[name][1]
    return Cell(value / scale if scale > 1 else value, voice.number(value / scale, len(str(scale)) - 1))


def not_below_nothing(percent: int) -> int:
    """The share of a need that nobody covers; none of it where more are there than are needed."""
    return max(0, percent)


def _sentences(document: Document, words: Words, role: str, key: str) -> Iterable[str]:
    """A shown region in words, the whole network by its empty key."""
    regions = roles_in(document)[role]
    region, country = regions[key], regions[""]
    yield _covered(words, role, key, region)
    if region["per_100"] and country["per_100"]:
        yield _density(words, region, country if key else None)
    if region["equipped"] is not None:
        without = words.voice.number(IN_ALL * (1 - region["equipped"] / 100), 0)
        yield words.voice.say("Organisations that have none: %(count)s in %(all)s.", count=without, all=IN_ALL)
    yield from _agreement(words, region, country) if key else projected_need(document, region["need"], words)


def _covered(words: Words, role: str, key: str, region: Document) -> str:
    voice = words.voice
    low, high = region["need_interval"] or (region["need"], region["need"])
    values = {name: voice.number(region[name] / TENTHS) for name in ("have", "need")}
    values |= {"low": voice.number(low / TENTHS), "high": voice.number(high / TENTHS), "region": words.group(key)}
    if role == PROJECT_MANAGER:
        return voice.say(
            "%(region)s: digital project managers cover %(have)s FTE for an estimated need of %(need)s "
            "(between %(low)s and %(high)s).",
            **values,
        )
    return voice.say(
        "%(region)s: “%(role)s” covers %(have)s FTE for an estimated need of %(need)s (between %(low)s and %(high)s).",
        role=role_name(role, words),
        **values,
    )


def _density(words: Words, region: Document, country: Document | None) -> str:
    """One post for so many staff, here and among all."""
    voice, here = words.voice, _staff_for_one(words, region)
    if country is None:
        return voice.say("That is 1 for %(staff)s staff.", staff=here)
    return voice.say(
        "That is 1 for %(staff)s staff, against %(usual)s among all organisations read.",
        staff=here,
        usual=_staff_for_one(words, country),
    )


def _staff_for_one(words: Words, region: Document) -> str:
    return words.voice.number(100 * HUNDREDTHS / region["per_100"], 0)


def _agreement(words: Words, region: Document, country: Document) -> Iterable[str]:
    """Whether staff, nights and need agree that there are too few, before that is claimed."""
    found, voice = fewer_than_all(region, country), words.voice
    named = {worse: [voice.say(SIDES[name]) for name in SIDES if found[name] is worse] for worse in (True, False, None)}
    if region["claim"] == Claim.SUPPORTED.value:
        yield voice.say("Too few in proportion: for staff, for nights and for need alike, beyond chance.")
        return
    if named[True]:
        yield voice.say("Fewer in proportion than among all, judged by: %(sides)s.", sides=", ".join(named[True]))
    if named[False]:
        yield voice.say("Not fewer in proportion, judged by: %(sides)s.", sides=", ".join(named[False]))
    if named[None]:
        yield voice.say("Not known for: %(sides)s.", sides=", ".join(named[None]))
    if named[True] and len(named[True]) < len(SIDES):
        yield voice.say("They do not agree, so that there are too few is not shown.")
    elif named[True]:
        yield voice.say("They agree, but not beyond chance, so that there are too few is not shown.")
