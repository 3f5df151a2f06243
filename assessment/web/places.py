"""The place a page is about: found by its id, with the name and the pages that the person's role opens."""

from __future__ import annotations

from dataclasses import dataclass

from litestar.exceptions import NotFoundException
from sqlalchemy import Connection, RowMapping

from assessment.domain.membership import MembershipRole
from assessment.storage.organisations import Within, find_network, find_organisation
from assessment.web.http import HttpRequest
from assessment.web.pages_organisations import Place
from assessment.web.place_words import network_place, organisation_place
from assessment.web.rules import Admission
from assessment.web.site import Site


@dataclass(frozen=True, slots=True)
class Here:
    """An organisation or network whose page is asked for, and the roles that people have in it."""

    id: str
    row: RowMapping
    view: Place
    within: Within
    roles: tuple[MembershipRole, ...]
    language: str


def organisation_here(
    site: Site, connection: Connection, request: HttpRequest, admission: Admission, organisation_id: str
) -> Here:
    """The organisation. Raises NotFoundException."""
    row, language = find_organisation(connection, organisation_id), site.language(request)
    if row is None:
        raise NotFoundException
    view = organisation_place(organisation_id, row["name"], admission.role, request.scope["path"], language)
    roles = (MembershipRole.LEAD, MembershipRole.MEMBER)
    return Here(organisation_id, row, view, Within(organisation_id=organisation_id), roles, language)


def network_here(
    site: Site, connection: Connection, request: HttpRequest, admission: Admission, network_id: str
) -> Here:
    """The network. Raises NotFoundException."""
    row, language = find_network(connection, network_id), site.language(request)
    if row is None:
        raise NotFoundException
    view = network_place(network_id, row["name"], admission.role, request.scope["path"], language)
    roles = (MembershipRole.HEAD, MembershipRole.ANALYST)
    return Here(network_id, row, view, Within(network_id=network_id), roles, language)
