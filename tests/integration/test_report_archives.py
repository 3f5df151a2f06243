"""Archives of reports: made once, whatever happens on the way, with nobody's report who did not agree."""

from __future__ import annotations

import csv
import os
import signal
import time
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import update

from assessment.reports.archive_manifest import CHECKSUMS, FAILURES, MANIFEST
from assessment.reports.pdf import Document, PdfFailed, PdfUnavailable
from assessment.services.campaigns import WrongState
from assessment.services.report_archives import cancel, progress, whole
from assessment.storage.archives import campaign_of, delete_archives
from assessment.storage.database import Database
from assessment.storage.tables import assessments, organisation_networks
from assessment.storage.tables_campaigns import campaign_members
from tests.report_archives import ACTOR, NOW, Batch, Renderer, full_disk
from tests.serving import NURSERY


@pytest.fixture
def batch(database: Database, tmp_path: Path) -> Batch:
    return Batch(database, tmp_path / "kept")


def listed(batch: Batch, archive_id: str) -> list[dict[str, str]]:
    """The lines of the list in an archive."""
    text = batch.content(archive_id)[MANIFEST].decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def test_every_report_that_may_be_read_is_in_the_file_with_a_list_and_checksums(batch: Batch) -> None:
    batch.fill(3)
    batch.add("Office privé", "a")
    batch.add("Office compté", "b")
    batch.add("=Office «d'aide» & <co>/..", "d")
    archive_id = batch.order("en")
    assert batch.worker(Renderer()).work_off() == 5
    content, lines = batch.content(archive_id), listed(batch, archive_id)
    reports = {line["File"]: line for line in lines if line["File"]}
    assert set(content) == {MANIFEST, CHECKSUMS, *reports}
    assert len(reports) == 4
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for name in reports)
    assert {reports[name]["SHA-256"] for name in reports} == {sha256(content[name]).hexdigest() for name in reports}
    assert content[CHECKSUMS].decode().split() == [
        word for line in lines if line["File"] for word in (line["SHA-256"], line["File"])
    ]
    assert reports[next(iter(reports))]["Questionnaire"] == "digital-maturity@1.0.0"
    assert {line["Language"] for line in reports.values()} == {"en"}
    assert "'=Office «d'aide» & <co>/.." in {line["Organisation"] for line in lines}
    assert not any("priv" in name or "compt" in name for name in content)
    assert lines[-1]["Organisation"].startswith("Organisations that did not agree to be read by name: 2.")
    found = batch.archive(archive_id)
    assert (found["state"], found["reports"], found["problems"], found["left_out"]) == ("done", 4, 0, 2)
    kept = batch.files.archive(archive_id).read_bytes()
    assert (found["size"], found["digest"]) == (len(kept), sha256(kept).hexdigest())


def test_a_second_archive_renders_only_what_changed_and_is_the_same_to_the_byte_otherwise(batch: Batch) -> None:
    batch.fill(4)
    first, renderer = batch.order(), Renderer()
    batch.worker(renderer).work_off()
    assert len(renderer.made) == 4
    second, again = batch.order(), Renderer()
    batch.worker(again).work_off()
    assert again.made == []
    assert batch.archive(second)["digest"] == batch.archive(first)["digest"]
    batch.add("Office nouveau")
    third, after = batch.order(), Renderer()
    batch.worker(after).work_off()
    assert len(after.made) == 1
    with batch.database.readings.begin() as session:
        found = progress(session, batch.archive(third))
    assert (found.total, found.settled, found.rendered, found.failed) == (5, 5, 1, 0)


def test_a_report_that_fails_is_tried_once_more_then_listed_with_a_sentence_and_the_rest_goes_on(batch: Batch) -> None:
    batch.fill(2)
    batch.add("Office trop long")
    archive_id = batch.order("en")
    renderer = Renderer(lambda document: PdfFailed("too big") if "trop long" in document.html else None)
    batch.worker(renderer).work_off()
    assert len(renderer.made) == 4
    found = batch.archive(archive_id)
    assert (found["state"], found["reports"], found["problems"]) == ("done", 2, 1)
    [line] = [line for line in listed(batch, archive_id) if line["Problem"]]
    assert (line["Organisation"], line["File"]) == ("Office trop long", "")
    assert line["Problem"] == FAILURES["too-much"]


def test_a_report_that_fails_once_is_made_the_second_time(batch: Batch) -> None:
    batch.fill(1)
    archive_id, failures = batch.order(), [PdfFailed("the worker ended with code -9")]
    batch.worker(Renderer(lambda _document: failures.pop() if failures else None)).work_off()
    assert batch.archive(archive_id)["reports"] == 1


