"""Worked examples that need no questionnaire: a table of steps to plan from, a table of scores to be relied on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import inf

from assessment.domain.plan_values import obstacle
from assessment.domain.planner import solve
from assessment.domain.plans import Planning
from assessment.domain.programme import Candidate, Goal, Limits, Outcome, Programme, Target
from assessment.domain.reading import Keys, Reader
from assessment.domain.reliability import alpha_without, cronbach_alpha, item_rest, matrix_of, omega_total

CHOICE_KEYS = Keys(("budget", "gaps", "steps"), ("hours",))
GAP_KEYS = Keys(("weight", "gap"))
STEP_KEYS = Keys(("id", "run", "closes"), ("hours", "requires"))
Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class StepTable:
    """Steps to choose from within limits; each closes points of gaps directly (dossier 6.1)."""

    programme: Programme
    limits: Limits

    def document(self) -> Document:
        """The best choice, and why each other step is left out."""
        found = solve(self.programme, self.limits)
        if found is None:
            return {}
        left = {
            item.id: obstacle(self.programme, found, self.limits, item.id).value
            for item in self.programme.candidates
            if item.id not in found.chosen
        }
        return {"plan": _plan(found, left)}


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Scores of items, one row for each organisation (dossier 7.2)."""

    rows: tuple[tuple[float, ...], ...]

    def document(self) -> Document:
        """How far the items hang together, however few organisations there are."""
        matrix = matrix_of(self.rows)
        return {
            "reliability": {
                "organisations": len(self.rows),
                "alpha": cronbach_alpha(matrix),
                "omega": omega_total(matrix),
                "item_rest": list(item_rest(matrix)),
                "alpha_without": list(alpha_without(matrix)),
            }
        }


def plan_document(planning: Planning) -> Document:
    """What an example may say of the announced plan."""
    left = {item.step.id: item.obstacle.value for item in planning.left_out}
    return {"plan": _plan(planning.announced.outcome, left)}


def _plan(found: Outcome, left: Mapping[str, str]) -> Document:
    return {**asdict(found), "chosen": list(found.chosen), "left_out": left}


def read_step_table(reader: Reader) -> StepTable:
    """The steps and gaps of an example; problems are noted."""
    reader.keys(CHOICE_KEYS)
    gaps = {code: item.keys(GAP_KEYS) for code, item in reader.at("gaps").entries()}
    steps = [item.keys(STEP_KEYS) for item in reader.at("steps").distinct("id", at_least=1)]
    known = [step.at("id").value for step in steps if isinstance(step.at("id").value, str)]
    points = {code: float(item.at("gap").number(0, 100)) for code, item in gaps.items()}
    programme = Programme(
        candidates=tuple(_step(step, tuple(gaps), tuple(map(str, known))) for step in steps),
        targets=tuple(Target(code, code, 1, gap) for code, gap in points.items()),
        goals=tuple(Goal(code, float(gaps[code].at("weight").number(0, 100)), gap) for code, gap in points.items()),
    )
    hours = reader.maybe("hours", lambda found: float(found.number(0)))
    return StepTable(programme, Limits(float(reader.at("budget").number(0)), None, inf if hours is None else hours))


def _step(reader: Reader, gaps: tuple[str, ...], known: tuple[str, ...]) -> Candidate:
    return Candidate(
        id=reader.at("id").text(),
        run=float(reader.at("run").number()),
        hours=float(reader.at("hours").number(0)),
        effects={code: float(points) for code, points in reader.at("closes").numbers(gaps).items()},
        requires=tuple(item.one_of(known) for item in reader.at("requires").items()),
    )


def read_score_table(reader: Reader) -> ScoreTable:
    """The rows of an example; problems are noted."""
    rows = tuple(tuple(float(cell.number()) for cell in row.items(at_least=2)) for row in reader.items(at_least=2))
    if len({len(row) for row in rows}) > 1:
        reader.report("rows-differ")
    return ScoreTable(rows)
