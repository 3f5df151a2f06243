"""Which money pays for which step: savings, new money, then what lines release (dossier 6.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessment.domain.answers import Assessment
from assessment.domain.arithmetic import SLACK
from assessment.domain.plan_candidates import Step


@dataclass(frozen=True, slots=True)
class Line:
    """A budget line with the euros a year that the organisation itself declared it could move (F_FREE).

    Nothing else is ever released: legal duties (accessibility, data protection, welcome and information) are not asked
    about there, so no plan can take from them.
    """

    id: str
    amount: float


@dataclass(frozen=True, slots=True)
class Move:
    """Euros for a step: from a releasable `line`, from what another step saves (`saved_by`), or new money (neither)."""

    step: str
    amount: float
    line: str | None = None
    saved_by: str | None = None


def releasable(assessment: Assessment) -> tuple[Line, ...]:
    """The lines of F_FREE with their amounts, in the order declared."""
    declared = assessment.facts.get("F_FREE")
    parts = declared if isinstance(declared, Mapping) else {}
    amounts = ((part, assessment.part("F_FREE", part) or 0.0) for part in parts)
    return tuple(Line(part, amount) for part, amount in amounts if amount > 0)


def find_moves(steps: tuple[Step, ...], budget: float, once: float | None, lines: tuple[Line, ...]) -> tuple[Move, ...]:
    """Pay each step in order out of savings, then new money, and only what is left out of the lines, in order.

    With `once` None, the yearly budget pays what is spent once too; else `once` does.
    """
    yearly = {step.id: step.candidate.run + (step.candidate.once if once is None else 0.0) for step in steps}
    sources = [
        *(Move("", -cost, saved_by=code) for code, cost in yearly.items() if cost < 0),
        Move("", budget),
        *(Move("", line.amount, line=line.id) for line in lines),
    ]
    return (*_pay(yearly, sources), *_pay_once(steps, once))


def _pay_once(steps: tuple[Step, ...], once: float | None) -> Iterator[Move]:
    if once is not None:
        yield from (Move(step.id, step.candidate.once) for step in steps if step.candidate.once > 0)


def _pay(costs: Mapping[str, float], sources: list[Move]) -> Iterator[Move]:
    """Empty the sources one after the other."""
    waiting = [(source, source.amount) for source in reversed(sources)]
    for step, cost in costs.items():
        due = cost
        while due > SLACK and waiting:
            source, left = waiting.pop()
            paid = min(due, left)
            due -= paid
            if paid > 0:
                yield Move(step, paid, source.line, source.saved_by)
            if left > paid:
                waiting.append((source, left - paid))
