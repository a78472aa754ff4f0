"""The content that the coach ships with."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
import textstat

from knowledge.content_files import CONTENT_DIR, read_documents
from knowledge.documents import Document
from knowledge.headings import IN_SHORT
from prompts.rendering import PROMPTS_DIR

IN_SHORT_WORDS_MAX = 60
IN_SHORT_GRADE_MAX = 11.0
DOCUMENTS = read_documents()
BY_REF: Mapping[str, Document] = {document.ref: document for document in DOCUMENTS}
# Names, and a British spelling, that codespell takes for slips.
NAMES = ("Hart", "Plattform", "re-use")

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=[each.ref for each in DOCUMENTS])


def kinds_linked(document: Document) -> set[str]:
    return {BY_REF[link.to].head.kind for link in document.head.links}


def test_the_collections_are_whole() -> None:
    """17 tools, 4 stages, 22 cases, 97 library items, 14 themes of agreements, and at least 14 pieces of research."""
    counts = Counter(document.head.kind for document in DOCUMENTS)
    assert counts.pop("study") >= 14
    assert counts == {"tool": 17, "stage": 4, "case": 22, "resource": 97, "theme": 14}


@each_document
def test_the_summary_is_short_and_plain(document: Document) -> None:
    """At most 60 words, at most grade 11: a tired person reads it on a phone."""
    summary = " ".join(document.section(IN_SHORT).split())
    assert len(summary.split()) <= IN_SHORT_WORDS_MAX
    assert textstat.flesch_kincaid_grade(summary) <= IN_SHORT_GRADE_MAX


@each_document
def test_links_lead_on(document: Document) -> None:
    """From a tool to another tool and to something to read; from a case to a tool, unless only a blurb is known."""
    kinds = kinds_linked(document)
    if document.head.kind == "tool":
        assert "tool" in kinds
        assert kinds & {"resource", "study"}
    if document.head.kind == "case" and document.head.status != "blurb":
        assert "tool" in kinds


@each_document
def test_sources_are_on_the_web(document: Document) -> None:
    """Every document links to its source, by http or https."""
    assert all(re.match(r"https?://\w", url) for url in (document.head.source_url, *document.head.more_urls))


@each_document
def test_all_the_text_stands_in_a_section(document: Document) -> None:
    """Text before the first heading would never be found."""
    assert not document.text[: document.text.find("## ")].strip()


def test_there_are_no_slips_of_spelling(tmp_path: Path) -> None:
    """In content and messages; phrasings are left out, as practitioners type them with slips on purpose."""
    for document in DOCUMENTS:
        head, _, rest = document.file.partition("asked_as:")
        after = rest.partition("\n---\n")[2]
        (tmp_path / document.path.replace("/", "-")).write_text(f"{head}\n---\n{after}", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "codespell_lib",
        "--ignore-words-list",
        ",".join(NAMES),
        str(tmp_path),
        str(PROMPTS_DIR),
    ]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CONTENT_DIR)
    assert checked.returncode == 0, checked.stdout + checked.stderr
