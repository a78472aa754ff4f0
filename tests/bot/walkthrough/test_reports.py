"""The report of a walkthrough as Word, CSV and Markdown: what is in it, in which order, and what never is."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import timedelta, timezone
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.walkthrough import reporting
from bot.walkthrough.commands import AddNote
from bot.walkthrough.events import NoteId
from bot.walkthrough.reporting.report import Report, cleaned, web_address
from bot.walkthrough.reports import report, write_csv, write_docx, write_markdown, write_report
from bot.walkthrough.results import results
from tests.bot.walkthrough.meeting import COSTS, MISSIONS, OLA, START, everybody
from tests.bot.walkthrough.reporting_samples import (
    BEGUN_AT,
    DOCUMENTS,
    HOSTILE,
    NAMES,
    dated,
    full,
    hidden,
    last_time,
    reported,
)
from tests.conftest import ROOT, Golden

HEADINGS = [
    "Who took part",
    "Where each theme stands",
    "Topic by topic",
    "Differences between partners",
    "Gaps",
    "Actions",
    "Since last time",
    "Outline for the agreement",
    "Sources and credit",
]
WHOLE = full(), last_time()
LONG = "".join(f"{number} " for number in range(5_000))[:20_000]


def opened(made: Report) -> Document:
    return docx.Document(BytesIO(write_docx(made)))


def text_of(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def rows_of(made: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(write_csv(made).decode("utf-8-sig"), newline="")))


def html_of(made: Report) -> str:
    return str(MarkdownIt("commonmark").enable("table").render(write_markdown(made)))


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("full", reported(*WHOLE)[0]),
        ("hidden", reported(hidden())[0]),
        ("hostile", reported(full(text=HOSTILE))[0]),
        ("empty", reported(everybody(replace(START, form="full", mode="reviewing")))[0]),
    ],
)
def test_markdown_is_what_was_agreed(name: str, made: Report, golden: Golden) -> None:
    """Whole reports as they look; `pytest tests/bot/walkthrough --update-golden` after a change that is meant."""
    golden.check(f"reports/{name}.md", write_markdown(made))


def test_word_has_title_and_headings_in_order() -> None:
    """Real ones: the title, the parts, then themes and topics below them, and no level left out."""
    document = opened(reported(*WHOLE)[0])
    assert [each.text for each in document.paragraphs if each.style and each.style.name == "Title"] == [
        "Small scorecard"
    ]
    levels = [
        (int(each.style.name[-1]), each.text)
        for each in document.paragraphs
        if each.style and each.style.name and each.style.name.startswith("Heading")
    ]
    assert [text for level, text in levels if level == 1] == HEADINGS
    topics = levels[levels.index((1, "Topic by topic")) + 1 : levels.index((1, "Differences between partners"))]
    assert topics == [
        (2, "Partners and people"), (3, "Missions"),
        (2, "Money"), (3, "Sharing costs"),
        (2, "Ending"), (3, "Leaving early"), (3, "Winding up"),
    ]  # fmt: skip
    outline = levels[levels.index((1, "Outline for the agreement")) + 1 : -1]
    assert outline == [
        (2, "Partners and representatives"), (2, "Contributions and finance"), (2, "Duration, leaving and ending"),
    ]  # fmt: skip


def test_word_holds_what_people_said_agreed_and_noted() -> None:
    """With author, partner and day; one who left keeps what they wrote."""
    told = text_of(opened(reported(*WHOLE)[0]))
    for part in (
        "Partners: City, Acme, Trust",
        "Started: November 18, 2026",
        "Due: December 18, 2026",
        "What shall we write about sharing costs?",
        "Status: Open",
        "The council\nwants to see it.",
        "Agreed by City, Acme. Written down by Beatriz Gómez, November 18, 2026",
        "City is of two minds: Partly (Ann Smith), Open (Ali Khan)",
        "Acme: Open (Beatriz Gómez)",
        "Cal Young (Trust), November 18, 2026",
        "Name not known (U0OLA), November 18, 2026",
        "For counsel: This has legal effect. Counsel answers it; the coach only raises the question.",
        "Winding up: Not answered. This has legal effect.",
        "Wording for counsel to draft",
        "All questions are our own wording.",
        "Built on the work of The Institute. They have not checked it.",
        "This report repeats what the team said. It is no legal advice and gives no mark.",
    ):
        assert part in told, part


def test_words_tables_have_heads_that_are_read_out() -> None:
    """Who took part, coverage, actions, changes; the first row of each is marked as the head."""
    document = opened(reported(*WHOLE)[0])
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert tables == [
        [["Partner", "Person"], ["City", "Ann Smith, Ali Khan"], ["Acme", "Beatriz Gómez"], ["Trust", "Nobody yet"],
         ["Looked on", "Name not known (U0OLA)"], ["Others", "Cal Young"]],
        [["Theme", "Settled", "Partly", "Open", "Does not apply", "Not answered"],
         ["Partners and people", "1", "0", "0", "0", "0"],
         ["Money", "0", "0", "1", "0", "0"],
         ["Ending", "0", "0", "0", "0", "2"]],
        [["Action", "Who", "Due", "Topic", "State"],
         ["The council wants to see it.", "Beatriz Gómez", "December 1, 2026", "Sharing costs", "To do"],
         ["Send the logo", "Ali Khan", "November 20, 2026", "Missions", "Done"]],
        [["Theme", "Topic", "Change"],
         ["Partners and people", "Missions", "Open last time, settled now"],
         ["Money", "Sharing costs", "Newly answered: Open"],
         ["Ending", "Leaving early", "No longer answered; settled last time"]],
    ]  # fmt: skip
    heads = [table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in document.tables]
    assert all(len(head) == 1 for head in heads)


def test_word_links_lead_to_what_helps_and_to_the_source() -> None:
    """Only gaps have help, only documents that are known, and the words of a link are its title."""
    document = opened(reported(*WHOLE)[0])
    links = [(link.text, link.url) for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    assert links == [
        ("Share Resources", "https://example.org/share?a=1&b=2"),
        ("Engage Partners", "https://example.org/engage"),
        ("Read the source", "https://example.org/scorecard"),
    ]


def test_word_says_what_it_is() -> None:
    """Title, author and language for search and screen readers; the title above and the number below each page."""
    document = opened(reported(*WHOLE)[0])
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Small scorecard", "Partnership Coach", "en-US",
    )  # fmt: skip
    assert properties.subject == "Report of a walkthrough. As of November 18, 2026"
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Small scorecard"
    for footer in (section.footer, section.first_page_footer):
        assert footer.paragraphs[0].text == "Page "
        assert footer.part.element.xpath("//w:fldSimple/@w:instr") == ["PAGE"]


def test_word_file_holds_only_styles_that_it_has() -> None:
    """Word drops the look of a style that it does not find."""
    with ZipFile(BytesIO(write_docx(reported(*WHOLE)[0]))) as file:
        body, styles = (file.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    used = set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]+)"', body))
    assert used <= set(re.findall(r'w:styleId="([^"]+)"', styles))


def test_csv_has_a_row_for_everything() -> None:
    """Topics, answers, agreements, notes and actions, each with topic and status, days as a spreadsheet sorts them."""
    rows = rows_of(reported(*WHOLE)[0])
    found = [(row["Kind of row"], row["Topic"]) for row in rows]
    assert found == [
        ("Topic", "Missions"), ("Answer", "Missions"), ("Answer", "Missions"), ("Action", "Missions"),
        ("Topic", "Sharing costs"), ("Answer", "Sharing costs"), ("Answer", "Sharing costs"),
        ("Answer", "Sharing costs"), ("Agreement", "Sharing costs"), ("Note", "Sharing costs"),
        ("Action", "Sharing costs"),
        ("Topic", "Leaving early"), ("Topic", "Winding up"), ("Note", "Winding up"),
    ]  # fmt: skip
    assert {row["Status"] for row in rows if row["Topic"] == "Sharing costs"} == {"Open"}
    assert {row["For counsel"] for row in rows if row["Topic"] == "Winding up"} == {"Yes"}
    answer, agreement, note, action = rows[5], rows[8], rows[9], rows[10]
    assert (answer["Answer"], answer["Person"], answer["Partner"]) == ("Open", "Ali Khan", "City")
    assert (agreement["Text"], agreement["Partner"]) == ("The council\nwants to see it.", "City, Acme")
    assert (note["Person"], note["Partner"], note["Date"]) == ("Cal Young", "Trust", "2026-11-18")
    assert (action["Person"], action["Due"], action["Done or to do"]) == ("Beatriz Gómez", "2026-12-01", "To do")


def test_csv_opens_as_text_in_a_spreadsheet() -> None:
    """A byte order mark for Excel, and every field in quotes, whatever sign a country separates fields with."""
    written = write_csv(reported(*WHOLE)[0])
    assert written.startswith(b'\xef\xbb\xbf"')
    assert write_csv(reported(full(text="a;=1+1"))[0]).count(b'"a;=1+1"') == 4


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\x00=", "\u202e=", "\n="])
def test_no_cell_is_a_formula(start: str) -> None:
    """In notes and in names, also behind signs that are taken out."""
    made = reported(full(text=f"a{start}1"), names={**NAMES, OLA: f"{start}1+1"})[0]
    meeting = full()
    meeting.does(OLA, AddNote(NoteId("9"), COSTS, f"{start}cmd|' /C calc'!A0"))
    for each in (made, reported(meeting, names={OLA: f"{start}1+1"})[0]):
        cells = [cell for row in rows_of(each) for cell in row.values()]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"))]
    assert any("cmd|' /C calc'!A0" in row["Text"] for row in rows_of(reported(meeting)[0]))


def test_votes_that_are_hidden_are_in_no_file() -> None:
    """A report before the reveal tells that the partners answer first, and nothing of what they say."""
    made, _ = reported(hidden())
    shown, topics = write_markdown(made), text_of(opened(made))
    costs = shown[shown.index("#### Sharing costs") : shown.index("### Ending")]
    assert costs.split("\n\n")[1:4] == [
        "What shall we write about sharing costs?",
        "- **Status:** Not answered",
        "*Each partner answers first. The answers are hidden until they are revealed.*",
    ]
    assert "City is of two minds: Settled (Ann Smith), Partly (Ali Khan)" in topics
    assert [row["Answer"] for row in rows_of(made) if row["Topic"] == "Sharing costs"] == [""]


def test_a_report_is_the_same_whatever_the_hidden_votes_are() -> None:
    """Other votes, same bytes."""
    other = hidden()
    other.log = [
        replace(each, event=replace(each.event, status="partly"))
        if each.event.kind == "voted" and each.event.topic == COSTS
        else each
        for each in other.log
    ]
    assert reported(other)[0] == reported(hidden())[0]


def test_who_said_what_is_told_where_people_differ() -> None:
    """When all together say the same, the topic's status is enough."""
    made, _ = reported(*WHOLE)
    shown = write_markdown(made)
    missions = shown[shown.index("#### Missions") : shown.index("### Money")]
    assert "Who said what" not in missions
    assert shown.count("**Who said what**") == 1


