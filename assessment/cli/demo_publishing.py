"""What takes a while in a demonstration, in a process of its own: the service answers meanwhile.

python -m assessment.cli.demo_publishing DATABASE QUESTIONNAIRES CAMPAIGN...
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from assessment.services.fictional_network import publish_waves
from assessment.services.peer_rounds import work_out_due
from assessment.settings import Settings
from assessment.storage.catalogue import load_catalogue
from assessment.storage.database import Database


@contextmanager
def published_meanwhile(settings: Settings, campaigns: Sequence[str]) -> Iterator[None]:
    """Publish these campaigns, the earlier ones first, and work out who could help whom, while the block runs."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", __name__, settings.database, str(settings.questionnaires), *campaigns],
        start_new_session=True,  # Ctrl+C is for the demonstration, which ends this
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def publish(address: str, questionnaires: Path, campaigns: Sequence[str]) -> None:
    """Do it now, in the database at this address."""
    with closing(Database(address)) as database:
        publish_waves(database, campaigns)
        work_out_due(database, load_catalogue(questionnaires).instrument, datetime.now(UTC))


if __name__ == "__main__":
    publish(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
