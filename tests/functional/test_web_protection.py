"""What protects the pages: who may open them, from where, how much, and with which headers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from assessment.web.app import LARGEST_BODY
from assessment.web.forms import FORM_TYPE
from assessment.web.protection import CONTENT_SECURITY_POLICY, HEADERS
from tests.shipped import shipped_instrument
from tests.visitors import BASE, BROWSER, Visitor, serving

PAGES = ("", "/profile", "/dimensions/CAP", "/facts/team", "/check")


@pytest.fixture
def started(visitor: Visitor) -> Visitor:
    visitor.start()
    return visitor


def private_link(visitor: Visitor) -> str:
    found = re.search(rf"{BASE}(/r/[\w-]+)", visitor.get(visitor.home).text)
    assert found
    return found[1]


def test_another_browser_opens_nothing_and_changes_nothing(started: Visitor) -> None:
    routes = [route for route in started.client.app.routes if route.path.startswith("/assessments/{")]  # type: ignore[attr-defined]
    values = {"assessment_id": started.home.split("/")[-1], "part": "dimensions", "name": "CAP", "code": "CAP1"}
    values |= {"respondent_id": "A" * 22, "reader_id": "A" * 22}
    started.client.cookies.clear()
    assert len(routes) >= 8
    for route in routes:
        path = re.sub(r"\{(\w+):str\}", lambda parameter: values[parameter[1]], route.path)
        for method in route.methods - {"OPTIONS"}:
            answer = started.post(path, {"CAP1": "2"}) if method == "POST" else started.client.request(method, path)
            assert answer.status_code == 404, (method, path)
            assert method == "HEAD" or "lien privé" in answer.text


def test_somebody_elses_assessment_answers_like_one_that_does_not_exist(started: Visitor) -> None:
    other = started.home
    started.client.cookies.clear()
    Visitor(started.client).start()
    foreign, unknown = started.get(other), started.get("/assessments/AAAAAAAAAAAAAAAAAAAAAA")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.text.replace(other, "") == unknown.text.replace("/assessments/AAAAAAAAAAAAAAAAAAAAAA", "")


def test_the_private_link_opens_the_assessment_on_another_device_as_often_as_needed(started: Visitor) -> None:
    link = private_link(started)
    started.save("CAP1", "2")
    for _ in range(3):
        started.client.cookies.clear()
        answer = started.client.get(link, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"{started.home}/dimensions/CAP#CAP2"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert link.removeprefix("/r/") not in answer.headers["location"]
        assert "CAP1" in started.get(answer.headers["location"]).text


def test_a_link_that_opens_nothing_says_what_to_check(visitor: Visitor) -> None:
    answer = visitor.get("/r/AAAAAAAAAAAAAAAAAAAAAA")
    assert answer.status_code == 404
    assert "Vérifiez que le lien a été copié en entier" in answer.text


def test_the_token_is_stored_nowhere_in_clear(tmp_path: Path) -> None:
    with serving(f"sqlite+pysqlite:///{tmp_path}/t.sqlite", tmp_path) as client:
        visitor = Visitor(client)
        visitor.start()
        token = private_link(visitor).removeprefix("/r/")
        key = next(value for name, value in client.cookies.items() if name.startswith("key-"))
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert token.encode() not in stored
    assert key.encode() not in stored


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://other.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": BASE},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8001"},
        {},
    ],
)
def test_a_change_asked_for_by_another_site_is_refused(started: Visitor, headers: dict[str, str]) -> None:
    paths = [
        "/assessments",
        *(started.home + path for path in ("/profile", "/dimensions/CAP", "/answers/CAP1", "/submit")),
    ]
    for path in paths:
        answer = started.client.post(path, data={"CAP1": "2", "form": "full"}, headers=headers, follow_redirects=False)
        assert answer.status_code == 403
        assert "autre site" in answer.text
    assert "data-answered>0<" in started.get(f"{started.home}/dimensions/CAP").text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1:8000.evil.example", ""])
def test_another_host_name_is_refused(visitor: Visitor, host: str) -> None:
    answer = visitor.client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize("second", ["evil.example", "127.0.0.1:8000"])
def test_two_host_headers_are_refused(visitor: Visitor, second: str) -> None:
    answer = visitor.client.get("/", headers=[("Host", "127.0.0.1:8000"), ("Host", second)])
    assert answer.status_code == 400


def test_a_forwarded_host_changes_no_address(started: Visitor) -> None:
    text = started.get(started.home, **{"X-Forwarded-Host": "evil.example"}).text
    assert f"{BASE}/r/" in text
    assert "evil" not in text


def test_both_names_of_this_machine_are_one(visitor: Visitor) -> None:
    assert visitor.client.get("/", headers={"Host": "localhost:8000"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/nowhere", "/language/en", "/static/x.css", "/assessments"])
def test_every_answer_carries_the_headers(visitor: Visitor, path: str) -> None:
    answer = visitor.client.get(path, follow_redirects=False)
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert all(answer.headers[name] == value for name, value in HEADERS.items())
    assert answer.headers["cache-control"] == "no-store"
    assert "unsafe" not in CONTENT_SECURITY_POLICY


def test_pages_of_an_assessment_are_never_kept_by_the_browser(started: Visitor) -> None:
    for page in PAGES:
        answer = started.get(started.home + page)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert "charset=utf-8" in answer.headers["content-type"]


def test_static_files_have_an_address_of_their_content_and_are_kept(visitor: Visitor) -> None:
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.get("/").text))
    assert len(addresses) >= 5
    for address in addresses:
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/../app.py", "/..%2fapp.py", "/%2e%2e/app.py", "//etc/passwd", "/css/../../app.py"])
def test_static_files_stay_in_their_folder(visitor: Visitor, path: str) -> None:
    root = re.search(r"/static/\w+", visitor.get("/").text)
    assert root
    assert "create_app" not in visitor.get(root[0] + path).text


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[TestClient[Any]]:
    with serving(f"sqlite+pysqlite:///{tmp_path}/s.sqlite", tmp_path, "https://assessment.example") as client:
        yield client


def test_over_https_cookies_are_bound_to_the_host_and_strict_transport_is_asked(secure: TestClient[Any]) -> None:
    answer = secure.post(
        "/assessments", data={"form": "full"}, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False
    )
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/"} <= {part.strip() for part in cookie.split(";")}
        assert "samesite=lax" in cookie.lower()
        assert "domain" not in cookie.lower()
    assert answer.headers["strict-transport-security"]


def test_on_this_machine_cookies_are_plain_but_out_of_reach_of_scripts(visitor: Visitor) -> None:
    answer = visitor.post("/assessments", {"form": "full"})
    for cookie in answer.headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie
        assert "samesite=lax" in cookie.lower()
        assert "Secure" not in cookie


def test_a_body_over_the_limit_is_refused_everywhere(started: Visitor) -> None:
    home = started.home
    for path in ("/assessments", f"{home}/profile", f"{home}/dimensions/CAP", f"{home}/answers/CAP1"):
        answer = started.post(path, {"name": "x" * (LARGEST_BODY + 1)})
        assert answer.status_code == 413
        assert "64\u00a0ko" in answer.text or "64 ko" in answer.text


def test_a_text_of_two_megabytes_is_refused_with_a_sentence(started: Visitor) -> None:
    answer = started.post(f"{started.home}/profile", {"name": "é" * 1_000_000})
    assert answer.status_code == 413
    assert "raccourcissez" in answer.text


def test_a_name_that_is_too_long_says_how_long_it_may_be(started: Visitor) -> None:
    answer = started.post(f"{started.home}/profile", {"name": "x" * 201})
    assert answer.status_code == 422
    assert "201 caractères. Raccourcissez-le à 200." in answer.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"name=%ff%fe", "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"&".join(b"f=%d" % n for n in range(1001)), "application/x-www-form-urlencoded"),
        (b'{"name": "x"}', "application/json"),
        (b"[" * 50_000, "application/json"),
        (b'{"name": "\xff"}', "application/json"),
        (b'{"name": "x"}', "text/plain"),
        (b"name=x", ""),
        (b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--\r\n', "multipart/form-data; boundary=b"),
        (
            b"--b\r\nContent-Disposition: form-data; filename*=nope''%ff\r\n\r\n\r\n--b--",
            "multipart/form-data; boundary=b",
        ),
        (b"x", "multipart/form-data"),
    ],
)
def test_a_body_that_no_page_sends_gets_a_clear_refusal(started: Visitor, body: bytes, kind: str) -> None:
    for path in (
        "/assessments",
        f"{started.home}/profile",
        f"{started.home}/dimensions/CAP",
        f"{started.home}/answers/CAP1",
    ):
        headers = BROWSER | ({"Content-Type": kind} if kind else {})
        answer = started.client.post(path, content=body, headers=headers, follow_redirects=False)
        assert answer.status_code == 400, (path, answer.text)
        assert "n’est pas un formulaire" in answer.text


def test_a_browser_that_leaves_before_its_form_is_all_here_is_no_failure_of_ours(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = {"host": "127.0.0.1:8000", "origin": BASE, "content-type": FORM_TYPE, "content-length": "9"}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/assessments",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(visitor.client.app(scope, receive, send))  # type: ignore[attr-defined]
    assert sent[0]["status"] == 400
    assert not caplog.records


@pytest.mark.parametrize("cookie", ["language=é", "language=" + "x" * 5000, "=;;=", "key-x", "language=%ff"])
def test_a_strange_cookie_is_no_trouble(visitor: Visitor, cookie: str) -> None:
    answer = visitor.client.get("/", headers={b"Cookie": cookie.encode()})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/%ff", "/assessments/%00", "/assessments/" + "x" * 3000, "/r/%f0%9f%92%a9", "/language/de", "/assessments/a/b/c"],
)
def test_a_strange_address_is_not_found(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_an_unknown_form_of_the_questionnaire_is_refused(visitor: Visitor) -> None:
    answer = visitor.post("/assessments", {"form": "mirror"})
    assert answer.status_code == 400
    assert "n’existe pas" in answer.text


def test_a_wrong_method_is_explained(visitor: Visitor) -> None:
    answer = visitor.get("/assessments")
    assert answer.status_code == 405
    assert "Cette adresse ne sert pas à cela" in answer.text


@pytest.mark.parametrize(
    "path", ["/", "{home}", "{home}/profile", "{home}/dimensions/CAP", "{home}/check", "/language/en"]
)
def test_a_page_answers_head_like_get_without_its_body(started: Visitor, path: str) -> None:
    whole, bare = (
        started.client.request(method, path.format(home=started.home), follow_redirects=False)
        for method in ("GET", "HEAD")
    )
    assert bare.content == b""
    assert bare.status_code == whole.status_code < 400
    assert bare.headers == whole.headers


def test_a_look_at_a_private_link_opens_nothing_and_keeps_nothing(started: Visitor) -> None:
    link = private_link(started)
    started.client.cookies.clear()
    looked = started.client.head(link, follow_redirects=False)
    assert (looked.status_code, looked.content) == (303, b"")
    assert "set-cookie" not in looked.headers
    opened = started.client.get(link, follow_redirects=False)
    assert looked.headers["location"] == opened.headers["location"]
    assert started.client.head("/r/nothing").status_code == started.client.get("/r/nothing").status_code


PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}{% include 'x' %}",
    "<div hx-get='/x' hx-trigger='load'>",
    "javascript:alert(1)",
    "%(name)s %s {0.__class__}",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_typed_is_shown_as_text(visitor: Visitor, payload: str) -> None:
    home = visitor.start(name=payload)
    visitor.answer_all(shipped_instrument().questionnaire)
    assert visitor.submit().status_code == 303
    for path in (f"{home}/check", f"{home}/results"):
        text = visitor.get(path).text
        assert payload not in text or "<" not in payload
        assert "49" not in payload
