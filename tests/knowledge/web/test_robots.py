"""What a site asks of robots."""

from __future__ import annotations

import time

import pytest

from knowledge.web.robots import ROBOTS_BYTES_MAX, Robots

URL = "https://example.org/private/a"


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("", True),
        ("<html>not a robots.txt</html>", True),
        ("User-agent: *\nDisallow: /private/", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /private/\nAllow: /private/a$", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: partner\nDisallow: /", True),
        ("USER-AGENT : PARTNERSHIPCOACH # ours\nDisallow: /", False),
        ("user agent PartnershipCoach/2.0\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\nUser-agent: PartnershipCoach\nAllow: /", True),
        ("User-agent: one\nUser-agent: PartnershipCoach\nUser-agent: two\nDisallow: /", False),
        ("User-agent: a\nDisallow: /\n\nUser-agent: b\nDisallow: /x", True),
        ("\ufeffUser-agent: *\r\nDisallow: /*/a\r\n", False),
    ],
)
def test_rules_for_this_robot_or_for_all_count(text: str, is_allowed: bool) -> None:  # noqa: FBT001 - a table
    """The own group before the one for all; a name is compared whole; the longest rule wins."""
    assert Robots(text, "PartnershipCoach").allows(URL) is is_allowed


def test_the_pause_between_pages_is_told() -> None:
    """In seconds; nothing when the site does not say."""
    assert Robots("User-agent: *\nCrawl-delay: 2.5", "PartnershipCoach").gap_s == 2.5
    assert Robots("User-agent: *\nCrawl-delay: nan", "PartnershipCoach").gap_s == 0
    assert Robots("", "PartnershipCoach").gap_s == 0


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent:a{number}\n" for number in range(20_000)) + "Allow:/1\n" * 20_000,
        "".join(f"User  agent: b{number}\n" for number in range(20_000)) + "Allow:/1\n" * 20_000,
        "".join(f"User-agent:c{number % 9_000}\n" for number in range(18_000)),
        "User-agent:*\n" + "Disallow:*a*a*b$\n" * 30_000,
        "User-agent:*\nDisallow:" + "*a" * 250_000,
        "User-agent:*\n" * 40_000,
        "x" * ROBOTS_BYTES_MAX * 3,
    ],
)
def test_no_robots_txt_takes_long(text: str) -> None:
    """Thousands of robots above thousands of rules, and patterns made to be slow."""
    started = time.process_time()
    Robots(text, "PartnershipCoach").allows("https://example.org/" + "a" * 2_000)
    assert time.process_time() - started < 3
