"""Our charts as pictures in dots, for programs that may not show SVG: the strokes of svg.py and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as Trees

from PIL import Image, ImageDraw, ImageFont

Point = tuple[float, float]
Line = list[Point]

SVG = "{http://www.w3.org/2000/svg}"
DOTS = 2
"""Dots of the picture to a unit of the chart: some 200 to the inch at the size in which charts are printed."""
FINER = 3
"""Shapes are drawn so many times larger, then reduced, which smooths their edges."""
CURVE_STEPS = 12
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Z": 0}
"""How many numbers a step of a path has."""
COMMANDS = re.compile(r"([A-Za-z])([^A-Za-z]*)")
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
FACES = {False: "SourceSans3-Regular.ttf", True: "SourceSans3-SemiBold.ttf"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as PNG, `width` by `height` in the units of the chart."""

    content: bytes
    width: float
    height: float


def drawn(svg: str, fonts: Path) -> Drawn:
    """One of our charts as a picture, its words in the faces found in the folder `fonts`."""
    root = Trees.fromstring(svg)  # noqa: S314 - made by svg.py, which escapes every text
    width, height = (float(number) for number in root.attrib["viewBox"].split()[2:])
    canvas = Image.new("RGB", (round(width * DOTS * FINER), round(height * DOTS * FINER)), "white")
    brush = ImageDraw.Draw(canvas)
    for path in root.iter(f"{SVG}path"):
        _stroke(brush, path.attrib)
    picture = canvas.reduce(FINER)
    pen = ImageDraw.Draw(picture)
    for text in root.iter(f"{SVG}text"):
        _write(pen, text.text or "", text.attrib, fonts)
    target = BytesIO()
    picture.save(target, "PNG")
    return Drawn(target.getvalue(), width, height)


def _stroke(brush: ImageDraw.ImageDraw, path: Mapping[str, str]) -> None:
    scale = DOTS * FINER
    lines = [[(x * scale, y * scale) for x, y in line] for line in outlines(path["d"])]
    for line in lines:
        if path["fill"] != "none" and len(line) > 2:
            brush.polygon(line, fill=path["fill"])
        if "stroke" in path:
            width = max(1, round(float(path["stroke-width"]) * scale))
            brush.line(line, fill=path["stroke"], width=width, joint="curve")


def _write(pen: ImageDraw.ImageDraw, text: str, given: Mapping[str, str], fonts: Path) -> None:
    place = (float(given["x"]) * DOTS, float(given["y"]) * DOTS)
    font = _font(fonts / FACES["font-weight" in given], float(given["font-size"]) * DOTS)
    pen.text(place, text, fill=given["fill"], font=font, anchor=ANCHORS[given.get("text-anchor", "start")])


@cache
def _font(file: Path, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size)


def outlines(d: str) -> list[Line]:
    """The lines of a path, its curves cut in short pieces."""
    lines: list[Line] = []
    for letter, numbers in _commands(d):
        at = lines[-1][-1] if lines else (0.0, 0.0)
        if letter in "Mm":
            lines.append([_points(letter, numbers, at)[0]])
        elif letter in "Zz":
            lines[-1].append(lines[-1][0])
        elif letter in "Cc":
            lines[-1] += _curve([at, *_points(letter, numbers, at)])
        else:
            lines[-1] += _points(letter, numbers, at)
    return lines


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    """The steps of a path: a letter with as many numbers as it takes; what is repeated has its letter again."""
    for letter, text in COMMANDS.findall(d):
        numbers, taken = [float(number) for number in text.split()], TAKES[letter.upper()]
        for start in range(0, max(1, len(numbers)), max(1, taken)):
            yield letter, numbers[start : start + taken]


def _points(letter: str, numbers: list[float], at: Point) -> Line:
    """Where a step leads, in places of the whole."""
    across, down = at if letter.islower() else (0.0, 0.0)
    if letter in "Hh":
        return [(across + numbers[0], at[1])]
    if letter in "Vv":
        return [(at[0], down + numbers[0])]
    return [(across + x, down + y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]


def _curve(points: Line) -> Iterator[Point]:
    """Points on the curve from the first of four, drawn by the two in the middle, to the last."""
    for step in range(1, CURVE_STEPS + 1):
        t = step / CURVE_STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        weighted = [(weight * x, weight * y) for weight, (x, y) in zip(weights, points, strict=True)]
        yield sum(x for x, _ in weighted), sum(y for _, y in weighted)
