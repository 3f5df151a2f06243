"""Who will see what, in words: the sentences said before the first answer, made from what decides afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from assessment.domain.participation import AnswerForm, Mode, Promise, ResultsFor, promises
from assessment.translation import translate
from assessment.web.place_words import on_day
from assessment.web.work import Work


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


SENTENCES: Mapping[Promise, str] = {
    Promise.ANSWERS_ALONE: _(
        "Nobody else opens your answers: neither the person who invites you, nor your colleagues, nor the network."
    ),
    Promise.ANSWERS_TOGETHER: _(
        "You fill in the same answers together: whoever runs the assessment and the colleagues who answer with you see "
        "each answer and may change it. When two of you answer at once, each is told the other’s name."
    ),
    Promise.COMBINED: _("Once everything is sent, your answers count in the combined result, without your name."),
    Promise.MINIMUM: _(
        "What a group of people (staff, elected members, providers) answered is shown apart only if at least "
        "%(minimum)s of them did."
    ),
    Promise.DEDUCIBLE: _(
        "If only one or two people answer in all, somebody who knows the other answers could work out yours from the "
        "combined result."
    ),
    Promise.PROGRESS: _(
        "Whoever runs the assessment sees whether you have started and finished, and the last day you were here."
    ),
    Promise.RESULTS_LEAD: _("The results are read by the leads of the organisation only."),
    Promise.RESULTS_RESPONDENTS: _(
        "The results are read by the leads of the organisation and by everybody who was invited to answer."
    ),
    Promise.RESULTS_ORGANISATION: _(
        "The results are read by the leads, by everybody who was invited, and by all members of the organisation."
    ),
    Promise.RESULTS_READERS: _("Whoever runs the assessment may also give others a link to read the results."),
}


def promise_sentences(
    mode: Mode, form: AnswerForm, results_for: ResultsFor, minimum: int, language: str
) -> tuple[str, ...]:
    """What an invited person is told; `minimum` is how many answers of a group make them be shown."""
    return tuple(
        translate(SENTENCES[promise], language, minimum=minimum) for promise in promises(mode, form, results_for)
    )


def promise_lines(work: Work, language: str) -> tuple[str, ...]:
    """The same for whoever an assessment is opened for; none for who runs it."""
    if work.share.runs:
        return ()
    draft, minimum = work.draft, work.questionnaire.rules.role_answers
    return promise_sentences(draft.mode, work.share.form, draft.results_for, minimum, language)


def deadline_line(deadline: datetime | None, language: str) -> str:
    """Until when one may answer; empty without a fixed day."""
    return translate("Answers are taken until %(day)s.", language, day=on_day(deadline, language)) if deadline else ""
