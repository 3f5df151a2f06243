"""Finished files: whole or not at all, the same bytes for the same content, and gone when nobody may have them."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from assessment.storage.kept_files import KeptFiles, Member
from tests.report_archives import full_disk

AT = datetime(2026, 1, 20, 10, 30, 8, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path / "kept")


def test_what_is_kept_is_found_again_and_nobody_else_may_read_it(files: KeptFiles) -> None:
    assert not files.holds("a")
    files.keep("a", b"%PDF")
    assert files.holds("a")
    assert files.pdf("a").read_bytes() == b"%PDF"
    assert files.folder.stat().st_mode & 0o777 == 0o700
    assert files.pdf("a").stat().st_mode & 0o777 == 0o600


def test_a_write_that_fails_leaves_what_was_there_and_nothing_else(
    files: KeptFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.keep("a", b"before")

    def refuse(_number: int) -> None:
        raise full_disk()

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        files.keep("a", b"after")
    assert [path.read_bytes() for path in files.folder.iterdir()] == [b"before"]


def test_the_same_members_make_the_same_archive_wherever_and_whenever(files: KeptFiles, tmp_path: Path) -> None:
    files.keep("a", b"%PDF one")
    members = [Member("manifest.csv", AT, b"list"), Member("one.pdf", AT, files.pdf("a"))]
    first = files.pack("first", members)
    os.utime(files.pdf("a"), (0, 0))
    assert KeptFiles(tmp_path / "elsewhere").pack("second", members) == first
    with ZipFile(files.archive("first")) as found:
        assert [info.filename for info in found.infolist()] == ["manifest.csv", "one.pdf"]
        assert found.read("one.pdf") == b"%PDF one"
        assert {(info.compress_type, info.date_time) for info in found.infolist()} == {
            (ZIP_STORED, (2026, 1, 20, 10, 30, 8))
        }


def test_archives_go_at_once_and_the_rest_after_a_while(files: KeptFiles) -> None:
    files.keep("named", b"x")
    files.keep("fresh", b"x")
    files.keep("old", b"x")
    long_ago = (AT - timedelta(days=9)).timestamp()
    for key in ("named", "old"):
        os.utime(files.pdf(key), (long_ago, long_ago))
    files.pack("gone", [])
    files.pack("stays", [])
    files.sweep({"named"}, {"stays"}, AT)
    assert sorted(path.name for path in files.folder.iterdir()) == ["fresh.pdf", "named.pdf", "stays.zip"]
