"""The profile of an organisation: its fields on the page, and what was typed read into an `Organisation`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum

from assessment.domain.answers import Ambition, Organisation
from assessment.domain.expectations import Segment
from assessment.domain.results import Instrument
from assessment.reports.formatting import Voice
from assessment.translation import translate
from assessment.web.fields import Choice, Field, Group, Input, with_problems
from assessment.web.form_reading import composed
from assessment.web.forms import Form, InputProblem, InputRefused, Typed, read_number
from assessment.web.pages import MixRow

LONGEST_NAME = 200
MOST_STAFF = 100_000
AXES = ("inspire", "connect")
NEUTRAL = "50"
ROUNDED = 0.15
"""How far from 100 rounding may take percents: three times 33.3 is 100."""


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


LABELS = {
    "name": _("Name of the organisation"),
    "type": _("What kind of organisation is it?"),
    "staff": _("Total staff"),
    "region": _("Region"),
    "territory": _("Which of these describes your territory best?"),
    "mix": _("Who visits you?"),
    "ambition": _("How far do you want to go?"),
}
HINTS = {
    "name": _("As it should appear on the report."),
    "type": _("It decides which questions do not concern you and how much each dimension counts."),
    "staff": _("In full-time equivalents (FTE). Two people at half time make 1."),
    "mix": _(
        "Share of your visitors by moment, in percent; the five make 100. "
        "Leave all five empty if you do not know: the usual mix of your kind of organisation is then used."
    ),
    "ambition": _(
        "A digital presence inspires and it connects visitors with providers; each organisation decides how far. "
        "From 0 (not our role) to 100 (our first purpose); 50 means neither more nor less than others."
    ),
}
AXIS_LABELS = {"inspire": _("Inspire: make people want to come"), "connect": _("Connect: lead to contact and booking")}


@dataclass(frozen=True, slots=True)
class ProfileForm:
    """The profile page of an instrument."""

    instrument: Instrument

    def fields(self, typed: Typed, problems: Iterable[InputProblem], language: str) -> dict[str, Field]:
        """Every field by name, holding what was typed and what is wrong with it."""
        questionnaire = self.instrument.questionnaire
        types = [(kind.id, kind.title.text(language)) for kind in questionnaire.organisation_types]
        territories = [(option.code, option.text.text(language)) for option in questionnaire.territories]
        regions = [(region.insee, region.name) for region in self.instrument.regions]
        segments = [(segment.id, segment.title.text(language)) for segment in mix_segments(self.instrument)]
        axes = [(axis, translate(label, language)) for axis, label in AXIS_LABELS.items()]
        fields = [
            _box("name", typed, language, numeric=False, autocomplete="organization"),
            _choices("type", types, typed, language),
            _box("staff", typed, language),
            _choices("region", sorted(regions, key=lambda region: region[1]), typed, language),
            _choices("territory", territories, typed, language),
            _boxes("mix", segments, typed, language),
            _boxes("ambition", axes, typed, language),
        ]
        given = tuple(problems)
        return {field.name: with_problems(field, given, language) for field in fields}

    def names(self) -> tuple[str, ...]:
        """The names of all inputs of the page."""
        parts = [f"mix.{segment.id}" for segment in mix_segments(self.instrument)]
        return ("name", "type", "staff", "region", "territory", *parts, *(f"ambition.{axis}" for axis in AXES))

    def read(self, form: Form) -> tuple[Organisation | None, tuple[InputProblem, ...]]:
        """The organisation, or everything that is wrong with what was typed."""
        reader = _Reader(form)
        questionnaire = self.instrument.questionnaire
        organisation = Organisation(
            name=reader.text("name"),
            type=reader.one_of("type", questionnaire.type_by_id),
            staff=reader.number("staff", 0, MOST_STAFF) or 0.0,
            region=reader.one_of("region", [region.insee for region in self.instrument.regions]),
            territory=reader.one_of("territory", [option.code for option in questionnaire.territories]),
            visitor_mix=reader.mix([segment.id for segment in mix_segments(self.instrument)]),
            ambition=Ambition(*(reader.number(f"ambition.{axis}", 0, 100, default=50.0) for axis in AXES)),
        )
        return (None if reader.problems else organisation), tuple(reader.problems)


def typed_profile(organisation: Organisation | None, language: str) -> Typed:
    """What stands in the inputs of the profile page for an organisation."""
    if organisation is None:
        return {f"ambition.{axis}": (NEUTRAL,) for axis in AXES}
    numbers = {"staff": organisation.staff} | {
        f"ambition.{axis}": getattr(organisation.ambition, axis) for axis in AXES
    }
    numbers |= {f"mix.{segment}": 100 * share for segment, share in organisation.visitor_mix.items()}
    texts = {name: getattr(organisation, name) for name in ("name", "type", "region", "territory")}
    texts |= {name: Voice(language).short(number) for name, number in numbers.items()}
    return {name: (text,) for name, text in texts.items()}


def mix_segments(instrument: Instrument) -> tuple[Segment, ...]:
    """The segments a visitor mix is made of."""
    used = {segment for kind in instrument.questionnaire.organisation_types for segment in kind.visitor_mix}
    return tuple(segment for segment in instrument.expectations.segments if segment.id in used)


def mix_rows(instrument: Instrument, language: str) -> tuple[MixRow, ...]:
    """The usual mix of each type of organisation that has one."""
    segments = mix_segments(instrument)
    return tuple(
        MixRow(
            kind.title.text(language),
            tuple(Voice(language).percent(kind.visitor_mix.get(segment.id, 0)) for segment in segments),
        )
        for kind in instrument.questionnaire.organisation_types
        if kind.visitor_mix
    )


class _Reader:
    """Reads the fields of the profile and notes what is wrong."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.problems: list[InputProblem] = []

    def text(self, name: str) -> str:
        given = composed(self.form.one(name))
        if not given:
            self._note(name, "missing-name")
        elif len(given) > LONGEST_NAME:
            self._note(name, "text-too-long", length=len(given), limit=LONGEST_NAME)
        elif not given.isprintable():
            self._note(name, "control-character")
        return given

    def one_of(self, name: str, codes: Sequence[str] | Mapping[str, object]) -> str:
        given = self.form.one(name)
        if given not in codes:
            self._note(name, "not-offered" if given else f"missing-{name}")
        return given

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        try:
            given = read_number(self.form.one(name), name)
        except InputRefused as refused:
            self.problems += refused.problems
            return 0.0
        if given is None and default is None:
            self._note(name, f"missing-{name}")
        elif given is not None and given < low:
            self._note(name, "number-too-small", limit=low)
        elif given is not None and given > high:
            self._note(name, "number-too-large", limit=high)
        return float(default or 0.0) if given is None else float(given)

    def mix(self, segments: Sequence[str]) -> dict[str, float]:
        """Shares by segment; empty when nothing was typed."""
        if not any(self.form.one(f"mix.{segment}") for segment in segments):
            return {}
        before = len(self.problems)
        percents = {segment: self.number(f"mix.{segment}", 0, 100, default=0.0) for segment in segments}
        total = fsum(percents.values())
        if abs(total - 100) > ROUNDED and len(self.problems) == before:
            self._note("mix", "wrong-total", value=f"{total:g}", total=100)
        return {segment: value / (total or 100) for segment, value in percents.items()}

    def _note(self, name: str, code: str, **values: object) -> None:
        self.problems.append(InputProblem(name, code, {key: str(value) for key, value in values.items()}))


