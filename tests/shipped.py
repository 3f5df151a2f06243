"""The instrument that the product ships, loaded once for all tests."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from assessment.domain.results import Instrument
from assessment.storage.catalogue import load_catalogue

QUESTIONNAIRES = Path(__file__).parents[1] / "questionnaires"


@cache
def shipped_instrument() -> Instrument:
    """The digital-maturity questionnaire with its expectations, roles and actions."""
    return load_catalogue(QUESTIONNAIRES).instrument("digital-maturity")


def with_draws(draws: int) -> Instrument:
    """The same with fewer draws of robustness than two hundred: each takes as long as a plan."""
    instrument = shipped_instrument()
    return replace(instrument, plan_rules=replace(instrument.plan_rules, draws=draws))
