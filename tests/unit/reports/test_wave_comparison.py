"""What is said of two waves."""

from __future__ import annotations

from datetime import date

import pytest

from assessment.domain.wave_comparison import compare_waves
from assessment.reports.documents import wave_report
from assessment.reports.formatting import Voice
from assessment.reports.wave_comparison import present_waves, signed
from assessment.reports.wave_exports import comparison_document
from tests.printed import MADE_AT, TEMPLATES
from tests.results import a_result, earlier_result, sample_result


@pytest.mark.parametrize(
    ("value", "said"), [(4.25, "+4.3"), (-1.0, "−1.0"), (0.0, "0.0"), (0.04, "0.0"), (-0.04, "0.0")]
)
def test_a_change_has_its_sign_unless_it_is_none(value: float, said: str) -> None:
    assert signed(value, Voice("en")) == said


def test_the_message_says_how_much_and_whether_chance_could_do_it() -> None:
    view = present_waves(compare_waves(earlier_result(), sample_result()), "en")
    assert view.message.startswith("From 18.0 to 45.8: a rise of 27.8 points, more than chance would bring")
    same = present_waves(compare_waves(sample_result(), sample_result()), "en")
    assert "which may be chance alone" in same.message
    assert not same.risen
    assert not same.fallen
    assert {row.change for row in same.rows} == {"0.0"}


def test_what_cannot_be_compared_is_said_in_words() -> None:
    view = present_waves(compare_waves(a_result({}), a_result()), "en")
    assert "cannot be compared" in view.message
    assert {row.verdict for row in view.rows} == {"Not comparable"}
    assert {row.change for row in view.rows} == {"–"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sentence_stands_where_a_chart_of_nothing_would(language: str) -> None:
    """Where no dimension can be compared."""
    comparison = compare_waves(a_result({}), a_result())
    assert present_waves(comparison, language).charts is None
    document = wave_report(comparison, language, templates=TEMPLATES, made_at=MADE_AT)
    said = {"fr": "Aucune dimension ne se compare", "en": "No dimension can be compared"}
    assert said[language] in document.html
    assert "<img" not in document.html
    assert not document.charts


def test_the_network_stands_beside_the_own_change_where_it_was_told() -> None:
    comparison = compare_waves(earlier_result(), sample_result())
    view = present_waves(comparison, "en", shifts={"overall": 3, "dimension:CAP": -1})
    assert view.with_network
    assert [row.network for row in view.rows[:3]] == ["+3", "−1", "–"]
    assert any("moved by +3 points" in note for note in view.notes)
    assert not present_waves(comparison, "en").with_network


def test_regression_to_the_mean_is_always_told() -> None:
    assert "Regression to the mean" in present_waves(compare_waves(a_result(1), a_result(2)), "en").notes[-1]


def test_days_are_said_where_they_are_known() -> None:
    view = present_waves(compare_waves(a_result(1), a_result(2)), "en", days=(date(2025, 1, 1), None))
    assert view.then.day == "1\u00a0January 2025"
    assert view.now.day == ""


def test_the_chart_tells_every_change_in_its_text() -> None:
    view = present_waves(compare_waves(earlier_result(), sample_result()), "en")
    assert view.charts is not None
    for row in view.rows[1:]:
        assert f"{row.title} from {row.then} to {row.now}" in view.charts.wide.title
        assert row.change in view.charts.wide.svg
    assert view.charts.wide.title == view.charts.narrow.title == view.charts.paper.title


def test_programs_find_both_results_and_every_change_unrounded() -> None:
    comparison = compare_waves(earlier_result(), sample_result())
    document = comparison_document(comparison)
    assert comparison.overall is not None
    assert document["overall"]["points"] == comparison.overall.points
    assert document["now"]["overall"]["score"] == comparison.now.overall.score
    assert set(document["dimensions"]) == {item.now.score.dimension.id for item in comparison.dimensions}
