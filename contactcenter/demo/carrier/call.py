"""One call at the carrier: its state, its reports, and who moves it on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from contactcenter.demo.carrier.sids import ACCOUNT, API_VERSION, sid, stamp

if TYPE_CHECKING:
    from contactcenter.demo.carrier.exchange import Exchange

ENDS = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
PROGRESS = {"initiated", "ringing", "answered", "completed"}


class Ended(Exception):
    """The call is over."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where instructions come from."""

    url: str
    method: str = "POST"


class Moved(Exception):
    """The call was given other instructions through the API."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.url)
        self.source = source


@dataclass(slots=True, eq=False)
class Said:
    """What a person said, as they hear it who heard it."""

    after: int
    """So much of `heard` came before it."""
    words: str
    by: str = ""
    """Whose number; empty: whoever is at this end."""
    kept: bool = False
    """It went onto a recording."""
    whispered: bool = False
    """Not everybody in the room heard it."""
    lost: bool = False
    """Said to a machine that was not recording yet: nobody heard it."""

    @property
    def how(self) -> str:
        """kept, lost, whispered; empty: as one speaks."""
        if self.kept:
            return "kept"
        if self.lost:
            return "lost"
        return "whispered" if self.whispered else ""


@dataclass(slots=True, eq=False)
class Call:
    """As the Call resource, with what its other end hears and presses.

    https://www.twilio.com/docs/voice/api/call-resource
    """

    exchange: Exchange
    sender: str
    to: str
    direction: str
    """inbound or outbound-api."""
    sid: str = field(default_factory=lambda: sid("CA"))
    status: str = "queued"
    created_at: datetime = field(init=False)
    started_at: datetime | None = None
    ended_at: datetime | None = None
    report_to: str = ""
    report_events: frozenset[str] = frozenset({"completed"})
    reported: int = 0
    heard: list[str] = field(default_factory=list)
    """What was said and played to whoever is at its other end, in order."""
    said: list[Said] = field(default_factory=list)
    """What people said, at this end and to it."""
    keys: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    spoken: asyncio.Queue[tuple[Said, float]] = field(default_factory=asyncio.Queue)
    records: bool = False
    """What is said now goes onto a recording."""
    muted: bool = False
    on_hold: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)
    walking: asyncio.Task[None] | None = None
    """What its instructions are doing just now."""
    why: Moved | Ended | None = None
    """Why that was interrupted."""

    def __post_init__(self) -> None:
        self.created_at = self.exchange.time.now()

    @property
    def live(self) -> bool:
        return self.status not in ENDS

    @property
    def other_end(self) -> str:
        """The number of whoever is at its other end."""
        return self.sender if self.direction == "inbound" else self.to

    def says(self, words: str, by: str = "", *, whispered: bool = False) -> Said:
        """Somebody said so: whoever is at this end, or another to them."""
        self.said.append(Said(len(self.heard), words, by, whispered=whispered))
        return self.said[-1]

    @property
    def seconds(self) -> int:
        """How long it was connected."""
        if self.started_at is None:
            return 0
        return round(((self.ended_at or self.exchange.time.now()) - self.started_at).total_seconds())

    def fields(self) -> dict[str, str]:
        """What every request of a call says. https://www.twilio.com/docs/voice/twiml#request-parameters"""
        return {
            "CallSid": self.sid, "AccountSid": ACCOUNT, "From": self.sender, "To": self.to, "Caller": self.sender,
            "Called": self.to, "CallStatus": self.status, "ApiVersion": API_VERSION, "Direction": self.direction,
        }

    def become(self, status: str) -> None:
        """Its next state, reported to who asked. https://www.twilio.com/docs/voice/api/call-resource#statuscallback"""
        if not self.live or status == self.status:
            return
        self.status, ended = status, status in ENDS
        now = self.exchange.time.now()
        if status == "in-progress":
            self.started_at = now
        if ended:
            self.ended_at = now
        self.report("completed" if ended else {"in-progress": "answered"}.get(status, status))
        if ended:
            self.over.set()

    def report(self, event: str) -> None:
        """One event of its progress."""
        if not self.report_to or event not in self.report_events:
            return
        fields = self.fields() | {
            "Timestamp": stamp(self.exchange.time.now()) or "", "CallbackSource": "call-progress-events",
            "SequenceNumber": str(self.reported),
        }
        if event == "initiated":
            fields["CallStatus"] = "initiated"
        if event == "completed":
            fields |= {"CallDuration": str(self.seconds), "Duration": str(-(-self.seconds // 60))}
        self.reported += 1
        self.exchange.webhooks.tell(self.report_to, fields)

    def end(self, status: str = "completed") -> None:
        """Over, from whichever side."""
        if self.live:
            self.become(status if self.started_at is None else "completed")
            self._interrupt(Ended())

    def move(self, source: Source) -> None:
        """On to other instructions: https://www.twilio.com/docs/voice/tutorials/how-to-modify-calls-in-progress"""
        self._interrupt(Moved(source))

    def interrupted(self) -> Moved | Ended | None:
        """Why its instructions were left, if they were."""
        return self.why

    def _interrupt(self, why: Moved | Ended) -> None:
        self.why = why
        if self.walking is not None and self.walking is not asyncio.current_task():
            self.walking.cancel()
