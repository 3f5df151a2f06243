"""Plain mapping, as in an answers file -> Assessment, or every problem at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.domain.answers import Ambition, Answer, AnswerSheet, Assessment, Evidence, Organisation
from assessment.domain.entries import read_entry
from assessment.domain.nonresponse import NonResponse
from assessment.domain.problems import Problem, ProblemsFound, has_errors
from assessment.domain.questionnaire import Form, OrganisationType, Question, Questionnaire, RespondentRole
from assessment.domain.reading import Reader, shown, suggestion
from assessment.domain.results import Instrument
from assessment.domain.routing import Route, as_put, roles_asked

LONGEST_NAME = 200
LARGEST_STAFF = 100_000
FORMS = (Form.FULL, Form.EXPRESS)
AXES = ("inspire", "connect")
WHOLES = (1, 100)
"""What the shares of a visitor mix may add up to."""
ROUNDED = Decimal("0.001")
"""How far off, as a share, rounding may take them: three times 33.3 is 100."""


def read_assessment(reader: Reader, instrument: Instrument) -> Assessment:
    """The assessment at `reader`, without the answers to questions that are not asked of the organisation.

    Problems are noted in `reader.problems`, warnings among them.

    Raises ProblemsFound when there is an error.
    """
    questionnaire = instrument.questionnaire
    top = reader.mapping(required=("organisation", "sheets"), optional=("questionnaire", "form", "facts", "evidence"))
    form = Form(top.at("form").one_of(FORMS)) if top.at("form").given else Form.FULL
    organisation = read_organisation(top.at("organisation"), instrument)
    assessment = Assessment(
        questionnaire=questionnaire.reference,
        organisation=organisation,
        sheets=_sheets(top.at("sheets"), questionnaire, form, organisation.type),
        facts=_facts(top.at("facts"), questionnaire),
        form=form,
        evidence=_evidence(top.at("evidence"), questionnaire),
    )
    _refuse(reader)
    route = Route(questionnaire, assessment)
    _note_routing(top, route)
    _refuse(reader)
    return route.without_hidden()


def read_organisation(reader: Reader, instrument: Instrument) -> Organisation:
    """The organisation at `reader`; problems are noted there."""
    questionnaire = instrument.questionnaire
    given = reader.mapping(
        required=("name", "type", "staff", "region", "territory"), optional=("visitor_mix", "ambition")
    )
    return Organisation(
        name=given.at("name").text(LONGEST_NAME),
        type=given.at("type").one_of(questionnaire.type_by_id),
        staff=float(given.at("staff").number(0, LARGEST_STAFF)),
        region=given.at("region").one_of([region.insee for region in instrument.regions]),
        territory=given.at("territory").one_of([option.code for option in questionnaire.territories]),
        visitor_mix=_mix(given.at("visitor_mix"), instrument),
        ambition=_ambition(given.at("ambition")),
    )


def _refuse(reader: Reader) -> None:
    if has_errors(reader.problems):
        raise ProblemsFound(tuple(reader.problems))


def _mix(reader: Reader, instrument: Instrument) -> Mapping[str, float]:
    """Shares (sum 1) by segment; empty for the default of the type."""
    before = len(reader.problems)
    segments = [segment.id for segment in instrument.expectations.segments if not segment.flag]
    given = reader.mapping(optional=segments)
    shares = {code: item.number(0, 100) for code, item in given.entries() if code in segments}
    total = sum(shares.values(), Decimal(0))
    if not shares or len(reader.problems) > before:
        return {}
    if not any(abs(total / whole - 1) <= ROUNDED for whole in WHOLES):
        reader.report("wrong-mix-total", value=total)
        return {}
    return {code: float(share / total) for code, share in shares.items()}


def _ambition(reader: Reader) -> Ambition:
    given = reader.mapping(optional=("inspire", "connect"))
    return Ambition(**{axis: float(item.number(0, 100)) for axis, item in given.entries() if axis in AXES})


def _facts(reader: Reader, questionnaire: Questionnaire) -> Mapping[str, Answer]:
    questions = {question.code: question for question in questionnaire.fact_questions()}
    found = {}
    for code, item in reader.entries():
        question = questions.get(code)
        if question is None:
            _note_unknown(item, code, questions, questionnaire, "misplaced-answer")
        elif question.profile is not None:
            item.report("given-on-profile", question=code, key=question.profile)
        else:
            found[code] = read_entry(question, item)
    return _given(found)


def _evidence(reader: Reader, questionnaire: Questionnaire) -> Mapping[str, Evidence]:
    """What the answers rest on, by indicator; those left out are declared."""
    known = questionnaire.indicator_by_id
    return {code: item.choice(Evidence) for code, item in reader.mapping(optional=[*known]).entries() if code in known}


def _sheets(reader: Reader, questionnaire: Questionnaire, form: Form, kind: str) -> tuple[AnswerSheet, ...]:
    sheets = reader.items(at_least=1)
    put = {item.question.code: item for item in _put_questions(questionnaire, questionnaire.type_by_id[kind])}
    return tuple(_sheet(item, questionnaire, form, put) for item in sheets)


def _sheet(reader: Reader, questionnaire: Questionnaire, form: Form, put: Mapping[str, _PutQuestion]) -> AnswerSheet:
    given = reader.mapping(required=("role",), optional=("answers",))
    role = _role(given.at("role"))
    found = {}
    for code, item in given.at("answers").entries():
        asked = put.get(code)
        if asked is None:
            _note_unknown(item, code, put, questionnaire, "misplaced-fact")
        elif role is not None and role not in asked.roles:
            item.report("wrong-respondent", question=code, role=role, known=", ".join(asked.roles))
        elif form not in asked.forms:
            item.report("not-in-form", question=code, form=form)
        else:
            found[code] = read_entry(asked.question, item)
    return AnswerSheet(role or RespondentRole.MANAGEMENT, _given(found))


def _role(reader: Reader) -> RespondentRole | None:
    """The role, None after a problem, so that one slip is not reported again at every answer."""
    before = len(reader.problems)
    role = reader.choice(RespondentRole) if reader.given else None
    return role if len(reader.problems) == before else None


@dataclass(frozen=True, slots=True)
class _PutQuestion:
    """A question of a sheet as put to one type of organisation, with those who may answer it and the forms it is in."""

    question: Question
    roles: tuple[RespondentRole, ...]
    forms: tuple[Form, ...]


def _put_questions(questionnaire: Questionnaire, kind: OrganisationType) -> Iterator[_PutQuestion]:
    for indicator in questionnaire.indicators():
        forms = FORMS if indicator.express else (Form.FULL,)
        for question in indicator.questions:
            yield _PutQuestion(as_put(question, indicator, kind), roles_asked(indicator), forms)
    for statement in questionnaire.mirror:
        roles = tuple(role for role in RespondentRole if role in statement.roles)
        yield _PutQuestion(statement.question, roles, FORMS)


def _note_unknown(
    reader: Reader, code: str, here: Collection[str], questionnaire: Questionnaire, misplaced: str
) -> None:
    """Say that a code belongs elsewhere in the file, or to no question at all."""
    if code in questionnaire.question_by_code:
        reader.report(misplaced, question=code)
    else:
        reader.report("unknown-question", question=shown(code), **suggestion(code, here))


def _given(answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
    return {code: answer for code, answer in answers.items() if answer is not NonResponse.UNANSWERED}


def _note_routing(reader: Reader, route: Route) -> None:
    """Note what only the answers together can tell: required facts that are missing, and answers to nothing asked.

    A file may hold a part of the answers; that everything asked has one matters when an assessment is submitted.
    """
    facts = {question.code for question in route.questionnaire.fact_questions()}
    for question in route.missing_required():
        if question.code in facts:
            reader.at("facts").report("missing-fact", question=question.code)
    given = [((*reader.path, "facts", code), code) for code in route.assessment.facts]
    for index, sheet in enumerate(route.assessment.sheets):
        given += [((*reader.path, "sheets", index, "answers", code), code) for code in sheet.answers]
    reader.problems.extend(
        Problem("not-asked", path, {"question": code}) for path, code in given if code in route.hidden
    )
