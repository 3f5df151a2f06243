"""What makes two PDFs of one document differ: the layout engine, our own code around it, fonts and style sheet."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from assessment.reports.pdf import Document

ENGINE = "weasyprint"


def edition(templates: Path) -> str:
    """A name for how PDFs are made at present, with the style sheet and fonts in this folder of templates."""
    found = sha256(version(ENGINE).encode())
    folder = templates / "report"
    files = sorted(Path(__file__).parent.rglob("*.py"))
    files += sorted(path for path in folder.rglob("*") if path.suffix in (".css", ".ttf"))
    for path in files:
        content = path.read_bytes()
        found.update(f"{path.name} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def content_hash(document: Document, edition: str) -> str:
    """The name of the PDF of a document: the same bytes in it mean the same name, another edition another one."""
    return sha256(edition.encode() + document.to_bytes()).hexdigest()
