"""The commands that read many organisations: quality, score with peers, shortage."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assessment.reports.pdf import Document, PdfWorker
from tests.functional.test_cli import PANEL, SURVEY, Run, run
from tests.network import write_network

__all__ = ["run"]


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty fictional organisations, the first six with a survey of twelve visitors."""
    folder = tmp_path_factory.mktemp("network")
    write_network(folder, 30, surveys=6, visitors=12)
    return folder


@pytest.fixture
def small(tmp_path: Path, network: Path) -> Path:
    """Four of the organisations, one of them with its survey."""
    for name in ("org-00.json", "org-00-survey.yaml", "org-10.json", "org-11.json", "org-12.json"):
        shutil.copy(network / name, tmp_path)
    return tmp_path


def test_quality_of_thirty_organisations_is_printed_with_a_reading_for_each(run: Run, network: Path) -> None:
    said = run("quality", network)
    assert (said.code, said.err) == (0, "")
    for text in ("30 organisations", "Alpha", "Omega", "ICC(2)", "Real change", "Answering style", "no fault of the"):
        assert text in said.out


def test_quality_is_printed_in_french(run: Run, network: Path) -> None:
    said = run("quality", network, "--lang", "fr")
    assert "Fiabilité" in said.out
    assert "Façon de répondre" in said.out


def test_every_number_of_quality_is_printed_as_json(run: Run, network: Path) -> None:
    document = json.loads(run("quality", network, "--json").out)
    found = document["dimensions"]["CAP"]["reliability"]
    assert (document["organisations"], document["respondents"]["staff"], document["refused"]) == (30, 90, [])
    assert found["low"] < found["alpha"] < found["high"]
    assert found["items"]["CAP1"]["alpha_without"] is not None
    assert document["concordance"]["pairs"] == 30


def test_fewer_than_thirty_organisations_have_descriptives_only_and_are_told_so(run: Run, small: Path) -> None:
    said = run("quality", small)
    found = json.loads(run("quality", small, "--json").out)["dimensions"]["CAP"]["reliability"]
    assert said.code == 0
    assert "need 30" in said.out
    assert (found["organisations"], found["alpha"], found["items"]["CAP1"]["item_rest"]) == (4, None, None)
    assert found["items"]["CAP1"]["sd"] > 0


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_used(run: Run, small: Path) -> None:
    (small / "broken.yaml").write_text("sheets: [")
    said = run("quality", small, "--json")
    assert said.code == 1
    assert "broken.yaml:2:1: syntax: The file cannot be read" in said.err
    document = json.loads(said.out)
    assert (document["organisations"], document["refused"]) == (4, [str(small / "broken.yaml")])


def test_a_file_given_twice_counts_once(run: Run, small: Path) -> None:
    document = json.loads(run("quality", small, small / "org-10.json", "--json").out)
    assert document["organisations"] == 4


def test_a_file_that_is_not_there_is_said(run: Run, small: Path) -> None:
    said = run("quality", small, "nowhere.yaml")
    assert said.code == 1
    assert "nowhere.yaml" in said.err


@pytest.mark.parametrize("command", ["quality", "shortage"])
def test_a_folder_without_answers_is_said(run: Run, tmp_path: Path, command: str) -> None:
    said = run(command, tmp_path)
    assert (said.code, said.out) == (1, "")
    assert "no answers file that can be used" in said.err


def test_quality_of_nothing_is_wrong_usage(run: Run) -> None:
    assert run("quality").code == 2


def test_peers_give_the_funnel_its_leak_and_the_map_its_band(run: Run, network: Path) -> None:
    said = run("score", PANEL, "--survey", SURVEY, "--peers", network)
    assert said.code == 0
    assert "Peers: 30; with a funnel: 30; with a survey of visitors: 6." in said.err
    for text in ("From visits to bookings", "among peers", "at the mean of peers", "peers’ visitors expect"):
        assert text in " ".join(said.out.split())


def test_what_peers_say_is_in_the_document(run: Run, network: Path) -> None:
    document = json.loads(run("score", PANEL, "--survey", SURVEY, "--peers", network, "--json").out)
    assert document["indices"]["funnel"]["leak"] == "contacts"
    assert document["visitors"]["map"]["own"] is False
    assert document["visitors"]["map"]["performance"]["error"] > 0
    assert "Q5" in document["visitors"]["from_peers"]
    assert document["calibration"] is None


def test_too_few_peers_say_nothing_and_it_is_said(run: Run, small: Path) -> None:
    said = run("score", PANEL, "--survey", SURVEY, "--peers", small, "--json")
    document = json.loads(said.out)
    assert "need 10 peers" in said.err
    assert "needs 5 peers" in said.err
    assert (document["indices"]["funnel"]["leak"], document["visitors"]["map"]["own"]) == (None, True)
    assert document["visitors"]["from_peers"] == []


def test_an_organisation_is_no_peer_of_its_own(run: Run, small: Path) -> None:
    assert "Peers: 3;" in run("score", small / "org-10.json", "--peers", small).err


def test_peers_need_a_folder(run: Run, small: Path) -> None:
    said = run("score", PANEL, "--peers", small / "org-10.json")
    assert (said.code, said.out) == (1, "")
    assert "is not a folder" in said.err


def test_a_peer_that_cannot_be_read_does_not_stop_the_score(run: Run, small: Path) -> None:
    (small / "broken.yaml").write_text("sheets: [")
    said = run("score", PANEL, "--peers", small, "--json")
    assert said.code == 1
    assert "broken.yaml" in said.err
    assert json.loads(said.out)["overall"]["score"] > 0


def test_the_shortage_of_each_region_is_said_in_sentences(run: Run, network: Path) -> None:
    said = run("shortage", network)
    assert (said.code, said.err) == (0, "")
    text = " ".join(said.out.split())
    assert "In Bretagne, digital project managers cover" in text
    assert "for an estimated need of" in text


def test_the_shortage_is_printed_as_json_and_in_french(run: Run, network: Path) -> None:
    document = json.loads(run("shortage", network, "--json").out)
    region = document["regions"][0]
    assert (document["organisations"], document["left_out"], document["nights_stated"]) == (30, 0, True)
    assert (region["organisations"], region["shortage"]["claim"]) == (15, "not_shown")
    assert region["shortage"]["need"]["low"] < region["shortage"]["totals"]["need"] < region["shortage"]["need"]["high"]
    assert "besoin estimé" in " ".join(run("shortage", network, "--lang", "fr").out.split())


def test_a_region_of_fewer_than_five_organisations_is_kept_back(run: Run, small: Path) -> None:
    document = json.loads(run("shortage", small, "--json").out)
    assert {item["shortage"] for item in document["regions"]} == {None}
    assert "not shown" in run("shortage", small).out


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_report_shows_peers_too(
    run: Run, network: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    printed: list[str] = []

    def keep(_worker: PdfWorker, document: Document) -> bytes:
        printed.append(document.html)
        return b"%PDF-1.7"

    monkeypatch.setattr(PdfWorker, "render", keep)
    said = run("report", PANEL, "--survey", SURVEY, "--peers", network, "-o", tmp_path / "r.pdf", "--lang", language)
    assert said.code == 0
    assert {"fr": "contre 20,0 chez les pairs", "en": "against 20.0 among peers"}[language] in printed[0]
    assert {"fr": "la moyenne des pairs", "en": "the mean of peers"}[language] in printed[0]
