"""The API keys of an organisation or network."""

from __future__ import annotations

from dataclasses import replace

from litestar import Response, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import Connection, RowMapping

from assessment.services.api_keys import LIFETIMES, NETWORK_SCOPES, NewKey, create_api_key, revoke_api_key
from assessment.storage.api_keys import Scope, read_api_keys
from assessment.storage.organisations import Within
from assessment.translation import translate
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.forms import Form
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_organisations import KeyRow, KeysPage
from assessment.web.place_words import LIFETIME_WORDS, SCOPES, at_time, done_text, offered, on_day
from assessment.web.places import Here, at_both, place_here
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


@at_both(shown, "/keys")
def show_keys(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, done: FromQuery[str] = ""
) -> Response[str]:
    """The keys of a place."""
    with site.database.readings.begin() as session:
        here = place_here(site, session.connection(), request, admission)
        page = _page(site, session.connection(), here, Fields(here.language))
    return site.page(request, replace(page, done=done_text(done, here.language)))


@at_both(post, "/keys")
def create_key(request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere) -> Response[str]:
    """Make a key for a place and show it, once."""
    with site.database.readings.begin() as session:
        here = place_here(site, session.connection(), request, admission)
    return _create(request, site, here, admission, form)


@at_both(post, "/keys/{key_id:str}/revoke")
def revoke_key(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, key_id: FromPath[str], form: FormHere
) -> Redirect:
    """End a key of a place."""
    only(form)
    with site.database.sessions.begin() as session:
        here = place_here(site, session.connection(), request, admission)
        revoke_api_key(session, here.within, key_id, actor=admission.actor, now=site.now())
    return Redirect(f"{here.view.home}/keys?done=revoked", status_code=303)


def _create(request: HttpRequest, site: Site, here: Here, admission: Admission, form: Form) -> Response[str]:
    reader = Reader(only(form, "name", "scopes", "days"), here.language)
    name = reader.text("name", _("Write what the key is for."))
    scopes = reader.some_of("scopes", _scopes(here.within), _("Choose what the key opens."))
    days = reader.one_of("days", [str(days) for days in LIFETIMES], _("Choose how long it lasts."))
    made: NewKey | None = None
    with site.database.sessions.begin() as session:
        if not reader.errors:
            made = create_api_key(
                session,
                here.within,
                name=name,
                scopes=[Scope(scope) for scope in scopes],
                days=int(days),
                person_id=admission.signed_in.person_id,
                now=site.now(),
            )
        fields = Fields(here.language) if made else Fields(here.language, form, reader.errors)
        page = _page(site, session.connection(), here, fields)
    return site.page(request, replace(page, made=made.text if made else ""), 200 if made else 422)


def _scopes(place: Within) -> tuple[Scope, ...]:
    return tuple(Scope) if place.organisation_id else NETWORK_SCOPES


def _page(site: Site, connection: Connection, here: Here, fields: Fields) -> KeysPage:
    scopes = {scope.value: SCOPES[scope] for scope in _scopes(here.within)}
    return KeysPage(
        place=here.view,
        fields=(
            fields.box(
                "name",
                _("What is the key for?"),
                _("For example the program that uses it."),
            ),
            fields.ticks("scopes", _("What does it open?"), offered(scopes, here.language)),
            fields.choices("days", _("How long does it last?"), offered(LIFETIME_WORDS, here.language), first=["90"]),
        ),
        keys=tuple(_row(site, row, here.language) for row in read_api_keys(connection, here.within)),
        base=f"{here.view.home}/keys",
    )


def _row(site: Site, row: RowMapping, language: str) -> KeyRow:
    over = row["expires_at"] <= site.now()
    used = row["used_at"]
    last = translate("Last used: %(moment)s", language, moment=at_time(used, language)) if used else ""
    return KeyRow(
        id=row["id"],
        name=row["name"],
        prefix=row["prefix"],
        scopes=tuple(translate(SCOPES[Scope(scope)], language) for scope in row["scopes"]),
        dates=(
            translate("Valid until %(day)s", language, day=on_day(row["expires_at"], language)),
            last or translate("Never used", language),
        ),
        state="revoked" if row["revoked_at"] else "over" if over else "valid",
    )
