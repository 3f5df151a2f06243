"""Laws of groups, their statistics and peer help (dossier 4, 6.4)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.benchmarks import histogram, percentile_rank, statistics_of
from assessment.domain.coverage import Cell, post_stratified, trimmed
from assessment.domain.group_means import GroupMean, shares, shrunken_means
from assessment.domain.peer_groups import Consent, Member, groups_of
from assessment.domain.peer_help import Participant, best_pairs, help_table, mutual, one_way
from assessment.domain.score_grid import counts_of, to_grid
from assessment.domain.snapshots import Snapshot, frame_of, snapshot_of

TENTHS = st.integers(0, 1000).map(lambda n: n / 10)
SCORES = st.lists(TENTHS, min_size=1, max_size=60)
METRICS = ("INS", "REL")
MEMBERS = st.builds(
    Member,
    id=st.uuids().map(str),
    type=st.sampled_from(["OT", "CDT", "NET"]),
    staff=st.sampled_from([1.0, 5.0, 12.0, 60.0]),
    region=st.sampled_from(["", "84", "93"]),
    territory=st.sampled_from(["", "coast", "rural"]),
    consent=st.sampled_from([Consent.PRIVATE, Consent.COUNTED, Consent.HELPER]),
)
SCORED = st.lists(
    st.tuples(MEMBERS, st.fixed_dictionaries({metric: st.none() | TENTHS for metric in METRICS})),
    min_size=1,
    max_size=20,
)


def taken(scored: Sequence[tuple[Member, dict[str, float | None]]]) -> Snapshot:
    return snapshot_of("2026", scored, METRICS, frame_of([member for member, _ in scored]))


@given(SCORES)
def test_quantiles_grow_and_lie_between_the_lowest_and_the_highest(scores: list[float]) -> None:
    found = statistics_of(counts_of(scores))
    assert found is not None
    assert list(found.quantiles) == sorted(found.quantiles)
    assert min(scores) <= found.quantiles[0]
    assert found.quantiles[-1] <= max(scores)
    assert min(scores) <= found.mean <= max(scores)


@given(SCORES)
def test_quantiles_are_those_of_another_implementation(scores: list[float]) -> None:
    found = statistics_of(counts_of(scores))
    assert found is not None
    theirs = np.quantile(scores, (0.1, 0.25, 0.5, 0.75, 0.9), method="median_unbiased")
    np.testing.assert_allclose(found.quantiles, theirs, atol=1e-9)


@given(SCORES)
def test_every_score_is_in_one_class_and_no_class_has_one_or_two(scores: list[float]) -> None:
    classes = histogram(counts_of(scores))
    assert sum(item.count for item in classes) == len(scores)
    assert [item.low for item in classes[1:]] == [item.high for item in classes[:-1]]
    assert len(classes) == 1 or all(item.count not in (1, 2) for item in classes)


@given(SCORES, st.integers(0, 59))
def test_the_rank_is_that_of_counting_by_hand(scores: list[float], place: int) -> None:
    own = scores[place % len(scores)]
    expected = 100 * (sum(x < own for x in scores) + 0.5 * scores.count(own)) / len(scores)
    assert abs(percentile_rank(counts_of(scores), own) - expected) < 1e-9


@settings(max_examples=40)
@given(SCORED)
def test_groups_count_what_counting_members_counts_in_any_order(
    scored: list[tuple[Member, dict[str, float | None]]],
) -> None:
    snapshot = taken(scored)
    assert (snapshot.counts == taken(scored[::-1]).counts).all()
    for group in snapshot.groups():
        inside = [scores for member, scores in scored if group in groups_of(member, "2026")]
        expected = np.stack([counts_of([item[metric] for item in inside]) for metric in METRICS])
        np.testing.assert_array_equal(snapshot.group(group), expected)


@settings(max_examples=40)
@given(SCORED)
def test_tables_hold_the_statistics_of_each_group(scored: list[tuple[Member, dict[str, float | None]]]) -> None:
    snapshot = taken(scored)
    tables = {table.axes: table for table in snapshot.tables()}
    for group in snapshot.groups():
        cell = tuple(snapshot.frame.values[axis].index(value) for axis, value in group.crossing)
        for metric, counts in enumerate(snapshot.group(group)):
            found, table = statistics_of(counts), tables[group.axes]
            assert table.n[(*cell, metric)] == (found.n if found else 0)
            if found:
                assert table.means[(*cell, metric)] == found.mean
                assert tuple(table.quantiles[(*cell, metric)]) == found.quantiles


@settings(max_examples=40)
@given(SCORED)
def test_one_more_member_changes_its_own_groups_only(scored: list[tuple[Member, dict[str, float | None]]]) -> None:
    (member, scores), rest = scored[0], scored[1:]
    after = taken(scored)
    before = snapshot_of("2026", rest, METRICS, after.frame)
    own = groups_of(member, "2026")
    places = [to_grid(scores[metric]) for metric in METRICS]
    for group in after.groups():
        same = (before.group(group) == after.group(group)).all()
        assert same or group in own
    if own:
        cell = after.frame.cell_of(member)
        assert (before.replaced(cell, None, places).counts == after.counts).all()
        assert (after.replaced(cell, places, None).counts == before.counts).all()


GROUPS = st.lists(
    st.builds(GroupMean, st.integers(1, 60), TENTHS, st.none() | st.integers(1, 100)), min_size=1, max_size=8
)


@given(GROUPS, st.floats(1, 900))
def test_a_shrunken_mean_lies_between_the_groups_own_and_the_common_one(groups: list[GroupMean], within: float) -> None:
    found = shrunken_means(groups, within)
    for group, item in zip(groups, found.groups, strict=True):
        low, high = sorted((group.mean, found.mean))
        assert low <= item.value <= high
        assert 0 <= item.kept <= 1
        assert item.error > 0


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(any), max_size=8))
def test_a_share_lies_inside_its_interval(rows: list[tuple[int, int]]) -> None:
    for item in shares([(having, having + lacking) for having, lacking in rows]):
        assert 0 <= item.interval.low <= item.value <= item.interval.high <= 1


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=30))
def test_trimmed_weights_keep_their_sum_and_none_is_above_three(weights: list[float]) -> None:
    found = trimmed(weights)
    assert max(found) <= 3 + 1e-9
    assert abs(sum(found) - len(weights)) < 1e-6


CELLS: st.SearchStrategy[Cell] = st.tuples(st.sampled_from("AB"), st.sampled_from("XY"), st.sampled_from("SL"))


@given(st.lists(CELLS, min_size=1, max_size=40), st.dictionaries(CELLS, st.integers(1, 30)))
def test_respondents_of_one_cell_weigh_the_same(answered: list[Cell], more: dict[Cell, int]) -> None:
    known = {cell: answered.count(cell) + more.get(cell, 0) for cell in {*answered, *more}}
    weights = post_stratified(answered, known)
    assert len({(cell, round(weight, 9)) for cell, weight in zip(answered, weights, strict=True)}) == len(set(answered))
    assert abs(sum(weights) - len(answered)) < 1e-6


DIMENSIONS = ("INS", "REL", "PRO")


def participant(number: int, scores: tuple[float, ...], offers: frozenset[str], seeks: bool) -> Participant:
    return Participant(
        member=Member(id=f"o{number}", type="OT", staff=4, consent=Consent.HELPER),
        scores=dict(zip(DIMENSIONS, scores, strict=True)),
        required=dict.fromkeys(DIMENSIONS, 80.0),
        weights=dict.fromkeys(DIMENSIONS, 1.0),
        seeks=seeks,
        offers=offers,
    )


PEOPLE = st.lists(
    st.tuples(st.tuples(TENTHS, TENTHS, TENTHS), st.frozensets(st.sampled_from(DIMENSIONS)), st.booleans()), max_size=7
).map(lambda rows: [participant(number, *row) for number, row in enumerate(rows)])


def pairings(places: tuple[int, ...]) -> list[tuple[tuple[int, int], ...]]:
    """Every way to make pairs of some of these."""
    if len(places) < 2:
        return [()]
    first, rest = places[0], places[1:]
    found = pairings(rest)
    for other in rest:
        found += [((first, other), *more) for more in pairings(tuple(n for n in rest if n != other))]
    return found


@settings(max_examples=40)
@given(PEOPLE)
def test_no_other_pairing_is_worth_more_and_order_does_not_matter(people: list[Participant]) -> None:
    """Every one of up to 232 pairings is tried."""
    pairs = best_pairs(people)
    interest = mutual(help_table(people))
    best = max(sum(float(interest[pair]) for pair in pairing) for pairing in pairings(tuple(range(len(people)))))
    assert abs(sum(pair.value for pair in pairs) - best) < 1e-6
    ends = [end for pair in pairs for end in pair.members]
    assert len(ends) == len(set(ends))
    assert pairs == best_pairs(people[::-1])


@settings(max_examples=40)
@given(PEOPLE)
def test_help_comes_from_who_offers_it_to_who_asks(people: list[Participant]) -> None:
    by_id = {item.id: item for item in people}
    for item in one_way(people):
        assert item.dimension in by_id[item.helper].offers
        assert by_id[item.receiver].seeks
        assert item.value > 0
    for one, two in combinations(range(len(people)), 2):
        table = help_table(people)
        assert mutual(table)[one, two] == mutual(table)[two, one] >= 0
