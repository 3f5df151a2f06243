"""Documents become PDFs in a warm process of its own, with limits on time and memory.

The layout engine stays out of the web server and the command line: they start quickly, and a document that would stop
it stops only the worker, which is then replaced.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, ClassVar

INSTALL = "apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0"
LIBRARY_MISSING = 3
"""Exit code of a worker that found no text layout library."""

SECONDS = 60.0
START_SECONDS = 60.0
MEMORY_MEGABYTES = 1024
RENDERINGS = 500
"""After so many documents a worker is replaced, which bounds whatever its libraries never give back."""

DONE, FAILED = b"D", b"F"


class PdfUnavailable(Exception):
    """No PDF can be made here until something is installed; `remedy` is the line to type."""

    def __init__(self) -> None:
        super().__init__(f"PDF documents need the Pango text library. Install it with: {INSTALL}")
        self.remedy = INSTALL


class PdfFailed(Exception):
    """One document could not be made; the message says why, in English, for the log. Others can."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that travels inside the PDF."""

    name: str
    description: str
    content: str


@dataclass(frozen=True, slots=True)
class Document:
    """A page in HTML, the SVG charts it shows as `chart:<name>`, and the time it says it was made."""

    html: str
    made_at: datetime
    charts: Mapping[str, str] = field(default_factory=dict)
    attachment: AttachedFile | None = None

    def to_bytes(self) -> bytes:
        """The document as it goes to a worker."""
        return json.dumps({**asdict(self), "made_at": self.made_at.isoformat()}).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Document:
        """The document as it came out of `to_bytes`."""
        plain: dict[str, Any] = json.loads(content)
        attachment = plain.pop("attachment")
        made_at = datetime.fromisoformat(plain.pop("made_at"))
        return cls(**plain, made_at=made_at, attachment=AttachedFile(**attachment) if attachment else None)


@dataclass(slots=True)
class Running:
    """A worker process that is warm, the line to it, its temporary folder, and how many documents it may still make.

    The layout engine unpacks fonts to temporary files, which a process that is killed cannot remove itself.
    """

    process: subprocess.Popen[bytes]
    line: Connection[Any, Any]
    scratch: TemporaryDirectory[str]
    left: int = RENDERINGS

    def ask(self, content: bytes, seconds: float) -> bytes:
        """The answer to a document."""
        self.left -= 1
        try:
            self.line.send_bytes(content)
        except OSError:
            raise self.ended() from None
        return self.receive(seconds)

    def receive(self, seconds: float) -> bytes:
        """What the process says next."""
        try:
            if self.line.poll(seconds):
                return self.line.recv_bytes()
        except (EOFError, OSError):
            raise self.ended() from None
        raise PdfFailed(f"the document took more than {seconds:g} seconds")

    def ended(self) -> Exception:
        """Why the process is gone."""
        code = self.process.wait()
        return PdfUnavailable() if code == LIBRARY_MISSING else PdfFailed(f"the worker ended with code {code}")

    def close(self) -> None:
        """End the process, wait for it, and remove what it left."""
        self.line.close()
        self.process.kill()
        self.process.wait()
        self.scratch.cleanup()


class Worker:
    """One worker process; made when first needed, replaced when it fails, is too slow or has done enough."""

    def __init__(self, program: Sequence[str], folder: Path, seconds: float, memory_megabytes: int) -> None:
        self._command = [sys.executable, *program, str(folder), str(memory_megabytes)]
        self._seconds = seconds
        self._running: Running | None = None

    def start(self) -> Running:
        """The process, started and warm."""
        running = self._running
        if running is None or running.left == 0 or running.process.poll() is not None:
            self.close()
            try:
                running = self._running = self._launch()
            except OSError as error:  # a full disk, or no process or file left to be had
                raise PdfFailed(f"no worker could be started: {error}") from error
            try:
                running.receive(START_SECONDS)
            except Exception:
                self.close()
                raise
        return running

    def render(self, content: bytes) -> bytes:
        """The PDF of a document given as bytes."""
        try:
            answer = self.start().ask(content, self._seconds)
            if answer[:1] == FAILED:
                raise PdfFailed(answer[1:].decode())
        except Exception:
            self.close()
            raise
        return answer[1:]

    def close(self) -> None:
        """End the process, if there is one."""
        if self._running:
            self._running.close()
            self._running = None

    def _launch(self) -> Running:
        ours, theirs = Pipe()
        scratch = TemporaryDirectory(prefix="assessment-pdf-")
        with theirs:
            line = theirs.fileno()
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [*self._command, str(line)],
                pass_fds=[line],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # its libraries' notices are no part of what a command prints
                env={**os.environ, "TMPDIR": scratch.name},
                start_new_session=True,  # Ctrl+C is for us, who then end it
            )
        return Running(process, ours, scratch)


class PdfWorker:
    """As many warm worker processes as wanted behind one call, safe to use from several threads."""

    program: ClassVar = ("-m", "assessment.reports.worker")
    """What a worker process runs."""

    def __init__(
        self,
        templates: Path,
        *,
        processes: int = 1,
        seconds: float = SECONDS,
        memory_megabytes: int = MEMORY_MEGABYTES,
    ) -> None:
        folder = (templates / "report").resolve()
        self._workers = [Worker(self.program, folder, seconds, memory_megabytes) for _ in range(processes)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._closing = Lock()

    def start(self) -> None:
        """Warm every process up; raises `PdfUnavailable` where the text library is missing."""
        for worker in self._workers:
            worker.start()

    def render(self, document: Document) -> bytes:
        """The PDF of a document; waits for an idle process.

        Raises `PdfUnavailable` where the text library is missing and `PdfFailed` when the document is beyond the
        limits on time and memory.
        """
        worker = self._idle.get()
        try:
            return worker.render(document.to_bytes())
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End every process."""
        with self._closing:
            for worker in self._workers:
                worker.close()
