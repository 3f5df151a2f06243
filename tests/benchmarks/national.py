"""A fictional national network of any size in a database of its own: what publishing is measured on, and its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from assessment.domain.fictional_network import SIZE_OF_NETWORK, FictionalOrganisation, draw_network, stream
from assessment.reports.exports import result_document
from assessment.services.fictional_network import FOUNDED, LettersLongSent, NationalNetwork
from assessment.services.networks import create_network
from assessment.services.secrets import read_seal
from assessment.storage.database import Database
from tests.shipped import shipped_instrument

SEED = 20260301


@dataclass(frozen=True, slots=True)
class National:
    """Where a network is kept, and its campaigns that are over, the first one first."""

    url: str
    database: Database
    network_id: str
    campaigns: tuple[str, ...]


@contextmanager
def national(folder: Path, organisations: int) -> Iterator[National]:
    """A network of so many organisations over two waves, nothing published yet."""
    url = f"sqlite+pysqlite:///{folder / 'national.sqlite'}"
    with closing(Database(url)) as database:
        database.upgrade()
        now = datetime.now(UTC)
        with database.sessions.begin() as session:
            network_id = create_network(session, "Réseau fictif", actor="command-line", now=now - FOUNDED)
            network = NationalNetwork(
                session=session,
                network_id=network_id,
                post=LettersLongSent(read_seal(folder / "seal.key"), lambda path: path),
                instrument=shipped_instrument(),
                render_document=result_document,
                language="fr",
                now=now,
                random=stream(SEED),
            )
            campaigns = network.run(network.keep(drawn(organisations)))
        yield National(url, database, network_id, campaigns.over)


def drawn(organisations: int) -> Iterator[FictionalOrganisation]:
    """So many organisations, of as many networks of the usual size as they fill."""
    questionnaire = shipped_instrument().questionnaire
    left = organisations
    for seed in count(SEED):
        size = min(left, SIZE_OF_NETWORK)
        yield from draw_network(questionnaire, size, seed=seed)
        left -= size
        if not left:
            return