def test_a_full_disk_ends_in_a_sentence_and_an_order_after_it_makes_the_rest(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch.fill(2)
    archive_id = batch.order()

    def refuse(*_anything: object) -> None:
        raise full_disk()

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", refuse)
        batch.worker(Renderer()).work_off()
    found = batch.archive(archive_id)
    assert (found["state"], found["failure"]) == ("failed", "disk")
    assert list(batch.files.folder.iterdir()) == []
    again = batch.order()
    batch.worker(Renderer()).work_off()
    assert batch.archive(again)["reports"] == 2


def test_without_the_text_library_the_order_ends_at_once(batch: Batch) -> None:
    batch.fill(5)
    archive_id, renderer = batch.order(), Renderer(lambda _document: PdfUnavailable())
    batch.worker(renderer).work_off()
    assert len(renderer.made) == 2
    assert (batch.archive(archive_id)["state"], batch.archive(archive_id)["failure"]) == ("failed", "no-library")


def test_a_job_whose_holder_dies_is_taken_again_when_its_lease_is_over_and_given_up_after_two(batch: Batch) -> None:
    batch.fill(2)
    archive_id, worker = batch.order("en"), batch.worker(Renderer())
    first = worker._claim()
    assert first is not None
    batch.leases_run_out()
    second = worker._claim()
    assert second is not None
    assert (second["id"], second["tries"]) == (first["id"], 2)
    batch.leases_run_out()
    worker.work_off()
    assert batch.states(archive_id) == ["failed", "done", "done"]
    assert [line["Problem"] for line in listed(batch, archive_id) if line["Problem"]] == [FAILURES["stopped"]]


def test_two_workers_at_once_make_every_report_once(batch: Batch) -> None:
    batch.fill(12)
    archive_id, renderer = batch.order(), Renderer()
    workers = [batch.worker(renderer) for _ in range(2)]
    threads = [Thread(target=worker.work_off) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    workers[0].work_off()
    assert len(renderer.made) == 12
    assert batch.archive(archive_id)["reports"] == 12


def work_until_killed(address: str, folder: Path, batch_ids: tuple[str, str], log: Path) -> None:
    """A worker in a process of its own that notes every report it renders, slowly."""
    database = Database(address)
    batch = Batch(database, folder, *batch_ids)

    def render(document: Document) -> bytes:
        with log.open("a") as noted:
            noted.write("x")
        time.sleep(0.15)
        return document.html[-50:].encode()

    batch.worker(render).work_off()


def wait_until_rendered(process: BaseProcess, log: Path, number: int) -> None:
    while not log.exists() or len(log.read_text()) < number:
        assert process.is_alive()
        time.sleep(0.02)


def test_a_worker_that_is_killed_loses_one_report_at_most(batch: Batch, address: str, tmp_path: Path) -> None:
    batch.fill(6)
    archive_id, log = batch.order(), tmp_path / "rendered"
    process = NURSERY.Process(
        target=work_until_killed, args=(address, batch.files.folder, (batch.network, batch.campaign), log)
    )
    process.start()
    wait_until_rendered(process, log, 3)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(10)
    done = batch.states(archive_id).count("done")
    assert 1 <= done < 6
    batch.leases_run_out()
    renderer = Renderer()
    batch.worker(renderer).work_off()
    assert len(renderer.made) <= 6 - done
    found = batch.archive(archive_id)
    assert (found["state"], found["reports"], found["problems"]) == ("done", 6, 0)


def test_whoever_takes_back_consent_leaves_or_is_erased_is_not_read(batch: Batch) -> None:
    runs = batch.fill(4)
    archive_id = batch.order()
    batch.agree(runs[0], "b")
    batch.worker(Renderer()).work_off()
    assert batch.states(archive_id) == ["left-out", "done", "done", "done", "done"]

    def may_be_had() -> bool:
        with batch.database.readings.begin() as session:
            return whole(session, batch.archive(archive_id), NOW + timedelta(days=1))

    assert may_be_had()
    batch.agree(runs[1], "a")
    assert not may_be_had()
    batch.agree(runs[1], "e")
    assert may_be_had()
    with batch.database.sessions.begin() as session:
        one = campaign_members.c.assessment_id == runs[2]
        session.execute(update(campaign_members).where(one).values(left_at=NOW))
    assert not may_be_had()
    with batch.database.sessions.begin() as session:
        session.execute(update(campaign_members).where(one).values(left_at=None))
        session.execute(assessments.delete().where(assessments.c.id == runs[3]))
    assert not may_be_had()
    batch.worker(Renderer()).sweep()
    assert not batch.files.archive(archive_id).exists()


def test_an_organisation_outside_of_the_network_is_not_read(batch: Batch) -> None:
    batch.fill(2)
    with batch.database.sessions.begin() as session:
        session.execute(organisation_networks.delete())
    with pytest.raises(WrongState):
        batch.order()


def test_a_network_has_one_order_at_a_time_and_may_cancel_it(batch: Batch) -> None:
    batch.fill(3)
    first, worker = batch.order(), batch.worker(Renderer())
    with pytest.raises(WrongState):
        batch.order()
    assert worker._claim() is not None
    with batch.database.sessions.begin() as session:
        campaign = campaign_of(session.connection(), batch.campaign)
        assert campaign is not None
        cancel(session, campaign, actor=ACTOR, now=NOW)
    assert worker.work_off() == 0
    assert batch.archive(first)["state"] == "cancelled"
    assert batch.order() != first


def test_the_time_left_is_told_from_the_pace_of_the_latest_reports(batch: Batch) -> None:
    batch.fill(5)
    archive_id, said = batch.order(), []

    def render(_document: Document) -> bytes:
        with batch.database.readings.begin() as session:
            said.append(progress(session, batch.archive(archive_id)).left)
        batch.clock += timedelta(seconds=30)
        return b"%PDF"

    batch.worker(render).work_off()
    assert said == [None, None, None, timedelta(seconds=60), timedelta(seconds=30)]


def test_what_nobody_may_have_any_more_is_swept_away(batch: Batch, tmp_path: Path) -> None:
    batch.fill(2)
    archive_id, worker = batch.order(), batch.worker(Renderer())
    worker.work_off()
    worker.sweep()
    assert batch.files.archive(archive_id).exists()
    (batch.files.folder / "left.unfinished").touch()
    with batch.database.sessions.begin() as session:
        assert delete_archives(session.connection(), batch.clock + timedelta(days=31)) == 1
    old = (NOW - timedelta(days=2)).timestamp()
    for path in batch.files.folder.iterdir():
        os.utime(path, (old, old))
    worker.sweep()
    assert list(batch.files.folder.iterdir()) == []
