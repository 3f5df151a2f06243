"""Settings from the environment; the only file that knows the names of the variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "ASSESSMENT_"
PACKAGE = Path(__file__).parent


def bundled(name: str) -> Path:
    """A folder shipped with the package: beside it in a checkout, inside it in an installed wheel."""
    inside = PACKAGE / "_data" / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can set. Every field has a variable of the same name, in capitals, after `ASSESSMENT_`.

    `database` is an SQLAlchemy address with its driver; `base_address` the public address of the service, which also
    decides whether cookies insist on https; `allowed_hosts` the names it answers to, with their port.
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
    """A variable of ours that cannot be used; the message says which, why and what to write."""


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the settings; an unknown variable with our prefix or an unusable value is refused."""
    fields = Settings.__dataclass_fields__
    values: dict[str, object] = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in fields:
            known = ", ".join(PREFIX + item.upper() for item in fields)
            raise SettingsProblem(f"{variable} is not a setting. Remove it or use one of: {known}.")
        try:
            values[name] = _CONVERTERS.get(str(fields[name].type), str)(text)
        except ValueError:
            raise SettingsProblem(f"{variable}={text!r} is not a {fields[name].type}. Write a number.") from None
    return Settings(**values)  # type: ignore[arg-type]


_CONVERTERS = {"Path": Path, "int": int, "float": float, "str": str}
