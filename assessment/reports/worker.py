"""The worker process: `python -m assessment.reports.worker FOLDER MEGABYTES CONNECTION`.

It answers one document after another over the connection it inherited, and ends when that is closed.
"""

from __future__ import annotations

import os
import resource
import sys
from datetime import UTC, datetime
from math import ceil
from multiprocessing.connection import Connection
from pathlib import Path

from assessment.reports.pdf import DONE, FAILED, LIBRARY_MISSING, Document

try:
    from assessment.reports.typesetting import NotServed, Typesetter, settle, tidy
except OSError:
    sys.exit(LIBRARY_MISSING)

NICENESS = 5
"""A report may take seconds; pages that wait must not."""

CAUSE_LENGTH = 500

PROCESSOR_SECONDS = 20
"""A document that takes more of the processor, however long it waits for that, is none of ours: these take a few."""

WARM_UP = Document(
    "<html lang='en'><title>Warm up</title><h1>Warm up</h1><p>Every font is <strong>read</strong>.</p>",
    datetime(2000, 1, 1, tzinfo=UTC),
)


def main() -> None:
    """Warm up, say so, then answer documents."""
    folder, megabytes, connection = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    limit_memory(megabytes)
    os.nice(NICENESS)
    typesetter = Typesetter(folder)
    typesetter.render(WARM_UP)
    settle()
    line = Connection(connection)
    line.send_bytes(DONE)
    while True:
        try:
            content = line.recv_bytes()
            limit_processor(PROCESSOR_SECONDS)
            line.send_bytes(answer(typesetter, content))
            tidy()
        except EOFError:
            return


def limit_memory(megabytes: int) -> None:
    """Let the system refuse this process more address space than that."""
    limit = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def limit_processor(seconds: int) -> None:
    """Let the system end this process when it has taken that much more of the processor from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def answer(typesetter: Typesetter, content: bytes) -> bytes:
    """A PDF, or why there is none: whatever is wrong with one document, the next one gets its turn."""
    try:
        return DONE + typesetter.render(Document.from_bytes(content))
    except (Exception, NotServed) as error:
        return FAILED + f"{type(error).__name__}: {error}"[:CAUSE_LENGTH].encode()


if __name__ == "__main__":
    main()
