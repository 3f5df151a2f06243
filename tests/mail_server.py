"""A mail server in a process of its own: what it takes lies in a folder, one file a message."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import IPv4Address
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.serving import NURSERY, START_SECONDS, free_port

PASSWORD = "correct horse"


@dataclass(slots=True)
class MailServer:
    """A server on 127.0.0.1 that can be stopped and started again.

    `behaviour` is read anew for every message: {"rcpt": {address: reply}, "data": reply, "wait": seconds before it
    says that it took it, "silent": take it and hang up}.
    """

    folder: Path
    mode: str = "plain"
    port: int = field(default_factory=free_port)
    process: BaseProcess | None = None

    def start(self) -> None:
        here, there = NURSERY.Pipe(duplex=False)
        self.process = NURSERY.Process(target=serve, args=(self.folder, self.port, self.mode, there))
        self.process.start()
        there.close()
        with here:
            assert here.poll(START_SECONDS)
            assert here.recv() == "ready"

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join(10)
        self.process = None

    def behave(self, **behaviour: Any) -> None:
        (self.folder / "behaviour").write_text(json.dumps(behaviour))

    @property
    def messages(self) -> list[EmailMessage]:
        """What was taken, in order."""
        files = sorted(self.folder.glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    @property
    def recipients(self) -> list[str]:
        return [str(message["X-Recipient"]) for message in self.messages]

    @property
    def trust(self) -> ssl.SSLContext:
        """A client that trusts the authority of this server's certificate."""
        return ssl.create_default_context(cafile=str(self.folder / "cert.pem"))


@contextmanager
def mail_server(folder: Path, mode: str = "plain") -> Iterator[MailServer]:
    """A running server; `mode` is "plain", "starttls" or "tls"."""
    folder.mkdir(exist_ok=True)
    make_certificate(folder)
    server = MailServer(folder, mode)
    server.behave()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def make_certificate(folder: Path) -> None:
    """A certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))


class Keeper:
    """Takes messages as the file of behaviour says."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, len(list(folder.glob("*.eml")))

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        reply = self.behaviour.get("rcpt", {}).get(address)
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        behaviour = self.behaviour
        if "data" in behaviour:
            return str(behaviour["data"])
        self.count += 1
        assert isinstance(server.transport, asyncio.WriteTransport)
        secure = server.transport.get_extra_info("ssl_object") is not None
        head = f"X-Recipient: {envelope.rcpt_tos[0]}\r\nX-User: {session.auth_data}\r\nX-TLS: {secure}\r\n"
        kept = self.folder / f"{self.count:06}.part"
        kept.write_bytes(head.encode() + envelope.content)
        kept.rename(kept.with_suffix(".eml"))
        await asyncio.sleep(behaviour.get("wait", 0))
        if behaviour.get("silent"):
            server.transport.abort()
        return "250 Taken"

    @property
    def behaviour(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "behaviour").read_text())
        return found


def authenticate(server: SMTP, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = data.password.decode() == PASSWORD
    return AuthResult(success=right, handled=False, auth_data=data.login.decode() if right else None)


def serve(folder: Path, port: int, mode: str, line: Connection) -> None:
    """Take messages until the end of the process; says on `line` when it does."""
    asyncio.run(_serve(folder, port, mode, line))


async def _serve(folder: Path, port: int, mode: str, line: Connection) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    keeper = Keeper(folder)

    def connection() -> SMTP:
        return SMTP(
            keeper,
            enable_SMTPUTF8=True,
            tls_context=context if mode == "starttls" else None,
            require_starttls=mode == "starttls",
            auth_require_tls=mode == "starttls",
            authenticator=authenticate,
            loop=asyncio.get_running_loop(),
        )

    secure = context if mode == "tls" else None
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", port, ssl=secure)
    line.send("ready")
    await server.serve_forever()


def eventually(condition: Any, seconds: float = 20, pause: float = 0.02) -> None:
    """Wait until a condition holds, which is looked at after every `pause`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(pause)
