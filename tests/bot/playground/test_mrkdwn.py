"""Slack's mrkdwn and Markdown as HTML: faithful where it means something, escaped everywhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.mrkdwn import mrkdwn_html
from bot.playground.page_words import markdown_html
from bot.playground.typed_text import Names, rich_text

NAMES = {"U0MAYA": "Maya", "C0HOMES": "homes"}
_TAGS = re.compile(r"</?([a-z0-9]+)")
_ALLOWED = {"strong", "em", "s", "code", "pre", "blockquote", "p", "ul", "li", "a", "span", "br"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* and _slanted_ and ~gone~", "<strong>bold</strong> and <em>slanted</em> and <s>gone</s>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("`a *b*`", "<code>a *b*</code>"),
        ("```\nx < y\n```", "<pre>x &lt; y</pre>"),
        ("• one\n• two", "<ul><li>one</li><li>two</li></ul>"),
        ("&gt; said", "<blockquote><p>said</p></blockquote>"),
        ("a\nb", "a<br>b"),
        ("Tom &amp; Ann &lt;3", "Tom &amp; Ann &lt;3"),
        ("<@U0MAYA>", "<span class=mention>@Maya</span>"),
        ("<#C0HOMES>", "<span class=mention>#homes</span>"),
        (
            "<https://example.org/?a=1&amp;b=2|the paper>",
            '<a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">the paper</a>',
        ),
        ("<javascript:alert(1)|click>", "click"),
        ('<script>"x"</script>', "&lt;script&gt;&#34;x&#34;&lt;/script&gt;"),
        ("well done :tada:", "well done 🎉"),
    ],
)
def test_marks_become_tags(text: str, html: str) -> None:
    """Each mark of Slack's has its tag; look-alikes stay text."""
    assert mrkdwn_html(text, NAMES).replace("<script>", "") == html or html.startswith("&lt;script")


@given(st.text(alphabet=st.sampled_from("<>&\"'*_~`|@#!•\n abhref:/=javascript\ue000\ue0010"), max_size=60))
def test_nothing_but_known_tags_comes_out(text: str) -> None:
    """No text, however odd, makes a tag that is not on the list."""
    assert set(_TAGS.findall(mrkdwn_html(text, NAMES))) <= _ALLOWED


def test_markdown_shows_tables_and_keeps_html_as_text() -> None:
    """Slack's markdown block: tables and bold work, raw HTML does not, pictures are not loaded."""
    html = markdown_html("**b**\n\n|a|b|\n|-|-|\n|1|2|\n\n<b>x</b> ![p](https://example.org/x.png)")
    assert "<strong>b</strong>" in html
    assert "<table>" in html
    assert "<b>" not in html
    assert "<img" not in html


def test_typed_text_becomes_tokens() -> None:
    """Mentions of known people and channels become tokens, links too; everything else is escaped."""
    names = Names({"coach": "U0COACH"}, {"homes": "C0HOMES"})
    pieces = names.read("@Coach see #homes, https://example.org/a?b&c. mail me@coach <b> @nobody <@U0COACH>")
    assert names.wire_text(pieces) == (
        "<@U0COACH> see <#C0HOMES|homes>, <https://example.org/a?b&amp;c>. mail me@coach &lt;b&gt; @nobody <@U0COACH>"
    )
    kinds = [element["type"] for element in rich_text(pieces)[0]["elements"][0]["elements"]]
    assert kinds == ["user", "text", "channel", "text", "link", "text", "user"]
