"""The frozen figures on the quality of a network's data, and who is set aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from assessment.domain.data_quality import FormStyle
from assessment.domain.filled_forms import Filled, Practice, Sheet, is_set_aside, styles_of
from assessment.domain.published_quality import Material, compared, evenness, publish_quality
from assessment.domain.quality_figures import Ledger, coefficient, mean_points, share, shares
from assessment.domain.questionnaire import RespondentRole

CODES = ("CAP1", "CAP2", "CAP3")
START = datetime(2026, 1, 5, tzinfo=UTC)
MANAGEMENT, STAFF, ELECTED = RespondentRole.MANAGEMENT, RespondentRole.STAFF, RespondentRole.ELECTED


def a_form(number: int, levels: tuple[int | None, ...], **other: Any) -> Filled:
    """An organisation with these levels, answered one by one."""
    practices = {
        code: Practice(True, level, level is None, None if level is None else 25.0 * level, None, None)
        for code, level in zip(CODES, levels, strict=True)
    }
    known = {code: level for code, level in zip(CODES, levels, strict=True) if level is not None}
    found = Filled(
        token=f"o{number}",
        at=START + timedelta(hours=number),
        score=25.0 * (sum(known.values()) / 3),
        practices=practices,
        dimensions={"CAP": CODES},
        agreement={"CAP": None},
        sheets=[Sheet(MANAGEMENT, known)],
    )
    return replace(found, **other)


def quality_of(forms: list[Filled], **other: Any) -> dict[str, Any]:
    every = frozenset(one.token for one in forms)
    given: dict[str, Any] = {"left_out": [], "distributions": dict.fromkeys(CODES, every), "before": {}}
    material = Material(forms=forms, styles=styles_of(forms), stayed=every, **{**given, **other})
    return publish_quality(material, Ledger({}))


def forty(random: Random | None = None) -> list[Filled]:
    """Organisations whose practices go together, but for the last of them."""
    draw = random or Random(5)
    bases = [draw.randrange(4) for _ in range(40)]
    return [a_form(n, (base, base + draw.randrange(2), draw.randrange(5))) for n, base in enumerate(bases)]


def test_of_forty_that_answered_all_reliability_is_told_and_what_stands_apart() -> None:
    found = quality_of(forty())
    assert 0 < found["dimensions"]["CAP"]["alpha"]["value"] < 1
    assert found["practices"]["CAP3"]["apart"] == {"value": True}
    assert found["practices"]["CAP1"]["item_rest"]["value"] > 0.2


def test_of_twenty_nine_it_is_not() -> None:
    found = quality_of(forty()[:29])
    assert found["dimensions"]["CAP"]["alpha"] == found["practices"]["CAP3"]["apart"] == {"hidden": "too-few"}


def test_answers_that_pile_up_are_told_of_those_whose_distribution_is_published() -> None:
    forms = [a_form(n, (0 if n < 12 else 2, 2, 2)) for n in range(24)]
    assert quality_of(forms)["practices"]["CAP1"]["lowest"] == {"value": 50}
    assert quality_of(forms)["practices"]["CAP1"]["highest"] == {"hidden": "few"}
    assert quality_of(forms, distributions={})["practices"]["CAP1"]["lowest"] == {"hidden": "protects"}
    others = {"CAP1": frozenset({"o1", "elsewhere"} | {f"o{n}" for n in range(24)})}
    assert quality_of(forms, distributions=others)["practices"]["CAP1"]["lowest"] == {"hidden": "protects"}


def test_a_level_chosen_less_often_than_its_neighbours_is_named() -> None:
    forms = [a_form(n, (1 if n % 2 else 3, 2, 2)) for n in range(24)]
    assert quality_of(forms)["practices"]["CAP1"]["reversed"] == {"value": [2]}


def test_not_knowing_is_counted_among_those_whom_a_practice_concerns() -> None:
    forms = [a_form(n, (None if n < 10 else 2, 2, 2)) for n in range(20)]
    found = quality_of(forms)["practices"]["CAP1"]
    assert (found["answered"], found["dont_know"]) == ({"value": 50}, {"value": 50})


def test_what_is_declared_is_set_against_what_is_observed() -> None:
    item = Practice(True, 3, False, 60.0, 75.0, 45.0)
    forms = [replace(one, practices={**one.practices, "CAP1": item}) for one in forty()]
    found = quality_of(forms)
    assert found["practices"]["CAP1"]["optimism"] == {"value": 30}
    assert found["practices"]["CAP2"]["optimism"] == {"hidden": "too-few"}
    assert found["evidence"] == {"value": 33}


def test_people_who_see_it_alike_make_a_high_icc() -> None:
    def three(base: int) -> list[Sheet]:
        sheets = [Sheet(role, dict.fromkeys(CODES, base)) for role in (MANAGEMENT, STAFF, STAFF)]
        return [*sheets, Sheet(ELECTED, {"CAP1": 0})]

    forms = [replace(one, sheets=three(n % 4), agreement={"CAP": 0.5}) for n, one in enumerate(forty()[:12])]
    found = quality_of(forms)
    assert found["dimensions"]["CAP"]["icc"] == {"value": 1.0}
    assert found["dimensions"]["CAP"]["r_wg"] == {"value": 0.5}
    assert found["respondents"] == {
        "management": [10, 19],
        "staff": [10, 19],
        "elected": [10, 19],
        "provider": [],
    }


def test_the_late_and_the_leavers_are_compared_in_a_word_and_not_in_numbers() -> None:
    forms = [a_form(n, (3 if n < 15 else 1, n % 2, 2)) for n in range(30)]
    before = {f"o{n}": 70.0 + n % 3 for n in range(20)} | {f"gone{n}": 20.0 + n % 3 for n in range(10)}
    found = quality_of(forms, before=before)
    assert found["late"] == {"value": "lower"}
    assert found["panel"] == {"retention": {"value": 67}, "leavers": {"value": "lower"}}
    assert quality_of(forms, before=dict(list(before.items())[:24]))["panel"]["leavers"] == {"hidden": "too-few"}


def test_scores_go_with_the_visits_that_lead_somewhere() -> None:
    forms = [replace(one, funnel=(one.score or 0) / 1000) for one in forty()]
    assert quality_of(forms)["validity"] == {"value": 1.0}
    assert quality_of(forms[:29])["validity"] == {"hidden": "too-few"}


@pytest.mark.parametrize(
    ("second", "word"), [([50.0, 60, 70], "alike"), ([90.0, 91, 92], "higher"), ([5.0, 6, 7], "lower")]
)
def test_two_groups_are_compared_beyond_chance(second: list[float], word: str) -> None:
    assert compared([48.0, 55, 66, 71], second) == word


def test_weights_cost_nothing_where_all_kinds_answered_alike() -> None:
    assert evenness([("OT", 10, 20), ("CDT", 5, 10)]) == pytest.approx(1)
    assert evenness([("OT", 10, 20), ("CDT", 5, 30)]) == pytest.approx(50**2 / 220 / 15)
    assert evenness([]) is None


def test_figures_say_why_there_is_none() -> None:
    assert share(3, 9) == {"hidden": "too-few"}
    assert (share(4, 20), share(17, 20), share(7, 20)) == ({"hidden": "few"}, {"hidden": "nearly-all"}, {"value": 35})
    assert shares({"a": 10, "b": 7}, 20) == {"a": {"value": 50}, "b": {"hidden": "protects"}}
    assert mean_points([100.0] * 12) == {"hidden": "protects"}
    assert mean_points([-0.6] * 12) == {"value": -1}
    assert (coefficient(None), coefficient(-0.126)) == ({"hidden": "unknown"}, {"value": -0.13})


def styled(*checks: tuple[float, bool, bool]) -> list[FormStyle]:
    return [FormStyle(*one) for one in checks]


def test_an_organisation_is_set_aside_where_every_form_fails_two_checks() -> None:
    assert is_set_aside(styled((1.0, True, False)))
    assert is_set_aside(styled((0.9, False, True), (1.0, True, True)))
    assert not is_set_aside(styled((1.0, False, False)))
    assert not is_set_aside(styled((1.0, True, False), (0.2, False, False)))
    assert not is_set_aside([])


def test_a_form_is_quick_against_the_median_of_ten_whose_time_is_known() -> None:
    levels = {f"Q{n}": 2 for n in range(12)}
    slow = [a_form(n, (2, 2, 2), sheets=[Sheet(MANAGEMENT, levels, 900.0)]) for n in range(9)]
    quick = a_form(99, (2, 2, 2), sheets=[Sheet(MANAGEMENT, levels, 200.0)])
    assert not is_set_aside(styles_of([*slow[1:], quick])["o99"])
    assert is_set_aside(styles_of([*slow, quick])["o99"])
    assert not is_set_aside(styles_of(slow)["o0"])
