"""A made-up history in a house: people do whatever they may, in an order that a seed decides."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

import orjson
from sqlalchemy import func, select

from contactcenter.calls.arrange import arrange
from contactcenter.calls.choose import ask_for_callback, leave_message
from contactcenter.calls.control import call_out, hang_up
from contactcenter.calls.hear import hear
from contactcenter.calls.line import line_up
from contactcenter.calls.tables import CallRow, LegRow
from contactcenter.envelope import Raw, Signal
from contactcenter.envelope.calls import SignalKind
from contactcenter.measures.keep.rows import TABLES
from contactcenter.needs.change import change_transaction, confirm_transaction, remove_transaction
from contactcenter.needs.record import prefill
from contactcenter.needs.tables import TransactionRow
from contactcenter.needs.tally import tally, untally
from contactcenter.queue.claim import assign, release, take
from contactcenter.queue.move import move
from contactcenter.queue.router import Router
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.device import choose_device
from contactcenter.seats.presence import choose, stand_up
from contactcenter.shapes.needs import TallyAsk, TransactionChangeAsk
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.merge import merge, unmerge
from contactcenter.tickets.state import change_state
from contactcenter.tickets.withdraw import withdraw
from tests.conformance.house import House
from tests.conformance.promises import keeper as promise_keeper

STAFF = ("rosa", "wang", "ines")
OURS = "+861088888888"
WAYS = ("keep", "close", "waiting_patron")


class History:
    """What happens in a house when `steps` things happen."""

    def __init__(self, house: House, seed: int, router: Router | None = None, *, promises: bool = False) -> None:
        self.house = house
        self.router = router
        self.keeper = promise_keeper(house) if promises else None
        self.random = random.Random(seed)  # noqa: S311  # the same every time
        self.tickets: list[int] = []
        self.chats: set[int] = set()
        self.called: list[int] = []
        self.replies: list[tuple[str, int, int]] = []
        self.records: list[int] = []

    async def goes_on(self, steps: int) -> None:
        happenings: list[Callable[[], Awaitable[object]]] = [
            self._mail, self._mail, self._chat, self._chat, self._take, self._take, self._reply, self._reply, self._reply, self._reply, self._writes,
            self._step, self._come, self._leave, self._leave, self._give, self._move, self._merge, self._sit, self._sit,
            self._tally, self._withdraw, self._record, self._call_out, self._call_in, self._call_in,
        ]
        for _ in range(steps):
            self.house.pass_by(timedelta(seconds=self.random.choice([1, 4, 20, 70, 400, 3_000, 20_000])))
            try:
                await self.random.choice(happenings)()
            except (Conflict, Forbidden, Invalid, NotFound, IndexError):
                continue
            finally:
                while self.router is not None and await self.router.next_set():
                    pass
                while self.keeper is not None and await self.keeper.next_set():
                    pass

    @property
    def who(self) -> str:
        return self.random.choice(STAFF)

    @property
    def one(self) -> int:
        return self.random.choice(self.tickets[-8:])

    async def _mail(self) -> None:
        sender, text = self.random.choice([
            ("amina@uni.example", "May I renew my loan?"), ("lilei@uni.example", "请问我可以续借这本书吗？谢谢。"),
        ])
        self.tickets.append(await self.house.mails(sender=sender, text=text))

    async def _chat(self) -> None:
        self.tickets.append(await self.house.chats(locale=self.random.choice(["en", "zh-Hans"])))
        self.chats.add(self.tickets[-1])
        await self.house.desk.come(self.tickets[-1])

    async def _writes(self) -> None:
        chat = self.random.choice(sorted(self.chats)[-5:])
        await self.house.says("And another thing.", ticket_id=chat)

    async def _come(self) -> None:
        await self.house.desk.come(self.random.choice(sorted(self.chats)[-5:]))

    async def _leave(self) -> None:
        await self.house.desk.leave(self.random.choice(sorted(self.chats)[-5:]))

    async def _take(self) -> None:
        await self.house.does(self.who, take, ticket_id=self.one)

    async def _reply(self) -> None:
        who, ticket_id = self.who, self.one
        message_id = await self.house.replies(who, ticket_id, then=self.random.choice(WAYS), hold=timedelta(seconds=30))
        self.replies.append((who, ticket_id, message_id))
        async with self.house.database.transaction() as session:
            made = await prefill(session, actor=self.house.actor(who), now=self.house.clock(), ticket_id=ticket_id)
        if made is not None:
            self.records.append(made)

    async def _withdraw(self) -> None:
        who, ticket_id, message_id = self.replies.pop()
        await self.house.does(who, withdraw, ticket_id=ticket_id, message_id=message_id)

    async def _step(self) -> None:
        state = self.random.choice(["closed", "closed", "open", "open", "junk", "waiting_third"])
        await self.house.does(self.who, change_state, ticket_id=self.one, state=state)

    async def _give(self) -> None:
        verb, more = self.random.choice([(assign, {"staff_id": self.house.staff[self.who]}), (release, {})])
        await self.house.does("ines", verb, ticket_id=self.one, **more)  # type: ignore[arg-type]

    async def _move(self) -> None:
        await self.house.does("ines", move, ticket_id=self.one, queue_id=self.random.choice(list(self.house.queues.values())))

    async def _merge(self) -> None:
        if self.random.random() < 0.3:
            await self.house.does("ines", merge, ticket_id=self.one, into=self.one)
        else:
            await self.house.does("ines", unmerge, ticket_id=self.one)

    async def _sit(self) -> None:
        async with self.house.database.transaction() as session:
            staff_id, now = self.house.staff[self.who], self.house.clock()
            if self.random.random() < 0.2:
                await stand_up(session, staff_id=staff_id, actor=self.house.actor(self.who), now=now)
            else:
                presence = self.random.choice(["available", "available", "busy", "away", "wrap_up"])
                await choose(session, staff_id=staff_id, presence=presence, reason=None, now=now)  # type: ignore[arg-type]

    async def _tally(self) -> None:
        ask = TallyAsk(client_id=self.house.client_id(), mode=self.random.choice(["in_person", "phone"]))
        row = await self.house.does("rosa", tally, ask=ask)
        if self.random.random() < 0.3:
            await self.house.does("rosa", untally, transaction_id=row.id)

    async def _call_out(self) -> None:
        """Somebody calls a patron of whom no ticket is, or out of one that there is; now and then they are reached."""
        who = self.who
        staff_id = self.house.staff[who]
        anew = self.random.random() < 0.6
        ticket_id = await self._begun_by(staff_id) if anew else self.random.choice(self.called or self.tickets[-8:])
        async with self.house.database.transaction() as session:
            await choose_device(session, staff_id=staff_id, device="telephone", number=OURS, now=self.house.clock())
        call_id = await self.house.does(who, call_out, ticket_id=ticket_id, number="+8613800138000", sender=OURS, carrier="twilio")
        if self.random.random() < 0.2:
            await self.house.does(who, hang_up, call_id=call_id)  # before it was dialled
            return
        await self._tells(call_id, "librarian", "joined", stay=1)
        reached = ticket_id in self.called and self.random.random() < 0.7
        if reached:
            await self._tells(call_id, "caller", "joined", stay=1)
            self.house.pass_by(timedelta(seconds=90))
        await self._tells(call_id, "caller", "over", code="completed" if reached else "busy")
        await self._tells(call_id, "librarian", "over", code="completed")

    async def _call_in(self) -> None:
        """A patron calls, and hangs up somewhere on the way; now and then somebody talks with them."""
        number = self.house.client_id()
        kept = await self.house.desk.accept_now(Raw("phone", orjson.dumps({
            "kind": "call", "carrier": "twilio", "remote_id": number, "number": "+8613800138000", "ours": OURS,
            "queue": "general", "locale": "en", "at": self.house.clock().isoformat(),
        })))
        assert kept.ticket_id is not None
        self.tickets.append(kept.ticket_id)
        async with self.house.database.read() as session:
            call_id = (await session.execute(select(CallRow.id).where(CallRow.ticket_id == kept.ticket_id))).scalar_one()
        does = self.random.choice(["menu", "closed", "line", "voicemail", "message", "rings", "rings on", "talks", "back", "back busy"])
        lined_up = does not in ("menu", "closed")
        if lined_up:
            await self._verb(line_up, call_id)
        self.house.pass_by(timedelta(seconds=self.random.choice([3, 25, 90])))
        if does in ("rings", "rings on", "talks"):
            await self._gets(kept.ticket_id, call_id)
            if does == "rings on":
                await self._tells(call_id, "librarian", "over", code="failed")
            if does == "talks":
                await self._talks(call_id)
        elif does in ("back", "back busy"):
            await self._verb(ask_for_callback, call_id)
            await self._tells(call_id, "caller", "over", code="completed")
            async with self.house.database.read() as session:
                back = (await session.execute(select(func.max(CallRow.id)).where(CallRow.ticket_id == kept.ticket_id))).scalar_one()
            await self._gets(kept.ticket_id, back)
            await self._tells(back, "librarian", "joined", stay=1)
            if does == "back":
                await self._tells(back, "caller", "joined", stay=1)
            self.house.pass_by(timedelta(seconds=20))
            await self._tells(back, "caller", "over", code="completed" if does == "back" else "busy")
            return
        if does in ("closed", "message") or (does in ("voicemail", "rings") and self.random.random() < 0.7):
            await self._verb(leave_message, call_id)
            self.house.pass_by(timedelta(seconds=9))
        await self._tells(call_id, "caller", "over", code="completed")
        if does == "message" or (does == "closed" and self.random.random() < 0.5):
            await self._tells(call_id, "caller", "recorded", recording="https://carrier.example/1", recording_id=number)

    async def _verb(self, verb: Callable[..., Awaitable[object]], call_id: int) -> None:
        async with self.house.database.transaction() as session:
            await verb(session, call_id=call_id, now=self.house.clock())

    async def _gets(self, ticket_id: int, call_id: int) -> None:
        """Somebody takes it, and is rung."""
        who = self.who
        async with self.house.database.transaction() as session:
            await choose_device(session, staff_id=self.house.staff[who], device="telephone", number=OURS, now=self.house.clock())
        await self.house.does(who, take, ticket_id=ticket_id)
        await self._verb(arrange, call_id)
        self.house.pass_by(timedelta(seconds=4))

    async def _talks(self, call_id: int) -> None:
        for part in ("librarian", "caller"):
            await self._tells(call_id, part, "joined", stay=1)
        self.house.pass_by(timedelta(seconds=70))

    async def _begun_by(self, staff_id: int) -> int:
        """The ticket of a call out that belongs to none."""
        kept = await self.house.desk.accept_now(Raw("phone", orjson.dumps({
            "kind": "out", "number": "+8613800138000", "author": f"staff:{staff_id}", "author_staff_id": staff_id,
            "client_id": self.house.client_id(), "queue": "general", "locale": "en",
        })))
        assert kept.ticket_id is not None
        self.tickets.append(kept.ticket_id)
        self.called.append(kept.ticket_id)
        return kept.ticket_id

    async def _tells(self, call_id: int, part: str, kind: SignalKind, **more: object) -> None:
        """The carrier tells of the newest such leg."""
        async with self.house.database.transaction() as session:
            leg_id, remote_id = (await session.execute(
                select(LegRow.id, LegRow.remote_id).where(LegRow.call_id == call_id, LegRow.part == part)
                .order_by(LegRow.id.desc()).limit(1)
            )).one_or_none() or (None, None)
            if leg_id is None:
                return  # nobody was rung
            await hear(session, call_id=call_id, now=self.house.clock(), signal=Signal(
                key=f"{leg_id}{kind}", kind=kind, carrier="twilio", remote_id=remote_id or f"CA{leg_id}", leg_id=leg_id, **more))  # type: ignore[arg-type]

    async def _record(self) -> None:
        number = self.random.choice(self.records)
        async with self.house.database.read() as session:
            version = (await session.execute(select(TransactionRow.version).where(TransactionRow.id == number))).scalar_one()
        what = self.random.random()
        if what < 0.4:
            await self.house.does("ines", confirm_transaction, transaction_id=number, expected_version=version)
        elif what < 0.8:
            ask = TransactionChangeAsk(expected_version=version, effort=self.random.randint(1, 6))
            await self.house.does("ines", change_transaction, transaction_id=number, ask=ask)
        else:
            await self.house.does("ines", remove_transaction, transaction_id=number)


def route(house: House) -> Router:
    """A router that follows the history: it writes down each wait by its own account."""
    return Router(house.database, house.clock, capacity=Capacity(chats=2), wrap_up=timedelta(seconds=20),
                  return_after=timedelta(days=30))


async def facts(house: House) -> dict[str, list[tuple[object, ...]]]:
    """All facts there are."""
    async with house.database.read() as session:
        return {
            row.__tablename__: [tuple(one) for one in await session.execute(
                select(*row.__table__.c).order_by(*row.__table__.primary_key)
            )]
            for row in TABLES
        }