def _field(kind: str, name: str, language: str) -> Field:
    hint = translate(HINTS[name], language) if name in HINTS else ""
    return Field(kind=kind, name=name, label=translate(LABELS[name], language), hint=hint)


def _choices(name: str, options: Iterable[tuple[str, str]], typed: Typed, language: str) -> Field:
    chosen = typed.get(name, ())
    choices = tuple(Choice(f"{name}-{code}", code, label, code in chosen) for code, label in options)
    return replace(_field("choices", name, language), choices=choices)


def _box(name: str, typed: Typed, language: str, *, numeric: bool = True, autocomplete: str = "off") -> Field:
    box = Input(
        id=name, name=name, value=_typed(typed, name), numeric=numeric, required=True, autocomplete=autocomplete
    )
    unit = translate("FTE", language) if name == "staff" else ""
    return replace(_field("box", name, language), groups=(Group("", "", (box,)),), unit=unit)


def _boxes(name: str, parts: Iterable[tuple[str, str]], typed: Typed, language: str) -> Field:
    boxes = tuple(
        Input(id=f"{name}-{code}", name=f"{name}.{code}", value=_typed(typed, f"{name}.{code}"), label=label)
        for code, label in parts
    )
    mix = name == "mix"
    return replace(_field("boxes", name, language), groups=(Group("", "", boxes),), unit="%" if mix else "", total=mix)


def _typed(typed: Typed, name: str) -> str:
    return typed.get(name, ("",))[-1]
