"""Who belongs to an organisation or network, who is invited, and what may be changed about it."""

from __future__ import annotations

from dataclasses import replace

from litestar import Response, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from assessment.web.form_reading import Fields
from assessment.web.http import HttpRequest, shown
from assessment.web.members import (
    back_to_members,
    change_there,
    invite_here,
    members_page,
    remove_there,
    resend_there,
    revoke_there,
)
from assessment.web.place_words import done_text
from assessment.web.places import Here, at_both, place_here
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere


@at_both(shown, "/members")
def show_members(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, done: FromQuery[str] = ""
) -> Response[str]:
    """The people of a place."""
    with site.database.readings.begin() as session:
        here = place_here(site, session.connection(), request, admission)
        page = members_page(site, session, here, Fields(here.language))
    return site.page(request, replace(page, done=done_text(done, here.language)))


@at_both(post, "/members")
def invite_member(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str] | Redirect:
    """Invite somebody to a place."""
    with site.database.sessions.begin() as session:
        here = place_here(site, session.connection(), request, admission)
        return invite_here(request, site, session, here, admission, form)


@at_both(post, "/members/{membership_id:str}/role")
def change_member(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, membership_id: FromPath[str], form: FormHere
) -> Redirect:
    """Give somebody another role in a place."""
    here = _here(request, site, admission)
    change_there(site, here.id, membership_id, form, here.roles, admission.actor)
    return back_to_members(here.view.home, "changed")


@at_both(post, "/members/{membership_id:str}/remove")
def remove_member(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, membership_id: FromPath[str], form: FormHere
) -> Redirect:
    """Take somebody out of a place."""
    here = _here(request, site, admission)
    remove_there(site, here.id, membership_id, form, admission.actor)
    return back_to_members(here.view.home, "removed")


@at_both(post, "/invitations/{invitation_id:str}/resend")
def resend_invitation(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, invitation_id: FromPath[str], form: FormHere
) -> Redirect:
    """Send an invitation to a place again."""
    here = _here(request, site, admission)
    resend_there(site, here.id, invitation_id, form, admission)
    return back_to_members(here.view.home, "resent")


@at_both(post, "/invitations/{invitation_id:str}/revoke")
def revoke_invitation(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, invitation_id: FromPath[str], form: FormHere
) -> Redirect:
    """Withdraw an invitation to a place."""
    here = _here(request, site, admission)
    revoke_there(site, here.id, invitation_id, form, admission)
    return back_to_members(here.view.home, "withdrawn")


def _here(request: HttpRequest, site: Site, admission: Admission) -> Here:
    with site.database.readings.begin() as session:
        return place_here(site, session.connection(), request, admission)
