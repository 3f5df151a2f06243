"""Plain tree -> Questionnaire, the instrument without the tables that interpret it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import pairwise

from assessment.domain.checks import check_conditions
from assessment.domain.condition_types import Scope, Subject, Type, subject_of
from assessment.domain.nonresponse import NonResponse
from assessment.domain.parsing_dimensions import read_dimensions
from assessment.domain.parsing_names import Names
from assessment.domain.parsing_questions import PART_KEYS, Questions, Texts, level_options
from assessment.domain.problems import has_errors
from assessment.domain.questionnaire import (
    LEVELS,
    Applicability,
    FactGroup,
    Level,
    MirrorStatement,
    ObservedMetric,
    Option,
    OrganisationType,
    Question,
    QuestionKind,
    Questionnaire,
    RespondentRole,
    ScoringRules,
)
from assessment.domain.reading import Keys, Reader

VERSION = re.compile(r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})")
FOLDER = re.compile(r"[a-z][a-z0-9-]{0,63}")
STATUSES = ("draft", "published")
QUESTIONNAIRE_KEYS = Keys(
    (
        "questionnaire",
        "version",
        "status",
        "languages",
        "title",
        "description",
        "levels",
        "territories",
        "organisation_types",
        "dimensions",
    ),
    ("scoring", "retired", "mirror_scale", "mirror", "facts", "metrics"),
)
LEVEL_KEYS = Keys(("level", "from", "name", "reading"))
TERRITORY_KEYS = PART_KEYS
TYPE_KEYS = Keys(("id", "title", "weights"), ("optional", "not_applicable", "visitor_mix", "defaults"))
MIRROR_KEYS = Keys(("code", "roles", "indicator", "text"))
FACTS_KEYS = Keys(("id", "title", "intro", "questions"))
METRIC_KEYS = Keys(("id", "title", "points"))
SCORING_KEYS = Keys((), tuple(item.name for item in fields(ScoringRules)))


def read_questionnaire(reader: Reader, names: Names, content_hash: str) -> Questionnaire | None:
    """The questionnaire, or None after noting every problem of its file."""
    reader.keys(QUESTIONNAIRE_KEYS)
    texts = promised_texts(reader)
    retired = [item.code() for item in reader.at("retired").distinct()]
    questions = Questions(texts, organisation_scope(names), retired)
    found = _Questionnaire(reader, names, questions).parts()
    check_conditions(questions.stated, questions.scope)
    if has_errors(reader.problems):
        return None
    return Questionnaire(hash=content_hash, **found)  # type: ignore[arg-type]


def promised_texts(reader: Reader) -> Texts:
    """The languages a questionnaire promises; in a draft a missing text is only worth a look."""
    languages = tuple(item.code() for item in reader.at("languages").distinct(at_least=1)) or ("en",)
    published = reader.at("status").one_of(STATUSES) == "published"
    return Texts(languages, "missing-translation" if published else "untranslated")


def organisation_scope(names: Names) -> Scope:
    """What conditions may ask about the organisation, before any question."""
    return Scope(
        {
            "org.type": Subject(Type.OPTION, names.types),
            "org.region": Subject(Type.OPTION, names.regions),
            "org.territory": Subject(Type.OPTION, names.territories),
            "org.staff": Subject(Type.NUMBER, minimum=Decimal(0), step=Decimal("0.01")),
        },
        frozenset(names.questions),
    )


@dataclass(frozen=True, slots=True)
class _Questionnaire:
    reader: Reader
    names: Names
    questions: Questions

    def parts(self) -> dict[str, object]:
        """Every field of a questionnaire that its file states."""
        at, texts = self.reader.at, self.questions.texts
        return {
            "id": self._matching(at("questionnaire"), FOLDER, "invalid-name"),
            "version": self._matching(at("version"), VERSION, "invalid-version"),
            "published": texts.missing == "missing-translation",
            "languages": texts.languages,
            "title": texts.read(at("title")),
            "description": texts.read(at("description")),
            "levels": self._levels(at("levels")),
            "territories": tuple(self._territory(item) for item in at("territories").distinct("code")),
            "dimensions": read_dimensions(at("dimensions"), self.names, self.questions),
            "mirror": self._mirror(at("mirror")),
            "facts": tuple(self._facts(item) for item in at("facts").distinct("id")),
            "organisation_types": tuple(
                self._type(item) for item in at("organisation_types").distinct("id", at_least=1)
            ),
            "metrics": tuple(self._metric(item) for item in at("metrics").distinct("id")),
            "rules": read_scoring(at("scoring")),
        }

    def _matching(self, reader: Reader, pattern: re.Pattern[str], problem: str) -> str:
        text = reader.text(200)
        if text and not pattern.fullmatch(text):
            reader.report(problem, value=text)
        return text

    def _levels(self, reader: Reader) -> tuple[Level, ...]:
        texts = self.questions.texts
        found = tuple(
            Level(
                item.keys(LEVEL_KEYS).at("level").integer(1, 20),
                float(item.at("from").number(0, 100)),
                texts.read(item.at("name")),
                texts.read(item.at("reading")),
            )
            for item in reader.items(at_least=1)
        )
        starts = [level.lower for level in found]
        numbers = [level.number for level in found]
        if found and (starts != sorted({0, *starts}) or numbers != list(range(1, len(found) + 1))):
            reader.report("levels-not-ascending")
        return found

    def _territory(self, reader: Reader) -> Option:
        code = reader.keys(TERRITORY_KEYS).at("code").code()
        return Option(code, self.questions.texts.read(reader.at("text")))

    def _mirror(self, reader: Reader) -> tuple[MirrorStatement, ...]:
        """The statements, rated on the five texts of `mirror_scale`."""
        texts, scale = self.questions.texts, self.reader.at("mirror_scale")
        steps = [texts.read(item) for item in scale.items()]
        options = level_options(steps, texts)
        if reader.given and len(steps) != len(LEVELS):
            scale.report("level-options")
        return tuple(self._statement(item, options) for item in reader.items())

    def _statement(self, reader: Reader, options: tuple[Option, ...]) -> MirrorStatement:
        question = Question(
            code=self.questions.new_code(reader.keys(MIRROR_KEYS).at("code")),
            kind=QuestionKind.LEVEL,
            text=self.questions.texts.read(reader.at("text")),
            options=options,
            nonresponse=frozenset({NonResponse.DONT_KNOW}),
        )
        self.questions.scope.subjects[question.code] = subject_of(question)
        roles = frozenset(item.choice(RespondentRole) for item in reader.at("roles").distinct())
        return MirrorStatement(question, roles, reader.at("indicator").one_of(self.names.indicators))

    def _facts(self, reader: Reader) -> FactGroup:
        reader.keys(FACTS_KEYS)
        return FactGroup(
            reader.at("id").code(),
            self.questions.texts.read(reader.at("title")),
            self.questions.texts.read(reader.at("intro")),
            tuple(self.questions.read(item) for item in reader.at("questions").items(at_least=1)),
        )

    def _type(self, reader: Reader) -> OrganisationType:
        reader.keys(TYPE_KEYS)
        weights = reader.at("weights").numbers(self.names.dimensions, total=100, complete=True)
        mix = reader.at("visitor_mix").numbers(self.names.segments, total=100)
        lists = (("optional", Applicability.OPTIONAL), ("not_applicable", Applicability.NOT_BY_DEFAULT))
        listed = [(item, value) for key, value in lists for item in reader.at(key).distinct()]
        return OrganisationType(
            id=reader.at("id").code(),
            title=self.questions.texts.read(reader.at("title")),
            weights={dimension: float(weight) for dimension, weight in weights.items()},
            applicability={item.one_of(self.names.indicators): value for item, value in listed},
            visitor_mix={segment: float(share) / 100 for segment, share in mix.items()},
            defaults=reader.at("defaults").numbers(self._numeric()),
        )

    def _numeric(self) -> tuple[str, ...]:
        subjects = self.questions.scope.subjects
        return tuple(code for code, subject in subjects.items() if subject.type is Type.NUMBER and "." not in code)

    def _metric(self, reader: Reader) -> ObservedMetric:
        reader.keys(METRIC_KEYS)
        points = reader.at("points")
        found = tuple(self._point(item) for item in points.items(at_least=1))
        known = [point for point in found if point]
        if any(second[0] <= first[0] for first, second in pairwise(known)):
            points.report("points-not-ascending")
        return ObservedMetric(reader.at("id").code(), self.questions.texts.read(reader.at("title")), tuple(known))

    def _point(self, reader: Reader) -> tuple[float, float] | None:
        pair = reader.items()
        if len(pair) != 2:
            reader.report("not-a-point")
            return None
        return float(pair[0].number()), float(pair[1].number(0, 100))


def read_scoring(reader: Reader) -> ScoringRules:
    """The numbers of the scoring method; those left out keep their default."""
    reader.keys(SCORING_KEYS)
    counts = {name: reader.maybe(name, lambda found: found.integer(0, 100)) for name in COUNTS}
    shares = {name: reader.maybe(name, lambda found: float(found.number(0, 1))) for name in SHARES}
    points = {name: reader.maybe(name, lambda found: float(found.number(0, 100))) for name in POINT_RULES}
    factor = {"critical_factor": reader.maybe("critical_factor", lambda found: float(found.number(1, 10)))}
    stated = {name: value for name, value in {**counts, **shares, **points, **factor}.items() if value is not None}
    return ScoringRules(gates=reader.at("gates").flag(), **stated)  # type: ignore[arg-type]


COUNTS = ("minimum_indicators", "complete_dimensions", "role_answers", "zeros_allowed")
SHARES = (
    "minimum_coverage",
    "complete_coverage",
    "partial_coverage",
    "kappa",
    "internal_weight",
    "elected_weight",
    "provider_weight",
    "observed_share",
    "reliability",
    "level_probability",
)
POINT_RULES = ("role_gap", "score_sd", "respondent_sd", "key_floor")