def test_hostile_text_stays_text_in_markdown() -> None:
    """No tag, link, picture, heading, list, code or table comes of what people write."""
    calm, hostile = (html_of(reported(full(text=text))[0]) for text in ("hello", HOSTILE))
    for tag in ("h1", "h2", "h3", "h4", "a", "img", "li", "ul", "ol", "code", "pre", "table", "tr", "td", "em", "b"):
        assert len(re.findall(rf"<{tag}[ >]", hostile)) == len(re.findall(rf"<{tag}[ >]", calm)), tag
    assert "{{ 7 * 7 }}" in hostile
    assert "<!channel>" not in hostile


@given(st.text(min_size=1).filter(lambda text: bool(text.strip())))
def test_any_text_survives_markdown(text: str) -> None:
    """What a reader sees is what was written, spaces aside."""
    meeting = everybody()
    meeting.does(OLA, AddNote(NoteId("1"), MISSIONS, text))
    html = html_of(reported(meeting)[0])
    assert len(re.findall("<blockquote>", html)) == 2
    quoted = html[html.index("<blockquote>") + 12 : html.index("</blockquote>")]
    plain = re.sub(r"<em>[^<]*</em>|<br />|</?p>", "", quoted)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, sign)
    assert "".join(plain.split()) == "".join(cleaned(text).split())


