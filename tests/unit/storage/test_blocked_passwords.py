"""The list of passwords is what it claims to be."""

from __future__ import annotations

import tomllib
from hashlib import sha256

from assessment.storage.blocked_passwords import FILE


def test_the_list_is_recorded_with_licence_version_and_digest() -> None:
    folder = FILE.parent
    entry = tomllib.loads((folder.parent / "vendor.toml").read_text())["zxcvbn"]
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert found == entry["sha256"]
    assert (entry["licence"], entry["package"], entry["version"]) == ("MIT", "pypi:zxcvbn", "4.5.0")
    assert (
        "MIT License" in (folder / "LICENSE").read_text()
        or "Permission is hereby granted" in (folder / "LICENSE").read_text()
    )
