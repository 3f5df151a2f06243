"""Plain trees to an instrument: everything is read, every problem is said at once, nothing breaks the reader."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields
from decimal import Decimal
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.answers import Answer, Assessment, Organisation
from assessment.domain.nonresponse import NonResponse
from assessment.domain.parsing import PARTS, parse_instrument
from assessment.domain.parsing_roles import COEFFICIENTS, DIVISORS, RULE_KEYS
from assessment.domain.problems import has_errors
from assessment.domain.questionnaire import Applicability, QuestionKind, RespondentRole, ScoringRules
from assessment.domain.results import Instrument
from assessment.domain.role_catalogue import Range, RoleRules
from assessment.domain.sizing import RULES, Drivers
from tests.minimal import TREES, codes, parse_changed, parse_yaml
from tests.shipped import shipped_instrument


@pytest.fixture(scope="module")
def minimal() -> Instrument:
    instrument, problems = parse_changed({})
    assert problems == ()
    assert instrument
    return instrument


def parsed(changes: str) -> Instrument:
    instrument, problems = parse_yaml(changes)
    assert problems == ()
    assert instrument
    return instrument


def test_the_minimal_questionnaire_has_what_its_file_says(minimal: Instrument) -> None:
    questionnaire = minimal.questionnaire
    assert questionnaire.reference == "minimal@1.0.0"
    assert questionnaire.languages == ("fr", "en")
    assert questionnaire.published
    assert [level.lower for level in questionnaire.levels] == [0, 50]
    assert list(questionnaire.indicator_by_id) == ["FRONT1", "BACK1"]
    assert questionnaire.indicator_by_id["FRONT1"].anchor(3).text("en") == "Three"
    assert questionnaire.rules == ScoringRules()
    assert questionnaire.metrics[0].points == ((0, 0), (1, 100))


def test_an_indicator_concerns_everybody_unless_its_type_says_otherwise(minimal: Instrument) -> None:
    network = minimal.questionnaire.type_by_id["NET"]
    assert network.concerns("BACK1") is Applicability.OPTIONAL
    assert network.concerns("FRONT1") is Applicability.ALWAYS


def test_a_mirror_statement_is_a_level_question_on_the_mirror_scale(minimal: Instrument) -> None:
    (statement,) = minimal.questionnaire.mirror
    assert statement.question.kind is QuestionKind.LEVEL
    assert [option.text.text("en") for option in statement.question.options] == [
        "No",
        "A little",
        "Half",
        "Rather",
        "Yes",
    ]
    assert statement.question.nonresponse == {NonResponse.DONT_KNOW}
    assert statement.roles == {RespondentRole.ELECTED}
    assert statement.indicator == "FRONT1"


def test_a_fact_keeps_its_condition_bounds_and_default(minimal: Instrument) -> None:
    people, tools = minimal.questionnaire.fact_questions()
    assert (people.minimum, people.default) == (Decimal(0), Decimal(1))
    assert tools.when
    assert tools.when.holds({"F_PEOPLE": Decimal(2)})
    assert [option.exclusive for option in tools.options] == [False, True]


def test_a_check_may_look_at_its_own_question() -> None:
    instrument = parsed(
        """
questionnaire:
  facts:
  - id: team
    title: {fr: "Équipe", en: "Team"}
    intro: {fr: "Des nombres.", en: "Numbers."}
    questions:
    - code: F_PEOPLE
      kind: number
      text: {fr: "Combien ?", en: "How many?"}
      checks: [{code: MANY, severity: warn, assert: "not (F_PEOPLE > 100)", message: {fr: "Tant ?", en: "So many?"}}]
"""
    )
    (question,) = instrument.questionnaire.fact_questions()
    assert not question.checks[0].assert_.holds({"F_PEOPLE": Decimal(101)})


def test_a_mix_in_percent_becomes_shares() -> None:
    instrument = parsed(
        """
expectations:
  segments: [{id: S1, title: {fr: "Un", en: "One"}}, {id: S2, title: {fr: "Deux", en: "Two"}}]
questionnaire:
  organisation_types:
  - id: OT
    title: {fr: "Office", en: "Office"}
    weights: {FRONT: 60, BACK: 40}
    visitor_mix: {S1: 25, S2: 75}
    defaults: {F_PEOPLE: 3}
