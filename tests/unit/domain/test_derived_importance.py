"""Johnson's relative weights of visitors' marks on what they could do (dossier 2.6)."""

from __future__ import annotations

import numpy as np
import pytest

from assessment.domain.derived_importance import Array, derived_importance, relative_weights
from assessment.domain.expectations import standings
from assessment.domain.surveys import Rating, Survey, SurveyReading, SurveyRules, VisitorAnswer, read_survey
from tests.shipped import shipped_instrument

MODEL = shipped_instrument().expectations
CODES = tuple(attribute.id for attribute in MODEL.attributes)


def scaled(values: Array) -> Array:
    centred = values - values.mean(axis=0)
    lengths: Array = np.linalg.norm(centred, axis=0)
    return np.asarray(centred / lengths)


def sample(columns: int, answers: int = 240) -> tuple[Array, Array]:
    """Correlated columns, and an outcome that rests on the first more than on the second, and on no other."""
    random = np.random.default_rng(7)
    common = random.normal(size=(answers, 1))
    marks = random.normal(size=(answers, columns)) + common
    return marks, 2 * marks[:, 0] + marks[:, 1] + random.normal(size=answers)


def test_columns_that_have_nothing_in_common_weigh_their_squared_correlation() -> None:
    columns = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]) / 2
    outcome = scaled(np.array([3.0, 1.0, -1.0, 0.0]))
    assert relative_weights(columns, outcome) == pytest.approx((columns.T @ outcome) ** 2)


def test_two_correlated_columns_share_as_general_dominance_does() -> None:
    """With two predictors, relative weights equal the average gain in R squared over both orders (Johnson 2000)."""
    marks, outcome = sample(2)
    x, y = scaled(marks), scaled(outcome)
    between, (first, second) = float(x[:, 0] @ x[:, 1]), x.T @ y
    whole = (first**2 + second**2 - 2 * between * first * second) / (1 - between**2)
    expected = [(first**2 + whole - second**2) / 2, (second**2 + whole - first**2) / 2]
    assert relative_weights(x, y) == pytest.approx(expected)


def test_the_weights_sum_to_r_squared_and_stay_near_general_dominance() -> None:
    pingouin = pytest.importorskip("pingouin", reason="the package pingouin is not installed")
    marks, outcome = sample(4)
    found, known = (
        relative_weights(scaled(marks), scaled(outcome)),
        pingouin.linear_regression(marks, outcome, relimp=True),
    )
    assert found.sum() == pytest.approx(known["r2"].iloc[0])
    assert found == pytest.approx(known["relimp"].to_numpy()[1:], abs=0.01)


def test_columns_that_say_the_same_share_alike() -> None:
    marks, outcome = sample(2)
    doubled = scaled(np.column_stack([marks[:, 0], marks[:, 0], marks[:, 1]]))
    weights = relative_weights(doubled, scaled(outcome))
    assert weights[0] == pytest.approx(weights[1])
    assert weights.sum() == pytest.approx(relative_weights(scaled(marks), scaled(outcome)).sum())


def test_a_visitor_counted_twice_weighs_like_two() -> None:
    marks, outcome = sample(2, 30)
    once = derived_importance({"a": list(marks[:, 0]), "b": list(marks[:, 1])}, list(outcome), [2.0] + [1.0] * 29)
    twice = derived_importance(
        {"a": [marks[0, 0], *marks[:, 0]], "b": [marks[0, 1], *marks[:, 1]]}, [outcome[0], *outcome], [1.0] * 31
    )
    assert once is not None
    assert twice is not None
    assert once.shares == pytest.approx(twice.shares)
    assert once.explained == pytest.approx(twice.explained)


def test_nothing_is_derived_where_all_say_the_same() -> None:
    assert derived_importance({"a": [1.0, 2.0]}, [1.0, 1.0], [1.0, 1.0]) is None
    assert derived_importance({"a": [1.0, 1.0]}, [0.0, 1.0], [1.0, 1.0]) is None
    some = derived_importance({"a": [1.0, 1.0], "b": [0.0, 1.0]}, [0.0, 1.0], [1.0, 1.0])
    assert some is not None
    assert some.shares == {"a": 0.0, "b": 1.0}


def visitors(count: int) -> Survey:
    """Everybody marks everything; only Q5 goes with what they could do."""
    random = np.random.default_rng(3)
    return Survey(
        tuple(
            VisitorAnswer(
                "S2",
                ratings={code: Rating(9, float(random.integers(3, 9))) for code in CODES} | {"Q5": Rating(9, mark)},
                outcome=mark / 10,
            )
            for mark in random.choice([0.0, 5.0, 10.0], size=count).tolist()
        )
    )


def read(survey: Survey, rules: SurveyRules | None = None) -> SurveyReading:
    return read_survey(MODEL, survey, standings(MODEL, {}), rules=rules)


def test_importance_is_derived_from_two_hundred_complete_answers_on() -> None:
    assert read(visitors(199)).derived is None
    found = read(visitors(200)).derived
    assert found is not None
    assert found.answers == 200
    assert found.explained == pytest.approx(1)
    assert max(found.shares, key=lambda code: found.shares[code]) == "Q5"
    assert sum(found.shares.values()) == pytest.approx(1)


def test_a_visitor_who_left_out_a_mark_or_the_outcome_is_no_part_of_it() -> None:
    answers = visitors(200).answers
    silent = VisitorAnswer("S2", ratings=answers[0].ratings)
    partial = VisitorAnswer("S2", ratings={"Q1": Rating(9, 5)}, outcome=1.0)
    found = read(Survey((*answers, silent, partial))).derived
    assert found is not None
    assert found.answers == 200
    assert read(Survey((*answers[1:], silent, partial))).derived is None
