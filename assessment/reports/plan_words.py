"""The words of a plan: what its steps are called, which money pays, why something is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessment.domain.actions import Action
from assessment.domain.plan_candidates import RoleStep, Step
from assessment.domain.plan_money import Move
from assessment.domain.plan_values import Obstacle
from assessment.domain.plans import Scenario
from assessment.domain.results import Instrument
from assessment.reports.formatting import Voice
from assessment.reports.roles import mode_words


@dataclass(frozen=True, slots=True)
class PlanWords:
    """How one language speaks of the steps and lines of an instrument."""

    instrument: Instrument
    voice: Voice

    def step(self, step: Step | Action) -> str:
        """What is done: the title of an action, or how much of which role is obtained in which way."""
        stands_for = step.stands_for if isinstance(step, Step) else step
        if isinstance(stands_for, RoleStep):
            return self.voice.say(
                "%(mode)s: %(role)s, %(fte)s",
                mode=mode_words(self.voice)[stands_for.mode],
                role=self.voice.text(stands_for.role.title),
                fte=self.voice.fte(stands_for.fte),
            )
        return self.voice.text(stands_for.title)

    def role_ways(self, steps: Iterable[RoleStep]) -> str:
        """One role with the ways that could have obtained it."""
        ways = tuple(steps)
        modes = dict.fromkeys(mode_words(self.voice)[way.mode] for way in ways)
        return self.voice.say(
            "%(role)s (%(modes)s)", role=self.voice.text(ways[0].role.title), modes=", ".join(modes).lower()
        )

    def source(self, move: Move, steps: Mapping[str, Step]) -> str:
        """Where money comes from: new, released by a line, or saved by another step."""
        if move.line:
            return self._line(move.line)
        if move.saved_by:
            return self.voice.say("saved by “%(step)s”", step=self.step(steps[move.saved_by]))
        return self.voice.say("new money")

    def paid(self, moves: Iterable[Move], steps: Mapping[str, Step]) -> str:
        """How much comes from where."""
        amounts: dict[str, float] = {}
        for move in moves:
            name = self.source(move, steps)
            amounts[name] = amounts.get(name, 0.0) + move.amount
        return self.voice.listing(
            self.voice.say("%(amount)s %(source)s", amount=self.voice.euros(amount), source=name)
            for name, amount in amounts.items()
        )

    def _line(self, code: str) -> str:
        question = self.instrument.questionnaire.question_by_code.get("F_FREE")
        parts = {part.code: self.voice.text(part.text) for part in question.parts} if question else {}
        return self.voice.say("released by “%(line)s”", line=parts.get(code, code))


def scenario_title(scenario: Scenario, more: float, voice: Voice) -> str:
    """What money a plan starts from."""
    return {
        Scenario.NO_NEW_MONEY: voice.say("Without new money"),
        Scenario.ANNOUNCED: voice.say("With the announced budget"),
        Scenario.MORE: voice.say("With %(share)s more", share=voice.percent(more)),
    }[scenario]


def obstacle_sentence(obstacle: Obstacle, voice: Voice) -> str:
    """Why a step is not part of the plan."""
    return {
        Obstacle.NOTHING_TO_GAIN: voice.say("It would close no gap here."),
        Obstacle.DOMINATED: voice.say("Other steps bring as much for less."),
        Obstacle.PREREQUISITE: voice.say("It would fit, but what has to be done before it does not."),
        Obstacle.TOO_EXPENSIVE: voice.say("The money left does not pay for it."),
        Obstacle.NO_HOURS: voice.say("The staff time left is too short for it."),
    }[obstacle]
