"""Regions against all the organisations read together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assessment.domain.answers import Answer
from assessment.domain.questionnaire import Region
from assessment.reports.shortage import present_shortage, shortage_document
from assessment.services.gathering import Gathered
from assessment.services.shortage import Shortages, find_shortages
from tests.builders import an_assessment, an_instrument, an_organisation

REGIONS = tuple(Region(code, code, code, (code,), f"Region {code}") for code in ("11", "24", "53", "84"))
INSTRUMENT = replace(an_instrument(), regions=REGIONS)


def a_file(region: str, have: str = "0.2", *, nights: int | None = 500, **facts: Answer) -> Gathered:
    stated: dict[str, Answer] = {
        "F_DIG": {"R01": Decimal(have)},
        "F_PROJ": {"small": Decimal(4), "medium": Decimal(2), "large": Decimal(0)},
    }
    stated |= {"F_NIGHTS": Decimal(nights)} if nights is not None else {}
    organisation = replace(an_organisation(staff=8), region=region)
    return Gathered(Path("x.yaml"), INSTRUMENT, an_assessment(1, facts=stated | facts, organisation=organisation), None)


def shown(found: Shortages) -> list[str]:
    return [item.region.insee for item in found.regions if item.shortage]


def test_the_sentence_says_posts_need_density_and_how_many_have_none() -> None:
    files = [*[a_file("11")] * 4, *[a_file("11", "0")] * 1, *[a_file("84", "0.4")] * 5]
    found = find_shortages(files)
    row = present_shortage(found.regions[0].region, 5, found.regions[0].shortage, "en")
    assert row.sentences[0] == (
        "In Region 11, digital project managers cover 0.80\u00a0FTE for an estimated need of 2.90\u00a0FTE "
        "(between 2.9 and 2.9)."
    )
    assert row.sentences[1:3] == (
        "That is 1 for 50 staff, against 29 among all organisations read.",
        "Organisations that have none: 2 in 10.",
    )


def test_four_organisations_are_too_few_and_the_smallest_other_region_hides_them() -> None:
    files = [*[a_file("11")] * 4, *[a_file("24")] * 5, *[a_file("53")] * 7]
    found = find_shortages(files)
    assert shown(found) == ["53"]
    assert shortage_document(found.regions[0].region, 4, None)["organisations"] is None


def test_two_hidden_regions_need_no_third() -> None:
    files = [*[a_file("11")] * 4, *[a_file("24")] * 3, *[a_file("53")] * 5]
    assert shown(find_shortages(files)) == ["53"]


def test_a_region_that_one_organisation_dominates_is_kept_back() -> None:
    files = [*[a_file("11", "0")] * 5, a_file("11", "1"), *[a_file("24")] * 5, *[a_file("53")] * 6]
    assert shown(find_shortages(files)) == ["53"]


@pytest.mark.parametrize("missing", ["F_DIG", "F_PROJ"])
def test_who_did_not_say_what_counts_is_left_out(missing: str) -> None:
    silent = a_file("11")
    facts = {code: value for code, value in silent.assessment.facts.items() if code != missing}
    found = find_shortages([*[a_file("11")] * 5, replace(silent, assessment=replace(silent.assessment, facts=facts))])
    assert (found.organisations, found.left_out) == (5, 1)


def test_nights_are_left_out_unless_all_stated_them() -> None:
    found = find_shortages([*[a_file("11")] * 5, a_file("11", nights=None)])
    assert not found.nights
    assert found.regions[0].shortage is not None
    assert found.regions[0].shortage.measures.per_million is None


def test_nobody_has_no_regions() -> None:
    assert find_shortages([]) == Shortages((), 0, 0, nights=True)
