"""A problem in words: where it is, what is wrong, how to fix it."""

from __future__ import annotations

from typing import NamedTuple

from assessment.domain.problems import Problem
from assessment.translation import translate


class Explanation(NamedTuple):
    """Whole sentences to show; `where` is empty for a problem that is nowhere in particular."""

    where: str
    cause: str
    remedy: str


def problem_text(problem: Problem, language: str) -> str:
    """What is wrong and how to fix it, as running text without the place."""
    found = explain(problem, language)
    return f"{found.cause} {found.remedy}"


def explain(problem: Problem, language: str) -> Explanation:
    """Say a problem in a language. The remedy starts with a guess of what was meant, when there is one."""
    kind, values = problem.kind, problem.values
    remedy = translate(kind.remedy, language).format_map(values)
    if "suggestion" in values:
        guess = translate("Did you mean “%(suggestion)s”?", language, suggestion=values["suggestion"])
        remedy = f"{guess} {remedy}"
    return Explanation(where(problem, language), translate(kind.cause, language).format_map(values), remedy)


def where(problem: Problem, language: str) -> str:
    """The place of a problem as `file:line:column`, else its path inside what was sent, else nothing."""
    if problem.place:
        return str(problem.place)
    steps = [
        translate("item %(number)d", language, number=step + 1) if isinstance(step, int) else step
        for step in problem.path
    ]
    return " › ".join(steps)
