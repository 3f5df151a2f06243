"""E-mail addresses as people type them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from assessment.services.secrets import hash_of

LONGEST = 254


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


class AddressRefused(ValueError):
    """What was typed is no e-mail address; `message` is an English text to translate."""

    message = _("Write an e-mail address, for example name@organisation.example.")


@dataclass(frozen=True, slots=True)
class Address:
    """An e-mail address: as it is written, and the key by which two spellings of it are the same."""

    email: str
    key: str

    @property
    def bucket(self) -> str:
        """The key as tries are counted by it; the address cannot be read from it."""
        return hash_of(self.key)


def read_address(text: str) -> Address:
    """The address in a text; nobody is asked whether it exists. Raises AddressRefused."""
    try:
        email = validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise AddressRefused(AddressRefused.message) from None
    key = address_key(email)
    if max(len(email), len(key)) > LONGEST:
        raise AddressRefused(AddressRefused.message)
    return Address(email, key)


def address_key(text: str) -> str:
    """What makes two spellings the same address, whatever was typed."""
    return unicodedata.normalize("NFC", text.strip().casefold())
