"""What a site asks of robots, by its robots.txt (RFC 9309)."""

from __future__ import annotations

import re

# Source: RFC 9309, 2.5: at least the first 500 KiB are read
ROBOTS_BYTES_MAX = 500 * 1024

_AGENT_LINE = re.compile(r"\s*user(?:-|\s*)agent\s*(?::|\s)\s*([^#]*)", re.IGNORECASE)
_OTHER = "other"


class Robots:
    """The rules of one site for one robot.

    Args:
        text: the file; empty when the site has none, which allows everything.
        product: the robot's name, as a site would write it after `User-agent:`.
    """

    def __init__(self, text: str, product: str) -> None:
        from protego import Protego  # only a refresh with web pages needs it

        self._product = product.lower()
        self._rules = Protego.parse(_about(text, self._product))

    def allows(self, url: str) -> bool:
        """Whether the page may be asked for."""
        return self._rules.can_fetch(url, self._product)

    @property
    def gap_s(self) -> float:
        """Seconds it wants between two requests; 0 when it does not say."""
        return self._rules.crawl_delay(self._product) or 0.0


def _about(text: str, product: str) -> str:
    """`text` with all other robots under one name: the parser keeps each rule once for every robot it is for.

    A few kilobytes of names above a few kilobytes of rules would become gigabytes.
    """
    return "\n".join(_renamed(line, product) for line in text.removeprefix("\ufeff")[:ROBOTS_BYTES_MAX].splitlines())


def _renamed(line: str, product: str) -> str:
    match = _AGENT_LINE.match(line)
    if not match:
        return line
    name = match[1].strip().lower()
    # A name may be followed by a version: "PartnershipCoach/1.0". Source: RFC 9309, 2.2.1
    is_ours = re.split(r"[/\s]", name, maxsplit=1)[0] == product
    return f"User-agent: {product if is_ours else '*' if name == '*' else _OTHER}"
