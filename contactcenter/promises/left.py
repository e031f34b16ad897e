"""What a caller who is gone left behind: something to be answered, or nothing, for they never waited."""

from __future__ import annotations

from collections.abc import Mapping

LEFT: frozenset[object] = frozenset({"voicemail", "abandoned", "short_abandoned", "failed", "callback_asked"})
"""Ends of a call whose caller is gone, and has still to be answered: or has agreed to be called back."""
BEFORE_THE_LINE: frozenset[object] = frozenset({"arriving", "choosing"})
NOT_IN_LINE: frozenset[object] = BEFORE_THE_LINE | {"message", None}
"""Where a caller stands who may never have stood in the line; None: an end told anew."""


def left(ended: Mapping[str, object]) -> bool:
    """Whether a call that `ended` so leaves work behind: a patron's, that nobody of ours ended, and who had waited."""
    return _gone(ended) and (ended.get("how") == "voicemail" or _waited(ended))


def never_waited(ended: Mapping[str, object]) -> bool:
    """Whether its caller hung up before they stood in any line, and left nothing."""
    return _gone(ended) and ended.get("how") != "voicemail" and not _waited(ended) and not ended.get("corrected")


def _gone(ended: Mapping[str, object]) -> bool:
    return ended.get("how") in LEFT and ended.get("way") == "in" and not ended.get("by_us")


def _waited(ended: Mapping[str, object]) -> bool:
    return bool(ended.get("lined_up")) or ended.get("from_state") not in NOT_IN_LINE
