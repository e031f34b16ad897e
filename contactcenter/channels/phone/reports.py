"""What a carrier only tells: how a call stands, who came into a room, that a recording is there."""

from __future__ import annotations

from contactcenter.carriers.contract import CALL_ENDS, CallNews
from contactcenter.channels.phone.asks import Ask, Ear
from contactcenter.envelope import Signal, SignalKind


class Reports:
    """Each is kept and taken in; nobody waits for instructions."""

    def __init__(self, ear: Ear) -> None:
        self._ear, self._carrier, self._board = ear, ear.carrier, ear.board

    async def progress(self, ask: Ask) -> None:
        """How a call of ours stands that the carrier knows by its own id: the end of one that came in."""
        await self._progress(ask, self._ear.news(ask), None)

    async def leg_progress(self, ask: Ask) -> None:
        """How somebody's call stands whom we rang."""
        await self._progress(ask, self._ear.news(ask), ask.number("leg_id"))

    async def _progress(self, ask: Ask, news: CallNews, leg_id: int | None) -> None:
        if news.state in CALL_ENDS:
            await self._board.hear(self._ear.signal("over", news, ask, key=news.state, leg_id=leg_id, code=news.state))
        elif news.state == "in_progress" and leg_id is not None:
            await self._board.hear(self._ear.signal("answered", news, ask, key="answered", leg_id=leg_id))

    async def room(self, ask: Ask) -> None:
        """Who came into a room, and who went."""
        news = self._carrier.read_conference(ask.fields)
        if news.event not in ("join", "leave") or news.call_id is None:
            return
        kind: SignalKind = "joined" if news.event == "join" else "left"
        leg = (news.label or "").removeprefix("leg-")
        await self._board.hear(Signal(
            key=f"{news.call_id}:{kind}:{news.conference_id}:{news.sequence}", kind=kind, carrier=self._carrier.kind,
            remote_id=news.call_id, leg_id=int(leg) if leg.isdigit() else None, stay=ask.number("stay"), at=news.at,
            raw=ask.body,
        ))

    async def message(self, ask: Ask) -> None:
        """The carrier has a caller's message as a file."""
        await self._recorded(ask, talk=False)

    async def talk(self, ask: Ask) -> None:
        """The carrier has the conversation as a file."""
        await self._recorded(ask, talk=True)

    async def _recorded(self, ask: Ask, *, talk: bool) -> None:
        news = self._carrier.read_recording(ask.fields)
        if news.state != "completed" or not news.url:
            return
        await self._board.hear(Signal(
            key=f"{news.recording_id}:recorded", kind="recorded", carrier=self._carrier.kind,
            remote_id=news.call_id or "", leg_id=await self._leg(ask), recording=news.url,
            recording_id=news.recording_id, seconds=news.duration_s, talk=talk, raw=ask.body,
        ))

    async def transcript(self, ask: Ask) -> None:
        """The carrier has written a message down, or could not: kept either way."""
        news = self._carrier.read_recording(ask.fields)
        await self._board.hear(Signal(
            key=f"{news.recording_id}:transcribed:{news.state}", kind="transcribed", carrier=self._carrier.kind,
            remote_id=news.call_id or "", leg_id=await self._leg(ask),
            recording_id=news.recording_id, transcript=news.transcript or "", raw=ask.body,
        ))

    async def _leg(self, ask: Ask) -> int | None:
        call = await self._board.call(ask.number("call_id"))
        return None if call is None else call.leg_id
