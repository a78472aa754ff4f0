"""Which addresses may be asked."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.web.addresses import AddressRules, BadAddress, WebAddress, check_url, intranet_authorities, may_connect
from knowledge.web.networks import is_public
from tests.knowledge.web.spellings import OTHER_SCHEMES, PRIVATE, UNREADABLE

ANY_PORT = AddressRules(ports=frozenset({80, 443, 8731}))


def checked(url: str, rules: AddressRules = ANY_PORT) -> WebAddress:
    """The address, which must be a good one."""
    found = check_url(url.replace("{port}", "8731"), rules)
    assert isinstance(found, WebAddress), (url, found)
    return found


def refused(url: str, rules: AddressRules = ANY_PORT) -> str:
    """Why it is refused, which it must be."""
    found = check_url(url.replace("{port}", "8731"), rules)
    assert isinstance(found, BadAddress), (url, found)
    return found.reason


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_is_refused_in_every_spelling(url: str) -> None:
    """Short, decimal, octal, hexadecimal, other digits, wrapped in IPv6, by name: always understood, never asked."""
    assert refused(url) == "private_address"


@pytest.mark.parametrize("url", UNREADABLE)
def test_what_two_readers_would_read_in_two_ways_is_refused(url: str) -> None:
    """Passwords, escapes, backslashes, signs that do not show, numbers out of range."""
    assert refused(url) == "bad_url"


@pytest.mark.parametrize("url", OTHER_SCHEMES)
def test_only_http_and_https_are_asked(url: str) -> None:
    """No files, no gopher, whatever stands behind the scheme."""
    assert refused(url) == "scheme"


@pytest.mark.parametrize(
    ("url", "only_spelling"),
    [
        ("https://Example.ORG", "https://example.org/"),
        (" https://example.org/a ", "https://example.org/a"),
        ("http://example.org.:80/a?b=c#d", "http://example.org/a?b=c"),
        ("https://example.org:443?x", "https://example.org/?x"),
        ("https://example.org:/", "https://example.org/"),
        ("https://bücher.example.org/straße", "https://xn--bcher-kva.example.org/stra%C3%9Fe"),
        ("https://example.org/a b/%20/“c”", "https://example.org/a%20b/%20/%E2%80%9Cc%E2%80%9D"),
        ("https://example.org/\\@127.0.0.1", "https://example.org/%5C@127.0.0.1"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://134744072/", "http://8.8.8.8/"),
        ("http://[2606:2800:21F:0::1]/", "http://[2606:2800:21f::1]/"),
        ("http://[64:ff9b::8.8.8.8]/", "http://[64:ff9b::808:808]/"),
        ("https://under_score.example.org/", "https://under_score.example.org/"),
        ("https://3com.example.org/", "https://3com.example.org/"),
        ("https://example.org/\r", None),
    ],
)
def test_a_good_address_gets_one_spelling(url: str, only_spelling: str | None) -> None:
    """Small letters, ASCII, no default port, no fragment, no trailing dot."""
    assert only_spelling is None or checked(url).url == only_spelling
    assert only_spelling or refused(url) == "bad_url"


def test_the_only_spelling_stays_as_it_is() -> None:
    """What was checked once may be checked again."""
    for url in ("https://bücher.example.org/a b?ö=%C3", "http://134744072/", "http://[2606:2800:21F:0::1]/x"):
        assert checked(checked(url).url) == checked(url)


def test_unusual_ports_are_refused() -> None:
    """Only those of the web, so that nobody scans a server's other doors through the coach."""
    for url in ("http://example.org:8080/", "http://example.org:22/", "http://example.org:0/", "http://8.8.8.8:25/"):
        assert refused(url) == "bad_url"
    assert checked("https://example.org:80/").port == 80


def test_a_long_address_is_refused() -> None:
    """Servers refuse it too."""
    assert refused("https://example.org/" + "a" * 2_048) == "bad_url"
    assert refused("https://" + "a." * 130 + "org/") == "bad_url"
    assert refused("https://" + "a" * 64 + ".org/") == "bad_url"
    assert refused("https://example.org/\ud800") == "bad_url"


