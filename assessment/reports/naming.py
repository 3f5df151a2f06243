"""What facts and their parts are called in the questionnaire, instead of their codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.domain.questionnaire import Questionnaire
from assessment.reports.formatting import Voice


@dataclass(frozen=True, slots=True)
class FactNames:
    """The titles of the facts of one questionnaire, in one language; a code it does not know stays as it is."""

    questionnaire: Questionnaire
    voice: Voice

    def fact(self, code: str) -> str:
        """The question that asks for a fact."""
        question = self.questionnaire.question_by_code.get(code)
        return self.voice.text(question.text) if question else code

    def part(self, code: str, part: str) -> str:
        """One part of a fact, without the fact."""
        question = self.questionnaire.question_by_code.get(code)
        parts = {item.code: item.text for item in (*question.parts, *question.rows)} if question else {}
        return self.voice.text(parts[part]) if part in parts else part

    def lacking(self, codes: Iterable[str]) -> str:
        """Facts and parts (`F_DIGB.skills`) in a row, in quotes."""
        return self.voice.listing(self.voice.say("“%(title)s”", title=self._title(code)) for code in codes)

    def _title(self, code: str) -> str:
        fact, _, part = code.partition(".")
        return self.part(fact, part) if part else self.fact(fact)
