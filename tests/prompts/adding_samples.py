"""What staff read when they add to the knowledge, by the name of its golden file. Names and codes are hostile."""

from __future__ import annotations

from collections.abc import Mapping

from prompts.catalogue.adding import AddedMessage, AddedRow, AddHead, AddLabel, AddNote, AddOffer
from prompts.catalogue.message import Message

HOSTILE = "<!channel> *bold* _it_ ~no~ `code` & <https://evil.example|click>\u202e\u200b"
TROUBLES = (
    *("gone", "no_scope", "not_visible", "elsewhere", "too_large", "refused", "not_reached", "no_room", "not_fit"),
)
NOTES = (
    *("not_staff", "not_staff_drop", "nothing", "too_late", "coming_channel", "coming_direct"),
    *("no_item", "no_choice", "no_channel", "short_publisher", "too_old", "taken_out", "not_kept"),
)
LABELS = (
    *("title", "add", "cancel", "close", "what", "collection", "name", "name_hint", "publisher", "publisher_hint"),
    *("toolkit", "cases", "library", "research", "agreements", "team", "our_team"),
    *("who", "who_channel", "who_team", "who_all", "who_hint", "channel", "channel_hint"),
    *("offer", "take_out", "take_out_title", "take_out_text"),
)


def added(*rows: AddedRow, collection: str = "team", audience: str = "channel", taken_out_by: str = "") -> AddedMessage:
    """How it went with these."""
    return AddedMessage("Alex Kim", rows, collection, audience, 25, taken_out_by)


ADDING: Mapping[str, Message] = {
    "messages/adding/added.one": added(AddedRow("The solar guide", "", "")),
    "messages/adding/added.several": added(
        AddedRow("The solar guide", "", ""), AddedRow(HOSTILE, "", ""), collection="library", audience="all"
    ),
    "messages/adding/added.partly": added(
        AddedRow("The solar guide", "", ""), AddedRow("Plan.docx", "gone", ""), collection="cases", audience="team"
    ),
    **{
        f"messages/adding/added.{trouble}": added(
            AddedRow(HOSTILE, trouble, "some_code" if trouble == "refused" else "")
        )
        for trouble in TROUBLES
    },
    **{
        f"messages/adding/added.as_{collection}": added(AddedRow("Guide", "", ""), collection=collection)
        for collection in ("toolkit", "research", "agreements")
    },
    "messages/adding/added.taken_out": added(AddedRow("The solar guide", "", ""), taken_out_by="Sam Lindqvist"),
    "messages/adding/head.one": AddHead(HOSTILE, 0),
    "messages/adding/head.several": AddHead("", 0),
    "messages/adding/head.more": AddHead("", 1),
    "messages/adding/head.many_more": AddHead("", 4),
    "messages/adding/offer.one": AddOffer((HOSTILE,)),
    "messages/adding/offer.several": AddOffer(("a.pdf", "b.docx")),
    **{f"messages/adding/note.{kind}": AddNote(kind) for kind in NOTES},
    **{f"messages/adding/label.{name}": AddLabel(name) for name in LABELS},
}
