"""The form that announces a budget: its fields on the page, and what was typed read into a `Request`."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from assessment.domain.answers import Assessment
from assessment.domain.plans import Request, proposed_budget
from assessment.reports.formatting import Voice
from assessment.translation import translate
from assessment.web.fields import Field, Group, Input, with_problems
from assessment.web.forms import InputProblem, InputRefused, Typed, read_number

LARGEST = {"budget": 1_000_000_000, "hours": 10_000}


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


LABELS = {"budget": _("Budget for the plan"), "hours": _("Staff time for the plan")}
HINTS = {
    "budget": _("Euros for the first year, for what is spent once and what comes back every year. 0 for no new money."),
    "hours": _("In full-time equivalents (FTE), for example 0.5. Left empty, staff time is not limited."),
}
UNITS = {"budget": "€", "hours": _("FTE")}


def read_request(budget: str, hours: str, assessment: Assessment) -> Request:
    """What is announced; a budget left empty is the one we propose. Raises InputRefused with all that is wrong."""
    problems: list[InputProblem] = []
    euros, fte = (_amount(name, text, problems) for name, text in (("budget", budget), ("hours", hours)))
    if problems:
        raise InputRefused(tuple(problems))
    return Request(budget=proposed_budget(assessment) if euros is None else euros, hours=fte)


def announced(request: Request, language: str) -> Typed:
    """What stands in the inputs for a request."""
    voice = Voice(language)
    hours = () if request.hours is None else (voice.short(request.hours),)
    return {"budget": (voice.short(request.budget),), "hours": hours}


def plan_query(request: Request, robust: bool) -> str:
    """What asks for the same plans again, on the page or in the report."""
    amounts = {"budget": request.budget, "hours": request.hours}
    written = {name: f"{amount:f}" for name, amount in amounts.items() if amount is not None}
    return urlencode(written | ({"robust": "1"} if robust else {}))


def plan_fields(typed: Typed, problems: Iterable[InputProblem], language: str) -> tuple[Field, ...]:
    """The fields, holding what was typed and what is wrong with it."""
    given = tuple(problems)
    return tuple(with_problems(_field(name, typed, language), given, language) for name in LABELS)


def _amount(name: str, text: str, problems: list[InputProblem]) -> float | None:
    try:
        found = read_number(text, name)
    except InputRefused as refused:
        problems += refused.problems
        return None
    if found is not None and found < 0:
        problems.append(InputProblem(name, "number-too-small", {"limit": "0"}))
    elif found is not None and found > LARGEST[name]:
        problems.append(InputProblem(name, "number-too-large", {"limit": str(LARGEST[name])}))
    return found


def _field(name: str, typed: Typed, language: str) -> Field:
    box = Input(id=name, name=name, value=next(iter(typed.get(name, ())), ""))
    return Field(
        kind="box",
        name=name,
        label=translate(LABELS[name], language),
        hint=translate(HINTS[name], language),
        unit=translate(UNITS[name], language),
        groups=(Group("", "", (box,)),),
    )
