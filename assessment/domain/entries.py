"""One answer as a plain value (in a file, on a page, in the database) <-> one answer checked against its question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from math import isfinite
from typing import TypeVar

from assessment.domain.answers import Answer, Numbers
from assessment.domain.problems import ProblemsFound
from assessment.domain.questionnaire import LEVELS, NonResponse, Question, QuestionKind
from assessment.domain.reading import LARGEST, LONGEST_TEXT, Reader, shown, suggestion

Item = TypeVar("Item")

REASONS = frozenset(reason.value for reason in NonResponse)
"""The words that say why there is no answer."""


def entry_from_plain(question: Question, value: object) -> Answer:
    """The answer that a plain value stands for; None gives `UNANSWERED`.

    Raises ProblemsFound with everything that is wrong; paths count from the value itself.
    """
    reader = Reader(value)
    answer = read_entry(question, reader)
    if reader.problems:
        raise ProblemsFound(tuple(reader.problems))
    return answer


def read_entry(question: Question, reader: Reader) -> Answer:
    """The answer at `reader`. What is wrong is noted there, and the answer is then a stand-in."""
    if not reader.given:
        return NonResponse.UNANSWERED
    if isinstance(reader.value, str) and reader.value in REASONS and question.option(reader.value) is None:
        return _nonresponse(question, reader, NonResponse(reader.value))
    return _READERS[question.kind](question, reader)


def plain_from_answer(answer: Answer) -> object:
    """The plain value, fit for JSON, that `entry_from_plain` reads back as the same answer."""
    if isinstance(answer, NonResponse):
        return None if answer is NonResponse.UNANSWERED else answer.value
    if isinstance(answer, Decimal):
        return int(answer) if answer == answer.to_integral_value() else float(answer)
    if isinstance(answer, tuple):
        return list(answer)
    if isinstance(answer, Mapping):
        return {code: plain_from_answer(item) for code, item in answer.items()}
    return answer


def possible(question: Question) -> tuple[str, ...]:
    """Everything one may write as the answer to a question with options, reasons for having none included."""
    options = LEVELS if question.kind is QuestionKind.LEVEL else [option.code for option in question.options]
    return (*map(str, options), *(reason for reason in NonResponse if reason in question.nonresponse))


def _nonresponse(question: Question, reader: Reader, reason: NonResponse) -> NonResponse:
    if reason not in question.nonresponse:
        concerns = question.kind is QuestionKind.LEVEL and reason is NonResponse.NOT_APPLICABLE
        reader.report("not-applicable-here" if concerns else "nonresponse-not-allowed", value=reason.value)
    return reason


def _level(question: Question, reader: Reader) -> Answer:
    value = reader.value
    if isinstance(value, int) and not isinstance(value, bool) and value in LEVELS:
        return value
    known = possible(question)
    near = suggestion(value, known) if isinstance(value, str) else {}
    reader.report("not-a-level", value=shown(value), known=", ".join(known), **near)
    return NonResponse.UNANSWERED


def _single(question: Question, reader: Reader) -> Answer:
    return reader.one_of(possible(question), "unknown-option")


def _multi(question: Question, reader: Reader) -> Answer:
    codes = [option.code for option in question.options]
    chosen = tuple(dict.fromkeys(item.one_of(codes, "unknown-option") for item in reader.items()))
    alone = next((option.code for option in question.options if option.exclusive and option.code in chosen), None)
    if alone and len(chosen) > 1:
        reader.report("exclusive-option", value=alone)
    return chosen


def _number(question: Question, reader: Reader) -> Decimal:
    if isinstance(reader.value, float) and isfinite(reader.value):
        reader = Reader(Decimal(str(reader.value)), reader.path, reader.problems)
    value = reader.number(
        -LARGEST if question.minimum is None else question.minimum,
        LARGEST if question.maximum is None else question.maximum,
    )
    if round(value, question.decimals) != value:
        reader.report("too-many-decimals", value=value, decimals=question.decimals)
    return value


def _numbers(question: Question, reader: Reader) -> Numbers | NonResponse:
    """Numbers by part; a part without a value is left out, and no part at all is no answer."""
    before = len(reader.problems)
    found = _by_code(question, reader, [part.code for part in question.parts], _number)
    whole = bool(found) and len(reader.problems) == before
    if whole and question.total is not None and sum(found.values()) != question.total:
        reader.report("wrong-total", value=sum(found.values()), total=question.total)
    return found or NonResponse.UNANSWERED


def _matrix(question: Question, reader: Reader) -> Answer:
    if not question.rows:
        return _numbers(question, reader)
    rows = _by_code(question, reader, [row.code for row in question.rows], _numbers)
    filled = {code: row for code, row in rows.items() if not isinstance(row, NonResponse)}
    return filled or NonResponse.UNANSWERED


def _by_code(
    question: Question, reader: Reader, codes: list[str], read: Callable[[Question, Reader], Item]
) -> dict[str, Item]:
    given = reader.mapping(optional=codes)
    return {code: read(question, item) for code, item in given.entries() if code in codes}


def _text(question: Question, reader: Reader) -> Answer:
    return reader.text(question.max_length or LONGEST_TEXT)


def _date(_: Question, reader: Reader) -> Answer:
    found = reader.date()
    return found.isoformat() if found else NonResponse.UNANSWERED


def _not_answered(question: Question, reader: Reader) -> Answer:
    reader.report("not-a-question", question=question.code)
    return NonResponse.UNANSWERED


_READERS: Mapping[QuestionKind, Callable[[Question, Reader], Answer]] = {
    QuestionKind.LEVEL: _level,
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTI: _multi,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.NUMBER: _number,
    QuestionKind.ALLOCATION: _numbers,
    QuestionKind.TEXT: _text,
    QuestionKind.LONGTEXT: _text,
    QuestionKind.EVIDENCE: _text,
    QuestionKind.DATE: _date,
    QuestionKind.CALCULATED: _not_answered,
    QuestionKind.NOTE: _not_answered,
}
