"""Posts that neighbours could share, as a table with a line for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assessment.domain.peer_groups import Axis
from assessment.domain.publishing import key_of
from assessment.domain.shared_posts import Neighbour, SharedPost
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.benchmark_words import Words
from assessment.reports.formatting import NONE, one_line
from assessment.translation import later

HUNDREDTHS = 100
COLUMNS = {
    "post": later("Post"),
    "region": later("Region"),
    "territory": later("Territory"),
    "lacks": later("Lacks, FTE"),
    "size": later("The post, FTE"),
}


def posts_table(posts: Iterable[SharedPost], names: Mapping[str, str], words: Words) -> Table:
    """The posts one after the other; an organisation is in one at most."""
    rows = tuple(
        _row(number, post, one, names[one.id], words) for number, post in enumerate(posts, 1) for one in post.neighbours
    )
    columns = tuple(Column(name, words.voice.say(title)) for name, title in COLUMNS.items())
    title = words.voice.say("Neighbours that could share a digital project manager")
    return Table(title, words.voice.say("Organisation"), columns, rows, ())


def _row(number: int, post: SharedPost, one: Neighbour, name: str, words: Words) -> Row:
    voice = words.voice
    region, territory = (_place(axis, getattr(one, axis), words) for axis in (Axis.REGION, Axis.TERRITORY))
    cells = (
        Cell(number, voice.number(number, 0)),
        Cell(one.region, region),
        Cell(one.territory, territory),
        Cell(one.lack / HUNDREDTHS, voice.number(one.lack / HUNDREDTHS, 2)),
        Cell(post.size / HUNDREDTHS, voice.number(post.size / HUNDREDTHS, 2)),
    )
    return Row(one.id, one_line(name), cells)


def _place(axis: Axis, value: str, words: Words) -> str:
    return words.group(key_of(((axis.value, value),))) if value else NONE
