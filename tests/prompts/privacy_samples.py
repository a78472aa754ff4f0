"""The messages about what is kept of people, by the name of their golden files."""

from __future__ import annotations

from collections.abc import Mapping

from prompts.catalogue.message import Message
from prompts.catalogue.privacy import Forgotten, NotAPerson

PRIVACY: Mapping[str, Message] = {
    "terminal/forgotten.none": Forgotten("U012AB3CD", 0, is_done=True),
    "terminal/forgotten.one": Forgotten("U012AB3CD", 1, is_done=True),
    "terminal/forgotten.many": Forgotten("U012AB3CD", 12, is_done=True),
    "terminal/forgotten.asks": Forgotten("U012AB3CD", 12, is_done=False),
    "terminal/not_a_person": NotAPerson("maya"),
}
