"""The block "us against peers" of an organisation's results, for those who lead it."""

from __future__ import annotations

from assessment.domain.results import AssessmentResult
from assessment.reports.own_place import OwnPlace, present_own_place
from assessment.services.benchmarks import own_publication
from assessment.storage.access import Standing
from assessment.web.rules import Admission
from assessment.web.site import Site


def own_place(site: Site, admission: Admission, result: AssessmentResult, language: str) -> OwnPlace | None:
    """An organisation beside its peers, None for others than its lead and before anything is published."""
    access = admission.to_assessment
    if access.standing is not Standing.LEAD:
        return None
    with site.database.readings.begin() as session:
        found = own_publication(session, access.assessment_id)
    if found is None:
        return None
    document, own = found
    about = document["campaign"]
    instrument = site.instrument(f"{about['questionnaire']}@{about['version']}")
    return present_own_place(document, own, result, instrument, language)
