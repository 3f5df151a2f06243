"""A network: its organisations with how far each one is, and a new organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from litestar import Response, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.membership import MembershipRole, role_in
from assessment.services.organisations import create_organisation
from assessment.storage.organisations import latest_runs, organisations_of_network
from assessment.translation import translate
from assessment.web.cards import dates_of, state_of
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.http import HttpRequest, shown
from assessment.web.long_lists import Parts
from assessment.web.members import FIRST_PERSON, first_person_fields, invite_as, read_invitee
from assessment.web.network_home import Overview
from assessment.web.pages_networks import NetworkPage, OrganisationRow
from assessment.web.place_words import ROLES, done_text
from assessment.web.places import Here, network_here
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


STATES = {"none": _("No assessment yet"), "open": _("In progress"), "sent": _("Sent")}


@shown("/networks/{network_id:str}", sync_to_thread=True)
def show_network(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    done: FromQuery[str] = "",
    part: FromQuery[str] = "",
) -> Response[str]:
    """The organisations of a network, with the state of their latest assessment and nothing of what is in it."""
    with site.database.readings.begin() as session:
        here = network_here(site, session.connection(), request, admission, network_id)
        page = _page(site, session, here, admission, Fields(here.language), part)
    return site.page(request, replace(page, done=done_text(done, here.language)))


@post("/networks/{network_id:str}/organisations", sync_to_thread=True)
def add_organisation(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, network_id: FromPath[str], form: FormHere
) -> Response[str] | Redirect:
    """Make an organisation in the network and invite its first lead."""
    with site.database.sessions.begin() as session:
        here = network_here(site, session.connection(), request, admission, network_id)
        reader = Reader(only(form, *FIRST_PERSON), here.language)
        name, invitee = reader.text("name", _("Write the name of the organisation.")), read_invitee(reader)
        if invitee is None:
            page = _page(site, session, here, admission, Fields(here.language, form, reader.errors))
            return site.page(request, page, 422)
        organisation_id = create_organisation(session, name, network_id, actor=admission.actor, now=site.now())
        invite_as(site, session, invitee, MembershipRole.LEAD, organisation_id, admission)
    return Redirect(f"/networks/{network_id}?done=created", status_code=303)


def _page(
    site: Site, session: Session, here: Here, admission: Admission, fields: Fields, part: str = ""
) -> NetworkPage:
    connection, role = session.connection(), role_in(admission.signed_in.memberships, here.id)
    runs, adds = latest_runs(connection, here.id), role is MembershipRole.HEAD
    mine = {item.place for item in admission.signed_in.memberships}
    rows = sorted(organisations_of_network(connection, here.id), key=lambda row: _is_sent(runs.get(row["id"])))
    parts = Parts(len(rows), part)
    overview = Overview(session, here, site.instrument(), site.seal, site.now(), adds).page() if role else None
    form = first_person_fields(fields, _("Name of the organisation"), _("E-mail address of its first lead"))
    return NetworkPage(
        place=here.view,
        role=translate(ROLES[admission.role], here.language) if admission.role else "",
        fields=form if adds else (),
        overview=overview,
        organisations=tuple(_row(row, runs.get(row["id"]), mine, here.language) for row in parts.of(rows)),
        parts=parts.links(here.view.home, {}, "organisations"),
        counts=_counts(rows, runs, here.language),
        action=f"{here.view.home}/organisations" if adds else None,
    )


def _is_sent(run: RowMapping | None) -> bool:
    """Whether there is nothing left to do: the unfinished are listed first."""
    return run is not None and state_of(run) == "sent"


def _row(row: RowMapping, run: RowMapping | None, mine: set[str], language: str) -> OrganisationRow:
    state = state_of(run) if run else "none"
    return OrganisationRow(
        name=row["name"],
        href=f"/organisations/{row['id']}" if row["id"] in mine else None,
        state=state,
        state_name=translate(STATES[state], language),
        dates=dates_of(run, language) if run else (),
    )


def _counts(rows: Sequence[RowMapping], runs: Mapping[str, RowMapping], language: str) -> str:
    sent = sum(state_of(run) == "sent" for run in runs.values())
    values = {"organisations": len(rows), "open": len(runs) - sent, "sent": sent}
    return translate(
        "%(organisations)s organisations: %(open)s with an assessment in progress, %(sent)s with one sent.",
        language,
        **values,
    )
