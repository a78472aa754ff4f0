"""Files that were uploaded, in memory and bounded."""

from __future__ import annotations

import mimetypes
import secrets
from dataclasses import dataclass, field
from pathlib import PurePath

from bot.playground.errors import Refusal
from bot.playground.workspace import Wire

FILE_BYTES_MAX = 50 * 1024 * 1024
_ALL_BYTES_MAX = 200 * 1024 * 1024


@dataclass(slots=True)
class File:
    """A file; `announced_bytes` is what the app said it would send."""

    id: str
    name: str
    owner_id: str
    announced_bytes: int
    content: bytes = b""
    title: str = ""
    is_shared: bool = False


@dataclass(slots=True)
class FileShelf:
    """All files by id; `base_url` is where they can be fetched."""

    base_url: str = ""
    files: dict[str, File] = field(default_factory=dict)

    def begin(self, name: str, size_bytes: int, owner_id: str) -> File:
        """Room for a file that is about to come.

        Raises:
            Refusal: `file_too_large`, or `invalid_arguments` for a size below one byte.
        """
        if size_bytes <= 0:
            raise Refusal("invalid_arguments", ["must be greater than 0 [json-pointer:/length]"])
        if size_bytes > FILE_BYTES_MAX:
            raise Refusal("file_too_large")
        file = File(f"F{secrets.token_hex(5).upper()}", PurePath(name).name, owner_id, size_bytes)
        self.files[file.id] = file
        return file

    def fill(self, file_id: str, content: bytes) -> File:
        """The file with its content.

        Raises:
            Refusal: `file_not_found`; `file_upload_size_restricted` when it is longer than announced.
        """
        file = self.find(file_id)
        if len(content) > file.announced_bytes:
            raise Refusal("file_upload_size_restricted")
        file.content = content
        self._forget_oldest()
        return file

    def find(self, file_id: str) -> File:
        """The file.

        Raises:
            Refusal: `file_not_found`.
        """
        if file_id not in self.files:
            raise Refusal("file_not_found")
        return self.files[file_id]

    def wire(self, file: File) -> Wire:
        """The file as it stands in messages and in `files.info`."""
        kind = media_type(file.name)
        return {
            "id": file.id,
            "created": 0,
            "name": file.name,
            "title": file.title or file.name,
            "mimetype": kind,
            "filetype": PurePath(file.name).suffix.lstrip("."),
            "user": file.owner_id,
            "size": len(file.content),
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": f"{self.base_url}/files-pri/{file.id}/{file.name}",
            "url_private_download": f"{self.base_url}/files-pri/{file.id}/download/{file.name}",
            "permalink": f"{self.base_url}/files/{file.id}/{file.name}",
        }

    def _forget_oldest(self) -> None:
        while sum(len(file.content) for file in self.files.values()) > _ALL_BYTES_MAX:
            del self.files[next(iter(self.files))]


def media_type(name: str) -> str:
    """The media type that the name suggests."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
