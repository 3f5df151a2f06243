"""Who gave an answer, in words, for those who fill in the same sheet."""

from __future__ import annotations

from sqlalchemy import Connection

from assessment.domain.questionnaire import RespondentRole
from assessment.services.respondents import role_word
from assessment.storage.respondents import name_of_author
from assessment.translation import translate


def who_answered(connection: Connection, author: str | None, oneself: str | None, language: str) -> str:
    """The name, or else the role, behind the author of an answer, for who asks as `oneself`."""
    if author == oneself:
        return translate("You, in another window or on another device", language)
    found = name_of_author(connection, author) if author else None
    if found is not None and found["name"]:
        return str(found["name"])
    if found is not None and found["role"]:
        return role_word(RespondentRole(found["role"]), language)
    return translate("Somebody else", language)
