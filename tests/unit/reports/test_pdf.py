"""The worker process: limits, replacement, and what is said when it cannot work."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessment.reports.pdf import Document, PdfFailed, PdfUnavailable, PdfWorker

DOCUMENT = Document("<p>Text</p>", datetime(2026, 11, 22, tzinfo=UTC))
PIPE = "import sys; from multiprocessing.connection import Connection; line = Connection(int(sys.argv[-1]));"
READY = PIPE + "line.send_bytes(b'D');"


def a_worker(monkeypatch: pytest.MonkeyPatch, program: str, seconds: float = 5) -> PdfWorker:
    """A worker whose process runs this program instead of the layout engine."""
    monkeypatch.setattr(PdfWorker, "program", ("-c", program))
    return PdfWorker(Path("templates"), seconds=seconds)


def test_a_missing_text_library_is_named_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = a_worker(monkeypatch, "import sys; sys.exit(3)")
    with pytest.raises(PdfUnavailable) as raised:
        worker.render(DOCUMENT)
    assert raised.value.remedy == ("apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0")
    assert raised.value.remedy in str(raised.value)


def test_a_document_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = a_worker(monkeypatch, READY + "line.recv_bytes(); import time; time.sleep(60)", seconds=0.2)
    with pytest.raises(PdfFailed, match=r"more than 0\.2 seconds"):
        worker.render(DOCUMENT)
    worker.close()


def test_a_worker_that_dies_is_replaced_for_the_next_document(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    once = f"import pathlib; mark = pathlib.Path({str(tmp_path / 'mark')!r}); first = not mark.exists(); mark.touch();"
    worker = a_worker(monkeypatch, READY + once + "line.recv_bytes(); first and sys.exit(9); line.send_bytes(b'D%PDF')")
    with pytest.raises(PdfFailed, match="ended with code 9"):
        worker.render(DOCUMENT)
    assert worker.render(DOCUMENT) == b"%PDF"
    worker.close()


def test_the_reason_of_a_failed_document_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = a_worker(monkeypatch, READY + "line.recv_bytes(); line.send_bytes(b'FMemoryError: '); line.recv_bytes()")
    with pytest.raises(PdfFailed, match="MemoryError"):
        worker.render(DOCUMENT)
    worker.close()


def test_whatever_a_worker_wrote_to_its_temporary_folder_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    leave = "import tempfile; left = tempfile.mkdtemp(); line.recv_bytes(); line.send_bytes(b'D' + left.encode());"
    worker = a_worker(monkeypatch, READY + leave + "line.recv_bytes()")
    left = Path(worker.render(DOCUMENT).decode())
    assert left.is_dir()
    worker.close()
    assert not left.parent.exists()


def test_a_worker_that_cannot_start_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    worker = a_worker(monkeypatch, "import sys; sys.exit(3)")
    with pytest.raises(PdfUnavailable):
        worker.start()
    assert list(tmp_path.iterdir()) == []


def test_no_room_for_a_worker_is_a_failure_of_the_document(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As on a full disk: there is no folder for what it writes."""
    worker = a_worker(monkeypatch, READY)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(PdfFailed, match="no worker could be started"):
        worker.render(DOCUMENT)


def test_nothing_outside_the_worker_imports_the_layout_engine() -> None:
    program = "import sys, assessment.services.reports; print('weasyprint' in sys.modules)"
    command = [sys.executable, "-W", "ignore", "-c", program]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_ctrl_c_on_the_terminal_does_not_reach_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asked for the document is interrupted and ends the worker; it must not print a traceback of its own."""
    tell = "import os; line.recv_bytes(); line.send_bytes(b'D%d' % os.getpgrp());"
    worker = a_worker(monkeypatch, READY + tell + "line.recv_bytes()")
    assert int(worker.render(DOCUMENT)) != os.getpgrp()
    worker.close()
