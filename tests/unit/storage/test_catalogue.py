"""The questionnaires folder: which versions there are, whether they can be used and are what was published."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assessment.domain.problems import ProblemsFound
from assessment.storage.catalogue import content_hash, load_catalogue, lock_entry
from tests.minimal import MINIMAL
from tests.shipped import QUESTIONNAIRES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of questionnaires that holds the minimal one, locked."""
    shutil.copytree(MINIMAL, tmp_path / "minimal")
    lock(tmp_path)
    return tmp_path


def lock(folder: Path) -> None:
    questionnaire = load_catalogue(folder).instrument("minimal").questionnaire
    (folder / "minimal" / "versions.lock.yaml").write_text(lock_entry(questionnaire) + "\n", encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def raise_version(folder: Path) -> None:
    """Keep the current version as an older one, and go on with version 1.1.0."""
    older = folder / "minimal" / "versions" / "1.0.0"
    older.mkdir(parents=True)
    for part in ("questionnaire", "expectations", "roles", "actions", "rules"):
        shutil.copy(folder / "minimal" / f"{part}.yaml", older)
    edit(folder / "minimal" / "questionnaire.yaml", "version: 1.0.0", "version: 1.1.0")


def complaints(folder: Path) -> list[str]:
    return [problem.code for problem in load_catalogue(folder).check("minimal")]


def refusal(folder: Path, reference: str) -> ProblemsFound:
    with pytest.raises(ProblemsFound) as found:
        load_catalogue(folder).instrument(reference)
    return found.value


def test_the_shipped_questionnaire_has_no_error() -> None:
    instrument = load_catalogue(QUESTIONNAIRES).instrument("digital-maturity")
    assert len(instrument.questionnaire.dimensions) == 9
    assert len(list(instrument.questionnaire.indicators())) == 49


def test_a_name_gives_the_current_version_and_is_read_once(folder: Path) -> None:
    catalogue = load_catalogue(folder)
    assert catalogue.names() == ("minimal",)
    assert catalogue.instrument("minimal").questionnaire.version == "1.0.0"
    assert catalogue.instrument("minimal@1.0.0") is catalogue.instrument("minimal")


def test_an_older_version_stays_readable(folder: Path) -> None:
    raise_version(folder)
    catalogue = load_catalogue(folder)
    assert catalogue.versions("minimal") == ("1.1.0", "1.0.0")
    assert catalogue.instrument("minimal").questionnaire.version == "1.1.0"
    assert catalogue.instrument("minimal@1.0.0").questionnaire.version == "1.0.0"
    assert complaints(folder) == ["version-not-locked"]


def test_an_older_version_stays_readable_while_the_current_one_is_broken(folder: Path) -> None:
    raise_version(folder)
    edit(folder / "minimal" / "questionnaire.yaml", "status: published", "status: finished")
    assert load_catalogue(folder).instrument("minimal@1.0.0").questionnaire.version == "1.0.0"


def test_an_unknown_questionnaire_is_met_with_those_there_are(folder: Path) -> None:
    (problem,) = refusal(folder, "minimum").problems
    assert problem.code == "unknown-questionnaire"
    assert problem.values == {"value": "minimum", "known": "minimal", "suggestion": "minimal"}


@pytest.mark.parametrize("name", ["..", "../minimal", "minimal/..", ""])
def test_a_name_never_leads_out_of_the_folder(folder: Path, name: str) -> None:
    assert [problem.code for problem in refusal(folder, name).problems] == ["unknown-questionnaire"]


@pytest.mark.parametrize("version", ["2.0.0", "../..", "1.0.0/"])
def test_an_unknown_version_is_met_with_those_there_are(folder: Path, version: str) -> None:
    raise_version(folder)
    (problem,) = refusal(folder, f"minimal@{version}x").problems
    assert problem.code == "unknown-version"
    assert problem.values["known"] == "1.1.0, 1.0.0"


def test_problems_of_several_files_come_with_their_file_and_line(folder: Path) -> None:
    edit(folder / "minimal" / "roles.yaml", "triggers: [FRONT1, BACK1]", "triggers: [FRONT1, BACK9]")
    edit(folder / "minimal" / "questionnaire.yaml", "version: 1.0.0", "version: 1.0")
    (folder / "minimal" / "actions.yaml").write_text("actions: [\n", encoding="utf-8")
    assert [problem.code for problem in refusal(folder, "minimal").problems] == ["syntax"]
    (folder / "minimal" / "actions.yaml").write_text("actions: []\n", encoding="utf-8")
    places = [str(problem.place).removeprefix(f"{folder}/minimal/") for problem in refusal(folder, "minimal").problems]
    assert places == ["questionnaire.yaml:3:1", "roles.yaml:38:22", "actions.yaml:1:1"]


def test_a_missing_file_is_a_problem(folder: Path) -> None:
    (folder / "minimal" / "regions.yaml").unlink()
    (problem,) = refusal(folder, "minimal").problems
    assert problem.code == "file-missing"
    assert problem.place
    assert problem.place.file.endswith("regions.yaml")


def test_a_locked_version_that_did_not_change_is_fine(folder: Path) -> None:
    assert complaints(folder) == []


def test_line_ends_do_not_change_the_hash(folder: Path) -> None:
    before = content_hash(folder / "minimal")
    for path in (folder / "minimal").glob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert content_hash(folder / "minimal") == before
    assert load_catalogue(folder).instrument("minimal").questionnaire.hash == before


@pytest.mark.parametrize("part", ["questionnaire", "expectations", "roles", "actions"])
def test_any_change_of_a_published_version_is_a_problem(folder: Path, part: str) -> None:
    with (folder / "minimal" / f"{part}.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# a word more\n")
    assert complaints(folder) == ["version-changed"]


def test_regions_may_change_without_a_new_version(folder: Path) -> None:
    edit(folder / "minimal" / "regions.yaml", "Île-de-France", "Paris Île-de-France")
    assert complaints(folder) == []


def test_a_draft_may_change_without_a_lock_entry(folder: Path) -> None:
    edit(folder / "minimal" / "questionnaire.yaml", "status: published", "status: draft")
    (folder / "minimal" / "versions.lock.yaml").unlink()
    assert complaints(folder) == []


def test_a_published_version_without_a_lock_entry_is_worth_a_look(folder: Path) -> None:
    (folder / "minimal" / "versions.lock.yaml").unlink()
    (problem,) = load_catalogue(folder).check("minimal")
    assert problem.code == "version-not-locked"
    assert problem.values["line"] == f'"1.0.0": {content_hash(folder / "minimal")}'


def test_an_unreadable_lock_file_is_a_problem(folder: Path) -> None:
    (folder / "minimal" / "versions.lock.yaml").write_text("- [\n", encoding="utf-8")
    assert complaints(folder) == ["syntax"]


def test_a_folder_must_be_called_like_its_questionnaire(folder: Path) -> None:
    (folder / "minimal").rename(folder / "other")
    assert [problem.code for problem in load_catalogue(folder).check("other")] == ["wrong-folder"]


def test_the_folder_of_an_older_version_must_be_called_like_it(folder: Path) -> None:
    raise_version(folder)
    lock(folder)
    (folder / "minimal" / "versions" / "1.0.0").rename(folder / "minimal" / "versions" / "0.9.0")
    assert "wrong-folder" in complaints(folder)
