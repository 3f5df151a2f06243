"""What a page, a report or a terminal says about plans: every value ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.reports.svg import Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step of a plan: what it takes, the points it closes alone, where its money comes from, what comes first."""

    id: str
    title: str
    run: str
    once: str
    days: str
    points: str
    paid: str
    after: str | None


@dataclass(frozen=True, slots=True)
class GapRow:
    """Points missing before, after the first year, and once every effect has come."""

    title: str
    before: str
    first_year: str
    later: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """One plan. `announced` marks the one under the announced budget; `changes` says what becomes of the indices."""

    scenario: str
    title: str
    announced: bool
    takes: str
    paid: str | None
    steps: tuple[StepView, ...]
    gaps: tuple[GapRow, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """Something the announced plan does without, and why."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class CurveRow:
    """What one yearly budget closes, and each further thousand euros since the row before."""

    budget: str
    points: str
    marginal: str


@dataclass(frozen=True, slots=True)
class SureRow:
    """In how many of the draws a step is chosen, and whether the announced plan has it."""

    title: str
    share: str
    planned: bool


@dataclass(frozen=True, slots=True)
class QuickWinView:
    """An action that costs little and is soon done."""

    title: str
    days: str
    once: str
    run: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A line that money might come from, why, and how much it is about."""

    title: str
    why: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningView:
    """Everything said about a plan; `sure` is empty, and `luck` None, where no draws were made."""

    request: str
    plans: tuple[PlanView, ...]
    refused: str | None
    left_out: tuple[LeftOutView, ...]
    chart: Chart
    curve: tuple[CurveRow, ...]
    next_thousand: str
    sure: tuple[SureRow, ...]
    luck: str | None
    quick_wins: tuple[QuickWinView, ...]
    sources: tuple[SourceRow, ...]

    @property
    def announced(self) -> PlanView:
        """The plan under the announced budget."""
        return next(plan for plan in self.plans if plan.announced)
