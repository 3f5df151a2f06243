"""Organisations brought into a network from a file: template, errors line by line, preview, then all or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.orm import Session

from assessment.domain.results import Instrument
from assessment.reports.import_templates import TemplateColumn, template_workbook
from assessment.services.organisation_imports import COLUMNS, Checked, NewOrganisation, apply_import, check_rows
from assessment.services.sheet_files import SheetRefused, read_sheet
from assessment.services.sheet_rules import MOST_BYTES, Row
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_views import kind_name
from assessment.web.fields import ErrorLine
from assessment.web.form_reading import only
from assessment.web.forms import Form
from assessment.web.gate import TAKES_FILES
from assessment.web.http import HttpRequest, shown, to_keep
from assessment.web.pages_campaigns import ColumnHelp, ImportPage, ImportPreviewPage, LineRow
from assessment.web.pages_organisations import Link
from assessment.web.place_words import LANGUAGES
from assessment.web.places import Here, network_here
from assessment.web.rules import AdmissionHere
from assessment.web.sealed_previews import opened, sealed
from assessment.web.site import FormHere, SiteHere

FILE = "file"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_FORM = 2 * MOST_BYTES
"""The file with what a browser puts around it; a larger one is refused in words up to here, then by its size."""
MOST_SHOWN = 50
EXAMPLE = ("Office de tourisme fictif", "OT", "12.5", "84", "mountain", "direction@office-fictif.example", "fr")
MEANINGS = {
    "name": _("Name of the organisation"),
    "type": _("Kind of organisation"),
    "staff": _("Staff in full-time equivalents, for example 12.5"),
    "region": _("Region, by its code or its name"),
    "territory": _("Territory"),
    "email": _("E-mail address of its lead, who is invited"),
    "language": _("Language of the invitation; fr where it is left out"),
}
NO_FILE = _("Choose a file first.")
MORE = _("And %(number)s more lines with something to correct.")
CHANGED = _("The network has changed since, or the preview is more than an hour old. Send the file again.")


@shown("/networks/{network_id:str}/import", sync_to_thread=True)
def show_import(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, network_id: FromPath[str]
) -> Response[str]:
    """What the file has to look like, and the form to send it."""
    with site.database.readings.begin() as session:
        here = network_here(site, session.connection(), request, admission, network_id)
    return site.page(request, _page(site.instrument(), here))


@shown("/networks/{network_id:str}/import/template.csv", sync_to_thread=True)
def download_template(network_id: FromPath[str]) -> Response[bytes]:
    """The template: the names of the columns and a fictional organisation, as spreadsheets open it."""
    del network_id
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([COLUMNS, EXAMPLE])
    return to_keep(text.getvalue().encode("utf-8-sig"), "organisations.csv", "text/csv")


@shown("/networks/{network_id:str}/import/template.xlsx", sync_to_thread=True)
def download_workbook(request: HttpRequest, site: SiteHere, network_id: FromPath[str]) -> Response[bytes]:
    """The template as a workbook with lists to choose from and a sheet that explains it."""
    del network_id
    instrument, language = site.instrument(), site.language(request)
    helps = [_column(name, instrument, language) for name in COLUMNS]
    columns = [_template_column(item, example) for item, example in zip(helps, EXAMPLE, strict=True)]
    return to_keep(template_workbook(columns, language), "organisations.xlsx", XLSX)


@post(
    "/networks/{network_id:str}/import",
    sync_to_thread=True,
    request_max_body_size=LARGEST_FORM,
    opt={TAKES_FILES: True},
)
def preview_import(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, network_id: FromPath[str], form: FormHere
) -> Response[str]:
    """Read a file and show what it would do, or everything that is wrong with it; nothing is kept."""
    rows, refused = _read(form, site.language(request))
    instrument = site.instrument()
    with site.database.readings.begin() as session:
        here = network_here(site, session.connection(), request, admission, network_id)
        found = check_rows(session, network_id, rows, instrument) if rows else Checked()
    if refused:
        return site.page(request, _page(instrument, here, [refused]), 422)
    if found.problems:
        return site.page(request, _page(instrument, here, _sentences(found, here.language)), 422)
    page = ImportPreviewPage(
        place=here.view,
        new=tuple(_line(line, instrument, here.language) for line in found.new),
        already=tuple(_line(line, instrument, here.language) for line in found.already),
        sealed=sealed(site, _purpose(network_id, admission.signed_in.person_id), rows),
        back=Link(f"{here.view.home}/import", translate("Send another file", here.language)),
    )
    return site.page(request, page)


@post("/networks/{network_id:str}/import/apply", sync_to_thread=True, request_max_body_size=LARGEST_FORM)
def apply(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, network_id: FromPath[str], form: FormHere
) -> Response[str] | Redirect:
    """Make the organisations of a preview and invite their leads: all of them, or none."""
    person = admission.signed_in
    rows = opened(site, only(form, "import").one("import"), _purpose(network_id, person.person_id)) or []
    with site.database.sessions.begin() as session:
        here = network_here(site, session.connection(), request, admission, network_id)
        lines = _fit(session, network_id, rows, site.instrument())
        if lines is None:
            page = _page(site.instrument(), here, [translate(CHANGED, here.language)])
            return site.page(request, page, 422)
        apply_import(
            session,
            site.seal,
            network_id,
            lines,
            inviter_id=person.person_id,
            inviter=person.name,
            link=site.address,
            now=site.now(),
        )
    return Redirect(f"/networks/{network_id}?done=imported", status_code=303)


def _fit(
    session: Session, network_id: str, rows: Sequence[Row], instrument: Instrument
) -> tuple[NewOrganisation, ...] | None:
    """The lines to make, checked once more in the transaction that makes them; None when they no longer fit."""
    found = check_rows(session, network_id, rows, instrument) if rows else None
    return found.new if found and found.new and not found.problems else None


def _read(form: Form, language: str) -> tuple[list[Row], str]:
    """The rows of the file, or why there are none."""
    content = only(form, FILE).files.get(FILE, b"")
    if not content:
        return [], translate(NO_FILE, language)
    try:
        return read_sheet(content), ""
    except SheetRefused as refused:
        return [], refused.text(language)


def _purpose(network_id: str, person_id: str) -> tuple[str, str, str]:
    return "import", network_id, person_id


def _sentences(found: Checked, language: str) -> list[str]:
    return [
        translate("Line %(line)s: %(problem)s", language, line=problem.line, problem=problem.text(language))
        for problem in found.problems
    ]


def _page(instrument: Instrument, here: Here, problems: Sequence[str] = ()) -> ImportPage:
    rest = len(problems) - MOST_SHOWN
    return ImportPage(
        place=here.view,
        columns=tuple(_column(name, instrument, here.language) for name in COLUMNS),
        errors=tuple(ErrorLine(FILE, text) for text in problems[:MOST_SHOWN]),
        more=translate(MORE, here.language, number=rest) if rest > 0 else "",
    )


def _column(name: str, instrument: Instrument, language: str) -> ColumnHelp:
    questionnaire = instrument.questionnaire
    values = {
        "type": [(kind.id, kind.title.text(language)) for kind in questionnaire.organisation_types],
        "region": [(region.insee, region.name) for region in instrument.regions],
        "territory": [(item.code, item.text.text(language)) for item in questionnaire.territories],
        "language": list(LANGUAGES.items()),
    }
    return ColumnHelp(name, translate(MEANINGS[name], language), tuple(values.get(name, ())))


def _template_column(item: ColumnHelp, example: str) -> TemplateColumn:
    """A column of the workbook: its lists offer names, that of languages the codes the import takes."""
    words = dict(item.values)
    values = tuple(words if item.name == "language" else words.values())
    shown = example if item.name == "language" else words.get(example, example)
    return TemplateColumn(item.name, item.meaning, values, float(shown) if item.name == "staff" else shown)


def _line(line: NewOrganisation, instrument: Instrument, language: str) -> LineRow:
    kind = kind_name(instrument.questionnaire, line.profile.type, language)
    return LineRow(line.line, line.profile.name, kind, line.lead.email)
