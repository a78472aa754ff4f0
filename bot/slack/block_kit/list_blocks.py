"""A shelf as one message: what is shown of it, menus to narrow it, a page of documents. Data to data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.slack.block_kit.blocks import FALLBACK_CHARS_MAX, Packed, pack, split
from bot.slack.block_kit.browsing import (
    ALL,
    WORDS_CHARS_MAX,
    Stand,
    choices,
    elsewhere,
    look,
    shelf_documents,
    token_of,
    wish_of,
    write,
)
from bot.slack.block_kit.elements import OPTION_CHARS_MAX, OPTIONS_MAX, button, cut, plain_text
from knowledge.browsing import SHELVES, Page, Unmatched, by_name
from knowledge.chunking import sentences
from knowledge.documents import Document
from knowledge.headings import IN_SHORT
from prompts.catalogue.browsing import BrowsingLabel, ShelfEmpty, ShelfEntry, ShelfFoot, ShelfHead
from prompts.catalogue.message import Message
from prompts.rendering import Part, plain, render, render_line

OPEN, SEARCH = "browse.open", "browse.search"
GO, PICK = "browse.go.", "browse.pick."
SEARCH_INPUT = "words"
# All menus together: their words count towards what a message may hold, of which the list needs about a third.
_MENU_CHARS_MAX = 4_000
_LINE_CHARS_MAX = 180
_Block = dict[str, Any]


def list_message(documents: Sequence[Document], stand: Stand) -> Packed:
    """The message for where somebody stands; asking for the same stand again gives the same message."""
    match look(documents, stand):
        case Page() as page:
            return _page(documents, stand.turned(page.number), page)
        case unmatched:
            return _empty(documents, stand, unmatched)


def search_view(stand: Stand, private_metadata: str) -> dict[str, Any]:
    """The modal with the search box; `private_metadata` comes back with what is typed."""
    box = {
        "type": "plain_text_input",
        "action_id": SEARCH_INPUT,
        "max_length": WORDS_CHARS_MAX,
        "placeholder": plain_text(label("search_hint"), OPTION_CHARS_MAX),
        **({"initial_value": stand.words} if stand.words else {}),
    }
    field = {"type": "input", "block_id": SEARCH_INPUT, "optional": True, "element": box}
    return {
        "type": "modal",
        "callback_id": SEARCH,
        "private_metadata": private_metadata,
        "title": plain_text(label(stand.shelf)),
        "submit": plain_text(label("search")),
        "close": plain_text(label("close")),
        "blocks": [field | {"label": plain_text(label("search_words"))}],
    }


def entry(document: Document) -> Message:
    """A document in a list: its title, and what it says in one line."""
    flat = " ".join(document.section(IN_SHORT).split())
    start, end = next(iter(sentences(flat)), (0, 0))
    return ShelfEntry(document.head.title, cut(flat[start:end], _LINE_CHARS_MAX))


def label(name: str, count: int = 0) -> str:
    """The words on a button or menu."""
    return render_line(BrowsingLabel(name, count))


def _page(documents: Sequence[Document], stand: Stand, page: Page) -> Packed:
    head = render(ShelfHead(stand.shelf, page.total, tuple(wish_of(documents, stand).facets.values()), stand.words))
    entries = [(each, render(entry(each))) for each in page.documents]
    foot = render(ShelfFoot(page.number, page.pages, page.total))
    rows = [{**_blocks(parts)[0], "accessory": button(OPEN, label("open"), each.ref)} for each, parts in entries]
    texts = (*head, *(part for _, parts in entries for part in parts), *foot)
    menus = _menus(documents, stand, is_clearing=stand.is_wishing)
    return _packed(texts, [*_blocks(head), *menus, *rows, *_blocks(foot), *_turns(stand, page)])


def _empty(documents: Sequence[Document], stand: Stand, unmatched: Unmatched) -> Packed:
    about, value = unmatched.about, unmatched.value or stand.words
    is_elsewhere = bool(elsewhere(documents, stand))
    existing = unmatched.existing[:_NAMED_MAX]
    said = render(ShelfEmpty(stand.shelf, about.replace("_", " "), value, unmatched.nearest, existing, is_elsewhere))
    menus = _menus(documents, stand, is_clearing=False)
    return _packed(said, [*_blocks(said), *_ways_out(documents, stand, unmatched), *menus])


def _ways_out(documents: Sequence[Document], stand: Stand, unmatched: Unmatched) -> list[_Block]:
    buttons = []
    own = shelf_documents(documents, SHELVES[stand.shelf])
    nearest = by_name(own, unmatched.nearest) if unmatched.nearest and not unmatched.about else None
    if nearest:
        buttons.append(button(OPEN, nearest.head.title, nearest.ref))
    elif unmatched.nearest:
        token = token_of(unmatched.nearest)
        buttons.append(_go("nearest", unmatched.nearest, stand.with_choice(unmatched.about, token)))
    for name, count in elsewhere(documents, stand):
        buttons.append(_go(name, label(f"in_{name}", count), Stand(name, words=stand.words)))
    return [_actions([*buttons, _go("all", label("show_all"), Stand(stand.shelf))])]


def _menus(documents: Sequence[Document], stand: Stand, *, is_clearing: bool) -> list[_Block]:
    shelf = SHELVES[stand.shelf]
    menus = [_menu(documents, stand, facet, _MENU_CHARS_MAX // len(shelf.facets)) for facet in shelf.facets]
    search = button(SEARCH, label("search_again" if stand.words else "search"), write(stand))
    clear = [_go("all", label("show_all"), Stand(stand.shelf))] if is_clearing else []
    # The menus read the stand from the block: their own options have no room for it.
    return [{"block_id": write(stand), **_actions([*(menu for menu in menus if menu), search, *clear])}]


def _menu(documents: Sequence[Document], stand: Stand, facet: str, chars_max: int) -> _Block | None:
    every = _option(label(f"all_{facet}"), ALL)
    chosen = stand.facets.get(facet)
    values = choices(documents, stand, facet)
    # The chosen value first: whatever has to be left out of a very long menu, it is not that one.
    ordered = sorted(values, key=lambda value: token_of(value) != chosen)[: OPTIONS_MAX - 1]
    options, chars = [], 0
    for value in ordered:
        chars += min(len(value), OPTION_CHARS_MAX)
        if chars <= chars_max:
            options.append(_option(value, token_of(value)))
    options.sort(key=lambda option: str(option["text"]["text"]).casefold())
    if not options:
        return None
    initial = next((option for option in options if option["value"] == chosen), every)
    return {
        "type": "static_select",
        "action_id": f"{PICK}{facet}",
        "placeholder": every["text"],
        "options": [every, *options],
        "initial_option": initial,
    }


def _option(words: str, value: str) -> _Block:
    return {"text": plain_text(words, OPTION_CHARS_MAX), "value": value}


def _turns(stand: Stand, page: Page) -> list[_Block]:
    turns = []
    if page.number > 1:
        turns.append(_go("previous", label("previous"), stand.turned(page.number - 1)))
    if page.number < page.pages:
        turns.append(_go("next", label("next"), stand.turned(page.number + 1)))
    return [_actions(turns)] if turns else []


def _go(name: str, words: str, stand: Stand) -> _Block:
    return button(f"{GO}{name}", words, write(stand))


def _actions(elements: list[_Block]) -> _Block:
    return {"type": "actions", "elements": elements}


def _blocks(parts: Sequence[Part]) -> list[_Block]:
    return [block for packed in pack(parts) for block in packed.blocks]


def _packed(parts: Sequence[Part], blocks: list[_Block]) -> Packed:
    return Packed(next(split(plain(tuple(parts)), FALLBACK_CHARS_MAX)), tuple(blocks))


# Values that are named in a sentence; the menu has all of them.
_NAMED_MAX = 10
