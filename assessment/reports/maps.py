"""The 18 regions with a number each, as a map of their outlines and as one of tiles.

Both print the number itself; colour only helps. Its five steps differ in lightness alone, so that they stay apart in
grey and for every kind of colour vision. What is hidden is hatched, and no number of it is anywhere in the picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from assessment.reports.formatting import Voice
from assessment.reports.map_places import OVERSEAS, TILES, VALUE_AT, outlines
from assessment.reports.svg import PAPER, SOFT, TRACK, Chart, box, line, picture, shape, unit, words

STEPS = ("#e6f1f2", "#b5d6da", "#7fb3ba", "#37747f", "#0b3d48")
"""The colours of the five fifths of the scale, the lowest first."""
FIRST_DARK = 3
"""From this step on, what is written on a colour is light."""
WIDTH = 400.0
SCALE, OVERSEAS_SCALE = 0.385, 0.75
MAP_HEIGHT, INSET, INSET_HEIGHT = 400.0, 78.0, 74.0
TILE, GAP = 74.0, 3.0
HATCH = 7.0
VALUE_SIZE, NAME_SIZE = 16, 12.5
BORDER = "#7d8790"


@dataclass(frozen=True, slots=True)
class MapValue:
    """What is shown of a region: its `name`, its number as `text`, and its `step` of colour, 0-4.

    What is hidden has no step, but the `reason` in a word or two as its text. A region of which nothing is known has
    neither.
    """

    name: str
    text: str
    step: int | None = None
    reason: str = ""


def step_of(points: float) -> int:
    """The step of colour, 0-4, of a number from 0 to 100; what lies beyond has the colour of the end."""
    return max(0, min(len(STEPS) - 1, int(points * len(STEPS) // 100)))


def region_map(name: str, title: str, values: Mapping[str, MapValue], voice: Voice) -> Chart:
    """All regions (`values` by INSEE code) as outlines, those overseas in a row below.

    `name` is the picture's own in its document, `title` the sentence that says what is to be seen.
    """
    near = [insee for insee in outlines() if insee not in OVERSEAS]
    areas = (_area(f"{name}-near", outlines()[insee].path, values[insee], 1 / SCALE) for insee in near)
    parts = [
        _hatches(name, {"near": HATCH / SCALE, "far": HATCH / OVERSEAS_SCALE, "key": HATCH}),
        f'<g transform="translate(5 2) scale({SCALE})">{"".join(areas)}</g>',
        *(_printed(values[insee], 5 + SCALE * x, 7 + SCALE * y) for insee, (x, y) in VALUE_AT.items()),
        *(_inset(name, insee, values[insee], INSET * at + 5) for at, insee in enumerate(OVERSEAS)),
        _legend(name, MAP_HEIGHT + INSET_HEIGHT + 12, voice),
    ]
    described = _description(values, voice)
    return picture(name, title, WIDTH, MAP_HEIGHT + INSET_HEIGHT + 62, parts, described)


def tile_map(name: str, title: str, values: Mapping[str, MapValue], voice: Voice) -> Chart:
    """All regions (`values` by INSEE code) as squares of one size, roughly where they lie; otherwise `region_map`."""
    bottom = 5 * (TILE + GAP)
    parts = [
        _hatches(name, {"near": HATCH, "key": HATCH}),
        *(_tile(name, insee, values[insee]) for insee in TILES),
        _legend(name, bottom + 12, voice),
    ]
    return picture(name, title, WIDTH, bottom + 62, parts, _description(values, voice))


def _area(hatch: str, d: str, value: MapValue, thickness: float) -> str:
    """A region's area, whose own title is what a pointer that rests on it is told."""
    kind, colour = _fill(hatch, value)
    return (
        f'<path d="{d}" class="region {kind}" fill="{colour}" stroke="{BORDER}" stroke-width="{unit(thickness)}">'
        f"<title>{escape(f'{value.name} · {value.text}')}</title></path>"
    )


def _fill(hatch: str, value: MapValue) -> tuple[str, str]:
    if value.reason:
        return "hidden", f"url(#{hatch})"
    return ("track", TRACK) if value.step is None else (f"step-{value.step}", STEPS[value.step])


