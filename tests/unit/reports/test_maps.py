"""The 18 regions with a number each: every one of them once, what is hidden nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from assessment.reports.formatting import Voice
from assessment.reports.map_places import OVERSEAS, TILES, VALUE_AT, outlines
from assessment.reports.maps import FIRST_DARK, STEPS, MapValue, region_map, step_of, tile_map
from assessment.reports.svg import INK, PAPER, Chart
from tests.shipped import shipped_instrument

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {one.insee: one.name for one in shipped_instrument().regions}
HIDDEN, NOBODY = ("27", "94", "01"), ("44", "06")
Draw = Callable[[str, str, Mapping[str, MapValue], Voice], Chart]
BOTH = pytest.mark.parametrize("draw", [region_map, tile_map], ids=["outlines", "tiles"])


def values(language: str = "en") -> dict[str, MapValue]:
    """A number for every region, but for three that are hidden and two where nobody answered."""
    few = {"en": "too few", "fr": "trop peu"}[language]
    found = {
        insee: MapValue(name, str(20 + number), step_of(20 + number))
        for number, (insee, name) in enumerate(NAMES.items())
    }
    found |= {insee: MapValue(NAMES[insee], few, reason=few) for insee in HIDDEN}
    return found | {insee: MapValue(NAMES[insee], "–") for insee in NOBODY}


def drawn(draw: Draw, language: str = "en") -> ElementTree.Element:
    chart = draw("map", "Title of the map", values(language), Voice(language))
    return ElementTree.fromstring(chart.svg)  # noqa: S314 - made here, a moment ago


def areas(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """The areas of the regions by their name."""
    titled = [(path, path.find(f"{SVG}title")) for path in root.iter(f"{SVG}path")]
    found = [((title.text or "").split(" · ")[0], path) for path, title in titled if title is not None]
    assert len(found) == len(dict(found))
    return dict(found)


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def test_outlines_and_tiles_are_of_the_18_regions_of_the_questionnaire() -> None:
    assert set(outlines()) == set(TILES) == set(NAMES)
    assert {*VALUE_AT, *OVERSEAS} == set(NAMES)
    assert len(NAMES) == 18


def test_no_two_tiles_lie_on_each_other_and_each_says_the_beginning_of_its_region() -> None:
    assert len({(column, row) for column, row, _ in TILES.values()}) == 18
    for insee, (_, _, lines) in TILES.items():
        assert NAMES[insee].startswith(lines[0].rstrip(" ")), insee


@BOTH
def test_every_region_is_drawn_exactly_once(draw: Draw) -> None:
    assert set(areas(drawn(draw))) == set(NAMES.values())


@BOTH
def test_what_is_hidden_is_hatched_and_no_number_of_it_is_anywhere(draw: Draw) -> None:
    root = drawn(draw)
    description = root.findtext(f"{SVG}desc") or ""
    for insee in HIDDEN:
        area = areas(root)[NAMES[insee]]
        hatch = str(area.get("fill")).removeprefix("url(#").removesuffix(")")
        assert hatch in {pattern.get("id") for pattern in root.iter(f"{SVG}pattern")}
        assert area.findtext(f"{SVG}title") == f"{NAMES[insee]} · too few"
        assert f"{NAMES[insee]}: hidden, too few" in description
    numbers = {int(text) for text in texts(root) if text.isdigit()}
    assert numbers == {int(one.text) for one in values().values() if one.text.isdigit()}
    assert len([text for text in texts(root) if text.isdigit()]) == 18 - len(HIDDEN) - len(NOBODY)


@BOTH
def test_the_description_says_every_region_with_its_number(draw: Draw) -> None:
    description = (drawn(draw).findtext(f"{SVG}desc") or "").split("; ")
    said = {
        insee: f"{one.name}: no data" if insee in NOBODY else f"{one.name}: {one.text}"
        for insee, one in values().items()
        if insee not in HIDDEN
    }
    said |= {insee: f"{NAMES[insee]}: hidden, too few" for insee in HIDDEN}
    assert sorted(description) == sorted(said.values())


@BOTH
def test_a_map_speaks_the_language_of_its_reader(draw: Draw) -> None:
    description = drawn(draw, "fr").findtext(f"{SVG}desc") or ""
    assert "Corse\u00a0: masqué, trop peu" in description
    assert "Mayotte\u00a0: pas de données" in description
    assert "masqué, par protection" in texts(drawn(draw, "fr"))


@BOTH
def test_a_map_names_itself_and_needs_no_style_and_draws_the_same_each_time(draw: Draw) -> None:
    chart = draw("map", "A < B", values(), Voice("en"))
    assert chart == draw("map", "A < B", values(), Voice("en"))
    root = ElementTree.fromstring(chart.svg)  # noqa: S314 - made here, a moment ago
    assert (root[0].tag, root[0].text) == (f"{SVG}title", "A < B")
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", root[0].get("id"))
    assert root.get("aria-describedby") == root[1].get("id")
    assert not re.search(r"<style|<use|style=", chart.svg)
    filled = {path.get("fill") for path in root.iter(f"{SVG}path")}
    assert None not in filled


@BOTH
def test_the_hatches_of_two_maps_in_one_document_do_not_mix(draw: Draw) -> None:
    first, second = (
        re.findall(r' id="([^"]+)"', draw(name, "Title", values(), Voice("en")).svg) for name in ("one", "two")
    )
    assert not set(first) & set(second)


def test_the_five_fifths_of_the_scale_have_a_step_each() -> None:
    assert [step_of(one) for one in (-30, 0, 19, 20, 39, 40, 59, 60, 79, 80, 100)] == [0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def luminance(colour: str) -> float:
    """Of WCAG 2: how light a colour is, 0-1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_steps_differ_in_lightness_so_that_grey_prints_and_all_eyes_tell_them_apart() -> None:
    assert all(contrast(lighter, darker) >= 1.3 for lighter, darker in pairwise(STEPS))
    assert [luminance(one) for one in STEPS] == sorted((luminance(one) for one in STEPS), reverse=True)


def test_what_is_written_on_a_colour_can_be_read() -> None:
    for step, colour in enumerate(STEPS):
        assert contrast(colour, PAPER if step >= FIRST_DARK else INK) >= 4.5
