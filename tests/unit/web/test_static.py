"""Files of others are what they claim to be, and pages stay light."""

from __future__ import annotations

import gzip
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from assessment.reports.map_places import FILE
from assessment.web.app import STATIC, digest

VENDORED = (STATIC / "vendor", FILE.parents[1], Path(__file__).parents[2] / "browser" / "vendor")


@pytest.mark.parametrize("folder", VENDORED, ids=["service", "reports", "tests"])
def test_every_file_of_others_is_listed_and_unchanged_and_comes_with_its_licence(folder: Path) -> None:
    listed = tomllib.loads((folder / "vendor.toml").read_text())
    assert set(listed) == {path.name for path in folder.iterdir() if path.is_dir()}
    for name, entry in listed.items():
        found = {path.name: sha256(path.read_bytes()).hexdigest() for path in (folder / name).iterdir()}
        assert found == entry["sha256"], name
        assert "LICENSE" in found
        assert entry["package"].startswith("npm:")
        assert entry["version"]


def test_style_sheets_weigh_less_than_20_kilobytes() -> None:
    sheets = [path.read_bytes() for path in STATIC.rglob("*.css")]
    assert sum(len(gzip.compress(sheet)) for sheet in sheets) < 20_000


def test_the_address_of_static_files_changes_with_their_content(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a")
    before = digest(tmp_path)
    (tmp_path / "a.css").write_text("b")
    assert digest(tmp_path) != before
