"""Whether a page that came is what was asked for, or a way of saying no. Pure.

Only the beginning is looked at, by hand: a parser for whole pages can be made to take minutes.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Literal

# A login form and a "not found" stand near the top; what is further down is a page's own text.
LOOKED_AT_BYTES = 256 * 1024
# A page with a password field and more text than this has something to say as well.
LOGIN_TEXT_CHARS_MAX = 1_500

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_SPACE = re.compile(r"\s+")
_PASSWORD = re.compile(r"\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_UNREAD = frozenset({"script", "style", "template", "noscript", "svg"})
_SITE_NAME = re.compile(r"\s+[|\u2013\u2014\u00b7:»-]+\s+|\s*\|\s*|:\s+")
_LOGIN_PATH = re.compile(
    r"/(?:log-?_?(?:in|on)|sign-?_?(?:in|on)|signon|sso|saml2?|oauth2?|wp-login|authenticate|auth)(?:[/.?]|$)",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[^a-z0-9']+")
_SORRY = r"(?:(?:error|http|status|code|sorry|oops|whoops|uh oh|we're sorry) )*"
_SOUGHT = r"(?: (?:that )?you(?:'re| are| were)? (?:requested|wanted|looking for|trying to reach))?"
_THING = rf"(?:(?:the|this|that|your|requested|web) )*(?:page|file|document|content|resource|article|url|site){_SOUGHT}"
_IS_NOT = (
    r"(?:(?:was |is )?not found|(?:could not|couldn't|cannot|can not|can't) be found|(?:does not|doesn't) exist"
    r"|no longer exists|(?:is )?(?:no longer available|not available|unavailable|missing|gone))"
)
_NOT_FOUND = re.compile(
    rf"{_SORRY}(?:404(?: error)?|(?:404 )?not found|(?:404 )?{_THING} {_IS_NOT}"
    rf"|(?:we )?(?:could not|couldn't|cannot|can not|can't) find {_THING})(?: (?:error )?404)?"
)
HEADING_CHARS_MAX = 200

Judgement = Literal["login", "soft_404", ""]


def leads_to_login(target: str, asked: str) -> bool:
    """Whether a redirect from the path `asked` to `target` is the way to a login page."""
    return bool(_LOGIN_PATH.search(target.partition("?")[0])) and not _LOGIN_PATH.search(asked.partition("?")[0])


def judge_page(body: bytes) -> Judgement:
    """Why this HTML is not the page that was asked for; empty when it is."""
    look = _look(body[:LOOKED_AT_BYTES].decode("utf-8", "replace"))
    if any(_says_not_found(heading) for heading in (look.title, look.heading)):
        return "soft_404"
    if look.has_password and look.text_chars < LOGIN_TEXT_CHARS_MAX:
        return "login"
    return ""


def _says_not_found(heading: str) -> bool:
    """Whether a title says nothing else, but for the name of the site before or after it."""
    short = heading[:HEADING_CHARS_MAX].lower().replace("\u2019", "'")
    return any(_NOT_FOUND.fullmatch(_SIGNS.sub(" ", part).strip()) for part in (short, *_SITE_NAME.split(short)))


@dataclass(slots=True)
class _Look:
    title: str = ""
    heading: str = ""
    text_chars: int = 0
    has_password: bool = False


def _look(page: str) -> _Look:
    """Title, first heading, length of all text, and whether a password is asked for."""
    look, unread, inside, kept, at = _Look(), "", "", list[str](), 0
    for tag in _TAG.finditer(page):
        text, at = page[at : tag.start()], tag.end()
        name, closes = tag[2].lower(), bool(tag[1])
        if unread:
            unread = "" if closes and name == unread else unread
            continue
        if inside:
            kept.append(text)
        elif text:
            look.text_chars += len(_SPACE.sub(" ", text).strip())
        if name == inside and closes:
            words = _SPACE.sub(" ", html.unescape(" ".join(kept))).strip()
            look.title, look.heading = (words, look.heading) if inside == "title" else (look.title, words)
            inside, kept = "", []
        elif not closes:
            unread = name if name in _UNREAD else ""
            is_new = (name == "title" and not look.title) or (name == "h1" and not look.heading)
            inside = name if is_new and not inside else inside
            look.has_password = look.has_password or (name == "input" and bool(_PASSWORD.search(tag[3])))
    look.text_chars += len(_SPACE.sub(" ", page[at:]).strip())
    return look
