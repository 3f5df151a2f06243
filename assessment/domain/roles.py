"""Which digital roles are missing, for how many days, and how to obtain them (dossier 5.1-5.4, 5.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import fsum, inf

from assessment.domain.answers import Assessment
from assessment.domain.arithmetic import reaches, weighted_mean
from assessment.domain.gaps import IndicatorGap
from assessment.domain.localised import Localised
from assessment.domain.questionnaire import Competence
from assessment.domain.sizing import Drivers, Sizing, size


class Mode(StrEnum):
    """How a role can be obtained."""

    HIRE = "hire"
    SHARE = "share"
    TRAIN = "train"
    OUTSOURCE = "outsource"


class Reason(StrEnum):
    """The rule of dossier 5.6 that decided the mode."""

    FREED_HOURS = "freed_hours"
    FULL_POST = "full_post"
    NEIGHBOURS = "neighbours"
    COLLEAGUE = "colleague"
    PART_TIME = "part_time"
    SMALL_RECURRENT = "small_recurrent"
    SHARED_BY_NATURE = "shared_by_nature"
    NETWORK_ONLY = "network_only"
    ONE_OFF = "one_off"
    KEEP_OWNERSHIP = "keep_ownership"


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, in the unit its owner states."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Half-way between both ends."""
        return (self.low + self.high) / 2

    def times(self, factor: float, plus: float) -> Range:
        """Both ends times `factor`, plus `plus`."""
        return Range(self.low * factor + plus, self.high * factor + plus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A post or share of post. `gross` and `loaded` are k€ a year for one FTE.

    `triggers` are the indicators whose gap calls for it, the two main ones first.
    `axis` names the ambition (inspire or connect) that scales its need. `shared` roles are shared whatever their size;
    `owned` ones are never wholly outsourced; `network_only` ones belong to a network head.
    """

    id: str
    title: Localised
    purpose: Localised
    esco_code: str
    esco_label: str
    esco_id: str
    rome: tuple[str, ...]
    ict_profile: str
    ecf: tuple[Competence, ...]
    triggers: tuple[str, ...]
    sizing: Sizing
    gross: Range
    loaded: Range
    frame: Localised
    axis: str | None = None
    shared: bool = False
    owned: bool = False
    network_only: bool = False
    training: Localised | None = None

    @property
    def main_triggers(self) -> tuple[str, ...]:
        """The two triggers one of which must be wide open for the role to be recommended."""
        return self.triggers[:2]

    @property
    def esco_uri(self) -> str:
        """Address of the ESCO occupation."""
        return f"http://data.europa.eu/esco/occupation/{self.esco_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRules:
    """Editable numbers of section 5: thresholds in FTE and points, costs in k€ (dossier 5.2, 5.3, 5.6)."""

    days_per_fte: float = 205
    minimum_short: float = 0.1
    minimum_gap: float = 20
    most_shown: int = 5
    own_staff_ceiling: float = 0.35
    full_post: float = 0.8
    part_post: float = 0.3
    large_staff: float = 100
    internal_ownership: float = 0.1
    decided_axes: str = "CAP4"
    decided_level: int = 2
    day_rate: Range = Range(450, 650)
    own_fixed: float = 4
    shared_factor: float = 1.08
    shared_fixed: float = 1.5
    outsource_factor: float = 1.10 * 0.85
    train_fixed: float = 0.6
    train_per_day: float = 0.35
    train_days: float = 5
    train_replaced: float = 0.5
    content_by_size: tuple[tuple[float, float], ...] = ((3, 20), (10, 60), (25, 100), (50, 150), (inf, 200))


@dataclass(frozen=True, slots=True)
class RoleCatalogue:
    """Every role with the rules that size and source them."""

    roles: tuple[Role, ...]
    rules: RoleRules
    dated: str


@dataclass(frozen=True, slots=True)
class Cost:
    """Yearly cost in k€ of covering a shortage in each mode."""

    own: Range
    shared: Range
    outsourced: Range
    trained: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFinding:
    """Need, have and shortage of one role in FTE, its urgency in points, and how to obtain it.

    `missing` lists the facts that were left out of its sizing: with any, `need` is a lower bound. `days` are the yearly
    days of the shortage. `mode` and `reason` are None unless the role is among those proposed.
    """

    role: Role
    need: float
    have: float
    short: float
    missing: tuple[str, ...]
    urgency: float | None
    score: float
    triggers: tuple[IndicatorGap, ...]
    recommended: bool
    present: bool
    cost: Cost
    days: float
    mode: Mode | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Staffing:
    """Sum of needs against what the own staff can hold, in FTE; the excess must be shared, outsourced or dropped."""

    need: float
    ceiling: float

    @property
    def excess(self) -> float:
        """FTE beyond what the own staff can hold."""
        return max(0.0, self.need - self.ceiling)


@dataclass(frozen=True, slots=True)
class Roles:
    """`recommended` roles by falling score, at most five; `others` in catalogue order."""

    recommended: tuple[RoleFinding, ...]
    others: tuple[RoleFinding, ...]
    staffing: Staffing
    have_stated: bool


def ambition_factor(role: Role, assessment: Assessment, rules: RoleRules) -> float:
    """0.8-1.2 by the ambition on the role's axis, once the organisation has set it; else 1 (dossier 5.2)."""
    level = assessment.sheet.level(rules.decided_axes)
    if role.axis is None or level is None or level < rules.decided_level:
        return 1.0
    ambition = assessment.organisation.ambition
    return 0.8 + 0.4 * (ambition.inspire if role.axis == "inspire" else ambition.connect) / 100


def present_fte(role: str, assessment: Assessment, rules: RoleRules) -> float:
    """FTE of a role at hand: own, shared received, and outsourced days (dossier 5.2)."""
    own, shared = assessment.part("F_DIG", role) or 0.0, assessment.part("F_SHARED", role) or 0.0
    return own + shared + (assessment.part("F_OUT", role) or 0.0) / rules.days_per_fte


def urgency(gaps: tuple[IndicatorGap, ...], main: tuple[str, ...], critical_factor: float) -> float | None:
    """Half the strongest trigger, half the weighted mean of the `main` ones, in points (dossier 5.2).

    A gap in a critical dimension counts `critical_factor` times. None when no trigger was scored.
    """
    pulls = [(item, item.gap * (critical_factor if item.critical else 1)) for item in gaps if item.gap is not None]
    if not pulls:
        return None
    strongest = max(pull for _, pull in pulls)
    centre = weighted_mean((item.score.weight, pull) for item, pull in pulls if item.score.indicator.id in main)
    return strongest / 2 + (strongest if centre is None else centre) / 2


def costs(short: float, role: Role, rules: RoleRules) -> Cost:
    """Yearly cost in k€ of covering `short` FTE in each mode, over the pay range (dossier 5.6)."""
    pay = Range(role.loaded.low * short, role.loaded.high * short)
    training = rules.train_fixed + rules.train_per_day * rules.train_days
    supplier = rules.outsource_factor * rules.days_per_fte * short / 1000
    return Cost(
        own=pay.times(1, rules.own_fixed),
        shared=pay.times(rules.shared_factor, rules.shared_fixed),
        outsourced=rules.day_rate.times(supplier, 0),
        trained=pay.times(rules.train_replaced, training),
    )


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides between the modes of one role: its shortage and what the organisation declared.

    `short` and `freed` are FTE; `colleague` says that somebody inside can learn the role.
    """

    short: float
    freed: float
    staff: float
    network_head: bool
    neighbours: bool
    colleague: bool
    one_off: bool


def sourcing(role: Role, now: Circumstances, rules: RoleRules) -> tuple[Mode, Reason]:
    """Hire, share, train or outsource, and the rule that decided; the first rule that applies wins (dossier 5.6)."""
    if role.network_only and not now.network_head:
        return Mode.SHARE, Reason.NETWORK_ONLY
    if reaches(now.freed, now.short):
        return Mode.TRAIN, Reason.FREED_HOURS
    if role.shared and now.staff < rules.large_staff:
        return Mode.SHARE, Reason.SHARED_BY_NATURE
    if now.one_off and not role.owned:
        return Mode.OUTSOURCE, Reason.ONE_OFF
    if reaches(now.short, rules.full_post):
        return Mode.HIRE, Reason.FULL_POST
    if not reaches(now.short, rules.part_post):
        return small_sourcing(role, now, rules)
    if now.neighbours:
        return Mode.SHARE, Reason.NEIGHBOURS
    return (Mode.TRAIN, Reason.COLLEAGUE) if now.colleague else (Mode.HIRE, Reason.PART_TIME)


def small_sourcing(role: Role, now: Circumstances, rules: RoleRules) -> tuple[Mode, Reason]:
    """Train somebody where that can be done and costs no more than sharing, else share (dossier 5.6, rule 4)."""
    cost = costs(now.short, role, rules)
    if now.colleague and cost.trained.middle <= cost.shared.middle:
        return Mode.TRAIN, Reason.COLLEAGUE
    if now.neighbours:
        return Mode.SHARE, Reason.NEIGHBOURS
    return Mode.SHARE, Reason.KEEP_OWNERSHIP if now.one_off else Reason.SMALL_RECURRENT


def circumstances(role: str, short: float, freed: float, assessment: Assessment) -> Circumstances:
    """Read what the organisation declared about sourcing a role."""
    return Circumstances(
        short=short,
        freed=freed,
        staff=assessment.organisation.staff,
        network_head=assessment.organisation.heads_network,
        neighbours=role in assessment.chosen("F_NEIGHBOURS"),
        colleague=role in assessment.chosen("F_COLLEAGUES"),
        one_off=role in assessment.chosen("F_ONE_OFF"),
    )


def sourced(findings: Iterable[RoleFinding], assessment: Assessment, rules: RoleRules) -> Iterator[RoleFinding]:
    """Decide how to obtain each role in turn; hours that one role takes are no longer free for the next."""
    freed = assessment.number("F_FREED") or 0.0
    for finding in findings:
        now = circumstances(finding.role.id, finding.short, freed, assessment)
        mode, reason = sourcing(finding.role, now, rules)
        if reason is Reason.FREED_HOURS:
            freed -= finding.short
        yield replace(finding, mode=mode, reason=reason)


def verdict(
    role: Role, have: float, short: float, gaps: Mapping[str, IndicatorGap], rules: RoleRules
) -> tuple[bool, bool]:
    """Whether a role is recommended, and whether it is called for but staffed already (dossier 5.2)."""
    wide = any((gaps[main].gap or 0.0) >= rules.minimum_gap for main in role.main_triggers if main in gaps)
    recommended = wide and reaches(short, rules.minimum_short)
    return recommended, wide and not recommended and have > 0


def find_role(
    role: Role,
    *,
    catalogue: RoleCatalogue,
    assessment: Assessment,
    drivers: Drivers,
    gaps: Mapping[str, IndicatorGap],
    critical_factor: float,
) -> RoleFinding:
    """Size one role, compare it with what is at hand and decide whether it is recommended (dossier 5.2, 5.3)."""
    rules = catalogue.rules
    sized = size(role.sizing, drivers)
    need = sized.fte * ambition_factor(role, assessment, rules)
    have = present_fte(role.id, assessment, rules)
    short = max(0.0, need - have)
    triggers = tuple(gaps[trigger] for trigger in role.triggers if trigger in gaps)
    urgent = urgency(triggers, role.main_triggers, critical_factor)
    recommended, present = verdict(role, have, short, gaps, rules)
    return RoleFinding(
        role=role,
        need=need,
        have=have,
        short=short,
        missing=sized.missing,
        urgency=urgent,
        score=(urgent or 0.0) * min(1.0, short / max(0.1, need)),
        triggers=triggers,
        recommended=recommended,
        present=present,
        cost=costs(short, role, rules),
        days=short * rules.days_per_fte,
    )


def find_roles(
    catalogue: RoleCatalogue,
    assessment: Assessment,
    defaults: Mapping[str, float],
    gaps: Mapping[str, IndicatorGap],
    critical_factor: float,
) -> Roles:
    """Findings for every role: those proposed by falling score, at most as many as the rules allow, then the rest."""
    drivers = Drivers(assessment, defaults)
    findings = [
        find_role(
            role,
            catalogue=catalogue,
            assessment=assessment,
            drivers=drivers,
            gaps=gaps,
            critical_factor=critical_factor,
        )
        for role in catalogue.roles
    ]
    ranked = sorted((item for item in findings if item.recommended), key=lambda item: -item.score)
    shown = tuple(sourced(ranked[: catalogue.rules.most_shown], assessment, catalogue.rules))
    staffing = Staffing(
        fsum(item.need for item in findings), catalogue.rules.own_staff_ceiling * assessment.organisation.staff
    )
    proposed = {item.role.id for item in shown}
    others = tuple(item for item in findings if item.role.id not in proposed)
    return Roles(shown, others, staffing, have_stated="F_DIG" in assessment.facts)
