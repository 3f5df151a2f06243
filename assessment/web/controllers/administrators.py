"""Who runs the platform, and the invitation of a further administrator."""

from __future__ import annotations

from dataclasses import replace

from litestar import Response, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy.orm import Session

from assessment.domain.membership import PLATFORM, MembershipRole
from assessment.storage.memberships import list_members
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.http import HttpRequest, shown
from assessment.web.members import (
    invite_as,
    invited_rows,
    invitee_fields,
    read_invitee,
    resend_there,
    revoke_there,
)
from assessment.web.pages_networks import AdministratorRow, AdministratorsPage
from assessment.web.place_words import done_text, on_day, platform_place
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere

HERE = "/platform/administrators"


@shown(HERE, sync_to_thread=True)
def show_administrators(request: HttpRequest, site: SiteHere, done: FromQuery[str] = "") -> Response[str]:
    """Who runs the platform, and who is invited to."""
    language = site.language(request)
    with site.database.readings.begin() as session:
        page = _page(site, session, Fields(language))
    return site.page(request, replace(page, done=done_text(done, language)))


@post(HERE, sync_to_thread=True)
def invite_administrator(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str] | Redirect:
    """Invite a further administrator."""
    reader = Reader(only(form, "email", "language"), site.language(request))
    invitee = read_invitee(reader)
    with site.database.sessions.begin() as session:
        if invitee is None:
            return site.page(request, _page(site, session, Fields(reader.language, form, reader.errors)), 422)
        invite_as(site, session, invitee, MembershipRole.ADMINISTRATOR, PLATFORM, admission)
    return _back("invited")


@post("/platform/invitations/{invitation_id:str}/resend", sync_to_thread=True)
def resend_to_platform(
    site: SiteHere, admission: AdmissionHere, invitation_id: FromPath[str], form: FormHere
) -> Redirect:
    """Send an invitation to the platform again."""
    resend_there(site, PLATFORM, invitation_id, form, admission)
    return _back("resent")


@post("/platform/invitations/{invitation_id:str}/revoke", sync_to_thread=True)
def revoke_to_platform(
    site: SiteHere, admission: AdmissionHere, invitation_id: FromPath[str], form: FormHere
) -> Redirect:
    """Withdraw an invitation to the platform."""
    revoke_there(site, PLATFORM, invitation_id, form, admission)
    return _back("withdrawn")


def _page(site: Site, session: Session, fields: Fields) -> AdministratorsPage:
    connection, language = session.connection(), fields.language
    return AdministratorsPage(
        place=platform_place(HERE, language),
        fields=invitee_fields(fields),
        administrators=tuple(
            AdministratorRow(row["name"], row["email"], on_day(row["created_at"], language))
            for row in list_members(connection, PLATFORM)
        ),
        invited=invited_rows(connection, PLATFORM, site.now(), language),
    )


def _back(done: str) -> Redirect:
    return Redirect(f"{HERE}?done={done}", status_code=303)
