"""The parts of the result document about several people, visitors, certainty and indices."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from assessment.domain.answers import AnswerSheet
from assessment.domain.calibration import Calibration
from assessment.domain.expectations import Link
from assessment.domain.questionnaire import RespondentRole
from assessment.domain.results import AssessmentResult, Surroundings, assess
from assessment.domain.visitor_gaps import Crosshair
from assessment.reports.archive import restore
from assessment.reports.exports import result_document
from assessment.reports.presenters import present
from assessment.storage.answers import AnswersFile, read_answers
from assessment.storage.catalogue import load_catalogue
from assessment.storage.documents import read_file
from assessment.storage.surveys import read_survey_file
from tests.builders import an_assessment, an_instrument
from tests.shipped import QUESTIONNAIRES

FOLDER = QUESTIONNAIRES / "digital-maturity"
PEERS = {"engaged": 0.58, "views": 0.45, "contacts": 0.22, "bookings": 0.10}
CALIBRATION = Calibration(40, 28.0, 0.7, Link(29.0, 0.67))
ROLES = (RespondentRole.MANAGEMENT, RespondentRole.STAFF, RespondentRole.STAFF)


@cache
def panel() -> AnswersFile:
    return read_answers(read_file(FOLDER / "sample-panel.yaml"), load_catalogue(QUESTIONNAIRES))


@cache
def whole() -> AssessmentResult:
    """The shipped sample with everything that may surround it."""
    found = panel()
    survey = read_survey_file(read_file(FOLDER / "sample-survey.yaml"), found.instrument.expectations).survey
    around = Surroundings(survey=survey, calibration=CALIBRATION, peers=Crosshair(62.0, 1.5), funnel_peers=PEERS)
    return assess(found.instrument, found.assessment, around)


def kept(result: AssessmentResult) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(result_document(result), allow_nan=False))
    return document


def answered(*levels: int) -> AssessmentResult:
    """Every practice answered at one level by each of as many people of the organisation."""
    instrument = an_instrument()
    codes = [item.id for item in instrument.questionnaire.indicators()]
    sheets = tuple(AnswerSheet(role, dict.fromkeys(codes, level)) for role, level in zip(ROLES, levels, strict=False))
    return assess(instrument, replace(an_assessment(), sheets=sheets))


def test_the_samples_use_every_part_of_the_document() -> None:
    document = kept(whole())
    assert document["overall"]["role_gaps"]
    assert document["visitors"]["segments"] == {} or document["visitors"]["attributes"]
    assert document["visitors"]["map"]["own"] is False
    assert [name for name, index in document["indices"].items() if index is None] == []
    assert document["calibration"]["organisations"] == 40


@pytest.mark.parametrize("language", ["fr", "en"])
def test_everything_is_presented_as_it_was_once_kept(language: str) -> None:
    result, instrument = whole(), panel().instrument
    restored = restore(kept(result), instrument, result.assessment)
    assert present(restored, instrument, language) == present(result, instrument, language)


def test_the_document_of_what_was_kept_is_the_same_document() -> None:
    result = whole()
    restored = restore(kept(result), panel().instrument, result.assessment)
    assert json.dumps(result_document(restored)) == json.dumps(result_document(result))


def test_what_visitors_said_and_the_indices_come_back_whole() -> None:
    result = whole()
    restored = restore(kept(result), panel().instrument, result.assessment)
    assert (restored.visitors, restored.indices) == (result.visitors, result.indices)
    assert (restored.calibration, restored.balance) == (result.calibration, result.balance)


def test_a_funnel_that_nobody_leaves_has_no_number_for_infinity_and_comes_back() -> None:
    found = panel()
    stages = dict.fromkeys(("visits", "engaged", "views", "contacts"), Decimal(100))
    funnel: dict[str, Decimal] = stages | {"bookings": Decimal(0)}
    assessment = replace(found.assessment, facts={**found.assessment.facts, "F_FUNNEL": funnel})
    result = assess(found.instrument, assessment, Surroundings(funnel_peers=PEERS))
    document = kept(result)
    assert document["indices"]["funnel"]["steps"]["bookings"]["leak"] is None
    assert restore(document, found.instrument, assessment).indices == result.indices


def test_groups_of_fewer_than_three_are_counted_and_not_shown() -> None:
    found = kept(answered(1, 4))["dimensions"]["INS"]
    assert found["agreement"] == {"respondents": 2, "r_wg": None, "band": None}
    for indicator in found["indicators"].values():
        assert (indicator["groups"], indicator["agreement"]) == ({}, None)
        assert indicator["answers"] == {"internal": 2}


def test_three_people_are_shown_together() -> None:
    indicator = kept(answered(1, 2, 2))["dimensions"]["INS"]["indicators"]["INS1"]
    assert indicator["groups"]["internal"] == pytest.approx(125 / 3)
    assert indicator["agreement"]["answers"] == 3


def test_nobodys_own_score_is_in_the_document() -> None:
    assert "personal" not in json.dumps(result_document(whole()))
