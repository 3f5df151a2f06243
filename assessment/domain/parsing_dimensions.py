"""Plain tree -> dimensions with their indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.domain.parsing_names import Names
from assessment.domain.parsing_questions import SMALLEST_WEIGHT, Questions, blank_question, stand_in
from assessment.domain.questionnaire import Competence, Dimension, Indicator, Question, QuestionKind
from assessment.domain.reading import Keys, Reader

DIMENSION_KEYS = Keys(("id", "title", "definition", "customer_facing", "indicators"), ("seed", "competences"))
INDICATOR_KEYS = Keys(
    ("id", "title", "questions"), ("weight", "express", "internal_only", "key", "evidence", "seed", "observed")
)
BARE_FRAMEWORKS = ("digcomp", "rome")
"""Frameworks whose competences are listed by code alone."""
DETAILED_FRAMEWORKS: Mapping[str, Keys] = {"ecf": Keys(("code",), ("levels",)), "esco": Keys(("id", "label"))}
LONGEST_REFERENCE = 100


def read_dimensions(reader: Reader, names: Names, questions: Questions) -> tuple[Dimension, ...]:
    """All dimensions, at least one; indicators share one set of ids."""
    reading = _Dimensions(names, questions, set())
    return tuple(reading.dimension(item) for item in reader.distinct("id", at_least=1))


def read_competence(reader: Reader, framework: str) -> Competence:
    """One reference into a framework."""
    if framework in BARE_FRAMEWORKS:
        return Competence(framework, reader.text(LONGEST_REFERENCE))
    reader.keys(DETAILED_FRAMEWORKS[framework])
    return Competence(
        framework,
        reader.at("id" if framework == "esco" else "code").text(LONGEST_REFERENCE),
        reader.at("label").text(LONGEST_REFERENCE),
        reader.at("levels").text(LONGEST_REFERENCE),
    )


@dataclass(frozen=True, slots=True)
class _Dimensions:
    names: Names
    questions: Questions
    seen: set[str]

    def dimension(self, reader: Reader) -> Dimension:
        reader.keys(DIMENSION_KEYS)
        texts = self.questions.texts
        competences = reader.at("competences").mapping(optional=(*DETAILED_FRAMEWORKS, *BARE_FRAMEWORKS))
        return Dimension(
            id=reader.at("id").code(),
            title=texts.read(reader.at("title")),
            definition=texts.read(reader.at("definition")),
            customer_facing=reader.at("customer_facing").flag(),
            indicators=self.indicators(reader.at("indicators")),
            competences=tuple(
                read_competence(item, framework)
                for framework in ("esco", "rome", "digcomp", "ecf")
                for item in competences.at(framework).items()
            ),
            seed=read_seed(reader),
        )

    def indicators(self, reader: Reader) -> tuple[Indicator, ...]:
        title, blank = stand_in(self.questions.texts), blank_question(self.questions.texts)
        found = tuple(self.indicator(item) for item in reader.items(at_least=1))
        return found or (Indicator(id=blank.code, title=title, questions=(blank,)),)

    def indicator(self, reader: Reader) -> Indicator:
        reader.keys(INDICATOR_KEYS)
        code = self.new_id(reader.at("id"))
        texts = self.questions.texts
        return Indicator(
            id=code,
            title=texts.read(reader.at("title")),
            questions=self.asked(reader.at("questions"), code),
            weight=float(reader.maybe("weight", lambda found: found.number(SMALLEST_WEIGHT)) or 1),
            express=reader.at("express").flag(),
            internal_only=reader.at("internal_only").flag(),
            key=reader.at("key").flag(),
            evidence=tuple(texts.read(item) for item in reader.at("evidence").items()),
            seed=read_seed(reader),
            observed=reader.maybe("observed", lambda found: found.one_of(self.names.metrics)),
        )

    def new_id(self, reader: Reader) -> str:
        code = reader.code()
        if reader.given and code in self.seen:
            reader.report("duplicate-code", value=code)
        self.seen.add(code)
        return code

    def asked(self, reader: Reader, indicator: str) -> tuple[Question, ...]:
        """The questions of an indicator; the first one holds its levels and has its code."""
        found = tuple(self.questions.read(item) for item in reader.items(at_least=1))
        if found and (found[0].kind is not QuestionKind.LEVEL or found[0].code != indicator):
            reader.report("indicator-question", value=indicator)
        return found or (blank_question(self.questions.texts),)


def read_seed(reader: Reader) -> tuple[str, ...]:
    """The interviews a part comes from."""
    return tuple(item.code() for item in reader.at("seed").distinct())
