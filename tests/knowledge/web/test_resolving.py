"""From a name to addresses, and the time that sockets have."""

from __future__ import annotations

import socket
import threading
import time
from ipaddress import ip_address
from typing import Any

import httpcore2
import pytest

from knowledge.web.clock import SystemClock
from knowledge.web.connecting import Deadline, PinnedNetwork
from knowledge.web.resolving import SystemResolver
from tests.fakes.web import FakeResolver, RoutedNetwork


def test_the_system_knows_this_machine() -> None:
    """Each address once, and nothing but addresses of this machine."""
    found = SystemResolver().resolve("localhost", 5)
    assert found
    assert len(set(found)) == len(found)
    assert all(address.is_loopback for address in found)


def test_the_fake_answers_as_the_system_does() -> None:
    """Nothing for a name that nobody knows, the same shape otherwise."""
    assert FakeResolver({"localhost": [["127.0.0.1"]]}).resolve("localhost", 5) == (ip_address("127.0.0.1"),)
    assert FakeResolver({}).resolve("nowhere", 5) == ()


def test_a_name_that_nobody_knows_has_no_addresses() -> None:
    """Nor has one that nobody answers for in time, which keeps nobody waiting."""

    def unknown(*_: object, **__: object) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    answered = threading.Event()

    def silent(*_: object, **__: object) -> list[Any]:
        answered.wait(20)
        return [(0, 0, 0, "", ("8.8.8.8", 0))]

    assert SystemResolver(unknown).resolve("nowhere.example.org", 5) == ()
    started = time.monotonic()
    assert SystemResolver(silent).resolve("slow.example.org", 0.05) == ()
    assert time.monotonic() - started < 10
    answered.set()


def test_only_the_host_that_was_checked_is_connected_to() -> None:
    """And never more than four of its addresses are tried."""
    network = RoutedNetwork({})
    addresses = [ip_address(f"8.8.8.{number}") for number in range(9)]
    pinned = PinnedNetwork("example.org", addresses, Deadline(5), 5, network)
    with pytest.raises(httpcore2.ConnectError):
        pinned.connect_tcp("other.example.org", 80)
    assert network.connected == []
    with pytest.raises(httpcore2.ConnectError):
        pinned.connect_tcp("example.org", 80)
    assert network.connected == [(str(address), 80) for address in addresses[:4]]


def test_a_deadline_that_is_over_connects_nowhere() -> None:
    """What was spent on the way is not given again."""
    network = RoutedNetwork({})
    with pytest.raises(httpcore2.ReadTimeout):
        PinnedNetwork("example.org", [ip_address("8.8.8.8")], Deadline(0), 5, network).connect_tcp("example.org", 80)
    assert network.connected == []


def test_the_clock_of_the_system_goes_on() -> None:
    """A date with its zone, and seconds that never go back."""
    clock = SystemClock()
    before = clock.monotonic()
    clock.wait(0)
    assert clock.monotonic() >= before
    assert clock.now().tzinfo
