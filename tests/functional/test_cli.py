"""The commands, as a person types them: what they do, say and leave behind."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple, NoReturn

import httpx
import pytest

from assessment.cli import main, score
from assessment.cli import questionnaire as questionnaire_command
from assessment.cli.commands import SUMMARIES
from assessment.reports.pdf import INSTALL, PdfFailed, PdfUnavailable, PdfWorker
from assessment.settings import bundled
from tests.shipped import QUESTIONNAIRES

SAMPLE = QUESTIONNAIRES / "digital-maturity" / "sample-answers.yaml"
PANEL, SURVEY = SAMPLE.with_name("sample-panel.yaml"), SAMPLE.with_name("sample-survey.yaml")
LANGUAGES = ("fr", "en")


class Said(NamedTuple):
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in an empty folder and a bare environment; nothing it says may be a traceback."""
    for name in [name for name in os.environ if name.startswith("ASSESSMENT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as left:
            main.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Said(int(left.value.code or 0), *(text.replace("\u00a0", " ") for text in said))

    return run_command


@pytest.fixture
def answers(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write the sample answers with one piece of text replaced."""

    def write(old: str, new: str) -> Path:
        text = SAMPLE.read_text()
        assert old in text
        path = tmp_path / "answers.yaml"
        path.write_text(text.replace(old, new, 1))
        return path

    return write


# --- help and usage


@pytest.mark.parametrize("command", SUMMARIES)
@pytest.mark.parametrize(("locale", "usage"), [("fr_FR.UTF-8", "Usage :"), ("en_GB.UTF-8", "Usage:")])
def test_every_command_has_help_in_both_languages(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, locale: str, usage: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    said = run(command, "--help")
    assert said.code == 0
    assert said.out.startswith(usage)


def test_help_is_french_where_the_environment_names_no_language(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C.UTF-8")
    assert "Vérifier des questionnaires" in run("--help").out


def test_the_name_alone_shows_the_help(run: Run) -> None:
    said = run()
    assert said.code == 2
    assert "demo" in said.err


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (("scor",), "There is no command “scor”."),
        (("score", "--jsn", "x"), "There is no option “--jsn”."),
        (("score",), "“ANSWERS” is missing."),
        (("score", "a", "b"), "There are more words on the line than this command takes."),
        (("score", "--lang", "de", "a"), "“--lang” takes one of: fr, en."),
        (("report", "a"), "“-o” is missing."),
        (("report", "a", "-o"), "The option “-o” needs a value."),
        (("serve", "--port", "70000"), "“--port” takes a whole number from 0 to 65535."),
        (("serve", "--port", "http"), "“--port” takes a whole number from 0 to 65535."),
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence(run: Run, line: tuple[str, ...], sentence: str) -> None:
    said = run(*line)
    assert said.code == 2
    assert sentence in said.err
    assert "--help” explains this command." in said.err


def test_wrong_usage_is_explained_in_french_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert "Erreur : L’option « --jsn » n’existe pas." in run("score", "--jsn", "x").err


# --- score


def test_score_shows_the_level_the_gaps_the_states_the_roles_and_the_first_actions(run: Run) -> None:
    said = run("score", SAMPLE)
    assert (said.code, said.err) == (0, "")
    for text in ("level 2/3 of 5", "Critical", "Recommended roles", "R01", "First actions", "(A29)"):
        assert text in said.out


def test_score_speaks_french_and_keeps_no_break_spaces_together(run: Run) -> None:
    said = run("score", SAMPLE, "--lang", "fr")
    assert "Rôles recommandés" in said.out
    assert re.search("niveau 2/3\\s+sur 5", said.out)
    assert not re.search("^ *[;:!?%»]", said.out, re.MULTILINE)


def test_score_uses_no_colour_where_nobody_watches(run: Run) -> None:
    assert "\x1b[" not in run("score", SAMPLE).out


def test_no_color_is_respected(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    colour = re.compile(r"\x1b\[[0-9;]*3[0-9]m")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert colour.search(run("score", SAMPLE).out)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colour.search(run("score", SAMPLE).out)


def test_a_terminal_that_knows_few_characters_gets_them_escaped() -> None:
    """Neither tables nor JSON fail on a terminal in plain ASCII, and JSON stays the same."""
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    for options in ([], ["--json"]):
        command = [sys.executable, "-m", "assessment", "score", str(SAMPLE), *options]
        said = subprocess.run(command, env=environment, cwd=QUESTIONNAIRES.parent, capture_output=True, check=True)
    assert json.loads(said.stdout)["organisation"]["name"].startswith("Office de tourisme du Val d’Aurance")


def test_score_prints_every_number_as_json(run: Run) -> None:
    document = json.loads(run("score", SAMPLE, "--json").out)
    assert {"score", "level", "weighted_gap_index", "complete"} <= document["overall"].keys()
    for dimension in document["dimensions"].values():
        assert {"score", "coverage", "weight", "expected", "adequate", "required", "minimum"} <= dimension.keys()
        assert {"gap", "state", "priority", "level"} <= dimension.keys()
    for role in document["roles"]:
        assert {"id", "need", "have", "short", "urgency", "score", "mode", "reason"} <= role.keys()
    assert len(document["actions"]) == 6


def test_json_is_the_same_in_every_language(run: Run) -> None:
    assert run("score", SAMPLE, "--json", "--lang", "fr").out == run("score", SAMPLE, "--json", "--lang", "en").out


def test_score_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run("score", SAMPLE, "--json").out
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(SAMPLE.read_bytes())))
    assert run("score", "-", "--json").out == whole


def test_score_reads_json_answers(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    organisation = {"name": "Fictif", "type": "OT", "staff": 3.5, "region": "53", "territory": "coast"}
    sheets = [{"role": "management", "answers": {f"CAP{n}": 2 for n in range(1, 8)}}]
    path.write_text(
        json.dumps({"questionnaire": "digital-maturity@1.0.0", "organisation": organisation, "sheets": sheets})
    )
    document = json.loads(run("score", path, "--json").out)
    assert document["dimensions"]["CAP"]["score"] == 50
    assert document["overall"]["score"] is None


def test_score_joins_several_people_and_what_visitors_said(run: Run) -> None:
    said = run("score", PANEL, "--survey", SURVEY, "--json")
    document = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert document["overall"]["confidence"]["respondents"] == 10
    assert document["visitors"]["answers"] == 60
    assert document["standings"] != json.loads(run("score", PANEL, "--json").out)["standings"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("- moment: S", "- e-mail: someone@example.org\n  moment: S", "unknown-key"),
        ("- moment: S", "- moment: X", "unknown-choice"),
        ("{E: ", "{E: 1", "number-too-large"),
        ("S5: 5}", "S5: 50}", "wrong-mix-total"),
        ("outcome: 1", "outcome: 0.7", "not-an-outcome"),
    ],
)
def test_a_wrong_survey_file_gets_place_code_cause_and_remedy(
    run: Run, tmp_path: Path, old: str, new: str, code: str
) -> None:
    path, text = tmp_path / "survey.yaml", SURVEY.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    said = run("score", SAMPLE, "--survey", path)
    assert (said.code, said.out) == (1, "")
    assert re.search(rf"survey\.yaml:\d+:\d+: {code}: \S", said.err)


def test_what_is_not_asked_is_left_aside_with_a_warning(run: Run, answers: Callable[[str, str], Path]) -> None:
    said = run("score", answers("  F_PROV: 450", "  F_MEMBERS: 12\n  F_PROV: 450"), "--json")
    assert said.code == 0
    assert "not-asked: The question “F_MEMBERS” is not asked of this organisation" in said.err


def test_a_failed_check_of_the_author_is_a_warning(run: Run, answers: Callable[[str, str], Path]) -> None:
    said = run("score", answers("F_BOOKABLE: 150", "F_BOOKABLE: 1500"))
    assert said.code == 0
    assert "F_BOOKABLE: There are more bookable providers than listings" in said.err


BAD_ANSWERS = [
    ("  F_PROV: 450", "  F_PROVV: 450", "unknown-question", "Did you mean “F_PROV”?", "Vouliez-vous dire « F_PROV »"),
    ('F_CRM: "yes"', 'F_CRM: "yess"', "unknown-option", "Choose one of: yes, no.", "Choisissez parmi : yes, no."),
    ("  F_PROV: 450", "  F_PROV: many", "not-a-number", "not many", "many"),
    ("  F_PROV: 450", "  F_PROV: -3", "number-too-small", "-3 is below", "-3"),
    ("  staff: 8", "  staff: -1", "number-too-small", "-1 is below", "-1"),
    ("  staff: 8", "  # staff: 8", "missing-key", "“staff” is missing", "« staff »"),
    ("  type: OT", "  type: OTT", "unknown-choice", "Did you mean “OT”?", "Vouliez-vous dire « OT »"),
    ('  region: "84"', "  region: 84", "unquoted-text", "“84”", "« 84 »"),
    ("{S1: 25,", "{S1: 35,", "wrong-mix-total", "add up to 110", "font 110 en tout"),
    ("{S1: 25,", "{S9: 25,", "unknown-key", "“S9”", "« S9 »"),
    ("inspire: 60", "inspire: 160", "number-too-large", "160 is above", "160"),
    ("{visitors: 70,", "{visitors: 75,", "wrong-total", "add up to 105, not to 100", "font 105 en tout, et non 100"),
    ("role: management", "role: boss", "unknown-choice", "“boss”", "« boss »"),
    ("digital-maturity@1.0.0", "digital-maturity@9.9.9", "unknown-version", "1.0.0", "1.0.0"),
    ("digital-maturity@1.0.0", "digital-maturty", "unknown-questionnaire", "digital-maturity", "digital-maturity"),
    ("form: full", "form: medium", "unknown-choice", "full, express", "full, express"),
    ("form: full", "form: full\nform: full", "duplicate-key", "“form”", "« form »"),
    ("form: full", "form: &x full", "alias", "Anchors", "ancres"),
]


@pytest.mark.parametrize(("old", "new", "code", "english", "french"), BAD_ANSWERS)
def test_a_wrong_answers_file_gets_place_code_cause_and_remedy(
    run: Run, answers: Callable[[str, str], Path], old: str, new: str, code: str, english: str, french: str
) -> None:
    path = answers(old, new)
    line = path.read_text()[: path.read_text().index(new)].count("\n") + 1
    for language, text in (("en", english), ("fr", french)):
        said = run("score", path, "--lang", language)
        assert (said.code, said.out) == (1, "")
        assert text in said.err
        assert any(match.startswith(f"{path}:") for match in said.err.splitlines())
        assert f" {code}: " in said.err
    if code not in ("missing-key", "duplicate-key"):
        assert f"{path}:{line}:" in said.err


BAD_LEVELS = [
    ("CAP1: 7", "not-a-level", "0, 1, 2, 3, 4, dont_know"),
    ('CAP1: "2"', "not-a-level", "without quotes"),
    ("CAP1: not_applicable", "not-applicable-here", "dont_know"),
    ("CAP1: dontknow", "not-a-level", "Did you mean “dont_know”?"),
    ("CAP19: 2", "unknown-question", "Did you mean “CAP1”?"),
    ("M1: 3", "wrong-respondent", "elected, provider"),
    ("F_LANG: 3", "misplaced-fact", "under “facts”"),
]


@pytest.mark.parametrize(("answer", "code", "text"), BAD_LEVELS)
def test_a_wrong_answer_on_a_sheet_is_said_with_its_remedy(
    run: Run, tmp_path: Path, answer: str, code: str, text: str
) -> None:
    path = tmp_path / "answers.yaml"
    before = SAMPLE.read_text().partition("sheets:")[0]
    path.write_text(f"{before}sheets:\n- role: management\n  answers:\n    {answer}\n")
    said = run("score", path)
    assert said.code == 1
    assert f" {code}: " in said.err
    assert text in said.err


def test_every_problem_of_an_answers_file_is_said_in_one_go(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    text = SAMPLE.read_text().replace("staff: 8", "staff: -8").replace("F_PROV: 450", "F_PROV: x")
    path.write_text(text.replace("type: OT", "type: TO"))
    assert len(run("score", path).err.splitlines()) == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-document"),
        (b"a: [1,", "syntax"),
        (b"\xff\xfe", "not-utf8"),
        (b"x" * (2 * 1024 * 1024), "too-large"),
        (b"- just\n- a list\n", "not-a-mapping"),
    ],
)
def test_an_unreadable_file_is_a_problem_with_its_place(run: Run, tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "answers.yaml"
    path.write_bytes(content)
    said = run("score", path)
    assert said.code == 1
    assert re.search(rf"^{re.escape(str(path))}:\d+:\d+: {code}", said.err)


def test_a_file_that_is_not_there_is_said_to_be_missing(run: Run) -> None:
    said = run("score", "nowhere.yaml")
    assert said.code == 1
    assert "nowhere.yaml" in said.err


# --- template


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_answers_file_can_be_scored_as_it_is(run: Run, tmp_path: Path, language: str) -> None:
    path = tmp_path / "blank.yaml"
    assert run("template", "-o", path, "--lang", language).code == 0
    document = json.loads(run("score", path, "--json").out)
    assert document["overall"]["score"] is None
    assert {item["state"] for item in document["dimensions"].values()} == {"not_assessable"}


def test_a_blank_answers_file_goes_to_standard_output(run: Run) -> None:
    said = run("template", "--lang", "en")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("# Digital maturity of the organisation (digital-maturity@1.0.0)\n")


# --- check


def test_check_passes_the_shipped_questionnaires_and_their_examples(run: Run) -> None:
    said = run("check")
    assert said.code == 0
    assert re.search(r"Worked examples: \d\d\. Errors: 0\. Warnings: 0\.", said.out)


@pytest.mark.parametrize(
    "path",
    [
        QUESTIONNAIRES,
        QUESTIONNAIRES / "digital-maturity",
        QUESTIONNAIRES / "digital-maturity" / "roles.yaml",
        SAMPLE,
        SAMPLE.with_name("sample-survey.yaml"),
    ],
)
def test_check_takes_folders_and_files(run: Run, path: Path) -> None:
    said = run("check", path)
    assert said.code == 0
    assert "Errors: 0." in said.out


def copy_of_questionnaire(folder: Path, file: str, old: str, new: str) -> Path:
    """The shipped questionnaire as an unpublished copy, with one piece of text replaced."""
    copy = folder / "digital-maturity"
    copy.mkdir()
    for path in (QUESTIONNAIRES / "digital-maturity").glob("*.yaml"):
        (copy / path.name).write_bytes(path.read_bytes())
    (copy / "versions.lock.yaml").unlink(missing_ok=True)
    questionnaire = copy / "questionnaire.yaml"
    questionnaire.write_text(questionnaire.read_text().replace("status: published", "status: draft"))
    text = (copy / file).read_text()
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1))
    return copy


def test_check_says_where_a_questionnaire_is_wrong(run: Run, tmp_path: Path) -> None:
    copy = copy_of_questionnaire(tmp_path, "questionnaire.yaml", "kind: matrix", "kind: matrx")
    said = run("check", copy)
    assert said.code == 1
    assert re.search(
        rf"^{re.escape(str(copy))}/questionnaire\.yaml:\d+:\d+: [a-z-]+: .*“matrix”", said.out, re.MULTILINE
    )
    assert re.search(r"Errors: [1-9]", said.out)


def test_check_says_which_worked_example_no_longer_holds(run: Run, tmp_path: Path) -> None:
    copy = copy_of_questionnaire(tmp_path, "examples.yaml", "{score: 52.777778,", "{score: 53.777778,")
    said = run("check", copy, "--lang", "en")
    assert said.code == 1
    assert re.search(
        r"examples\.yaml:\d+:\d+: example-differs: Worked example “one-dont-know”: dimensions\.CLI\.score "
        r"is worked out as 53\.777778, but the method gives 52\.7777",
        said.out,
    )


def test_check_says_what_is_wrong_with_an_answers_file(run: Run, answers: Callable[[str, str], Path]) -> None:
    said = run("check", answers("type: OT", "type: TO"))
    assert said.code == 1
    assert "unknown-choice" in said.out


def test_check_says_what_is_wrong_with_a_survey_file(run: Run, tmp_path: Path) -> None:
    survey = tmp_path / "survey.yaml"
    survey.write_text("questionnaire: digital-maturity\nanswers: [{moment: S9}]\n")
    said = run("check", survey)
    assert said.code == 1
    assert f"{survey}:2:" in said.out
    survey.write_text("questionnaire: elsewhere\nanswers: [{moment: S1}]\n")
    assert f"{survey}:1:" in run("check", survey).out


def test_check_refuses_a_folder_without_questionnaires(run: Run, tmp_path: Path) -> None:
    said = run("check", tmp_path)
    assert said.code == 1
    assert "holds no questionnaire" in said.err


# --- files to write


@pytest.mark.parametrize(
    "line", [("template",), ("report", SAMPLE), ("questionnaire",)], ids=["template", "report", "questionnaire"]
)
@pytest.mark.parametrize(("language", "text"), [("en", "does not exist"), ("fr", "n’existe pas")])
def test_a_missing_output_folder_is_said_before_any_work(
    run: Run, tmp_path: Path, line: tuple[object, ...], language: str, text: str
) -> None:
    option = "--pdf" if line[0] == "questionnaire" else "-o"
    said = run(*line, option, tmp_path / "missing" / "file", "--lang", language)
    assert said.code == 1
    assert f"{tmp_path / 'missing'} {text}" in said.err
    assert not (tmp_path / "missing").exists()


def test_an_output_that_is_a_folder_is_said_to_be_unwritable(run: Run, tmp_path: Path) -> None:
    said = run("template", "-o", tmp_path)
    assert said.code == 1
    assert "cannot be written" in said.err


# --- PDF


class Press:
    """Stands for the worker that makes PDFs."""

    outcome: bytes | Exception = b"%PDF-1.7 report"

    def render(self, *_: object) -> bytes:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    """Make PDFs without the text library."""
    found = Press()
    monkeypatch.setattr(PdfWorker, "render", lambda _worker, *arguments: found.render(*arguments))
    return found


def test_report_writes_the_pdf_and_says_so(run: Run, press: Press, tmp_path: Path) -> None:
    said = run("report", SAMPLE, "-o", tmp_path / "report.pdf", "--lang", "fr")
    assert said.code == 0
    assert (tmp_path / "report.pdf").read_bytes() == press.outcome
    assert "report.pdf" in said.err


@pytest.mark.parametrize(("ending", "start"), [("docx", b"PK"), ("XLSX", b"PK"), ("csv", b"\xef\xbb\xbfTable;")])
def test_report_takes_the_form_that_the_name_of_the_file_asks_for(
    run: Run, tmp_path: Path, ending: str, start: bytes
) -> None:
    assert run("report", SAMPLE, "-o", tmp_path / f"report.{ending}", "--lang", "fr").code == 0
    assert (tmp_path / f"report.{ending}").read_bytes().startswith(start)


def test_report_writes_csv_for_programs_when_asked(run: Run, tmp_path: Path) -> None:
    assert run("report", SAMPLE, "-o", tmp_path / "report.csv", "--programs", "--budget", "5000").code == 0
    content = (tmp_path / "report.csv").read_text()
    assert content.startswith("table,key,name,measure,value\n")
    assert "\nplan_steps,announced:" in content


@pytest.mark.parametrize("extra", [("--board",), ("--board", "--budget", "20000"), ("--since", SAMPLE)])
def test_report_makes_the_summary_or_the_comparison_instead(
    run: Run, press: Press, extra: tuple[str, ...], tmp_path: Path
) -> None:
    assert run("report", SAMPLE, *extra, "-o", tmp_path / "one.pdf").code == 0
    assert (tmp_path / "one.pdf").read_bytes() == press.outcome


@pytest.mark.parametrize(
    ("extra", "name", "said"),
    [
        (("--board", "--since", SAMPLE), "one.pdf", "Give one of them."),
        (("--board",), "one.docx", "Let the name"),
        (("--since", SAMPLE), "one.csv", "Let the name"),
        (("--since", "missing.yaml"), "one.pdf", "missing.yaml"),
    ],
)
def test_report_refuses_two_documents_at_once_and_forms_that_there_are_not(
    run: Run, press: Press, extra: tuple[str, ...], name: str, said: str, tmp_path: Path
) -> None:
    answer = run("report", SAMPLE, *extra, "-o", tmp_path / name, "--lang", "en")
    assert answer.code != 0
    assert said in answer.err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(("language", "sentence"), [("fr", "sous quelle forme"), ("en", "in which form")])
def test_report_refuses_a_name_that_asks_for_no_form_of_ours(
    run: Run, tmp_path: Path, language: str, sentence: str
) -> None:
    said = run("report", SAMPLE, "-o", tmp_path / "report.odt", "--lang", language)
    assert said.code == 1
    assert sentence in said.err
    assert ".pdf, .docx, .xlsx, .csv" in said.err
    assert not (tmp_path / "report.odt").exists()


def test_questionnaire_writes_the_pdf(run: Run, press: Press, tmp_path: Path) -> None:
    assert run("questionnaire", "--pdf", tmp_path / "blank.pdf").code == 0
    assert (tmp_path / "blank.pdf").read_bytes() == press.outcome


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_the_text_library_the_line_to_type_is_said(
    run: Run, press: Press, tmp_path: Path, language: str
) -> None:
    press.outcome = PdfUnavailable()
    said = run("report", SAMPLE, "-o", tmp_path / "report.pdf", "--lang", language)
    assert said.code == 1
    assert INSTALL in said.err
    assert not (tmp_path / "report.pdf").exists()


def test_a_document_beyond_the_limits_is_given_up_with_a_reason(run: Run, press: Press, tmp_path: Path) -> None:
    press.outcome = PdfFailed("the document took more than 60 seconds")
    said = run("report", SAMPLE, "-o", tmp_path / "report.pdf")
    assert said.code == 1
    assert "took more than 60 seconds" in said.err


# --- settings and last resort


def test_an_unknown_setting_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSESSMENT_DATABSE", "x")
    said = run("check")
    assert said.code == 1
    assert "ASSESSMENT_DATABSE" in said.err


def test_what_the_system_refuses_is_said_in_a_sentence(run: Run) -> None:
    said = run("check", "x" * 300)
    assert said.code == 1
    assert "File name too long" in said.err
    assert "Please report" not in said.err


@pytest.mark.parametrize(("arguments", "code"), [(["score", str(SAMPLE)], 0), (["score", "-"], 1), (["check"], 0)])
def test_closed_input_and_output_are_no_trouble(tmp_path: Path, arguments: list[str], code: int) -> None:
    closed = ["sh", "-c", 'exec "$@" <&- >&-', "sh", sys.executable, "-m", "assessment", *arguments]
    environment = os.environ | {"PYTHONPATH": str(bundled("questionnaires").parent)}
    ended = subprocess.run(closed, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
    assert ended.returncode == code
    assert "Traceback" not in ended.stderr
    assert "report these" not in ended.stderr


@pytest.mark.parametrize("name", ["secret.yaml", "closed"])
def test_check_says_in_french_too_what_may_not_be_read(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    """Root may read everything, so the refusal is played."""
    (tmp_path / "secret.yaml").write_text("")
    (tmp_path / "closed").mkdir()
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    said = run("check", name, "--lang", "fr")
    assert said.code == 1
    assert "is not readable" not in said.out + said.err


@pytest.mark.parametrize(("language", "text"), [("en", "Please report"), ("fr", "Merci de signaler")])
def test_an_unforeseen_failure_says_what_to_report(
    run: Run, monkeypatch: pytest.MonkeyPatch, language: str, text: str
) -> None:
    def fail(*_: object) -> NoReturn:
        raise ZeroDivisionError("nothing to divide by")

    monkeypatch.setattr(score, "assess", fail)
    said = run("score", SAMPLE, "--lang", language)
    assert said.code == 1
    assert text in said.err
    assert re.search(r"ZeroDivisionError: nothing to divide by", said.err)
    assert "cli/score.py:" in said.err


def test_an_interrupted_command_leaves_quietly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(questionnaire_command, "instrument_named", interrupt)
    assert run("questionnaire", "--pdf", "x.pdf") == Said(130, "", "\n")


# --- serve and demo

DEMO_LINES = 23
WORKED_OUT_SECONDS = 120


@pytest.mark.parametrize(("language", "text"), [("en", "is already in use"), ("fr", "est déjà utilisé")])
@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_in_use_is_said(run: Run, command: str, language: str, text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = run(command, "--port", taken.getsockname()[1], "--lang", language)
    assert said.code == 1
    assert text in said.err
    assert "--port" in said.err


def test_an_address_of_another_machine_is_said(run: Run) -> None:
    said = run("serve", "--host", "192.0.2.1", "--port", "0")
    assert said.code == 1
    assert "192.0.2.1" in said.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unusable_database_is_said_when_serving(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    monkeypatch.setenv("ASSESSMENT_DATABASE", f"sqlite+pysqlite:///{tmp_path}/missing/x.sqlite")
    said = run("serve", "--port", "0", "--lang", language)
    assert said.code == 1
    assert str(tmp_path / "missing") in said.err


@pytest.mark.parametrize("command", ["score", "check"])
def test_reading_answers_needs_no_database(run: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("ASSESSMENT_DATABASE", "sqlite+pysqlite:////nowhere/at/all.sqlite")
    assert run(command, SAMPLE).code == 0


def test_a_locked_database_is_said_when_serving(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSESSMENT_DATABASE", f"sqlite+pysqlite:///{tmp_path}/x.sqlite")
    with closing(sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = run("serve", "--port", "0")
    assert said.code == 1
    assert "is locked by another program" in said.err


def test_what_is_no_database_is_said_when_serving(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_text("just some words, again and again\n" * 40)
    monkeypatch.setenv("ASSESSMENT_DATABASE", f"sqlite+pysqlite:///{tmp_path}/x.sqlite")
    said = run("serve", "--port", "0")
    assert said.code == 1
    assert "is not a usable database" in said.err


@contextmanager
def started(*arguments: str, folder: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A serving command in a process of its own, and the first lines it says."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ASSESSMENT_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "assessment", *arguments],
        cwd=folder,
        env=clean | {"PYTHONPATH": str(bundled("questionnaires").parent), "LC_ALL": "en_GB.UTF-8"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(DEMO_LINES if arguments[0] == "demo" else 1)]
    try:
        yield process, lines
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def get(address: str) -> tuple[int, str]:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(address, timeout=30) as reply:
        return reply.status, reply.read().decode()


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demonstration says at its start."""

    lines: Sequence[str]

    def address(self, label: str) -> str:
        """The address in the line that begins with this label."""
        return next(line for line in self.lines if line.startswith(label)).rsplit(": ", 1)[1].strip()

    @contextmanager
    def signed_in(self, role: str) -> Iterator[httpx.Client]:
        """The browser of somebody it introduces, signed in as its lines say."""
        start = self.address("Start page")
        account, following = next(two for two in pairwise(self.lines) if two[0].startswith(f"- {role}"))
        email, password = account.rsplit(": ", 1)[1].strip().split(", password ")
        with httpx.Client(base_url=start, headers={"Origin": start.rstrip("/")}, follow_redirects=True) as client:
            page = client.post("sign-in", data={"email": email, "password": password})
            token = re.search(r'name="csrf" value="([^"]+)"', page.text)
            if "second factor" in following:
                code = following.split("one of ")[1].split(",")[0]
                assert token
                page = client.post("sign-in/second-factor", data={"csrf": token[1], "code": code})
            assert page.url.path == "/home", page.text
            assert "Fictif" in page.text
            yield client


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demonstration for all tests that read it; it leaves nothing behind."""
    folder = tmp_path_factory.mktemp("demo")
    with started("demo", "--port", "0", folder=folder, TMPDIR=str(folder)) as (_, lines):
        yield Demo(lines)
    assert list(folder.iterdir()) == []


def worked_out(client: httpx.Client, address: str, sign: str) -> str:
    """A page once it holds what takes a while to be worked out."""
    until = time.monotonic() + WORKED_OUT_SECONDS
    while sign not in (page := client.get(address)).text and time.monotonic() < until:
        time.sleep(1)
    assert sign in page.text
    return page.text


def test_serve_answers_at_the_address_it_says(tmp_path: Path) -> None:
    with started("serve", "--port", "0", folder=tmp_path) as (_, (line,)):
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address, line
        assert get(address[0] + "/")[0] == 200
    assert (tmp_path / "assessment.sqlite").exists()


def test_demo_leads_to_fictional_results_and_says_so(demo: Demo) -> None:
    """The private links of a submitted sample and of a draft, and the invitation of somebody, work at once."""
    assert "fictional" in demo.lines[0]
    pages = {label: get(demo.address(label)) for label in ("Start page", "Results", "A draft", "Invitation")}
    assert [status for status, _ in pages.values()] == [200] * 4
    assert all('class="demonstration"' in text for _, text in pages.values())
    assert "fictive" in pages["Results"][1]
    assert "fictive" in pages["Invitation"][1]


@pytest.mark.parametrize("role", ["Member of the organisation", "Administrator of the platform"])
def test_demo_lets_one_sign_in_as_everybody_it_introduces(demo: Demo, role: str) -> None:
    with demo.signed_in(role) as client:
        assert client.get("home").status_code == 200


@pytest.mark.parametrize("role", ["Head of the network", "Analyst of the network"])
def test_demo_shows_a_fictional_national_network_to_its_people(demo: Demo, role: str) -> None:
    """How far 300 organisations are, then benchmarks, map, roles and peers as soon as they are worked out."""
    with demo.signed_in(role) as client:
        network = client.get(demo.address("Network of 300 organisations")).text
        running = client.get(demo.address("Its running campaign")).text
        benchmarks = worked_out(client, demo.address("Benchmarks"), "Overall score")
        regions = client.get(demo.address("Map of the regions")).text
        roles = client.get(demo.address("Whether digital project managers")).text
        peers = worked_out(client, demo.address("Who could help whom"), "Who is helped")
        report = client.get(demo.address("Report"))
    assert all("Fictional national network" in page for page in (network, running, benchmarks, regions, roles, peers))
    assert network.count("/ Fictional") > 50
    assert running.count("/ Fictional") > 50
    assert "Bretagne" in regions
    assert "yes: " in roles
    assert report.status_code == 200


def test_demo_places_the_organisation_of_its_lead_among_its_peers(demo: Demo) -> None:
    """Its results stand beside those of others, and a running campaign waits for it."""
    with demo.signed_in("Lead of the organisation") as client:
        home = client.get("home").text
        addresses = re.findall(r'href="(/assessments/[^/"]+/results)"', home)
        results = worked_out(client, addresses[0], "Beside others like you")
    assert "Start the assessment of the campaign" in home
    assert len(addresses) == 2
    assert "fictive" in results


def test_help_comes_quickly_because_nothing_heavy_is_loaded() -> None:
    """`assessment --help` needs neither the web framework nor the database nor the numerical libraries."""
    script = "import sys; import assessment.cli; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    heavy: set[Any] = {"litestar", "sqlalchemy", "uvicorn", "weasyprint", "numpy", "scipy", "yaml"}
    assert not heavy & set(loaded)
