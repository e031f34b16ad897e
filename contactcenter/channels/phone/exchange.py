"""Orders of the core, as a carrier carries them out (`envelope.Exchange`)."""

from __future__ import annotations

from collections.abc import AsyncIterator

from contactcenter.carriers.contract import CALL_ENDS, Carrier
from contactcenter.channels.phone.script import BASE, LEGS, room
from contactcenter.envelope import BlobRef, Desk, Done, Order, SendError

RING_S = 25
"""Below what a line's offer rings: the next librarian is rung before the caller loses heart."""
REACH_S = 45
"""How long a patron's or a third party's telephone rings."""
RECORDING_BYTES = 30_000_000
"""Half an hour as a WAV file."""


class CarrierExchange:
    """Any carrier that keeps the contract."""

    def __init__(self, carrier: Carrier, desk: Desk) -> None:
        self._carrier, self._desk = carrier, desk

    async def carry_out(self, order: Order) -> Done:
        """Raises `SendError`."""
        if order.kind == "ring":
            return await self._ring(order)
        if order.kind == "fetch":
            return await self._fetch(order)
        if order.kind == "forget":
            await self._carrier.delete_recording(order.data["recording_id"])
            return Done()
        if order.remote_id is None:
            # It never rang: there is nobody to tell anything.
            return Done(over="canceled")
        if order.kind in ("connect", "line"):
            then = "room" if order.kind == "connect" else order.data.get("then", "wait")
            await self._carrier.move_call(order.remote_id, to=f"{BASE}/{order.call_id}/{then}")
        elif order.kind == "hang_up":
            await self._carrier.hang_up(order.remote_id)
        elif order.kind == "look":
            state = await self._carrier.call_state(order.remote_id)
            return Done(over=state if state in CALL_ENDS else "")
        else:
            await self._change(order, order.remote_id)
        return Done()

    async def _ring(self, order: Order) -> Done:
        if order.remote_id is not None:
            return Done(order.remote_id)  # it rings already: only our note of it was lost
        seconds = RING_S if order.data.get("of") == "staff" else REACH_S
        return Done(await self._carrier.start_call(
            sender=order.sender, to=order.to, then=f"{LEGS}/{order.leg_id}/answered",
            progress_to=f"{LEGS}/{order.leg_id}/progress", ring_s=seconds,
        ))

    async def _change(self, order: Order, remote_id: str) -> None:
        conference = await self._carrier.conference_id(room(order.call_id, order.stay))
        if conference is None:
            raise SendError("no_room", "The conference has not begun, or is over.")
        if order.kind in ("hold", "resume"):
            await self._carrier.change_participant(
                conference_id=conference, call_id=remote_id, hold=order.kind == "hold",
                hold_path=f"{BASE}/{order.call_id}/hold",
            )
        elif order.kind in ("mute", "unmute"):
            await self._carrier.change_participant(conference_id=conference, call_id=remote_id,
                                                   muted=order.kind == "mute")
        elif order.kind == "mode":
            mode, coach = order.data.get("mode", "listen"), order.data.get("coach", "")
            await self._carrier.change_participant(
                conference_id=conference, call_id=remote_id, muted=mode == "listen",
                coach=coach if mode == "whisper" else "",
            )

    async def _fetch(self, order: Order) -> Done:
        kind = _Kind(self._carrier.fetch(order.data["url"], limit=RECORDING_BYTES))
        blob: BlobRef = await self._desk.store(kind.chunks(), limit=RECORDING_BYTES)
        return Done(blob=blob, media_type=kind.media_type)


class _Kind:
    """What kind of sound it is, by its first bytes: a carrier's word for it is not needed."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self.media_type = "application/octet-stream"

    async def chunks(self) -> AsyncIterator[bytes]:
        first = True
        async for chunk in self._chunks:
            if first:
                first = False
                if chunk.startswith(b"RIFF"):
                    self.media_type = "audio/wav"
                elif chunk.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")):
                    self.media_type = "audio/mpeg"
            yield chunk
