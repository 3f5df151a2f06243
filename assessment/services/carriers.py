"""What takes a message away: a mail server, or in its absence the terminal."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from enum import StrEnum
from typing import Protocol, TextIO
from urllib.parse import unquote, urlsplit

SECONDS = 30.0
"""How long the mail server may take for each step."""

LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
STATUS = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}")
PORTS = {"smtps": 465, "smtp": 25}


class NotDelivered(Exception):
    """The message was not taken; its text says why, without naming anybody."""


class Later(NotDelivered):
    """Not now: the mail server asks to try again."""


class Never(NotDelivered):
    """The mail server refuses the message or its recipient for good."""


class Unreachable(NotDelivered):
    """There is no mail server to talk to, or it will not let us in."""


class Doubtful(NotDelivered):
    """The mail server had the whole message, and went away before it said whether it took it."""


class Carrier(Protocol):
    """Takes messages away."""

    def send(self, message: EmailMessage, hand_over: Callable[[], None]) -> None:
        """Deliver a message; `hand_over` is called just before its text leaves, and may forbid it by an exception.

        Raises Later, Never, Unreachable or Doubtful.
        """

    def close(self) -> None:
        """Nothing more to send for now."""


@dataclass(frozen=True, slots=True)
class Console:
    """Prints messages, for a demonstration."""

    out: TextIO

    def send(self, message: EmailMessage, hand_over: Callable[[], None]) -> None:
        """Print the headers and the text."""
        hand_over()
        text = message.get_body(("plain",))
        headers = "".join(f"{name}: {message[name]}\n" for name in ("To", "Subject"))
        print(f"{headers}\n{text.get_content() if text else ''}", file=self.out, flush=True)

    def close(self) -> None:
        """Nothing to close."""


class Encryption(StrEnum):
    """How the way to a mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where a mail server is, how the way to it is protected, and as whom we sign in, if at all."""

    host: str
    port: int
    encryption: Encryption
    user: str | None = None


def read_mail_server(text: str) -> MailServer | None:
    """The mail server of an address like smtp://user@host:587?starttls or smtps://user@host; None for an empty one.

    Raises ValueError for anything else, and for a user whose password would travel unprotected.
    """
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in PORTS or not parts.hostname or parts.port == 0 or parts.password is not None:
        raise ValueError(text)
    if parts.path not in ("", "/") or parts.fragment or parts.query not in ("", "starttls"):
        raise ValueError(text)
    encryption = Encryption.TLS if parts.scheme == "smtps" else Encryption(parts.query or "none")
    if parts.username and encryption is Encryption.NONE:
        raise ValueError(text)
    user = unquote(parts.username) if parts.username else None
    return MailServer(parts.hostname, parts.port or PORTS[parts.scheme], encryption, user)


@dataclass(slots=True)
class SmtpCarrier:
    """Hands messages to a mail server, over one connection until `close()`; its certificate is verified."""

    server: MailServer
    password: str = field(default="", repr=False)
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS
    _smtp: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, hand_over: Callable[[], None]) -> None:
        """Deliver a message in the steps of RFC 5321."""
        text = _on_the_wire(message)  # before it is said to leave, so that nearly nothing lies between the two
        smtp = self._propose(message)
        try:
            hand_over()
        except BaseException:
            self._drop()  # without the final dot the server forgets what was begun
            raise
        reply = self._pass(smtp, text)
        if not 200 <= reply[0] < 300:
            raise (Never if reply[0] >= 500 else Later)(_code(reply))

    def close(self) -> None:
        """Take leave of the mail server."""
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.quit()
        self._drop()

    def _propose(self, message: EmailMessage) -> smtplib.SMTP:
        """Everything up to the text, with a server that is ready to read it."""
        recipient, options = message["To"].addresses[0].addr_spec, [] if _is_ascii(message) else ["SMTPUTF8"]
        try:
            smtp = self._smtp = self._smtp or self._connect()
            smtp.command_encoding = "utf-8" if options else "ascii"
            smtp.rset()
            self._require(smtp.mail(message["From"].addresses[0].addr_spec, options), Later)
            self._require(smtp.rcpt(recipient), Never)
            self._require(smtp.docmd("DATA"), Never)
        except OSError as failure:
            self._drop()
            raise Unreachable(_reason(failure)) from failure
        return smtp

    def _pass(self, smtp: smtplib.SMTP, text: bytes) -> tuple[int, bytes]:
        """Hand over the text, and return what the server says of it."""
        try:
            smtp.send(text)
            return smtp.getreply()
        except OSError as failure:
            self._drop()
            raise Doubtful(_reason(failure)) from failure

    def _require(self, reply: tuple[int, bytes], for_good: type[NotDelivered]) -> None:
        code = reply[0]
        if code == 421 or code < 0:
            self._drop()
            raise Unreachable(_code(reply))
        if code >= 400:
            raise (for_good if code >= 500 else Later)(_code(reply))

    def _connect(self) -> smtplib.SMTP:
        server = self.server
        if server.encryption is Encryption.TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=self.seconds, context=self.context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=self.seconds)
        try:
            if server.encryption is Encryption.STARTTLS:
                smtp.starttls(context=self.context)
            if server.user is not None:
                smtp.login(server.user, self.password)
            smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _on_the_wire(message: EmailMessage) -> bytes:
    """The message as it is sent after DATA, with the dot that ends it."""
    text = message.as_bytes(policy=SMTP if _is_ascii(message) else SMTPUTF8)
    return LEADING_DOT.sub(b"..", text).removesuffix(b"\r\n") + b"\r\n.\r\n"


def _is_ascii(message: EmailMessage) -> bool:
    return str(message["To"].addresses[0].addr_spec).isascii()


def _code(reply: tuple[int, bytes]) -> str:
    """The codes of a reply; its words may name the recipient."""
    status = STATUS.search(reply[1])
    return f"{reply[0]} {status[0].decode()}" if status else str(reply[0])


def _reason(failure: OSError) -> str:
    """What kind of failure it was, without the words of the server."""
    if isinstance(failure, ssl.SSLCertVerificationError):
        return f"{type(failure).__name__}: {failure.verify_message}"
    code = getattr(failure, "smtp_code", None) if isinstance(failure, smtplib.SMTPException) else failure.errno
    return f"{type(failure).__name__} {code}" if code else type(failure).__name__
