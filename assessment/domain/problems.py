"""Problem and its catalogue of codes: where, what, how to fix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from assessment.domain.problem_kinds import AUTHOR_KINDS, DOCUMENT_KINDS, SHAPE_KINDS, ProblemKind, Severity
from assessment.domain.problem_kinds_answers import ANSWER_KINDS
from assessment.domain.problem_kinds_method import METHOD_KINDS

Path = tuple[str | int, ...]
"""Where inside a document, as keys and positions (from 0) from its root."""

Position = tuple[int, int]
"""Line and column, counted from 1."""

Positions = Mapping[Path, Position]
"""Where each value of a document starts; a value in a mapping is found by its key."""

KINDS: Mapping[str, ProblemKind] = {**DOCUMENT_KINDS, **SHAPE_KINDS, **AUTHOR_KINDS, **ANSWER_KINDS, **METHOD_KINDS}


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an author or respondent must fix.

    `values` fill the texts of `KINDS[code]`; a value named `suggestion` adds a "Did you mean ...?".
    """

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
        super().__init__("; ".join(f"{problem.place or ''} {problem.code}".strip() for problem in problems))
        self.problems = problems


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems stops, rather than being worth a look."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def place_problems(problems: Iterable[Problem], positions: Positions, file: str) -> tuple[Problem, ...]:
    """Give each problem its place in `file`: that of its path, or of the nearest part around it that exists.

    Problems that have a place already keep it. The result is in order of line and column.
    """
    placed = [
        problem if problem.place else replace(problem, place=_place(problem.path, positions, file))
        for problem in problems
    ]
    return tuple(
        sorted(placed, key=lambda problem: (problem.place.line, problem.place.column) if problem.place else (0, 0))
    )


def _place(path: Path, positions: Positions, file: str) -> Place:
    while path and path not in positions:
        path = path[:-1]
    line, column = positions.get(path, (1, 1))
    return Place(file, line, column)
