"""gettext catalogues and the choice of language.

The interface's texts are written in English in the code and templates; `locale/<language>/LC_MESSAGES/*.po` translate
them. The catalogues are read as they are, so no build step stands between a corrected word and the screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "fr"
LOCALE = Path(__file__).parent / "locale"


def po_files(language: str) -> list[Path]:
    """The catalogues of a language, one per part of the interface."""
    return sorted((LOCALE / language / "LC_MESSAGES").glob("*.po"))


@cache
def translations(language: str) -> NullTranslations:
    """The merged catalogues of a language; the source language needs none."""
    merged = Catalog(locale=language)
    for path in po_files(language):
        with path.open("rb") as stream:
            for message in read_po(stream, locale=language, abort_invalid=True):
                if message.id:
                    merged[message.id] = message
    if not len(merged):
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)


def translate(message: str, language: str, /, **values: object) -> str:
    """`message` in `language`, with `%(named)s` values filled in; an empty one stays empty."""
    text = translations(language).gettext(message) if message else ""  # gettext keeps its own header under ""
    return text % values if values else text


def translate_number(message: str, number: int, language: str, /, **values: object) -> str:
    """`message` as `language` says it of so many; for those sentences that English says of any number alike."""
    return translations(language).ngettext(message, message, number) % values


def later(message: str) -> str:
    """Mark a text as one of the interface where it is written, for `translate` to look up where it is shown."""
    return message


def choose_language(wanted: Iterable[str | None], default: str = DEFAULT_LANGUAGE) -> str:
    """The first wanted language that the interface speaks, else the default."""
    return next((code[:2].lower() for code in wanted if code and code[:2].lower() in LANGUAGES), default)