def _printed(value: MapValue, x: float, y: float) -> str:
    """The number upon its region; none upon a hatched one."""
    if value.reason:
        return ""
    dark = value.step is not None and value.step >= FIRST_DARK
    return words(x, y, value.text, size=VALUE_SIZE, anchor="middle", weight=600, kind="on-bar" if dark else "ink")


def _inset(name: str, insee: str, value: MapValue, x: float) -> str:
    outline, y = outlines()[insee], MAP_HEIGHT + 6
    height = OVERSEAS_SCALE * outline.height
    area = _area(f"{name}-far", outline.path, value, 1 / OVERSEAS_SCALE)
    number = "" if value.reason else words(x + 46, y + height / 2 + 5, value.text, size=VALUE_SIZE, weight=600)
    return (
        f'<g transform="translate({unit(x)} {unit(y)}) scale({OVERSEAS_SCALE})">{area}</g>{number}'
        f"{words(x, y + height + 16, value.name, size=NAME_SIZE)}"
    )


def _tile(name: str, insee: str, value: MapValue) -> str:
    column, row, lines = TILES[insee]
    x, y = column * (TILE + GAP) + 2, row * (TILE + GAP) + 2
    kind = "on-bar" if value.step is not None and value.step >= FIRST_DARK else "ink"
    middle = x + TILE / 2
    parts = [_area(f"{name}-near", box(x, y, TILE, TILE), value, 1), _printed(value, middle, y + 62)]
    if value.reason:
        parts.append(shape(box(x + 3, y + 8, TILE - 6, 6 + 14 * len(lines)), "plate", PAPER))
    for at, text in enumerate(lines):
        parts.append(words(middle, y + 21 + 14 * at, text, size=NAME_SIZE, anchor="middle", kind=kind))
    return "".join(parts)


def _hatches(name: str, sizes: Mapping[str, float]) -> str:
    return "<defs>" + "".join(_hatch(f"{name}-{end}", size) for end, size in sizes.items()) + "</defs>"


def _hatch(name: str, size: float) -> str:
    """Slanting lines `size` units apart; the corners are drawn too, so that they meet."""
    a, b, c, d = (unit(size * part / 4) for part in (4, 1, 3, 5))
    lines = f"M0 {a}L{a} 0M-{b} {b}L{b} -{b}M{c} {d}L{d} {c}"
    return (
        f'<pattern id="{name}" width="{a}" height="{a}" patternUnits="userSpaceOnUse">'
        f"{shape(box(0, 0, size, size), 'plate', PAPER)}{line(lines, 'hatch', SOFT, size / 7)}</pattern>"
    )


def _legend(name: str, y: float, voice: Voice) -> str:
    """What the five colours, the hatching and an empty region mean."""
    wide, fifth = WIDTH / len(STEPS), 100 // len(STEPS)
    parts = []
    for step, colour in enumerate(STEPS):
        low, high = step * fifth, (step + 1) * fifth - (step < len(STEPS) - 1)
        parts.append(_swatch(wide * step + 4, y, f"step-{step}", colour))
        parts.append(words(wide * step + 26, y + 11, f"{low}–{high}", size=NAME_SIZE, kind="soft"))
    parts.append(_swatch(4, y + 24, "hidden", f"url(#{name}-key)"))
    parts.append(words(26, y + 35, voice.say("hidden, as protection"), size=NAME_SIZE, kind="soft"))
    parts.append(_swatch(264, y + 24, "track", TRACK))
    parts.append(words(286, y + 35, voice.say("no data"), size=NAME_SIZE, kind="soft"))
    return "".join(parts)


def _swatch(x: float, y: float, kind: str, colour: str) -> str:
    d = box(x, y, 16, 13)
    return f'<path d="{d}" class="region {kind}" fill="{colour}" stroke="{BORDER}" stroke-width="1"/>'


def _description(values: Mapping[str, MapValue], voice: Voice) -> str:
    return "; ".join(_said(values[insee], voice) for insee in outlines())


def _said(value: MapValue, voice: Voice) -> str:
    if value.reason:
        return voice.say("%(region)s: hidden, %(reason)s", region=value.name, reason=value.reason)
    if value.step is None:
        return voice.say("%(region)s: no data", region=value.name)
    return voice.say("%(region)s: %(value)s", region=value.name, value=value.text)
