"""Handlers that take a processor for long: each waits for its turn before it gets a thread."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from functools import partial

from litestar.di import Provide

from assessment.web.http import HttpRequest, shown
from assessment.web.rules import Admission
from assessment.web.site import SiteHere


async def admission_in_turn(request: HttpRequest, site: SiteHere) -> AsyncGenerator[Admission, None]:
    """By what the gate let a request in, once it is its turn, which lasts until it is answered."""
    admission: Admission = request.state.admission
    async with site.turns.turn(whose(admission)):
        yield admission


def whose(admission: Admission) -> str:
    """Whose turn it is: all who come by the private link of an assessment are one."""
    by_link = admission.person is None and admission.assessment and admission.assessment.respondent is None
    return f"{admission.actor}:{admission.to_assessment.assessment_id}" if by_link else admission.actor


rationed = partial(shown, sync_to_thread=True, dependencies={"admission": Provide(admission_in_turn)})
"""A handler that only shows something, in turn. It takes an `admission`."""
