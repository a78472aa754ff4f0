"""Short-lived rights that Slack hands to an app: trigger ids and response URLs. Time is passed in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bot.playground.errors import Refusal

TRIGGER_LIFE_S = 3.0  # Source: https://docs.slack.dev/interactivity/handling-user-interaction (3 seconds, one use)
RESPONSE_URL_LIFE_S = 1800.0  # Source: the same page: 30 minutes
RESPONSE_URL_USES_MAX = 5  # Source: the same page: up to 5 times
_KEPT_MAX = 5000


@dataclass(slots=True)
class ResponseUrl:
    """Where an app may answer an interaction: who acted, in which channel, on which message."""

    channel_id: str
    person_id: str
    until_s: float
    message_ts: str = ""
    thread_ts: str = ""
    uses: int = 0


@dataclass(slots=True)
class Tickets:
    """All rights that are still good, the oldest forgotten beyond a bound."""

    trigger_life_s: float = TRIGGER_LIFE_S
    _triggers: dict[str, tuple[str, float]] = field(default_factory=dict)
    _spent: dict[str, None] = field(default_factory=dict)
    _urls: dict[str, ResponseUrl] = field(default_factory=dict)

    def trigger(self, person_id: str, now_s: float) -> str:
        """A new trigger id."""
        trigger_id = f"{int(now_s * 1000)}.{secrets.token_hex(5)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = (person_id, now_s + self.trigger_life_s)
        _forget_oldest(self._triggers)
        return trigger_id

    def use_trigger(self, trigger_id: str, now_s: float) -> str:
        """Whose trigger it was; it is spent.

        Raises:
            Refusal: `expired_trigger_id`, `exchanged_trigger_id` (used before), `invalid_trigger_id`.
        """
        if trigger_id in self._spent:
            raise Refusal("exchanged_trigger_id")
        person_id, until_s = self._triggers.pop(trigger_id, ("", 0.0))
        if not person_id:
            raise Refusal("invalid_trigger_id")
        if now_s > until_s:
            raise Refusal("expired_trigger_id")
        self._spent[trigger_id] = None
        _forget_oldest(self._spent)
        return person_id

    def response_url(self, url: ResponseUrl) -> str:
        """The key under which the app may answer."""
        key = secrets.token_urlsafe(18)
        self._urls[key] = url
        _forget_oldest(self._urls)
        return key

    def use_response_url(self, key: str, now_s: float) -> ResponseUrl:
        """What the URL stands for; one more use is counted.

        Raises:
            Refusal: `used_url` after five uses, `expired_url` after 30 minutes or when unknown.
        """
        url = self._urls.get(key)
        if url is None or now_s > url.until_s:
            raise Refusal("expired_url")
        if url.uses >= RESPONSE_URL_USES_MAX:
            raise Refusal("used_url")
        url.uses += 1
        return url


def _forget_oldest(
    kept: dict[str, object] | dict[str, tuple[str, float]] | dict[str, None] | dict[str, ResponseUrl],
) -> None:
    while len(kept) > _KEPT_MAX:
        del kept[next(iter(kept))]
