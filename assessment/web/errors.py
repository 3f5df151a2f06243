"""Whatever goes wrong becomes a page or a note that says what happened and what to do, in the person's language."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from assessment.reports.pdf import PdfFailed, PdfUnavailable
from assessment.storage.assessments import AnswerConflict, AssessmentClosed, UnknownAssessment, UnstorableValue
from assessment.storage.failures import DatabaseProblem
from assessment.storage.writer import WriterBusy
from assessment.translation import translate
from assessment.web.forms import InputRefused, UnreadableForm
from assessment.web.http import HttpRequest
from assessment.web.pages import MessagePage, UnsavedNote
from assessment.web.protection import ForeignRequest, WrongHost
from assessment.web.site import Site
from assessment.web.work import Elsewhere, NotYours

log = logging.getLogger(__name__)


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Account:
    """Title and text of an error, in English, with its HTTP status."""

    status: int
    title: str
    text: str


class Refused(Exception):
    """A request that none of our pages sends; `reason` is a key of `ACCOUNTS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


ACCOUNTS: Mapping[str, Account] = {
    "unreadable": Account(
        400, _("This request cannot be read"), _("What was sent is not a form of this site. Go back and try again.")
    ),
    "wrong-host": Account(
        400, _("This address is not ours"), _("Open the assessment under the address you were given.")
    ),
    "foreign": Account(
        403,
        _("This request came from another site"),
        _("Nothing was changed. Open the page here and use its own buttons."),
    ),
    "not-found": Account(
        404,
        _("There is no page at this address"),
        _("Check the address, or go back to the start."),
    ),
    "not-yours": Account(
        404,
        _("This assessment cannot be opened in this browser"),
        _("Open it with its private link: the one shown when the assessment was started, to be kept."),
    ),
    "unknown-link": Account(
        404,
        _("This private link opens nothing"),
        _("Check that the whole link was copied, or ask the person who sent it to you."),
    ),
    "unknown-form": Account(
        400, _("This form of the questionnaire does not exist"), _("Go back to the start and choose one of the two.")
    ),
    "method": Account(
        405, _("This address does not do that"), _("Go back to the start and use the links and buttons of the pages.")
    ),
    "too-large": Account(
        413,
        _("That is too much at once"),
        _("A form may hold 64 kB, about thirty pages of text. Go back, shorten your texts and save again."),
    ),
    "closed": Account(
        409,
        _("This assessment has been submitted"),
        _("Its answers can no longer be changed. You can still read them, and the results."),
    ),
    "conflict": Account(
        409,
        _("Somebody else changed this answer"),
        _("Reload the page to see the answer now kept, then change it again if you need to."),
    ),
    "refused": Account(400, _("This cannot be done"), _("Go back and try again.")),
    "busy": Account(
        503, _("Too many people are saving at this moment"), _("Wait a few seconds and try again. Nothing is lost.")
    ),
    "too-many": Account(429, _("Too many requests"), _("Wait a minute and try again.")),
    "database": Account(
        503, _("Answers cannot be kept for the moment"), _("Try again in a minute, or tell the person in charge.")
    ),
    "no-pdf": Account(
        503,
        _("The report cannot be made as a PDF here"),
        _("The results page holds the same figures and can be printed. To make PDFs, install: %(remedy)s"),
    ),
    "slow-pdf": Account(
        503,
        _("The report could not be made"),
        _("The results page holds the same figures and can be printed. Try again in a minute."),
    ),
    "failure": Account(
        500,
        _("Something went wrong on our side"),
        _("It has been noted. What was saved is safe: go back and try again."),
    ),
}
BY_STATUS = {400: "unreadable", 403: "foreign", 404: "not-found", 405: "method", 413: "too-large", 429: "too-many"}
BY_TYPE: Mapping[type[Exception], str] = {
    WrongHost: "wrong-host",
    ForeignRequest: "foreign",
    NotYours: "not-yours",
    UnreadableForm: "unreadable",
    UnknownAssessment: "not-yours",
    AssessmentClosed: "closed",
    AnswerConflict: "conflict",
    WriterBusy: "busy",
    DatabaseProblem: "database",
    PdfUnavailable: "no-pdf",
    PdfFailed: "slow-pdf",
}


def show_error(request: HttpRequest, error: Exception) -> Response[str]:
    """The answer to a request that failed."""
    site: Site = request.app.state.site
    if isinstance(error, Elsewhere):
        return Redirect(error.path, status_code=303)
    account = account_of(error)
    language = site.language(request)
    if account.status >= 500:
        unforeseen = error if account is ACCOUNTS["failure"] else None
        log.error("%s %s failed: %s", request.method, request.scope["path"], error, exc_info=unforeseen)
    if "hx-request" in request.headers:
        answer = site.page(request, UnsavedNote(_text(account, error, language)), account.status)
    else:
        answer = site.page(request, _message(account, error, language), account.status)
    if account.status == 503:
        answer.headers["Retry-After"] = "5"
    return answer


def account_of(error: Exception) -> Account:
    """The account that fits an error best."""
    if isinstance(error, Refused):
        return ACCOUNTS[error.reason]
    for kind in type(error).__mro__:
        if kind in BY_TYPE:
            return ACCOUNTS[BY_TYPE[kind]]
    if isinstance(error, InputRefused | UnstorableValue):
        return Account(422, ACCOUNTS["refused"].title, ACCOUNTS["refused"].text)
    if isinstance(error, HTTPException) and error.status_code < 500:
        return ACCOUNTS[BY_STATUS.get(error.status_code, "refused")]
    return ACCOUNTS["failure"]


def _text(account: Account, error: Exception, language: str) -> str:
    if isinstance(error, InputRefused):
        return error.problems[0].text(language)
    if isinstance(error, UnstorableValue | DatabaseProblem):
        return error.text(language)
    if isinstance(error, PdfUnavailable):
        return translate(account.text, language, remedy=error.remedy)
    return translate(account.text, language)


def _message(account: Account, error: Exception, language: str) -> MessagePage:
    return MessagePage(
        title=translate(account.title, language),
        text=_text(account, error, language),
        href="/",
        label=translate("Go to the start", language),
    )
