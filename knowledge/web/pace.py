"""How often a host is asked: one request a second, less often when it says so."""

from __future__ import annotations

from knowledge.web.clock import Clock

GAP_S = 1.0
# A site that wants more patience than this between two pages gets this much: a run has to end.
GAP_S_MAX = 10.0
# A pause that a site asks for is kept when it is no longer than this; otherwise it is not asked again in this run.
PAUSE_S_MAX = 10.0


class Pace:
    """When each host may be asked next."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next_at: dict[str, float] = {}
        self._gap_s: dict[str, float] = {}

    def slow_down(self, host: str, gap_s: float) -> None:
        """Leave at least `gap_s` between two requests, as its robots.txt asks."""
        self._gap_s[host] = min(max(gap_s, self._gap_s.get(host, GAP_S)), GAP_S_MAX)

    def pause(self, host: str, seconds: float) -> None:
        """Ask nothing for that long."""
        self._next_at[host] = max(self._next_at.get(host, 0.0), self._clock.monotonic() + seconds)

    def wait(self, host: str) -> bool:
        """True once the host may be asked; False at once when that would take longer than a run has."""
        left_s = self._next_at.get(host, 0.0) - self._clock.monotonic()
        if left_s > PAUSE_S_MAX:
            return False
        if left_s > 0:
            self._clock.wait(left_s)
        self._next_at[host] = self._clock.monotonic() + self._gap_s.get(host, GAP_S)
        return True