@settings(max_examples=25)
@given(st.text())
def test_word_takes_any_text(text: str) -> None:
    """Whatever signs are in it: in a note, a name, an agreement and a table."""
    made = Report(
        text, text, text, reported(full(text=f"x{text}"), names={OLA: text})[0].blocks, reported(full())[0].sheet
    )
    assert opened(made).core_properties.author == "Partnership Coach"


def test_hostile_text_is_whole_in_word() -> None:
    """Signs that a document cannot hold are gone, all others stay; nothing is taken for a template."""
    told = text_of(opened(reported(full(text=HOSTILE))[0]))
    assert cleaned(HOSTILE) in told
    assert "{{ 7 * 7 }}" in told
    assert "\x1b" not in told


def test_long_notes_are_whole() -> None:
    """20,000 characters, in every kind of file."""
    made, _ = reported(full(text=LONG))
    # Agreement and two notes under their topics and in the outline, and the action under its topic.
    assert text_of(opened(made)).count(LONG.strip()) == 7
    assert [row["Text"].strip() for row in rows_of(made) if row["Kind of row"] == "Note"] == [LONG.strip()] * 2
    assert write_markdown(made).count(LONG.strip()) == 7 + 1


def test_days_are_those_of_the_zone() -> None:
    """A note just before midnight in one place is from the next day in another."""
    meeting = full()
    state = dated(meeting)
    far = timezone(timedelta(seconds=86_400 - BEGUN_AT % 86_400))
    shown = write_markdown(report(state, results(state), NAMES, DOCUMENTS, far))
    assert "- **Started:** November 19, 2026" in shown
    assert "- **Due:** December 18, 2026" in shown


