"""A survey that is kept, or written as a table, is read back as it was."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.kept_surveys import plain_survey, survey_from
from assessment.domain.parsing_survey import Asked, asked_of
from assessment.domain.surveys import FLAGS, MOMENTS, Rating, Survey, VisitorAnswer
from assessment.services.survey_tables import columns_of, table_document
from assessment.storage.surveys import read_survey_document
from tests.shipped import shipped_instrument

ASKED: Asked = asked_of(shipped_instrument().expectations)
marks = st.none() | st.integers(0, 20).map(lambda half: half / 2)
ratings = st.builds(Rating, marks, marks, marks).filter(lambda rating: rating != Rating())
answers = st.builds(
    VisitorAnswer,
    moment=st.none() | st.sampled_from(MOMENTS),
    flags=st.frozensets(st.sampled_from(FLAGS)),
    ratings=st.dictionaries(st.sampled_from(ASKED.attributes), ratings, max_size=4),
    outcome=st.sampled_from([None, 0.0, 0.5, 1.0]),
    top=st.lists(st.sampled_from(ASKED.attributes), unique=True, max_size=3).map(tuple),
)
shares = st.sampled_from([{}, {"S1": 0.25, "S2": 0.75}])
surveys = st.builds(Survey, st.lists(answers, min_size=1, max_size=8).map(tuple), shares)


def cell(answer: VisitorAnswer, column: str) -> str:
    """What a spreadsheet holds of an answer."""
    if column == "moment":
        return answer.moment or ""
    if column in ("flags", "top3"):
        return " ".join(sorted(answer.flags) if column == "flags" else answer.top)
    if column == "outcome":
        return "" if answer.outcome is None else str(answer.outcome)
    attribute, _, kind = column.rpartition("_")
    rating = answer.ratings.get(attribute, Rating())
    mark = {"E": rating.expected, "P": rating.perceived, "adequate": rating.adequate}[kind]
    return "" if mark is None else str(mark).replace(".", ",")


@given(surveys)
def test_a_kept_survey_is_read_back_as_it_was(survey: Survey) -> None:
    assert survey_from(json.loads(json.dumps(plain_survey(survey)))) == survey


@given(surveys)
def test_a_table_holds_the_answers_of_everybody_who_answered_anything(survey: Survey) -> None:
    rows = [
        list(columns_of(ASKED)),
        *([cell(answer, column) for column in columns_of(ASKED)] for answer in survey.answers),
    ]
    answered = tuple(answer for answer, row in zip(survey.answers, rows[1:], strict=True) if any(row))
    if answered:
        found = read_survey_document(table_document(rows, "survey", ASKED), ASKED)
        assert found.survey.answers == answered
        assert found.warnings == ()
