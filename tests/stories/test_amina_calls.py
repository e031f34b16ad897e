"""Amina calls: the whole house at one end, the carrier's stand-in at the other.

She chooses Chinese, hears her place, is connected with Rosa, is passed on to 王芳, and hangs up. The stand-in is written
from the carrier's documentation, by others than the product.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from contactcenter.accounts.set_membership import set_membership
from contactcenter.calls import control
from contactcenter.calls.queries import of_ticket
from contactcenter.calls.tables import CallRow, Mode
from contactcenter.demo.carrier.exchange import Exchange, Number
from contactcenter.demo.carrier.parties import Caller
from contactcenter.events.record import Actor
from contactcenter.queue.offer import accept
from contactcenter.queue.pass_on import ring_at
from contactcenter.queue.tables import OfferRow
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.device import choose_device
from contactcenter.seats.presence import choose
from contactcenter.seats.tables import SeatRow
from contactcenter.settings import Carrier, CarrierNumber, Hours, Phone
from contactcenter.shapes.calls import Call
from contactcenter.tickets.tables import AttachmentRow, MessageRow, TicketRow
from tests.demo.carrier.virtual_time import VirtualTime
from tests.library import ALWAYS, NEVER, Library, open_library
from tests.neighbours.ports import free_port

TOKEN = "t" * 32
DESK, AMINA, ROSA = "+861062751051", "+8613800138000", "+8613900139000"


@dataclass
class Town:
    """The library, and the telephones around it."""

    library: Library
    exchange: Exchange
    time: VirtualTime

    async def until(self, holds: Callable[[], Awaitable[bool]] | Callable[[], bool]) -> None:
        """Let time pass in the town until something holds."""
        async with asyncio.timeout(20):
            while True:
                found = holds()
                if found if isinstance(found, bool) else await found:
                    return
                await self.time.passes(0.5)
                await asyncio.sleep(0.01)

    async def hears(self, caller: Caller, words: str) -> None:
        await self.until(lambda: any(words in one for one in caller.heard()))

    async def sits(self, name: str, device: str, number: str = "") -> int:
        scope = await self.library.librarian(name)
        assert scope.staff_id is not None
        async with self.library.house.database.transaction() as session:
            now = self.library.house.clock()
            await set_membership(session, staff_id=scope.staff_id, department_ids=[1], now=now)
            await choose_device(session, staff_id=scope.staff_id, device=device, number=number, now=now)  # type: ignore[arg-type]
            await choose(session, staff_id=scope.staff_id, presence="available", reason=None, now=now)
        return scope.staff_id

    async def accepts(self, staff_id: int) -> None:
        """Wait until it rings there, and take it."""
        async def taken() -> bool:
            async with self.library.house.database.transaction() as session:
                ringing = (await session.execute(select(OfferRow.id).where(
                    OfferRow.outcome.is_(None), OfferRow.staff_id == staff_id))).scalar_one_or_none()
                if ringing is not None:
                    await accept(session, offer_id=ringing, staff_id=staff_id, capacity=Capacity(),
                                 actor=Actor("staff", staff_id), now=self.library.house.clock())
            return ringing is not None

        await self.until(taken)

    async def call(self) -> Call:
        async with self.library.house.database.read() as session:
            return (await of_ticket(session, ticket_id=1))[-1]

    async def stands(self, state: str) -> None:
        async def so() -> bool:
            return (await self.call()).state == state

        await self.until(so)

    async def presence(self, staff_id: int) -> str:
        async with self.library.house.database.read() as session:
            return (await session.get_one(SeatRow, staff_id)).presence

    async def takes_by_telephone(self, number: str, told: str = "按 1") -> None:
        """The librarian lifts their own telephone, and presses the key that says that it is them."""
        phone = self.exchange.telephone(number)
        await self.until(lambda: bool(phone.calls) and phone.calls[-1].status == "in-progress"
                         and told in "".join(phone.calls[-1].heard))
        phone.calls[-1].keys.put_nowait("1")


@asynccontextmanager
async def town(
    tmp_path: Path, *, hours: Hours = ALWAYS, phone: Phone | None = None, mms: bool = False
) -> AsyncIterator[Town]:
    time = VirtualTime(datetime.now(UTC))
    exchange = Exchange(token=TOKEN, time=time)
    base, port = await exchange.start(), free_port()
    (tmp_path / "token").write_text(TOKEN)
    url = f"http://127.0.0.1:{port}"
    exchange.numbers[DESK] = Number(DESK, calls_to=f"{url}/carrier/calls/in", progress_to=f"{url}/carrier/calls/progress")
    carrier = Carrier(
        kind="twilio", account_sid=exchange.account, auth_token_file=str(tmp_path / "token"), base_url=base,
        public_url=url, api_key_sid="SK" + "0" * 32, api_key_secret_file=str(tmp_path / "token"),
        numbers=[CarrierNumber(number=DESK, mms=mms)],
    )
    try:
        async with open_library(tmp_path / "data", hours=hours, carrier=carrier, port=port, phone=phone) as library:
            yield Town(library, exchange, time)
            # Before the house closes its doors.
            await exchange.close()
    finally:
        await exchange.close()


async def test_amina_calls_and_is_passed_on(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        rosa = await here.sits("Rosa", "telephone", ROSA)
        amina = here.exchange.dial(AMINA, DESK)
        await here.hears(amina, "普通话请按 8")
        amina.press("8")
        await here.hears(amina, "法学分馆请按 3")
        amina.press("0")
        await here.hears(amina, "保留位置")
        await here.stands("waiting")
        await here.accepts(rosa)
        await here.takes_by_telephone(ROSA)
        await here.stands("talking")

        wang = await here.sits("王芳", "browser")
        page = here.exchange.browser(f"seat-{wang}")
        house, scope = here.library.house, await here.library.librarian("Rosa")
        call = await here.call()
        async with house.database.transaction() as session:
            await control.put_on_hold(session, scope=scope, actor=Actor("staff", rosa), now=house.clock(),
                                      call_id=call.id, held=True)
        await here.stands("held")
        await here.until(lambda: any(one.hold for room in here.exchange.conferences for one in room.people))
        async with house.database.transaction() as session:
            await control.put_on_hold(session, scope=scope, actor=Actor("staff", rosa), now=house.clock(),
                                      call_id=call.id, held=False)
            await ring_at(session, scope=scope, actor=Actor("staff", rosa), now=house.clock(), ticket_id=1,
                          staff_id=wang, way="transfer", capacity=Capacity())
        await here.accepts(wang)
        await here.until(lambda: page.rings)
        page.accept()
        await here.until(lambda: here.exchange.telephone(ROSA).calls[-1].status == "completed")

        async def hers() -> bool:
            return (await here.call()).staff_id == wang

        await here.until(hers)
        assert (await here.call()).state == "talking"
        amina.hang_up()
        await here.stands("ended")
        assert (await here.call()).how == "completed"
        await here.until(lambda: page.calls[-1].status == "completed")

        async def wraps_up() -> bool:
            return await here.presence(wang) == "wrap_up"

        await here.until(wraps_up)
        ticket = await here.library.ticket(1)
        assert (ticket.channel, ticket.locale, ticket.assignee_id, ticket.live) == ("phone", "zh-Hans", wang, False)
        assert here.exchange.errors == []


async def test_after_hours_she_leaves_a_message(tmp_path: Path) -> None:
    async with town(tmp_path, hours=NEVER, phone=Phone(transcribe=True)) as here:
        amina = here.exchange.dial(AMINA, DESK)
        await here.hears(amina, "press 9")
        amina.press("9")
        await here.hears(amina, "press 0")
        amina.press("0")
        await here.hears(amina, "leave a message")
        await here.hears(amina, "beep")
        amina.speak("May I renew my loan?", seconds=9)
        await here.hears(amina, "we have your message")

        async def kept() -> bool:
            return await here.library.count(AttachmentRow) == 1 and await here.library.count(MessageRow) == 3

        await here.until(kept)
        await here.stands("ended")
        assert (await here.call()).how == "voicemail"
        async with here.library.house.database.read() as session:
            kept_ones = (await session.execute(select(MessageRow.kind, MessageRow.text))).all()
        note, _, spoken = sorted((one.kind, one.text) for one in kept_ones)
        assert spoken[1] == ""
        assert note[0] == "note"
        assert note[1].endswith("(written down by a machine)\n\nMay I renew my loan?")
        assert here.exchange.errors == []


async def test_she_agrees_to_be_recorded(tmp_path: Path) -> None:
    async with town(tmp_path, phone=Phone(record=True, menu=False)) as here:
        rosa = await here.sits("Rosa", "browser")
        page = here.exchange.browser(f"seat-{rosa}")
        amina = here.exchange.dial(AMINA, DESK)
        await here.hears(amina, "press 9")
        amina.press("9")
        await here.hears(amina, "May we record")
        amina.press("*")
        await here.stands("waiting")
        await here.accepts(rosa)
        await here.until(lambda: page.rings)
        page.accept()
        await here.stands("talking")
        await here.time.passes(30)
        amina.hang_up()

        async def kept() -> bool:
            return await here.library.count(AttachmentRow) == 1

        await here.until(kept)
        async with here.library.house.database.read() as session:
            note = (await session.execute(select(MessageRow).order_by(MessageRow.id.desc()).limit(1))).scalar_one()
        assert (note.kind, note.text.split(",")[0]) == ("note", "Recording of the conversation")
        assert (await here.call()).how == "completed"
        assert here.exchange.errors == []


async def test_ines_listens_whispers_and_steps_in_and_a_third_is_brought_in(tmp_path: Path) -> None:
    async with town(tmp_path, phone=Phone(menu=False)) as here:
        rosa, ines = await here.sits("Rosa", "browser"), await here.sits("Ines", "browser")
        house = here.library.house
        async with house.database.transaction() as session:
            await choose(session, staff_id=ines, presence="away", reason=None, now=house.clock())
        page, hers = here.exchange.browser(f"seat-{rosa}"), here.exchange.browser(f"seat-{ines}")
        amina = here.exchange.dial(AMINA, DESK)
        await here.hears(amina, "press 9")
        amina.press("9")
        await here.accepts(rosa)
        await here.until(lambda: page.rings)
        page.accept()
        await here.stands("talking")
        call = await here.call()

        scopes = {name: await here.library.librarian(name) for name in ("Rosa", "Ines")}

        async def supervises(mode: Mode | None) -> None:
            async with house.database.transaction() as session:
                await control.supervise(session, scope=scopes["Ines"], actor=Actor("staff", ines), now=house.clock(),
                                        call_id=call.id, mode=mode)

        def her_part() -> tuple[bool, str] | None:
            people = [one for room in here.exchange.conferences for one in room.people if one.call is hers.calls[-1]]
            return (people[0].muted, people[0].coaches) if people else None

        await supervises("listen")
        await here.until(lambda: hers.rings)
        hers.accept()
        await here.until(lambda: her_part() == (True, ""))
        await supervises("whisper")
        await here.until(lambda: her_part() == (False, page.calls[-1].sid))
        await supervises("speak")
        await here.until(lambda: her_part() == (False, ""))
        async with house.database.transaction() as session:
            await control.bring_in(session, scope=scopes["Rosa"], actor=Actor("staff", rosa), now=house.clock(),
                                   call_id=call.id, number=ROSA)
        await here.until(lambda: len(here.exchange.conferences[0].people) == 4)
        await supervises(None)
        await here.until(lambda: hers.calls[-1].status == "completed")
        assert (await here.call()).state == "talking"
        # Rosa's browser is lost: Amina is back in the line, and is told so; nobody else talks with her meanwhile.
        page.calls[-1].end()
        await here.stands("waiting")
        await here.until(lambda: amina.heard()[-1] != "" and "press 1" in "".join(amina.heard()[-3:]))
        amina.hang_up()
        await here.stands("ended")
        assert (await here.call()).how == "dropped"


async def test_her_call_is_lost_on_the_way_and_is_a_ticket_all_the_same(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        here.exchange.faults.webhooks("lost", match="/carrier/calls/in")
        amina = here.exchange.dial(AMINA, DESK)
        await here.until(lambda: amina.over)

        async def there() -> bool:
            return await here.library.count(TicketRow) == 1

        await here.until(there)
        assert (await here.call()).state == "ended"
        assert await here.library.count(CallRow) == 1
