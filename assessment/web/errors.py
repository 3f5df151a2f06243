"""Whatever goes wrong becomes a page or a note that says what happened and what to do, in the person's language."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from urllib.parse import urlencode

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from assessment.reports.pdf import PdfFailed, PdfUnavailable
from assessment.services.attempts import TooManyTries
from assessment.services.campaigns import WrongState
from assessment.services.invitations import TooManyCodes, WrongMoment
from assessment.services.leading import UnknownMember
from assessment.services.members import LastOne
from assessment.services.organisations import UnknownPlace
from assessment.services.passwords import PasswordsBusy
from assessment.services.readers import UnknownReader
from assessment.services.respondents import OutOfPlace, TooSoon, UnknownRespondent
from assessment.services.turns import TooManyWaiting
from assessment.storage.assessments import (
    AnswerConflict,
    AssessmentClosed,
    DeadlinePassed,
    SaidFinished,
    UnknownAssessment,
    UnstorableValue,
)
from assessment.storage.failures import DatabaseProblem
from assessment.storage.writer import WriterBusy
from assessment.translation import translate
from assessment.web.api_answers import is_api, show_problem
from assessment.web.forms import InputRefused, UnreadableForm
from assessment.web.gate import StalePage
from assessment.web.http import HttpRequest
from assessment.web.pages import MessagePage, UnsavedNote
from assessment.web.protection import SAFE_METHODS, ForeignRequest, WrongHost
from assessment.web.rules import Forbidden, NotYours, SecondFactorFirst, SignInFirst
from assessment.web.site import Site
from assessment.web.work import Elsewhere

log = logging.getLogger(__name__)
A_MINUTE = timedelta(minutes=1)


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
    "stale": Account(
        403,
        _("This page is no longer current"),
        _("Nothing was changed: you signed in or out since it was shown. Go back, reload the page and try again."),
    ),
    "forbidden": Account(
        403, _("You have no right to this"), _("Ask the person who runs your organisation or your network.")
    ),
    "signed-out": Account(
        401, _("You are no longer signed in"), _("What was saved is safe. Sign in again, then go on where you were.")
    ),
    "not-found": Account(
        404,
        _("There is no page at this address"),
        _("Check the address, or go back to the start."),
    ),
    "not-yours": Account(
        404,
        _("This assessment cannot be opened in this browser"),
        _(
            "Open it with its private link, the one shown when the assessment was started, or with the link of your "
            "invitation as long as it is valid."
        ),
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
    "late": Account(
        409,
        _("The deadline of this assessment is over"),
        _("Nothing was changed. Whoever runs the assessment can set a later day."),
    ),
    "finished": Account(
        409,
        _("You have said that you have finished"),
        _("Nothing was changed. Go back to the page where you said so to go on with your answers."),
    ),
    "not-sent": Account(
        404, _("There are no results yet"), _("They appear here once whoever runs the assessment has sent the answers.")
    ),
    "not-published": Account(
        409, _("Nothing is published yet"), _("That is done within minutes once the campaign is over. Come back then.")
    ),
    "no-archive": Account(
        409,
        _("There is no file to fetch"),
        _("It is not ready, or may no longer be had. Go back and order the reports."),
    ),
    "too-soon": Account(
        409, _("The last letter is less than an hour old"), _("Nothing was sent. Wait an hour before you send another.")
    ),
    "too-many-codes": Account(
        429, _("Too many codes were asked for"), _("Use the code mailed last, or ask for another one in an hour.")
    ),
    "out-of-place": Account(
        409,
        _("This is no longer as the page showed it"),
        _("Nothing was changed. Reload the page to see how it is now."),
    ),
    "conflict": Account(
        409,
        _("Somebody else changed this answer"),
        _("Reload the page to see the answer now kept, then change it again if you need to."),
    ),
    "refused": Account(400, _("This cannot be done"), _("Go back and try again.")),
    "last-one": Account(
        409,
        _("Somebody has to run it"),
        _("This is the last person who does. Give somebody else that role first. Nothing was changed."),
    ),
    "oneself": Account(
        409,
        _("This would lock you out"),
        _("Ask another administrator to change your own account. Nothing was changed."),
    ),
    "campaign-version": Account(
        409,
        _("The questionnaire of this campaign is not available here"),
        _("It was frozen when the campaign was launched and is no longer kept here as it was. Tell your network."),
    ),
    "busy": Account(
        503, _("Too many people are saving at this moment"), _("Wait a few seconds and try again. Nothing is lost.")
    ),
    "too-many": Account(429, _("Too many requests"), _("Wait a minute and try again.")),
    "too-many-tries": Account(
        429,
        _("Too many wrong tries"),
        _("To protect the account, nothing is accepted for now. Try again in %(minutes)s minutes."),
    ),
    "no-turn": Account(
        429,
        _("Too many files are being made at this moment"),
        _("Wait until those you asked for are here, or half a minute, then ask again. Nothing is lost."),
    ),
    "passwords-busy": Account(
        503, _("Too many people are signing in at this moment"), _("Wait a few seconds and try again.")
    ),
    "link-over": Account(
        410,
        _("This link opens nothing any more"),
        _("A link to choose a password works once, for one hour. Ask for a new one on the page to sign in."),
    ),
    "invitation-unknown": Account(
        404,
        _("There is no such invitation"),
        _("Open the link in the letter again, or check that all of it was copied. Cookies must be allowed."),
    ),
    "invitation-expired": Account(
        410,
        _("This invitation is over"),
        _("It could be accepted for 14 days. Ask whoever invited you to send it again: the new link will work."),
    ),
    "invitation-revoked": Account(
        410,
        _("This invitation was withdrawn"),
        _("A newer one may have replaced it: look for a later letter, or ask whoever invited you."),
    ),
    "invitation-used": Account(
        410, _("This invitation was already accepted"), _("It worked once. Sign in with the account you have.")
    ),
    "invitation-foreign": Account(
        403,
        _("This invitation is for somebody else"),
        _("It was sent to another e-mail address than yours. If that is yours too, sign out and open the link again."),
    ),
    "no-second-factor": Account(
        409, _("There is no second factor yet"), _("Recovery codes belong to one. Set it up first, in your account.")
    ),
    "factor-needed": Account(
        409,
        _("Your role asks for a second factor"),
        _("It cannot be turned off, only replaced: on the page of your account. Nothing was changed."),
    ),
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
    StalePage: "stale",
    Forbidden: "forbidden",
    SignInFirst: "signed-out",
    SecondFactorFirst: "signed-out",
    UnreadableForm: "unreadable",
    UnknownPlace: "not-found",
    LastOne: "last-one",
    UnknownAssessment: "not-yours",
    AssessmentClosed: "closed",
    DeadlinePassed: "late",
    SaidFinished: "finished",
    OutOfPlace: "out-of-place",
    WrongMoment: "out-of-place",
    WrongState: "out-of-place",
    TooSoon: "too-soon",
    TooManyCodes: "too-many-codes",
    UnknownRespondent: "not-found",
    UnknownReader: "not-found",
    UnknownMember: "not-found",
    AnswerConflict: "conflict",
    WriterBusy: "busy",
    PasswordsBusy: "passwords-busy",
    TooManyTries: "too-many-tries",
    TooManyWaiting: "no-turn",
    DatabaseProblem: "database",
    PdfUnavailable: "no-pdf",
    PdfFailed: "slow-pdf",
}


def show_error(request: HttpRequest, error: Exception) -> Response[str] | Response[bytes]:
    """The answer to a request that failed."""
    site: Site = request.app.state.site
    if is_api(request):
        return show_problem(request, error)
    if isinstance(error, Elsewhere):
        return Redirect(error.path, status_code=303)
    if isinstance(error, SignInFirst | SecondFactorFirst) and request.method in SAFE_METHODS:
        return Redirect(_way_to_sign_in(request, error), status_code=303)
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
    if isinstance(error, TooManyTries | TooManyWaiting):
        answer.headers["Retry-After"] = str(ceil(error.wait.total_seconds()))
    return answer


def _way_to_sign_in(request: HttpRequest, error: SignInFirst | SecondFactorFirst) -> str:
    """Where to sign in, or to complete it, and come back."""
    if isinstance(error, SignInFirst):
        return f"/sign-in?{urlencode({'back': request.scope['path']})}"
    return "/sign-in/second-factor" if error.exists else "/account/second-factor"


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
    if isinstance(error, TooManyTries):
        return translate(account.text, language, minutes=ceil(error.wait / A_MINUTE))
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
