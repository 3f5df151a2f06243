"""Where the 18 regions lie on our two maps: their outlines, from a package of others, and tiles of our own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "vendor" / "dsfr-chart" / "regions.json"
"""From @gouvfr/dsfr-chart, see vendor.toml in the folder above."""

OVERSEAS = ("01", "02", "03", "04", "06")
"""The regions that are drawn apart, by INSEE code."""

VALUE_AT: Mapping[str, tuple[float, float]] = {
    "11": (509, 255),
    "24": (463, 375),
    "27": (680, 395),
    "28": (318, 216),
    "32": (527, 125),
    "44": (705, 218),
    "52": (262, 378),
    "53": (150, 293),
    "75": (365, 560),
    "76": (490, 755),
    "84": (672, 570),
    "93": (775, 735),
    "94": (972, 920),
}
"""The middle of the widest part of each outline, in the units of its box."""

TILES: Mapping[str, tuple[float, int, tuple[str, ...]]] = {
    "32": (2, 0, ("Hauts-de-", "France")),
    "53": (0, 1, ("Bretagne",)),
    "28": (1, 1, ("Normandie",)),
    "11": (2, 1, ("Île-de-", "France")),
    "44": (3, 1, ("Grand Est",)),
    "52": (1, 2, ("Pays de", "la Loire")),
    "24": (2, 2, ("Centre-", "Val de Loire")),
    "27": (3, 2, ("Bourgogne-", "Fr.-Comté")),
    "75": (1, 3, ("Nouvelle-", "Aquitaine")),
    "84": (2, 3, ("Auvergne-", "Rhône-Alpes")),
    "76": (1, 4, ("Occitanie",)),
    "93": (2, 4, ("Provence-", "Côte d’Azur")),
    "94": (3, 4, ("Corse",)),
    "01": (4.15, 0, ("Guadeloupe",)),
    "02": (4.15, 1, ("Martinique",)),
    "03": (4.15, 2, ("Guyane",)),
    "04": (4.15, 3, ("La Réunion",)),
    "06": (4.15, 4, ("Mayotte",)),
}
"""Column, row and short name in lines of each region's tile; those overseas stand apart in a column of their own."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The path of a region's borders, in a box of `width` by `height` units."""

    width: float
    height: float
    path: str


@cache
def outlines() -> Mapping[str, Outline]:
    """The outlines by INSEE code; those of metropolitan France share one box, each region overseas has its own."""
    return {insee: Outline(**outline) for insee, outline in json.loads(FILE.read_text()).items()}
