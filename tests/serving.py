"""The real server in a process of its own, and a client light enough not to be what is measured."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.parse import urlencode

from assessment.cli import main
from assessment.web.sessions import Cookies

ROOT = Path(__file__).parents[1]
NURSERY = get_context("forkserver")
NURSERY.set_forkserver_preload(["assessment.cli", "assessment.web.app", "aiosmtpd.smtp"])
"""Starts servers from a process that has read the program already: reading it takes most of a start."""

PROFILE = {"name": "Office fictif", "type": "OT", "staff": "8", "region": "11", "territory": "mountain"}
START_SECONDS = 60


@dataclass(slots=True)
class Server:
    """A server on 127.0.0.1 that can be killed and started again on the same port and database."""

    database: str
    log: Path
    port: int = field(default_factory=lambda: free_port())
    process: BaseProcess | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = NURSERY.Process(target=serve, args=(self.database, self.log, self.port))
        self.process.start()
        deadline = time.monotonic() + START_SECONDS
        while not answers(self.port):
            if not self.process.is_alive() or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it and every process it started at once, as a crash does (kill -9)."""
        assert self.process is not None
        os.killpg(self._pid, signal.SIGKILL)
        self.process.join(30)

    def stop(self) -> None:
        """Ask it to end, as an operator does."""
        assert self.process is not None
        self.process.terminate()
        self.process.join(30)

    @property
    def _pid(self) -> int:
        assert self.process is not None
        assert self.process.pid is not None
        return self.process.pid


def serve(database: str, log: Path, port: int) -> None:
    """What `assessment serve` does, in this process and a group of its own."""
    os.setsid()
    os.environ |= {"ASSESSMENT_DATABASE": database, "ASSESSMENT_KEY_FILE": str(log.with_suffix(".key"))}
    with log.open("ab") as written:
        for stream in (1, 2):
            os.dup2(written.fileno(), stream)
    main(["serve", "--port", str(port)])


@contextmanager
def running(database: str, log: Path) -> Iterator[Server]:
    """A server on `database`, stopped at the end unless it was killed."""
    server = Server(database, log)
    server.start()
    try:
        yield server
    finally:
        if server.process is not None and server.process.is_alive():
            server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@dataclass(slots=True)
class Reply:
    """What the server answered."""

    status: int
    headers: Mapping[str, list[str]]
    body: bytes


class Client:
    """One keep-alive connection with its cookies, on asyncio streams."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Reply:
        """Ask for a page. Raises as `post`."""
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", self._cookie_line()]
        return await self._exchange("\r\n".join(lines).encode() + b"\r\n\r\n")

    async def post(self, path: str, form: Mapping[str, str], **headers: str) -> Reply:
        """Post a form. Raises OSError or EOFError when the server goes away before the whole answer is here."""
        body = urlencode({"csrf": self._form_token(path)} | dict(form)).encode()
        lines = [
            f"POST {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Origin: http://127.0.0.1:{self.port}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            self._cookie_line(),
            *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
        ]
        return await self._exchange("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    async def begin(self) -> str:
        """Start an assessment with a profile and return its address."""
        started = await self.post("/assessments", {"form": "full"})
        home = started.headers["location"][0].removesuffix("/profile")
        kept = await self.post(f"{home}/profile", PROFILE)
        assert (started.status, kept.status) == (303, 303), (started, kept)
        return home

    def _cookie_line(self) -> str:
        return "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _form_token(self, path: str) -> str:
        """The token that a page at this path puts into its forms."""
        assessment_id = path.split("/")[2] if path.startswith("/assessments/") else ""
        return next(iter(Cookies(secure=False).form_tokens(self.cookies, assessment_id)), "")

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _exchange(self, request: bytes) -> Reply:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, list[str]] = {}
        for line in filter(None, head[1:]):
            name, _, value = line.partition(":")
            headers.setdefault(name.lower(), []).append(value.strip())
        for cookie in headers.get("set-cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        body = await self._reader.readexactly(int(headers.get("content-length", ["0"])[0]))
        return Reply(int(head[0].split()[1]), headers, body)
