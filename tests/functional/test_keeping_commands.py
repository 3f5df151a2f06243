"""The commands about mail, audit, personal data and retention, as an operator types them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from assessment.cli import main
from assessment.services.mail import Letter, LetterKind, post
from assessment.services.secrets import read_seal
from assessment.storage import tables
from assessment.storage.database import Database
from tests.people import Rows

NOW = datetime.now(UTC)
EMAIL = "ada@fictif.example"


@pytest.fixture
def rows(sqlite_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rows:
    """The rows of the database that the commands work on."""
    monkeypatch.setenv("ASSESSMENT_DATABASE", sqlite_address)
    monkeypatch.setenv("ASSESSMENT_KEY_FILE", str(tmp_path / "assessment.key"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    database = Database(sqlite_address)
    database.upgrade()
    return Rows(database, NOW)


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, list(words))
    assert "Traceback" not in result.output
    return result


def test_a_person_is_exported_erased_and_then_unknown(rows: Rows, tmp_path: Path) -> None:
    rows.person("ada")
    for name in ("data.json", "data.html"):
        assert run("person", "export", EMAIL, "-o", str(tmp_path / name)).exit_code == 0
    assert json.loads((tmp_path / "data.json").read_text())["account"][0]["email"] == EMAIL
    assert EMAIL in (tmp_path / "data.html").read_text()
    refused = run("person", "erase", EMAIL)
    assert (refused.exit_code, "--yes" in refused.output) == (1, True)
    assert run("person", "erase", EMAIL, "--yes").exit_code == 0
    unknown = run("person", "erase", EMAIL, "--yes", "--lang", "fr")
    assert (unknown.exit_code, "Rien n’est conservé" in unknown.output) == (1, True)
    assert run("person", "erase", "nobody", "--yes").exit_code == 1


def test_the_audit_is_listed_and_a_change_in_it_is_found(rows: Rows, tmp_path: Path) -> None:
    rows.person("ada")
    run("person", "export", EMAIL, "-o", str(tmp_path / "data.json"))
    assert json.loads(run("audit", "list", "--json").output)["action"] == "person.exported"
    whole = run("audit", "verify")
    assert whole.exit_code == 0
    known = whole.output.split()[-1]
    assert run("audit", "verify", "--holds", known).exit_code == 0
    assert run("audit", "verify", "--holds", "0" * 63 + "1").exit_code == 1
    with rows.database.sessions.begin() as session:
        session.execute(update(tables.audit_events).values(actor="link"))
    broken = run("audit", "verify")
    assert (broken.exit_code, "event 1 " in broken.output) == (1, True)


def test_the_queue_of_mail_is_shown_and_a_doubtful_mail_sent_again(rows: Rows, tmp_path: Path) -> None:
    assert "No mail waits" in run("mail").output
    with rows.database.sessions.begin() as session:
        letter = Letter(LetterKind.CODE, EMAIL, "fr", {"code": "123456"})
        mail = post(session, read_seal(tmp_path / "assessment.key"), letter, NOW)
    assert run("mail", "--retry", mail).exit_code == 1
    rows.change(tables.mails, mail, state="doubtful", failure="SMTPServerDisconnected")
    shown = run("mail")
    assert ("in doubt" in shown.output, EMAIL in shown.output) == (True, False)
    assert run("mail", "--retry", mail).exit_code == 0
    assert json.loads(run("mail", "--json").output)["state"] == "waiting"


def test_a_dry_run_of_the_retention_counts_and_deletes_nothing(rows: Rows) -> None:
    long_ago = NOW - timedelta(days=400)
    rows.assessment(created_at=long_ago, updated_at=long_ago)
    assert json.loads(run("retention", "--dry-run", "--json").output)["drafts"] == 1
    assert len(rows.ids(tables.assessments)) == 1
    assert "Assessments never sent" in run("retention").output
    assert rows.ids(tables.assessments) == set()
