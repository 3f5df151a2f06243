"""Finished documents in a folder: PDFs by what they were made of, and archives of them by their id.

A file appears whole or not at all, whatever happens to whoever writes it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

UNFINISHED = ".unfinished"
READABLE_BY_US = 0o600


@dataclass(frozen=True, slots=True)
class Member:
    """A file to go into an archive: its name there, its date, and its content or where that is."""

    name: str
    at: datetime
    content: bytes | Path


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The folder; made when something is first kept in it. Whatever the system refuses is raised as OSError."""

    folder: Path

    def pdf(self, key: str) -> Path:
        """Where the PDF of this key is, or would be."""
        return self.folder / f"{key}.pdf"

    def archive(self, archive_id: str) -> Path:
        """Where the archive of this id is, or would be."""
        return self.folder / f"{archive_id}.zip"

    def holds(self, key: str) -> bool:
        """Whether the PDF of this key is here; it then stays for a while."""
        try:
            os.utime(self.pdf(key))
        except FileNotFoundError:
            return False
        return True

    def keep(self, key: str, content: bytes) -> None:
        """Keep a PDF."""
        with self._writing(self.pdf(key)) as file:
            file.write(content)

    def pack(self, archive_id: str, members: Iterable[Member]) -> tuple[int, str]:
        """Make an archive, the same bytes for the same members; its size and SHA-256."""
        path = self.archive(archive_id)
        with self._writing(path) as file, ZipFile(file, "w", ZIP_STORED) as archive:
            for member in members:
                _add(archive, member)
        with path.open("rb") as kept:
            return path.stat().st_size, file_digest(kept, "sha256").hexdigest()

    def sweep(self, keys: Collection[str], archive_ids: Collection[str], before: datetime) -> None:
        """Delete archives other than these at once, and what else is not wanted when it is older than `before`."""
        wanted = {self.pdf(key) for key in keys} | {self.archive(one) for one in archive_ids}
        for path in self.folder.glob("*"):
            with suppress(FileNotFoundError):
                if path not in wanted and (path.suffix == ".zip" or path.stat().st_mtime < before.timestamp()):
                    path.unlink()

    @contextmanager
    def _writing(self, path: Path) -> Iterator[IO[bytes]]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = NamedTemporaryFile(dir=self.folder, suffix=UNFINISHED, delete=False)  # noqa: SIM115 - closed below
        try:
            with file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _add(archive: ZipFile, member: Member) -> None:
    """Add a file from one piece of memory after the other, with nothing that depends on this machine."""
    info = ZipInfo(member.name, member.at.timetuple()[:6])
    info.create_system, info.external_attr = 3, READABLE_BY_US << 16
    if isinstance(member.content, bytes):
        archive.writestr(info, member.content)
        return
    info.file_size = member.content.stat().st_size
    with member.content.open("rb") as source, archive.open(info, "w") as target:
        while piece := source.read(1 << 20):
            target.write(piece)
