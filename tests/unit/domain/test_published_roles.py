"""What a publication says of roles by region (dossier 4.2, 5.7)."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from assessment.domain.disclosure_rules import Reason
from assessment.domain.peer_groups import Member as Place
from assessment.domain.published_roles import (
    BOTH,
    Staffed,
    decide_roles,
    fewer_than_all,
    pooled,
    regions_of,
    roles_in,
    together,
)
from assessment.domain.publishing import Contribution
from assessment.domain.shortage import Member

FIRST, WEST, SOUTH = (), (("region", "53"),), (("region", "93"),)


def organisations(number: int = 24, seed: int = 1) -> list[Staffed]:
    """Fictional ones of three regions."""
    random, found = Random(seed), []
    for place in range(number):
        member = Member(need=0.5 + random.random(), have=random.random() / 2, staff=8.0, nights=1.0)
        where = Place(id=str(place), type="OT", staff=8.0, region=("53", "93", "84")[place % 3])
        found.append(Staffed(Contribution(where, str(place), {}), member))
    return found


def without_staff(found: list[Staffed]) -> list[Staffed]:
    return [replace(one, member=replace(one.member, staff=0.0, nights=0.0)) for one in found]


def large(found: list[Staffed], token: str, *, have: bool = False) -> list[Staffed]:
    """The same, one of them making up almost all that is needed, or all there is."""
    return [_swollen(one, have=have) if one.contribution.token == token else one for one in found]


def _swollen(one: Staffed, *, have: bool) -> Staffed:
    return replace(one, member=replace(one.member, have=200.0) if have else replace(one.member, need=200.0))


def region(**changed: Any) -> dict[str, Any]:
    plain = {"n": [5, 9], "need": 30, "need_interval": [20, 40], "have": 12, "missing": 18, "uncovered": 60}
    plain |= {"per_100": 200, "per_million": None, "quotient": 90, "equipped": 40, "equipped_hidden": ""}
    return plain | {"uncovered_interval": [40, 70], "claim": "not_shown"} | changed


def test_every_role_is_decided_by_itself() -> None:
    plain = organisations()
    decided = decide_roles({"R01": plain, "R03": without_staff(large(plain, "0"))}, [], [])
    assert decided["R01"].reasons == {}
    assert decided["R03"].reasons[WEST] is Reason.DOMINANCE


def test_roles_in_proportion_to_staff_are_hidden_where_project_managers_are() -> None:
    plain = organisations()
    decided = decide_roles({"R01": large(plain, "0", have=True), "R02": plain, "R03": without_staff(plain)}, [], [])
    assert decided["R01"].reasons[WEST] is Reason.DOMINANCE
    assert set(decided["R02"].reasons) == set(decided["R01"].reasons)
    assert decided["R03"].reasons == {}


def test_a_role_without_staff_has_no_proportions_and_no_claim() -> None:
    found = without_staff(organisations())
    shown = regions_of(found, decide_roles({"R03": found}, [], [])["R03"])[WEST]
    assert (shown["per_100"], shown["per_million"], shown["quotient"], shown["claim"]) == (
        None,
        None,
        None,
        "not_shown",
    )
    assert shown["need"] > shown["have"]


def test_nobody_can_leave_a_role_unseen() -> None:
    """One that stated a role in the wave before and no longer does would be what both totals differ by."""
    plain = organisations()
    before = {
        role: one.shown() for role, one in decide_roles({"R01": plain, "R03": without_staff(plain)}, [], []).items()
    }
    decided = decide_roles({"R01": plain, "R03": without_staff(plain[1:])}, [before], [])
    assert decided["R01"].reasons == {}
    assert decided["R03"].reasons[WEST] is Reason.FEW_CHANGED
    assert FIRST in decided["R03"].reasons


def test_an_older_publication_speaks_of_project_managers_only() -> None:
    assert roles_in({"regions": {"": region()}}) == {"R01": {"": region()}}


def test_both_roles_together_are_the_sum_of_what_is_published_of_each() -> None:
    one, other = region(), region(need=10, need_interval=[8, 12], have=14, missing=0, per_100=100)
    found = roles_in({"roles": {"R01": {"": one}, "R02": {"": other}, "R03": {}}})
    assert list(found) == ["R01", BOTH, "R02", "R03"]
    both = found[BOTH][""]
    assert (both["need"], both["need_interval"], both["have"], both["missing"]) == (40, [28, 52], 26, 14)
    assert (both["uncovered"], both["per_100"], both["quotient"], both["per_million"]) == (35, 300, 100, None)
    assert both["equipped"] is None


def test_both_together_are_hidden_where_either_is() -> None:
    first = {"": region(), "region=53": {"hidden": "dominance"}, "region=93": region()}
    second = {"": region(), "region=53": region(), "region=93": {"hidden": "too-few"}, "region=84": region()}
    found = together(first, second)
    assert found["region=53"] == {"hidden": "dominance"}
    assert found["region=93"] == {"hidden": "too-few"}
    assert "region=84" not in found


def test_both_together_have_no_proportion_where_one_has_none() -> None:
    found = together({"": region()}, {"": region(per_100=None)})[""]
    assert (found["per_100"], found["quotient"]) == (None, None)


@pytest.mark.parametrize(("missing", "posts"), [(0, 0), (1, 5), (5, 5), (6, 10), (13, 15)])
def test_what_is_missing_is_rounded_up_to_half_posts(missing: int, posts: int) -> None:
    assert pooled({"": region(missing=99), "region=53": region(missing=missing)}) == {"region=53": posts, "": posts}


def test_half_posts_of_hidden_regions_are_not_counted() -> None:
    regions = {"": region(), "region=53": region(missing=6), "region=93": {"hidden": "too-few"}, "region=84": region()}
    assert pooled(regions) == {"region=53": 10, "region=84": 20, "": 30}
    assert pooled({"": {"hidden": "too-few"}}) == {}


def test_fewer_than_all_is_told_for_staff_nights_and_need() -> None:
    country = region(per_100=210, uncovered=55, per_million=30)
    assert fewer_than_all(region(), country) == {"per_100": True, "per_million": None, "uncovered": True}
    assert fewer_than_all(region(per_100=210, uncovered=55), country)["per_100"] is False


def test_an_interval_does_not_say_that_all_of_a_region_need_the_same() -> None:
    alike = [replace(one, member=replace(one.member, need=0.5, have=0.25)) for one in organisations()]
    decided = decide_roles({"R01": alike}, [], [])["R01"]
    found = regions_of(alike, decided)
    assert found[WEST]["need"] == 40
    assert found[WEST]["need_interval"] == [34, 46]
    low, high = found[WEST]["uncovered_interval"]
    assert low <= 45 < 55 <= high
