"""Trust in the numbers: what many assessments say about the questionnaire and about the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.domain.data_quality import DataQuality, data_quality
from assessment.domain.questionnaire import Questionnaire
from assessment.services.gathering import Gathered


@dataclass(frozen=True, slots=True)
class Quality:
    """The panel of a questionnaire over many organisations."""

    questionnaire: Questionnaire
    panel: DataQuality


def find_quality(files: Sequence[Gathered]) -> Quality:
    """Assess every organisation by itself and look at all of them together (dossier 7.2, 7.4).

    Raises ValueError without any file.
    """
    if not files:
        raise ValueError("quality needs the answers of at least one organisation")
    questionnaire = files[0].instrument.questionnaire
    return Quality(questionnaire, data_quality(questionnaire, [item.result() for item in files]))
