"""The published JSON Schemas of the documents attached to reports: what a program may rely on, for years.

A document names the version of its schema. To a version a key may be added, never renamed, removed or given another
meaning: that makes another version, beside those there are.
"""

from __future__ import annotations

from pathlib import Path

RESULT, COMPARISON = "result-1", "comparison-1"
FOLDER = Path(__file__).parent


def schemas() -> dict[str, bytes]:
    """Every schema ever published, by the name of its file."""
    return {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.json"))}
