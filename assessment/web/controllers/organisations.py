"""An organisation: its assessments, a new one, its settings, the way out."""

from __future__ import annotations

from datetime import date, datetime, time

from litestar import Response, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import Connection

from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.questionnaire import Form as QuestionnaireForm
from assessment.services.assessments import organisation_from
from assessment.services.organisations import (
    Run,
    delete_organisation,
    describe_organisation,
    leave_network,
    start_run,
)
from assessment.services.taking_part import leave_campaigns_of
from assessment.storage.organisations import invitations_of, networks_of_organisation, runs_of_organisations
from assessment.translation import translate
from assessment.web.cards import Deck
from assessment.web.fields import error_lines
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.forms import InputProblem, Typed
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_organisations import DeletePage, Link, OrganisationPage, SettingsPage, StartRunPage
from assessment.web.participations import participations
from assessment.web.place_words import FORMS, HERE, MODES, RESULTS_FOR, ROLES, day_of, done_text, offered
from assessment.web.places import Here, organisation_here
from assessment.web.profiles import ProfileForm, typed_profile
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


@shown("/organisations/{organisation_id:str}", sync_to_thread=True)
def show_organisation(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, organisation_id: FromPath[str]
) -> Response[str]:
    """The assessments of an organisation."""
    person, language = admission.signed_in, site.language(request)
    with site.database.readings.begin() as session:
        connection = session.connection()
        here = organisation_here(site, connection, request, admission, organisation_id)
        invited = invitations_of(connection, person.person_id, site.now())
        deck = Deck(person, {row["assessment_id"]: row for row in invited}, language)
        cards = deck.cards(connection, [organisation_id])
        leads = admission.role in here.roles[:1]
        campaigns = participations(
            connection, [organisation_id], [organisation_id] if leads else [], language, site.now()
        )
    page = OrganisationPage(
        place=here.view,
        role=translate(ROLES[admission.role], language) if admission.role else "",
        cards=cards,
        campaigns=campaigns[organisation_id],
        start=f"{here.view.home}/assessments" if leads else None,
        described=here.row["profile"] is not None,
    )
    return site.page(request, page)


@shown("/organisations/{organisation_id:str}/assessments", sync_to_thread=True)
def show_start(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, organisation_id: FromPath[str]
) -> Response[str]:
    """The form to start an assessment."""
    with site.database.readings.begin() as session:
        here = organisation_here(site, session.connection(), request, admission, organisation_id)
    return site.page(request, _start_page(here, Fields(here.language)))


@post("/organisations/{organisation_id:str}/assessments", sync_to_thread=True)
def start_here(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, organisation_id: FromPath[str], form: FormHere
) -> Response[str] | Redirect:
    """Start an assessment as its lead, with the profile of the organisation."""
    now, person = site.now(), admission.signed_in
    with site.database.sessions.begin() as session:
        here = organisation_here(site, session.connection(), request, admission, organisation_id)
        reader = Reader(only(form, "form", "mode", "results_for", "deadline"), here.language)
        run = _read_run(reader, day_of(now))
        if run is not None:
            assessment_id = start_run(
                session,
                organisation_id,
                run,
                questionnaire=site.instrument().questionnaire,
                lead_id=person.person_id,
                language=here.language,
                now=now,
            )
    if run is None:
        return site.page(request, _start_page(here, Fields(here.language, form, reader.errors)), 422)
    end = "" if here.row["profile"] else "/profile"
    return Redirect(f"/assessments/{assessment_id}{end}", status_code=303)


@shown("/organisations/{organisation_id:str}/settings", sync_to_thread=True)
def show_settings(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    organisation_id: FromPath[str],
    done: FromQuery[str] = "",
) -> Response[str]:
    """Name and profile as kept."""
    with site.database.readings.begin() as session:
        here = organisation_here(site, session.connection(), request, admission, organisation_id)
        typed = {
            "name": (here.row["name"],),
            **typed_profile(organisation_from(here.row["profile"]), here.language),
        }
        page = _settings_page(site, session.connection(), here, typed, (), done)
    return site.page(request, page)


@post("/organisations/{organisation_id:str}/settings", sync_to_thread=True)
def keep_settings(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, organisation_id: FromPath[str], form: FormHere
) -> Response[str] | Redirect:
    """Keep name and profile, or say what is wrong with them."""
    profile_form = ProfileForm(site.instrument())
    only(form, *profile_form.names())
    with site.database.sessions.begin() as session:
        here = organisation_here(site, session.connection(), request, admission, organisation_id)
        profile, problems = profile_form.read(form)
        if profile is None:
            page = _settings_page(site, session.connection(), here, form.typed, problems)
            return site.page(request, page, 422)
        describe_organisation(session, organisation_id, profile, actor=admission.actor, now=site.now())
    return Redirect(f"{here.view.home}/settings?done=saved", status_code=303)


