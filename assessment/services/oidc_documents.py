"""What an OpenID provider publishes about itself: where its endpoints are, and the keys it signs with.

Nothing in its documents leads us anywhere else: an address counts when it has the scheme, name and port of the issuer,
or is an https address of one of the hosts that the operator named. So a forged document cannot make this service ask
an inner address, and no answer is looked for behind a redirect.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from authlib.oidc.discovery import get_well_known_url
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from assessment.services.outgoing import Answer, Ask, NoAnswer, Question, UnfitAnswer

KEY_TYPES = {"RS256": "RSA", "ES256": "EC"}
"""The signatures a provider may be registered with, by the kind of key each of them needs."""

KEPT_SECONDS = 3600.0
SILENT_SECONDS = 10.0
"""How long documents count; how long a provider that did not answer is left alone."""


class Cause(StrEnum):
    """Why nobody could be signed in through the provider."""

    DOWN = "down"
    UNUSABLE = "unusable"
    HUGE = "huge"
    REDIRECTED = "redirected"
    STATE = "state"
    DENIED = "denied"
    CODE = "code"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    EXPIRED = "expired"
    NONCE = "nonce"
    CLAIMS = "claims"
    UNSIGNED = "unsigned"
    SUBJECT = "subject"
    UNKNOWN = "unknown"
    UNVERIFIED = "unverified"
    FOREIGN = "foreign"
    HAS_ACCOUNT = "has-account"
    TAKEN = "taken"
    LEFT = "left"


class ProviderProblem(Exception):
    """A sign-in through the provider that came to nothing."""

    def __init__(self, cause: Cause, detail: str = "") -> None:
        super().__init__(f"{cause} ({detail})" if detail else cause.value)
        self.cause = cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """How this service is known to its provider.

    `algorithm` signs what the provider says, "RS256" or "ES256". `signed_userinfo` refuses what it says unsigned.
    `hosts` are further names its endpoints may have. `second_factor` are the values of the claims acr and amr that
    stand for a second factor. `trusts_email` takes every e-mail address for verified that is not said to be otherwise.
    """

    issuer: str
    client_id: str
    client_secret: str
    scopes: str
    pkce: bool
    algorithm: str
    signed_userinfo: bool
    hosts: frozenset[str]
    second_factor: frozenset[str]
    trusts_email: bool

    def allows(self, address: str) -> bool:
        """Whether an address is one of the provider's."""
        try:
            ours, parts = urlsplit(self.issuer), urlsplit(address)
            ports = parts.port, ours.port
        except ValueError:
            return False
        if parts.fragment or parts.username is not None or "\\" in address:
            return False
        if (parts.scheme, parts.hostname, ports[0]) == (ours.scheme, ours.hostname, ports[1]):
            return True
        return parts.scheme == "https" and ports[0] is None and parts.hostname in self.hosts


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Where the provider does what; `secret_in_form` where it wants our secret in the form and not in a header."""

    authorization: str
    token: str
    userinfo: str
    keys: str
    end_session: str | None
    secret_in_form: bool


class Documents:
    """Reads the documents of a provider when they are needed, and remembers them for an hour."""

    def __init__(self, registration: Registration, ask: Ask, clock: Callable[[], float] = monotonic) -> None:
        self._registration, self._ask, self._clock = registration, ask, clock
        self._lock = Lock()
        self._kept: dict[str, tuple[float, Mapping[str, Any]]] = {}
        self._silent_until = float("-inf")

    def endpoints(self) -> Endpoints:
        """The endpoints. Raises ProviderProblem."""
        issuer = self._registration.issuer
        found = self._read(get_well_known_url(issuer, external=True))
        if found.get("issuer") != issuer:
            raise ProviderProblem(Cause.UNUSABLE, "issuer of the document")
        methods = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return Endpoints(
            authorization=self._address(found, "authorization_endpoint"),
            token=self._address(found, "token_endpoint"),
            userinfo=self._address(found, "userinfo_endpoint"),
            keys=self._address(found, "jwks_uri"),
            end_session=self._address(found, "end_session_endpoint") if "end_session_endpoint" in found else None,
            secret_in_form="client_secret_post" in methods if isinstance(methods, list) else False,
        )

    def keys(self, *, anew: bool = False) -> KeySet:
        """The keys that may sign, asked for once more when `anew`. Raises ProviderProblem."""
        found = self._read(self.endpoints().keys, anew=anew).get("keys")
        kind = KEY_TYPES[self._registration.algorithm]
        fitting = [
            {name: value for name, value in key.items() if name != "key_ops"}
            for key in (found if isinstance(found, list) else [])
            if isinstance(key, dict) and key.get("kty") == kind and key.get("use", "sig") == "sig"
        ]
        try:
            return KeySet.import_key_set({"keys": fitting})
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise ProviderProblem(Cause.UNUSABLE, "keys") from error

    def _address(self, found: Mapping[str, Any], name: str) -> str:
        address = found.get(name)
        if not isinstance(address, str) or not self._registration.allows(address):
            raise ProviderProblem(Cause.UNUSABLE, name)
        return address

    def _read(self, address: str, *, anew: bool = False) -> Mapping[str, Any]:
        """A document; one reader asks, the others wait for what it learns."""
        with self._lock:
            since, kept = self._kept.get(address, (float("-inf"), {}))
            if not anew and self._clock() < since + KEPT_SECONDS:
                return kept
            if self._clock() < self._silent_until:
                raise ProviderProblem(Cause.DOWN, "left alone")
            try:
                document = json_of(ask_provider(self._ask, Question(address=address)))
            except ProviderProblem as problem:
                if problem.cause is Cause.DOWN:
                    self._silent_until = self._clock() + SILENT_SECONDS
                raise
            self._kept[address] = self._clock(), document
            return document


def ask_provider(ask: Ask, question: Question) -> Answer:
    """The answer of the provider, whatever its status below 500. Raises ProviderProblem."""
    try:
        answer = ask(question)
    except NoAnswer as silence:
        raise ProviderProblem(Cause.DOWN, str(silence)) from silence
    except UnfitAnswer as unfit:
        raise ProviderProblem(Cause.HUGE, str(unfit)) from unfit
    if answer.status >= 500:
        raise ProviderProblem(Cause.DOWN, str(answer.status))
    if 300 <= answer.status < 400:
        raise ProviderProblem(Cause.REDIRECTED, str(answer.status))
    return answer


def json_of(answer: Answer) -> Mapping[str, Any]:
    """The JSON object of an answer that says it went well. Raises ProviderProblem."""
    if answer.status != 200:
        raise ProviderProblem(Cause.UNUSABLE, str(answer.status))
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise ProviderProblem(Cause.UNUSABLE, "no JSON") from error
    if not isinstance(found, dict):
        raise ProviderProblem(Cause.UNUSABLE, "no object")
    return found
