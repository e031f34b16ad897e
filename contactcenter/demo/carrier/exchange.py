"""The carrier itself: its numbers, calls, texts and conferences, and a server that our requests reach."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from aiohttp import web

from contactcenter.demo.carrier import texts
from contactcenter.demo.carrier.call import Call, Source
from contactcenter.demo.carrier.clocks import RealTime, Time
from contactcenter.demo.carrier.conference import Conference
from contactcenter.demo.carrier.faults import Faults
from contactcenter.demo.carrier.parties import Browser, Caller, Telephone
from contactcenter.demo.carrier.recording import Recording
from contactcenter.demo.carrier.sids import ACCOUNT, API_VERSION, sid
from contactcenter.demo.carrier.texts import Media, Message
from contactcenter.demo.carrier.walk import walk
from contactcenter.demo.carrier.webhooks import Asked, Webhooks

PRESSES_AFTER_S = 1.5


@dataclass(slots=True)
class Number:
    """A number of the library's, and where its webhooks go.

    https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
    """

    number: str
    texts_to: str = ""
    calls_to: str = ""
    progress_to: str = ""
    mms: bool = True


class Exchange:
    """One account. `token` is its auth token; requests must bring it, webhooks are signed with it."""

    def __init__(self, *, token: str, time: Time | None = None) -> None:
        self.account = ACCOUNT
        self.token = token
        self.time: Time = time or RealTime()
        self.faults = Faults()
        self.webhooks = Webhooks(token=token, time=self.time, faults=self.faults)
        self.numbers: dict[str, Number] = {}
        self.messages: dict[str, Message] = {}
        self.media: dict[str, Media] = {}
        self.calls: dict[str, Call] = {}
        self.conferences: list[Conference] = []
        self.recordings: dict[str, Recording] = {}
        self.stopped: set[tuple[str, str]] = set()
        """(from, to) pairs that are not texted any more, because they said STOP."""
        self.errors: list[tuple[str, str]] = []
        """What the carrier's debugger would show: a call, and what was wrong."""
        self.base_url = ""
        self.open = False
        self._telephones: dict[str, Telephone] = {}
        self._browsers: dict[str, Browser] = {}
        self._runner: web.AppRunner | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """Listen on a free port of this machine; the base address."""
        from contactcenter.demo.carrier.rest import application  # noqa: PLC0415  # which needs this class

        self._runner = web.AppRunner(application(self), access_log=None, shutdown_timeout=0.1,
                                     handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}"
        self.open = True
        return self.base_url

    async def close(self) -> None:
        """Everybody hangs up."""
        self.open = False
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.webhooks.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # The world outside.
    def telephone(self, number: str) -> Telephone:
        """Somebody's telephone; it is there as soon as it is asked for."""
        return self._telephones.setdefault(number, Telephone(number))

    def browser(self, identity: str) -> Browser:
        """A librarian's page that is ready to take calls."""
        return self._browsers.setdefault(identity, Browser(identity))

    def dial(self, sender: str, to: str) -> Caller:
        """Somebody rings one of our numbers up."""
        number = self.numbers.get(to)
        call = self.new_call(sender=sender, to=to, direction="inbound")
        call.status = "ringing"
        if number is None or not number.calls_to:
            call.end("failed")
            return Caller(call)
        if number.progress_to:
            call.report_to = number.progress_to
        self.walk(call, Source(number.calls_to))
        return Caller(call)

    async def text(self, sender: str, to: str, body: str,
                   media: Sequence[tuple[bytes, str]] = ()) -> Asked | None:
        """Somebody writes a text to one of our numbers; what we answered. `media`: bytes and media type."""
        message = Message(sender, to, body, "inbound", self.time.now(), sid("MM" if media else "SM"), "received")
        message.media = [Media(message.sid, content, kind) for content, kind in media]
        self.messages[message.sid] = message
        self.media |= {one.sid: one for one in message.media}
        said = self._said_itself((to, sender), body.strip().upper())
        asked = await self.deliver(message)
        if said:
            self._answer(message, said)
        return asked

    def _said_itself(self, pair: tuple[str, str], word: str) -> str:
        """What a word changes and is answered with by the carrier; once is enough of either."""
        if word in texts.STOP and pair not in self.stopped:
            self.stopped.add(pair)
            return texts.STOPPED
        if word in texts.START and pair in self.stopped:
            self.stopped.discard(pair)
            return texts.STARTED
        return texts.HELPED if word in texts.HELP else ""

    def _answer(self, message: Message, body: str) -> None:
        answer = Message(message.to, message.sender, body, "outbound-reply", self.time.now(), sid("SM"), "queued")
        self.messages[answer.sid] = answer
        self.spawn(texts.carry(self, answer))

    async def deliver(self, message: Message) -> Asked | None:
        """Hand a text to our webhook (again). Twilio itself does not try twice."""
        number = self.numbers.get(message.to)
        if number is None or not number.texts_to:
            return None
        asked = await self.webhooks.ask(number.texts_to, texts.arrival(self, message))
        for body in texts.answers(asked):
            self._answer(message, body)
        return asked

    # What the parts ask of one another.
    def new_call(self, *, sender: str, to: str, direction: str) -> Call:
        call = Call(self, sender, to, direction)
        self.calls[call.sid] = call
        return call

    def walk(self, call: Call, source: Source) -> None:
        """Let a call follow instructions, beside everything else."""
        self.spawn(walk(call, source))

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def ring(self, call: Call, *, seconds: float) -> bool:
        """Ring whoever it is for; whether they answered. Else the call has ended, with the reason as its state."""
        party: Telephone | Browser | None = (
            self._browsers.get(call.to.removeprefix("client:")) if call.to.startswith("client:")
            else self.telephone(call.to)
        )
        if party is None:
            call.end("no-answer")
            return False
        call.become("ringing")
        ringing = asyncio.create_task(party.ring(call, self))
        enough, over = asyncio.create_task(self.time.sleep(seconds)), asyncio.create_task(call.over.wait())
        try:
            await asyncio.wait({ringing, enough, over}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (ringing, enough, over):
                task.cancel()
        if not call.live:
            return False
        outcome = ringing.result() if ringing.done() and not ringing.cancelled() else "no-answer"
        if outcome == "answered":
            call.become("in-progress")
            if isinstance(party, Telephone) and party.presses:
                self.spawn(self._press(call, party.presses))
            return True
        call.end(outcome)
        return False

    async def _press(self, call: Call, keys: str) -> None:
        await self.time.sleep(PRESSES_AFTER_S)
        Caller(call).press(keys)

    async def call_out(self, call: Call, *, seconds: float, then: Source) -> None:
        """A call that the API ordered: ring, and once answered ask for instructions."""
        call.report("initiated")
        if await self.ring(call, seconds=seconds):
            await walk(call, then)

    def conference(self, name: str) -> Conference:
        """The one of this name that is not over, or a new one."""
        found = next((one for one in self.conferences if one.name == name and one.status != "completed"), None)
        if found is None:
            found = Conference(self, name)
            self.conferences.append(found)
        return found

    def media_url(self, one: Media) -> str:
        """https://www.twilio.com/docs/messaging/api/media-resource"""
        return (f"{self.base_url}/{API_VERSION}/Accounts/{ACCOUNT}/Messages/{one.message_sid}/Media/{one.sid}")

    def recording_url(self, one: Recording) -> str:
        """https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-media-file"""
        return f"{self.base_url}/{API_VERSION}/Accounts/{ACCOUNT}/Recordings/{one.sid}"

    def recording(self, path: str) -> Recording | None:
        """By the last part of its address, with or without `.wav` or `.mp3`."""
        return self.recordings.get(PurePosixPath(path).stem)
