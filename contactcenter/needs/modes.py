"""Channels as reference statistics count them: one table, with UNKNOWN for what nobody has placed (law 9)."""

from __future__ import annotations

from contactcenter.shapes.needs import Mode

UNKNOWN: Mode = "unknown"
MODES: dict[str, Mode] = {
    "email": "email",
    "web_chat": "chat",
    "web_form": "form",
    "walk_in": "in_person",  # the desk's dialog also takes calls: whoever wrote one down says so
    "phone": "phone",
    "sms": "text",
    "fax": "fax",
}
"""Modes as NISO Z39.7 and ISO 2789 tell them apart; a form is kept apart from mail."""


def mode_of(channel: str) -> Mode:
    """How a channel counts."""
    return MODES.get(channel, UNKNOWN)
