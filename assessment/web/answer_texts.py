"""Answers read back in words."""

from __future__ import annotations

from collections.abc import Mapping

from assessment.domain.nonresponse import NonResponse
from assessment.domain.questionnaire import Question, QuestionKind
from assessment.reports.formatting import Voice
from assessment.translation import translate
from assessment.web.fields import REASONS, unit_word


def answer_lines(question: Question, value: object, language: str) -> tuple[str, ...]:
    """The plain value of an answer in words, one line per part; none when it is unanswered."""
    if value is None:
        return ()
    if isinstance(value, str) and question.option(value) is None and value in REASONS:
        return (translate(REASONS[NonResponse(value)], language),)
    if question.kind is QuestionKind.LEVEL and isinstance(value, int):
        return (question.options[value].text.text(language),)
    if question.options:
        return tuple(_option(question, code, language) for code in (value if isinstance(value, list) else [value]))
    if isinstance(value, Mapping):
        return tuple(_parts(question, value, language))
    return (_amount(question, value, language),)


def _option(question: Question, code: object, language: str) -> str:
    option = question.option(str(code))
    return option.text.text(language) if option else str(code)


def _parts(question: Question, value: Mapping[str, object], language: str) -> list[str]:
    names = {part.code: part.text.text(language) for part in (*question.parts, *question.rows)}
    return [
        translate("%(name)s: %(value)s", language, name=names.get(code, code), value=_inside(question, item, language))
        for code, item in value.items()
    ]


def _inside(question: Question, item: object, language: str) -> str:
    return (
        ", ".join(_parts(question, item, language)) if isinstance(item, Mapping) else _amount(question, item, language)
    )


def _amount(question: Question, value: object, language: str) -> str:
    if not isinstance(value, int | float):
        return str(value)
    number = Voice(language).short(value, question.decimals)
    unit = unit_word(question, language)
    return f"{number}\u00a0{unit}" if unit else number
