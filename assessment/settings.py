"""Settings from the environment; the only file that knows the names of the variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assessment.services.addresses import read_address
from assessment.services.carriers import MailServer, read_mail_server
from assessment.services.oidc_documents import KEY_TYPES

PREFIX = "ASSESSMENT_"
PACKAGE = Path(__file__).parent
A_DAY = 86_400
LONGEST_ISSUER, LONGEST_NAME = 200, 40


def bundled(name: str) -> Path:
    """A folder shipped with the package: beside it in a checkout, inside it in an installed wheel."""
    inside = PACKAGE / "_data" / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can set. Every field has a variable of the same name, in capitals, after `ASSESSMENT_`.

    `database` is an SQLAlchemy address with its driver; `base_address` the public address of the service, which also
    decides whether cookies insist on https and which names the service answers to. `trusted_proxies` are the networks
    of proxies in front of the service, whose word on where a request comes from counts. Those that begin with `oidc`
    say how the service is registered with a provider people may sign in through (`services/oidc_documents.py`); without
    an issuer there is none.
    """

    database: str = "sqlite+pysqlite:///assessment.sqlite"
    base_address: str = "http://127.0.0.1:8000"
    questionnaires: Path = field(default_factory=lambda: bundled("questionnaires"))
    templates: Path = field(default_factory=lambda: bundled("templates"))
    key_file: Path = Path("assessment.key")
    smtp: MailServer | None = None
    smtp_password_file: Path | None = None
    mail_from: str = ""
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    oidc_issuer: str = ""
    oidc_name: str = "ProConnect"
    oidc_client_id: str = ""
    oidc_client_secret_file: Path | None = None
    oidc_scopes: str = "openid email given_name usual_name"
    oidc_pkce: bool = True
    oidc_algorithm: str = "RS256"
    oidc_signed_userinfo: bool = True
    oidc_hosts: tuple[str, ...] = ()
    oidc_second_factor_acr: tuple[str, ...] = ()
    oidc_trusts_email: bool = False
    report_workers: int = 1
    report_seconds: float = 60.0
    archive_folder: Path | None = None
    demonstration: bool = False

    @property
    def archives(self) -> Path:
        """The folder of finished reports and archives of them: beside a database that is a file, unless it is set."""
        scheme, _, path = self.database.partition(":///")
        beside = Path(path) if scheme.startswith("sqlite") and path else Path("assessment")
        return self.archive_folder or beside.with_name(f"{beside.stem}-archives")

    @property
    def secure(self) -> bool:
        """Whether the service is reached over https."""
        return self.base_address.startswith("https://")

    @property
    def host(self) -> str:
        """The name under which the service is reached."""
        return urlsplit(self.base_address).hostname or ""

    @property
    def sender(self) -> str:
        """The e-mail address that letters come from."""
        return self.mail_from or f"assessment@{self.host if ':' not in self.host else 'localhost'}"


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
    settings = Settings(**values)
    if settings.oidc_issuer and not (settings.oidc_client_id and settings.oidc_client_secret_file):
        raise SettingsProblem(_HALF_REGISTERED)
    return settings


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


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks or single addresses, separated by commas or blanks."""
    return tuple(ip_network(item) for item in text.replace(",", " ").split())


def _file(text: str) -> Path:
    if not Path(text).is_file():
        raise ValueError(text)
    return Path(text)


def _mail_address(text: str) -> str:
    return read_address(text).email


def _count(text: str) -> int:
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def _seconds(text: str) -> float:
    if not 0 < float(text) <= A_DAY:
        raise ValueError(text)
    return float(text)


def _issuer(text: str) -> str:
    """The name of a provider, which is also its address; without https only on this machine."""
    parts = urlsplit(text)
    protected = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))
    bare = f"{parts.scheme}://{parts.netloc}{parts.path}"
    if text and not (protected and parts.hostname and parts.port != 0 and text == bare and len(text) <= LONGEST_ISSUER):
        raise ValueError(text)
    return text


def _switch(text: str) -> bool:
    if text not in ("on", "off"):
        raise ValueError(text)
    return text == "on"


def _name(text: str) -> str:
    if not text.strip() or len(text) > LONGEST_NAME or not text.isprintable():
        raise ValueError(text)
    return text.strip()


def _scopes(text: str) -> str:
    if "openid" not in text.split():
        raise ValueError(text)
    return " ".join(text.split())


def _algorithm(text: str) -> str:
    if text not in KEY_TYPES:
        raise ValueError(text)
    return text


def _words(text: str) -> tuple[str, ...]:
    """Words separated by commas or blanks."""
    return tuple(text.replace(",", " ").split())


_UNKNOWN = _("%(variable)s is not a setting. Remove it or use one of: %(known)s.")
_NO_FOLDER = _("%(variable)s is “%(text)s”, which is not a folder. Give the path of a folder that exists.")
_HALF_REGISTERED = _(
    "A provider needs three settings: ASSESSMENT_OIDC_ISSUER, ASSESSMENT_OIDC_CLIENT_ID and "
    "ASSESSMENT_OIDC_CLIENT_SECRET_FILE. Set all of them, or none."
)
_ON_OFF = _("%(variable)s is “%(text)s”. Write on or off.")
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
    "key_file": (Path, ""),
    "smtp": (
        read_mail_server,
        _(
            "%(variable)s cannot be used. Write it like smtp://user@mail.example:587?starttls or "
            "smtps://user@mail.example, without the password, which goes into a file of its own; "
            "a user needs a protected way."
        ),
    ),
    "smtp_password_file": (
        _file,
        _("%(variable)s is “%(text)s”, which is not a file. Give the path of a file that holds only the password."),
    ),
    "mail_from": (
        _mail_address,
        _("%(variable)s is “%(text)s”. Write one e-mail address, for example assessment@organisation.example."),
    ),
    "trusted_proxies": (
        _networks,
        _(
            "%(variable)s is “%(text)s”. Write the addresses or networks of your proxies with commas between them, "
            "for example 127.0.0.1, 10.0.0.0/8."
        ),
    ),
    "oidc_issuer": (
        _issuer,
        _(
            "%(variable)s is “%(text)s”. Write the address by which your provider names itself, beginning with "
            "https://, or leave it empty."
        ),
    ),
    "oidc_name": (_name, _("%(variable)s is “%(text)s”. Write the name people know the provider by, in 40 letters.")),
    "oidc_client_id": (str, ""),
    "oidc_client_secret_file": (
        _file,
        _("%(variable)s is “%(text)s”, which is not a file. Give the path of a file that holds only the secret."),
    ),
    "oidc_scopes": (
        _scopes,
        _("%(variable)s is “%(text)s”. Write scopes with blanks between them, openid among them."),
    ),
    "oidc_pkce": (_switch, _ON_OFF),
    "oidc_algorithm": (_algorithm, _("%(variable)s is “%(text)s”. Write RS256 or ES256, as you are registered.")),
    "oidc_signed_userinfo": (_switch, _ON_OFF),
    "oidc_hosts": (_words, ""),
    "oidc_second_factor_acr": (_words, ""),
    "oidc_trusts_email": (_switch, _ON_OFF),
    "report_workers": (_count, _("%(variable)s is “%(text)s”. Write a whole number from 1.")),
    "report_seconds": (_seconds, _("%(variable)s is “%(text)s”. Write a number of seconds above 0, a day at most.")),
    "archive_folder": (Path, ""),
    "demonstration": (_switch, _ON_OFF),
}
"""By setting, what reads its text and what to say of a text that raises ValueError."""