def test_settings_may_allow_one_host_at_one_port() -> None:
    """That and nothing beside it: another port, another address, another name of the same."""
    rules = AddressRules(allowed_private=frozenset({"127.0.0.1:8731", "intranet.example.org:8080", "[::1]:80"}))
    assert checked("http://127.1:8731/a", rules).url == "http://127.0.0.1:8731/a"
    assert checked("http://[0::1]/", rules).authority == "[::1]:80"
    assert may_connect(checked("http://intranet.example.org:8080/", rules), [ip_address("10.1.2.3")], rules)
    for url in ("http://127.0.0.1/", "http://127.0.0.2:8731/", "http://localhost:8731/", "http://[::1]:8731/"):
        assert refused(url, rules) == "private_address"
    assert refused("http://intranet.example.org:8081/", rules) == "bad_url"
    assert not may_connect(checked("http://intranet.example.org/", rules), [ip_address("10.1.2.3")], rules)


def test_a_host_is_allowed_at_its_usual_ports_or_at_the_one_that_is_named() -> None:
    """In any spelling; a network, a path or a whole address names no host."""
    assert intranet_authorities("Handbook.example.org") == {"handbook.example.org:80", "handbook.example.org:443"}
    assert intranet_authorities("10.8:8080") == {"10.0.0.8:8080"}
    assert intranet_authorities("[::1]:81") == {"[::1]:81"}
    for other in ("10.0.0.0/8", "http://a.org", "a.org/x", "a b", "me@a.org", "a.org:70000", "a.org:0", ":80", "*", ""):
        assert intranet_authorities(other) == frozenset()


def test_one_private_address_among_public_ones_is_a_trap() -> None:
    """A name that stands for both is not asked at all."""
    to = checked("https://example.org/")
    assert may_connect(to, [ip_address("8.8.8.8"), ip_address("2606:2800:21f::1")])
    assert not may_connect(to, [ip_address("8.8.8.8"), ip_address("127.0.0.1")])


@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.lists(st.sampled_from("dox"), min_size=4, max_size=4))
def test_every_spelling_of_a_number_leads_to_the_same_answer(number: int, parts: int, bases: list[str]) -> None:
    """For any address, in one to four parts, each decimal, octal or hexadecimal."""
    values = [number >> 8 * (3 - place) & 0xFF for place in range(parts - 1)]
    values.append(number & (1 << 8 * (5 - parts)) - 1)
    spelled = [
        f"{'0' if base == 'o' else '0x' if base == 'x' else ''}{value:{base}}"
        for value, base in zip(values, bases, strict=False)
    ]
    found = check_url(f"http://{'.'.join(spelled)}/")
    address = IPv4Address(number)
    assert (found.number if isinstance(found, WebAddress) else found.reason) == (
        address if is_public(address) else "private_address"
    )


@given(st.text(max_size=60), st.sampled_from(["http://", "https://[", "http://127.", "http://a@", ""]))
def test_any_text_is_answered(text: str, start: str) -> None:
    """Whatever it is, and what is good stays good when it is spelled as it should be."""
    found = check_url(start + text)
    if isinstance(found, WebAddress):
        assert check_url(found.url) == found or len(found.url) > 2_048
        assert found.url.isascii()


@given(st.sampled_from(["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "192.168.0.0/16"]), st.data())
def test_no_wrapping_of_a_private_address_is_public(network: str, data: st.DataObject) -> None:
    """Mapped, compatible, translated, 6to4, NAT64, Teredo."""
    low, high = int(ip_network(network)[0]), int(ip_network(network)[-1])
    number = data.draw(st.integers(low, high))
    assert not is_public(IPv4Address(number))
    for wrapped in (
        number,
        0xFFFF << 32 | number,
        0xFFFF << 48 | number,
        int(IPv6Address("64:ff9b::")) | number,
        0x2002 << 112 | number << 80,
        0x20010000 << 96 | number << 64,
        0x20010000 << 96 | (number ^ 0xFFFF_FFFF),
    ):
        assert not is_public(IPv6Address(wrapped))


def test_an_address_of_one_interface_is_not_public() -> None:
    """A zone says that it means something on this machine only."""
    assert not is_public(IPv6Address("2606:2800:21f::1%eth0"))
