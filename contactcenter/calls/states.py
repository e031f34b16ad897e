"""The states of a call: a table of legal changes (law 8), and how a call ended, as a function of what is known of it.

Signals of a carrier come late, twice, out of order or not at all. So what is kept are facts that only grow (who joined
which room, who is over, and how); how the call ended is worked out from all of them, in whichever order they came.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from contactcenter.envelope import CallEnd, CallState, CallWay

LEGAL: dict[CallState, frozenset[CallState]] = {
    "arriving": frozenset({"choosing", "waiting", "message", "ended"}),
    "choosing": frozenset({"waiting", "message", "ended"}),
    "waiting": frozenset({"ringing", "message", "ended"}),
    "promised": frozenset({"ringing", "ended"}),
    "ringing": frozenset({"talking", "waiting", "promised", "message", "ended"}),
    "talking": frozenset({"held", "ringing", "waiting", "ended"}),
    "held": frozenset({"talking", "ringing", "waiting", "ended"}),
    "message": frozenset({"ended"}),
    "ended": frozenset(),
}
"""From each state, where one may go."""
BEGINS: dict[CallWay, CallState] = {"in": "arriving", "out": "ringing", "back": "promised"}
GOES_ON: tuple[CallState, ...] = (
    "arriving", "choosing", "waiting", "promised", "ringing", "talking", "held", "message",
)
IN_LINE: frozenset[CallState] = frozenset({"waiting", "promised", "ringing", "talking", "held"})
"""States in which a librarian who gets the ticket is to be connected."""
ENDED_BY_CLOSING: frozenset[CallState] = IN_LINE | {"arriving", "choosing"}
"""Who chooses still would wait for nobody; a message may be spoken to its end."""
SHORT = timedelta(seconds=5)
"""Who leaves within this has hardly waited (`measures.answering.SHORT_S`)."""
UNREACHED: dict[str, CallEnd] = {"busy": "busy", "no_answer": "no_answer", "failed": "failed", "canceled": "called_off"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a call whose caller's leg is over. `code`: how that leg ended, as a `Signal` says it.

    `reached`: the patron answered (they called, or took our call). `lost`: our side broke off last.
    """

    way: CallWay
    code: str
    began_at: datetime
    over_at: datetime
    reached: bool = False
    talked: bool = False
    lost: bool = False
    asked_back: bool = False
    recorded: bool = False


def ended_how(known: Known) -> CallEnd:
    """How a call ended; more known later may correct it."""
    if known.recorded:
        return "voicemail"  # the last that they did, also after a conversation that was passed on to a closed door
    if known.talked:
        return "dropped" if known.code in ("failed", "canceled") or known.lost else "completed"
    if known.asked_back:
        return "callback_asked"
    if known.code == "failed":
        return "failed"
    if known.way != "in" and not known.reached:
        return UNREACHED.get(known.code, "no_answer")
    return "short_abandoned" if known.over_at - known.began_at <= SHORT else "abandoned"
