"""Signing in through a provider by OpenID Connect: the authorisation code flow, as ProConnect wants it.

The person is sent to the provider with a state and a nonce that only their browser and we know; they come back with a
code, which we exchange for a signed token ourselves. Whatever the provider says counts only once its signature, issuer,
audience, dates and nonce were checked (OpenID Connect Core 1.0, 3.1.3.7 and 5.3.4).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.claims import JWTClaims
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc.errors import ClaimError, InvalidKeyIdError, JoseError
from joserfc.jwt import Token, decode

from assessment.services.oidc_documents import (
    Cause,
    Documents,
    ProviderProblem,
    Registration,
    ask_provider,
    json_of,
)
from assessment.services.outgoing import Answer, Ask, Question

LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""

LONGEST_SUBJECT = 255
"""Characters of what a provider calls a person, by the standard."""
LONGEST_NAME = 200
CAUSES = {"iss": Cause.ISSUER, "aud": Cause.AUDIENCE, "azp": Cause.AUDIENCE, "exp": Cause.EXPIRED, "nonce": Cause.NONCE}
"""What is wrong with a token, by its claim; any other one is `Cause.CLAIMS`."""


@dataclass(frozen=True, slots=True)
class Departure:
    """What ties an answer of the provider to the browser that asked: 256 bits each, as 43 letters, digits and signs."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody the provider vouches for; `email` only if it counts as verified. `id_token` serves to sign out there."""

    issuer: str
    subject: str
    name: str
    email: str | None
    second_factor: bool
    id_token: str


