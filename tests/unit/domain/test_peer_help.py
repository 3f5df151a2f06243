"""Who can help whom (dossier 6.4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.domain.peer_groups import Consent, Member
from assessment.domain.peer_help import Participant, best_pairs, help_table, one_way, proximity

OFFICE = Member(id="a", type="OT", staff=8, region="84", territory="coast", consent=Consent.HELPER)


def participant(code: str, ins: float, rel: float, **rest: object) -> Participant:
    made = Participant(
        member=replace(OFFICE, id=code),
        scores={"INS": ins, "REL": rel},
        required={"INS": 80.0, "REL": 80.0},
        weights={"INS": 1.0, "REL": 1.0},
        seeks=True,
        offers=frozenset({"INS", "REL"}),
    )
    return replace(made, **rest)  # type: ignore[arg-type]


STRONG, WEAK = participant("strong", 90, 40), participant("weak", 30, 70)


def test_help_reaches_to_what_is_required_and_no_further() -> None:
    assert help_table([STRONG, WEAK]).tolist() == [[0, 25], [15, 0]]


@pytest.mark.parametrize(
    "silent",
    [
        replace(STRONG, offers=frozenset({"REL"})),
        replace(STRONG, member=replace(STRONG.member, consent=Consent.NAMED)),
        replace(STRONG, availability=0.0),
        replace(STRONG, scores={"INS": 59.9, "REL": 40.0}),
    ],
    ids=["not offered", "no consent", "not available", "not strong"],
)
def test_nobody_helps_who_did_not_say_so_or_is_not_strong(silent: Participant) -> None:
    assert help_table([silent, WEAK])[0, 1] == 0


def test_nobody_is_helped_who_did_not_ask() -> None:
    people = [STRONG, replace(WEAK, seeks=False)]
    assert help_table(people)[0, 1] == 0
    assert [(item.helper, item.receiver) for item in one_way(people)] == [("weak", "strong")]


def test_half_available_helps_half() -> None:
    assert help_table([replace(STRONG, availability=0.5), WEAK])[0, 1] == 12.5


def test_what_is_not_known_is_no_need() -> None:
    assert help_table([STRONG, replace(WEAK, scores={"REL": 70.0})])[0, 1] == 0


def test_proximity_goes_from_one_for_alike_to_half_for_unlike() -> None:
    other = Member(id="b", type="CDT", staff=80, region="93", territory="rural")
    tools = (frozenset({"crm"}), frozenset({"site"}))
    assert proximity(OFFICE, other, tools, 0.5) == 0.5
    assert proximity(OFFICE, OFFICE, (frozenset(), frozenset({"site"})), 0) == 1
    assert proximity(OFFICE, replace(OFFICE, type="CDT"), (tools[0], tools[0]), 1) == 0.9


def test_a_pair_names_what_each_gives_and_whether_chance_could_explain_it() -> None:
    pair = best_pairs([WEAK, replace(STRONG, errors={"INS": 30.0, "REL": 1.0})])[0]
    assert (pair.members, pair.value) == (("strong", "weak"), 35)
    assert pair.forward is not None
    assert pair.back is not None
    assert (pair.forward.dimension, pair.forward.value, pair.forward.unsure) == ("INS", 25, False)
    assert (pair.back.dimension, pair.back.unsure) == ("REL", False)
    unsure = best_pairs([WEAK, replace(STRONG, errors={"INS": 31.0})])[0].forward
    assert unsure is not None
    assert unsure.unsure


def test_capacity_and_two_helpers_each_are_kept() -> None:
    helpers = [replace(STRONG, member=replace(OFFICE, id=f"h{n}"), seeks=False, capacity=2) for n in range(3)]
    seekers = [participant(f"s{n}", 10 * n, 80) for n in range(4)]
    found = one_way([*helpers, *seekers])
    given = [item.helper for item in found]
    taken = [item.receiver for item in found]
    assert len(found) == 6
    assert max(map(given.count, given)) == max(map(taken.count, taken)) == 2
    assert "s3" not in taken


def test_alone_or_with_nobody_there_is_no_pair() -> None:
    assert best_pairs([]) == best_pairs([STRONG]) == ()
    assert one_way([]) == ()


@pytest.mark.parametrize("wrong", [{"availability": 0.7}, {"capacity": -1}])
def test_a_participant_declares_what_can_be(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"availability|none or more"):
        participant("x", 1, 1, **wrong)
