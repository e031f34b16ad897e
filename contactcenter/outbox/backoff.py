"""When to try again, by what went wrong, and when to give up."""

from __future__ import annotations

from datetime import timedelta


def _pauses(*minutes: float) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=one) for one in minutes)


DELAYS = _pauses(1 / 6, 1, 5, 15, 30, 60, 120, 240)
"""After the first failures; then every four hours. RFC 5321 4.5.4.1 asks for at least 30 minutes once
the first quick tries have failed."""
OUR_SIDE = _pauses(1 / 6, 1, 2, 5)
"""The way to our own relay, or our sign-in there: nobody else is bothered, and once mended all goes within minutes."""
BY_CODE = {
    **dict.fromkeys(
        ("connect", "dns", "disconnected", "tls", "auth", "turned_away", "sender_refused", "relay_denied"), OUR_SIDE
    ),
    # RFC 6647 2.1: greylisting servers want a pause of minutes, and forget who came within hours.
    "greylisted": _pauses(5, 10, 20, 60, 120, 240),
    # A telephone that is switched off is on again within hours, not seconds.
    "unreachable": _pauses(15, 60, 240),
    "busy": _pauses(1, 5, 15, 30, 60, 120, 240),
    # The fax gateway dialled more than once itself; the line or the machine wants a pause.
    **dict.fromkeys(("fax_busy", "fax_no_answer", "fax_line", "fax_pages", "fax_failed"), _pauses(5, 15, 60, 240)),
    # Somebody has to tidy up, or come back from holiday.
    "mailbox_full": _pauses(60, 240, 480),
}
GIVE_UP_AFTER = timedelta(days=3)
"""RFC 5321 4.5.4.1: the give-up time generally needs to be at least 4-5 days for relays; ours is the
submitting side, a librarian waits to hear of it."""


def next_delay(attempts: int, code: str = "") -> timedelta:
    """How long to wait after this many failed attempts (1 or more), the last of them by `code`."""
    delays = BY_CODE.get(code, DELAYS)
    return delays[min(max(attempts, 1), len(delays)) - 1]
