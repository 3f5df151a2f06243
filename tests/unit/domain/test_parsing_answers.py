"""A plain tree, as an answers file holds it, becomes an assessment or every problem at once."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assessment.domain.answers import Ambition, Assessment, Evidence
from assessment.domain.conditions import Compare, Condition, Literal, Ref
from assessment.domain.parsing_answers import read_assessment
from assessment.domain.problems import Problem, ProblemsFound
from assessment.domain.questionnaire import (
    Applicability,
    FactGroup,
    Form,
    MirrorStatement,
    NonResponse,
    RespondentRole,
)
from assessment.domain.reading import Reader
from assessment.domain.results import Instrument
from tests.builders import a_fact, a_level_question, a_questionnaire, an_instrument, both

Tree = dict[str, Any]


def instrument() -> Instrument:
    """A questionnaire with mirror statements, an internal indicator, and facts of every standing."""
    plain = a_questionnaire()
    office, network = plain.organisation_types
    office = replace(office, applicability={"REL2": Applicability.OPTIONAL, "REL1": Applicability.NOT_BY_DEFAULT})
    dimensions = tuple(
        replace(
            dimension, indicators=tuple(replace(item, internal_only=item.id == "PRO1") for item in dimension.indicators)
        )
        for dimension in plain.dimensions
    )
    members = replace(
        a_fact("F_MEMBERS"), when=Condition("org.type = NET", Compare(Ref("org", "type"), "=", Literal("NET")))
    )
    more = FactGroup(
        "more",
        both("More"),
        both("More."),
        (replace(a_fact("F_STAFF"), profile="staff"), members, replace(a_fact("F_NIGHTS"), required=True)),
    )
    mirror = (
        MirrorStatement(a_level_question("M1"), frozenset({RespondentRole.ELECTED, RespondentRole.PROVIDER}), "CAP1"),
        MirrorStatement(a_level_question("M9"), frozenset({RespondentRole.ELECTED}), "REL3"),
    )
    questionnaire = replace(
        plain,
        organisation_types=(office, network),
        dimensions=dimensions,
        facts=(*plain.facts, more),
        mirror=mirror,
    )
    return replace(an_instrument(), questionnaire=questionnaire)


INSTRUMENT = instrument()


def tree(**changes: Any) -> Tree:
    """A whole answers file; a change replaces a top-level part, or one key of the organisation."""
    whole: Tree = {
        "questionnaire": "digital-maturity@1.0.0",
        "organisation": {"name": "Office fictif", "type": "OT", "staff": 8, "region": "11", "territory": "mountain"},
        "facts": {"F_NIGHTS": 400},
        "sheets": [{"role": "management", "answers": {"CAP1": 2}}],
    }
    for key, value in changes.items():
        (whole["organisation"] if key in ORGANISATION else whole)[key] = value
    return deepcopy(whole)


ORGANISATION = ("name", "type", "staff", "region", "territory", "visitor_mix", "ambition")


def read(found: Tree) -> Assessment:
    return read_assessment(Reader(found), INSTRUMENT)


def problems_of(found: Tree) -> list[Problem]:
    with pytest.raises(ProblemsFound) as caught:
        read(found)
    return list(caught.value.problems)


def sheet(role: str = "management", **answers: Any) -> list[Tree]:
    return [{"role": role, "answers": answers}]


def test_a_whole_file_becomes_an_assessment() -> None:
    """Organisation, facts and the one sheet, with the full form when none is named."""
    found = read(tree(sheets=sheet(CAP1=2, INS3="dont_know", REL2="not_applicable", CLI1=None)))
    assert found.form is Form.FULL
    assert found.questionnaire == "digital-maturity@1.0.0"
    assert (found.organisation.type, found.organisation.staff) == ("OT", 8)
    assert found.facts == {"F_NIGHTS": Decimal(400)}
    assert found.sheet.role is RespondentRole.MANAGEMENT
    assert found.sheet.answers == {
        "CAP1": 2,
        "INS3": NonResponse.DONT_KNOW,
        "REL2": NonResponse.NOT_APPLICABLE,
    }


def test_what_is_left_out_takes_its_default() -> None:
    """Without mix, ambition and sheet answers: the mix of the type, ambition 50 and 50, nothing answered."""
    found = read(tree(sheets=[{"role": "staff"}]))
    assert found.organisation.visitor_mix == {}
    assert found.organisation.ambition == Ambition(50, 50)
    assert found.sheet.answers == {}


@pytest.mark.parametrize("mix", [{"S1": 25, "S2": 75}, {"S1": Decimal("0.25"), "S2": Decimal("0.75")}])
def test_a_mix_may_be_given_in_percent_or_in_shares(mix: Tree) -> None:
    assert read(tree(visitor_mix=mix)).organisation.visitor_mix == {"S1": 0.25, "S2": 0.75}


def test_a_mix_may_be_off_by_rounding() -> None:
    """Three times 33.3 percent is a third each."""
    found = read(tree(visitor_mix=dict.fromkeys(("S1", "S2", "S3"), Decimal("33.3"))))
    assert found.organisation.visitor_mix == {"S1": 1 / 3, "S2": 1 / 3, "S3": 1 / 3}


def test_half_an_ambition_leaves_the_other_half_at_its_default() -> None:
    assert read(tree(ambition={"inspire": 80})).organisation.ambition == Ambition(80, 50)


@pytest.mark.parametrize(
    ("found", "code", "path"),
    [
        (tree(type="OTT"), "unknown-choice", ("organisation", "type")),
        (tree(staff=-1), "number-too-small", ("organisation", "staff")),
        (tree(staff="eight"), "not-a-number", ("organisation", "staff")),
        (tree(staff=None), "missing-key", ("organisation",)),
        (tree(region=11), "unquoted-text", ("organisation", "region")),
        (tree(region="99"), "unknown-choice", ("organisation", "region")),
        (tree(territory="sea"), "unknown-choice", ("organisation", "territory")),
        (tree(visitor_mix={"S1": 20, "S2": 30}), "wrong-mix-total", ("organisation", "visitor_mix")),
        (tree(visitor_mix={"S1": 0}), "wrong-mix-total", ("organisation", "visitor_mix")),
        (tree(visitor_mix={"S9": 100}), "unknown-key", ("organisation", "visitor_mix", "S9")),
        (tree(visitor_mix={"S1": -5, "S2": 100}), "number-too-small", ("organisation", "visitor_mix", "S1")),
        (tree(ambition={"inspire": 101}), "number-too-large", ("organisation", "ambition", "inspire")),
        (tree(form="mirror"), "unknown-choice", ("form",)),
        (tree(organisation=None), "missing-key", ()),
        (tree(sheets=[]), "empty-list", ("sheets",)),
        (tree(sheets=[*sheet(), *sheet("boss")]), "unknown-choice", ("sheets", 1, "role")),
        (tree(evidence={"CAP11": "seen"}), "unknown-key", ("evidence", "CAP11")),
        (tree(evidence={"CAP1": "video"}), "unknown-choice", ("evidence", "CAP1")),
        (tree(sheets=[{"answers": {}}]), "missing-key", ("sheets", 0)),
        (tree(sheets=sheet("boss")), "unknown-choice", ("sheets", 0, "role")),
        (tree(sheets=sheet(CAP11=2)), "unknown-question", ("sheets", 0, "answers", "CAP11")),
        (tree(sheets=sheet(CAP1=7)), "not-a-level", ("sheets", 0, "answers", "CAP1")),
        (tree(sheets=sheet(F_PROV=3)), "misplaced-fact", ("sheets", 0, "answers", "F_PROV")),
        (tree(sheets=sheet(CAP1="not_applicable")), "not-applicable-here", ("sheets", 0, "answers", "CAP1")),
        (tree(sheets=sheet(M1=3)), "wrong-respondent", ("sheets", 0, "answers", "M1")),
        (tree(sheets=sheet("provider", M9=3)), "wrong-respondent", ("sheets", 0, "answers", "M9")),
        (tree(sheets=sheet("elected", PRO1=3)), "wrong-respondent", ("sheets", 0, "answers", "PRO1")),
        (tree(form="express", sheets=sheet(CAP3=1)), "not-in-form", ("sheets", 0, "answers", "CAP3")),
        (tree(facts={"F_NIGHTS": 1, "CAP1": 2}), "misplaced-answer", ("facts", "CAP1")),
        (tree(facts={"F_NIGHTS": 1, "F_PROVV": 2}), "unknown-question", ("facts", "F_PROVV")),
        (tree(facts={"F_NIGHTS": 1, "F_STAFF": 8}), "given-on-profile", ("facts", "F_STAFF")),
        (tree(facts={"F_NIGHTS": 1, "F_CRM": "perhaps"}), "unknown-option", ("facts", "F_CRM")),
        (tree(facts={}), "missing-fact", ("facts",)),
        (tree(facts=None), "missing-fact", ("facts",)),
        (tree(answers={}), "unknown-key", ("answers",)),
    ],
)
def test_what_cannot_be_scored_is_one_problem_with_its_place(found: Tree, code: str, path: tuple[Any, ...]) -> None:
    assert [(problem.code, problem.path) for problem in problems_of(found)] == [(code, path)]


def test_a_misspelt_question_gets_a_suggestion() -> None:
    (problem,) = problems_of(tree(facts={"F_NIGHTS": 1, "F_PROVV": 2}))
    assert problem.values["suggestion"] == "F_PROV"


def test_every_problem_of_a_file_is_found_in_one_pass() -> None:
    found = problems_of(tree(staff=-1, facts={"F_NIGHTS": "many"}, sheets=sheet(CAP1=9, ZZZ=1)))
    assert {problem.code for problem in found} == {
        "number-too-small",
        "not-a-number",
        "not-a-level",
        "unknown-question",
    }


def test_a_wrong_role_is_not_reported_again_at_every_answer() -> None:
    (problem,) = problems_of(tree(sheets=sheet("electd", M1=3, PRO1=2)))
    assert problem.values["suggestion"] == "elected"


def test_elected_members_answer_statements_put_to_them() -> None:
    assert read(tree(sheets=sheet("elected", M1=3, M9=2, CAP1=1))).sheet.answers == {"M1": 3, "M9": 2, "CAP1": 1}


def test_an_indicator_not_asked_by_default_may_be_answered_all_the_same() -> None:
    assert read(tree(sheets=sheet(REL1=3))).sheet.answers == {"REL1": 3}


def test_an_answer_to_a_question_that_is_not_asked_is_left_aside_with_a_warning() -> None:
    """The count of members concerns networks only."""
    reader = Reader(tree(facts={"F_NIGHTS": 1, "F_MEMBERS": 12}))
    assert read_assessment(reader, INSTRUMENT).facts == {"F_NIGHTS": Decimal(1)}
    assert [(problem.code, problem.path) for problem in reader.problems] == [("not-asked", ("facts", "F_MEMBERS"))]


@pytest.mark.parametrize("whole", [[], "text", 3, {"sheets": "x", "organisation": []}, {"sheets": [None, 3]}])
def test_a_file_of_another_shape_is_a_problem_too(whole: Any) -> None:
    """Whatever the tree is, there are problems and nothing else happens."""
    assert problems_of(whole)


def test_a_file_may_hold_the_sheets_of_several_people_in_any_order() -> None:
    found = read(tree(sheets=[*sheet("elected", M1=4), *sheet("staff", CAP1=1), *sheet("management", CAP1=2)]))
    assert [item.role.value for item in found.sheets] == ["elected", "staff", "management"]
    assert found.sheet.answers == {"CAP1": 2}


def test_evidence_is_kept_by_indicator() -> None:
    found = read(tree(evidence={"CAP1": "document", "CLI1": "seen"}))
    assert found.evidence == {"CAP1": Evidence.DOCUMENT, "CLI1": Evidence.SEEN}
