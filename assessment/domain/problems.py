"""Problem and its catalogue of codes: where, what, how to fix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Path = tuple[str | int, ...]
"""Where inside a document, as keys and positions from its root."""


class Severity(StrEnum):
    """An error stops; a warning is worth a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """Cause and remedy of a code, in English with `{named}` values; translated at the edge."""

    cause: str
    remedy: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an author or respondent must fix. `values` fill the texts of `KINDS[code]`."""

    code: str
    path: Path = ()
    values: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None

    def __post_init__(self) -> None:
        if self.code not in KINDS:
            raise ValueError(f"unknown problem code {self.code!r}")

    @property
    def kind(self) -> ProblemKind:
        """The catalogue entry of this code."""
        return KINDS[self.code]

    @property
    def severity(self) -> Severity:
        """Error or warning."""
        return self.kind.severity


class ProblemsFound(Exception):
    """A document cannot be used; `problems` says everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problem(s)")
        self.problems = problems


KINDS: Mapping[str, ProblemKind] = {
    "unknown-key": ProblemKind("The key “{key}” is not known here{near}.", "Rename or remove it; known keys: {known}."),
}
