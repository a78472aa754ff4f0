"""PDFs made by hand, so that a test says what is in them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter

MEGABYTE = 1 << 20
_PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
    b"stream\n\x00\nendstream"
)
_ESCAPES = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})


def pdf(pages: Sequence[Sequence[str]], info: bytes = b"") -> bytes:
    """A PDF with these lines on its pages."""
    return pdf_of([zlib.compress(_drawn(lines)) for lines in pages], b"/FlateDecode", info)


def pdf_of(contents: Sequence[bytes], filters: bytes, info: bytes = b"", picture: bytes = b"") -> bytes:
    """A PDF whose pages have these streams as they are, and may show one picture as /Im1."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(len(contents)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< %s >>" % info,
    ]
    shown = b"/XObject << /Im1 %d 0 R >>" % (5 + 2 * len(contents)) if picture else b""
    for number, content in enumerate(contents):
        resources = b"<< /Font << /F1 3 0 R >> %s >>" % shown
        place = b"/Parent 2 0 R /MediaBox [0 0 612 792]"
        bodies.append(b"<< /Type /Page %s /Resources %s /Contents %d 0 R >>" % (place, resources, 6 + 2 * number))
        bodies.append(b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(content), filters, content))
    return _file([*bodies, picture] if picture else bodies)


def scanned_pdf() -> bytes:
    """A page that is a picture, as scanners make them."""
    return pdf_of([zlib.compress(b"q 612 0 0 792 0 0 cm /Im1 Do Q")], b"/FlateDecode", picture=_PICTURE)


def encrypted_pdf(plain: bytes, password: str) -> bytes:
    """`plain`, locked with a password; without one anybody can open it, but only its owner may change it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flate_bomb(megabytes: int) -> bytes:
    """So many megabytes of zeros in a thousandth of that; every further megabyte is the same block again."""
    packer = zlib.compressobj(9)
    first = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (megabytes - 1)


def _drawn(lines: Sequence[str]) -> bytes:
    shown = "\n".join(f"({line.translate(_ESCAPES)}) Tj T*" for line in lines)
    return f"BT /F1 11 Tf 72 720 Td 14 TL\n{shown}\nET".encode("cp1252")


def _file(bodies: Sequence[bytes]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(bodies) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