def test_a_day_that_is_none_is_shown_as_it_is() -> None:
    """An old log may hold one."""
    made, _ = reported(everybody(START))
    assert "Due:" not in write_markdown(made)
    state = dated(everybody())
    odd = replace(state, setup=replace(state.setup, due="soon"))
    assert "- **Due:** soon" in write_markdown(report(odd, results(odd), NAMES, DOCUMENTS))


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a b>c|(d)", "https://example.org/a%20b%3Ec%7C%28d%29"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://", ""),
    ],
)
def test_links_lead_to_web_pages_only(url: str, address: str) -> None:
    """Anything else is shown as words without a link."""
    assert web_address(url) == address
    state = dated(full())
    made = report(state, results(state), NAMES, {"T2": ("Title", url)})
    targets = {
        each.target_ref for each in opened(made).part.rels.values() if each.reltype == RELATIONSHIP_TYPE.HYPERLINK
    }
    assert targets == {"https://example.org/scorecard"} | ({address} - {""})
    assert ("javascript" in write_markdown(made), "file:" in write_markdown(made)) == (False, False)


def test_each_format_is_written() -> None:
    """The same report three times."""
    made, _ = reported(*WHOLE)
    assert write_report(made, "docx").startswith(b"PK")
    assert write_report(made, "csv") == write_csv(made)
    assert write_report(made, "md").decode() == write_markdown(made)


def test_every_label_of_the_template_is_used() -> None:
    """And every one that is used is there: a report never stops for want of a word."""
    template = (ROOT / "prompts/reports/label.j2").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in Path(reporting.__path__[0]).glob("*.py"))
    words = set(re.findall(r'^  "(\w+)":', template, re.MULTILINE))
    assert {word for word in words if f'"{word}"' not in code and f"    {word}: str" not in code} <= {
        # Values of the walkthrough itself.
        "settled", "partly", "open", "not_applicable", "unanswered", "drafting", "reviewing", "short", "full",
        "running", "paused", "closed", "together", "each_first", "report",
    }  # fmt: skip
    assert set(re.findall(r'label\("(\w+)"\)', code)) <= words
