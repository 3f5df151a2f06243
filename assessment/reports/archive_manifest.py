"""What lies beside the reports in an archive: which there are, which are missing and why, their checksums."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import StringIO
from unicodedata import normalize

from assessment.reports.benchmark_tables import safe
from assessment.translation import later as _
from assessment.translation import translate

MANIFEST, CHECKSUMS = "manifest.csv", "SHA256SUMS"
LONGEST_NAME = 60
NAMELESS = "organisation"
TOO_MUCH, NO_LIBRARY, DISK, STOPPED, UNMADE = "too-much", "no-library", "disk", "stopped", "unmade"
FAILURES: Mapping[str, str] = {
    TOO_MUCH: _(
        "The report took more time or memory than one report may. Its texts may be very long: shorten them, "
        "or ask for this report by itself."
    ),
    NO_LIBRARY: _("The library that draws text is missing on this machine. Whoever runs the service can install it."),
    DISK: _("The disk refused the file: it is full, or may not be written. Make room, then order again."),
    STOPPED: _("Whatever made it was ended from outside, twice. Order again."),
    UNMADE: _("The report could not be made, and nobody foresaw why. Order again, or tell whoever runs the service."),
}
"""By code, why there is no report."""
LEFT_OUT = _("Organisations that did not agree to be read by name: %(number)s. Their reports are not in the file.")
COLUMNS = (
    _("File"),
    _("Organisation"),
    _("Type"),
    _("Questionnaire"),
    _("Language"),
    _("Answers sent on"),
    _("Bytes"),
    _("SHA-256"),
    _("Problem"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An organisation in an archive: its report with size and SHA-256, or the code of why there is none."""

    organisation_id: str
    name: str
    type: str
    questionnaire: str
    sent_at: datetime | None = None
    size: int = 0
    digest: str = ""
    failure: str = ""

    @property
    def file_name(self) -> str:
        """The name of the report: letters, digits and hyphens whatever the organisation is called, and never twice."""
        plain = normalize("NFKD", self.name).encode("ascii", "ignore").decode().lower()
        words = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")
        return f"{words or NAMELESS}-{sha256(self.organisation_id.encode()).hexdigest()[:8]}.pdf"


def manifest(entries: Sequence[Entry], language: str, left_out: int = 0) -> str:
    """The list as CSV that spreadsheets open by a double click: semicolons, a mark of UTF-8."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(translate(title, language) for title in COLUMNS)
    writer.writerows(_line(entry, language) for entry in entries)
    if left_out:
        writer.writerow(["", left_out_text(left_out, language)])
    return "\ufeff" + buffer.getvalue()


def checksums(entries: Sequence[Entry]) -> str:
    """The reports with their SHA-256, as `sha256sum --check` reads them."""
    return "".join(f"{entry.digest}  {entry.file_name}\n" for entry in entries if not entry.failure)


def left_out_text(number: int, language: str) -> str:
    """How many organisations an archive leaves out."""
    return translate(LEFT_OUT, language, number=number)


def failure_text(code: str, language: str) -> str:
    """Why there is no report."""
    return translate(FAILURES[code], language)


def _line(entry: Entry, language: str) -> list[str]:
    day = entry.sent_at.date().isoformat() if entry.sent_at else ""
    about = [safe(entry.name), entry.type, entry.questionnaire, language, day]
    if entry.failure:
        return ["", *about, "", "", failure_text(entry.failure, language)]
    return [entry.file_name, *about, str(entry.size), entry.digest, ""]
