"""Which neighbours could share a post (dossier 5.6, 5.7), and the laws of it on drawn organisations."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.shared_posts import LARGEST_POST, SMALLEST_POST, Neighbour, shared_posts


def neighbour(name: str, lack: int, territory: str = "coast", *, named: bool = True, region: str = "53") -> Neighbour:
    return Neighbour(id=name, region=region, territory=territory, need=20 + lack, have=20, named=named)


def ids(*neighbours: Neighbour) -> list[list[str]]:
    return [[one.id for one in post.neighbours] for post in shared_posts(neighbours)]


def test_neighbours_of_one_territory_that_lack_about_as_much_come_together() -> None:
    found = ids(neighbour("a", 30), neighbour("b", 10, "mountain"), neighbour("c", 30), neighbour("d", 45, "mountain"))
    assert found == [["a", "c"], ["d", "b"]]


def test_who_is_left_of_a_territory_joins_others_of_the_region() -> None:
    assert ids(neighbour("a", 30), neighbour("b", 25, "mountain")) == [["a", "b"]]


def test_who_is_left_alone_is_put_where_there_is_room() -> None:
    assert ids(neighbour("a", 40), neighbour("b", 30), neighbour("c", 10)) == [["a", "b", "c"]]


def test_regions_share_nothing() -> None:
    assert ids(neighbour("a", 30), neighbour("b", 30, region="93")) == []


def test_half_a_post_is_shared_by_two_at_least() -> None:
    assert ids(neighbour("a", 50)) == []
    assert ids(neighbour("a", 50), neighbour("b", 50)) == [["a", "b"]]


def test_nobody_is_in_a_post_who_may_not_be_named_or_lacks_too_little_or_too_much() -> None:
    others = [neighbour(str(n), 30, named=False) for n in range(5)]
    assert ids(neighbour("a", 4), neighbour("b", 51), *others) == []


def test_nothing_is_said_where_the_rest_of_the_region_would_follow_from_its_total() -> None:
    pair = (neighbour("a", 30), neighbour("b", 30))
    few = [neighbour(str(n), 30, named=False) for n in range(4)]
    assert ids(*pair, *few) == []
    assert ids(*pair, *few, neighbour("4", 30, named=False)) == [["a", "b"]]
    assert ids(*pair, *few, neighbour("4", 9000, named=False)) == []


@st.composite
def drawn(draw: st.DrawFn) -> list[Neighbour]:
    """A network of up to forty organisations."""
    number = draw(st.integers(0, 40))
    return [
        Neighbour(
            id=str(place),
            region=draw(st.sampled_from(["53", "93", ""])),
            territory=draw(st.sampled_from(["coast", "mountain", ""])),
            need=draw(st.integers(0, 150)),
            have=draw(st.integers(0, 80)),
            named=draw(st.booleans()),
        )
        for place in range(number)
    ]


@given(drawn())
def test_posts_keep_their_laws_whatever_the_organisations(organisations: list[Neighbour]) -> None:
    """One post each, of half to whole, inside a region, only of named ones that lack somebody; order does not count."""
    posts = shared_posts(organisations)
    inside = [one for post in posts for one in post.neighbours]
    assert len({one.id for one in inside}) == len(inside)
    assert all(one.could_share for one in inside)
    assert all(SMALLEST_POST <= post.size <= LARGEST_POST and len(post.neighbours) > 1 for post in posts)
    assert all(one.region == post.region != "" for post in posts for one in post.neighbours)
    assert shared_posts(sorted(organisations, key=lambda one: one.id[::-1], reverse=True)) == posts
    for post in posts:
        others = [one for one in organisations if one.region == post.region and one not in inside]
        assert not others or len(others) >= 5
