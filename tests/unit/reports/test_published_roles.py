"""Roles by region and who answered, in words."""

from __future__ import annotations

from typing import Any

import pytest

from assessment.reports.benchmark_words import Words
from assessment.reports.coverage import coverage_sentences, coverage_table, projected_need
from assessment.reports.formatting import Voice
from assessment.reports.published_roles import role_name, roles_table
from tests.shipped import shipped_instrument

WORDS = Words(shipped_instrument(), Voice("en"))


def region(**changed: Any) -> dict[str, Any]:
    plain = {"n": [5, 9], "need": 142, "need_interval": [120, 160], "have": 64, "missing": 78, "uncovered": 55}
    plain |= {"per_100": 206, "per_million": 15, "quotient": 81, "equipped": 40, "equipped_hidden": ""}
    return plain | {"uncovered_interval": [40, 70], "claim": "not_shown"} | changed


def document(percent: int = 50, **changed: Any) -> dict[str, Any]:
    """Region A of the dossier (5.7) and the country, in tenths and hundredths."""
    country = region(n=[50, None], need=1500, have=740, missing=760, uncovered=51, per_100=255, per_million=20)
    return {
        "roles": {"R01": {"": country, "region=53": region(**changed), "region=93": {"hidden": "too-few"}}},
        "coverage": {"percent": percent},
        "who_answered": {"type": [["CDT", 10, 10], ["OT", 10, 20]], "region": [["53", 9, 40], ["", 11, 0]], "size": []},
        "groups": {
            "": {"overall": {"mean": 55}},
            "type=OT": {"overall": {"mean": 40}},
            "type=CDT": {"overall": {"mean": 70}},
        },
    }


def said(**changed: Any) -> str:
    return " ".join(roles_table(document(**changed), WORDS).rows[1].notes)


def test_a_region_is_said_in_the_words_of_the_dossier() -> None:
    text = said()
    assert (
        "Bretagne: digital project managers cover 6.4 FTE for an estimated need of 14.2 (between 12.0 and 16.0)."
        in text
    )
    assert "That is 1 for 49 staff, against 39 among all organisations read." in text
    assert "Organisations that have none: 6 in 10." in text


def test_the_share_that_has_none_is_only_said_where_it_is_shown() -> None:
    assert "have none" not in said(equipped=None, equipped_hidden="would-reveal-other")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"claim": "supported"}, "Too few in proportion: for staff, for nights and for need alike, beyond chance."),
        ({}, "judged by: staff, nights, need. They agree, but not beyond chance"),
        ({"per_million": 30}, "Not fewer in proportion, judged by: nights. They do not agree"),
        ({"per_million": None}, "Not known for: nights. They do not agree"),
        (
            {"per_100": 300, "per_million": 30, "uncovered": 10},
            "Not fewer in proportion, judged by: staff, nights, need.",
        ),
    ],
)
def test_which_of_three_ways_to_ask_agree_is_said(changed: dict[str, Any], words: str) -> None:
    assert words in said(**changed)


def test_where_none_says_fewer_nothing_more_is_concluded() -> None:
    assert "agree" not in said(per_100=300, per_million=30, uncovered=10)


def test_missing_posts_stand_beside_those_missing_when_shared() -> None:
    table = roles_table(document(), WORDS)
    missing, pooled = (table.columns.index(column) for column in table.columns if column.key in ("missing", "pooled"))
    shown = [(row.cells[missing].value, row.cells[pooled].value) for row in table.rows]
    assert shown == [(76.0, 8.0), (7.8, 8.0), (None, None)]


def test_a_hidden_region_says_why_and_nothing_else() -> None:
    row = roles_table(document(), WORDS).rows[2]
    assert {cell.reason for cell in row.cells} == {"too-few"}
    assert row.notes == ()


def test_two_roles_together_have_both_names() -> None:
    assert role_name("R01+R02", WORDS) == "Digital project manager and Product owner / website lead"


def test_below_thirty_percent_numbers_speak_of_the_respondents_only() -> None:
    table = coverage_table(document(), WORDS)
    assert table is not None
    assert [row.cells[3].value for row in table.rows] == ["group", "group", "respondents", "respondents"]
    assert table.rows[3].title == "Other regions, few answers each"
    assert table.rows[3].cells[2].value is None


def test_an_older_publication_does_not_say_who_answered() -> None:
    assert coverage_table({"groups": {}}, WORDS) is None
    assert coverage_sentences({"groups": {}, "coverage": {"percent": 50}}, WORDS) == ()


def test_the_mean_is_corrected_where_every_type_is_shown_and_some_did_not_answer() -> None:
    (line,) = coverage_sentences(document(), WORDS)
    assert "would be 50 instead of 55" in line
    assert "as much as 18 equally weighted" in line
    assert coverage_sentences(document(percent=100), WORDS) == ()
    hidden = document()
    del hidden["groups"]["type=OT"]["overall"]["mean"]
    assert coverage_sentences(hidden, WORDS) == ()


def test_the_need_of_all_is_projected_where_enough_answered() -> None:
    assert "about 300.0 FTE" in " ".join(projected_need(document(), 1500, WORDS))
    assert list(projected_need(document(percent=29), 1500, WORDS)) == []
    assert list(projected_need(document(percent=100), 1500, WORDS)) == []
