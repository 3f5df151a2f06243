"""Assessments made of ready answers, for a demonstration."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.domain.answers import Assessment
from assessment.domain.entries import plain_from_answer
from assessment.domain.questionnaire import Questionnaire
from assessment.services.assessments import Started, save_answers, save_profile, start


def keep_sample(
    session: Session, sample: Assessment, questionnaire: Questionnaire, *, language: str, now: datetime
) -> Started:
    """Keep ready answers as a draft that can be opened by its link, as if somebody had typed them."""
    started = start(session, questionnaire=questionnaire, form=sample.form, language=language, now=now)
    save_profile(session, started.id, sample.organisation, now)
    given = {**sample.facts, **sample.sheet.answers}
    save_answers(session, started.id, {code: plain_from_answer(answer) for code, answer in given.items()}, now)
    return started


def begun(sample: Assessment, questionnaire: Questionnaire, dimensions: int = 2) -> Assessment:
    """The sample as it was when only its first dimensions were answered."""
    first = questionnaire.dimensions[:dimensions]
    codes = {question.code for dimension in first for item in dimension.indicators for question in item.questions}
    kept = {code: answer for code, answer in sample.sheet.answers.items() if code in codes}
    return replace(sample, sheets=(replace(sample.sheet, answers=kept),), facts={})
