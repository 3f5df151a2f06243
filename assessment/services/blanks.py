"""A blank answers file: every question and option as comments, in one language, ready to be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from assessment.domain.answers import Ambition
from assessment.domain.nonresponse import NonResponse
from assessment.domain.questionnaire import (
    Applicability,
    Dimension,
    FactGroup,
    Indicator,
    MirrorStatement,
    Question,
    QuestionKind,
    Questionnaire,
    RespondentRole,
)
from assessment.domain.results import Instrument
from assessment.reports.formatting import Voice

WIDTH = 112
STAFF = 5
"""Stands in the blank until it is replaced, so that the file can be read as it is."""


def blank_answers(instrument: Instrument, language: str) -> str:
    """The text of an answers file in which nothing is answered yet; it can be read as it is."""
    return "\n".join(_Blank(instrument, language).lines()) + "\n"


class _Blank:
    """Lines of the file, part by part."""

    def __init__(self, instrument: Instrument, language: str) -> None:
        self.instrument = instrument
        self.questionnaire: Questionnaire = instrument.questionnaire
        self.voice = Voice(language)

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._organisation()
        yield from ("", "facts:")
        for group in self.questionnaire.facts:
            yield from self._group(group)
        yield from ("", "sheets:", "- role: management")
        yield from self._comment(self.voice.say("Who answers: %(roles)s.", roles=", ".join(RespondentRole)), "  ")
        yield "  answers:"
        for dimension in self.questionnaire.dimensions:
            yield from self._dimension(dimension)
        yield from self._mirror()

    def _comment(self, text: str, indent: str = "", hang: str = "") -> list[str]:
        """Comment lines; those after the first are moved in by as much as `hang`."""
        return wrap(
            text,
            WIDTH,
            initial_indent=f"{indent}# ",
            subsequent_indent=f"{indent}# {' ' * len(hang)}",
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _choices(self, choices: Iterable[tuple[str, str]], indent: str) -> Iterator[str]:
        """One comment line for each code with its meaning."""
        for code, text in choices:
            label = f"  {code}: "
            yield from self._comment(f"{label}{text}", indent, label)

    def _head(self) -> Iterator[str]:
        questionnaire = self.questionnaire
        yield from self._comment(f"{self.voice.text(questionnaire.title)} ({questionnaire.reference})")
        yield from self._comment(self.voice.text(questionnaire.description))
        yield "#"
        for text in (
            self.voice.say(
                "Write each answer after its colon. What is left empty counts as unanswered, never as zero."
            ),
            self.voice.say(
                "Save the file as UTF-8; then: assessment score FILE, or assessment report FILE -o report.pdf"
            ),
        ):
            yield from self._comment(text)
        yield from ("", f"questionnaire: {questionnaire.reference}", "")
        yield from self._comment(
            self.voice.say("full: every question; express: only the questions marked “express”, about a third of them.")
        )
        yield from ("form: full", "")

    def _organisation(self) -> Iterator[str]:
        questionnaire, regions = self.questionnaire, self.instrument.regions
        kinds = [(kind.id, self.voice.text(kind.title)) for kind in questionnaire.organisation_types]
        territories = [(option.code, self.voice.text(option.text)) for option in questionnaire.territories]
        yield from self._comment(self.voice.say("Replace these five values by your own."))
        yield "organisation:"
        yield f'  name: "{self.voice.say("Name of the organisation")}"'
        yield from self._field(self.voice.say("Type of organisation:"), kinds, f"type: {kinds[0][0]}")
        yield from self._field(self.voice.say("Total staff, in full-time equivalents."), (), f"staff: {STAFF}")
        yield from self._field(
            self.voice.say("Region, by its INSEE code, in quotes:"),
            [(f'"{region.insee}"', region.name) for region in regions],
            f'region: "{regions[0].insee}"',
        )
        yield from self._field(
            self.voice.say("Dominant territory type:"), territories, f"territory: {territories[0][0]}"
        )
        yield from self._optional()

    def _field(self, text: str, choices: Iterable[tuple[str, str]], line: str) -> Iterator[str]:
        yield from self._comment(text, "  ")
        yield from self._choices(choices, "  ")
        yield f"  {line}"

    def _optional(self) -> Iterator[str]:
        mix = self.questionnaire.organisation_types[0].visitor_mix
        mix_help = self.voice.say(
            "Optional: your visitors, in percent, 100 in all. Left out: the usual mix of the type."
        )
        yield from self._comment(mix_help, "  ")
        yield "  # visitor_mix:"
        for segment in self.instrument.expectations.segments:
            if not segment.flag:
                share = round(100 * mix.get(segment.id, 0))
                yield f"  #   {segment.id}: {share}  # {self.voice.text(segment.title)}"
        ambition_help = self.voice.say("Optional: ambition to inspire and to connect, 0 to 100. Left out: 50 and 50.")
        yield from self._comment(ambition_help, "  ")
        ambition = Ambition()
        yield f"  # ambition: {{inspire: {ambition.inspire:g}, connect: {ambition.connect:g}}}"

    def _group(self, group: FactGroup) -> Iterator[str]:
        yield from ("", *self._comment(f"--- {self.voice.text(group.title)} ---", "  "))
        yield from self._comment(self.voice.text(group.intro), "  ")
        for question in group.questions:
            if question.profile is None:
                yield from self._fact(question)

    def _fact(self, question: Question) -> Iterator[str]:
        yield from ("", *self._comment(self.voice.text(question.text), "  "))
        if question.help:
            yield from self._comment(self.voice.text(question.help), "  ")
        if question.when:
            yield from self._comment(
                self.voice.say("Only asked when: %(condition)s", condition=question.when.source), "  "
            )
        if question.kind is QuestionKind.MULTI:
            yield from self._comment(self.voice.say("Several are possible: [first, second]"), "  ")
        yield from self._choices(((item.code, self.voice.text(item.text)) for item in question.options), "  ")
        yield f"  {question.code}:"
        rows = question.rows or question.parts
        for row in rows:
            yield f"    {row.code}:  # {self.voice.text(row.text)}"
            for part in question.parts if question.rows else ():
                yield f"      {part.code}:  # {self.voice.text(part.text)}"

    def _dimension(self, dimension: Dimension) -> Iterator[str]:
        yield from ("", *self._comment(f"=== {dimension.id}: {self.voice.text(dimension.title)} ===", "    "))
        yield from self._comment(self.voice.text(dimension.definition), "    ")
        for indicator in dimension.indicators:
            for question in indicator.questions:
                yield from ("", *self._question(question, indicator), f"    {question.code}:")

    def _question(self, question: Question, indicator: Indicator) -> Iterator[str]:
        mark = self.voice.say(" (express)") if indicator.express else ""
        yield from self._comment(f"{self.voice.text(indicator.title)}{mark}", "    ")
        yield from self._comment(self.voice.text(question.text), "    ")
        if question.help:
            yield from self._comment(self.voice.text(question.help), "    ")
        yield from self._choices(self._level_choices(question), "    ")
        kinds = self._kinds(indicator)
        if kinds:
            possible = self.voice.say("possible for %(kinds)s", kinds=kinds)
            yield from self._choices([(NonResponse.NOT_APPLICABLE, possible)], "    ")

    def _level_choices(self, question: Question) -> Iterator[tuple[str, str]]:
        for option in question.options:
            yield str(option.level), self.voice.text(option.text)
        if NonResponse.DONT_KNOW in question.nonresponse:
            yield NonResponse.DONT_KNOW, self.voice.say("nobody here knows")

    def _kinds(self, indicator: Indicator) -> str:
        """The types of organisation that an indicator may not concern."""
        return ", ".join(
            kind.id
            for kind in self.questionnaire.organisation_types
            if kind.concerns(indicator.id) is not Applicability.ALWAYS
        )

    def _mirror(self) -> Iterator[str]:
        if self.questionnaire.mirror:
            text = self.voice.say(
                "=== Statements for a sheet with the role elected or provider: 0 to 4, or dont_know ==="
            )
            yield from ("", *self._comment(text, "    "))
        for statement in self.questionnaire.mirror:
            yield from self._statement(statement)

    def _statement(self, statement: MirrorStatement) -> Iterator[str]:
        roles = ", ".join(role for role in RespondentRole if role in statement.roles)
        yield from self._comment(f"{self.voice.text(statement.question.text)} ({roles})", "    ")
        yield f"    # {statement.question.code}:"
