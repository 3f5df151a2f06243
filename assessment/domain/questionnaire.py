"""Questionnaire > Dimension > Indicator > Question > Option.

Every class is frozen and refuses to exist when it is wrong, so nothing downstream has to check again. Authors see the
friendlier account of the same rules in `parsing.py`, which reports every problem of a file at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from assessment.domain.conditions import Condition
from assessment.domain.localised import Localised
from assessment.domain.nonresponse import NonResponse as NonResponse

CODE = re.compile(r"^[A-Za-z][A-Za-z0-9_]{0,31}\Z")
LEVELS = (0, 1, 2, 3, 4)


class QuestionKind(StrEnum):
    """The kinds of question an author may use."""

    LEVEL = "level"
    SINGLE = "single"
    MULTI = "multi"
    MATRIX = "matrix"
    NUMBER = "number"
    ALLOCATION = "allocation"
    TEXT = "text"
    LONGTEXT = "longtext"
    DATE = "date"
    CALCULATED = "calculated"
    NOTE = "note"
    EVIDENCE = "evidence"


class Applicability(StrEnum):
    """Whether an indicator concerns a type of organisation (dossier 1.11)."""

    ALWAYS = "always"
    OPTIONAL = "optional"
    NOT_BY_DEFAULT = "not_by_default"


class Form(StrEnum):
    """The full instrument, its short version, or the statements put to elected members and providers."""

    FULL = "full"
    EXPRESS = "express"
    MIRROR = "mirror"


class RespondentRole(StrEnum):
    """In which capacity a person answers."""

    MANAGEMENT = "management"
    STAFF = "staff"
    ELECTED = "elected"
    PROVIDER = "provider"

    @property
    def group(self) -> RoleGroup:
        """The group whose weight the answers of this role share."""
        return _GROUPS[self]


class RoleGroup(StrEnum):
    """Respondents who count together: those who work in the organisation, elected members, providers (dossier 3.3)."""

    INTERNAL = "internal"
    ELECTED = "elected"
    PROVIDER = "provider"


_GROUPS = {
    RespondentRole.MANAGEMENT: RoleGroup.INTERNAL,
    RespondentRole.STAFF: RoleGroup.INTERNAL,
    RespondentRole.ELECTED: RoleGroup.ELECTED,
    RespondentRole.PROVIDER: RoleGroup.PROVIDER,
}


INTERNAL_ROLES = (RespondentRole.MANAGEMENT, RespondentRole.STAFF)
"""Those who work in the organisation; the others do not judge its inner workings."""


def require(condition: bool, message: str) -> None:
    """Raise ValueError with `message` unless `condition` holds."""
    if not condition:
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. On a level question `level` is 0-4 and the text describes that behaviour."""

    code: str
    text: Localised
    level: int | None = None
    exclusive: bool = False

    def __post_init__(self) -> None:
        require(self.level is None or self.level in LEVELS, f"option {self.code}: level must be 0 to 4")


@dataclass(frozen=True, slots=True)
class Part:
    """A column or share of a question with several numbers (matrix, allocation)."""

    code: str
    text: Localised

    def __post_init__(self) -> None:
        require(bool(CODE.match(self.code)), f"part {self.code!r}: not a valid code")


