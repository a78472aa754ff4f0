"""The sources files: that of the coach, and those that staff keep."""

from __future__ import annotations

from pathlib import Path

from knowledge.content_files import KNOWLEDGE_DIR
from knowledge.errors import SourcesBroken
from knowledge.sources import BrokenSources, Source, SourceFault, parse_sources, repeated

SOURCES_FILE = KNOWLEDGE_DIR / "sources.yaml"


def read_sources(*extra: Path, bundled: Path = SOURCES_FILE) -> tuple[Source, ...]:
    """Every source of the bundled file, then of the `extra` files that exist.

    Raises:
        SourcesBroken: with every fault in every file; a list is taken whole or not at all, so that a slip of the pen
            takes no documents away.
    """
    sources: list[Source] = []
    faults: list[SourceFault] = []
    for path in (bundled, *extra):
        try:
            text = path.read_text(encoding="utf-8")
            sources.extend(parse_sources(str(path), text))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except BrokenSources as error:
            faults.extend(error.faults)
        except UnicodeDecodeError:
            faults.append(SourceFault(str(path), 1, "not_utf8"))
        except OSError as error:
            faults.append(SourceFault(str(path), 1, "unreadable", error.strerror or ""))
    faults.extend(repeated(sources))
    if faults:
        raise SourcesBroken(faults)
    return tuple(sources)
