"""Reading back a result document of another time than the code or the questionnaire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from assessment.domain.actions import Action, ActionCatalogue
from assessment.domain.results import AssessmentResult
from assessment.reports.archive import restore
from assessment.reports.exports import result_document
from assessment.reports.presenters import present
from tests.builders import an_instrument
from tests.results import a_result

FIRST = frozenset(
    {"rules", "levels", "standings", "importance", "applicable", "weight", "triggers", "recommended", "present"}
)
METHOD = frozenset({"visitors", "calibration", "indices"})
OVERALL = frozenset({"uncertainty", "confidence", "balance", "agreement", "role_gaps"})
DIMENSION = frozenset({"uncertainty", "confidence", "agreement"})
INDICATOR = frozenset({"declared", "observed", "groups", "answers", "agreement"})
PEOPLE = OVERALL | DIMENSION | INDICATOR
"""Keys that came together."""
ADDED = FIRST | METHOD | PEOPLE
"""Keys that documents did not have from the start."""


def kept(result: AssessmentResult) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(result_document(result)))
    return document


def parts(document: dict[str, Any]) -> Iterator[tuple[dict[str, Any], set[str]]]:
    """Every part of a document with the keys that were added to it since the first version."""
    yield document, {"rules", "levels", "standings"} | METHOD
    yield document["overall"], set(OVERALL)
    for dimension in document["dimensions"].values():
        yield dimension, {"importance"} | DIMENSION
        for indicator in dimension["indicators"].values():
            yield indicator, {"applicable", "weight"} | INDICATOR
    for role in (*document["roles"], *document["roles_considered"]):
        yield role, {"triggers", "recommended", "present"}


def proposed(result: AssessmentResult) -> tuple[list[tuple[Action, float, str]], ...]:
    """The first and the later actions with what they close and the practice that calls for them."""
    return tuple(
        [(item.action, item.closes, item.indicator.id) for item in actions]
        for actions in (result.actions.first, result.actions.later)
    )


SINGLE = [frozenset({key}) for key in sorted(FIRST | METHOD)]


@pytest.mark.parametrize("missing", [ADDED, PEOPLE, *SINGLE], ids=lambda keys: "-".join(sorted(keys)))
def test_a_document_older_than_a_key_is_shown_all_the_same(missing: frozenset[str]) -> None:
    result, instrument = a_result(), an_instrument()
    document = kept(result)
    for part, added in parts(document):
        for key in added & missing:
            del part[key]
    restored = restore(document, instrument, result.assessment)
    assert present(restored, instrument, "fr") == present(result, instrument, "fr")


def test_a_key_that_this_version_does_not_know_is_left_aside() -> None:
    result, instrument = a_result(), an_instrument()
    document = kept(result) | {"later": {"score": 1}}
    for part, _ in parts(document):
        part["later"] = 1
    assert present(restore(document, instrument, result.assessment), instrument, "en") == present(
        result, instrument, "en"
    )


def test_the_version_and_hash_shown_are_those_of_the_document() -> None:
    result, instrument = a_result(), an_instrument()
    edited = replace(instrument, questionnaire=replace(instrument.questionnaire, hash="e" * 64))
    view = present(restore(kept(result), edited, result.assessment), edited, "en")
    assert view.questionnaire.hash == instrument.questionnaire.hash


def test_an_action_that_the_instrument_no_longer_has_is_left_out_and_the_rest_stays() -> None:
    result, instrument = a_result(), an_instrument()
    gone = result.actions.first[0].action
    left = tuple(action for action in instrument.actions.actions if action != gone)
    restored = restore(kept(result), replace(instrument, actions=ActionCatalogue(left)), result.assessment)
    assert proposed(restored)[0] == proposed(result)[0][1:]


def test_the_cost_of_an_action_stays_when_its_price_changes() -> None:
    result, instrument = a_result(), an_instrument()
    dearer = ActionCatalogue(tuple(replace(action, once=action.once * 3) for action in instrument.actions.actions))
    restored = restore(kept(result), replace(instrument, actions=dearer), result.assessment)
    assert proposed(restored) == proposed(result)
