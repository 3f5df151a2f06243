"""The result as one plain document."""

from __future__ import annotations

import json

from assessment.reports.exports import result_document
from tests.results import a_result


def test_the_document_is_json_and_keeps_every_number_unrounded() -> None:
    result = a_result()
    document = json.loads(json.dumps(result_document(result), allow_nan=False))
    assert document == result_document(result)
    assert document["overall"]["score"] == result.overall.score
    for item in result.dimensions:
        plain = document["dimensions"][item.score.dimension.id]
        assert plain["score"] == item.score.score
        assert plain["required"] == item.expectation.required


def test_what_has_no_value_is_null_and_never_zero() -> None:
    document = result_document(a_result())
    unknown = document["dimensions"]["COL"]
    assert unknown["state"] == "not_assessable"
    assert [unknown[key] for key in ("score", "gap", "surplus", "priority", "level")] == [None] * 5
    assert unknown["dont_know"] == 3
    practice = unknown["indicators"]["COL1"]
    assert practice["answer"] == "dont_know"
    assert [practice[key] for key in ("score", "gap", "priority")] == [None] * 3


def test_every_role_is_either_recommended_with_a_mode_or_only_considered() -> None:
    document = result_document(a_result())
    assert document["roles"]
    assert all(role["mode"] and role["reason"] for role in document["roles"])
    assert all(role["mode"] is None and role["reason"] is None for role in document["roles_considered"])
    assert sorted(role["id"] for role in (*document["roles"], *document["roles_considered"])) == ["R01", "R05", "R11"]


def test_each_action_names_the_answer_that_calls_for_it_and_the_next_level() -> None:
    result = a_result()
    for action in result_document(result)["actions"]:
        answer = result.assessment.sheet.answers[action["indicator"]]
        assert action["answer"] == answer
        assert action["step"] == int(str(answer)) + 1
