"""The way of somebody who calls us: language, consent, department, the line, the room."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from contactcenter.carriers.instructions import HangUp, Instruction, Play
from contactcenter.channels.phone import keys, script
from contactcenter.channels.phone.asks import Ask, Ear
from contactcenter.clock import Clock
from contactcenter.envelope import CallStanding, Desk

log = structlog.get_logger(__name__)


class Caller:
    """Answers each request of a caller's call with what they are to hear next."""

    def __init__(self, ear: Ear, *, desk: Desk, house: script.House, menu: bool, clock: Clock) -> None:
        """`menu`: whether a department is chosen by a key."""
        self._ear, self._desk, self._house, self._menu, self._clock = ear, desk, house, menu, clock
        self._board = ear.board

    async def arrives(self, ask: Ask) -> Sequence[Instruction]:
        """Somebody calls."""
        news = self._ear.news(ask)
        if news.to not in self._ear.ours:
            log.warning("calls.unknown_number", carrier=self._ear.carrier.kind)
            return script.no_such_number()
        call = await self._board.arrives(self._ear.signal("arrived", news, ask, key="arrived"))
        if call is not None and call.state in ("ended", "message"):
            return [HangUp()]
        if call is not None and call.state in ("waiting", "ringing"):
            return await self._waiting(call, ask)
        return script.welcome(self._house)

    async def language(self, ask: Ask) -> Sequence[Instruction]:
        """A language was chosen, or none: then it is the house's."""
        digits, call = await self._ear.pressed(ask)
        return script.sorry() if call is None else await self._spoken(call, digits, ask)

    async def _spoken(self, call: CallStanding, digits: str, ask: Ask) -> Sequence[Instruction]:
        spoken = keys.LANGUAGES.get(digits) or script.voice(call.locale)
        call = await self._board.choose(call.call_id, locale=spoken) or call
        if self._house.records and call.state == "choosing":
            return script.consent(f"{script.BASE}/{call.call_id}/consent", script.voice(call.locale))
        return await self._choose_department(call, ask)

    async def consent(self, ask: Ask) -> Sequence[Instruction]:
        """They agreed to be recorded, or not."""
        digits, call = await self._ear.pressed(ask)
        if call is None:
            return script.sorry()
        if digits in keys.LANGUAGES:
            return await self._spoken(call, digits, ask)
        call = await self._board.choose(call.call_id, consent=digits == keys.AGREE) or call
        return await self._choose_department(call, ask)

    async def _choose_department(self, call: CallStanding, ask: Ask) -> Sequence[Instruction]:
        departments = await self._departments()
        if self._menu and len(departments) > 1 and call.state == "choosing":
            return script.menu(call.call_id, script.voice(call.locale), departments[1:])
        return await self._enter(call, ask)

    async def menu(self, ask: Ask) -> Sequence[Instruction]:
        """A department was chosen, or nothing: then it is the general desk. Any other key: the menu again."""
        digits, call = await self._ear.pressed(ask)
        if call is None:
            return script.sorry()
        if digits in keys.LANGUAGES:
            call = await self._board.choose(call.call_id, locale=keys.LANGUAGES[digits]) or call
        chosen = keys.chosen(digits, await self._departments())
        if chosen is not None:
            call = await self._board.choose(call.call_id, queue=chosen.slug) or call
        elif digits:
            return await self._choose_department(call, ask)
        return await self._enter(call, ask)

    async def keys(self, ask: Ask) -> Sequence[Instruction]:
        """Call me back, or: I leave a message. Any other key changes nothing."""
        digits, call = await self._ear.pressed(ask)
        if call is None:
            return script.sorry()
        if digits == keys.CALLBACK:
            call = await self._board.ask_for_callback(call.call_id) or call
        elif digits == keys.MESSAGE:
            call = await self._board.leave_message(call.call_id) or call
        return await self._waiting(call, ask)

    async def wait(self, ask: Ask) -> Sequence[Instruction]:
        """The music is over, or a librarian is there: where do they stand now?"""
        call = await self._board.call(ask.number("call_id"))
        return script.sorry() if call is None else await self._waiting(call, ask)

    async def moved(self, ask: Ask) -> Sequence[Instruction]:
        """Passed on to a department: where it is closed now, they hear so, as if they had chosen it themselves."""
        call = await self._board.call(ask.number("call_id"))
        if call is None or call.state != "waiting":
            return await self.wait(ask)
        hours = await self._desk.hours(self._clock(), call.queue_id)
        if not hours.open:
            call = await self._board.leave_message(call.call_id) or call
            if call.state == "message":
                return script.closed(call.call_id, script.voice(call.locale), hours, self._house)
        return await self._waiting(call, ask)

    async def after(self, ask: Ask) -> Sequence[Instruction]:
        """The caller has left the room: back to the line, or away."""
        call = await self._board.call(ask.number("call_id"))
        if call is None:
            return [HangUp()]
        if call.state in ("waiting", "message"):
            return await self._waiting(call, ask)
        return script.goodbye(script.voice(call.locale))

    async def hold(self, _ask: Ask) -> Sequence[Instruction]:
        """What somebody on hold hears."""
        return [Play(script.MUSIC)]

    async def message_done(self, ask: Ask) -> Sequence[Instruction]:
        """They have said what they wanted to."""
        _, call = await self._ear.pressed(ask)
        return script.goodbye(script.voice(call.locale if call else ""), key="message_thanks")

    async def _enter(self, call: CallStanding, ask: Ask) -> Sequence[Instruction]:
        """Into the line while we are open, else to the voicemail."""
        hours = await self._desk.hours(self._clock(), call.queue_id)
        if hours.open or call.state not in ("arriving", "choosing"):
            return await self._waiting(await self._board.line_up(call.call_id) or call, ask)
        await self._board.leave_message(call.call_id)
        return script.closed(call.call_id, script.voice(call.locale), hours, self._house)

    async def _waiting(self, call: CallStanding, ask: Ask) -> Sequence[Instruction]:
        """What whoever waits is to hear now, however the call stands meanwhile."""
        locale = script.voice(call.locale)
        if call.asked_back:
            return script.goodbye(locale, key="callback_promised")
        if call.state == "ended":
            return script.goodbye(locale)
        if call.state == "message":
            return script.message(call.call_id, locale, self._house)
        if call.room_ready and call.leg_id is not None:
            await self._ear.joins(ask, leg_id=call.leg_id, stay=call.stay)
            return [script.into_room(call.call_id, call.stay, leg_id=call.leg_id, caller=True, recorded=False)]
        place = await self._desk.place(call.ticket_id)
        may = call.state == "waiting" and call.way == "in" and not call.withheld
        return script.waiting(call.call_id, locale, place, may_be_called=may)

    async def _departments(self) -> list[script.Department]:
        return [script.Department(*one) for one in await self._board.departments()]
