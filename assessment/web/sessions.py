"""The cookies: a person's session, the keys by which a browser opens assessments, links on their way, the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from litestar.datastructures import Cookie

from assessment.services.secrets import hash_of
from assessment.translation import LANGUAGES

LANGUAGE_LIFETIME = timedelta(days=365)


def form_token(secret: str) -> str:
    """The token that binds a form to the secret in a cookie, which cannot be found from it."""
    return hash_of(f"form:{secret}")[:32]


@dataclass(frozen=True, slots=True)
class Cookies:
    """Names and makes our cookies; over https they carry the `__Host-` prefix and insist on it."""

    secure: bool

    def language(self, language: str) -> Cookie:
        """Keep the language a person chose."""
        return self._make("language", language, LANGUAGE_LIFETIME)

    def key(self, assessment_id: str, key: str, lifetime: timedelta) -> Cookie:
        """Let this browser open an assessment."""
        return self._make(f"key-{assessment_id}", key, lifetime)

    def session(self, key: str) -> Cookie:
        """Stay signed in until the browser closes; how long that counts is decided here, not there."""
        return self._make("session", key, None)

    def no_session(self) -> Cookie:
        """Forget the session."""
        return self._make("session", "", timedelta(0))

    def token(self, purpose: str, token: str, lifetime: timedelta | None = None) -> Cookie:
        """Carry the token of a link past its address: "join", "reset", "invitation" ... until the browser closes."""
        return self._make(f"token-{purpose}", token, lifetime)

    def no_token(self, purpose: str) -> Cookie:
        """Forget the token of a link that has done its work."""
        return self._make(f"token-{purpose}", "", timedelta(0))

    def session_in(self, given: Mapping[str, str]) -> str | None:
        """The key of the session this browser is in."""
        return given.get(self._name("session")) or None

    def token_in(self, given: Mapping[str, str], purpose: str) -> str | None:
        """The token by which this browser came."""
        return given.get(self._name(f"token-{purpose}")) or None

    def link(self, assessment_id: str, token: str) -> Cookie:
        """Remember the private link until the browser closes, to show it on the task list."""
        return self._make(f"link-{assessment_id}", token, None)

    def language_in(self, given: Mapping[str, str]) -> str | None:
        """The language chosen earlier, None when there is none we speak."""
        chosen = given.get(self._name("language"))
        return chosen if chosen in LANGUAGES else None

    def key_in(self, given: Mapping[str, str], assessment_id: str) -> str | None:
        """The key by which this browser opens an assessment."""
        return given.get(self._name(f"key-{assessment_id}"))

    def link_in(self, given: Mapping[str, str], assessment_id: str) -> str | None:
        """The token of the private link by which this browser came."""
        return given.get(self._name(f"link-{assessment_id}"))

    def form_tokens(self, given: Mapping[str, str], assessment_id: str) -> tuple[str, ...]:
        """The tokens that forms of this browser may carry: of its session, of its key to the assessment."""
        secrets = self.session_in(given), self.key_in(given, assessment_id)
        return tuple(form_token(secret) for secret in secrets if secret)

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name

    def _make(self, name: str, value: str, lifetime: timedelta | None) -> Cookie:
        return Cookie(
            key=self._name(name),
            value=value,
            max_age=None if lifetime is None else int(lifetime.total_seconds()),
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )
