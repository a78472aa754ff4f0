"""The messages about workspaces that install the coach, by the name of their golden files."""

from __future__ import annotations

from collections.abc import Mapping

from prompts.catalogue.installing import InstallPage, NotAtHome
from prompts.catalogue.message import Message

INSTALLING: Mapping[str, Message] = {
    **{f"messages/not_at_home.{kind}": NotAtHome(kind) for kind in ("organization", "unknown")},
    **{
        f"terminal/install_page.{kind}": InstallPage(kind)
        for kind in ("installed", "cancelled", "expired", "organization", "rotation", "refused", "unavailable")
    },
}
