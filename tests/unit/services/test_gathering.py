"""Many answers files at once."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from assessment.services.gathering import answers_files, gather
from assessment.storage.catalogue import load_catalogue
from tests.network import a_survey_file, an_answers_file, write_network
from tests.shipped import QUESTIONNAIRES

CATALOGUE = load_catalogue(QUESTIONNAIRES)


def written(folder: Path, name: str, **changed: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(an_answers_file(Random(1), 1, 2.0) | changed))
    return path


def test_surveys_hidden_files_and_other_kinds_of_file_are_no_answers(tmp_path: Path) -> None:
    for name in ("a.yaml", "a-survey.yaml", ".b.yaml", "c.txt", "d.json"):
        (tmp_path / name).write_text("")
    assert [path.name for path in answers_files([tmp_path, tmp_path / "d.json"])] == ["a.yaml", "d.json"]


def test_the_survey_that_lies_beside_belongs_to_the_organisation(tmp_path: Path) -> None:
    write_network(tmp_path, 2, surveys=1, visitors=11)
    first, second = gather(answers_files([tmp_path]), CATALOGUE).files
    assert first.survey is not None
    assert (len(first.survey.answers), second.survey) == (11, None)
    assert (first.result().visitors is None, second.result().visitors) == (False, None)


def test_a_survey_that_cannot_be_read_refuses_its_organisation(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json")
    survey = a_survey_file(Random(1), 2, 2.0) | {"names": ["x"]}
    (tmp_path / "a-survey.json").write_text(json.dumps(survey))
    found = gather([path], CATALOGUE)
    assert found.files == ()
    assert str(found.refused[path][0].place).startswith(str(tmp_path / "a-survey.json"))


def test_answers_to_another_questionnaire_than_wanted_are_refused_with_their_name(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json")
    found = gather([path], CATALOGUE, "digital-maturity@9.9.9")
    assert [problem.code for problem in found.refused[path]] == ["other-questionnaire"]
    assert str(found.refused[path][0].place) == f"{path}:1:1"


def test_a_file_that_is_wrong_leaves_the_others(tmp_path: Path) -> None:
    good, bad = written(tmp_path, "a.json"), written(tmp_path, "b.json", sheets=[])
    found = gather([good, bad, tmp_path / "none.yaml"], CATALOGUE)
    assert [item.path for item in found.files] == [good]
    assert list(found.refused) == [bad, tmp_path / "none.yaml"]
