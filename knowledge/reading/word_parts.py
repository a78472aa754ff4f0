"""The parts of a Word file that have its words, taken out of the archive without being overrun by it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from lxml import etree

from knowledge.reading.errors import CannotRead
from knowledge.reading.formats import WORD_PART

# A thousand pages are about 10 MB of XML, and the tree of it takes some ten times as much memory.
_TEXT_BYTES_MAX = 32_000_000
_OTHER_BYTES_MAX = 8_000_000
_ENCRYPTED_FLAG = 0x1


@dataclass(frozen=True, slots=True)
class WordParts:
    """Roots of XML trees; None for a part that the file does not have."""

    document: Any
    styles: Any
    properties: Any


def open_parts(data: bytes) -> WordParts:
    """The parts of the file; pictures and whatever else is in it stay packed.

    Raises:
        CannotRead: one is not as Word writes it, wants a password or swells beyond measure.
        BadZipFile: the archive is damaged.
    """
    with ZipFile(io.BytesIO(data)) as archive:
        text = min((name for name in archive.namelist() if WORD_PART.fullmatch(name)), key=len)
        return WordParts(
            _part(archive, text, _TEXT_BYTES_MAX),
            _part(archive, "word/styles.xml", _OTHER_BYTES_MAX),
            _part(archive, "docProps/core.xml", _OTHER_BYTES_MAX),
        )


def _part(archive: ZipFile, name: str, bytes_max: int) -> Any:
    if name not in archive.namelist():
        return None
    info = archive.getinfo(name)
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise CannotRead("encrypted")
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise CannotRead("corrupt")
    with archive.open(info) as packed:
        # The size that the archive states may be a lie: what comes out is counted.
        unpacked = packed.read(bytes_max + 1)
    if len(unpacked) > bytes_max:
        raise CannotRead("too_large")
    return _tree(unpacked)


def _tree(xml: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise CannotRead("corrupt") from error
    # Source: ECMA-376 part 2, 8.1.4: parts have no document type; entities would come with it.
    if root.getroottree().docinfo.doctype:
        raise CannotRead("corrupt")
    return root
