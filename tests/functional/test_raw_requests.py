"""What no HTTP library would send, over a socket to the real server: it answers, or hangs up, and lives on."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from assessment.web.access import RULES
from tests.serving import Server, running

POSTS = sorted({route.partition(" ")[2] for route in RULES if route.startswith("POST")})
UNFINISHED = (
    "a chunk without an end",
    "less than it says",
    "a path of 100 kB",
    "a header of 200 kB",
    "version 0.9",
    "TLS",
)
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("raw")
    with running(f"sqlite+pysqlite:///{folder}/raw.sqlite", folder / "raw.log") as found:
        yield found


def say(server: Server, request: bytes, *, hang_up: bool = False) -> bytes:
    """Send these bytes and return what comes back first; the server may hang up without a word.

    `hang_up` for a request of which the server would wait for the rest.
    """
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        try:
            connection.sendall(request)
            if hang_up:
                connection.shutdown(socket.SHUT_WR)
            return connection.recv(65536)
        except ConnectionError:
            return b""


def requests(path: bytes, port: int) -> dict[str, bytes]:
    """Broken requests to a path, by what is wrong with them."""
    first, host = b"POST " + path + b" HTTP/1.1\r\n", b"Host: 127.0.0.1:%d\r\n" % port
    ours = host + b"Origin: http://127.0.0.1:%d\r\n" % port
    end = b"Content-Length: 3\r\n\r\na=b"
    return {
        "no host": first + FORM + end,
        "two hosts": first + host + host + FORM + end,
        "another host": first + b"Host: evil.example\r\n" + FORM + end,
        "a host that is no text": first + b"Host: \xff\xfe\r\n" + FORM + end,
        "NUL in a header": first + ours + b"X-A: a\x00b\r\n" + FORM + end,
        "NUL in the path": b"POST " + path + b"\x00 HTTP/1.1\r\n" + ours + FORM + end,
        "a header without a name": first + ours + b": x\r\n" + FORM + end,
        "a header with a space in its name": first + ours + b"X A: x\r\n" + FORM + end,
        "a folded header": first + ours + b"X-A: x\r\n y\r\n" + FORM + end,
        "a header of 200 kB": first + ours + b"X-A: " + b"x" * 200_000 + b"\r\n" + FORM + end,
        "two lengths": first + ours + FORM + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\na=b",
        "a length below nothing": first + ours + FORM + b"Content-Length: -3\r\n\r\na=b",
        "length and chunks": first + ours + FORM + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "chunks that are none": first + ours + FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
        "a chunk without an end": first + ours + FORM + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc",
        "another coding": first + ours + FORM + b"Transfer-Encoding: gzip\r\n\r\nabc",
        "less than it says": first + ours + FORM + b"Content-Length: 900\r\n\r\na=b",
        "a token that is no ASCII": first + ours + FORM + b"X-CSRF: \xe9\xff\r\n" + end,
        "a cookie that is no ASCII": first + ours + FORM + b"Cookie: session=\xe9\xff; key-x=\xff\r\n" + end,
        "a bare line end": (first + ours + FORM + end).replace(b"\r\n", b"\n"),
        "an address of another server": first.replace(path, b"http://evil.example" + path) + ours + FORM + end,
        "version 0.9": b"POST " + path + b"\r\n",
        "version 9.9": b"POST " + path + b" HTTP/9.9\r\n" + ours + FORM + end,
        "a method that is none": b"\xff\xfe" + path + b" HTTP/1.1\r\n" + ours + b"\r\n",
        "a path of 100 kB": b"POST " + path + b"x" * 100_000 + b" HTTP/1.1\r\n" + ours + FORM + end,
        "a path that is no text": b"POST " + path + b"%ff\xff HTTP/1.1\r\n" + ours + FORM + end,
        "an upgrade": first + ours + b"Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n" + FORM + end,
        "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    }


@pytest.mark.parametrize("path", POSTS)
def test_what_is_no_request_gets_no_failure_of_ours(server: Server, path: str) -> None:
    plain = path.replace("{", "").replace("}", "").encode()
    answered = 0
    for name, request in requests(plain, server.port).items():
        answer = say(server, request, hang_up=name in UNFINISHED)
        status = int(answer.split()[1]) if answer.startswith(b"HTTP/1.") else 0
        answered += status > 0
        assert status < 500, (name, answer[:300])
        assert status != 200, (name, answer[:300])
        assert b"Traceback" not in answer
    assert answered > 15


def test_the_server_lives_on_and_its_log_holds_no_traceback(server: Server) -> None:
    assert say(server, b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % server.port).startswith(
        b"HTTP/1.1 200"
    )
    assert "Traceback" not in server.log.read_text()
