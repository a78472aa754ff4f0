"""The content folder: every document in it, or every fault."""

from __future__ import annotations

from pathlib import Path

from knowledge.boundaries import parse_boundaries
from knowledge.documents import BrokenDocument, Document, Fault, faults_between, parse
from knowledge.errors import BoundariesBroken, ContentBroken

KNOWLEDGE_DIR = Path(__file__).parent
CONTENT_DIR = KNOWLEDGE_DIR / "content"
BOUNDARIES_FILE = KNOWLEDGE_DIR / "boundaries.yaml"


def read_documents(folder: Path = CONTENT_DIR) -> tuple[Document, ...]:
    """Every document below `folder`, in the order of their refs.

    Raises:
        ContentBroken: with every fault in every file; nothing is taken then.
    """
    documents: list[Document] = []
    faults: list[Fault] = []
    broken: set[str] = set()
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        try:
            documents.append(parse(name, path.read_text(encoding="utf-8")))
        except BrokenDocument as error:
            faults.extend(error.faults)
            broken.add(error.ref)
        except UnicodeDecodeError:
            faults.append(Fault(name, 1, "not_utf8"))
        except OSError as error:
            faults.append(Fault(name, 1, "unreadable", error.strerror or ""))
    faults.extend(faults_between(documents, broken))
    if faults:
        raise ContentBroken(faults)
    if not documents:
        raise ContentBroken([Fault(str(folder), 1, "no_documents")])
    return tuple(sorted(documents, key=lambda document: document.ref))


def read_boundaries(path: Path = BOUNDARIES_FILE) -> str:
    """The text of the boundaries file, checked.

    Raises:
        BoundariesBroken: it is missing or cannot be taken.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BoundariesBroken(f"{path} cannot be read: {error}") from error
    parse_boundaries(text)
    return text
