"""The instrument that the product ships, loaded once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assessment.domain.results import Instrument
from assessment.storage.catalogue import load_catalogue

QUESTIONNAIRES = Path(__file__).parents[1] / "questionnaires"


@cache
def shipped_instrument() -> Instrument:
    """The digital-maturity questionnaire with its expectations, roles and actions."""
    return load_catalogue(QUESTIONNAIRES).instrument("digital-maturity")
