"""The smallest questionnaire that can be used, and what becomes of it when parts of it are replaced."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from assessment.domain.parsing import PARTS, parse_instrument
from assessment.domain.problems import Problem
from assessment.domain.results import Instrument
from assessment.storage.documents import read_bytes, read_file

DOCUMENTS = Path(__file__).parent / "documents"
MINIMAL = DOCUMENTS / "valid" / "minimal"
TREES: Mapping[str, Any] = {part: read_file(MINIMAL / f"{part}.yaml").tree for part in PARTS}


def parse_changed(changes: object) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """Parse the minimal questionnaire with some sections of some parts replaced: `{part: {section: ...}}`."""
    given = changes if isinstance(changes, Mapping) else {}
    return parse_instrument({part: {**deepcopy(TREES[part]), **given.get(part, {})} for part in PARTS})


def parse_yaml(changes: str) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """`parse_changed` with the changes as YAML."""
    return parse_changed(read_bytes(changes.encode(), "changes.yaml").tree)


def codes(changes: str) -> list[str]:
    """The codes of the problems that the changes bring about."""
    return [problem.code for problem in parse_yaml(changes)[1]]
