"""Amounts as people type them: 60000, 60 000, 1.3 or 1,3."""

from __future__ import annotations

import re
from typing import Any

import click

SPACES = re.compile(r"[\s\u00a0\u202f]")


class Amount(click.ParamType[float]):
    """A number; whether it makes sense is for the domain to say."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number that was typed; raises BadParameter."""
        try:
            return float(SPACES.sub("", str(value)).replace(",", "."))
        except ValueError:
            self.fail("not a number", param, ctx)


AMOUNT = Amount()
