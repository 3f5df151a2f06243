"""Keeping what compiled code prints out of a result."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

STANDARD_OUTPUT = 1


@contextmanager
def silent_libraries() -> Iterator[None]:
    """Send what C code writes to standard output to nowhere: the solver prints a line of its own now and then."""
    library = ctypes.CDLL(None)
    library.fflush(None)
    kept = os.dup(STANDARD_OUTPUT)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STANDARD_OUTPUT)
    os.close(nowhere)
    try:
        yield
    finally:
        library.fflush(None)
        os.dup2(kept, STANDARD_OUTPUT)
        os.close(kept)
