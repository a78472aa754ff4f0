"""Web pages become sections."""

from __future__ import annotations

from knowledge.reading.texts import ReadSection, ReadText
from knowledge.reading.worker import Reader
from tests.knowledge.reading.outcomes import reason_of, text_of, words_of

PAGE = """\
<!doctype html><html><head><meta charset="utf-8"><title>How we partner | City</title>
<meta property="article:published_time" content="2023-05-06T10:00:00Z"><style>p {color: red}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>
<main><h1>How we partner</h1><p>Partners agree on what each of them brings, and on what each of them takes home.</p>
<h2>First steps</h2><ul><li>Find the <b>shared</b> problem</li><li>Name who decides<ul><li>and when</li></ul></li></ul>
<p>Talk &amp; agree with <a href="https://example.org">each other</a>,<br>then write it down.</p>
<h3>Who brings what</h3><table><tr><th>Who</th><th>What</th></tr><tr><td>City</td><td>Land</td></tr></table>
<blockquote><p>It took two years.</p></blockquote></main>
<footer><p>Copyright of the city, all rights reserved.</p></footer><script>alert("no")</script></body></html>
"""


def test_a_page_becomes_sections_of_its_main_text(reader: Reader) -> None:
    """Headings, lists and tables stay; menus, footers and scripts go; the page says its date."""
    assert reader.read_bytes(PAGE.encode(), "page.html") == ReadText(
        "How we partner",
        (
            ReadSection((), "Partners agree on what each of them brings, and on what each of them takes home."),
            ReadSection(
                ("First steps",),
                "- Find the shared problem\n- Name who decides\n- and when\n\n"
                "Talk & agree with each other, then write it down.",
            ),
            ReadSection(("First steps", "Who brings what"), "- Who | What\n- City | Land\n\nIt took two years."),
        ),
        "2023-05-06",
    )


def test_a_piece_of_a_page_is_read_too(reader: Reader) -> None:
    """Exports often lack everything around the text."""
    text = text_of(reader.read_bytes(b"<h1>Plan</h1>\n<p>One thought.</p>\n<p>One thought.</p>", "plan.html"))
    assert (text.title, text.sections) == ("Plan", (ReadSection((), "One thought.\n\nOne thought."),))


def test_code_in_a_sentence_is_a_part_of_it(reader: Reader) -> None:
    """And no paragraph of its own."""
    page = b"<html><body><p>Run <code>make play</code> and wait until it says that it is ready.</p></body></html>"
    assert words_of(reader.read_bytes(page, "a.html")) == "Run make play and wait until it says that it is ready."


def test_markdown_that_starts_with_a_tag_stays_markdown(reader: Reader) -> None:
    """Many open with a centred picture."""
    source = b'<p align="center"><img src="x.png"></p>\n\n# Title\n\nSome *words*.\n'
    assert words_of(reader.read_bytes(source, "README.md")) == "Some words."


def test_a_page_without_words_says_so(reader: Reader) -> None:
    """A page that scripts fill is no empty success."""
    source = b"<!doctype html><html><body><div id='app'></div><script>start()</script></body></html>"
    assert reason_of(reader.read_bytes(source, "app.html")) == "no_text"


def test_a_wrong_character_set_does_no_harm(reader: Reader) -> None:
    """What a page says about its letters counts only where it can be true."""
    said = '<html><head><meta charset="{}"></head><body><p>Caf\u00e9 \u201ctalks\u201d in K\u00f6ln</p></body></html>'
    wanted = "Caf\u00e9 \u201ctalks\u201d in K\u00f6ln"
    for declared, real in (("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("latin1", "cp1252"), ("rot13", "cp1252")):
        assert words_of(reader.read_bytes(said.format(declared).encode(real), "a.html")) == wanted
    russian = said.format("koi8-r").replace("K\u00f6ln", "\u041c\u043e\u0441\u043a\u0432\u0435")
    assert "\u041c\u043e\u0441\u043a\u0432\u0435" in words_of(
        reader.read_bytes(russian.encode("koi8-r", "replace"), "a.html")
    )


def test_deep_nesting_is_read_or_refused_but_never_cut_short(reader: Reader) -> None:
    """The parser gives up at some depth without a word; then so do we, with one."""
    for depth, outcome in ((1_000, "read"), (200_000, "too_large")):
        page = "<html><body><p>Before.</p>" + "<div>" * depth + "<p>Deep words.</p>" + "</div>" * depth
        found = reader.read_bytes(page.encode(), "deep.html")
        assert ("Deep words." in words_of(found)) if outcome == "read" else (reason_of(found) == outcome)
