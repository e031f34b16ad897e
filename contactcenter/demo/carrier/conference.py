"""Conferences. https://www.twilio.com/docs/voice/twiml/conference"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from contactcenter.demo.carrier import walk
from contactcenter.demo.carrier.call import Call, Source
from contactcenter.demo.carrier.recording import Recording, report
from contactcenter.demo.carrier.sids import ACCOUNT, sid, stamp
from contactcenter.demo.carrier.twiml import BadDocument, yes

if TYPE_CHECKING:
    from contactcenter.demo.carrier.exchange import Exchange

EVENTS = {"participant-join": "join", "participant-leave": "leave"}
"""Which word of `statusCallbackEvent` asks for which event; others are not asked for."""


@dataclass(slots=True, eq=False)
class Participant:
    """As the Participant resource: https://www.twilio.com/docs/voice/api/conference-participant-resource"""

    call: Call
    label: str = ""
    muted: bool = False
    hold: bool = False
    starts: bool = True
    ends: bool = False
    coaches: str = ""
    out: asyncio.Event = field(default_factory=asyncio.Event)
    holding: asyncio.Task[None] | None = None


@dataclass(slots=True, eq=False)
class Conference:
    """One conference; another of the same name may follow it."""

    exchange: Exchange
    name: str
    sid: str = field(default_factory=lambda: sid("CF"))
    status: str = "init"
    created_at: datetime = field(init=False)
    people: list[Participant] = field(default_factory=list)
    report_to: str = ""
    report_events: frozenset[str] = frozenset()
    reported: int = 0
    started: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.created_at = self.exchange.time.now()

    def tell(self, event: str, one: Participant, **more: str) -> None:
        """https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallback"""
        self.reported += 1
        if not self.report_to or EVENTS[event] not in self.report_events:
            return
        fields = {
            "ConferenceSid": self.sid, "FriendlyName": self.name, "AccountSid": ACCOUNT,
            "SequenceNumber": str(self.reported), "Timestamp": stamp(self.exchange.time.now()) or "",
            "StatusCallbackEvent": event, "CallSid": one.call.sid, "Muted": _word(one.muted), "Hold": _word(one.hold),
            "Coaching": _word(bool(one.coaches)), "StartConferenceOnEnter": _word(one.starts),
            "EndConferenceOnExit": _word(one.ends),
        }
        if one.coaches:
            fields["CallSidToCoach"] = one.coaches
        if one.label:
            fields["ParticipantLabel"] = one.label
        self.exchange.webhooks.tell(self.report_to, fields | more)

    def enter(self, one: Participant) -> None:
        self.people.append(one)
        # It starts with two, one of whom may start it. https://www.twilio.com/docs/voice/twiml/conference
        if self.status == "init" and len(self.people) > 1 and any(each.starts for each in self.people):
            self.status = "in-progress"
            self.started.set()
        self.tell("participant-join", one)

    def leave(self, one: Participant) -> None:
        """Out; the last one, or one who ends it, ends it."""
        if one not in self.people:
            return
        self.people.remove(one)
        one.out.set()
        if one.holding is not None:
            one.holding.cancel()
        self.tell("participant-leave", one, ParticipantCallStatus=one.call.status)
        if one.ends or not self.people:
            self.end()

    def end(self) -> None:
        """Over for everybody: each call goes on with what follows its `Dial`."""
        if self.status == "completed":
            return
        self.status = "completed"
        for one in list(self.people):
            self.people.remove(one)
            one.out.set()
            if one.holding is not None:
                one.holding.cancel()
            self.tell("participant-leave", one, ParticipantCallStatus=one.call.status)
        self.over.set()

    def mute(self, one: Participant, *, muted: bool) -> None:
        if one.muted != muted:
            one.muted = one.call.muted = muted

    def hold(self, one: Participant, *, hold: bool, heard: Source | None = None) -> None:
        """On hold they hear `holdUrl`, over and over."""
        if one.hold != hold:
            one.hold = one.call.on_hold = hold
            if one.holding is not None:
                one.holding.cancel()
                one.holding = None
            if hold and heard is not None:
                one.holding = asyncio.create_task(_on_hold(one.call, heard))

    def speak(self, one: Participant, words: str) -> None:
        """Who is in the room hears it; of who whispers, only whom they coach. On hold, or muted, nobody is heard."""
        if one.muted or one.hold:
            return
        for each in self.people:
            if each is not one and not each.hold and one.coaches in ("", each.call.sid):
                each.call.says(words, by=one.call.other_end, whispered=bool(one.coaches))

    def find(self, call_sid: str) -> Participant | None:
        """By the call, or by the label."""
        return next((one for one in self.people if call_sid in (one.call.sid, one.label) and call_sid), None)


async def take_part(call: Call, dial: ET.Element, base: str) -> Mapping[str, str]:
    """`<Dial>` with a conference in it, until they leave or it ends; what `action` is told. Raises `BadDocument`."""
    noun = dial.find("Conference")
    if noun is None:
        raise BadDocument("13201: Dial to nobody")
    room = call.exchange.conference((noun.text or "").strip())
    if noun.get("statusCallback") and not room.report_to:
        # The first who says where, says it for the conference.
        room.report_to = urljoin(base, noun.get("statusCallback", ""))
        room.report_events = frozenset((noun.get("statusCallbackEvent") or "").split())
    one = Participant(
        call, label=noun.get("participantLabel", ""), muted=yes(noun, "muted", default=False),
        starts=yes(noun, "startConferenceOnEnter", default=True), ends=yes(noun, "endConferenceOnExit", default=False),
        coaches=noun.get("coach", ""),
    )
    call.muted = one.muted
    began = call.exchange.time.now()
    room.enter(one)
    waiting = asyncio.create_task(_wait(call, noun, base)) if not room.started.is_set() else None
    out = asyncio.create_task(one.out.wait())
    try:
        if waiting is not None:
            started = asyncio.create_task(room.started.wait())
            await asyncio.wait({started, out}, return_when=asyncio.FIRST_COMPLETED)
            started.cancel()
            waiting.cancel()
        await out
    finally:
        out.cancel()
        if waiting is not None:
            waiting.cancel()
        room.leave(one)
        if (noun.get("record") or "") == "record-from-start" and room.status == "completed":
            made = Recording(call.sid, round((call.exchange.time.now() - began).total_seconds()), "", "Conference",
                             room.sid)
            call.exchange.recordings[made.sid] = made
            report(call, noun, base, made)
    return {"DialCallStatus": "answered", "DialBridged": "true",
            "DialCallDuration": str(round((call.exchange.time.now() - began).total_seconds()))}


async def _wait(call: Call, noun: ET.Element, base: str) -> None:
    """`waitUrl` until it starts; empty: silence; none: the carrier's music."""
    url = noun.get("waitUrl")
    if url is None:
        call.heard.append("♪ the carrier's own music")
    if url:
        await _on_hold(call, Source(urljoin(base, url), noun.get("waitMethod", "POST")))


async def _on_hold(call: Call, source: Source) -> None:
    while True:
        began = call.exchange.time.now()
        await walk.told(call, source)
        if call.exchange.time.now() == began:
            await call.exchange.time.sleep(1)


def _word(value: bool) -> str:  # noqa: FBT001  # one value, as Twilio writes it
    return "true" if value else "false"
