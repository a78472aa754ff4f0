"""Web pages kept on disk: the last good copy of each stays until there is a better one.

pages/
  <hash of the URL>.json                        what is known of the page; names its body
  <hash of the URL>.<hash of the body>.body     the body, as it came
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from knowledge.web.errors import PageNotKept
from knowledge.web.outcomes import NOTHING_KNOWN, Fetched, NotFetched, PageSource, Reason, Unchanged, Validators

FORMAT = 1
_URL_HASH_CHARS = 32


@dataclass(frozen=True, slots=True)
class Page:
    """The last good copy; `checked_at` is when its server last said that it still holds."""

    url: str
    final_url: str
    body: bytes
    content_type: str
    etag: str
    last_modified: str
    fetched_at: datetime
    checked_at: datetime

    @property
    def validators(self) -> Validators:
        """What the server can compare with."""
        return Validators(self.final_url, self.etag, self.last_modified)


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that can be used; with a `reason` it is an older copy, which could not be checked now."""

    page: Page
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class _Record:
    url: str
    final_url: str
    content_type: str
    etag: str
    last_modified: str
    fetched_at: str
    checked_at: str
    sha256: str
    format: int = FORMAT


class PageStore:
    """The kept pages below one folder. One process writes at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, url: str) -> Page | None:
        """The last good copy of `url`; None when there is none, or when it is not what was written."""
        try:
            record = _Record(**json.loads(self._record_path(url).read_text(encoding="utf-8")))
            body = self._body_path(url, record.sha256).read_bytes()
            fetched_at, checked_at = map(datetime.fromisoformat, (record.fetched_at, record.checked_at))
        except (OSError, ValueError, TypeError):
            return None
        if (record.format, record.url, record.sha256) != (FORMAT, url, hashlib.sha256(body).hexdigest()):
            return None
        return Page(
            url,
            record.final_url,
            body,
            record.content_type,
            record.etag,
            record.last_modified,
            fetched_at,
            checked_at,
        )

    def save(self, page: Page) -> None:
        """Keep `page` instead of the copy before it, whole or not at all.

        Raises:
            PageNotKept: it could not be written; the copy before it is still there.
        """
        digest = hashlib.sha256(page.body).hexdigest()
        record = _Record(
            page.url,
            page.final_url,
            page.content_type,
            page.etag,
            page.last_modified,
            page.fetched_at.isoformat(),
            page.checked_at.isoformat(),
            digest,
        )
        body_path = self._body_path(page.url, digest)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not _holds(body_path, page.body):
                _write(body_path, page.body)
            _write(self._record_path(page.url), json.dumps(asdict(record), indent=1).encode())
            _sync_folder(self._folder)
        except OSError as error:
            raise PageNotKept(f"a page could not be written to {self._folder}: {error}") from error
        self._forget(f"{_hash(page.url)}.*.body", keep={body_path})

    def sweep(self) -> None:
        """Remove what a killed run left behind."""
        self._forget("*.tmp", keep=set())
        # A record that cannot be read now may still need its body: everything is then left until the next run.
        with suppress(OSError):
            bodies = {path for record in self._folder.glob("*.json") if (path := self._body_of(record))}
            self._forget("*.body", keep=bodies)

    def _forget(self, pattern: str, keep: set[Path]) -> None:
        # Nothing refers to these; what cannot be found or removed now is swept before the next run.
        with suppress(OSError):
            for path in set(self._folder.glob(pattern)) - keep:
                with suppress(OSError):
                    path.unlink()

    def _body_of(self, record_path: Path) -> Path | None:
        text = record_path.read_text(encoding="utf-8", errors="replace")
        try:
            record = _Record(**json.loads(text))
        except (ValueError, TypeError):
            return None
        return self._body_path(record.url, record.sha256)

    def _record_path(self, url: str) -> Path:
        return self._folder / f"{_hash(url)}.json"

    def _body_path(self, url: str, digest: str) -> Path:
        return self._folder / f"{_hash(url)}.{digest[:_URL_HASH_CHARS]}.body"


def refresh_page(url: str, source: PageSource, store: PageStore, now: Callable[[], datetime]) -> Kept | NotFetched:
    """The page as it is now; or the last good copy and why it is not newer; or why there is neither.

    Raises:
        PageNotKept: what came could not be written.
    """
    known = store.load(url)
    outcome = source.fetch(url, known.validators if known else NOTHING_KNOWN)
    match outcome:
        case Fetched():
            page = _page(outcome)
        case Unchanged() if known:
            page = replace(known, checked_at=now())
        case NotFetched(reason=reason) if known:
            return Kept(known, reason)
        case NotFetched():
            return outcome
        case _:
            return NotFetched(url, "server_error")
    store.save(page)
    return Kept(page)


def _page(fetched: Fetched) -> Page:
    return Page(
        fetched.url,
        fetched.final_url,
        fetched.body,
        fetched.content_type,
        fetched.etag,
        fetched.last_modified,
        fetched.fetched_at,
        fetched.fetched_at,
    )


def _hash(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:_URL_HASH_CHARS]


def _holds(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content


def _write(path: Path, content: bytes) -> None:
    """The file, whole or not at all, whatever happens meanwhile."""
    aside = path.with_name(f"{path.name}.tmp")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
