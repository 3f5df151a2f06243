"""Why a question has no value."""

from __future__ import annotations

from enum import StrEnum


class NonResponse(StrEnum):
    """Why a question has no value. Each has its own effect on the score (dossier 3.2); none of them is a zero."""

    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    NOT_ASKED = "not_asked"
