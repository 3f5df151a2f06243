"""Small, whole domain objects for tests: change only what the test is about."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from assessment.domain.actions import Action, ActionCatalogue
from assessment.domain.answers import Answer, AnswerSheet, Assessment, Organisation
from assessment.domain.expectations import Attribute, Axes, ExpectationModel, Link, Segment, Shift, Standing
from assessment.domain.localised import Localised
from assessment.domain.questionnaire import (
    Applicability,
    Competence,
    Dimension,
    FactGroup,
    Form,
    Indicator,
    Level,
    NonResponse,
    Option,
    OrganisationType,
    Part,
    Question,
    QuestionKind,
    Questionnaire,
    Region,
    RespondentRole,
    ScoringRules,
)
from assessment.domain.results import Instrument
from assessment.domain.role_catalogue import Range, Role, RoleCatalogue, RoleRules
from assessment.domain.sizing import Sizing
from tests.shipped import shipped_instrument

SIZES = {"CAP": 7, "CLI": 5, "INS": 5, "REL": 5, "DON": 5, "PRO": 6, "EQU": 5, "COL": 5, "RES": 6}
FACING = ("CLI", "INS", "REL", "DON", "RES")
WEIGHTS = {"CAP": 10, "CLI": 13, "INS": 13, "REL": 13, "DON": 11, "PRO": 12, "EQU": 12, "COL": 6, "RES": 10}
MIX = {"S1": 0.2, "S2": 0.35, "S3": 0.3, "S4": 0.1, "S5": 0.05}


def both(text: str) -> Localised:
    """The same words marked in French and in English."""
    return Localised({"fr": f"{text} (français)", "en": f"{text} (English)"})


def a_level_question(code: str) -> Question:
    options = tuple(Option(str(level), both(f"{code}, behaviour at level {level}"), level) for level in range(5))
    return Question(
        code=code,
        kind=QuestionKind.LEVEL,
        text=both(f"{code}: how is this done?"),
        options=options,
        nonresponse=frozenset({NonResponse.DONT_KNOW}),
    )


def an_indicator(code: str, weight: float = 1.0, *, express: bool = False) -> Indicator:
    return Indicator(
        id=code,
        title=both(f"Practice {code}"),
        questions=(a_level_question(code),),
        weight=weight,
        express=express,
        evidence=(both(f"a document about {code}"),),
    )


def a_dimension(code: str, indicators: int = 5) -> Dimension:
    return Dimension(
        id=code,
        title=both(f"Dimension {code}"),
        definition=both(f"What {code} means."),
        indicators=tuple(
            an_indicator(f"{code}{n}", 1.5 if n == 2 else 1.0, express=n <= 2) for n in range(1, indicators + 1)
        ),
        customer_facing=code in FACING,
        competences=(Competence("digcomp", "5.2"), Competence("ecf", "A.1", levels="3-4")),
    )


def a_fact(code: str, unit: str = "count") -> Question:
    return Question(code=code, kind=QuestionKind.NUMBER, text=both(f"Fact {code}"), unit=unit, minimum=Decimal(0))


def a_matrix(code: str, parts: tuple[str, ...], unit: str = "fte") -> Question:
    return Question(
        code=code,
        kind=QuestionKind.MATRIX,
        text=both(f"Fact {code}"),
        unit=unit,
        decimals=2,
        minimum=Decimal(0),
        parts=tuple(Part(part, both(part)) for part in parts),
    )


def a_choice(code: str, *options: str) -> Question:
    return Question(
        code=code,
        kind=QuestionKind.SINGLE,
        text=both(f"Fact {code}"),
        options=tuple(Option(option, both(option)) for option in options),
    )


def facts() -> tuple[FactGroup, ...]:
    team = (a_matrix("F_DIG", ("R01", "R05", "R11")), a_matrix("F_OUT", ("R01", "R05", "R11"), "day"))
    work = (a_matrix("F_PROJ", ("small", "medium", "large"), "count"), a_fact("F_PROV"), a_fact("F_AUTO", "percent"))
    return (
        FactGroup("team", both("Team"), both("Who does the digital work."), team),
        FactGroup("work", both("Work"), both("What there is to do."), (*work, a_choice("F_CRM", "yes", "no"))),
    )


def levels() -> tuple[Level, ...]:
    names = ("Scattered", "Started", "Structured", "Steered", "Leading")
    return tuple(
        Level(n, 20.0 * (n - 1), both(name), both(f"Reading of {name}.")) for n, name in enumerate(names, start=1)
    )


def organisation_types() -> tuple[OrganisationType, ...]:
    office = OrganisationType(
        id="OT",
        title=both("Tourist office"),
        weights=WEIGHTS,
        applicability={"REL2": Applicability.OPTIONAL},
        visitor_mix=MIX,
        defaults={"F_SUPPORT": Decimal(25)},
    )
    network = OrganisationType(id="NET", title=both("Network"), weights=WEIGHTS)
    return office, network


def a_questionnaire(sizes: Mapping[str, int] = SIZES) -> Questionnaire:
    return Questionnaire(
        id="digital-maturity",
        version="1.0.0",
        languages=("fr", "en"),
        title=both("Digital maturity"),
        description=both("A questionnaire for tests."),
        levels=levels(),
        dimensions=tuple(a_dimension(code, count) for code, count in sizes.items()),
        organisation_types=organisation_types(),
        territories=(Option("mountain", both("Mountain")), Option("coast", both("Coast"))),
        facts=facts(),
        mirror=(),
        metrics=(),
        rules=ScoringRules(),
        hash="0" * 64,
    )


def an_expectation_model() -> ExpectationModel:
    standing = {"CLI": (82, 60), "INS": (77, 51), "REL": (85, 61), "DON": (85, 65), "RES": (78, 56)}
    attributes = tuple(
        Attribute(
            id=f"Q{n}",
            title=both(f"Attribute {n}"),
            kano="O",
            base=Standing(*standing[dimension], 70 + n),
            shifts={"S1": Shift(4, 5)},
            dimensions={dimension: 1.0},
        )
        for n, dimension in enumerate(FACING, start=1)
    )
    return ExpectationModel(
        attributes=attributes,
        segments=tuple(Segment(code, both(f"Visitors {code}")) for code in MIX),
        internal={code: dict.fromkeys(FACING, 0.2) for code in ("CAP", "PRO", "EQU", "COL")},
        link=Link(),
        axes=Axes("INS", "REL"),
    )


def a_role(code: str, sizing: Sizing, triggers: tuple[str, ...], *, shared: bool = False) -> Role:
    return Role(
        id=code,
        title=both(f"Role {code}"),
        purpose=both(f"Purpose of {code}."),
        esco_code="1330.7",
        esco_label="ICT project manager",
        esco_id="8b6388a4-4904-471b-9331-d3b1211f5525",
        rome=("M1886",),
        ict_profile="15 Project manager",
        ecf=(Competence("ecf", "E.2", levels="3-4"),),
        triggers=triggers,
        sizing=sizing,
        gross=Range(32, 45),
        loaded=Range(45, 64),
        frame=both("3.1-3.2"),
        shared=shared,
    )


def a_role_catalogue() -> RoleCatalogue:
    projects = Sizing("projects", {"small": 0.05, "medium": 0.15, "large": 0.40, "staff": 0.01})
    protection = Sizing("protection", {"base": 0.08, "staff": 0.002, "crm": 0.03})
    roles = (
        a_role("R01", projects, ("PRO1", "PRO2", "EQU3")),
        a_role("R05", Sizing("listings", {"per_fte": 1500}), ("DON1", "DON2")),
        a_role("R11", protection, ("DON5", "RES3"), shared=True),
    )
    return RoleCatalogue(roles, RoleRules(), "2022-2026")


def an_action_catalogue(
    indicators: tuple[str, ...] = ("CAP1", "CLI1", "INS2", "REL3", "DON1", "PRO1", "EQU3", "RES1"),
) -> ActionCatalogue:
    return ActionCatalogue(
        tuple(
            Action(f"A{n:02}", both(f"Action {n}"), once=500 * n, run=-100 * n, days=2 * n, lift={indicator: 2})
            for n, indicator in enumerate(indicators, start=1)
        )
    )


def an_instrument() -> Instrument:
    return Instrument(
        questionnaire=a_questionnaire(),
        expectations=an_expectation_model(),
        roles=a_role_catalogue(),
        actions=an_action_catalogue(),
        regions=(Region("11", "FR-IDF", "FR1", ("FR10",), "Île-de-France"),),
        index_rules=shipped_instrument().index_rules,
        plan_rules=shipped_instrument().plan_rules,
    )


def an_organisation(name: str = "Office fictif", *, type: str = "OT", staff: float = 8) -> Organisation:
    return Organisation(name=name, type=type, staff=staff, region="11", territory="mountain")


def an_assessment(
    answers: Mapping[str, Answer] | int = 2,
    *,
    facts: Mapping[str, Answer] | None = None,
    organisation: Organisation | None = None,
    form: Form = Form.FULL,
) -> Assessment:
    """One management sheet; a number stands for that level everywhere."""
    if isinstance(answers, int):
        answers = {f"{code}{n}": answers for code, count in SIZES.items() for n in range(1, count + 1)}
    return Assessment(
        questionnaire="digital-maturity@1.0.0",
        organisation=organisation or an_organisation(),
        sheets=(AnswerSheet(RespondentRole.MANAGEMENT, answers),),
        facts=facts or {},
        form=form,
    )
