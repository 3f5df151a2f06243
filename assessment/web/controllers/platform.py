"""The platform: its networks and organisations, its people, its mail and its audit."""

from __future__ import annotations

from dataclasses import replace

from litestar import Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import Connection, RowMapping

from assessment.domain.membership import MembershipRole
from assessment.services.accounts import disable, enable, reset_factor
from assessment.services.mail import open_letter, retry
from assessment.services.networks import create_network
from assessment.services.secrets import Seal
from assessment.storage.accounts import find_person
from assessment.storage.mail import MailState
from assessment.storage.organisations import read_networks, read_organisations
from assessment.storage.platform import count_mails, search_people, unsent_mails
from assessment.translation import translate
from assessment.web.errors import Refused
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.http import HttpRequest, shown
from assessment.web.mail_words import DOUBT, STATES, failure_text, kind_text
from assessment.web.members import FIRST_PERSON, first_person_fields, invite_as, read_invitee
from assessment.web.pages_networks import MailRow, MailsPage, NetworkRow, PeoplePage, PersonRow, PlatformPage
from assessment.web.pages_organisations import Link
from assessment.web.place_words import at_time, done_text, on_day, platform_place
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, SiteHere

LONGEST_QUERY = 100
CHANGES = {"disable": disable, "enable": enable}
DONE = {"disable": "disabled", "enable": "enabled", "second-factor": "factor"}


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


PART = _("Part of a name or e-mail address")


@shown("/platform", sync_to_thread=True)
def show_platform(request: HttpRequest, site: SiteHere, done: FromQuery[str] = "") -> Response[str]:
    """Every network and organisation."""
    language = site.language(request)
    with site.database.readings.begin() as session:
        page = _platform_page(session.connection(), Fields(language))
    return site.page(request, replace(page, done=done_text(done, language)))


@post("/platform/networks", sync_to_thread=True)
def add_network(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str] | Redirect:
    """Make a network and invite its first head."""
    language = site.language(request)
    with site.database.sessions.begin() as session:
        reader = Reader(only(form, *FIRST_PERSON), language)
        name, invitee = reader.text("name", _("Write the name of the network.")), read_invitee(reader)
        if invitee is None:
            page = _platform_page(session.connection(), Fields(language, form, reader.errors))
            return site.page(request, page, 422)
        network_id = create_network(session, name, actor=admission.actor, now=site.now())
        invite_as(site, session, invitee, MembershipRole.HEAD, network_id, admission)
    return Redirect("/platform?done=created", status_code=303)


@shown("/platform/people", sync_to_thread=True)
def show_people(request: HttpRequest, site: SiteHere, done: FromQuery[str] = "") -> Response[str]:
    """The search for people."""
    language = site.language(request)
    return site.page(request, replace(_people_page(Fields(language)), done=done_text(done, language)))


@post("/platform/people", sync_to_thread=True, status_code=200)
def find_people(request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere) -> Response[str]:
    """People found by part of a name or an e-mail address, which stands in no address of a page and in no log."""
    reader = Reader(only(form, "part"), site.language(request))
    part = reader.text("part", _("Write part of a name or of an e-mail address."), LONGEST_QUERY)
    page = _people_page(Fields(reader.language, form, reader.errors))
    if reader.errors:
        return site.page(request, page, 422)
    with site.database.readings.begin() as session:
        rows = search_people(session.connection(), part)
    own_id = admission.signed_in.person_id
    found = tuple(_person(row, own_id, reader.language) for row in rows)
    return site.page(request, replace(page, people=found, searched=True))


@post("/platform/people/{person_id:str}/{change:str}", sync_to_thread=True)
def change_person(
    site: SiteHere, admission: AdmissionHere, person_id: FromPath[str], change: FromPath[str], form: FormHere
) -> Redirect:
    """Disable or enable an account, or take away a second factor that was lost."""
    only(form)
    if change not in DONE:
        raise NotFoundException
    if person_id == admission.signed_in.person_id:
        raise Refused("oneself")
    with site.database.sessions.begin() as session:
        person = find_person(session.connection(), person_id)
        if person is None:
            raise NotFoundException
        key, actor, now = person["email_key"], admission.actor, site.now()
        if change == "second-factor":
            reset_factor(session, site.seal, key, actor=actor, now=now)
        else:
            CHANGES[change](session, key, actor=actor, now=now)
    return Redirect(f"/platform/people?done={DONE[change]}", status_code=303)


@shown("/platform/mails", sync_to_thread=True)
def show_mails(request: HttpRequest, site: SiteHere, done: FromQuery[str] = "") -> Response[str]:
    """The state of the queue of mail."""
    language = site.language(request)
    with site.database.readings.begin() as session:
        counts, rows = count_mails(session.connection()), unsent_mails(session.connection())
    page = MailsPage(
        place=platform_place("/platform/mails", language),
        done=done_text(done, language),
        counts=tuple((translate(label, language), str(counts.get(state, 0))) for state, label in STATES.items()),
        mails=tuple(_mail(row, site.seal, language) for row in rows),
    )
    return site.page(request, page)


@post("/platform/mails/{mail_id:str}/retry", sync_to_thread=True)
def retry_mail(site: SiteHere, admission: AdmissionHere, mail_id: FromPath[str], form: FormHere) -> Redirect:
    """Send a mail again that was given up or is in doubt."""
    only(form)
    with site.database.sessions.begin() as session:
        if not retry(session, [mail_id], actor=admission.actor, now=site.now()):
            raise NotFoundException
    return Redirect("/platform/mails?done=retried", status_code=303)


def _platform_page(connection: Connection, fields: Fields) -> PlatformPage:
    language = fields.language
    return PlatformPage(
        place=platform_place("/platform", language),
        fields=first_person_fields(fields, _("Name of the network"), _("E-mail address of its first head")),
        networks=tuple(
            NetworkRow(row["name"], f"/networks/{row['id']}", str(row["organisations"]))
            for row in read_networks(connection)
        ),
        organisations=tuple(Link(f"/organisations/{row['id']}", row["name"]) for row in read_organisations(connection)),
    )


def _people_page(fields: Fields) -> PeoplePage:
    place = platform_place("/platform/people", fields.language)
    return PeoplePage(place=place, fields=(fields.box("part", PART),), people=(), searched=False)


def _person(row: RowMapping, own_id: str, language: str) -> PersonRow:
    return PersonRow(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        dates=(
            translate("Since %(day)s", language, day=on_day(row["created_at"], language)),
            translate("Last here on %(day)s", language, day=on_day(row["seen_at"], language)),
        ),
        has_second_factor=row["totp_secret"] is not None,
        disabled=row["disabled_at"] is not None,
        oneself=row["id"] == own_id,
    )


def _mail(row: RowMapping, seal: Seal, language: str) -> MailRow:
    state, code = MailState(row["state"]), row["failure"] or ""
    ended = state in (MailState.FAILED, MailState.DOUBTFUL)
    letter = open_letter(seal, row["content"]) if ended else None
    return MailRow(
        id=row["id"],
        kind=kind_text(row["kind"], language),
        state=translate(STATES[state], language),
        to=letter.to if letter else "",
        dates=(at_time(row["created_at"], language),),
        tries=str(row["tries"]),
        failure=failure_text(code, language),
        code=code,
        warning=translate(DOUBT, language) if state is MailState.DOUBTFUL else "",
        again=letter is not None,
    )
