"""The form of a campaign: its fields, and what was typed read into a plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.questionnaire import Form as QuestionnaireForm
from assessment.domain.questionnaire import Questionnaire
from assessment.services.campaigns import Plan
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_words import FORMS, MODES, RESULTS_FOR
from assessment.web.fields import Field
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.forms import MESSAGES, Form
from assessment.web.place_words import LANGUAGES, offered

NAMES = ("name", "opens_on", "closes_on", "form", "mode", "results_for", "types", "test")
LONGEST_TEXT = 600
USUAL_LENGTH = timedelta(days=60)


def plan_fields(
    fields: Fields, questionnaire: Questionnaire, today: date, campaign: Mapping[Any, Any] | None = None
) -> tuple[Field, ...]:
    """The fields of a campaign; at first they hold the draft, or what is usual."""
    language = fields.language
    first = _usual(today) if campaign is None else _kept(campaign)
    kinds = [(kind.id, kind.title.text(language)) for kind in questionnaire.organisation_types]
    test = [("yes", translate("This is a test: nothing of it counts in real figures", language))]
    return (
        fields.box("name", _("Name of the campaign"), value=first["name"]),
        fields.box("opens_on", _("First day"), _("Written like 2026-12-31. Answers are taken from this day on."),
                   value=first["opens_on"]),
        fields.box("closes_on", _("Last day"), _("Written like 2026-12-31. It ends at 23:59, as it is in France."),
                   value=first["closes_on"]),
        fields.ticks("types", _("Which organisations are invited?"), kinds,
                     _("Without a tick, all of the network, those that nobody has described yet included."),
                     first=first["types"]),
        fields.choices("form", _("Which length?"), offered(FORMS, language), first=[first["form"]]),
        fields.choices("mode", _("How do people answer?"), offered(MODES, language), first=[first["mode"]]),
        fields.choices("results_for", _("Who reads the results of an organisation?"), offered(RESULTS_FOR, language),
                       _("Everybody is told before they answer. The network never reads answers."),
                       first=[first["results_for"]]),
        *(_text_field(fields, code, name, first) for code, name in LANGUAGES.items()),
        fields.ticks("test", _("Test"), test, first=first["test"]),
    )  # fmt: skip


def read_plan(form: Form, language: str, questionnaire: Questionnaire, today: date) -> tuple[Plan | None, Reader]:
    """The plan as typed, None when something in it is wrong; the reader holds what."""
    reader = Reader(only(form, *NAMES, *map(_text_name, LANGUAGES)), language)
    opens, closes = _days(reader, today)
    name = reader.text("name", _("Write the name of the campaign."))
    types = reader.some_of("types", list(questionnaire.type_by_id))
    chosen = reader.one_of("form", FORMS), reader.one_of("mode", MODES), reader.one_of("results_for", RESULTS_FOR)
    texts = {code: _read_text(reader, _text_name(code)) for code in LANGUAGES}
    test = reader.some_of("test", ["yes"])
    if reader.errors or opens is None or closes is None:
        return None, reader
    plan = Plan(
        name=name,
        test=bool(test),
        form=QuestionnaireForm(chosen[0]),
        mode=Mode(chosen[1]),
        results_for=ResultsFor(chosen[2]),
        types=types,
        texts={code: text for code, text in texts.items() if text},
        opens_on=opens,
        closes_on=closes,
    )
    return plan, reader


def _days(reader: Reader, today: date) -> tuple[date | None, date | None]:
    opens = reader.day("opens_on", after=today - timedelta(days=1))
    closes = reader.day("closes_on", after=today)
    for name, day in (("opens_on", opens), ("closes_on", closes)):
        if day is None:
            reader.refuse(name, MESSAGES["invalid-date"])
    if opens and closes and closes <= opens:
        reader.refuse("closes_on", _("The last day comes after the first one."))
    return opens, closes


def _read_text(reader: Reader, name: str) -> str:
    text = " ".join(reader.form.one(name).split())
    if len(text) > LONGEST_TEXT:
        reader.refuse(name, MESSAGES["text-too-long"], length=len(text), limit=LONGEST_TEXT)
    elif not text.isprintable():
        reader.refuse(name, MESSAGES["control-character"])
    return text


def _text_name(code: str) -> str:
    return f"text_{code}"


def _text_field(fields: Fields, code: str, name: str, first: Mapping[str, Any]) -> Field:
    label = translate("What you add to the invitation (%(language)s)", fields.language, language=name)
    hint = _(
        "Optional, one paragraph without links. {organisation}, {network}, {campaign} and {deadline} are filled in; "
        "anything else is shown as you write it."
    )
    return fields.area(_text_name(code), label, hint, value=first["texts"].get(code, ""))


def _usual(today: date) -> dict[str, Any]:
    days = {"opens_on": today.isoformat(), "closes_on": (today + USUAL_LENGTH).isoformat()}
    chosen = {"form": "full", "mode": Mode.SHARED.value, "results_for": ResultsFor.LEAD.value}
    return {"name": "", "types": [], "texts": {}, "test": []} | days | chosen


def _kept(campaign: Mapping[Any, Any]) -> dict[str, Any]:
    days = {name: campaign[name].isoformat() for name in ("opens_on", "closes_on")}
    rest = {name: campaign[name] for name in ("name", "types", "texts", "form", "mode", "results_for")}
    return rest | days | {"test": ["yes"] if campaign["test"] else []}
