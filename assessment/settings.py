"""Settings from the environment; the only file that knows the names of the variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "ASSESSMENT_"
PACKAGE = Path(__file__).parent
A_DAY = 86_400


def bundled(name: str) -> Path:
    """A folder shipped with the package: beside it in a checkout, inside it in an installed wheel."""
    inside = PACKAGE / "_data" / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can set. Every field has a variable of the same name, in capitals, after `ASSESSMENT_`.

    `database` is an SQLAlchemy address with its driver; `base_address` the public address of the service, which also
    decides whether cookies insist on https and which names the service answers to.
    """

    database: str = "sqlite+pysqlite:///assessment.sqlite"
    base_address: str = "http://127.0.0.1:8000"
    questionnaires: Path = field(default_factory=lambda: bundled("questionnaires"))
    templates: Path = field(default_factory=lambda: bundled("templates"))
    report_workers: int = 1
    report_seconds: float = 60.0

    @property
    def secure(self) -> bool:
        """Whether the service is reached over https."""
        return self.base_address.startswith("https://")


class SettingsProblem(Exception):
    """A variable of ours that cannot be used; `message` is an English text with `%(named)s` values to translate."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message % values)
        self.message, self.values = message, values


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the settings; an unknown variable with our prefix or an unusable value raises SettingsProblem."""
    values: dict[str, Any] = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in _READERS:
            known = ", ".join(PREFIX + item.upper() for item in _READERS)
            raise SettingsProblem(_UNKNOWN, variable=variable, known=known)
        read, message = _READERS[name]
        try:
            values[name] = read(text)
        except ValueError:
            raise SettingsProblem(message, variable=variable, text=text) from None
    return Settings(**values)


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


def _address(text: str) -> str:
    """The address of a site; its pages start at the top."""
    parts = urlsplit(text.removesuffix("/"))
    bare = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0 or parts.geturl() != bare:
        raise ValueError(text)
    return bare


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise ValueError(text)
    return Path(text)


def _count(text: str) -> int:
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def _seconds(text: str) -> float:
    if not 0 < float(text) <= A_DAY:
        raise ValueError(text)
    return float(text)


_UNKNOWN = _("%(variable)s is not a setting. Remove it or use one of: %(known)s.")
_NO_FOLDER = _("%(variable)s is “%(text)s”, which is not a folder. Give the path of a folder that exists.")
_READERS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "database": (str, ""),
    "base_address": (
        _address,
        _(
            "%(variable)s is “%(text)s”, which is not the address of a site. "
            "Write it like https://assessment.example, without anything after the name and port."
        ),
    ),
    "questionnaires": (_folder, _NO_FOLDER),
    "templates": (_folder, _NO_FOLDER),
    "report_workers": (_count, _("%(variable)s is “%(text)s”. Write a whole number from 1.")),
    "report_seconds": (_seconds, _("%(variable)s is “%(text)s”. Write a number of seconds above 0, a day at most.")),
}
"""By setting, what reads its text and what to say of a text that raises ValueError."""