"""
    )
    kind = instrument.questionnaire.type_by_id["OT"]
    assert kind.visitor_mix == {"S1": 0.25, "S2": 0.75}
    assert kind.defaults == {"F_PEOPLE": 3}


def test_competences_of_every_framework_are_read() -> None:
    tree = deepcopy(TREES["questionnaire"]["dimensions"])
    tree[0]["competences"] = {
        "esco": [{"id": "aaa", "label": "welcome guests"}],
        "rome": ["G1105"],
        "digcomp": ["5.2"],
        "ecf": [{"code": "A.1", "levels": "3-4"}],
    }
    instrument, problems = parse_changed({"questionnaire": {"dimensions": tree}})
    assert problems == ()
    assert instrument
    found = instrument.questionnaire.dimensions[0].competences
    assert [(item.framework, item.code, item.label, item.levels) for item in found] == [
        ("esco", "aaa", "welcome guests", ""),
        ("rome", "G1105", "", ""),
        ("digcomp", "5.2", "", ""),
        ("ecf", "A.1", "", "3-4"),
    ]


def test_the_tables_beside_the_questionnaire_are_read(minimal: Instrument) -> None:
    (attribute,) = minimal.expectations.attributes
    assert attribute.shifts["S1"].desired == 5
    assert minimal.expectations.internal == {"BACK": {"FRONT": 1}}
    assert minimal.roles.rules == RoleRules(decided_axes="FRONT1")
    assert minimal.roles.rules.content_by_size[-1] == (inf, 200)
    assert minimal.roles.roles[0].loaded == Range(45, 64)
    assert minimal.actions.actions[1].requires == ("A1",)
    assert minimal.regions[0].insee == "11"


def test_the_shipped_rules_are_those_of_the_method() -> None:
    assert shipped_instrument().roles.rules == RoleRules()
    assert shipped_instrument().questionnaire.rules == ScoringRules()


def test_every_rule_of_the_method_can_be_written() -> None:
    assert set(RULE_KEYS.required) == {item.name for item in fields(RoleRules)}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_coefficients_asked_for_are_those_a_sizing_rule_reads(rule: str) -> None:
    asked: set[str] = set()

    class Recorder(dict[str, float]):
        def __missing__(self, name: str) -> float:
            asked.add(name)
            return 1.0

    organisation = Organisation(name="", type="NET", staff=200, region="11", territory="rural")
    facts: dict[str, Answer] = {"F_SOCIAL": 1, "F_CRM": "yes", "F_DIRECT": "yes", "F_MEMBERS": 10, "F_LANG": 2}
    drivers = Drivers(Assessment(questionnaire="", organisation=organisation, sheets=(), facts=facts), {})
    RULES[rule](drivers, Recorder())
    assert asked <= set(COEFFICIENTS[rule])
    assert set(COEFFICIENTS[rule]) - asked <= {"small", "medium"}
    assert set(RULES) == set(COEFFICIENTS)
    assert all("per_fte" not in names or "per_fte" in DIVISORS for names in COEFFICIENTS.values())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("roles: {roles: [{triggers: [FRONT9]}]}", "unknown-choice"),
        ("actions: {actions: [{id: A1, lift: {FRONT9: 1}}]}", "unknown-key"),
        ("actions: {actions: [{id: A1, requires: [A9]}]}", "unknown-choice"),
        ("actions: {actions: [{id: A1, requires: [A1]}]}", "later-action"),
        ("expectations: {axes: {inspire: FRNT, connect: FRONT}}", "unknown-choice"),
        ("expectations: {axes: {inspire: BACK, connect: FRONT}}", "unknown-choice"),
        ("expectations: {internal: {BACK: {BACK: 1}}}", "unknown-key"),
        ("expectations: {internal: {BACK: {FRONT: 0.9}}}", "wrong-sum"),
        ("expectations: {internal: {}}", "missing-key"),
        ("expectations: {attributes: [{id: Q1, shifts: {S9: {desired: 1}}}]}", "unknown-key"),
        ("expectations: {attributes: [{id: Q1, dimensions: {FRONT: 0.5}}]}", "wrong-sum"),
        ("questionnaire: {organisation_types: [{id: OT, weights: {FRONT: 100}}]}", "missing-key"),
        ("questionnaire: {organisation_types: [{id: OT, weights: {FRONT: 50, BACK: 50, SIDE: 0}}]}", "unknown-key"),
        ("questionnaire: {organisation_types: [{id: OT, visitor_mix: {S1: 99}}]}", "wrong-sum"),
        ("questionnaire: {organisation_types: [{id: OT, visitor_mix: {S9: 100}}]}", "unknown-key"),
        ("questionnaire: {organisation_types: [{id: OT, defaults: {F_TOOLS: 1}}]}", "unknown-key"),
        ("questionnaire: {organisation_types: [{id: OT, optional: [FRONT9]}]}", "unknown-choice"),
        ("questionnaire: {mirror: [{code: M1, indicator: FRONT9}]}", "unknown-choice"),
        ("questionnaire: {mirror: [{code: FRONT1}]}", "duplicate-code"),
        ("roles: {roles: [{sizing: {rule: acounts, base: 1}}]}", "unknown-choice"),
        ("roles: {roles: [{sizing: {rule: accounts, base: 1}}]}", "missing-key"),
        ("roles: {roles: [{sizing: {rule: listings, per_fte: 0}}]}", "number-too-small"),
        ("roles: {rules: {decided_axes: FRONT9}}", "unknown-choice"),
        ("regions: {regions: [{insee: 01}]}", "unquoted-text"),
    ],
)
def test_a_reference_or_number_that_does_not_fit_is_found_in_every_file(changes: str, expected: str) -> None:
    assert expected in codes(changes)


def test_every_problem_of_every_file_is_said_in_one_pass() -> None:
    found = codes(
        """
questionnaire: {version: one, titel: x, levels: []}
expectations: {adequate_share: 2}
roles: {dated: 2026}
actions: {actions: []}
regions: {regions: []}
"""
    )
    assert sorted(found) == sorted(
        [
            "unknown-key",
            "invalid-version",
            "empty-list",
            "number-too-large",
            "unquoted-text",
            "empty-list",
            "empty-list",
        ]
    )


def test_a_path_starts_with_the_part_it_is_about() -> None:
    _, (problem,) = parse_yaml("expectations: {adequate_share: 2}")
    assert problem.path == ("expectations", "adequate_share")


def test_a_draft_with_a_text_missing_can_be_used() -> None:
    instrument, problems = parse_yaml('questionnaire: {status: draft, title: {fr: "Essai"}}')
    assert [problem.code for problem in problems] == ["untranslated"]
    assert instrument
    assert not instrument.questionnaire.published
    assert instrument.questionnaire.title.text("en") == "Essai"


def test_the_content_hash_is_kept_with_the_questionnaire() -> None:
    instrument, _ = parse_instrument(TREES, "abc")
    assert instrument
    assert instrument.questionnaire.hash == "abc"


def paths_in(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, item in inside for deeper in paths_in(item, (*path, key)))]


PATHS = [path for path in paths_in(dict(TREES)) if len(path) > 0]
PLAIN: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        1,
        Decimal("0.5"),
        10**13,
        "",
        " ",
        "FRONT1",
        "F_PEOPLE > 1",
        "note",
        "level",
        [],
        [None],
        [[]],
        {},
    ]
) | st.dictionaries(st.sampled_from(["fr", "id", "code", "kind", "x"]), st.sampled_from(["a", 1, None]), max_size=3)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), PLAIN), min_size=1, max_size=3))
def test_no_change_of_a_file_breaks_the_reader(changes: list[tuple[tuple[str | int, ...], Any]]) -> None:
    trees: Any = deepcopy(dict(TREES))
    for path, value in changes:
        target = trees
        try:
            for step in path[:-1]:
                target = target[step]
            target[path[-1]] = value
        except (TypeError, KeyError, IndexError):
            continue  # an earlier change took that place away
    instrument, problems = parse_instrument(trees)
    assert (instrument is None) is has_errors(problems)
    assert all(problem.path[0] in PARTS for problem in problems)
