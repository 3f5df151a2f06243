"""`assessment report --campaign`: every report of a campaign in a folder, as an operator types it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assessment.cli import main
from assessment.reports.archive_manifest import CHECKSUMS, MANIFEST
from assessment.reports.pdf import PdfFailed, PdfUnavailable, PdfWorker
from assessment.storage.database import Database
from tests.campaigns import Campaigns
from tests.report_archives import Batch, Renderer, full_disk


@pytest.fixture
def batch(sqlite_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """A campaign of three organisations, one of which agreed to nothing, in the database of the settings."""
    monkeypatch.setenv("ASSESSMENT_DATABASE", sqlite_address)
    monkeypatch.setenv("ASSESSMENT_KEY_FILE", str(tmp_path / "assessment.key"))
    monkeypatch.setenv("ASSESSMENT_ARCHIVE_FOLDER", str(tmp_path / "kept"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    database = Database(sqlite_address)
    database.upgrade()
    batch = Batch(database, tmp_path / "kept")
    for name, consent in (("Office du Nord", "c"), ("Office du Sud", "b"), ("Office privé", "a")):
        batch.add(name, consent)
    return batch


@pytest.fixture
def renderer(monkeypatch: pytest.MonkeyPatch) -> Renderer:
    """What renders in place of the worker."""
    renderer = Renderer()
    monkeypatch.setattr(PdfWorker, "render", lambda _self, document: renderer(document))
    return renderer


def run(batch: Batch, folder: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["report", "--campaign", batch.campaign, "-o", str(folder), *words])
    assert "Traceback" not in result.output
    return result


def test_every_report_that_was_sent_is_written_with_a_list_and_the_second_time_nothing_is_rendered(
    batch: Batch, renderer: Renderer, tmp_path: Path
) -> None:
    folder = tmp_path / "reports"
    first = run(batch, folder)
    assert (first.exit_code, "3 of 3, newly made: 3" in first.output) == (0, True)
    written = sorted(path.name for path in folder.iterdir())
    assert [name[:-13] for name in written if name.endswith(".pdf")] == [
        "office-du-nord",
        "office-du-sud",
        "office-prive",
    ]
    assert set(written) - {name for name in written if name.endswith(".pdf")} == {MANIFEST, CHECKSUMS}
    for line in (folder / CHECKSUMS).read_text().splitlines():
        digest, name = line.split()
        assert sha256((folder / name).read_bytes()).hexdigest() == digest
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert "3 of 3, newly made: 0" in run(batch, folder).output
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert "nouvellement faits\u00a0: 3" in run(batch, folder, "--lang", "fr").output
    assert len(renderer.made) == 6


def test_what_was_made_before_an_interruption_is_not_made_again(
    batch: Batch, renderer: Renderer, tmp_path: Path
) -> None:
    renderer.fail = lambda document: KeyboardInterrupt() if "Office privé" in document.html else None  # type: ignore[return-value, assignment]
    assert run(batch, tmp_path / "reports").exit_code == 130
    renderer.fail = lambda _document: None
    assert run(batch, tmp_path / "reports").exit_code == 0
    made = [document for document in renderer.made if "Office privé" not in document.html]
    assert len(made) == 2


def test_a_report_that_fails_is_named_and_the_rest_is_written(batch: Batch, renderer: Renderer, tmp_path: Path) -> None:
    renderer.fail = lambda document: PdfFailed("too big") if "Office du Sud" in document.html else None
    result = run(batch, tmp_path / "reports")
    assert (result.exit_code, "2 of 3" in result.output) == (1, True)
    assert "Office du Sud: The report took more time or memory" in result.output
    assert "The report took more time" in (tmp_path / "reports" / MANIFEST).read_text(encoding="utf-8-sig")
    assert len(renderer.made) == 4


@pytest.mark.parametrize(
    ("failure", "said"), [(full_disk(), "The disk refused the file"), (PdfUnavailable(), "apt-get install")]
)
def test_what_no_report_can_be_made_without_is_said(
    batch: Batch, renderer: Renderer, tmp_path: Path, failure: Exception, said: str
) -> None:
    renderer.fail = lambda _document: failure
    result = run(batch, tmp_path / "reports")
    assert (result.exit_code, said in result.output) == (1, True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--campaign", "unknown"], 1, "no launched campaign “unknown”"),
        (["answers.yaml", "--campaign", "unknown"], 1, "only -o and --lang"),
        (["--campaign", "unknown", "--budget", "100"], 1, "only -o and --lang"),
        ([], 2, "“answers” is missing"),
    ],
)
@pytest.mark.usefixtures("batch")
def test_what_cannot_be_asked_together_is_said(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["report", *words, "-o", str(tmp_path / "reports")])
    assert result.exit_code == code
    assert said.lower() in result.output.lower()


def test_a_campaign_without_answers_is_said(batch: Batch, tmp_path: Path) -> None:
    batch.campaign = Campaigns(batch.database).campaign(batch.network, 2)
    result = run(batch, tmp_path / "reports")
    assert (result.exit_code, "No organisation has sent its answers" in result.output) == (1, True)
