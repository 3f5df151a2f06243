"""A small OpenID provider in a process of its own: right by default, and told to misbehave through `/control`.

It knows one client, checks what that client sends as strictly as a provider should, and has nothing of the product.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET = "assessment-client", "s3cret/with+signs: and more"
OTHER_CLIENT = "another-client"
SUBJECT = "3f1c-subject"
ROOT = Path(__file__).parents[1]
USUAL: dict[str, Any] = {
    "mode": "",
    "subject": SUBJECT,
    "email": "claire@fictif.example",
    "email_verified": True,
    "acr": "eidas1",
    "amr": ["pwd"],
    "pkce": True,
    "algorithm": "RS256",
    "secret_in_form": True,
}
"""How it behaves when nothing else was asked for."""


@dataclass
class Provider:
    """What it holds: keys, codes it gave out, tokens that open the userinfo, what it has to answer."""

    issuer: str
    behaviour: dict[str, Any] = field(default_factory=lambda: dict(USUAL))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    number: int = 0

    def __post_init__(self) -> None:
        self.rotate()

    @property
    def mode(self) -> str:
        return str(self.behaviour["mode"])

    def rotate(self) -> None:
        self.number += 1
        self.rsa = RSAKey.generate_key(2048, {"kid": f"rsa-{self.number}", "use": "sig"})
        self.ec = ECKey.generate_key("P-256", {"kid": f"ec-{self.number}", "use": "sig"})

    def new(self, what: str) -> str:
        self.number += 1
        return f"{what}-{self.number}-{hashlib.sha256(str(time.time_ns()).encode()).hexdigest()[:16]}"

    def discovery(self) -> dict[str, Any]:
        at = self.issuer
        return {
            "issuer": "https://elsewhere.example" if self.mode == "document-of-another" else at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": "http://127.0.0.2:9/token" if self.mode == "inner-endpoint" else f"{at}/token",
            "userinfo_endpoint": f"{at}/userinfo",
            "jwks_uri": f"{at}/jwks",
            "end_session_endpoint": f"{at}/end-session",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
            "token_endpoint_auth_methods_supported": [
                "client_secret_post" if self.behaviour["secret_in_form"] else "client_secret_basic"
            ],
            "code_challenge_methods_supported": ["S256"],
        }

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self.ec.as_dict(private=False), self.rsa.as_dict(private=False)]}

    def authorize(self, given: dict[str, str]) -> str:
        """The address to send the person back to. Raises ValueError for a request no provider would accept."""
        wanted = {"response_type": "code", "client_id": CLIENT}
        if any(given.get(name) != value for name, value in wanted.items()) or "openid" not in given["scope"].split():
            raise ValueError("not a request of the client")
        if min(len(given["state"]), len(given["nonce"])) < 32:
            raise ValueError("state and nonce are too short")
        if self.behaviour["pkce"] != (given.get("code_challenge_method") == "S256"):
            raise ValueError("PKCE is not as registered")
        back, state = given["redirect_uri"], given["state"]
        if self.mode == "denied":
            return f"{back}?{urlencode({'error': 'access_denied', 'state': state, 'iss': self.issuer})}"
        code = self.new("code")
        self.codes[code] = {"client": CLIENT} | given
        if self.mode == "code-of-another-client":
            self.codes[code]["client"] = OTHER_CLIENT
        state = "x" * 43 if self.mode == "wrong-state" else state
        issuer = "https://elsewhere.example" if self.mode == "mixed-up" else self.issuer
        return f"{back}?{urlencode({'code': code, 'state': state, 'iss': issuer})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        if not self._is_client(form, authorization):
            return 401, {"error": "invalid_client"}
        grant = self.codes.pop(form.get("code", ""), None)
        if grant is None or grant["client"] != CLIENT or grant["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        if grant.get("code_challenge", "") != (_challenge(form["code_verifier"]) if "code_verifier" in form else ""):
            return 400, {"error": "invalid_grant"}
        access = self.new("access")
        self.tokens[access] = grant["nonce"]
        claims = self._claims(grant["nonce"])
        return 200, {
            "token_type": "Bearer",
            "access_token": access,
            "expires_in": 60,
            "id_token": self._sign(claims, self.mode),
        }

    def _is_client(self, form: dict[str, str], authorization: str) -> bool:
        if self.behaviour["secret_in_form"]:
            return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET) and not authorization
        name, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        return (unquote(name), unquote(secret)) == (CLIENT, SECRET)

    def _claims(self, nonce: str) -> dict[str, Any]:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.behaviour["subject"],
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
            "acr": self.behaviour["acr"],
            "amr": self.behaviour["amr"],
        }
        changes: dict[str, dict[str, Any]] = {
            "wrong-nonce": {"nonce": "n" * 43},
            "wrong-audience": {"aud": OTHER_CLIENT},
            "wrong-party": {"aud": [CLIENT, OTHER_CLIENT], "azp": OTHER_CLIENT},
            "party-missing": {"aud": [CLIENT, OTHER_CLIENT]},
            "wrong-issuer": {"iss": "https://elsewhere.example"},
            "expired": {"iat": now - 600, "exp": now - 300},
            "of-tomorrow": {"iat": now + 86_400, "exp": now + 90_000},
            "other-access-token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        }
        claims |= changes.get(self.mode, {})
        absent = {"nonce-missing": "nonce", "expiry-missing": "exp", "subject-missing": "sub"}.get(self.mode, "")
        return {name: value for name, value in claims.items() if name != absent}

    def _sign(self, claims: dict[str, Any], mode: str) -> str:
        payload = json.dumps(claims).encode()
        if mode == "unsigned":
            header = _packed(b'{"alg":"none"}')
            return f"{header}.{_packed(payload)}."
        if mode == "signed-with-public-key":
            header = _packed(json.dumps({"alg": "HS256", "kid": self.rsa.kid}).encode())
            signed = f"{header}.{_packed(payload)}"
            public = self.rsa.as_pem(private=False)
            return f"{signed}.{_packed(hmac.digest(public, signed.encode(), 'sha256'))}"
        if mode == "forged":
            forger = RSAKey.generate_key(2048)
            return jws.serialize_compact({"alg": "RS256", "kid": self.rsa.kid or ""}, payload, forger)
        key = self.ec if (self.behaviour["algorithm"] == "ES256") != (mode == "other-algorithm") else self.rsa
        algorithm = "ES256" if key is self.ec else "RS256"
        return jws.serialize_compact({"alg": algorithm, "kid": key.kid or ""}, payload, key, [algorithm])

    def userinfo(self, authorization: str) -> tuple[int, str, bytes]:
        if authorization.removeprefix("Bearer ") not in self.tokens:
            return 401, "application/json", b"{}"
        claims = {
            "iss": self.issuer,
            "aud": OTHER_CLIENT if self.mode == "userinfo-for-another-client" else CLIENT,
            "sub": "somebody-else" if self.mode == "userinfo-of-another" else self.behaviour["subject"],
            "email": self.behaviour["email"],
            "given_name": "Claire",
            "usual_name": "Fictive",
        }
        if self.behaviour["email_verified"] is not None:
            claims["email_verified"] = self.behaviour["email_verified"]
        if self.mode == "userinfo-plain":
            return 200, "application/json", json.dumps(claims).encode()
        mode = "unsigned" if self.mode == "userinfo-unsigned" else ""
        return 200, "application/jwt", self._sign(claims, mode).encode()


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _challenge(verifier: str) -> str:
    return _packed(hashlib.sha256(verifier.encode()).digest())


class Handler(BaseHTTPRequestHandler):
    """The provider over HTTP."""

    provider: Provider

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        parts, provider = urlsplit(self.path), self.provider
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/asked":
            return self._json(200, provider.asked)
        provider.asked.append(parts.path)
        if provider.mode == "broken":
            return self._answer(500, "text/plain", b"out of order")
        match parts.path:
            case "/.well-known/openid-configuration":
                return self._document()
            case "/jwks":
                return self._json(200, provider.jwks())
            case "/authorize":
                return self._authorize(given)
            case "/userinfo":
                return self._answer(*provider.userinfo(self.headers.get("Authorization", "")))
            case "/end-session":
                return self._answer(302, "text/plain", b"", given["post_logout_redirect_uri"])
        return self._json(404, {})

    def _document(self) -> None:
        elsewhere = f"http://localhost:{urlsplit(self.provider.issuer).port}/elsewhere"
        match self.provider.mode:
            case "discovery-elsewhere":
                self._answer(302, "text/plain", b"", elsewhere)
            case "huge":
                self._answer(200, "application/json", b'{"issuer": "' + b"x" * 3_000_000 + b'"}')
            case "no-json":
                self._answer(200, "application/json", b"[" * 100_000)
            case _:
                self._json(200, self.provider.discovery())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        if self.path == "/control":
            wanted = json.loads(body)
            if wanted.pop("rotate", False):
                self.provider.rotate()
            self.provider.behaviour |= wanted
            return self._json(200, {})
        self.provider.asked.append(self.path)
        form = {name: values[0] for name, values in parse_qs(body).items()}
        return self._json(*self.provider.token(form, self.headers.get("Authorization", "")))

    def _authorize(self, given: dict[str, str]) -> None:
        try:
            back = self.provider.authorize(given)
        except (KeyError, ValueError) as error:
            return self._answer(400, "text/plain", str(error).encode())
        return self._answer(302, "text/plain", b"", back)

    def _json(self, status: int, content: object) -> None:
        self._answer(status, "application/json", json.dumps(content).encode())

    def _answer(self, status: int, kind: str, body: bytes, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        with suppress(ConnectionError):  # whoever had enough may leave before the end
            self.wfile.write(body)


@dataclass(frozen=True)
class Running:
    """A provider that runs, as a test sees it."""

    port: int

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def behave(self, **behaviour: object) -> None:
        """Behave like this from now on, and as usual in everything else."""
        self._ask("POST", "/control", json.dumps(USUAL | behaviour))

    def rotate(self) -> None:
        """Sign with new keys."""
        self._ask("POST", "/control", json.dumps({"rotate": True}))

    def asked(self) -> list[str]:
        """The paths asked for so far."""
        found: list[str] = json.loads(self._ask("GET", "/asked"))
        return found

    def _ask(self, method: str, path: str, body: str = "") -> bytes:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body)
            return connection.getresponse().read()
        finally:
            connection.close()


@contextmanager
def running() -> Iterator[Running]:
    """A provider in a process of its own, ended at the end."""
    command = [sys.executable, "-m", "tests.oidc_provider"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield Running(int(process.stdout.readline()))
        finally:
            process.terminate()


def main() -> None:
    """Serve on a free port, and say which."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Handler.provider = Provider(f"http://127.0.0.1:{server.server_port}")
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
