"""What the shortcut, the buttons and the form are called. Pure."""

from __future__ import annotations

SHORTCUT, OFFER, FORM, TAKE_OUT = "knowledge.add", "knowledge.offer", "knowledge.form", "knowledge.take_out"
