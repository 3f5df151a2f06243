"""What was submitted, read back as it was frozen."""

from __future__ import annotations

from dataclasses import replace

from assessment.domain.answers import Assessment
from assessment.domain.questionnaire import Questionnaire, RespondentRole
from assessment.domain.results import AssessmentResult, Instrument
from assessment.reports.archive import restore
from assessment.services.assessments import Draft, OwnSheet, organisation_from, to_assessment, with_others


def kept_result(draft: Draft, instrument: Instrument) -> AssessmentResult:
    """The result as it was kept at submission: it never changes when the engine does.

    `instrument` is of the version it was made with. Raises ValueError when the draft was not submitted.
    """
    if draft.result is None:
        raise ValueError("not submitted yet")
    return restore(draft.result, instrument, _as_submitted(draft, instrument.questionnaire))


def _as_submitted(draft: Draft, questionnaire: Questionnaire) -> Assessment:
    frozen = draft.submitted_answers or {}
    sheets = frozen.get("sheets")
    if sheets is None:  # from before several people could answer
        return to_assessment(replace(draft, values={**frozen["answers"], **frozen["facts"]}), questionnaire)
    described = replace(draft, values=frozen["facts"], organisation=organisation_from(frozen["organisation"]))
    others = tuple(OwnSheet(RespondentRole(sheet["role"]), sheet["answers"]) for sheet in sheets)
    return with_others(to_assessment(described, questionnaire), questionnaire, others)
