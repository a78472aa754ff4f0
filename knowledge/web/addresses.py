"""Which web addresses may be asked, every spelling of one brought to the same form or refused. Pure.

What is checked is what is used: the parts found here go into the request as they are, and are parsed nowhere again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Literal
from urllib.parse import quote

from knowledge.web.networks import IPAddress, is_public

# Source: https://www.sitemaps.org/protocol.html; servers refuse longer ones too
URL_CHARS_MAX = 2_048
# Source: RFC 1035, 2.3.4
HOST_CHARS_MAX = 253
DEFAULT_PORTS = {"http": 80, "https": 443}
PORT_MAX = 65_535

AddressFault = Literal["scheme", "bad_url", "private_address"]


@dataclass(frozen=True, slots=True)
class AddressRules:
    """What may be asked beyond public addresses.

    `allowed_private` holds `host:port` as `WebAddress.authority` spells it, for an intranet or a test: that host at
    that port may be anywhere.
    """

    allowed_private: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset(DEFAULT_PORTS.values())


PUBLIC_ONLY = AddressRules()


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A checked address in its only spelling; `host` is ASCII without brackets, `target` is path and query."""

    scheme: str
    host: str
    port: int
    target: str
    number: IPAddress | None = None

    @property
    def shown_host(self) -> str:
        """The host as it stands in a URL."""
        return f"[{self.host}]" if isinstance(self.number, IPv6Address) else self.host

    @property
    def authority(self) -> str:
        """Host and port, the port always."""
        return f"{self.shown_host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what has one robots.txt."""
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.shown_host}{port}"

    @property
    def url(self) -> str:
        """The whole, without a fragment."""
        return f"{self.origin}{self.target}"


@dataclass(frozen=True, slots=True)
class BadAddress:
    """Why an address is not asked."""

    reason: AddressFault


_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^#]*)", re.DOTALL)
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]@%]+)(?::([0-9]{0,5}))?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PATH_SAFE = "/%?:@!$&'()*+,;=-._~[]"


def check_url(url: str, rules: AddressRules = PUBLIC_ONLY) -> WebAddress | BadAddress:
    """`url` in its only spelling, or why it is not asked.

    A name says nothing yet: what it stands for goes through `may_connect`.
    """
    to = parse_url(url)
    return to if isinstance(to, BadAddress) else _allowed(to, rules)


def parse_url(url: str) -> WebAddress | BadAddress:
    """`url` in its only spelling, wherever it leads: for comparing, not for asking."""
    match = _URL.match(url.strip(" "))
    if len(url) > URL_CHARS_MAX or _CONTROL.search(url) or not match:
        return BadAddress("bad_url")
    scheme, authority, rest = match[1].lower(), match[2], match[3]
    if scheme not in DEFAULT_PORTS:
        return BadAddress("scheme")
    parts = _AUTHORITY.fullmatch(authority or "")
    host = _host(parts[1]) if parts else None
    if not parts or host is None:
        return BadAddress("bad_url")
    port = int(parts[2] or DEFAULT_PORTS[scheme])
    target = quote(rest, safe=_PATH_SAFE)
    number = None if isinstance(host, str) else host
    return WebAddress(scheme, str(host), port, target if target.startswith("/") else f"/{target}", number)


def intranet_authorities(host: str) -> frozenset[str]:
    """What `AddressRules.allowed_private` holds for `host`, or `host:port`: both usual ports where it names none.

    Empty for what is neither. A network cannot be named: any name on the web could lead into it.
    """
    found = [parse_url(f"{scheme}://{host}") for scheme in DEFAULT_PORTS]
    good = [to for to in found if not isinstance(to, BadAddress) and to.target == "/" and 0 < to.port <= PORT_MAX]
    return frozenset(to.authority for to in good)


def may_connect(to: WebAddress, numbers: Iterable[IPAddress], rules: AddressRules = PUBLIC_ONLY) -> bool:
    """Whether all that a name stands for may be connected to: one private address among public ones is a trap."""
    return to.authority in rules.allowed_private or all(is_public(number) for number in numbers)


def _allowed(to: WebAddress, rules: AddressRules) -> WebAddress | BadAddress:
    if to.authority in rules.allowed_private:
        return to
    # Source: RFC 6761, 6.3: these names are this machine, whatever a resolver says.
    if to.host == "localhost" or to.host.endswith(".localhost"):
        return BadAddress("private_address")
    if to.number is not None and not is_public(to.number):
        return BadAddress("private_address")
    return to if to.port in rules.ports else BadAddress("bad_url")


def _host(given: str) -> str | IPAddress | None:
    if given.startswith("["):
        return _v6(given[1:-1])
    ascii_host = given.lower() if given.isascii() else _ascii(given)
    name = ascii_host.removesuffix(".")
    if len(name) > HOST_CHARS_MAX or not _NAME.fullmatch(name):
        return None
    return _v4(name) if _NUMERIC.fullmatch(name.rpartition(".")[2]) else name


def _v6(given: str) -> IPAddress | None:
    try:
        number = IPv6Address(given)
    except AddressValueError:
        return None
    return number


def _v4(name: str) -> IPv4Address | None:
    """One to four numbers, decimal, octal (0…) or hexadecimal (0x…); the last fills what is left.

    Source: https://url.spec.whatwg.org/#concept-ipv4-parser, which is what `inet_aton` does too.
    """
    parts = name.split(".")
    if len(parts) > 4 or not all(_NUMERIC.fullmatch(part) for part in parts):  # noqa: PLR2004 - four bytes
        return None
    try:
        *firsts, last = (_number(part) for part in parts)
    except ValueError:
        return None
    if any(first > 0xFF for first in firsts) or last >= 256 ** (4 - len(firsts)):  # noqa: PLR2004 - a byte
        return None
    return IPv4Address(last + sum(first << 8 * (3 - place) for place, first in enumerate(firsts)))


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if part.startswith("0") else int(part)


def _ascii(host: str) -> str:
    """`host` as the domain name system knows it; empty when it cannot be known there."""
    import idna  # a library that only names in other scripts need

    try:
        return idna.encode(host, uts46=True, std3_rules=True).decode().lower()
    except (idna.IDNAError, UnicodeError):
        return ""
