"""The sources files: that of the coach, and those that staff keep."""

from __future__ import annotations

from pathlib import Path

from knowledge.added_sources import lists_in
from knowledge.content_files import KNOWLEDGE_DIR
from knowledge.errors import SourcesBroken
from knowledge.sources import BrokenSources, Source, SourceFault, parse_sources, repeated

SOURCES_FILE = KNOWLEDGE_DIR / "sources.yaml"


def read_sources(*extra: Path, added: Path | None = None, bundled: Path = SOURCES_FILE) -> tuple[Source, ...]:
    """Every source of the bundled file, then of the `extra` files that exist, then those below `added`.

    One that was added gives way to the same one in a file that staff wrote.

    Raises:
        SourcesBroken: with every fault in every file; a list is taken whole or not at all, so that a slip of the pen
            takes no documents away.
    """
    faults: list[SourceFault] = []
    sources = [source for path in (bundled, *extra) for source in _listed(path, faults)]
    faults.extend(repeated(sources))
    known = {source.id for source in sources}
    for path in lists_in(added) if added else ():
        sources.extend(source for source in _listed(path, faults) if source.id not in known)
    if faults:
        raise SourcesBroken(faults)
    return tuple(sources)


def _listed(path: Path, faults: list[SourceFault]) -> tuple[Source, ...]:
    """The sources of one file, none if it does not exist; what is wrong with it goes to `faults`."""
    try:
        return parse_sources(str(path), path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except BrokenSources as error:
        faults.extend(error.faults)
    except UnicodeDecodeError:
        faults.append(SourceFault(str(path), 1, "not_utf8"))
    except OSError as error:
        faults.append(SourceFault(str(path), 1, "unreadable", error.strerror or ""))
    return ()
