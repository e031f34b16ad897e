"""The way of somebody whom we rang: a librarian, a supervisor, a third party, or the patron."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from contactcenter.carriers.instructions import HangUp, Instruction
from contactcenter.channels.phone import keys, script
from contactcenter.channels.phone.asks import Ask, Ear

TAKE: Final = "1"
"""On a librarian's telephone: a person is there, and no mailbox."""


class Rung:
    """Answers each request of a leg that we began."""

    def __init__(self, ear: Ear, *, house: script.House) -> None:
        self._ear, self._house = ear, house
        self._board = ear.board

    async def answered(self, ask: Ask) -> Sequence[Instruction]:
        """They have answered."""
        leg = await self._board.leg(ask.number("leg_id"))
        if leg is None or leg.over:
            return [HangUp()]
        if leg.part in ("librarian", "supervisor") and leg.device == "telephone":
            return script.take_call(leg)
        if leg.part == "caller":
            greeting = script.greeting(script.voice(leg.locale), self._house, asked_for=leg.asked_for)
            if self._house.records:
                path = f"{script.LEGS}/{leg.leg_id}/consent"
                return script.consent(path, script.voice(leg.locale), before=(greeting,))
            return [greeting, *await self._in(ask)]
        return await self._in(ask)

    async def consent(self, ask: Ask) -> Sequence[Instruction]:
        """Whom we called agreed to be recorded, or not."""
        leg = await self._board.leg(ask.number("leg_id"))
        if leg is None or leg.over:
            return [HangUp()]
        await self._board.choose(leg.call_id, consent=self._ear.news(ask).digits == keys.AGREE)
        return await self._in(ask)

    async def joins(self, ask: Ask) -> Sequence[Instruction]:
        """A key was pressed on a librarian's telephone: somebody is there."""
        return await self._in(ask) if self._ear.news(ask).digits == TAKE else [HangUp()]

    async def after(self, _ask: Ask) -> Sequence[Instruction]:
        """The room is over for them."""
        return [HangUp()]

    async def _in(self, ask: Ask) -> Sequence[Instruction]:
        leg = await self._board.leg(ask.number("leg_id"))
        if leg is None or leg.over:
            return [HangUp()]
        await self._ear.joins(ask, leg_id=leg.leg_id, stay=leg.stay)
        return [script.leg_into_room(leg)]
