"""Laws of comparing two waves on the shipped questionnaire, whatever was answered."""

from __future__ import annotations

from hypothesis import given, settings

from assessment.domain.answers import Assessment
from assessment.domain.results import assess
from assessment.domain.wave_comparison import Measured, Turn, Verdict, compare_waves
from tests.properties.strategies import assessments
from tests.shipped import shipped_instrument

INSTRUMENT = shipped_instrument()
SWAPPED = {
    Verdict.RISEN: Verdict.FALLEN,
    Verdict.FALLEN: Verdict.RISEN,
    Turn.CLOSED: Turn.OPENED,
    Turn.OPENED: Turn.CLOSED,
    Turn.EASED: Turn.WORSENED,
    Turn.WORSENED: Turn.EASED,
}
some_assessment = assessments(INSTRUMENT.questionnaire)
law = settings(max_examples=25, deadline=None)


@law
@given(some_assessment)
def test_comparing_with_itself_changes_nothing_anywhere(assessment: Assessment) -> None:
    result = assess(INSTRUMENT, assessment)
    found = compare_waves(result, result)
    measured = [found.overall, *(item.measured for item in found.dimensions)]
    assert {item.points for item in measured if item} <= {0.0}
    assert {item.verdict for item in measured if item} <= {Verdict.CHANCE}
    assert {item.points for item in found.practices} <= {0.0, None}
    assert {item.turn for item in found.dimensions} <= {Turn.UNCHANGED, None}
    assert not any(item.done for item in found.actions)


@law
@given(some_assessment, some_assessment)
def test_swapping_the_waves_negates_every_change(one: Assessment, other: Assessment) -> None:
    first, second = assess(INSTRUMENT, one), assess(INSTRUMENT, other)
    there, back = compare_waves(first, second), compare_waves(second, first)
    _negates(there.overall, back.overall)
    for item, turned in zip(there.dimensions, back.dimensions, strict=True):
        _negates(item.measured, turned.measured)
        assert turned.turn == SWAPPED.get(item.turn, item.turn)  # type: ignore[arg-type]
    assert {role.now and role.now.role.id for role in there.roles} == {
        role.now and role.now.role.id for role in back.roles
    }


def _negates(there: Measured | None, back: Measured | None) -> None:
    assert (there is None) == (back is None)
    if there and back:
        assert back.points == -there.points
        assert back.margin == there.margin
        assert back.verdict == SWAPPED.get(there.verdict, there.verdict)
