"""The cookies that keep a person's place: which assessment this browser may open, its private link, the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from litestar.datastructures import Cookie

from assessment.translation import LANGUAGES

LANGUAGE_LIFETIME = timedelta(days=365)


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

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name

    def _make(self, name: str, value: str, lifetime: timedelta | None) -> Cookie:
        return Cookie(
            key=self._name(name),
            value=value,
            max_age=int(lifetime.total_seconds()) if lifetime else None,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )
