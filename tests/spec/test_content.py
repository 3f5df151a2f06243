"""The shipped content is that of the method: its counts, its tables, its languages and its typography."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessment.domain.expectations import expectations, standings
from assessment.domain.nonresponse import NonResponse
from assessment.domain.questionnaire import Applicability, Question, QuestionKind, RespondentRole
from assessment.domain.results import Instrument
from tests.shipped import QUESTIONNAIRES, shipped_instrument

FOLDER = QUESTIONNAIRES / "digital-maturity"
DIMENSIONS = ("CAP", "CLI", "INS", "REL", "DON", "PRO", "EQU", "COL", "RES")
CUSTOMER_FACING = ("CLI", "INS", "REL", "DON", "RES")
INDICATORS = {"CAP": 7, "CLI": 5, "INS": 5, "REL": 5, "DON": 5, "PRO": 6, "EQU": 5, "COL": 5, "RES": 6}
ROLES = tuple(f"R{number:02}" for number in range(1, 17))
HEAVIER = {"CAP2", "CAP3", "CLI1", "INS2", "REL3", "DON1", "PRO1", "EQU3", "COL2", "RES1"}
WEIGHTS = {
    "OT": (10, 13, 13, 13, 11, 12, 12, 6, 10),
    "CDT": (11, 11, 13, 11, 13, 12, 12, 8, 9),
    "CRT": (12, 11, 15, 9, 12, 12, 11, 9, 9),
    "COM": (13, 12, 8, 9, 10, 14, 13, 8, 13),
    "EPCI": (13, 12, 8, 9, 10, 14, 13, 8, 13),
    "DEP": (14, 10, 8, 7, 11, 14, 13, 10, 13),
    "REG": (14, 10, 8, 7, 11, 14, 13, 10, 13),
    "NET": (12, 9, 6, 5, 11, 15, 17, 17, 8),
}
OPTIONAL = {
    "OT": set(),
    "CDT": {"REL2"},
    "CRT": {"REL2", "REL4"},
    "COM": {"REL1", "REL3", "REL5", "DON3", "INS2"},
    "EPCI": {"REL2", "REL5"},
    "DEP": {"REL4", "REL5"},
    "REG": {"REL4", "REL5"},
    "NET": {"INS3", "REL5", "DON3"},
}
NOT_ASKED = {"COM": {"REL2"}, "DEP": {"REL2", "DON3"}, "REG": {"REL2", "DON3"}, "NET": {"REL1", "REL2"}}
MIXES = {
    "OT": (20, 35, 30, 10, 5),
    "CDT": (30, 40, 15, 10, 5),
    "CRT": (40, 35, 10, 5, 10),
    "COM": (10, 20, 30, 35, 5),
    "EPCI": (10, 20, 30, 35, 5),
}
PROFILES = {
    "all": (80.1, 57.7, 80.3, 58.5, 76.7, 50.6, 82.5, 60.4, 83.7, 63.4, 80.6, 58.4, 80.2, 57.6, 80.1, 57.8, 77.0, 55.5),
    "S1": (80.7, 58.0, 80.7, 58.6, 84.7, 56.8, 78.9, 57.8, 81.9, 61.6, 80.5, 58.2, 81.2, 58.3, 80.6, 58.0, 77.0, 55.5),
    "S2": (81.8, 59.0, 81.4, 59.3, 77.2, 50.9, 86.4, 63.4, 85.8, 65.0, 82.5, 59.9, 81.8, 58.8, 81.8, 59.1, 77.0, 55.5),
    "S3": (81.5, 58.8, 85.1, 62.3, 71.3, 46.4, 84.8, 62.3, 87.1, 66.1, 82.3, 59.8, 81.3, 58.5, 81.2, 58.7, 77.9, 56.3),
    "S4": (79.5, 57.2, 80.7, 58.9, 73.6, 48.3, 80.1, 58.7, 85.6, 64.8, 80.1, 58.0, 79.5, 57.1, 79.6, 57.3, 78.2, 56.2),
    "S5": (82.3, 59.5, 81.0, 59.1, 79.6, 53.1, 83.8, 61.6, 84.5, 64.0, 82.7, 60.2, 82.1, 59.2, 82.6, 59.8, 83.2, 60.6),
    "S6": (83.2, 60.2, 83.4, 60.8, 80.1, 53.5, 83.8, 61.4, 86.3, 65.5, 83.6, 60.8, 83.2, 60.0, 83.3, 60.4, 83.0, 60.3),
}
"""Desired and adequate expectation by dimension, in the order of DIMENSIONS (dossier 2.4)."""
LOADED = "45-64 48-68 40-54 37-51 38-53 43-60 48-65 40-54 43-60 45-65 54-78 54-78 45-62 68-99 48-68 48-68"
"""Loaded yearly costs of R01 to R16 in k€ (dossier 5.4)."""
FACTS = {
    "team": ("F_STAFF", "F_DIG", "F_SHARED", "F_OUT", "F_PROJ", "F_MEMBERS"),
    "offer": ("F_TYPE", "F_PROV", "F_AUTO", "F_BOOKABLE", "F_SUPPORT", "F_NIGHTS", "F_CRM", "F_DIRECT"),
    "site": ("F_AMB", "F_PRODUCTS", "F_LANG", "F_SOCIAL", "F_CONTENT", "F_FUNNEL", "F_AUD", "F_AUDOBS"),
    "money": ("F_BUDGET", "F_DIGB", "F_FREE"),
    "sourcing": ("F_FREED", "F_NEIGHBOURS", "F_COLLEAGUES", "F_ONE_OFF"),
}
REGIONS = "01 02 03 04 06 11 24 27 28 32 44 52 53 75 76 84 93 94"


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return shipped_instrument()


def fact(instrument: Instrument, code: str) -> Question:
    return instrument.questionnaire.question_by_code[code]


def parts(instrument: Instrument, code: str) -> tuple[str, ...]:
    return tuple(part.code for part in fact(instrument, code).parts)


def texts(tree: Any) -> Iterator[dict[str, str]]:
    """Every text of a plain tree: the mappings that hold a French version."""
    if isinstance(tree, dict):
        if "fr" in tree:
            yield tree
        for value in tree.values():
            yield from texts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from texts(value)


def every_text() -> list[tuple[str, dict[str, str]]]:
    files: list[Path] = sorted(FOLDER.glob("*.yaml"))
    return [(file.name, text) for file in files for text in texts(yaml.safe_load(file.read_text("utf-8")))]


def test_it_has_nine_dimensions_and_forty_nine_indicators(instrument: Instrument) -> None:
    found = {item.id: len(item.indicators) for item in instrument.questionnaire.dimensions}
    assert tuple(found) == DIMENSIONS
    assert found == INDICATORS
    assert sum(found.values()) == 49


def test_five_dimensions_face_the_customer(instrument: Instrument) -> None:
    facing = tuple(item.id for item in instrument.questionnaire.dimensions if item.customer_facing)
    assert facing == CUSTOMER_FACING


def test_indicators_are_numbered_within_their_dimension(instrument: Instrument) -> None:
    expected = [f"{dimension}{number}" for dimension in DIMENSIONS for number in range(1, INDICATORS[dimension] + 1)]
    assert [indicator.id for indicator in instrument.questionnaire.indicators()] == expected


def test_the_express_form_takes_two_indicators_of_each_dimension(instrument: Instrument) -> None:
    for dimension in instrument.questionnaire.dimensions:
        assert sum(indicator.express for indicator in dimension.indicators) == 2, dimension.id


def test_every_indicator_asks_one_question_under_its_own_code_with_five_different_anchors(
    instrument: Instrument,
) -> None:
    for indicator in instrument.questionnaire.indicators():
        assert [question.code for question in indicator.questions] == [indicator.id]
        assert indicator.question.kind is QuestionKind.LEVEL
        assert indicator.question.nonresponse == {NonResponse.DONT_KNOW}
        for language in ("fr", "en"):
            assert len({indicator.anchor(level).text(language) for level in range(5)}) == 5, indicator.id


def test_ten_key_indicators_weigh_one_and_a_half_and_the_others_one(instrument: Instrument) -> None:
    weights = {indicator.id: indicator.weight for indicator in instrument.questionnaire.indicators()}
    assert {code for code, weight in weights.items() if weight == 1.5} == HEAVIER
    assert set(weights.values()) == {1, 1.5}


def test_projects_and_six_other_indicators_are_for_staff_and_management_alone(instrument: Instrument) -> None:
    internal = {item.id for item in instrument.questionnaire.indicators() if item.internal_only}
    projects = {f"PRO{number}" for number in range(1, 7)}
    assert internal == projects | {"DON5", "RES3", "EQU1", "EQU2", "EQU3", "EQU4"}


def test_every_dimension_and_indicator_says_where_it_comes_from(instrument: Instrument) -> None:
    for dimension in instrument.questionnaire.dimensions:
        assert {item.framework for item in dimension.competences} == {"digcomp", "ecf", "esco", "rome"}, dimension.id
        origins = [dimension.seed, *(indicator.seed for indicator in dimension.indicators)]
        assert all(origins), dimension.id
        assert all(re.fullmatch(r"I(0[1-9]|1[0-6])", code) for codes in origins for code in codes), dimension.id
        assert all(indicator.evidence for indicator in dimension.indicators), dimension.id


def test_esco_skills_are_cited_by_their_identifier(instrument: Instrument) -> None:
    cited = [item for part in instrument.questionnaire.dimensions for item in part.competences]
    skills = [item for item in cited if item.framework == "esco"]
    assert len(skills) == 60
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", item.code) and item.label for item in skills)


def test_five_levels_start_at_twenty_point_steps(instrument: Instrument) -> None:
    levels = instrument.questionnaire.levels
    assert [(level.number, level.lower) for level in levels] == [(1, 0), (2, 20), (3, 40), (4, 60), (5, 80)]
    assert [level.name.text("en") for level in levels] == ["Scattered", "Started", "Structured", "Steered", "Leading"]


@pytest.mark.parametrize("kind", WEIGHTS)
def test_base_weights_are_those_of_the_method_and_sum_to_a_hundred(instrument: Instrument, kind: str) -> None:
    weights = instrument.questionnaire.type_by_id[kind].weights
    assert tuple(weights[dimension] for dimension in DIMENSIONS) == WEIGHTS[kind]
    assert sum(weights.values()) == 100


@pytest.mark.parametrize("kind", WEIGHTS)
def test_indicators_that_may_not_concern_a_type_are_those_of_the_method(instrument: Instrument, kind: str) -> None:
    found = instrument.questionnaire.type_by_id[kind].applicability
    assert {code for code, concern in found.items() if concern is Applicability.OPTIONAL} == OPTIONAL[kind]
    not_asked = {code for code, concern in found.items() if concern is Applicability.NOT_BY_DEFAULT}
    assert not_asked == NOT_ASKED.get(kind, set())


@pytest.mark.parametrize("kind", WEIGHTS)
def test_visitor_mixes_are_given_only_where_the_method_has_one(instrument: Instrument, kind: str) -> None:
    mix = instrument.questionnaire.type_by_id[kind].visitor_mix
    expected = zip(("S1", "S2", "S3", "S4", "S5"), MIXES.get(kind, ()), strict=False)
    assert mix == pytest.approx({segment: percent / 100 for segment, percent in expected})


def test_ten_mirror_statements_point_at_indicators(instrument: Instrument) -> None:
    mirror = instrument.questionnaire.mirror
    assert [item.question.code for item in mirror] == [f"M{number}" for number in range(1, 11)]
    assert " ".join(item.indicator for item in mirror) == "CAP1 CAP2 INS3 CLI1 REL1 REL4 DON1 COL4 REL3 CAP7"
    for_one = {item.question.code: next(iter(item.roles)) for item in mirror if len(item.roles) == 1}
    providers, elected = RespondentRole.PROVIDER, RespondentRole.ELECTED
    assert for_one == {"M5": providers, "M6": providers, "M9": elected, "M10": elected}


def test_the_facts_are_those_that_the_method_and_the_sizing_rules_read(instrument: Instrument) -> None:
    groups = instrument.questionnaire.facts
    assert {group.id: tuple(question.code for question in group.questions) for group in groups} == FACTS
    for code in ("F_DIG", "F_SHARED", "F_OUT"):
        assert parts(instrument, code) == ROLES
    for code in ("F_NEIGHBOURS", "F_COLLEAGUES", "F_ONE_OFF"):
        assert tuple(option.code for option in fact(instrument, code).options) == ROLES
    assert parts(instrument, "F_PROJ") == ("small", "medium", "large")
    assert parts(instrument, "F_FUNNEL") == ("visits", "engaged", "views", "contacts", "bookings")
    assert parts(instrument, "F_DIGB") == ("content", "reach", "directory", "connection", "run", "skills", "listening")
    assert fact(instrument, "F_AUD").total == fact(instrument, "F_AUDOBS").total == 100


def test_facts_of_the_profile_are_not_asked_again(instrument: Instrument) -> None:
    profile = {item.code: item.profile for item in instrument.questionnaire.fact_questions() if item.profile}
    assert profile == {"F_STAFF": "staff", "F_TYPE": "territory", "F_AMB": "ambition"}


def test_facts_have_a_default_only_where_the_method_documents_one(instrument: Instrument) -> None:
    questions = instrument.questionnaire.fact_questions()
    assert {item.code: item.default for item in questions if item.default is not None} == {"F_AUTO": 0, "F_LANG": 1}
    defaults = {kind.id: dict(kind.defaults) for kind in instrument.questionnaire.organisation_types if kind.defaults}
    assert defaults == {"OT": {"F_SUPPORT": 25}, "CDT": {"F_SUPPORT": 5}}


def test_every_observed_metric_belongs_to_an_indicator(instrument: Instrument) -> None:
    observed = {item.observed for item in instrument.questionnaire.indicators() if item.observed}
    assert {metric.id for metric in instrument.questionnaire.metrics} == observed
    assert len(observed) == 9


def test_both_matrices_share_out_a_whole(instrument: Instrument) -> None:
    model = instrument.expectations
    assert [item.id for item in model.attributes] == [f"Q{number}" for number in range(1, 11)]
    assert tuple(model.internal) == ("CAP", "PRO", "EQU", "COL")
    rows = [item.dimensions for item in model.attributes] + list(model.internal.values())
    for row in rows:
        assert sum(row.values()) == pytest.approx(1)
        assert set(row) <= set(CUSTOMER_FACING)


@pytest.mark.parametrize("segment", PROFILES)
def test_expectations_give_the_profiles_printed_in_the_method(instrument: Instrument, segment: str) -> None:
    mix = {} if segment == "all" else {segment: 1.0}
    found = expectations(instrument.expectations, standings(instrument.expectations, mix))
    values = [value for dimension in DIMENSIONS for value in (found[dimension].expected, found[dimension].adequate)]
    assert values == pytest.approx(PROFILES[segment], abs=0.05)


def test_a_mix_is_made_of_five_segments_and_specific_needs_stand_apart(instrument: Instrument) -> None:
    found = {segment.id: segment.flag for segment in instrument.expectations.segments}
    assert found == {"S1": False, "S2": False, "S3": False, "S4": False, "S5": False, "S6": True}


def test_sixteen_roles_are_called_for_by_indicators_that_exist(instrument: Instrument) -> None:
    indicators = instrument.questionnaire.indicator_by_id
    roles = instrument.roles.roles
    assert tuple(role.id for role in roles) == ROLES
    assert all(len(role.triggers) >= 2 and set(role.triggers) <= set(indicators) for role in roles)
    assert instrument.roles.rules.decided_axes in indicators


def test_roles_carry_the_marks_of_the_method(instrument: Instrument) -> None:
    roles = instrument.roles.roles
    axes = {role.id: role.axis for role in roles if role.axis}
    assert axes == {"R03": "inspire", "R04": "inspire", "R06": "connect", "R08": "connect"}
    assert {role.id for role in roles if role.shared} == {"R11", "R12", "R13", "R16"}
    assert {role.id for role in roles if role.owned} == {"R01", "R02"}
    assert {role.id for role in roles if role.network_only} == {"R15", "R16"}


def test_role_costs_are_those_of_the_method(instrument: Instrument) -> None:
    assert " ".join(f"{role.loaded.low:g}-{role.loaded.high:g}" for role in instrument.roles.roles) == LOADED
    assert all(0 < role.gross.low < role.gross.high < role.loaded.high for role in instrument.roles.roles)


def test_thirty_three_actions_lift_indicators_that_exist(instrument: Instrument) -> None:
    actions = instrument.actions.actions
    assert sorted(action.id for action in actions) == [f"A{number:02}" for number in range(1, 34)]
    for action in actions:
        assert set(action.lift) <= set(instrument.questionnaire.indicator_by_id), action.id
        assert all(0 < lift <= 4 for lift in action.lift.values()), action.id


def test_an_action_stands_below_those_it_requires(instrument: Instrument) -> None:
    order = [action.id for action in instrument.actions.actions]
    for action in instrument.actions.actions:
        assert all(order.index(first) < order.index(action.id) for first in action.requires), action.id


def test_eighteen_regions_have_codes_of_their_own(instrument: Instrument) -> None:
    regions = instrument.regions
    assert " ".join(sorted(region.insee for region in regions)) == REGIONS
    assert len({region.iso for region in regions}) == len({region.name for region in regions}) == 18
    assert len({code for region in regions for code in region.nuts2}) == 27


def test_every_text_is_in_french_and_in_english() -> None:
    assert [text for _, text in every_text() if not (text["fr"].strip() and text.get("en", "").strip())] == []


def test_french_texts_have_no_plain_space_before_high_punctuation_nor_inside_guillemets() -> None:
    wrong = re.compile(r"[ \u202f][;:!?%»€]|«[^\u00a0]|[^\u00a0]»|[^\s\u00a0\d][;!?]")
    assert [(file, text["fr"]) for file, text in every_text() if wrong.search(text["fr"])] == []


def test_texts_have_typographic_apostrophes() -> None:
    assert [(file, text) for file, text in every_text() if "'" in text["fr"] + text["en"]] == []


def test_the_sample_is_whole_and_says_that_it_is_fictional() -> None:
    sample = yaml.safe_load((FOLDER / "sample-answers.yaml").read_text("utf-8"))
    name = sample["organisation"]["name"]
    assert "fictive" in name
    assert "fictional" in name
    assert len(sample["sheets"][0]["answers"]) == 49
    elsewhere = {"F_STAFF", "F_TYPE", "F_AMB", "F_MEMBERS"}
    assert set(sample["facts"]) == {code for group in FACTS.values() for code in group} - elsewhere
