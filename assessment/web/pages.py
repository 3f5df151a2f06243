"""What each page shows: one frozen dataclass per page, every value ready for its template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from assessment.reports.own_place import OwnPlace
from assessment.reports.peer_help import OwnPeers
from assessment.reports.plan_views import PlanningView
from assessment.reports.presenters import ResultView
from assessment.web.fields import ErrorLine, Field


@dataclass(frozen=True, slots=True)
class Stay:
    """When a session ends, in seconds: `idle` after the last activity, `rest` from now whatever is done."""

    idle: int
    rest: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What the layout needs.

    `static` is the address of the static files, `path` where a change of language returns, `token` what every form
    that changes something carries along, `person` the name of whoever is signed in,
    `stay` how long for, `provider` the name of the one through which people may sign in too, `demonstration`
    whether everything is fictional.
    """

    static: str
    path: str
    other_language: str
    other_language_name: str
    failed: bool
    token: str
    person: str | None
    stay: Stay | None
    provider: str
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """The progress that stays in sight: questions answered of those asked, and the way to all parts."""

    home: str
    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class Task:
    """A part of the assessment on the task list and in the margin. `state` is that of `ProgressState`."""

    href: str
    title: str
    text: str
    state: str
    answered: int
    total: int
    current: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer as read back; `lines` is empty when there is none, `change` leads to the question."""

    code: str
    label: str
    lines: tuple[str, ...]
    change: str


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The answers of one part."""

    id: str
    title: str
    answers: tuple[Answered, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.answers)


@dataclass(frozen=True, slots=True)
class Offer:
    """A form of the questionnaire one may start with."""

    form: str
    minutes: int
    questions: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A dimension as announced before starting."""

    title: str
    definition: str


class Page:
    """Anything a template shows. `failed` puts the word error in front of the title."""

    template: ClassVar[str]

    @property
    def failed(self) -> bool:
        """Whether something went wrong or has to be corrected."""
        return False


@dataclass(frozen=True)
class LandingPage(Page):
    """What this is, for whom, how long it takes, who sees what; and the two ways to start."""

    template = "web/start/page.html"

    offers: tuple[Offer, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class MixRow:
    """The visitor mix assumed for a type of organisation, in percent by segment."""

    title: str
    shares: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProfilePage(Page):
    """Who is assessed."""

    template = "web/profile/page.html"

    action: str
    home: str | None
    fields: Mapping[str, Field]
    errors: tuple[ErrorLine, ...]
    segments: tuple[str, ...]
    mixes: tuple[MixRow, ...]
    back: str

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.errors)


@dataclass(frozen=True, kw_only=True)
class TaskListPage(Page):
    """Every part with its state, where to go on, and the private link to keep where one came `by_link`.

    `promises` says to an invited person who sees what; `people` leads whoever runs the assessment to the others,
    `visitors` to the survey of visitors.
    """

    template = "web/tasks/page.html"

    bar: Bar
    organisation: str
    description: str
    express: bool
    dimensions: tuple[Task, ...]
    facts: tuple[Task, ...]
    visitors: Task | None
    profile: str | None
    resume: str | None
    check: str
    link: str | None
    complete: bool
    by_link: bool
    people: str | None
    promises: tuple[str, ...]
    deadline: str


@dataclass(frozen=True, kw_only=True)
class QuestionsPage(Page):
    """The questions of a dimension or of a group of facts. `extra` holds those nobody waits for."""

    template = "web/questions/page.html"

    bar: Bar
    steps: tuple[Task, ...]
    action: str
    check: str
    back: str
    part: str
    title: str
    intro: str
    runs: bool
    fields: tuple[Field, ...]
    extra: tuple[Field, ...]
    errors: tuple[ErrorLine, ...]

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.errors)


@dataclass(frozen=True, kw_only=True)
class CheckPage(Page):
    """All answers before they are sent, what is unanswered first; read-only once `submitted`.

    `unanswered` holds the scored questions that nobody answered, `blank` the facts left empty; `panel` tells that
    others answer on sheets of their own, which are sent with this one. An invited person has `finish`, where to say
    that they are done, in place of `action`. `correctable` tells that what is sent can be taken back, `late` the
    deadline once it is over.
    """

    template = "web/check/page.html"

    bar: Bar
    action: str | None
    correctable: bool
    finish: str | None
    late: str | None
    results: str | None
    submitted: str | None
    profile: AnswerGroup
    unanswered: tuple[AnswerGroup, ...]
    panel: bool
    blank: tuple[AnswerGroup, ...]
    groups: tuple[AnswerGroup, ...]
    remarks: tuple[ErrorLine, ...]
    errors: tuple[ErrorLine, ...]

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.errors)


@dataclass(frozen=True, slots=True)
class Revision:
    """One submission among several."""

    href: str
    day: str
    shown: bool


@dataclass(frozen=True)
class ResultsPage(Page):
    """What the answers mean: the view that the report shares, the addresses of report, answers and plan.

    `files` is what the addresses of the report's other forms begin with; `answers` is None for who only reads;
    `revisions` are the submissions when there were several; `place` is the organisation beside its peers, for its lead
    once something was published; `peers` who could help it and whom it could help, by campaign in which it declared
    something; `board` the summary for the board, `compare` the page on another wave, where there is one to read.
    """

    template = "web/results/page.html"

    view: ResultView
    report: str
    answers: str | None
    plan: str
    files: str
    revisions: tuple[Revision, ...] = ()
    correcting: bool = False
    place: OwnPlace | None = None
    peers: tuple[OwnPeers, ...] = ()
    board: str = ""
    compare: str | None = None


@dataclass(frozen=True, slots=True)
class PlanPlace:
    """Whose plan it is, where the form goes, and the way back to the results."""

    organisation: str
    action: str
    results: str


@dataclass(frozen=True, slots=True)
class PlanShown:
    """What is planned, the addresses of the report, text document, spreadsheet and board's summary that have it.

    `sure` is the address of the page that also says how sure it is.
    """

    view: PlanningView
    report: str
    word: str
    sheets: str
    board: str
    sure: str | None


@dataclass(frozen=True)
class PlanPage(Page):
    """What to do with a budget: the form that announces it and, unless something is wrong, the plans."""

    template = "web/plan/page.html"

    place: PlanPlace
    fields: tuple[Field, ...]
    errors: tuple[ErrorLine, ...]
    shown: PlanShown | None = None

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.errors)


@dataclass(frozen=True)
class MessagePage(Page):
    """Something could not be done: what, why, and where to go on."""

    template = "web/errors/page.html"

    title: str
    text: str
    href: str
    label: str

    @property
    def failed(self) -> bool:
        """Always: that is why it is shown."""
        return True


@dataclass(frozen=True)
class SavedNote(Page):
    """The fragment that answers an autosave; `at` is the person's own time, empty when unknown.

    `code` is that of the question and `seen` what its page has now seen of it.
    """

    template = "web/questions/saved.html"

    at: str
    code: str
    seen: str


@dataclass(frozen=True)
class ConflictNote(Page):
    """The fragment that shows the answer somebody else gave meanwhile beside the one just given, to choose from."""

    template = "web/questions/conflict.html"

    field: Field


@dataclass(frozen=True)
class KeptNote(Page):
    """The fragment that puts the other answer in place of one's own."""

    template = "web/questions/kept.html"

    field: Field


@dataclass(frozen=True)
class UnsavedNote(Page):
    """The fragment that says an answer was not saved, and why."""

    template = "web/questions/unsaved.html"

    text: str
