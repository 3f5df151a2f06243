"""The condition language: what it says, that it is bounded, and that it agrees with an independent evaluator."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.condition_parsing import ConditionRefused, parse_condition
from assessment.domain.condition_types import Scope, Subject, Type, bind
from assessment.domain.conditions import Ref
from assessment.domain.nonresponse import NonResponse
from assessment.domain.problem_kinds import AUTHOR_KINDS

SUBJECTS = {
    "org.type": Subject(Type.OPTION, ("OT", "NET")),
    "org.staff": Subject(Type.NUMBER),
    "LEVEL1": Subject(Type.NUMBER),
    "NUMBER1": Subject(Type.NUMBER),
    "NUMBER2": Subject(Type.NUMBER),
    "CHOICE": Subject(Type.OPTION, ("yes", "no", "or")),
    "OTHER": Subject(Type.OPTION, ("yes", "no")),
    "MULTI": Subject(Type.OPTIONS, ("a", "b", "c")),
    "SHARES": Subject(Type.PARTS, parts=("left", "right")),
    "DAY": Subject(Type.DATE),
    "NAME": Subject(Type.TEXT),
    "NOTE": Subject(Type.NOTHING),
}
SCOPE = Scope(SUBJECTS, frozenset({"LATER"}))


def holds(source: str, **values: object) -> bool:
    facts = {"org.type": "OT", "org.staff": Decimal(8)}
    return bind(parse_condition(source), SCOPE).holds({**facts, **values})


def refusal(source: str) -> str:
    with pytest.raises(ConditionRefused) as refused:
        bind(parse_condition(source), SCOPE)
    return refused.value.code


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("NUMBER1 = 2", {"NUMBER1": Decimal(2)}, True),
        ("NUMBER1 = 2.0", {"NUMBER1": Decimal(2)}, True),
        ("NUMBER1 != 2", {"NUMBER1": Decimal(2)}, False),
        ("NUMBER1 > -1", {"NUMBER1": Decimal(0)}, True),
        ("LEVEL1 >= 2", {"LEVEL1": 2}, True),
        ("NUMBER1 < NUMBER2", {"NUMBER1": Decimal(1), "NUMBER2": Decimal(2)}, True),
        ("CHOICE = yes", {"CHOICE": "yes"}, True),
        ('CHOICE = "or"', {"CHOICE": "or"}, True),
        ("CHOICE = OTHER", {"CHOICE": "no", "OTHER": "no"}, True),
        ("CHOICE in [yes, no]", {"CHOICE": "no"}, True),
        ("CHOICE not in [yes, no]", {"CHOICE": "or"}, True),
        ("org.type = OT", {}, True),
        ("org.staff >= 8", {}, True),
        ("MULTI has b", {"MULTI": ("a", "b")}, True),
        ("MULTI has c", {"MULTI": ("a", "b")}, False),
        ("count(MULTI) = 2", {"MULTI": ("a", "b")}, True),
        ("SHARES.left > 10", {"SHARES": {"left": Decimal(11)}}, True),
        ("sum(SHARES) = 100", {"SHARES": {"left": Decimal(40), "right": Decimal(60)}}, True),
        ("sum(NUMBER1, NUMBER2) = 3", {"NUMBER1": Decimal(1), "NUMBER2": Decimal(2)}, True),
        ("min(NUMBER1, NUMBER2) = 1", {"NUMBER1": Decimal(1), "NUMBER2": Decimal(2)}, True),
        ("max(SHARES) = 60", {"SHARES": {"left": Decimal(40), "right": Decimal(60)}}, True),
        ("share(NUMBER1, NUMBER2) = 0.5", {"NUMBER1": Decimal(1), "NUMBER2": Decimal(2)}, True),
        ('DAY >= "2026-01-31"', {"DAY": "2026-02-01"}, True),
        ("NAME = 'Annecy'", {"NAME": "Annecy"}, True),
        ("NUMBER1 is dont_know", {"NUMBER1": NonResponse.DONT_KNOW}, True),
        ("NUMBER1 is unanswered", {}, True),
        ("answered(NUMBER1)", {"NUMBER1": Decimal(0)}, True),
        ("not answered(NUMBER1)", {"NUMBER1": NonResponse.DONT_KNOW}, True),
        ("LEVEL1 = 1 or LEVEL1 = 2 and LEVEL1 = 3", {"LEVEL1": 1}, True),
        ("(LEVEL1 = 1 or LEVEL1 = 2) and LEVEL1 = 3", {"LEVEL1": 1}, False),
        ("not LEVEL1 = 1 and LEVEL1 = 2", {"LEVEL1": 2}, True),
    ],
)
def test_each_form_of_expression_says_what_it_reads_like(
    source: str, values: dict[str, object], expected: bool
) -> None:
    assert holds(source, **values) is expected


@pytest.mark.parametrize("sign", ["=", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("missing", [{}, {"NUMBER1": NonResponse.DONT_KNOW}, {"NUMBER1": NonResponse.NOT_ASKED}])
def test_a_comparison_with_a_missing_answer_is_false_whatever_the_sign(sign: str, missing: dict[str, object]) -> None:
    assert not holds(f"NUMBER1 {sign} 1", **missing)


@pytest.mark.parametrize(
    "source",
    [
        "CHOICE not in [yes]",
        "MULTI has a",
        "count(MULTI) = 0",
        "sum(NUMBER1, NUMBER2) = 0",
        "share(NUMBER1, NUMBER2) >= 0",
        "SHARES.left >= 0",
    ],
)
def test_every_other_test_of_a_missing_answer_is_false_too(source: str) -> None:
    assert not holds(source)


def test_what_was_stored_as_empty_counts_as_never_stored() -> None:
    assert not holds("answered(MULTI) or answered(NAME) or answered(SHARES)", MULTI=(), NAME="", SHARES={})


def test_a_figure_leaves_missing_numbers_out() -> None:
    assert holds("sum(NUMBER1, NUMBER2) = 2", NUMBER2=Decimal(2))


def test_a_share_of_nothing_is_missing() -> None:
    assert not holds("share(NUMBER1, NUMBER2) >= 0", NUMBER1=Decimal(1), NUMBER2=Decimal(0))


def test_a_condition_knows_what_it_looks_at() -> None:
    condition = bind(parse_condition("CHOICE = yes and sum(NUMBER1, SHARES.left) > 1"), SCOPE)
    assert condition.references() == {Ref("CHOICE"), Ref("NUMBER1"), Ref("SHARES", "left")}


@pytest.mark.parametrize(
    "source",
    [
        "NUMBER1 == 1",
        "NUMBER1 = 1 NUMBER2 = 2",
        "NUMBER1 is perhaps",
        "CHOICE in []",
        "CHOICE in yes",
        "and NUMBER1 = 1",
        "NUMBER1.__class__ = 1",
        "__import__('os')",
        "NUMBER1 = 1; NUMBER2 = 2",
        "open(NUMBER1) = 1",
        "share(NUMBER1) = 1",
        "NUMBER1 = 1_000",
        "NUMBER1 = 0x10",
        "answered(count(MULTI))",
        'NAME = "open',
        "NUMBER1 + 1 = 2",
        "(NUMBER1 = 1",
        "not",
        "",
        "NUMBER1",
    ],
)
def test_what_the_grammar_does_not_have_is_refused(source: str) -> None:
    assert refusal(source) in ("condition-syntax", "condition-unfinished")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("NUMBER3 = 1", "condition-unknown-question"),
        ("org.colour = red", "condition-unknown-question"),
        ("LATER = 1", "condition-later-question"),
        ("SHARES.middle = 1", "condition-unknown-part"),
        ("NUMBER1.left = 1", "condition-unknown-part"),
        ("CHOICE = maybe", "condition-unknown-option"),
        ("CHOICE in [yes, maybe]", "condition-unknown-option"),
        ("MULTI has d", "condition-unknown-option"),
        ("1 = NUMBER1", "condition-literal-first"),
        ("CHOICE > yes", "condition-misfit"),
        ("NUMBER1 = 'one'", "condition-misfit"),
        ("NAME = 1", "condition-misfit"),
        ("NUMBER1 = CHOICE", "condition-misfit"),
        ("MULTI = a", "condition-misfit"),
        ("SHARES = 1", "condition-misfit"),
        ("CHOICE has yes", "condition-misfit"),
        ("count(CHOICE) = 1", "condition-misfit"),
        ("sum(NAME) = 1", "condition-misfit"),
        ("share(SHARES, NUMBER1) = 1", "condition-misfit"),
        ("DAY > 'yesterday'", "condition-misfit"),
        ("answered(NOTE)", "condition-misfit"),
        ("MULTI in [a]", "condition-misfit"),
    ],
)
def test_what_cannot_fit_is_refused_when_loading(source: str, code: str) -> None:
    assert refusal(source) == code


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("NUMBER1 = 1" + " " * 990, "condition-too-long"),
        ("not " * 21 + "NUMBER1 = 1", "condition-too-deep"),
        ("(" * 21 + "NUMBER1 = 1" + ")" * 21, "condition-too-deep"),
        (" or ".join(["LEVEL1=1"] * 51), "condition-too-big"),
    ],
)
def test_length_depth_and_size_are_bounded(source: str, code: str) -> None:
    assert refusal(source) == code


def test_a_condition_at_its_bounds_is_read() -> None:
    longest = "NUMBER1 = 1" + " " * 989
    deepest = "(" * 20 + "NUMBER1 = 1" + ")" * 20
    biggest = " or ".join(["LEVEL1=1"] * 50)
    assert all(holds(source, NUMBER1=Decimal(1), LEVEL1=1) for source in (longest, deepest, biggest))


# An expression as nested tuples, its text, and what it means: a second reading of the language that shares no code.

Tree = tuple[Any, ...]
NUMBERS = st.sampled_from(["LEVEL1", "NUMBER1", "NUMBER2"])
SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
LEAVES = st.one_of(
    st.tuples(st.just("compare"), NUMBERS, SIGNS, st.integers(-1, 4)),
    st.tuples(st.just("both"), NUMBERS, SIGNS, NUMBERS),
    st.tuples(st.just("in"), st.lists(st.sampled_from(["yes", "no", "or"]), min_size=1, max_size=3), st.booleans()),
    st.tuples(st.just("has"), st.sampled_from("abc")),
    st.tuples(st.just("is"), NUMBERS, st.sampled_from(list(NonResponse))),
    st.tuples(st.just("answered"), st.sampled_from(["LEVEL1", "CHOICE", "MULTI"])),
    st.tuples(st.just("total"), SIGNS, st.integers(-1, 8)),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.just("and"), inner, inner),
        st.tuples(st.just("or"), inner, inner),
    ),
    max_leaves=12,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "LEVEL1": st.one_of(st.integers(0, 4), st.sampled_from(list(NonResponse))),
        "NUMBER1": st.one_of(st.integers(-1, 4).map(Decimal), st.sampled_from(list(NonResponse))),
        "NUMBER2": st.integers(-1, 4).map(Decimal),
        "CHOICE": st.sampled_from(["yes", "no", "or"]),
        "MULTI": st.lists(st.sampled_from("abc"), unique=True).map(tuple),
    },
)
BINDING = {"or": 0, "and": 1, "not": 2}


def written(tree: Tree, around: int = 0) -> str:
    """The text of a tree, with brackets only where the order of the operators asks for them."""
    match tree:
        case ("compare", name, sign, value) | ("both", name, sign, value):
            return f"{name} {sign} {value}"
        case ("in", options, negated):
            quoted = ", ".join(f'"{option}"' for option in options)
            return f"CHOICE {'not in' if negated else 'in'} [{quoted}]"
        case ("has", option):
            return f"MULTI has {option}"
        case ("is", name, reason):
            return f"{name} is {reason}"
        case ("answered", name):
            return f"answered({name})"
        case ("total", sign, value):
            return f"sum(LEVEL1, NUMBER1) {sign} {value}"
        case ("not", inner):
            return f"not {written(inner, 2)}"
    word, first, second = tree
    text = f"{written(first, BINDING[word])} {word} {written(second, BINDING[word] + 1)}"
    return f"({text})" if BINDING[word] < around else text


def compared(left: Any, sign: str, right: Any) -> bool:
    order = {"=": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}[sign]
    return bool(left is not None and right is not None and (left > right) - (left < right) in order)


def meant(tree: Tree, answers: dict[str, Any]) -> bool:
    """What a tree means, worked out by other means than the conditions."""
    match tree:
        case ("not", inner):
            return not meant(inner, answers)
        case ("and", first, second):
            return all([meant(first, answers), meant(second, answers)])
        case ("or", first, second):
            return any([meant(first, answers), meant(second, answers)])
        case ("is", name, reason):
            return bool(answers.get(name, NonResponse.UNANSWERED) == reason)
    known = {name: value for name, value in answers.items() if not isinstance(value, NonResponse) and value != ()}
    return meant_of_known(tree, known)


def meant_of_known(tree: Tree, known: dict[str, Any]) -> bool:
    match tree:
        case ("compare", name, sign, value):
            return compared(known.get(name), sign, value)
        case ("both", name, sign, other):
            return compared(known.get(name), sign, known.get(other))
        case ("in", options, negated):
            return "CHOICE" in known and (known["CHOICE"] not in options if negated else known["CHOICE"] in options)
        case ("has", option):
            return option in known.get("MULTI", ())
        case ("answered", name):
            return name in known
    given_numbers = [known[name] for name in ("LEVEL1", "NUMBER1") if name in known]
    return compared(sum(given_numbers) if given_numbers else None, tree[1], tree[2])


@given(TREES, ANSWERS)
def test_conditions_mean_what_an_independent_evaluator_says(tree: Tree, answers: dict[str, Any]) -> None:
    assert holds(written(tree), **answers) is meant(tree, answers)


@given(st.text(alphabet="NUMBER1 2=<>!()[],.\"'andornotihs-", max_size=60))
def test_any_text_is_either_a_condition_or_a_problem(source: str) -> None:
    code = ""
    try:
        bind(parse_condition(source), SCOPE).holds({})
    except ConditionRefused as refused:
        code = refused.code
    assert code == "" or code in AUTHOR_KINDS
