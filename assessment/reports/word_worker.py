"""The process that makes text documents: `python -m assessment.reports.word_worker FOLDER MEGABYTES CONNECTION`.

It answers one document after another over the connection it inherited, and ends when that is closed.
"""

from __future__ import annotations

import os
import resource
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from assessment.reports.pdf import DONE, FAILED, Document
from assessment.reports.word import word_file

NICENESS = 5
"""A document takes most of a second; pages that wait must not."""

CAUSE_LENGTH = 500


def main() -> None:
    """Say that it is ready, then answer documents."""
    fonts, limit, line = Path(sys.argv[1]) / "fonts", int(sys.argv[2]) * 1024 * 1024, Connection(int(sys.argv[3]))
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    os.nice(NICENESS)
    line.send_bytes(DONE)
    while True:
        try:
            line.send_bytes(answer(line.recv_bytes(), fonts))
        except EOFError:
            return


def answer(content: bytes, fonts: Path) -> bytes:
    """A text document, or why there is none: whatever is wrong with one, the next one gets its turn."""
    try:
        return DONE + word_file(Document.from_bytes(content), fonts)
    except Exception as error:
        return FAILED + f"{type(error).__name__}: {error}"[:CAUSE_LENGTH].encode()


if __name__ == "__main__":
    main()
