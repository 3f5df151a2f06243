"""Text documents are made in a process of their own, as PDFs are: it takes long, and pages that wait must not."""

from __future__ import annotations

from typing import ClassVar

from assessment.reports.pdf import PdfWorker


class WordWorker(PdfWorker):
    """The same for text documents (DOCX), which need no text library."""

    program: ClassVar = ("-m", "assessment.reports.word_worker")
