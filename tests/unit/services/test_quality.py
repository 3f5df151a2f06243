"""What many assessments say about the questionnaire and about the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.domain.data_quality import DimensionQuality
from assessment.domain.questionnaire import NonResponse
from assessment.reports.quality import present_quality
from assessment.reports.quality_exports import quality_document
from assessment.services.gathering import Gathered
from assessment.services.quality import Quality, find_quality
from tests.builders import SIZES, an_assessment, an_instrument
from tests.spec.dossier import ITEMS

INSTRUMENT = an_instrument()
PRINTED = 0.00005001
CODES = [f"{code}{n}" for code, count in SIZES.items() for n in range(1, count + 1)]


def a_file(number: int, **answers: int | NonResponse) -> Gathered:
    levels = {code: 1 + (number + place) % 3 for place, code in enumerate(CODES)}
    return Gathered(Path(f"{number}.yaml"), INSTRUMENT, an_assessment({**levels, **answers}), None)


def printed(times: int) -> Quality:
    """Organisations whose customer insight is the printed matrix, so many times over."""
    rows = [dict(zip((f"CLI{n}" for n in range(1, 6)), map(int, row), strict=True)) for row in ITEMS * times]
    return find_quality([a_file(number, **row) for number, row in enumerate(rows)])


def on(quality: Quality, dimension: str) -> DimensionQuality:
    return next(item for item in quality.panel.dimensions if item.dimension == dimension)


def test_the_printed_matrix_comes_out_as_printed_over_thirty_organisations() -> None:
    """Dossier 7.2, test matrix; repeating all its rows changes none of these figures."""
    found = on(printed(3), "CLI").reliability
    assert found is not None
    assert found.alpha == pytest.approx(0.9452, abs=PRINTED)
    assert [item.item_rest for item in found.items] == pytest.approx(
        [0.9642, 0.8085, 0.7889, 0.7760, 0.9568], abs=PRINTED
    )
    assert [i.alpha_without for i in found.items] == pytest.approx(
        [0.9134, 0.9396, 0.9444, 0.9452, 0.9134], abs=PRINTED
    )
    assert found.omega == pytest.approx(0.956, abs=0.002)


def test_ten_organisations_have_their_items_described_and_no_coefficient() -> None:
    found = on(printed(1), "CLI").reliability
    assert found is not None
    assert (found.organisations, found.alpha, found.omega, found.sem) == (10, None, None, None)
    assert found.items[0].mean == pytest.approx(25 * 2.1)


def test_a_practice_that_does_not_concern_most_organisations_is_left_out_of_reliability() -> None:
    files = [a_file(number, REL2=NonResponse.NOT_APPLICABLE) for number in range(30)]
    found = on(find_quality(files), "REL").reliability
    assert found is not None
    assert [item.item for item in found.items] == ["REL1", "REL3", "REL4", "REL5"]
    assert found.organisations == 30


def test_nobody_has_no_quality() -> None:
    with pytest.raises(ValueError, match="at least one"):
        find_quality([])


def test_each_panel_has_a_sentence_and_marks_its_alert() -> None:
    files = [a_file(number, CAP1=NonResponse.DONT_KNOW, CAP2=4) for number in range(5)]
    panels = present_quality(INSTRUMENT.questionnaire, find_quality(files).panel, "en").panels
    assert all(panel.title and panel.reading.endswith(".") for panel in panels)
    assert [panel.title for panel in panels if panel.alert] == ["Completeness", "Evidence", "Practices"]
    assert "“Practice CAP1 (English)”" in panels[3].reading


def test_many_practices_are_counted_instead_of_named() -> None:
    files = [Gathered(Path("x.yaml"), INSTRUMENT, an_assessment(4), None)] * 2
    panels = present_quality(INSTRUMENT.questionnaire, find_quality(files).panel, "en").panels
    assert panels[-1].reading.endswith("and 44 others.")


def test_the_document_holds_numbers_or_null_for_everything() -> None:
    quality = find_quality([a_file(0)])
    document = quality_document(quality.questionnaire, quality.panel)
    assert (document["organisations"], document["concordance"]) == (1, None)
    assert document["dimensions"]["CAP"] == {"reliability": None, "intraclass": None, "r_wg": None, "alert": False}
