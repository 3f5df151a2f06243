"""What a person may ask for about themselves: everything kept about them, or that it be erased."""

from __future__ import annotations

import json

from litestar import MediaType, Response, post

from assessment.services.addresses import Address, address_key
from assessment.services.privacy import (
    LABELS,
    Document,
    StillNeeded,
    erase_person,
    export_person,
    still_needed,
    subjects_in,
)
from assessment.storage.access import SignedIn
from assessment.translation import translate
from assessment.web.controllers.sign_in import FORGET
from assessment.web.form_reading import Fields, only
from assessment.web.http import HttpRequest, shown
from assessment.web.journeys import HINT
from assessment.web.pages_own_data import DataPage, ErasedPage, ErasePage
from assessment.web.proofs import proof_lines, proof_missing
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere

DOWNLOAD = {"Content-Disposition": 'attachment; filename="account.json"'}


@shown("/account/data", sync_to_thread=True)
def show_data(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """Everything kept about the person, to read."""
    return site.page(request, DataPage(subjects=subjects_in(_document(site, admission)), labels=LABELS))


@shown("/account/data.json", sync_to_thread=True)
def download_data(site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """The same for a program."""
    text = json.dumps(_document(site, admission), ensure_ascii=False, indent=2)
    return Response(f"{text}\n", media_type=MediaType.JSON, headers=DOWNLOAD)


@shown("/account/erase", sync_to_thread=True)
def show_erase(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """What goes and what stays, and the proof that it is still the person."""
    person, fields = admission.signed_in, Fields(site.language(request))
    return site.page(request, _page(site, person, fields, _hindrance(site, person)))


@post("/account/erase", sync_to_thread=True, status_code=200)
def erase(request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere) -> Response[str]:
    """Erase the person, and sign them out."""
    only(form, "current")
    person, language = admission.signed_in, site.language(request)
    hindrance = _hindrance(site, person)
    wrong = "" if hindrance else proof_missing(request, site, person, form)
    if wrong:
        fields = Fields(language, form, {"current": translate(wrong, language)})
        return site.page(request, _page(site, person, fields), 422)
    hindrance = hindrance or _erase(site, admission)
    if hindrance:
        return site.page(request, _page(site, person, Fields(language), hindrance), 409)
    return _goodbye(request, site)


def _document(site: Site, admission: Admission) -> Document:
    address = _address(admission.signed_in)
    with site.database.sessions.begin() as session:
        return export_person(session, site.seal, address, actor=admission.actor, now=site.now())


def _hindrance(site: Site, person: SignedIn) -> str:
    with site.database.readings.begin() as session:
        return still_needed(session, person.person_id)


def _erase(site: Site, admission: Admission) -> str:
    """Erase the person; or say why not: everybody else who runs the place may have left since it was looked up."""
    address = _address(admission.signed_in)
    try:
        with site.database.sessions.begin() as session:
            erase_person(session, site.seal, address, actor=admission.actor, now=site.now())
    except StillNeeded as needed:
        return needed.message
    site.database.fold_log()
    return ""


def _goodbye(request: HttpRequest, site: Site) -> Response[str]:
    request.state.admission = Admission()  # what is shown next is shown to nobody
    answer = site.page(request, ErasedPage())
    answer.set_cookie(site.cookies.no_session())
    answer.set_cookie(site.cookies.no_token(HINT))
    answer.headers["Clear-Site-Data"] = FORGET
    return answer


def _page(site: Site, person: SignedIn, fields: Fields, hindrance: str = "") -> ErasePage:
    lines = {} if hindrance else proof_lines(site, person, fields)
    return ErasePage(fields=lines, email=person.email, hindrance=translate(hindrance, fields.language))


def _address(person: SignedIn) -> Address:
    return Address(person.email, address_key(person.email))
