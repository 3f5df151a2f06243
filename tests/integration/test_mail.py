"""Letters reach a real mail server, once each, whatever happens on the way."""

from __future__ import annotations

import ssl
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from assessment.services.carriers import Encryption, SmtpCarrier
from assessment.services.carriers import MailServer as Address
from assessment.services.letters import Wrapper
from assessment.services.mail import Letter, LetterKind, post, retry
from assessment.services.mail_sender import GIVE_UP_AFTER, MailSender
from assessment.services.secrets import Seal
from assessment.settings import bundled
from assessment.storage.database import Database
from assessment.storage.mail import read_mails
from assessment.templating import Templates
from tests.mail_server import PASSWORD, MailServer, eventually, mail_server
from tests.serving import ROOT

KEY = Fernet.generate_key().decode()
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LINK = "https://assessment.example/join/3xAmpL3"
LETTER = Letter(
    LetterKind.ACCOUNT_INVITATION,
    "ada@fictif.example",
    "fr",
    {"link": LINK, "inviter": "Zoé Fictive", "organisation": "Office de l’Aulne", "role": "lead"},
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with mail_server(tmp_path / "mail") as server:
        yield server


class Clock:
    """The time, moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def carrier(server: MailServer, encryption: Encryption = Encryption.NONE, user: str | None = None) -> SmtpCarrier:
    return SmtpCarrier(Address("127.0.0.1", server.port, encryption, user), PASSWORD, server.trust, seconds=5)


def sender(database: Database, carrier: SmtpCarrier, clock: Clock) -> MailSender:
    wrapper = Wrapper(Templates(bundled("templates")), "service@fictif.example", "assessment.example")
    return MailSender(database, Seal((KEY,)), wrapper, carrier, now=clock)


def put(database: Database, *letters: Letter) -> None:
    with database.sessions.begin() as session:
        for letter in letters:
            post(session, Seal((KEY,)), letter, NOW)


def states(database: Database) -> list[tuple[str, str | None]]:
    with database.readings.begin() as session:
        return [(mail["state"], mail["failure"]) for mail in read_mails(session.connection())]


@pytest.mark.parametrize(
    ("mode", "encryption"), [("starttls", Encryption.STARTTLS), ("tls", Encryption.TLS)], ids=["starttls", "tls"]
)
def test_a_letter_arrives_over_a_verified_way_signed_in(
    database: Database, tmp_path: Path, mode: str, encryption: Encryption
) -> None:
    with mail_server(tmp_path / "mail", mode) as server:
        put(database, LETTER)
        assert sender(database, carrier(server, encryption, "post"), Clock()).send_due() == 1
        (message,) = server.messages
    assert (message["X-Recipient"], message["X-TLS"], message["X-User"]) == ("ada@fictif.example", "True", "post")
    assert message["Subject"] == "Invitation\u00a0: Office de l’Aulne"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"].endswith("@assessment.example>")
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        assert part is not None
        assert LINK in part.get_content()
        assert "Zoé Fictive" in part.get_content()
        assert "responsable de l’organisation" in part.get_content()
    assert states(database) == [("sent", None)]


def test_a_certificate_nobody_vouches_for_gets_no_letter(database: Database, tmp_path: Path) -> None:
    with mail_server(tmp_path / "mail", "starttls") as server:
        put(database, LETTER)
        stranger = replace(carrier(server, Encryption.STARTTLS), context=ssl.create_default_context())
        sender(database, stranger, Clock()).send_due()
        assert server.messages == []
    assert states(database) == [("waiting", "SSLCertVerificationError: self-signed certificate")]


def test_a_server_that_wants_no_protection_gets_no_letter_meant_to_be_protected(
    database: Database, server: MailServer
) -> None:
    put(database, LETTER)
    sender(database, carrier(server, Encryption.STARTTLS), Clock()).send_due()
    assert server.messages == []
    assert states(database) == [("waiting", "SMTPNotSupportedError")]


def test_a_refusal_for_now_is_tried_again_later_and_later(database: Database, server: MailServer) -> None:
    clock = Clock()
    post_office = sender(database, carrier(server), clock)
    put(database, LETTER)
    server.behave(rcpt={LETTER.to: "451 4.7.1 ada@fictif.example: try later"})
    waits = []
    for _ in range(8):
        assert post_office.send_due() == 1
        with database.readings.begin() as session:
            (mail,) = read_mails(session.connection())
        assert (mail["state"], mail["failure"]) == ("waiting", "451 4.7.1")
        waits.append((mail["due_at"] - clock.now) // timedelta(minutes=1))
        assert post_office.send_due() == 0
        clock.now = mail["due_at"]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    server.behave()
    post_office.send_due()
    assert server.recipients == [LETTER.to]
    assert states(database) == [("sent", None)]


@pytest.mark.parametrize("behaviour", [{"rcpt": {LETTER.to: "550 5.1.1 unknown"}}, {"data": "550 5.1.1 no"}])
def test_a_refusal_for_good_ends_one_letter_and_no_other(
    database: Database, server: MailServer, behaviour: dict[str, object]
) -> None:
    put(database, LETTER)
    server.behave(**behaviour)
    post_office = sender(database, carrier(server), Clock())
    post_office.send_due()
    server.behave()
    put(database, replace(LETTER, to="bob@fictif.example"))
    post_office.send_due()
    assert server.recipients == ["bob@fictif.example"]
    assert Counter(states(database)) == Counter([("failed", "550 5.1.1"), ("sent", None)])


def test_a_letter_refused_after_it_was_handed_over_is_tried_again(database: Database, server: MailServer) -> None:
    clock = Clock()
    put(database, LETTER)
    server.behave(data="452 4.3.1 full")
    sender(database, carrier(server), clock).send_due()
    assert states(database) == [("waiting", "452 4.3.1")]
    server.behave()
    clock.now += timedelta(minutes=1)
    sender(database, carrier(server), clock).send_due()
    assert server.recipients == [LETTER.to]


def test_letters_wait_for_a_server_that_is_down_and_are_given_up_after_three_days(
    database: Database, server: MailServer
) -> None:
    clock = Clock()
    post_office = sender(database, carrier(server), clock)
    put(database, LETTER, replace(LETTER, to="bob@fictif.example"))
    server.stop()
    assert post_office.send_due() == 1
    assert sorted(states(database), key=str) == [("waiting", "ConnectionRefusedError 111"), ("waiting", None)]
    clock.now += timedelta(minutes=1)
    server.start()
    assert post_office.send_due() == 2
    assert sorted(server.recipients) == ["ada@fictif.example", "bob@fictif.example"]
    put(database, LETTER)
    server.stop()
    clock.now += GIVE_UP_AFTER
    post_office.send_due()
    assert Counter(state for state, _ in states(database)) == {"sent": 2, "failed": 1}


def test_a_letter_whose_fate_is_unknown_is_sent_again_only_by_decision(database: Database, server: MailServer) -> None:
    put(database, LETTER)
    server.behave(silent=True)
    post_office = sender(database, carrier(server), Clock())
    post_office.send_due()
    ((state, failure),) = states(database)
    assert state == "doubtful"
    assert failure is not None
    assert post_office.send_due() == 0
    server.behave()
    with database.sessions.begin() as session:
        ids = [mail["id"] for mail in read_mails(session.connection())]
        assert retry(session, [*ids, "another"], actor="command-line", now=NOW) == 1
    post_office.send_due()
    assert len(server.messages) == 2
    assert len({message["Message-ID"] for message in server.messages}) == 1


def test_a_slow_server_holds_up_nothing_but_the_mail(database: Database, server: MailServer) -> None:
    put(database, LETTER)
    server.behave(wait=1)
    post_office = replace(sender(database, carrier(server), Clock()), pause=0.05)
    post_office.start()
    eventually(lambda: states(database) == [("sending", None)])
    put(database, replace(LETTER, to="bob@fictif.example"))
    eventually(lambda: server.recipients == [LETTER.to])
    post_office.close()
    assert server.recipients[0] == LETTER.to


def test_two_senders_never_send_the_same_letter(database: Database, server: MailServer) -> None:
    letters = [replace(LETTER, to=f"p{number}@fictif.example") for number in range(40)]
    put(database, *letters)
    senders = [replace(sender(database, carrier(server), Clock()), pause=0.05) for _ in range(3)]
    for one in senders:
        one.start()
    eventually(lambda: {state for state, _ in states(database)} == {"sent"})
    for one in senders:
        one.close()
    assert Counter(server.recipients) == {letter.to: 1 for letter in letters}


def test_what_was_sent_is_not_kept(database: Database, server: MailServer) -> None:
    put(database, LETTER)
    sender(database, carrier(server), Clock()).send_due()
    with database.readings.begin() as session:
        assert [mail["content"] for mail in read_mails(session.connection())] == [b""]


WORK = """
import os, random, signal, sys, time
from datetime import timedelta
from assessment.services.carriers import Encryption, MailServer, SmtpCarrier
from assessment.services.letters import Wrapper
from assessment.services.mail_sender import MailSender
from assessment.services.secrets import Seal
from assessment.settings import bundled
from assessment.storage.database import Database
from assessment.templating import Templates

address, port, key, restarts = sys.argv[1:]
wrapper = Wrapper(Templates(bundled("templates")), "service@fictif.example", "assessment.example")

def work():
    carrier = SmtpCarrier(MailServer("127.0.0.1", int(port), Encryption.NONE))
    sender = MailSender(Database(address), Seal((key,)), wrapper, carrier, lease=timedelta(seconds=0.3))
    while True:
        sender.send_due()
        time.sleep(0.05)

dice = random.Random(100)
for _ in range(int(restarts)):
    child = os.fork()
    if not child:
        work()
    time.sleep(dice.uniform(0.02, 0.2))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
work()
"""
"""A sender that is killed and started again; forked, since only that is quick enough to do a hundred times."""


def test_100_restarts_during_a_batch_send_no_letter_twice_and_lose_none_unseen(
    sqlite_address: str, server: MailServer
) -> None:
    database = Database(sqlite_address)
    database.upgrade()
    recipients = [f"p{number}@fictif.example" for number in range(500)]
    put(database, *(replace(LETTER, to=recipient) for recipient in recipients))
    server.behave(wait=0.01)
    command = [sys.executable, "-c", WORK, sqlite_address, str(server.port), KEY, "100"]
    work = subprocess.Popen(command, cwd=ROOT)
    eventually(lambda: {state for state, _ in states(database)} <= {"sent", "doubtful"}, 90, pause=0.5)
    work.kill()
    work.wait()
    arrived, fates = Counter(server.recipients), Counter(state for state, _ in states(database))
    print(f"{len(arrived)} of {len(recipients)} arrived, {fates['doubtful']} in doubt")
    assert max(arrived.values()) == 1
    assert len(recipients) - len(arrived) <= fates["doubtful"]
    database.close()
