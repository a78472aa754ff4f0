"""Word files made by hand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def word(body: str, styles: str = "", parts: Mapping[str, str] | None = None, namespace: str = W) -> bytes:
    """A file with this XML in its body; the prefix `w` is known."""
    head = f'<w:document xmlns:w="{namespace}"><w:body>'
    others = {"word/styles.xml": f'<w:styles xmlns:w="{namespace}">{styles}</w:styles>', **(parts or {})}
    return zipped([head.encode(), body.encode(), b"</w:body></w:document>"], others)


def zipped(document: Iterable[bytes], parts: Mapping[str, str]) -> bytes:
    """An archive with this document part and others."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for piece in document:
                part.write(piece)
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def paragraph(text: str, style: str = "", settings: str = "") -> str:
    """A paragraph of one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{settings}</w:pPr>{run(text)}</w:p>"


def run(text: str) -> str:
    """Text that is all of one look."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def bomb(megabytes: int) -> bytes:
    """A document that swells to so many megabytes."""
    head = f'<w:document xmlns:w="{W}"><w:body>'.encode()
    # Ten thousand paragraphs, some 0.56 MB.
    stretch = paragraph("word word word word").encode() * 10_000
    return zipped([head, *[stretch] * (megabytes * 1_000_000 // len(stretch)), b"</w:body></w:document>"], {})
