"""MailSender: the thread that empties the queue of mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

from sqlalchemy import RowMapping

from assessment.services.carriers import Carrier, Doubtful, Later, Never, Unreachable
from assessment.services.letters import Wrapper
from assessment.services.mail import open_letter
from assessment.services.secrets import Seal
from assessment.storage import mail as stored
from assessment.storage.database import Database
from assessment.storage.failures import DatabaseProblem
from assessment.storage.mail import MailState

PAUSE = 2.0
"""Seconds between two looks into the queue."""

LEASE = timedelta(minutes=10)
"""Longer than the steps up to handing over can take, so that two senders never have the same mail in hand."""

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
"""After each try in vain the wait doubles, from the first to the longest."""

GIVE_UP_AFTER = timedelta(days=3)


class LeaseLost(Exception):
    """Somebody else has taken the mail meanwhile, since this sender was too slow."""


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries, at least one."""
    return min(FIRST_WAIT * (1 << min(tries - 1, 16)), LONGEST_WAIT)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class MailSender:
    """Sends what is due, one mail after the other; `start()` and `close()` it with the service."""

    database: Database
    seal: Seal
    wrapper: Wrapper
    carrier: Carrier
    pause: float = PAUSE
    lease: timedelta = LEASE
    now: Callable[[], datetime] = _now
    _stop: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def start(self) -> None:
        """Begin to send."""
        self._thread = Thread(target=self._work, name="mail-sender", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Finish the mail in hand, then stop."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def send_due(self) -> int:
        """Send what is due and return how many mails were taken in hand; ends early when no server can be reached."""
        taken = 0
        try:
            while not self._stop.is_set() and (mail := self._claim()) is not None:
                taken += 1
                if not self._deliver(mail):
                    break
        finally:
            self.carrier.close()
        return taken

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                if self._work_waits():
                    self.send_due()
            except DatabaseProblem:
                pass  # whoever wants to save something is told; mail can wait
            self._stop.wait(self.pause)

    def _work_waits(self) -> bool:
        with self.database.readings.begin() as session:
            return stored.work_waits(session.connection(), self.now())

    def _claim(self) -> RowMapping | None:
        with self.database.sessions.begin() as session:
            now = self.now()
            stored.doubt_unsettled(session.connection(), now)
            return stored.claim_mail(session.connection(), now, now + self.lease)

    def _deliver(self, mail: RowMapping) -> bool:
        """Send one mail and keep what came of it; False when there is no server to send any with."""
        try:
            self._send(mail)
        except LeaseLost:
            return True
        except DatabaseProblem:
            raise
        except Doubtful as failure:
            self._settle(mail, MailState.DOUBTFUL, failure=str(failure))
        except (Later, Unreachable) as failure:
            self._postpone(mail, str(failure))
            return isinstance(failure, Later)
        except Exception as failure:  # one mail that cannot be written must not hold up the others
            self._settle(mail, MailState.FAILED, failure=str(failure) if isinstance(failure, Never) else _kind(failure))
        else:
            self._settle(mail, MailState.SENT, sent_at=self.now(), content=b"", failure=None)
        return True

    def _send(self, mail: RowMapping) -> None:
        letter = open_letter(self.seal, mail["content"])
        if letter is None:
            raise Never("sealed with a key that is gone")
        message = self.wrapper.message(letter, mail["id"], mail["created_at"])
        self.carrier.send(message, lambda: self._hand_over(mail))

    def _hand_over(self, mail: RowMapping) -> None:
        with self.database.sessions.begin() as session:
            if not stored.begin_sending(session.connection(), mail, self.now() + self.lease):
                raise LeaseLost

    def _postpone(self, mail: RowMapping, failure: str) -> None:
        now = self.now()
        if now - mail["created_at"] >= GIVE_UP_AFTER:
            self._settle(mail, MailState.FAILED, failure=failure)
        else:
            self._settle(mail, MailState.WAITING, failure=failure, due_at=now + wait_after(mail["tries"]))

    def _settle(self, mail: RowMapping, state: MailState, **changes: Any) -> None:
        with self.database.sessions.begin() as session:
            stored.settle_mail(session.connection(), mail["id"], state, **changes)


def _kind(failure: Exception) -> str:
    """The kind of a failure; its words may hold what the letter says."""
    return type(failure).__name__
