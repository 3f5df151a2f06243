"""Joining by an invitation: with a new account, or with the one somebody has."""

from __future__ import annotations

from collections.abc import Mapping

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from assessment.services.account_invitations import Invitation, InvitationState, accept, find_invitation
from assessment.services.accounts import NewPerson, create_person
from assessment.services.addresses import address_key
from assessment.services.sign_in import renew_session, sign_in_person
from assessment.storage.access import SignedIn
from assessment.translation import translate
from assessment.web.controllers.sign_in import HOME
from assessment.web.devices import device_name
from assessment.web.errors import Refused
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.forms import Form
from assessment.web.gate import require_token
from assessment.web.http import HttpRequest, shown
from assessment.web.link_tokens import require_token_form
from assessment.web.new_passwords import new_password_line, password_in, what_is_wrong
from assessment.web.pages_accounts import JoinPage
from assessment.web.place_words import ROLES
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere

PURPOSE = "join"
OVER: Mapping[InvitationState, str] = {
    InvitationState.EXPIRED: "invitation-expired",
    InvitationState.REVOKED: "invitation-revoked",
    InvitationState.USED: "invitation-used",
}
"""What is said of an invitation that no longer counts."""


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


@shown("/join/{token:str}", sync_to_thread=True)
def open_invitation(request: HttpRequest, site: SiteHere, token: FromPath[str]) -> Redirect:
    """Swap the token for a cookie; nothing is used up."""
    require_token_form(token, "invitation-unknown")
    with site.database.readings.begin() as session:
        invitation = find_invitation(session, token, site.now())
    cookies = [site.cookies.token(PURPOSE, token)]
    if invitation is not None and site.cookies.language_in(request.cookies) is None:
        cookies.append(site.cookies.language(invitation.language))
    return Redirect("/join", status_code=303, cookies=cookies, headers={"Referrer-Policy": "no-referrer"})


@shown("/join", sync_to_thread=True)
def show_invitation(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """What is offered, and how to accept it."""
    invitation = invitation_here(request, site)
    page = _page(invitation, _way(invitation, admission), Fields(site.language(request)))
    return site.page(request, page)


@post("/join", sync_to_thread=True)
def join(request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere) -> Response[str] | Redirect:
    """Accept: as the person who is signed in, or with a new account."""
    invitation = invitation_here(request, site)
    way = _way(invitation, admission)
    if way == "sign-in":
        return Redirect("/sign-in?back=/join", status_code=303)
    if way == "confirm":
        # The route is public, so the gate asked for no token; but this accepts in the name of a session.
        require_token(site, request, only(form).one("csrf"))
        return _join_as(site, invitation, admission.signed_in)
    return _join_anew(request, site, invitation, form)


def _join_as(site: Site, invitation: Invitation, person: SignedIn) -> Redirect:
    with site.database.sessions.begin() as session:
        accepted = accept(session, invitation, person.person_id, site.now())
        key = renew_session(session, person.session_id) if accepted else ""
    return _welcome(site, key)


def _join_anew(request: HttpRequest, site: Site, invitation: Invitation, form: Form) -> Response[str] | Redirect:
    only(form, "name", "password", "email")
    language, password = site.language(request), password_in(form, "password")
    reader = Reader(form, language)
    name = reader.text("name", _("Write your name."))
    words = (name, invitation.address.email, invitation.place_name)
    reader.errors.update(what_is_wrong(password, language, second_factor=False, words=words))
    if reader.errors:
        return site.page(request, _page(invitation, "new", Fields(language, form, reader.errors)), 422)
    new = NewPerson(
        address=invitation.address, name=name, language=language, password_hash=site.passwords.hash(password)
    )
    return _welcome(site, _sign_up(request, site, invitation, new))


def _sign_up(request: HttpRequest, site: Site, invitation: Invitation, new: NewPerson) -> str:
    """Make the account, the membership and the first session, all or nothing. Raises Refused."""
    with site.database.sessions.begin() as session:
        person_id = create_person(session, new, actor=None, now=site.now())
        if person_id is None or not accept(session, invitation, person_id, site.now()):
            raise Refused("invitation-used")
        return sign_in_person(
            session,
            person_id,
            device=device_name(request.headers.get("user-agent", "")),
            old_key=site.cookies.session_in(request.cookies),
            now=site.now(),
            by="invitation",
        )


def _welcome(site: Site, key: str) -> Redirect:
    if not key:
        raise Refused("invitation-used")
    cookies = [site.cookies.session(key), site.cookies.no_token(PURPOSE)]
    return Redirect(HOME, status_code=303, cookies=cookies)


def invitation_here(request: HttpRequest, site: Site) -> Invitation:
    """The invitation by whose link this browser came. Raises Refused where it does not count, or no longer."""
    token = site.cookies.token_in(request.cookies, PURPOSE) or ""
    with site.database.readings.begin() as session:
        invitation = find_invitation(session, token, site.now())
    if invitation is None:
        raise Refused("invitation-unknown")
    if invitation.state is not InvitationState.OPEN:
        raise Refused(OVER[invitation.state])
    return invitation


def _way(invitation: Invitation, admission: Admission) -> str:
    """How this browser can accept. Raises Refused for somebody else than the one invited."""
    person = admission.person
    if person is None:
        return "sign-in" if invitation.has_account else "new"
    if address_key(person.email) != invitation.address.key:
        raise Refused("invitation-foreign")
    return "confirm" if person.verified else "sign-in"


def _page(invitation: Invitation, way: str, fields: Fields) -> JoinPage:
    lines = {
        "name": fields.box("name", _("Your name"), autocomplete="name"),
        "password": new_password_line(fields, second_factor=False),
    }
    return JoinPage(
        fields=lines if way == "new" else {},
        way=way,
        role=translate(ROLES[invitation.role], fields.language),
        place=invitation.place_name,
        email=invitation.address.email,
    )
