"""What goes with an answer, and the calls for a person's help, by the name of their golden files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from prompts.catalogue import asking_people, following
from prompts.catalogue.message import Message
from prompts.rendering import Markup

HOSTILE = "<!channel> *who* `pays` <https://evil.example|here>?"
SECTION = following.QuotedSection(
    number=1,
    headings=("Share Resources", "What to do"),
    texts=("Name who holds the money.", "List what each partner can give."),
    publisher="The Intersector Project",
    url="https://example.org/share",
    file="",
    page=None,
    dated="2014",
    is_summary=True,
    note="Only a summary was read.",
)
BASES = (
    following.BasisLine(1, "Share Resources", "What to do", "very_close", ""),
    following.BasisLine(2, "Clean Energy Works", "In short", "close", "Only a summary was read."),
    following.BasisLine(3, "Notes", "", "loose", ""),
)
WHY = following.WhyMessage("How do we write down who pays?", "", BASES, is_strange=False, limit="")
MAYA, SAM, EXPERTS = Markup("<@U0MAYA>"), Markup("<@U0SAM>"), (Markup("<!subteam^S0STAFF>"), Markup("<@U0ALEX>"))
CARD = asking_people.HelpCard(EXPERTS, MAYA, "How do we insure volunteers?", "https://example.org/p1", Markup(""))

FOLLOWING: Mapping[str, Message] = {
    "messages/following/label": following.FollowLabel("cases"),
    **{
        f"messages/following/note.{kind}": following.FollowNote(kind)
        for kind in ("gone", "other_now", "no_cases", "no_tools", "again", "old_button")
    },
    "messages/following/more_head.case": following.MoreHead("cases", 1),
    "messages/following/more_head.cases": following.MoreHead("cases", 3),
    "messages/following/more_head.tool": following.MoreHead("tools", 1),
    "messages/following/more_head.tools": following.MoreHead("tools", 2),
    "messages/following/quoted_head.all": following.QuotedHead(0),
    "messages/following/quoted_head.one_hidden": following.QuotedHead(1),
    "messages/following/quoted_head.some_hidden": following.QuotedHead(3),
    "messages/following/quoted.summary": SECTION,
    "messages/following/quoted.file": replace(
        SECTION, headings=("Van rules",), url="", file="van.pdf", page=7, dated="", is_summary=False, note=""
    ),
    "messages/following/quoted.hostile": replace(
        SECTION, headings=(HOSTILE, HOSTILE), texts=(HOSTILE,), publisher=HOSTILE, file=HOSTILE, url="", note=HOSTILE
    ),
    "messages/following/why.plain": WHY,
    "messages/following/why.doubtful": replace(
        WHY, earlier="Who should hold the money?", is_strange=True, limit="how to win grants"
    ),
    "messages/following/why.hostile": replace(
        WHY, question=HOSTILE, earlier=HOSTILE, bases=(following.BasisLine(1, HOSTILE, HOSTILE, "close", HOSTILE),)
    ),
    "messages/asking_people/label": asking_people.HelpLabel("ask"),
    "messages/asking_people/card.open": CARD,
    "messages/asking_people/card.staff_told": replace(CARD, experts=(), link=""),
    "messages/asking_people/card.hostile": replace(CARD, question=HOSTILE),
    "messages/asking_people/card.resolved": replace(CARD, resolved_by=SAM),
    "messages/asking_people/card.forgotten": replace(CARD, question="", resolved_by=SAM),
    "messages/asking_people/for_staff.full": asking_people.HelpForStaff(MAYA, CARD.question, CARD.link),
    "messages/asking_people/for_staff.bare": asking_people.HelpForStaff(MAYA, "", ""),
    **{
        f"messages/asking_people/note.{kind}": asking_people.HelpNote(kind, SAM)
        for kind in (
            "asked",
            "asked_already",
            "nobody",
            "gone",
            "not_posted",
            "put_off",
            "closed",
            "not_kept",
            "resolved_already",
            "not_staff",
            "no_reply",
            "learning",
            "learnt_already",
        )
    },
}
