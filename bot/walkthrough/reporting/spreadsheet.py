"""A report's table as CSV that spreadsheets open as it is meant: as text, in UTF-8, and never as a formula."""

from __future__ import annotations

import csv
from io import StringIO

from bot.walkthrough.reporting.report import Report, cleaned

# Spreadsheets take a cell that begins so for a formula; an apostrophe makes it text.
# Source: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_csv(report: Report) -> bytes:
    """The flat table with its head; Excel needs the byte order mark to see that it is UTF-8."""
    text = StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(report.sheet.head)
    writer.writerows([_cell(cell) for cell in row] for row in report.sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    # Looked at before and after: what is taken out could have hidden a start that counts.
    cell = cleaned(text)
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) or text.startswith(_FORMULA_STARTS) else cell
