"""Several people on one assessment: what each answers, who sees what, how far each has come.

What people are promised before they answer (`promises`) and what decides afterwards (`own_sheet`, `results_open_to`,
`Share`) are the same few functions, so that one cannot change without the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from assessment.domain.questionnaire import RespondentRole, RoleGroup


class Mode(StrEnum):
    """How several people answer: one sheet that they fill in together, or each their own."""

    SHARED = "shared"
    PANEL = "panel"


class AnswerForm(StrEnum):
    """What somebody is asked: the questions of the assessment, or the statements of the mirror form."""

    FULL = "full"
    MIRROR = "mirror"


class Standing(StrEnum):
    """What somebody is to an assessment.

    A holder came by the private link of one begun without an account; the lead runs it; a manager leads the
    organisation but not this assessment; a colleague belongs to the organisation.
    """

    HOLDER = "holder"
    LEAD = "lead"
    MANAGER = "manager"
    COLLEAGUE = "colleague"
    RESPONDENT = "respondent"
    READER = "reader"


class ResultsFor(StrEnum):
    """Who reads the results of an assessment once it is submitted; each includes the ones before."""

    LEAD = "lead"
    RESPONDENTS = "respondents"
    ORGANISATION = "organisation"


READS_RESULTS: Mapping[ResultsFor, frozenset[Standing]] = {
    ResultsFor.LEAD: frozenset({Standing.HOLDER, Standing.LEAD, Standing.MANAGER, Standing.READER}),
    ResultsFor.RESPONDENTS: frozenset(
        {Standing.HOLDER, Standing.LEAD, Standing.MANAGER, Standing.READER, Standing.RESPONDENT}
    ),
    ResultsFor.ORGANISATION: frozenset(Standing),
}
"""Who reads the results, by the setting that respondents are told before they answer."""


class Promise(StrEnum):
    """A sentence about who sees what, said before the first answer."""

    ANSWERS_ALONE = "answers-alone"
    ANSWERS_TOGETHER = "answers-together"
    COMBINED = "combined"
    MINIMUM = "minimum"
    DEDUCIBLE = "deducible"
    PROGRESS = "progress"
    RESULTS_LEAD = "results-lead"
    RESULTS_RESPONDENTS = "results-respondents"
    RESULTS_ORGANISATION = "results-organisation"
    RESULTS_READERS = "results-readers"


class Participation(StrEnum):
    """How far an invited person has come."""

    INVITED = "invited"
    OPENED = "opened"
    IN_PROGRESS = "in-progress"
    FINISHED = "finished"
    DECLINED = "declined"
    EXPIRED = "expired"
    REVOKED = "revoked"


OVER = frozenset({Participation.DECLINED, Participation.EXPIRED, Participation.REVOKED})
"""The states in which an invitation opens nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What of an assessment somebody answers.

    `sheet` is empty for that of the organisation; `parts` holds dimension ids, empty for all of them.
    """

    sheet: str = ""
    role: RespondentRole = RespondentRole.MANAGEMENT
    form: AnswerForm = AnswerForm.FULL
    parts: frozenset[str] = frozenset()
    facts: bool = True
    runs: bool = True
    finished: bool = False

    @property
    def mirror(self) -> bool:
        """Whether only the statements of the mirror form are put."""
        return self.form is AnswerForm.MIRROR

    def has(self, dimension: str) -> bool:
        """Whether a dimension is among what is answered."""
        return not self.mirror and (not self.parts or dimension in self.parts)


WHOLE = Share()
"""Everything, on the sheet of the organisation: whoever runs the assessment."""


def own_sheet(mode: Mode, form: AnswerForm) -> bool:
    """Whether an invited person answers on a sheet that nobody else opens."""
    return mode is Mode.PANEL or form is AnswerForm.MIRROR


def form_for(role: RespondentRole) -> AnswerForm:
    """Those who work in the organisation answer its questions; elected members and providers hold up the mirror."""
    return AnswerForm.FULL if role.group is RoleGroup.INTERNAL else AnswerForm.MIRROR


def share_for(mode: Mode, respondent: Mapping[Any, Any]) -> Share:
    """The share of an invited person; `respondent` by column."""
    form = AnswerForm(respondent["form"])
    alone = own_sheet(mode, form)
    parts = frozenset(respondent["parts"])
    return Share(
        sheet=respondent["id"] if alone else "",
        role=RespondentRole(respondent["role"]),
        form=form,
        parts=parts,
        facts=not alone and not parts,
        runs=False,
        finished=respondent["finished_at"] is not None,
    )


def results_open_to(results_for: ResultsFor, standing: Standing, *, invited: bool) -> bool:
    """Whether somebody reads the results, by their standing or as one who was invited to answer."""
    readers = READS_RESULTS[results_for]
    return standing in readers or (invited and Standing.RESPONDENT in readers)


def promises(mode: Mode, form: AnswerForm, results_for: ResultsFor) -> Iterator[Promise]:
    """What holds for somebody invited to answer `form`, in the order in which it is said."""
    if own_sheet(mode, form):
        yield from (Promise.ANSWERS_ALONE, Promise.COMBINED, Promise.MINIMUM, Promise.DEDUCIBLE)
    else:
        yield Promise.ANSWERS_TOGETHER
    yield Promise.PROGRESS
    if results_open_to(results_for, Standing.COLLEAGUE, invited=False):
        yield Promise.RESULTS_ORGANISATION
    elif results_open_to(results_for, Standing.RESPONDENT, invited=True):
        yield Promise.RESULTS_RESPONDENTS
    else:
        yield Promise.RESULTS_LEAD
    yield Promise.RESULTS_READERS


def participation(respondent: Mapping[Any, Any], now: datetime) -> Participation:
    """The state of an invited person; `respondent` by column."""
    if respondent["revoked_at"] is not None:
        return Participation.REVOKED
    if respondent["declined_at"] is not None:
        return Participation.DECLINED
    if respondent["finished_at"] is not None:
        return Participation.FINISHED
    if respondent["expires_at"] <= now:
        return Participation.EXPIRED
    if respondent["active_on"] is not None:
        return Participation.IN_PROGRESS
    return Participation.INVITED if respondent["started_at"] is None else Participation.OPENED
