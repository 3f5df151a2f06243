"""Signs that no font draws, in names that people type: left out, so that the file stays accessible and archival."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader

from assessment.reports.documents import board_summary, network_report
from assessment.reports.pdf import Document, PdfWorker
from tests.builders import an_instrument
from tests.network_reports import presented
from tests.printed import MADE_AT, TEMPLATES
from tests.results import a_result

PROFILES = (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_3A)
NAMES = {
    "emoji": "Office \U0001f3d4\ufe0f fictif \U0001f973",
    "joined and keyed emoji": "Office \U0001f469\u200d\U0001f467 fictif 1\ufe0f\u20e3 \U0001f1eb\U0001f1f7",
    "signs of another continent": "Office \u89b3\u5149\u5c40 fictif",
    "rare marks above letters": "Office a\u0489\u1ab0 fictif",
}


def board(name: str) -> Document:
    return board_summary(a_result(name=name), an_instrument(), "fr", templates=TEMPLATES, made_at=MADE_AT)


def network(name: str) -> Document:
    return network_report(presented(4, "fr"), name, templates=TEMPLATES)


@pytest.mark.parametrize("make", [board, network])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_sign_without_a_drawing_breaks_no_rule_and_leaves_the_rest_of_a_name(
    worker: PdfWorker, name: str, make: Callable[[str], Document]
) -> None:
    content = worker.render(make(name))
    reports = [validate_pdf_bytes(content, profile=profile) for profile in PROFILES]
    assert [f"{failure.rule_id}: {failure.message}" for one in reports for failure in one.failures] == []
    words = PdfReader(BytesIO(content)).pages[0].extract_text().split()
    assert {"Office", "fictif"} <= set(words)
    assert ("???" in words) == (name == NAMES["signs of another continent"])
