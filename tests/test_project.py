"""What must hold of the project as a whole."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from click.testing import CliRunner

from assessment.cli import main
from assessment.domain.problems import KINDS
from assessment.settings import PREFIX, Settings, bundled
from assessment.templating import Templates
from assessment.translation import LANGUAGES, po_files, translate

ROOT = Path(__file__).parents[1]
PACKAGE, TEMPLATES, README = ROOT / "assessment", ROOT / "templates", ROOT / "README.md"
JINJA = {"trimmed": "true", "newstyle_gettext": "true"}
KEYWORDS = {
    "translate": None,
    "_": None,
    "gettext": None,
    "say": None,
    "say_number": None,
    "say_amount": None,
    "later": None,
    "ngettext": (1, 2),
}
PLAIN_SPACE_BEFORE_MARK = re.compile(r"[^\s\u00a0] [;:!?%»]|« ")
BROKEN_APOSTROPHE = re.compile(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]")


def interface_texts() -> Iterator[tuple[str, str]]:
    """Every text the interface can say, with the file that says it."""
    for path in PACKAGE.rglob("*.py"):
        yield from ((str(path), text) for text in python_texts(path))
    methods = [("**.html", "jinja2"), ("**.txt", "jinja2")]
    options = {pattern: JINJA for pattern, _ in methods}
    templates = extract_from_dir(str(TEMPLATES), methods, options, keywords=KEYWORDS)
    for file, _, message, _, _ in templates:
        yield from ((file, text) for text in ((message,) if isinstance(message, str) else message))
    for code, kind in KINDS.items():
        yield f"problem {code}", kind.cause
        yield f"problem {code}", kind.remedy


def python_texts(path: Path) -> Iterator[str]:
    """The texts of a module, those inside the arguments of another text included."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[: 2 if name == "ngettext" else 1] if name in KEYWORDS else []
            yield from (item.value for item in first if isinstance(item, ast.Constant) and isinstance(item.value, str))


def french_messages() -> Iterator[tuple[str, str, str]]:
    for path in po_files("fr"):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="fr", abort_invalid=True):
                if message.id:
                    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
                    yield from ((path.name, str(message.id), str(text)) for text in texts)


def test_every_interface_text_has_a_french_translation() -> None:
    known = {text for _, ids, _ in french_messages() for text in [ids]}
    plurals = {part for ids in known if ids.startswith("(") for part in ast.literal_eval(ids)}
    missing = sorted({(file, text) for file, text in interface_texts() if text not in known | plurals})
    assert not missing, f"{len(missing)} without French, e.g. {missing[:10]}"


def test_no_translation_is_left_over_or_empty() -> None:
    said = {text for _, text in interface_texts()}
    stale = [
        (file, ids)
        for file, ids, text in french_messages()
        if not text or not said & ({ids} if not ids.startswith("(") else set(ast.literal_eval(ids)))
    ]
    assert not stale


def test_french_texts_follow_french_typography() -> None:
    wrong = [
        (file, text)
        for file, _, text in french_messages()
        if PLAIN_SPACE_BEFORE_MARK.search(re.sub(r"%\(\w+\)[sd]", "x", text)) or BROKEN_APOSTROPHE.search(text)
    ]
    assert not wrong


def test_every_placeholder_of_a_text_is_kept_by_its_translation() -> None:
    holder = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    lost = [
        (file, ids)
        for file, ids, text in french_messages()
        if not ids.startswith("(") and sorted(set(holder.findall(ids))) != sorted(set(holder.findall(text)))
    ]
    assert not lost


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_compiles(language: str) -> None:
    environment = Templates(TEMPLATES).environment(language)
    names = [name for name in environment.list_templates() if name.endswith((".html", ".jinja", ".svg", ".txt"))]
    assert names
    for name in names:
        environment.get_template(name)


def test_only_reviewed_places_mark_text_as_safe() -> None:
    reviewed = {"assessment/templating.py", "assessment/reports/svg.py"}
    found = set()
    for path in [*PACKAGE.rglob("*.py"), *TEMPLATES.rglob("*.*")]:
        if path.suffix in {".py", ".html", ".jinja", ".svg"} and re.search(r"\bMarkup\(|\|\s*safe\b", path.read_text()):
            found.add(str(path.relative_to(ROOT)))
    assert found <= reviewed


def test_readme_documents_every_command() -> None:
    text = README.read_text()
    assert [name for name in main.commands if f"assessment {name}" not in text] == []


def test_every_command_explains_itself() -> None:
    for name in main.commands:
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert len(result.output.splitlines()) > 3


def test_readme_documents_every_setting() -> None:
    text = README.read_text()
    assert [name for name in Settings.__dataclass_fields__ if PREFIX + name.upper() not in text] == []


def test_bundled_folders_exist() -> None:
    assert (bundled("questionnaires") / "digital-maturity" / "questionnaire.yaml").is_file()
    assert bundled("templates").is_dir()


def test_wheel_carries_questionnaires_and_templates() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(build["force-include"]) == {"questionnaires", "templates"}


def test_top_level_holds_only_what_belongs_there() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in tracked.splitlines()}
    expected = {"pyproject.toml", "README.md", "assessment", "questionnaires", "templates", "tests"}
    assert {name for name in top if not name.startswith(".")} <= expected


def test_an_unknown_text_stays_readable() -> None:
    assert translate("No such text", "fr") == "No such text"
