"""Who is at the other end: telephones and librarians' browsers, driven by tests and by the booth."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from contactcenter.demo.carrier.call import ENDS, Call

if TYPE_CHECKING:
    from contactcenter.demo.carrier.exchange import Exchange

Mood = Literal["answers", "busy", "no-answer", "failed", "asked"]
"""What a telephone does when it rings; `asked`: somebody lifts or declines by hand."""


class Bell:
    """Rings until somebody's hand decides what becomes of it."""

    def __init__(self) -> None:
        self._hand: asyncio.Future[str] | None = None

    @property
    def rings(self) -> bool:
        return self._hand is not None and not self._hand.done()

    def decide(self, what: str) -> None:
        if self._hand is None or self._hand.done():
            raise RuntimeError("nothing rings here")
        self._hand.set_result(what)

    async def decided(self) -> str:
        """Ring. Returns what was decided."""
        self._hand = asyncio.get_running_loop().create_future()
        return await self._hand


@dataclass(slots=True, eq=False)
class Telephone:
    """A number in the world. Those that nobody made are answered after two rings."""

    number: str
    mood: Mood = "answers"
    answers_after_s: float = 4.0
    presses: str = ""
    """What whoever lifts it presses, as they are asked to (a librarian who takes a call, say)."""
    calls: list[Call] = field(default_factory=list)
    """Calls that rang here, the newest last."""
    texts: list[str] = field(default_factory=list)
    """What texts came, in order."""
    takes_texts: bool = True
    text_error: str = "30003"
    """Why not, where it does not."""
    _bell: Bell = field(default_factory=Bell)

    @property
    def rings(self) -> bool:
        """Whether it waits for somebody's hand."""
        return self._bell.rings

    def answer(self) -> None:
        """Lift it by hand."""
        self._bell.decide("answered")

    def decline(self) -> None:
        self._bell.decide("busy")

    async def ring(self, call: Call, exchange: Exchange) -> str:
        """answered, busy, no-answer or failed."""
        self.calls.append(call)
        match self.mood:
            case "answers":
                await exchange.time.sleep(self.answers_after_s)
                return "answered"
            case "no-answer":
                await asyncio.Event().wait()
            case "asked":
                return await self._bell.decided()
        return self.mood


@dataclass(slots=True, eq=False)
class Browser:
    """A librarian's page, signed in with a token of ours. https://www.twilio.com/docs/voice/sdks/javascript"""

    identity: str
    calls: list[Call] = field(default_factory=list)
    _bell: Bell = field(default_factory=Bell)

    @property
    def rings(self) -> bool:
        return self._bell.rings

    def accept(self) -> Call:
        """Take the call that rings."""
        self._bell.decide("answered")
        return self.calls[-1]

    def decline(self) -> None:
        self._bell.decide("busy")

    async def ring(self, call: Call, _exchange: Exchange) -> str:
        self.calls.append(call)
        return await self._bell.decided()


class Caller:
    """Somebody who rings us up: what they hear, what they press, what they say."""

    def __init__(self, call: Call) -> None:
        self.call = call

    def heard(self) -> list[str]:
        """Everything so far, in order."""
        return list(self.call.heard)

    def press(self, keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.call.keys.put_nowait(key)

    def speak(self, words: str, *, seconds: float = 5.0) -> None:
        """To whoever is in the room with them; else onto a recording that goes on; else nobody hears it."""
        said = self.call.says(words)
        for room in self.call.exchange.conferences:
            one = room.find(self.call.sid)
            if one is not None:
                room.speak(one, words)
                return
        if self.call.records:
            self.call.spoken.put_nowait((said, seconds))
        else:
            said.lost = True

    def hang_up(self) -> None:
        self.call.end()

    @property
    def over(self) -> bool:
        return self.call.status in ENDS
