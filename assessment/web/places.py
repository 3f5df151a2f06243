"""The place a page is about: found by its id, with the name and the pages that the person's role opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection, RowMapping

from assessment.domain.membership import MembershipRole
from assessment.storage.organisations import Within, find_network, find_organisation
from assessment.web.http import HttpRequest
from assessment.web.pages_organisations import Place
from assessment.web.place_words import network_place, organisation_place
from assessment.web.rules import Admission
from assessment.web.site import Site

Handler: TypeAlias = Callable[..., Any]


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


def at_both(
    method: Callable[..., Callable[[Handler], HTTPRouteHandler]], end: str
) -> Callable[[Handler], tuple[HTTPRouteHandler, ...]]:
    """Make the handlers of a page that organisations and networks both have; it finds its `place_here`.

    One each: a handler with two paths would be put into a thread twice by the framework.
    """
    paths = f"/organisations/{{organisation_id:str}}{end}", f"/networks/{{network_id:str}}{end}"
    return lambda handler: tuple(method(path, sync_to_thread=True)(handler) for path in paths)


def place_here(site: Site, connection: Connection, request: HttpRequest, admission: Admission) -> Here:
    """The organisation or network of an address from `at_both`. Raises NotFoundException."""
    names = request.path_params
    if "organisation_id" in names:
        return organisation_here(site, connection, request, admission, names["organisation_id"])
    return network_here(site, connection, request, admission, names["network_id"])
