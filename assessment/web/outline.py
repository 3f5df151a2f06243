"""The parts of an assessment in their order: dimensions, then groups of facts, each with its address and state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.domain.localised import Localised
from assessment.domain.participation import WHOLE, Share
from assessment.domain.questionnaire import Dimension, FactGroup
from assessment.domain.routing import Progress, Route
from assessment.web.pages import Bar, Task


@dataclass(frozen=True, slots=True)
class Part:
    """A page of questions."""

    path: str
    title: Localised
    text: Localised
    progress: Progress
    optional: bool


@dataclass(frozen=True)
class Outline:
    """The parts of the assessment whose task list is at `home`, as its route asks them, of somebody's share."""

    home: str
    route: Route
    share: Share = WHOLE

    def dimensions(self) -> Iterator[Part]:
        """The parts that are scored; one that asks nothing of this organisation is left out."""
        for dimension in self.route.questionnaire.dimensions:
            if self.share.has(dimension.id) and self.route.questions(dimension):
                progress = self.route.progress(dimension)
                yield Part(dimension_path(self.home, dimension), dimension.title, dimension.definition, progress, False)

    def facts(self) -> Iterator[Part]:
        """The parts that ask for figures."""
        for group in self.route.questionnaire.facts if self.share.facts else ():
            if self.route.facts(group):
                progress = self.route.facts_progress(group)
                yield Part(facts_path(self.home, group), group.title, group.intro, progress, True)

    def parts(self) -> tuple[Part, ...]:
        """All of them, in order."""
        return (*self.dimensions(), *self.facts())

    def bar(self) -> Bar:
        """Progress over the scored questions."""
        progress = [part.progress for part in self.dimensions()]
        return Bar(self.home, sum(item.answered for item in progress), sum(item.total for item in progress))

    def tasks(self, language: str, current: str = "") -> tuple[Task, ...]:
        """Every part as a task; the one at the path `current` is where the person is."""
        return tuple(as_task(part, language, current) for part in self.parts())

    def after(self, path: str) -> str:
        """The address of the part after the one at `path`; the check of all answers after the last."""
        paths = [part.path for part in self.parts()]
        following = paths[paths.index(path) + 1 :] if path in paths else []
        return following[0] if following else f"{self.home}/check"

    def resume(self) -> str | None:
        """Where to go on: the first unanswered question; None when there is none."""
        asked = self.route.first_unanswered(self.share.has)
        return f"{dimension_path(self.home, asked.dimension)}#{asked.question.code}" if asked else None


def dimension_path(home: str, dimension: Dimension) -> str:
    """The address of the questions of a dimension."""
    return f"{home}/dimensions/{dimension.id}"


def facts_path(home: str, group: FactGroup) -> str:
    """The address of a group of facts."""
    return f"{home}/facts/{group.id}"


def as_task(part: Part, language: str, current: str = "") -> Task:
    """A part as shown on the task list or in the margin."""
    return Task(
        href=part.path,
        title=part.title.text(language),
        text=part.text.text(language),
        state=part.progress.state,
        answered=part.progress.answered,
        total=part.progress.total,
        current=part.path == current,
    )