@post("/organisations/{organisation_id:str}/networks/{network_id:str}/leave", sync_to_thread=True)
def leave(
    site: SiteHere,
    admission: AdmissionHere,
    organisation_id: FromPath[str],
    network_id: FromPath[str],
    form: FormHere,
) -> Redirect:
    """Leave a network with its campaigns; it then no longer sees how far the organisation is."""
    only(form)
    with site.database.sessions.begin() as session:
        leave_network(session, organisation_id, network_id, actor=admission.actor, now=site.now())
        leave_campaigns_of(session, organisation_id, network_id, actor=admission.actor, now=site.now())
    return Redirect(f"/organisations/{organisation_id}/settings?done=left", status_code=303)


@shown("/organisations/{organisation_id:str}/delete", sync_to_thread=True)
def show_delete(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, organisation_id: FromPath[str]
) -> Response[str]:
    """What deleting the organisation would take away."""
    with site.database.readings.begin() as session:
        here = organisation_here(site, session.connection(), request, admission, organisation_id)
        count = len(runs_of_organisations(session.connection(), [organisation_id]))
    return site.page(request, _delete_page(here, count, Fields(here.language)))


@post("/organisations/{organisation_id:str}/delete", sync_to_thread=True)
def delete(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, organisation_id: FromPath[str], form: FormHere
) -> Response[str] | Redirect:
    """Delete the organisation, once its name was typed."""
    with site.database.sessions.begin() as session:
        here = organisation_here(site, session.connection(), request, admission, organisation_id)
        reader = Reader(only(form, "name"), here.language)
        if reader.text("name", _("Write the name of the organisation.")) != here.row["name"]:
            reader.refuse("name", _("This is not its name. Write it exactly as it stands above."))
            count = len(runs_of_organisations(session.connection(), [organisation_id]))
            return site.page(request, _delete_page(here, count, Fields(here.language, form, reader.errors)), 422)
        delete_organisation(session, organisation_id, actor=admission.actor, now=site.now())
    return Redirect("/home", status_code=303)


def _read_run(reader: Reader, today: date) -> Run | None:
    form = reader.one_of("form", FORMS, _("Choose the length."))
    mode = reader.one_of("mode", MODES, _("Choose how people answer."))
    results_for = reader.one_of("results_for", RESULTS_FOR, _("Choose who reads the results."))
    day = reader.day("deadline", after=today)
    if reader.errors:
        return None
    return Run(
        form=QuestionnaireForm(form),
        mode=Mode(mode),
        results_for=ResultsFor(results_for),
        deadline=datetime.combine(day, time(23, 59, 59), HERE) if day else None,
    )


def _start_page(here: Here, fields: Fields) -> StartRunPage:
    return StartRunPage(
        place=here.view,
        action=f"{here.view.home}/assessments",
        described=here.row["profile"] is not None,
        fields=(
            fields.choices("form", _("Which length?"), offered(FORMS, here.language), first=["full"]),
            fields.choices("mode", _("How do people answer?"), offered(MODES, here.language), first=["shared"]),
            fields.choices(
                "results_for",
                _("Who reads the results once the answers are sent?"),
                offered(RESULTS_FOR, here.language),
                _("Everybody is told before they answer. It cannot be changed afterwards."),
                first=["lead"],
            ),
            fields.box(
                "deadline",
                _("By when are the answers to be sent?"),
                _("Optional. Written like 2026-12-31; people can answer until the end of that day."),
                required=False,
            ),
        ),
    )


def _settings_page(
    site: Site, connection: Connection, here: Here, typed: Typed, problems: tuple[InputProblem, ...], done: str = ""
) -> SettingsPage:
    fields = ProfileForm(site.instrument()).fields(typed, problems, here.language)
    networks = networks_of_organisation(connection, here.id)
    return SettingsPage(
        place=here.view,
        done=done_text(done, here.language),
        fields=fields,
        errors=error_lines(fields.values()),
        networks=tuple(Link(f"{here.view.home}/networks/{row['id']}/leave", row["name"]) for row in networks),
    )


def _delete_page(here: Here, assessments: int, fields: Fields) -> DeletePage:
    box = fields.box("name", _("Write the name of the organisation to confirm"))
    return DeletePage(place=here.view, fields=(box,), assessments=assessments)
