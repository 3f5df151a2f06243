"""Who belongs to an organisation or network, who is invited, and what may be changed about it."""

from __future__ import annotations

from dataclasses import replace

from litestar import Response, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from assessment.domain.membership import MembershipRole
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
from assessment.web.places import network_here, organisation_here
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, SiteHere


@shown("/organisations/{organisation_id:str}/members", sync_to_thread=True)
def show_members(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    organisation_id: FromPath[str],
    done: FromQuery[str] = "",
) -> Response[str]:
    """The people of an organisation."""
    with site.database.readings.begin() as session:
        here = organisation_here(site, session.connection(), request, admission, organisation_id)
        page = members_page(site, session, here, Fields(here.language))
    return site.page(request, replace(page, done=done_text(done, here.language)))


@post("/organisations/{organisation_id:str}/members", sync_to_thread=True)
def invite_member(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, organisation_id: FromPath[str], form: FormHere
) -> Response[str] | Redirect:
    """Invite somebody to an organisation."""
    with site.database.sessions.begin() as session:
        here = organisation_here(site, session.connection(), request, admission, organisation_id)
        return invite_here(request, site, session, here, admission, form)


@post("/organisations/{organisation_id:str}/members/{membership_id:str}/role", sync_to_thread=True)
def change_member(
    site: SiteHere,
    admission: AdmissionHere,
    organisation_id: FromPath[str],
    membership_id: FromPath[str],
    form: FormHere,
) -> Redirect:
    """Give somebody another role in an organisation."""
    roles = (MembershipRole.LEAD, MembershipRole.MEMBER)
    change_there(site, organisation_id, membership_id, form, roles, admission.actor)
    return back_to_members(f"/organisations/{organisation_id}", "changed")


@post("/organisations/{organisation_id:str}/members/{membership_id:str}/remove", sync_to_thread=True)
def remove_from_organisation(
    site: SiteHere,
    admission: AdmissionHere,
    organisation_id: FromPath[str],
    membership_id: FromPath[str],
    form: FormHere,
) -> Redirect:
    """Take somebody out of an organisation."""
    remove_there(site, organisation_id, membership_id, form, admission.actor)
    return back_to_members(f"/organisations/{organisation_id}", "removed")


@post("/organisations/{organisation_id:str}/invitations/{invitation_id:str}/resend", sync_to_thread=True)
def resend_to_organisation(
    site: SiteHere,
    admission: AdmissionHere,
    organisation_id: FromPath[str],
    invitation_id: FromPath[str],
    form: FormHere,
) -> Redirect:
    """Send an invitation to an organisation again."""
    resend_there(site, organisation_id, invitation_id, form, admission)
    return back_to_members(f"/organisations/{organisation_id}", "resent")


@post("/organisations/{organisation_id:str}/invitations/{invitation_id:str}/revoke", sync_to_thread=True)
def revoke_to_organisation(
    site: SiteHere,
    admission: AdmissionHere,
    organisation_id: FromPath[str],
    invitation_id: FromPath[str],
    form: FormHere,
) -> Redirect:
    """Withdraw an invitation to an organisation."""
    revoke_there(site, organisation_id, invitation_id, form, admission)
    return back_to_members(f"/organisations/{organisation_id}", "withdrawn")


@shown("/networks/{network_id:str}/members", sync_to_thread=True)
def show_network_members(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    done: FromQuery[str] = "",
) -> Response[str]:
    """The people of a network."""
    with site.database.readings.begin() as session:
        here = network_here(site, session.connection(), request, admission, network_id)
        page = members_page(site, session, here, Fields(here.language))
    return site.page(request, replace(page, done=done_text(done, here.language)))


@post("/networks/{network_id:str}/members", sync_to_thread=True)
def invite_to_network(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, network_id: FromPath[str], form: FormHere
) -> Response[str] | Redirect:
    """Invite somebody to a network."""
    with site.database.sessions.begin() as session:
        here = network_here(site, session.connection(), request, admission, network_id)
        return invite_here(request, site, session, here, admission, form)


@post("/networks/{network_id:str}/members/{membership_id:str}/role", sync_to_thread=True)
def change_network_member(
    site: SiteHere, admission: AdmissionHere, network_id: FromPath[str], membership_id: FromPath[str], form: FormHere
) -> Redirect:
    """Give somebody another role in a network."""
    roles = (MembershipRole.HEAD, MembershipRole.ANALYST)
    change_there(site, network_id, membership_id, form, roles, admission.actor)
    return back_to_members(f"/networks/{network_id}", "changed")


@post("/networks/{network_id:str}/members/{membership_id:str}/remove", sync_to_thread=True)
def remove_from_network(
    site: SiteHere, admission: AdmissionHere, network_id: FromPath[str], membership_id: FromPath[str], form: FormHere
) -> Redirect:
    """Take somebody out of a network."""
    remove_there(site, network_id, membership_id, form, admission.actor)
    return back_to_members(f"/networks/{network_id}", "removed")


@post("/networks/{network_id:str}/invitations/{invitation_id:str}/resend", sync_to_thread=True)
def resend_to_network(
    site: SiteHere, admission: AdmissionHere, network_id: FromPath[str], invitation_id: FromPath[str], form: FormHere
) -> Redirect:
    """Send an invitation to a network again."""
    resend_there(site, network_id, invitation_id, form, admission)
    return back_to_members(f"/networks/{network_id}", "resent")


@post("/networks/{network_id:str}/invitations/{invitation_id:str}/revoke", sync_to_thread=True)
def revoke_to_network(
    site: SiteHere, admission: AdmissionHere, network_id: FromPath[str], invitation_id: FromPath[str], form: FormHere
) -> Redirect:
    """Withdraw an invitation to a network."""
    revoke_there(site, network_id, invitation_id, form, admission)
    return back_to_members(f"/networks/{network_id}", "withdrawn")
