"""Markdown becomes sections."""

from __future__ import annotations

from knowledge.reading.texts import ReadSection, ReadText
from knowledge.reading.worker import Reader
from tests.knowledge.reading.outcomes import headings_of, text_of, words_of

PAGE = """\
---
title: "Working together: a guide"
date: 2024-05-31
secret: stays out
---
Before any heading.

## First steps

A *short* paragraph with a [link](https://example.org "tip"), `code`
and a second line &amp; more.

- one
- two
  1. inner

  still two

| Who | Gives |
|-----|-------|
| City | Land |

### Deeper

> Quoted words.

```
x = 1
```

<!-- not for readers -->
<div>Inside <b>HTML</b></div>

![A map of the site](map.png)
"""


def test_a_page_becomes_sections_with_plain_text(reader: Reader) -> None:
    """Marks go, words stay; the front matter gives title and date and nothing else."""
    assert reader.read_bytes(PAGE.encode(), "guide.md") == ReadText(
        "Working together: a guide",
        (
            ReadSection((), "Before any heading."),
            ReadSection(
                ("First steps",),
                "A short paragraph with a link, code and a second line & more.\n\n"
                "- one\n- two\n- inner\n- still two\n- Who | Gives\n- City | Land",
            ),
            ReadSection(("First steps", "Deeper"), "Quoted words.\n\nx = 1\n\nInside HTML\n\nA map of the site"),
        ),
        "2024-05-31",
    )


def test_a_first_heading_without_equal_is_the_title(reader: Reader) -> None:
    """It leaves the headings then."""
    text = text_of(reader.read_bytes(b"# Partnering\n\nWhy.\n\n## How\n\nSo.\n", "a.md"))
    assert text.title == "Partnering"
    assert [section.headings for section in text.sections] == [(), ("How",)]


def test_headings_of_one_level_are_no_title(reader: Reader) -> None:
    """Where every chapter starts with "#", none of them names the whole."""
    text = text_of(reader.read_bytes(b"# One\n\na\n\n# Two\n\nb\n", "a.md"))
    assert (text.title, [section.headings for section in text.sections]) == ("", [("One",), ("Two",)])


def test_a_long_text_reads_as_it_would_in_one_piece(reader: Reader) -> None:
    """What is cut for the parser keeps its lists, code and links."""
    part = "## Part {}\n\nSee [the plan][plan].\n\n```\n# no heading\n\n- no list\n```\n\n1. first\n\n   goes on\n\n"
    long = "".join(part.format(number) for number in range(3_000)) + "[plan]: https://example.org\n"
    outcome = reader.read_bytes(long.encode(), "long.md")
    assert headings_of(outcome) == [(f"Part {number}",) for number in range(3_000)]
    assert {section.text for section in text_of(outcome).sections} == {
        "See the plan.\n\n# no heading - no list\n\n- first\n- goes on"
    }


def test_a_name_decides_between_markdown_and_plain_text(reader: Reader) -> None:
    """Nothing else than these two; without a telling name, headings do."""
    text = b"# Title\n\nSome *words*.\n"
    assert words_of(reader.read_bytes(text, "a.md")) == "Some words."
    assert words_of(reader.read_bytes(text, "a")) == "Some words."
    assert words_of(reader.read_bytes(text, "a.txt")) == "# Title\n\nSome *words*."
