"""The messages of lists and cards, by the name of their golden files."""

from __future__ import annotations

from collections.abc import Mapping

from prompts.catalogue import browsing
from prompts.catalogue.message import Message

CARD = browsing.CardMessage(
    kind="case",
    title="Clean Energy Works",
    place="Portland, Oregon",
    year="2009",
    authors="The Intersector Project",
    stage="",
    form="",
    availability="",
    status="partial",
    status_note="Only the summary was read.",
    in_short="A city, a utility and a lender shared the costs.",
    heading="What came of it",
    points=("500 homes were mended.", "The lender was paid back."),
    unknown=("Who carried the risk.",),
    url="http://intersector.com/case/cew",
    publisher="The Intersector Project",
)


def card(**fields: object) -> browsing.CardMessage:
    """The card with other values."""
    return browsing.CardMessage(
        **{name: fields.get(name, getattr(CARD, name)) for name in browsing.CardMessage.__slots__}
    )


BROWSING: Mapping[str, Message] = {
    "messages/browsing_label.plain": browsing.BrowsingLabel("search_hint", 0),
    "messages/browsing_label.counted": browsing.BrowsingLabel("in_library", 7),
    "messages/shelf_head.all": browsing.ShelfHead("tools", 35, (), ""),
    "messages/shelf_head.narrowed": browsing.ShelfHead("library", 1, ("education", "free"), "<!channel>"),
    "messages/shelf_entry": browsing.ShelfEntry(
        "Clean Energy Works", "A city, a utility and a lender shared the costs."
    ),
    "messages/shelf_foot.pages": browsing.ShelfFoot(2, 3, 22),
    "messages/shelf_foot.one": browsing.ShelfFoot(1, 1, 4),
    "messages/shelf_empty.value": browsing.ShelfEmpty(
        "cases", "place", "Portlnd", "Portland", ("Portland", "Boston"), elsewhere=False
    ),
    "messages/shelf_empty.value_no_guess": browsing.ShelfEmpty(
        "cases", "place", "zzz", "", ("Boston",), elsewhere=False
    ),
    "messages/shelf_empty.words": browsing.ShelfEmpty("cases", "", "portlnd", "Portland", (), elsewhere=False),
    "messages/shelf_empty.elsewhere": browsing.ShelfEmpty("cases", "", "backbone", "", (), elsewhere=True),
    "messages/shelf_empty.nowhere": browsing.ShelfEmpty("tools", "", "zzz", "", (), elsewhere=False),
    "messages/shelf_empty.together": browsing.ShelfEmpty("library", "", "", "", ("education",), elsewhere=False),
    **{f"messages/list_note.{kind}": browsing.ListNote(kind) for kind in ("stale", "gone", "search_too_old", "again")},
    "messages/card.case": CARD,
    "messages/card.hostile": card(title="<!channel> *x*", in_short="<@U1> & `x`", url="javascript:x", points=("<b>",)),
    "messages/card.tool": card(
        kind="tool", stage="design", status="confirmed", status_note="", heading="What to do", unknown=()
    ),
    "messages/card.page": card(kind="page", url="", status="confirmed", place="", year=""),
    "messages/card.resource_free": card(kind="resource", form="guide", availability="free", status="confirmed"),
    "messages/card.resource_registration": card(kind="resource", availability="registration", status="inferred"),
    "messages/card.resource_purchase": card(
        kind="resource", availability="purchase", status="blurb", heading="", points=(), publisher="not seen"
    ),
    **{
        f"messages/card_note.{kind}": browsing.CardNote(kind, "Share Costs")
        for kind in ("related", "asked", "too_old", "gone")
    },
}
