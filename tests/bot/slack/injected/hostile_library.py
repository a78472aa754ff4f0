"""A library to which somebody added hostile files and pages, read, gathered and indexed as real ones are."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.asking.answering import Answering
from bot.asking.answers import Answer
from bot.asking.composing import compose
from bot.slack.parsing import storable
from knowledge.content_files import read_documents
from knowledge.documents import Document
from knowledge.found import Findings, Query
from knowledge.gathering.gatherer import Gatherer
from knowledge.gathering.kept_texts import KeptTexts
from knowledge.gathering.looks import KeptLooks
from knowledge.gathering.ports import WebPage
from knowledge.planning import Plan, plan
from knowledge.reading.worker import Reader
from knowledge.retrieval import Retrieval
from prompts.rendering import link
from tests.bot.slack.injected.strict_slack import Allowed
from tests.fakes.encoder import WordEncoder
from tests.fakes.generations import generation_of
from tests.fakes.payloads import PAYLOADS
from tests.fakes.sources import PlainWeb, source
from tests.fakes.web import STARTED
from tests.knowledge.reading.word_files import paragraph, word

SITE = "https://docs.example.org/"
PLACES = ("text", "web", "word", "name", "title")
"""Where in a document the payload stands: in a Markdown file, a web page, a Word file, the file's name, its title."""
# Source: a name has 255 bytes on Linux; ours ends with the name of the payload.
_STEM_BYTES_MAX = 220
# Source: `knowledge.sources`.
_TITLE_CHARS_MAX = 200
# Source: https://www.w3.org/TR/xml/#charsets
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Library:
    """What the coach knows, and which of it is hostile: by payload, then by place."""

    documents: tuple[Document, ...]
    hostile: Mapping[tuple[str, str], Document]
    plan: Plan
    retrieval: Retrieval
    answering: Answering = field(init=False)

    allowed: Allowed = field(init=False)
    """The addresses of its documents may be live, and no mention."""

    def __post_init__(self) -> None:
        """What follows from the documents."""
        urls = (each.head.source_url for each in self.documents if each.head.source_url)
        linked = {link(url, "x")[1:].partition("|")[0].replace("&amp;", "&") for url in urls}
        object.__setattr__(self, "answering", Answering(self.retrieval))
        object.__setattr__(self, "allowed", Allowed(linked))

    def answer_from(self, document: Document) -> tuple[Answer, Findings]:
        """An answer that this document leads, and what was found for it."""
        findings = self.retrieval.search(Query([(document.head.title, 1.0)])).leading_with([document.ref])
        return compose(findings, None, shortened=False), findings


def plain_library() -> Library:
    """The toolkit and the cases alone."""
    return _library({}, Plan())


def hostile_library(folder: Path) -> Library:
    """The same with every payload in every place of a document."""
    guides = folder / "guides"
    guides.mkdir()
    gatherer = Gatherer(
        KeptTexts(folder / "read"),
        KeptLooks(folder / "looks.json", lambda: STARTED),
        Reader,
        lambda: PlainWeb({f"{SITE}{name}": _page(name, payload) for name, payload in PAYLOADS.items()}),
    )
    listed = [source(place=str(guides))]
    for line, (name, payload) in enumerate(PAYLOADS.items(), 3):
        said = f"The harbour ledger says: {payload}"
        # Front matter is only that at the very start.
        start = payload if payload.startswith("---") else ""
        _write(guides / f"{name}.md", f"{start}\n\n# {payload}\n\n{said}\n\nIt is kept at the pier.\n")
        (guides / f"{name}.docx").write_bytes(word(paragraph(html.escape(_NO_XML.sub("", said)))))
        _write(guides / file_named(payload, name), "The pier opens at noon.")
        _write(folder / f"{name}.txt", "The lighthouse is closed.")
        listed.append(source(kind="url", place=f"{SITE}{name}", line=line))
        # As the form for staff takes it.
        title = " ".join(storable(payload).split())[:_TITLE_CHARS_MAX]
        listed.append(source(place=str(folder / f"{name}.txt"), title=title, line=line))
    found = gatherer.gather(listed)
    made = [found.makers[item.ref]() for item in found.items if item.mark]
    return _library({_key(each, folder): each for each in made}, plan({}, found.items, found.lost))


def file_named(payload: str, name: str) -> str:
    """A name for a file that is as much of the payload as a file system takes."""
    stem = payload.replace("/", "\u2215").replace("\0", "").encode(errors="ignore")[:_STEM_BYTES_MAX]
    return f"{stem.decode(errors='ignore').lstrip('.')}={name}.txt"


def _library(hostile: Mapping[tuple[str, str], Document], planned: Plan) -> Library:
    ours = (each for each in read_documents() if each.collection in {"toolkit", "cases"})
    documents = (*ours, *hostile.values())
    encoder = WordEncoder(128)
    return Library(documents, hostile, planned, Retrieval(generation_of(documents, encoder), encoder))


def _key(document: Document, folder: Path) -> tuple[str, str]:
    """The payload and the place of a document."""
    if document.head.source_url:
        return document.head.source_url.removeprefix(SITE), "web"
    path = Path(document.path)
    if path.parent == folder:
        return path.stem, "title"
    stem, _, name = path.stem.rpartition("=")
    return name, "name" if stem or path.stem.startswith("=") else {".md": "text", ".docx": "word"}[path.suffix]


def _page(name: str, payload: str) -> WebPage:
    said = html.escape(f"The harbour ledger says: {payload}")
    body = f"<title>{html.escape(payload)}</title><h1>{payload}</h1><p>{said}</p><p>{payload}</p>"
    return WebPage(f"{SITE}{name}", body.encode(errors="surrogatepass"), "text/html")


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode(errors="surrogatepass"))
