"""How the digital roles are shown: how much is missing, how to obtain it, what it costs, what it takes."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.domain.questionnaire import Questionnaire
from assessment.domain.results import AssessmentResult, Instrument
from assessment.domain.role_catalogue import RoleRules
from assessment.domain.roles import RoleFinding
from assessment.domain.sourcing import Mode, Reason
from assessment.reports.dimensions import CompetenceView, present_competence
from assessment.reports.formatting import Voice

NO_PROFILE = "-"
"""What the catalogue writes where none of the European profiles fits."""


@dataclass(frozen=True, slots=True)
class CostView:
    """Yearly cost of one way to obtain a role; `advised` marks the one proposed."""

    mode: str
    amount: str
    advised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleView:
    """One proposed role."""

    id: str
    title: str
    purpose: str
    need: str
    have: str
    short: str
    days: str
    mode: str
    mode_word: str
    reason: str
    costs: tuple[CostView, ...]
    pay: str
    training: str | None
    calls: str
    missing: str | None
    competences: tuple[CompetenceView, ...]


@dataclass(frozen=True, slots=True)
class ConsideredView:
    """A role that is not proposed, and why."""

    id: str
    title: str
    need: str
    have: str
    short: str
    why: str


@dataclass(frozen=True, slots=True)
class RolesView:
    """The proposed roles, the others, and what the own staff can hold."""

    proposed: tuple[RoleView, ...]
    considered: tuple[ConsideredView, ...]
    staffing: str
    caveat: str | None


def present_roles(result: AssessmentResult, instrument: Instrument, voice: Voice) -> RolesView:
    """Everything a page or report says about roles."""
    rules, roles = instrument.roles.rules, result.roles
    return RolesView(
        proposed=tuple(_role(item, rules, result.questionnaire, voice) for item in roles.recommended),
        considered=tuple(_considered(item, rules, voice) for item in roles.others),
        staffing=_staffing(result, rules, voice),
        caveat=None if roles.have_stated else _caveat(voice),
    )


def mode_words(voice: Voice) -> dict[Mode, str]:
    """The name of each way to obtain a role."""
    return {
        Mode.HIRE: voice.say("Hire"),
        Mode.SHARE: voice.say("Share"),
        Mode.TRAIN: voice.say("Train"),
        Mode.OUTSOURCE: voice.say("Outsource"),
    }


def reason_sentence(reason: Reason, rules: RoleRules, voice: Voice) -> str:
    """The rule that decided how to obtain a role, in words."""
    sentences = {
        Reason.FREED_HOURS: voice.say("The hours you can free cover what is missing: train someone inside."),
        Reason.FULL_POST: voice.say("At least %(full)s are missing all year round: a post of your own."),
        Reason.NEIGHBOURS: voice.say("Neighbours lack the same role: together you fill a post."),
        Reason.COLLEAGUE: voice.say("A colleague is close to this role and can learn it."),
        Reason.PART_TIME: voice.say("Between %(part)s and %(full)s are missing: a part-time post."),
        Reason.SMALL_RECURRENT: voice.say(
            "Less than %(part)s is missing, but all year round: share it with other organisations."
        ),
        Reason.SHARED_BY_NATURE: voice.say(
            "This role is usually shared by several organisations, up to a staff of %(large)s."
        ),
        Reason.ONE_OFF: voice.say("You said the need is for one project only: a supplier is enough."),
        Reason.KEEP_OWNERSHIP: voice.say(
            "The need is for one project, but this role must not leave the house altogether: share it and keep at "
            "least %(kept)s inside."
        ),
    }
    return sentences[reason] % {
        "full": voice.fte(rules.full_post),
        "part": voice.fte(rules.part_post),
        "large": voice.say("%(number)s FTE", number=voice.short(rules.large_staff)),
        "kept": voice.fte(rules.internal_ownership),
    }


def _role(item: RoleFinding, rules: RoleRules, questionnaire: Questionnaire, voice: Voice) -> RoleView:
    role = item.role
    return RoleView(
        id=role.id,
        title=voice.text(role.title),
        purpose=voice.text(role.purpose),
        need=voice.fte(item.need),
        have=voice.fte(item.have),
        short=voice.fte(item.short),
        days=voice.days(item.days),
        mode=item.mode.value if item.mode else "",
        mode_word=mode_words(voice)[item.mode] if item.mode else "",
        reason=reason_sentence(item.reason, rules, voice) if item.reason else "",
        costs=_costs(item, voice),
        pay=voice.say(
            "Pay for a full post: %(gross)s gross a year, %(loaded)s with employer charges. %(frame)s.",
            gross=voice.kilo_euros(role.gross),
            loaded=voice.kilo_euros(role.loaded),
            frame=voice.text(role.frame),
        ),
        training=voice.text(role.training) if role.training else None,
        calls=_calls(item, voice),
        missing=_missing(item, questionnaire, voice),
        competences=_competences(item, voice),
    )


def _costs(item: RoleFinding, voice: Voice) -> tuple[CostView, ...]:
    words = mode_words(voice)
    amounts = {
        Mode.HIRE: item.cost.own,
        Mode.SHARE: item.cost.shared,
        Mode.TRAIN: item.cost.trained,
        Mode.OUTSOURCE: item.cost.outsourced,
    }
    return tuple(
        CostView(words[mode], voice.kilo_euros(amount), advised=mode is item.mode) for mode, amount in amounts.items()
    )


def _calls(item: RoleFinding, voice: Voice) -> str:
    """Which practices call for the role, widest gap first."""
    wide = sorted((found for found in item.triggers if found.gap), key=lambda found: -(found.gap or 0.0))
    return voice.say(
        "Called for by: %(practices)s.",
        practices=voice.listing(
            voice.say_amount(
                "%(practice)s (%(gap)s points missing)",
                found.gap or 0.0,
                practice=voice.text(found.score.indicator.title),
                gap=voice.number(found.gap),
            )
            for found in wide[:3]
        ),
    )


def _missing(item: RoleFinding, questionnaire: Questionnaire, voice: Voice) -> str | None:
    if not item.missing:
        return None
    names = (voice.text(questionnaire.question_by_code[code].text) for code in item.missing)
    return voice.say(
        "The need is a lower bound: it lacks %(facts)s.",
        facts=voice.listing(voice.say("“%(name)s”", name=name) for name in names),
    )


def _competences(item: RoleFinding, voice: Voice) -> tuple[CompetenceView, ...]:
    role = item.role
    found = [
        CompetenceView("ESCO", role.esco_code, role.esco_label, role.esco_uri),
        CompetenceView("ROME 4.0", ", ".join(role.rome), "", None),
        *(present_competence(competence) for competence in role.ecf),
    ]
    if role.ict_profile != NO_PROFILE:
        found.append(CompetenceView(voice.say("European ICT profile"), role.ict_profile, "", None))
    return tuple(found)


def _considered(item: RoleFinding, rules: RoleRules, voice: Voice) -> ConsideredView:
    return ConsideredView(
        item.role.id,
        voice.text(item.role.title),
        voice.number(item.need, 2),
        voice.number(item.have, 2),
        voice.number(item.short, 2),
        _why_not(item, rules, voice),
    )


def _why_not(item: RoleFinding, rules: RoleRules, voice: Voice) -> str:
    if item.recommended:
        return voice.say("Called for too, after the first %(count)s.", count=rules.most_shown)
    if item.present:
        return voice.say("Staffed: think of training, mandate or time.")
    if item.short < rules.minimum_short:
        return voice.say("Less than %(least)s is missing.", least=voice.fte(rules.minimum_short))
    if item.urgency is None:
        return voice.say("The practices that would call for it have no answer yet.")
    return voice.say("None of its main practices lacks %(gap)s points or more.", gap=voice.short(rules.minimum_gap))


def _staffing(result: AssessmentResult, rules: RoleRules, voice: Voice) -> str:
    staffing = result.roles.staffing
    values = {
        "need": voice.fte(staffing.need),
        "ceiling": voice.fte(staffing.ceiling),
        "excess": voice.fte(staffing.excess),
        "share": voice.percent(rules.own_staff_ceiling),
    }
    if staffing.excess > 0:
        return voice.say(
            "All digital roles together need %(need)s. Your own staff can hold about %(ceiling)s (%(share)s of it): "
            "%(excess)s have to be shared, outsourced or given up.",
            **values,
        )
    return voice.say(
        "All digital roles together need %(need)s. Your own staff can hold about %(ceiling)s (%(share)s of it): "
        "it is enough.",
        **values,
    )


def _caveat(voice: Voice) -> str:
    return voice.say(
        "You did not say how much time your staff gives to each digital role: what you have counts as nothing here, "
        "so what is missing is an upper bound. Fill in the team’s facts to correct it."
    )