@dataclass(frozen=True, slots=True)
class Check:
    """A soft or hard test on an answer: `assert_` must hold, else `message` is shown."""

    code: str
    severity: str
    assert_: Condition
    message: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing asked. `minimum`, `maximum` and `total` are in `unit`; `default` stands in when it is left out."""

    code: str
    kind: QuestionKind
    text: Localised
    help: Localised | None = None
    required: bool = False
    when: Condition | None = None
    options: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()
    rows: tuple[Part, ...] = ()
    unit: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int = 0
    total: Decimal | None = None
    max_length: int | None = None
    default: Decimal | None = None
    profile: str | None = None
    nonresponse: frozenset[NonResponse] = frozenset()
    checks: tuple[Check, ...] = ()
    weight: float = 1.0

    def __post_init__(self) -> None:
        require(bool(CODE.match(self.code)), f"question {self.code!r}: not a valid code")
        require(self.weight > 0, f"question {self.code}: weight must be positive")
        if self.kind is QuestionKind.LEVEL:
            levels = tuple(option.level for option in self.options)
            require(levels == LEVELS, f"question {self.code}: a level question has five options, levels 0 to 4")
        if self.kind in (QuestionKind.SINGLE, QuestionKind.MULTI):
            require(len(self.options) >= 2, f"question {self.code}: at least two options")
        if self.kind in (QuestionKind.MATRIX, QuestionKind.ALLOCATION):
            require(len(self.parts) >= 1, f"question {self.code}: at least one part")

    def option(self, code: str) -> Option | None:
        """The option with this code, if there is one."""
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True, slots=True)
class Competence:
    """A reference into a public framework: `framework` is esco, rome, digcomp or ecf."""

    framework: str
    code: str
    label: str = ""
    levels: str = ""

    @property
    def uri(self) -> str | None:
        """The address of an ESCO skill, else None."""
        return f"http://data.europa.eu/esco/skill/{self.code}" if self.framework == "esco" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One observable practice. `weight` counts inside its dimension; `express` puts it in the short form.

    The high levels of a dimension may ask for its `key` practices, where the questionnaire has gates (dossier 3.7).
    """

    id: str
    title: Localised
    questions: tuple[Question, ...]
    weight: float = 1.0
    express: bool = False
    evidence: tuple[Localised, ...] = ()
    seed: tuple[str, ...] = ()
    observed: str | None = None
    internal_only: bool = False
    key: bool = False

    def __post_init__(self) -> None:
        require(bool(CODE.match(self.id)), f"indicator {self.id!r}: not a valid code")
        require(bool(self.questions), f"indicator {self.id}: at least one question")
        require(self.weight > 0, f"indicator {self.id}: weight must be positive")

    @property
    def question(self) -> Question:
        """The anchored question whose options are the levels of this indicator."""
        return self.questions[0]

    def anchor(self, level: int) -> Localised:
        """The behaviour described at `level` (0-4)."""
        return self.question.options[level].text


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A part of digital maturity. Customer-facing ones carry a visitor expectation of their own (dossier 2.4)."""

    id: str
    title: Localised
    definition: Localised
    indicators: tuple[Indicator, ...]
    customer_facing: bool
    competences: tuple[Competence, ...] = ()
    seed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require(bool(CODE.match(self.id)), f"dimension {self.id!r}: not a valid code")
        require(bool(self.indicators), f"dimension {self.id}: at least one indicator")


@dataclass(frozen=True, slots=True)
class MirrorStatement:
    """A statement rated 0-4 by elected members or providers, averaged with the linked indicator (dossier 1.10)."""

    question: Question
    roles: frozenset[RespondentRole]
    indicator: str


@dataclass(frozen=True, slots=True)
class Level:
    """A named band of scores: `lower` <= score < next level's `lower` (0-100)."""

    number: int
    lower: float
    name: Localised
    reading: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationType:
    """A kind of organisation with its base weights (sum 100) and the indicators that may not concern it."""

    id: str
    title: Localised
    weights: Mapping[str, float]
    applicability: Mapping[str, Applicability] = field(default_factory=dict)
    visitor_mix: Mapping[str, float] = field(default_factory=dict)
    defaults: Mapping[str, Decimal] = field(default_factory=dict)

    def concerns(self, indicator: str) -> Applicability:
        """How this indicator applies here; `ALWAYS` unless listed."""
        return self.applicability.get(indicator, Applicability.ALWAYS)


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts asked together on one page."""

    id: str
    title: Localised
    intro: Localised
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class ObservedMetric:
    """A measured figure turned into 0-100 by straight lines between `points`, flat outside (dossier 1.12)."""

    id: str
    title: Localised
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A region with its INSEE, ISO 3166-2 and NUTS codes."""

    insee: str
    iso: str
    nuts1: str
    nuts2: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """Editable numbers of the scoring method (dossier 3.1-3.7).

    `internal_weight` (management and staff together), `elected_weight` and `provider_weight` are what they count in an
    indicator; `observed_share` is what a measured figure counts beside a declared level. From `role_answers` answers on
    the value of a group is shown, and a difference of `role_gap` points between two of them is reported. `reliability`
    (0-1) and `score_sd` (points) are those of the score over the network, `respondent_sd` that of personal scores
    inside an organisation; a level is named alone from `level_probability` on. With `gates` (for labels) the high
    levels of a dimension ask for every key indicator at `key_floor` points and at most `zeros_allowed` indicators at 0.
    """

    minimum_coverage: float = 0.60
    minimum_indicators: int = 3
    complete_dimensions: int = 8
    complete_coverage: float = 0.80
    partial_coverage: float = 0.60
    kappa: float = 0.5
    critical_factor: float = 1.5
    internal_weight: float = 0.6
    elected_weight: float = 0.2
    provider_weight: float = 0.2
    observed_share: float = 0.4
    role_answers: int = 3
    role_gap: float = 20.0
    reliability: float = 0.90
    score_sd: float = 16.0
    respondent_sd: float = 8.0
    level_probability: float = 0.80
    gates: bool = False
    key_floor: float = 25.0
    zeros_allowed: int = 1

    def role_weight(self, group: RoleGroup) -> float:
        """What a group of respondents counts in an indicator (dossier 3.3)."""
        if group is RoleGroup.INTERNAL:
            return self.internal_weight
        return self.elected_weight if group is RoleGroup.ELECTED else self.provider_weight


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """The published instrument. `hash` is the SHA-256 of its files, kept with every assessment made with it."""

    id: str
    version: str
    languages: tuple[str, ...]
    title: Localised
    description: Localised
    levels: tuple[Level, ...]
    dimensions: tuple[Dimension, ...]
    organisation_types: tuple[OrganisationType, ...]
    territories: tuple[Option, ...]
    facts: tuple[FactGroup, ...]
    mirror: tuple[MirrorStatement, ...]
    metrics: tuple[ObservedMetric, ...]
    rules: ScoringRules
    hash: str = ""
    published: bool = True

    def __post_init__(self) -> None:
        codes = [indicator.id for indicator in self.indicators()]
        require(len(codes) == len(set(codes)), "indicator codes must be unique")
        for kind in self.organisation_types:
            require(
                set(kind.weights) == {dimension.id for dimension in self.dimensions},
                f"organisation type {kind.id}: one weight per dimension",
            )

    @property
    def reference(self) -> str:
        """`id@version`, as written in an answers file."""
        return f"{self.id}@{self.version}"

    def indicators(self) -> Iterator[Indicator]:
        """Every indicator, in order."""
        for dimension in self.dimensions:
            yield from dimension.indicators

    @cached_property
    def dimension_by_id(self) -> Mapping[str, Dimension]:
        """Dimensions by id."""
        return {dimension.id: dimension for dimension in self.dimensions}

    @cached_property
    def dimension_of(self) -> Mapping[str, Dimension]:
        """The dimension of each indicator id."""
        return {indicator.id: dimension for dimension in self.dimensions for indicator in dimension.indicators}

    @cached_property
    def indicator_by_id(self) -> Mapping[str, Indicator]:
        """Indicators by id."""
        return {indicator.id: indicator for indicator in self.indicators()}

    @cached_property
    def question_by_code(self) -> Mapping[str, Question]:
        """Every question by code: levels, mirror statements and facts."""
        found = {question.code: question for indicator in self.indicators() for question in indicator.questions}
        found.update({statement.question.code: statement.question for statement in self.mirror})
        found.update({question.code: question for question in self.fact_questions()})
        return found

    @cached_property
    def questions_of(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions that score each indicator id: its own, then the mirror statements linked to it."""
        return {
            indicator.id: (
                *indicator.questions,
                *(statement.question for statement in self.mirror if statement.indicator == indicator.id),
            )
            for indicator in self.indicators()
        }

    @cached_property
    def fact_defaults(self) -> Mapping[str, float]:
        """What stands in for each fact that was left out, where the questionnaire says so."""
        return {item.code: float(item.default) for item in self.fact_questions() if item.default is not None}

    @cached_property
    def type_by_id(self) -> Mapping[str, OrganisationType]:
        """Organisation types by id."""
        return {kind.id: kind for kind in self.organisation_types}

    def fact_questions(self) -> Iterator[Question]:
        """Every question of the facts module, in order."""
        for group in self.facts:
            yield from group.questions
