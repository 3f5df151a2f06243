"""The people of a place: shown, invited, given another role, removed; alike for organisations and networks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.response import Redirect
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from assessment.domain.membership import MembershipRole
from assessment.services.account_invitations import NewInvitation, invite_by_mail, resend, revoke
from assessment.services.addresses import Address
from assessment.services.members import change_role, is_last, remove_member
from assessment.storage.memberships import list_invitations, list_members
from assessment.translation import translate
from assessment.web.fields import Field
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.forms import Form, UnreadableForm
from assessment.web.http import HttpRequest
from assessment.web.pages_organisations import InvitedRow, MemberRow, MembersPage
from assessment.web.place_words import LANGUAGES, ROLE_CHOICES, ROLES, offered, on_day
from assessment.web.places import Here
from assessment.web.rules import Admission
from assessment.web.site import Site


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


def members_page(site: Site, session: Session, here: Here, fields: Fields) -> MembersPage:
    """The people of a place, and the form to invite another one."""
    connection, language = session.connection(), here.language
    members = list_members(connection, here.id)
    return MembersPage(
        place=here.view,
        fields=invitation_fields(fields, here.roles),
        members=tuple(
            MemberRow(
                id=row["id"],
                name=row["name"],
                email=row["email"],
                role=row["role"],
                role_name=translate(ROLES[MembershipRole(row["role"])], language),
                since=on_day(row["created_at"], language),
                only_one=is_last(members, row["id"]),
            )
            for row in members
        ),
        invited=invited_rows(connection, here.id, site.now(), language),
        roles=tuple((role.value, translate(ROLES[role], language)) for role in here.roles),
        base=here.view.home,
    )


def invited_rows(connection: Connection, place: str, now: datetime, language: str) -> tuple[InvitedRow, ...]:
    """Who is invited to a place and has not come yet."""
    return tuple(
        InvitedRow(
            id=row["id"],
            email=row["email"],
            role=translate(ROLES[MembershipRole(row["role"])], language),
            until=on_day(row["expires_at"], language),
            over=row["expires_at"] <= now,
        )
        for row in list_invitations(connection, place)
    )


FIRST_PERSON = ("name", "email", "language")
"""The names of the fields by which a place is made and its first person invited."""


def first_person_fields(fields: Fields, name: str, address: str) -> tuple[Field, ...]:
    """The fields by which a place is made and its first person invited; `name` and `address` are their labels."""
    return (fields.box("name", name), *invitee_fields(fields, address))


def invitee_fields(fields: Fields, address: str = _("E-mail address")) -> tuple[Field, ...]:
    """The fields by which somebody is written to; `address` is the label of the first."""
    return (
        fields.box("email", address, _("The invitation goes there and is good for 14 days.")),
        fields.choices("language", _("Language of the letter"), tuple(LANGUAGES.items()), first=[fields.language]),
    )


@dataclass(frozen=True, slots=True)
class Invitee:
    """Whom to write to, in which language."""

    address: Address
    language: str


def read_invitee(reader: Reader) -> Invitee | None:
    """Who is to be invited; None when something in the whole form is wrong."""
    address, language = reader.address("email"), reader.one_of("language", LANGUAGES, _("Choose a language."))
    return None if address is None or reader.errors else Invitee(address, language)


def invite_as(
    site: Site, session: Session, invitee: Invitee, role: MembershipRole, place: str, admission: Admission
) -> None:
    """Send somebody the invitation to a role in a place."""
    person = admission.signed_in
    new = NewInvitation(
        address=invitee.address,
        language=invitee.language,
        role=role,
        place=place,
        inviter_id=person.person_id,
        inviter=person.name,
    )
    invite_by_mail(session, site.seal, new, link=site.address, actor=admission.actor, now=site.now())


def invitation_fields(fields: Fields, roles: tuple[MembershipRole, ...]) -> tuple[Field, ...]:
    """The fields by which somebody is invited to a place with these roles."""
    words = {role.value: ROLE_CHOICES[role] for role in roles}
    question = _("What is this person to be?")
    email, language = invitee_fields(fields)
    role = fields.choices("role", question, offered(words, fields.language), first=[roles[-1].value])
    return (email, role, language)


def invite_here(
    request: HttpRequest, site: Site, session: Session, here: Here, admission: Admission, form: Form
) -> Response[str] | Redirect:
    """Send an invitation, or say what is wrong with it."""
    reader = Reader(only(form, "email", "role", "language"), here.language)
    role = reader.one_of("role", here.roles, _("Choose a role."))
    invitee = read_invitee(reader)
    if invitee is None:
        return site.page(request, members_page(site, session, here, Fields(here.language, form, reader.errors)), 422)
    invite_as(site, session, invitee, MembershipRole(role), here.id, admission)
    return back_to_members(here.view.home, "invited")


def change_there(
    site: Site, place: str, membership_id: str, form: Form, roles: tuple[MembershipRole, ...], actor: str
) -> None:
    """Give somebody one of these roles. Raises UnknownPlace, LastOne, or UnreadableForm for any other role."""
    role = only(form, "role").one("role")
    if role not in roles:
        raise UnreadableForm
    with site.database.sessions.begin() as session:
        change_role(session, place, membership_id, MembershipRole(role), actor=actor, now=site.now())


def remove_there(site: Site, place: str, membership_id: str, form: Form, actor: str) -> None:
    """Take somebody out. Raises UnknownPlace or LastOne."""
    only(form)
    with site.database.sessions.begin() as session:
        remove_member(session, place, membership_id, actor=actor, now=site.now())


def resend_there(site: Site, place: str, invitation_id: str, form: Form, admission: Admission) -> None:
    """Send an invitation again. Raises NotFoundException."""
    only(form)
    inviter, actor = admission.signed_in.name, admission.actor
    with site.database.sessions.begin() as session:
        sent = resend(
            session, site.seal, invitation_id, place, inviter=inviter, link=site.address, actor=actor, now=site.now()
        )
    if not sent:
        raise NotFoundException


def revoke_there(site: Site, place: str, invitation_id: str, form: Form, admission: Admission) -> None:
    """Withdraw an invitation. Raises NotFoundException."""
    only(form)
    with site.database.sessions.begin() as session:
        revoked = revoke(session, invitation_id, place, actor=admission.actor, now=site.now())
    if not revoked:
        raise NotFoundException


def back_to_members(home: str, done: str) -> Redirect:
    """To the people of a place, saying what was just done."""
    return Redirect(f"{home}/members?done={done}", status_code=303)
