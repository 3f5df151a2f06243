"""Requests that no page of ours and no honest program sends: each a twist of one that is right."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from assessment.web.app import LARGEST_BODY
from assessment.web.forms import FORM_TYPE
from tests.in_process import HOST

Headers = list[tuple[bytes, bytes]]
JSON, TEXT, MULTIPART = "application/json", "text/plain", "multipart/form-data; boundary=b"

VALUES = {
    "NUL": "%00",
    "NUL inside": "a%00b",
    "a byte that is no UTF-8": "%ff",
    "a lone surrogate": "%ED%A0%80",
    "a character beyond the first plane": "%F0%9F%92%A9",
    "Arabic digits": "%D9%A1%D9%A2",
    "ten thousand letters": "x" * 10_000,
    "control characters": "%01%08%1b%7f%e2%80%ae",
    "line ends": "a%0d%0aSet-Cookie:%20x=1",
    "a number with four hundred digits": "9" * 400,
    "no number": "NaN",
    "infinity": "1e999",
    "below nothing": "-1",
    "a template": "{{7*7}}${7*7}%25(name)s",
    "SQL": "'%20OR%201=1--",
    "nothing": "",
    "a broken escape": "%zz%",
}
"""What is put into every field of a form and every part of an address, as it is written there."""
QUERIES = (
    "%ff=%ff",
    "back=//evil.example",
    "back=http://[",
    "back=%00",
    "back=%ED%A0%80&done=%ED%A0%80&q=%ED%A0%80",
    "q=%00&actor=%00&about=%00&action=%00&before=%00",
    "q=%25&actor=%25&about=_%25&before=99999999999999999999",
    "revision=999999999999999999999&budget=1e999&hours=NaN",
    "revision=%D9%A1&budget=%D9%A1&hours=-1&limit=%D9%A1&cursor=%00",
    "limit=99999999999999999999&cursor=" + "x" * 5000,
    "&".join(f"a{number}=1" for number in range(3000)),
    "sent&renewed&short&done&back&state&code&error",
    "state=%ff&code=%00&error=%00&iss=%ff",
    "%",
)


@dataclass(frozen=True, slots=True)
class Case:
    """A malformed request; `readable` where a handler may well take it for a form and keep what is right in it."""

    name: str
    headers: Headers
    chunks: Sequence[bytes] = (b"",)
    path: str = ""
    method: str = ""
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Right:
    """A request that is right: what every case is a twist of."""

    path: str
    cookies: Mapping[str, str]
    token: str
    form: Mapping[str, Any]
    bearer: str = ""

    @property
    def body(self) -> bytes:
        """The form with its token."""
        return urlencode({"csrf": self.token} | dict(self.form), doseq=True).encode()

    def headers(self, body: bytes | None = None, kind: str = FORM_TYPE, /, **other: bytes) -> Headers:
        """What a browser sends with a form; `other` replaces or adds headers."""
        named = {
            "host": HOST.encode(),
            "sec-fetch-site": b"same-origin",
            "cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()).encode(),
            "content-type": kind.encode(),
            "content-length": str(len(self.body if body is None else body)).encode(),
        }
        if self.bearer:
            named["authorization"] = f"Bearer {self.bearer}".encode()
        named |= {name.replace("_", "-"): value for name, value in other.items()}
        return [(name.encode(), value) for name, value in named.items() if value]


def of_a_form(right: Right) -> Iterator[Case]:
    """Every twist of a form that is posted."""
    yield from _bodies(right)
    yield from _fields(right)
    yield from _tokens(right)
    yield from _gates(right)


def _bodies(right: Right) -> Iterator[Case]:
    token = f"csrf={right.token}&".encode()
    deep = b"[" * 50_000
    bodies = {
        ("deep JSON", JSON): deep,
        ("deep objects", JSON): b'{"a":' * 10_000,
        ("deep JSON as a form", FORM_TYPE): deep,
        ("JSON that is no UTF-8", JSON): b'{"name": "\xff\xfe"}',
        ("JSON with NUL", JSON): json.dumps({"name": "a\0b"}).encode(),
        ("JSON with a lone surrogate", JSON): b'{"name": "\\ud800"}',
        ("JSON with impossible numbers", JSON): b'{"a": NaN, "b": 1e999, "c": ' + b"9" * 5000 + b"}",
        ("JSON as text", TEXT): b'{"name": "x"}',
        ("JSON without a type", ""): b'{"name": "x"}',
        ("a form without a type", ""): right.body,
        ("a form of no type", ";;;"): right.body,
        ("a type of a thousand parameters", "a/b" + ";c=d" * 1000): right.body,
        ("a form as XML", "application/xml"): b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        ("a form in UTF-16", FORM_TYPE): right.body.decode().encode("utf-16"),
        ("bytes that are no form", FORM_TYPE): token + b"\xff\xfe\x00",
        ("a field that is no UTF-8", FORM_TYPE): token + b"name=%ff%fe",
        ("a field name that is no UTF-8", FORM_TYPE): token + b"%ff=x",
        ("sixteen thousand fields", FORM_TYPE): token + b"a=1&" * 16_000,
        ("a thousand and one fields", FORM_TYPE): token + b"&".join(b"f%d=" % n for n in range(1001)),
        ("multipart without a boundary", "multipart/form-data"): b"x",
        ("multipart without a name", MULTIPART): b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        ("multipart with a broken file name", MULTIPART): (
            b"--b\r\nContent-Disposition: form-data; name=a; filename*=nope''%ff\r\n\r\n\r\n--b--\r\n"
        ),
        ("multipart cut off", MULTIPART): b"--b\r\nContent-Disposition: form-data; name=",
        ("multipart of a thousand parts", MULTIPART): b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n"
        * 1000,
        ("a file where none is asked for", MULTIPART): (
            b'--b\r\nContent-Disposition: form-data; name="name"; filename="../../x"\r\n\r\nx\r\n--b--\r\n'
        ),
    }
    for (name, kind), body in bodies.items():
        yield Case(name, right.headers(body, kind), (body,), readable=False)
    many = token + b"a=1&" * 50_000
    yield Case("fifty thousand fields", right.headers(many), (many,), readable=False)
    yield Case(
        "fifty thousand fields in pieces",
        right.headers(content_length=b""),
        [many[:60_000], many[60_000:]],
        readable=False,
    )
    large = b"x" * (LARGEST_BODY + 1)
    yield Case(
        "a body over the limit that says it is small", right.headers(b""), [large[:9], large[9:]], readable=False
    )
    for length in (b"-1", b"many", b"\xd9\xa1", b"9" * 30, b"1, 1"):
        yield Case(f"a length of {length!r}", right.headers(content_length=length), (right.body,))
    for coding in (b"gzip", b"identity, deflate", b"\xff"):
        yield Case(f"a body coded {coding!r}", right.headers(content_encoding=coding), (right.body,))


def _fields(right: Right) -> Iterator[Case]:
    names = [*right.form, "seen-CAP1", "choice-CAP1", "back"]
    for name, value in VALUES.items():
        body = "&".join([f"csrf={right.token}", *(f"{quote(field)}={value}" for field in names)]).encode()
        yield Case(f"every field is {name}", right.headers(body), (body,))
    body = "&".join([f"csrf={right.token}", *(f"{quote(field)}=x" for field in names for _ in range(150))]).encode()
    yield Case("every field a hundred and fifty times", right.headers(body), (body,))
    body = f"csrf={right.token}&".encode() + b"&".join(b"%s=x" % value.encode() for value in VALUES.values() if value)
    yield Case("fields with impossible names", right.headers(body), (body,))


def _tokens(right: Right) -> Iterator[Case]:
    for name, value in {"é": b"%C3%A9", "NUL": b"%00", "a surrogate": b"%ED%A0%80", "long": b"x" * 9000}.items():
        body = b"csrf=" + value
        yield Case(f"a token that is {name}", right.headers(body), (body,))
    for header in (b"\xe9", "é".encode(), b"\xff" * 300, b"x" * 9000):
        yield Case(f"a token of {header[:4]!r} in a header", right.headers(x_csrf=header), (right.body,))
    twice = [*right.headers(), (b"x-csrf", b"a"), (b"x-csrf", right.token.encode())]
    yield Case("two tokens in headers", twice, (right.body,))


def of_a_page(right: Right) -> Iterator[Case]:
    """Every twist of the headers, the method and the query of a page that is asked for."""
    yield from _gates(right)
    yield from _headers(right)


def _gates(right: Right) -> Iterator[Case]:
    body = (right.body,)
    cookies = {
        "a session that is no ASCII": "__Host-session=é".encode(),
        "bytes that are no text": b"__Host-session=\xff\xfe; __Host-language=\xff",
        "no cookie": b"=;;=; __Host-session; ;__Host-key-x",
        "a quoted cookie": b'__Host-session="\\377\\000\\"; __Host-token-invitation="\\000"',
        "sixty thousand letters": b"__Host-session=" + b"x" * 60_000,
        "links that are no text": "__Host-token-join=é; __Host-token-reset=é; __Host-token-invitation=é".encode(),
        "three thousand cookies": b"; ".join(b"c%d=x" % number for number in range(3000)),
        "a journey that is none": b"__Host-token-journey=\xff; __Host-token-hint=\xff",
    }
    for name, value in cookies.items():
        yield Case(f"cookies: {name}", right.headers(cookie=value), body)
    yield Case("cookies twice", [*right.headers(), (b"cookie", b"__Host-session=other")], body)
    for host in (b"", b"evil.example", b"\xff", HOST.encode() + b":99999", b"[::1", "é.example".encode(), b"x" * 9000):
        yield Case(f"host {host[:12]!r}", right.headers(host=host), body, readable=False)
    for second in (b"evil.example", HOST.encode()):
        yield Case(f"a second host {second!r}", [*right.headers(), (b"host", second)], body, readable=False)
    for site, origin in (
        (b"", b""),
        (b"", b"null"),
        (b"", b"http://["),
        (b"", b"\xff"),
        (b"\xff", b""),
        (b"none, same-origin", b""),
    ):
        yield Case(f"from {site!r} {origin!r}", right.headers(sec_fetch_site=site, origin=origin), body)
    for method in ("HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "FOO", "get"):
        yield Case(f"method {method}", right.headers(), body, method=method, readable=False)


def _headers(right: Right) -> Iterator[Case]:
    body = (right.body,)
    headers = {
        "accept_language": (b"\xff", b"x" * 9000, b"fr;q=NaN, en;q=1e999, de;q=", b"*" * 300),
        "x_forwarded_for": (b"\xff", b"a, b, " * 3000, b"::1%eth0", b"999.1.1.1"),
        "x_forwarded_host": (b"evil.example",),
        "user_agent": (b"\xff\xfe", b"x" * 60_000, "Firefox \U0001f4a9".encode()),
        "referer": (b"http://[", b"\xff", b"https://evil.example/\x00"),
        "authorization": (
            b"Bearer",
            b"Bearer \xff",
            b"Bearer " + b"x" * 60_000,
            b"Basic Og==",
            b"Bearer 000000000000.\xd9\xa1",
        ),
        "if_none_match": (b"\xff", b'W/"', b"*, *", b'"' * 9000),
        "x_utc_offset": (b"NaN", b"9" * 9000, b"\xd9\xa1", b"-99999999"),
        "hx_request": (b"\xff", b"true"),
        "hx_target": (b"\xff\x00",),
        "range": (b"bytes=0-1,2-3,99999999999999999999-",),
        "accept": (b"\xff", b"application/json", b"*/*;q=" + b"9" * 5000),
        "expect": (b"100-continue",),
        "transfer_encoding": (b"chunked, chunked", b"\xff"),
        "upgrade": (b"websocket",),
    }
    for name, values in headers.items():
        for value in values:
            yield Case(f"{name} {value[:12]!r}", right.headers(**{name: value}), body)
    many = [*right.headers(), *((b"x-%d" % number, b"x") for number in range(3000))]
    yield Case("three thousand headers", many, body)
    for query in QUERIES:
        yield Case(f"a query {query[:20]}", right.headers(), body, path=f"{right.path}?{query}")


def of_address(template: str) -> Iterator[str]:
    """The address with each of its parts, one after the other and all at once, replaced by what can be none."""
    parts = template.split("/")
    named = [position for position, part in enumerate(parts) if part.startswith("{")]
    for value in [*VALUES.values(), "%2e%2e%2fx", "A" * 22 + "%00", "null", "%E2%80%8B", "A" * 21 + "%0a"]:
        for changed in [*([position] for position in named), named]:
            yield "/".join(
                value if position in changed else "QQQQQQQQQQQQQQQQQQQQQQ" if position in named else part
                for position, part in enumerate(parts)
            )