class Provider:
    """A provider as seen by us; every method raises ProviderProblem."""

    def __init__(self, registration: Registration, ask: Ask) -> None:
        self.registration, self._ask = registration, ask
        self._documents = Documents(registration, ask)

    def departure(self, return_address: str) -> tuple[Departure, str]:
        """What to remember, and the address to send the person to."""
        registration = self.registration
        leaving = Departure(*(secrets.token_urlsafe(32) for _ in range(3)))
        more = {"state": leaving.state, "nonce": leaving.nonce}
        if registration.pkce:
            more |= {"code_challenge": create_s256_code_challenge(leaving.verifier), "code_challenge_method": "S256"}
        address: str = prepare_grant_uri(
            self._documents.endpoints().authorization,
            registration.client_id,
            "code",
            redirect_uri=return_address,
            scope=registration.scopes,
            **more,
        )
        return leaving, address

    def identity(self, leaving: Departure, code: str, return_address: str, now: datetime) -> Identity:
        """Who came back with this code."""
        tokens = self._exchange(leaving, code, return_address)
        claims = self._id_claims(tokens, leaving.nonce, now)
        about = self._userinfo(tokens["access_token"], now)
        subject = claims["sub"]
        if about.get("sub") != subject:
            raise ProviderProblem(Cause.SUBJECT)
        if not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
            raise ProviderProblem(Cause.CLAIMS, "sub")
        return Identity(
            issuer=self.registration.issuer,
            subject=subject,
            name=_name(about),
            email=self._email(about),
            second_factor=not self.registration.second_factor.isdisjoint(_ways(claims)),
            id_token=tokens["id_token"],
        )

    def way_out(self, id_token: str, return_address: str) -> str | None:
        """The address that signs a person out there too; None where the provider has none."""
        end = self._documents.endpoints().end_session
        if end is None:
            return None
        asked = {
            "id_token_hint": id_token,
            "post_logout_redirect_uri": return_address,
            "state": secrets.token_urlsafe(32),
        }
        address: str = add_params_to_uri(end, list(asked.items()))
        return address

    def _exchange(self, leaving: Departure, code: str, return_address: str) -> Mapping[str, Any]:
        registration, endpoints = self.registration, self._documents.endpoints()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": return_address}
        if registration.pkce:
            form["code_verifier"] = leaving.verifier
        named = registration.client_id, registration.client_secret
        if endpoints.secret_in_form:
            form |= dict(zip(("client_id", "client_secret"), named, strict=True))
        # In a header both are first written as in a form (RFC 6749, 2.3.1).
        user = None if endpoints.secret_in_form else (quote(named[0], safe=""), quote(named[1], safe=""))
        answer = ask_provider(self._ask, Question(address=endpoints.token, form=form, user=user))
        if answer.status == 400:
            raise ProviderProblem(Cause.CODE)
        tokens = json_of(answer)
        if not all(isinstance(tokens.get(name), str) for name in ("id_token", "access_token")):
            raise ProviderProblem(Cause.UNUSABLE, "tokens")
        return tokens

    def _id_claims(self, tokens: Mapping[str, Any], nonce: str, now: datetime) -> Mapping[str, Any]:
        token = self._verified(tokens["id_token"])
        known = {"nonce": nonce, "client_id": self.registration.client_id, "access_token": tokens["access_token"]}
        return _checked(CodeIDToken(token.claims, token.header, self._ours(), known), now)

    def _userinfo(self, access_token: str, now: datetime) -> Mapping[str, Any]:
        headers = {"Authorization": f"Bearer {access_token}"}
        try:
            question = Question(address=self._documents.endpoints().userinfo, headers=headers)
            answer = ask_provider(self._ask, question)
        except UnicodeEncodeError as error:
            raise ProviderProblem(Cause.UNUSABLE, "access token") from error
        if answer.content_type == "application/jwt":
            return self._signed_claims(answer, now)
        if self.registration.signed_userinfo and answer.status == 200:
            raise ProviderProblem(Cause.UNSIGNED)
        return json_of(answer)

    def _signed_claims(self, answer: Answer, now: datetime) -> Mapping[str, Any]:
        if answer.status != 200:
            raise ProviderProblem(Cause.UNUSABLE, str(answer.status))
        token = self._verified(answer.body.decode("ascii", "replace").strip())
        return _checked(JWTClaims(token.claims, token.header, self._ours()), now)

    def _verified(self, text: str) -> Token:
        """A token whose signature is right; a key we do not know yet is asked for, once."""
        if text.count(".") != 2:  # five parts would be an encrypted token, whose algorithms are no signatures
            raise ProviderProblem(Cause.SIGNATURE, "form")
        algorithms = [self.registration.algorithm]
        try:
            try:
                return decode(text, self._documents.keys(), algorithms)
            except InvalidKeyIdError:
                return decode(text, self._documents.keys(anew=True), algorithms)
        except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise ProviderProblem(Cause.SIGNATURE, type(error).__name__) from error

    def _ours(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self.registration.issuer},
            "aud": {"essential": True, "value": self.registration.client_id},
        }

    def _email(self, about: Mapping[str, Any]) -> str | None:
        email, verified = about.get("email"), about.get("email_verified", self.registration.trusts_email)
        return email if isinstance(email, str) and verified is True else None


def _checked(claims: JWTClaims, now: datetime) -> Mapping[str, Any]:
    """The claims, once they are found in order."""
    try:
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except ClaimError as error:
        wrong = str(error.claim).split(",")[0]
        raise ProviderProblem(CAUSES.get(wrong, Cause.CLAIMS), wrong) from error
    except (ValueError, TypeError, KeyError) as error:
        raise ProviderProblem(Cause.CLAIMS, type(error).__name__) from error
    checked: Mapping[str, Any] = claims
    return checked


def _ways(claims: Mapping[str, Any]) -> set[str]:
    """How the person proved who they are, by the claims acr and amr."""
    methods = claims.get("amr")
    given = [claims.get("acr"), *(methods if isinstance(methods, list) else [])]
    return {way for way in given if isinstance(way, str)}


def _name(about: Mapping[str, Any]) -> str:
    """What the person is called, "" when the provider does not say; ProConnect calls the family name usual."""
    parts = about.get("given_name"), about.get("usual_name", about.get("family_name"))
    written = " ".join(part for part in parts if isinstance(part, str)) or about.get("name")
    return " ".join(written.split())[:LONGEST_NAME] if isinstance(written, str) and written.isprintable() else ""
