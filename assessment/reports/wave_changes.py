"""Practices that moved, roles then and now, and what became of the first actions of an earlier wave."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.domain.roles import RoleFinding
from assessment.domain.wave_comparison import ActionChange, Comparison, PracticeChange, RoleChange
from assessment.reports.dimensions import level_word
from assessment.reports.formatting import NONE, Voice
from assessment.reports.roles import mode_words


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """A practice whose answer changed: the levels then and now."""

    title: str
    dimension: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role: what was proposed then and is now, and in a word what that means."""

    title: str
    then: str
    now: str
    reading: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A first action of the earlier wave, the practice it was for, and whether that has risen since."""

    title: str
    practice: str
    reading: str
    done: bool


def present_practices(comparison: Comparison, sign: int, voice: Voice) -> tuple[PracticeRow, ...]:
    """Practices that rose (`sign` 1) or fell (-1), those that moved furthest first."""
    found = [
        (item.points, item, voice.text(dimension.now.score.dimension.title))
        for dimension in comparison.dimensions
        for item in dimension.practices
        if item.points and item.points * sign > 0
    ]
    return tuple(_practice(item, title, voice) for _, item, title in sorted(found, key=lambda one: -abs(one[0])))


def present_roles(comparison: Comparison, voice: Voice) -> tuple[RoleRow, ...]:
    """The roles proposed in one of the waves or both."""
    return tuple(_role(item, voice) for item in comparison.roles)


def present_actions(comparison: Comparison, voice: Voice) -> tuple[ActionRow, ...]:
    """What the earlier wave said to start with."""
    return tuple(_action(item, voice) for item in comparison.actions)


def _role(item: RoleChange, voice: Voice) -> RoleRow:
    known = item.now or item.then
    title = voice.text(known.role.title) if known else NONE
    return RoleRow(title, _proposed(item.then, voice), _proposed(item.now, voice), _reading(item, voice))


def _proposed(finding: RoleFinding | None, voice: Voice) -> str:
    if finding is None or finding.mode is None:
        return NONE
    return voice.say("%(days)s a year – %(mode)s", days=voice.days(finding.days), mode=mode_words(voice)[finding.mode])


def _reading(item: RoleChange, voice: Voice) -> str:
    before, after = item.then is not None and item.then.mode, item.now is not None and item.now.mode
    if before and after:
        return voice.say("Still to fill")
    return voice.say("Newly proposed") if after else voice.say("No longer proposed")


def _action(item: ActionChange, voice: Voice) -> ActionRow:
    practice = voice.text(item.practice.now.indicator.title) if item.practice else NONE
    words = {
        True: voice.say("Done: the practice has risen"),
        False: voice.say("Not seen yet: the practice has not risen"),
        None: voice.say("Cannot be told"),
    }
    return ActionRow(voice.text(item.action.title), practice, words[item.done], item.done is True)


def _practice(item: PracticeChange, dimension: str, voice: Voice) -> PracticeRow:
    then, now = (
        voice.number(side.score) if side.level is None else level_word(side.level, voice)
        for side in (item.then, item.now)
    )
    return PracticeRow(voice.text(item.now.indicator.title), dimension, then, now)
