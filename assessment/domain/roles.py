"""Which digital roles are missing, for how many days, and how to obtain them (dossier 5.1-5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import fsum

from assessment.domain.answers import Assessment
from assessment.domain.arithmetic import reaches, weighted_mean
from assessment.domain.gaps import IndicatorGap
from assessment.domain.role_catalogue import Role, RoleCatalogue, RoleRules
from assessment.domain.sizing import Drivers, Sized, size
from assessment.domain.sourcing import Cost, Mode, Reason, circumstances, costs, sourcing


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
    level = assessment.level(rules.decided_axes) if role.axis else None
    if level is None or level < rules.decided_level:
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
    pulls = [(item, item.gap * critical_factor if item.critical else item.gap) for item in gaps if item.gap is not None]
    if not pulls:
        return None
    strongest = max(pull for _, pull in pulls)
    centre = weighted_mean((item.score.weight, pull) for item, pull in pulls if item.score.indicator.id in main)
    return strongest / 2 + (strongest if centre is None else centre) / 2


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
    sized = Sized(0.0, ()) if role.network_only and not drivers.network_head else size(role.sizing, drivers)
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
