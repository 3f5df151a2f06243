"""Hire, share, train or outsource: what each costs and which rule decides (dossier 5.4-5.6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assessment.domain.answers import Assessment
from assessment.domain.arithmetic import reaches
from assessment.domain.role_catalogue import Range, Role, RoleRules


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
    ONE_OFF = "one_off"
    KEEP_OWNERSHIP = "keep_ownership"


@dataclass(frozen=True, slots=True)
class Cost:
    """Yearly cost in k€ of covering a shortage in each mode."""

    own: Range
    shared: Range
    outsourced: Range
    trained: Range


def training_days(role: Role, rules: RoleRules) -> float:
    """Days of training that somebody inside needs to take the role on (dossier 5.5)."""
    return rules.train_days if role.training_days is None else role.training_days


def costs(short: float, role: Role, rules: RoleRules) -> Cost:
    """Yearly cost in k€ of covering `short` FTE in each mode, over the pay range (dossier 5.6)."""
    pay = Range(role.loaded.low * short, role.loaded.high * short)
    training = rules.train_fixed + rules.train_per_day * training_days(role, rules)
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

    `short`, `freed` and `own` (people of its own that have the role) are FTE; `colleague` says that somebody inside can
    learn the role.
    """

    short: float
    freed: float
    own: float
    staff: float
    neighbours: bool
    colleague: bool
    one_off: bool


def shared_by_nature(role: Role, now: Circumstances, rules: RoleRules) -> bool:
    """Whether a rare skill is shared whatever the shortage (dossier 5.6, rule 5)."""
    return role.shared and now.staff < rules.large_staff


def may_outsource(role: Role, now: Circumstances, rules: RoleRules) -> bool:
    """Whether work that ends may be bought: of an owned role only beside people of one's own (5.6, rules 4, 7, 8)."""
    return now.one_off and (not role.owned or reaches(now.own, rules.internal_ownership))


def possible_modes(role: Role, now: Circumstances, rules: RoleRules) -> tuple[Mode, ...]:
    """Every mode that the rules allow, for a plan to choose from (dossier 5.6, 6.1)."""
    alone = not shared_by_nature(role, now, rules)
    allowed = {
        Mode.HIRE: alone,
        Mode.SHARE: True,
        Mode.TRAIN: reaches(now.freed, now.short) or (alone and now.colleague),
        Mode.OUTSOURCE: alone and may_outsource(role, now, rules),
    }
    return tuple(mode for mode, possible in allowed.items() if possible)


def sourcing(role: Role, now: Circumstances, rules: RoleRules) -> tuple[Mode, Reason]:
    """Hire, share, train or outsource, and the rule that decided; the first rule that applies wins (dossier 5.6).

    Rule 6 needs no line here: roles of a network head are needed by nobody else.
    """
    if reaches(now.freed, now.short):
        return Mode.TRAIN, Reason.FREED_HOURS
    if shared_by_nature(role, now, rules):
        return Mode.SHARE, Reason.SHARED_BY_NATURE
    if may_outsource(role, now, rules):
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
        own=assessment.part("F_DIG", role) or 0.0,
        staff=assessment.organisation.staff,
        neighbours=role in assessment.chosen("F_NEIGHBOURS"),
        colleague=role in assessment.chosen("F_COLLEAGUES"),
        one_off=role in assessment.chosen("F_ONE_OFF"),
    )
