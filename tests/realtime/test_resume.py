"""Law 4: old snapshot + events == fresh snapshot, for every verb and every viewer.

The events come both ways, live and by `resume`, from the fan-out as it runs; the console's own reducer
takes them in. Rosa works in queue A, 王芳 in queue B, Ines sees all, and Tomas nothing but what he is
asked into.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from contactcenter.accounts.set_membership import set_membership
from contactcenter.automation.act import Doer, perform
from contactcenter.automation.facts import facts_of
from contactcenter.calls import failed
from contactcenter.calls.control import bring_in, call_out, let_out
from contactcenter.calls.tables import SignalRow
from contactcenter.db.engine import Database
from contactcenter.db.wake import Wake
from contactcenter.envelope import Raw, SendError, Settled, Signal
from contactcenter.events.catalogue import CATALOGUE
from contactcenter.events.record import SYSTEM, Actor
from contactcenter.intake.quarantine import put_back
from contactcenter.intake.question import put_aside_again, rescue
from contactcenter.needs.add_need import add_need
from contactcenter.needs.change import change_transaction, confirm_transaction, remove_transaction, restore_transaction
from contactcenter.needs.change_need import change_need, move_need
from contactcenter.needs.choose import choose_need
from contactcenter.needs.record import prefill, record_transaction, unfill
from contactcenter.needs.retire_need import restore_need, retire_need
from contactcenter.needs.tables import NeedRow
from contactcenter.needs.tally import tally, untally
from contactcenter.outbox.retry import retry
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.patrons.change import change
from contactcenter.queue.calendars import Calendars
from contactcenter.queue.claim import assign, release, take
from contactcenter.queue.listen import listen
from contactcenter.queue.move import move
from contactcenter.queue.pass_on import call_off, hand_over
from contactcenter.queue.prioritise import prioritise
from contactcenter.queue.push import recall
from contactcenter.queue.pusher import Pusher
from contactcenter.queue.set_push import set_push
from contactcenter.realtime.fanout import Fanout
from contactcenter.seats.broadcast import broadcast
from contactcenter.seats.capacity import Capacity
from contactcenter.shapes.asks import PatronAsk, PushAsk
from contactcenter.shapes.automation import CloseIt
from contactcenter.shapes.base import Ask
from contactcenter.shapes.board import BroadcastAsk
from contactcenter.shapes.needs import (
    NeedAsk,
    NeedChangeAsk,
    NeedMoveAsk,
    TallyAsk,
    TransactionAsk,
    TransactionChangeAsk,
)
from contactcenter.shapes.wire import WireEvent
from contactcenter.tickets.delivery import note_delivery
from contactcenter.tickets.guests import ask_in, join, let_go
from contactcenter.tickets.link import link, unlink
from contactcenter.tickets.merge import merge, unmerge
from contactcenter.tickets.name_patron import name_patron
from contactcenter.tickets.read import read
from contactcenter.tickets.remote_files import due, gave_up
from contactcenter.tickets.retitle import retitle
from contactcenter.tickets.split import split, unsplit
from contactcenter.tickets.state import change_state, close, reopen
from contactcenter.tickets.tables import TicketRow
from contactcenter.tickets.tag import tag_by_name, untag
from contactcenter.tickets.wake import wake_due
from contactcenter.tickets.withdraw import withdraw
from tests.calls.telephone import AMINAS_NUMBER, OURS, wires
from tests.conformance.house import LAW, Founded, House, build
from tests.conformance.promises import keep, promise
from tests.conformance.seats import (
    accepts,
    chooses,
    comes,
    declines,
    empties,
    leaves,
    misses,
    passes_on,
    rings,
    sits,
    stands_up,
    withdraws,
)
from tests.realtime.reducer import MISSING, Json, Reducer, node, running
from tests.realtime.scene import CHAT, LAWS, A, B, C, Played, snapshot

Step = Callable[[House], Awaitable[object]]


@pytest.fixture
def house(database: Database, founded: Founded, played: Played, tmp_path: Path) -> House:
    """The house after the first scene."""
    return played.goes_on(build(database, tmp_path, founded))


class Console:
    """What the sockets of a test's viewers were told."""

    def __init__(self) -> None:
        self.heard: dict[str, list[WireEvent]] = {}

    async def emit_batch(self, sid: str, events: Sequence[str], position: int) -> None:
        self.heard.setdefault(sid, []).extend(map(WireEvent.model_validate_json, events))

    async def emit_position(self, sid: str, position: int) -> None:
        """A heartbeat changes nothing on a screen."""

    async def scope_changed(self, staff_id: int) -> None:
        """No verb of a scene changes a scope."""

    async def drop(self, sid: str) -> None:
        raise AssertionError(sid)


@pytest.fixture(scope="module")
def reducer() -> Iterator[Reducer]:
    executable = node()
    if executable is None:
        pytest.skip(MISSING)
    with running(executable) as started:
        yield started


@asynccontextmanager
async def following(house: House) -> AsyncIterator[tuple[Fanout, Console]]:
    """The fan-out as the product runs it, with a viewer each from now on."""
    wake = Wake(house.database)
    fanout, console = Fanout(house.database, wake), Console()
    fanout.staff = console
    wake.start()
    await fanout.start()
    for login, scope in house.scopes.items():
        await fanout.join(login, scope, fanout.position)
    try:
        yield fanout, console
    finally:
        await fanout.close()
        await wake.close()


async def caught_up(house: House, fanout: Fanout) -> None:
    head = await house.head()
    async with asyncio.timeout(10):
        while fanout.position < head:
            await asyncio.sleep(0.002)


def heard_of(ringing: list[Json]) -> list[tuple[object, ...]]:
    """What is known of them by either way; the row itself is the screen's newest."""
    return [
        (one["id"], one["kind"], one["from_staff_id"], one["ticket"]["id"], *(datetime.fromisoformat(one[at]) for at in ("waited_since", "offered_at", "expires_at")))  # type: ignore[index,arg-type]
        for one in ringing
    ]


def seats_heard_of(seats: dict[str, Json]) -> dict[str, dict[str, object]]:
    """The same moments, however they are written."""
    return {staff_id: {
        **seat, **{at: datetime.fromisoformat(str(seat[at])) for at in ("since", "until") if seat[at] is not None},
    } for staff_id, seat in seats.items()}


async def calls(house: House) -> None:
    """Somebody calls and waits: nobody is there, and they ask to be called back."""
    telephone = wires(house)
    call = await telephone.waits()
    await telephone.board.ask_for_callback(call.call_id)


async def talks_by_phone(house: House) -> None:
    """Somebody calls, agrees to be recorded, talks with Rosa, whom no rule disturbs, and hangs up; she calls them once more."""
    telephone = wires(house)
    await telephone.sits("rosa")
    call = await telephone.rings()
    await telephone.board.choose(call.call_id, locale="en", consent=True)
    await telephone.board.line_up(call.call_id)
    await telephone.works()
    await telephone.accepts("rosa")
    await telephone.joins(call.call_id, "librarian", "rosa")
    await telephone.joins(call.call_id, "caller")
    third = await house.does("rosa", bring_in, call_id=call.call_id, number="+8675512345678")
    await house.does("rosa", let_out, call_id=call.call_id, leg_id=third)
    async with house.database.transaction() as session:
        facts = await facts_of(session, await session.get_one(TicketRow, call.ticket_id),
                               calendars=Calendars(house.settings), at=house.clock())
        await perform(session, [CloseIt(do="close")], facts, Doer(
            scope=house.scopes["ines"], actor=Actor("rule", 1), now=house.clock(), once="rule-1", library="Library", rule_id=1,
        ))
    await telephone.is_over(call.call_id, "caller")
    await telephone.is_over(call.call_id, "librarian", "rosa")
    await house.does("rosa", call_out, ticket_id=call.ticket_id, number=AMINAS_NUMBER, sender=OURS, carrier="twilio")


async def rings_in_vain(house: House) -> None:
    """The carrier refuses to ring Rosa's telephone."""
    telephone = wires(house)
    telephone.refuses["ring"] = SendError("refused", permanent=True)
    await telephone.sits("rosa")
    await telephone.waits()
    await telephone.accepts("rosa")


async def way(house: House, ticket_id: int) -> DeliveryRow:
    async with house.database.read() as session:
        return (await session.execute(
            select(DeliveryRow).where(DeliveryRow.ticket_id == ticket_id, DeliveryRow.kind == "reply").limit(1)
        )).scalar_one()


async def second(house: House, ticket_id: int) -> list[int]:
    return [(await house.messages(ticket_id))[1].id]


async def fails(house: House) -> None:
    await house.desk.settle((await way(house, A)).id, state="failed", code="refused", detail="550")


async def sends_again(house: House) -> None:
    delivery = await way(house, A)
    async with house.database.transaction() as session:
        for one in await retry(session, message_id=delivery.message_id or 0, now=house.clock()):
            await note_delivery(session, delivery=one, now=house.clock())


def texts(body: str, **more: str) -> Step:
    """Amina texts from her telephone."""
    async def does_so(house: House) -> None:
        fields = {"MessageSid": house.client_id(), "From": "+8613800138000", "To": "+861062751051", "Body": body, **more}
        await house.desk.accept_now(Raw("sms", urlencode(fields).encode(), {"carrier": "twilio"}))

    return does_so


async def picture_is_lost(house: House) -> None:
    async with house.database.transaction() as session:
        [file] = await due(session, now=house.clock(), limit=2)
        assert await gave_up(session, file_id=file.id, code="file_lost", words="It is lost.", now=house.clock())


async def wakes(house: House) -> None:
    house.pass_by(timedelta(hours=2))
    async with house.database.transaction() as session:
        assert await wake_due(session, now=house.clock()) == 1


async def names(house: House) -> None:
    ticket = await house.ticket(A)
    async with house.database.transaction() as session:
        await name_patron(session, actor=house.actor("rosa"), now=house.clock(), patron_id=ticket.patron_id or 0,
                          before={ticket.patron_name}, name="Dr. Amina Okafor")


async def renames(house: House) -> None:
    patron_id = (await house.ticket(A)).patron_id
    async with house.database.transaction() as session:
        await change(session, actor=house.actor("rosa"), now=house.clock(), patron_id=patron_id or 0,
                     ask=PatronAsk(name="Dr. Amina Okafor"))


async def arrives_broken(house: House) -> None:
    await house.desk.accept([Raw("email", b"")])
    await house.understanding.next_set()


async def is_replayed(house: House) -> None:
    async with house.database.transaction() as session:
        await put_back(session, inbound_ids=None, actor=SYSTEM, now=house.clock())


async def tells_what_fails(house: House) -> None:
    """A carrier tells something that no step can digest."""
    async with house.database.transaction() as session:
        signal = Signal(key="over", kind="over", carrier="twilio", remote_id="CA1", raw=b"CallSid=CA1")
        await failed.set_aside(session, signal=signal, step="hear", cause=LookupError("x"), now=house.clock())


async def is_taken_up(house: House) -> None:
    async with house.database.transaction() as session:
        await failed.put_back(session, signal_ids=None, actor=SYSTEM, now=house.clock())


async def is_dismissed(house: House) -> None:
    async with house.database.transaction() as session:
        (signal_id,) = (await session.execute(select(SignalRow.id))).scalars()
        assert await failed.dismiss(session, signal_id=signal_id, actor=SYSTEM, now=house.clock())


async def set_aside(house: House) -> None:
    await house.mails(auto_submitted="auto-replied")


def later(**span: int) -> Step:
    async def passes(house: House) -> None:
        house.pass_by(timedelta(**span))

    return passes


PROMISES: Step = lambda house: promise(house, ("first_answer", 3), ("next_answer", 1))  # noqa: E731


def does(login: str, verb: Callable[..., Awaitable[object]], **arguments: object) -> Step:
    return lambda house: house.does(login, verb, **arguments)


async def splits(house: House) -> None:
    await house.does("rosa", split, ticket_id=A, message_ids=await second(house, A), subject="Another loan")


def staff(login: str, verb: Callable[..., Awaitable[object]], ticket_id: int, who: str) -> Step:
    return lambda house: house.does(login, verb, ticket_id=ticket_id, staff_id=house.staff[who])


def moves(login: str, ticket_id: int, slug: str) -> Step:
    return lambda house: house.does(login, move, ticket_id=ticket_id, queue_id=house.queues[slug])


def state(login: str, ticket_id: int, name: str, **until: timedelta) -> Step:
    return lambda house: house.does(
        login, change_state, ticket_id=ticket_id, state=name,
        until=house.time + until["after"] if until else None,
    )


async def need_id(house: House, slug: str | None) -> int | None:
    async with house.database.read() as session:
        return (await session.execute(select(NeedRow.id).where(NeedRow.slug == slug))).scalar_one_or_none()


def choose_by_slug(login: str, ticket_id: int, slug: str | None) -> Step:
    async def chooses(house: House) -> None:
        await house.does(login, choose_need, ticket_id=ticket_id, need_id=await need_id(house, slug))

    return chooses


def records(login: str, ticket_id: int) -> Step:
    return lambda house: house.does(
        login, record_transaction, ticket_id=ticket_id, ask=TransactionAsk(effort=3, client_id=house.client_id())
    )


def closes_with_record(login: str, ticket_id: int) -> Step:
    """As the API closes: the record is made in the same transaction."""
    async def closes(house: House) -> None:
        async with house.database.transaction() as session:
            who = {"actor": house.actor(login), "now": house.clock(), "ticket_id": ticket_id}
            await close(session, scope=house.scopes[login], **who)  # type: ignore[arg-type]
            assert await prefill(session, **who)  # type: ignore[arg-type]

    return closes


def on_the_record(login: str, verb: Callable[..., Awaitable[object]], **arguments: object) -> Step:
    """Something is done with the first transaction."""
    if isinstance(said := arguments.get("ask"), dict):
        arguments["ask"] = TransactionChangeAsk(expected_version=1, **said)
    return lambda house: house.does(login, verb, transaction_id=1, **arguments)


async def taken_back(house: House) -> None:
    async with house.database.transaction() as session:
        await withdraw(session, scope=house.scopes["rosa"], actor=house.actor("rosa"), now=house.clock(), ticket_id=B,
                       message_id=(await house.messages(B))[-1].id)
        await unfill(session, actor=house.actor("rosa"), now=house.clock(), ticket_id=B)


def tallies(login: str) -> Step:
    return lambda house: house.does(login, tally, ask=TallyAsk(client_id=house.client_id()))


def tree(verb: Callable[..., Awaitable[object]], *, of: str = "", parent: str = "", **said: object) -> Step:
    """Ines changes the tree."""
    shapes: dict[str, type[Ask]] = {"add_need": NeedAsk, "change_need": NeedChangeAsk, "move_need": NeedMoveAsk}

    async def changes(house: House) -> None:
        arguments: dict[str, object] = {"need_id": await need_id(house, of)} if of else {}
        shape = shapes.get(verb.__name__)
        asked = {**said, "parent_id": await need_id(house, parent)} if parent else said
        arguments |= {"ask": shape.model_validate(asked)} if shape is not None else asked
        await house.does("ines", verb, **arguments)

    return changes


WAITS: tuple[Step, ...] = (
    lambda house: house.says("Are you there?", ticket_id=CHAT), does("rosa", release, ticket_id=CHAT), comes(CHAT),
)
"""A chat whose patron is there is in nobody's hands."""
async def pushes(house: House) -> None:
    await house.does("ines", set_push, queue_id=house.queues["general"], ask=PushAsk(push=True))
    await Pusher(house.database, house.clock, capacity=Capacity()).next_set()
    assert (await house.ticket(B)).pushed_until is not None


async def is_recalled(house: House) -> None:
    house.pass_by(timedelta(hours=1))
    async with house.database.transaction() as session:
        assert await recall(session, ticket_id=B, now=house.clock())


TALKS = (*WAITS, sits("rosa"), does("rosa", take, ticket_id=CHAT))
"""A conversation of hers."""
RINGS = (*WAITS, sits("rosa"), rings(CHAT, "rosa"))
"""It rings at Rosa's seat."""
SCENES: dict[str, tuple[Step, ...]] = {
    "files: came": (texts("Which?", NumMedia="1", MediaUrl0="https://a.example/1", MediaContentType0="image/png"),
                    picture_is_lost),
    "text: stop": (texts("Hello"), texts("STOP")),
    "text: start": (texts("Hello"), texts("STOP"), texts("START")),
    "open: a mail": (lambda house: house.mails(),),
    "open: a mail to the law library": (lambda house: house.mails(to=LAW),),
    "open: a machine's mail": (lambda house: house.mails(auto_submitted="auto-replied"),),
    "open: a chat": (lambda house: house.chats("Hello"),),
    "append: to one that waits": (lambda house: house.mails(to=house.signer.reply_address(B)),),
    "append: to a closed one": (
        does("rosa", close, ticket_id=B), lambda house: house.mails(to=house.signer.reply_address(B)),
    ),
    "append: in a chat": (lambda house: house.says("Still here", ticket_id=CHAT),),
    "append: a machine's": (
        lambda house: house.mails(to=house.signer.reply_address(A), auto_submitted="auto-replied"),
    ),
    "reply: takes it": (lambda house: house.replies("rosa", B),),
    "reply: and closes": (lambda house: house.replies("rosa", A, then="close"),),
    "reply: keeps it open": (lambda house: house.replies("ines", LAWS, then="keep"),),
    "withdraw": (lambda house: house.replies("rosa", B), lambda house: _take_back(house, B)),
    "withdraw: a closed one's": (
        does("ines", close, ticket_id=LAWS), lambda house: house.replies("ines", LAWS), lambda house: _take_back(house, LAWS, "ines"),
    ),
    "note": (lambda house: house.notes("rosa", A, mentions=[house.staff["wang"]]),),
    "note: a guest's": (lambda house: house.notes("wang", C),),
    "take": (does("rosa", take, ticket_id=B),),
    "assign": (staff("rosa", assign, B, "ines"),),
    "release": (does("rosa", release, ticket_id=A),),
    "move: the owner loses sight": (moves("rosa", A, "law"),),
    "move: a guest gains the queue": (moves("rosa", C, "law"),),
    "move: there and back": (moves("rosa", B, "law"), moves("wang", B, "general")),
    "move: there and back, read before": (
        does("rosa", read, ticket_id=A, up_to=4), moves("rosa", A, "law"), moves("wang", A, "general"),
    ),
    "ask in: once more, read before": (
        does("wang", read, ticket_id=C, up_to=2), staff("rosa", let_go, C, "wang"), staff("rosa", ask_in, C, "wang"),
        lambda house: house.mails(to=house.signer.reply_address(C)),
    ),
    "state: waits for a third party": (state("rosa", A, "waiting_third"),),
    "state: junk and back": (state("rosa", B, "junk"), does("rosa", reopen, ticket_id=B)),
    "state: snoozed": (state("rosa", B, "snoozed", after=timedelta(hours=1)),),
    "wake": (state("rosa", B, "snoozed", after=timedelta(hours=1)), wakes),
    "rescue": (set_aside, does("rosa", rescue, ticket_id=6)),
    "rescue: taken back": (set_aside, does("rosa", rescue, ticket_id=6), does("rosa", put_aside_again, ticket_id=6)),
    "rescue: in a closed one": (
        does("rosa", close, ticket_id=A),
        lambda house: house.mails(to=house.signer.reply_address(A), auto_submitted="auto-replied"),
        does("rosa", rescue, ticket_id=A),
    ),
    "close": (does("rosa", close, ticket_id=A),),
    "reopen": (does("rosa", close, ticket_id=A), does("rosa", reopen, ticket_id=A)),
    "prioritise": (does("ines", prioritise, ticket_id=B, priority=2), does("ines", prioritise, ticket_id=B, priority=-1)),
    "retitle": (does("rosa", retitle, ticket_id=A, subject="Two loans"),),
    "tag": (does("rosa", tag_by_name, ticket_id=A, name="ILL"), does("rosa", tag_by_name, ticket_id=B, name="ill")),
    "untag": (does("rosa", tag_by_name, ticket_id=A, name="ILL"), does("rosa", untag, ticket_id=A, tag_id=1)),
    "merge": (does("rosa", merge, ticket_id=A, into=B),),
    "merge: over two queues": (does("ines", merge, ticket_id=LAWS, into=A),),
    "merge: into a closed one": (does("rosa", close, ticket_id=A), does("rosa", merge, ticket_id=B, into=A)),
    "merge: what was merged": (does("rosa", merge, ticket_id=A, into=B), does("rosa", merge, ticket_id=B, into=C)),
    "merge: and written to": (
        does("rosa", merge, ticket_id=CHAT, into=A), lambda house: house.says("More", ticket_id=CHAT),
        lambda house: house.replies("rosa", A, "To both."),
    ),
    "unmerge": (does("rosa", merge, ticket_id=A, into=B), does("rosa", unmerge, ticket_id=A)),
    "unmerge: what had others in it": (
        does("rosa", merge, ticket_id=A, into=B), does("rosa", merge, ticket_id=B, into=C),
        does("rosa", unmerge, ticket_id=B),
    ),
    "split": (splits,),
    "split: and moved": (splits, moves("rosa", 6, "law")),
    "unsplit": (splits, does("rosa", unsplit, ticket_id=6)),
    "link": (does("ines", link, ticket_id=A, other=LAWS),),
    "unlink": (does("ines", link, ticket_id=A, other=LAWS), does("ines", unlink, ticket_id=A, other=LAWS)),
    "ask in": (staff("rosa", ask_in, A, "tomas"),),
    "ask in, and they take it": (staff("rosa", ask_in, B, "tomas"), does("tomas", take, ticket_id=B)),
    "let go": (staff("rosa", let_go, C, "wang"),),
    "let go: at once": (staff("rosa", ask_in, A, "tomas"), staff("rosa", let_go, A, "tomas")),
    "read": (does("rosa", read, ticket_id=A, up_to=3), does("rosa", read, ticket_id=A, up_to=2)),
    "delivery: sent": (lambda house: _settled(house, A, "sent"),),
    "delivery: failed": (fails,),
    "delivery: failed, of a closed one": (does("rosa", close, ticket_id=A), fails),
    "delivery: sent again": (fails, sends_again),
    "patron: saw the chat": (lambda house: _seen(house),),
    "patron: renamed": (renames,),
    "patron: named": (names,),
    "need: chosen": (choose_by_slug("rosa", B, "renewals"),),
    "need: chosen and moved": (choose_by_slug("rosa", B, "renewals"), moves("rosa", B, "law"), choose_by_slug("wang", B, None)),
    "need: chosen by a guest": (choose_by_slug("wang", C, "complaints"),),
    "record": (records("rosa", A),),
    "record: by itself": (closes_with_record("rosa", A),),
    "record: by itself, anew": (
        closes_with_record("rosa", A), does("rosa", reopen, ticket_id=A), lambda house: house.replies("rosa", A, "x" * 5000),
        closes_with_record("rosa", A),
    ),
    "record: of what was taken back": (lambda house: house.replies("rosa", B), closes_with_record("rosa", B), taken_back),
    "record: changed": (records("rosa", A), on_the_record("rosa", change_transaction, ask={"effort": 4})),
    "record: confirmed": (records("rosa", A), on_the_record("ines", confirm_transaction, expected_version=1)),
    "record: removed": (records("rosa", A), on_the_record("rosa", remove_transaction)),
    "record: brought back": (
        records("rosa", A), on_the_record("rosa", remove_transaction), on_the_record("rosa", restore_transaction),
    ),
    "record: a need follows": (records("rosa", A), choose_by_slug("rosa", A, "renewals")),
    "record: out of sight": (records("rosa", B), moves("rosa", B, "law"), on_the_record("wang", confirm_transaction, expected_version=1)),
    "tally": (tallies("rosa"),),
    "tally: undone": (tallies("rosa"), lambda house: house.does("rosa", untally, transaction_id=1)),
    "tree: added": (tree(add_need, parent="loans", name="Renewal by phone", name_zh="电话续借", client_id="client-tree"),),
    "tree: renamed": (tree(change_need, of="loans", name="Lending", name_zh="流通", expected_version=1),),
    "tree: moved": (tree(move_need, of="renewals", parent="access", place=1, expected_version=1),),
    "tree: retired": (tree(retire_need, of="loans", expected_version=1),),
    "tree: restored": (tree(retire_need, of="loans", expected_version=1), tree(restore_need, of="loans", expected_version=2)),
    "quarantine": (arrives_broken,),
    "quarantine: replayed": (arrives_broken, is_replayed),
    "signal": (tells_what_fails,),
    "signal: replayed": (tells_what_fails, is_taken_up),
    "signal: dismissed": (tells_what_fails, is_dismissed),
    "sit": (sits("rosa"),),
    "sit: once more": (sits("rosa"), stands_up("rosa"), sits("rosa")),
    "choose": (sits("rosa"), chooses("rosa", "away", "lunch")),
    "choose: who sees nothing": (chooses("tomas", "busy"),),
    "seats expire": (sits("rosa"), sits("wang"), empties),
    "patron: came": (comes(CHAT),),
    "patron: left": (comes(CHAT), leaves(CHAT)),
    "patron: came back": (comes(CHAT), leaves(CHAT), comes(CHAT), lambda house: house.says("Hello?", ticket_id=CHAT)),
    "offer": (*RINGS,),
    "offer: outside one's queues": (*WAITS, sits("wang"), rings(CHAT, "wang")),
    "accept": (*RINGS, accepts("rosa")),
    "accept: outside one's queues": (
        *WAITS, sits("wang"), rings(CHAT, "wang"), accepts("wang"),
    ),
    "decline": (*RINGS, declines("rosa")),
    "decline: outside one's queues": (
        *WAITS, sits("wang"), rings(CHAT, "wang"), declines("wang"),
    ),
    "miss": (*RINGS, misses),
    "miss: and rings again": (*RINGS, misses, chooses("rosa", "available"), rings(CHAT, "rosa")),
    "taken while it rings": (*RINGS, does("ines", take, ticket_id=CHAT), withdraws(CHAT)),
    "listen": (*RINGS, accepts("rosa"), does("ines", listen, ticket_id=CHAT)),
    "broadcast": (does("ines", broadcast, ask=BroadcastAsk(text="At three.", queue_id=None, client_id="client-at-three")),),
    "broadcast: to a queue": (does("ines", broadcast, ask=BroadcastAsk(text="Law.", queue_id=2, client_id="client-law-1")),),
    "join": (*TALKS, does("ines", join, ticket_id=CHAT), does("ines", join, ticket_id=CHAT), staff("ines", let_go, CHAT, "ines")),
    "join: by saying something": (*TALKS, lambda house: house.replies("ines", CHAT, "Third floor.", then="keep")),
    "pass on": (*TALKS, sits("wang"), passes_on(CHAT, "rosa", "wang")),
    "pass on: accepted": (*TALKS, sits("wang"), passes_on(CHAT, "rosa", "wang"), accepts("wang")),
    "pass on: no answer": (*TALKS, sits("wang"), passes_on(CHAT, "rosa", "wang"), misses),
    "pass on: called off": (*TALKS, sits("wang"), passes_on(CHAT, "rosa", "wang"), does("rosa", call_off, ticket_id=CHAT)),
    "consult": (
        *TALKS, sits("wang"), passes_on(CHAT, "rosa", "wang", "consult"), accepts("wang"), staff("rosa", let_go, CHAT, "wang"),
    ),
    "hand over": (
        *TALKS, sits("wang"), passes_on(CHAT, "rosa", "wang", "consult"), accepts("wang"), staff("rosa", hand_over, CHAT, "wang"),
    ),
    "push": (sits("rosa"), pushes),
    "push: opened": (sits("rosa"), pushes, does("rosa", read, ticket_id=B, up_to=99)),
    "push: not opened": (sits("rosa"), pushes, is_recalled),
    "call: in the line": (calls,),
    "call: talked, and a message beside it": (talks_by_phone,),
    "call: in trouble": (rings_in_vain,),
    "targets": (PROMISES,),
    "promise": (PROMISES, lambda house: house.mails("Promised"), keep),
    "promise: near": (PROMISES, lambda house: house.mails("Promised"), keep, later(hours=2, minutes=40), keep),
    "promise: broken": (PROMISES, lambda house: house.mails("Promised"), keep, later(hours=4), keep),
    "promise: kept": (
        PROMISES, lambda house: house.mails(to=house.signer.reply_address(A)), keep, lambda house: house.replies("rosa", A), keep,
    ),
    "promise: out of sight": (PROMISES, lambda house: house.mails("Promised", to=LAW), keep, later(hours=4), keep),
    "everything at once": (
        staff("rosa", ask_in, B, "tomas"), lambda house: house.replies("rosa", B), splits,
        does("rosa", merge, ticket_id=CHAT, into=A), moves("rosa", A, "law"), lambda house: house.replies("wang", A),
        does("ines", unmerge, ticket_id=CHAT), moves("wang", A, "general"), does("rosa", close, ticket_id=B),
        lambda house: house.mails(to=house.signer.reply_address(B)), staff("rosa", let_go, B, "tomas"),
    ),
}
RELOADS = {"unmerge: what had others in it"}
"""Scenes in which a thread comes back that the event does not carry: the screen loads it anew."""


async def _settled(house: House, ticket_id: int, name: Settled) -> None:
    await house.desk.settle((await way(house, ticket_id)).id, state=name)


async def _take_back(house: House, ticket_id: int, login: str = "rosa") -> None:
    newest = (await house.messages(ticket_id))[-1].id
    await house.does(login, withdraw, ticket_id=ticket_id, message_id=newest)


async def _seen(house: House) -> None:
    await house.desk.seen(CHAT, version=(await house.messages(CHAT))[-1].id)


ABOUT = {
    "files": "message.files_came", "text: stop": "patron.opted_out", "text: start": "patron.opted_in",
    "open": "ticket.opened", "append": "message.received", "reply": "reply.written", "note": "note.added",
    "withdraw": "reply.withdrawn", "rescue": "message.rescued", "rescue: taken back": "message.set_aside",
    "delivery": "delivery.changed", "take": "ticket.assigned", "state": "ticket.state_changed", "move": "ticket.moved", "prioritise": "ticket.prioritised",
    "retitle": "ticket.retitled", "tag": "ticket.tagged", "untag": "ticket.untagged", "merge": "ticket.merged", "unmerge": "ticket.unmerged", "split": "messages.moved",
    "link": "tickets.linked", "unlink": "tickets.unlinked", "ask in": "colleague.asked", "let go": "colleague.left",
    "sit": "seat.changed", "choose": "seat.changed", "seats expire": "seat.changed", "patron: came": "patron.came",
    "patron: left": "patron.left", "join": "colleague.joined", "push: opened": "ticket.picked_up", "offer": "offer.made", "accept": "offer.ended", "decline": "offer.ended", "miss": "offer.ended",
    "read": "ticket.read", "patron: saw the chat": "patron.seen", "patron: renamed": "patron.changed", "patron: named": "ticket.patron_named",
    "need": "ticket.need_chosen", "record": "transaction.recorded", "record: changed": "transaction.changed",
    "record: by itself, anew": "transaction.changed", "record: confirmed": "transaction.confirmed",
    "record: removed": "transaction.removed", "record: of what was taken back": "transaction.removed",
    "tally": "tally.counted", "tally: undone": "tally.undone", "tree: added": "need.added", "tree: renamed": "need.changed",
    "tree: moved": "need.moved", "tree: retired": "need.retired", "tree: restored": "need.restored",
    "listen": "ticket.listened", "broadcast": "broadcast.sent", "targets": "targets.changed", "promise": "promises.changed", "promise: near": "promise.near", "promise: broken": "promise.broken",
    "call: in the line": "call.begun", "call: talked, and a message beside it": "call.ended", "call: in trouble": "call.troubled",
    "quarantine": "inbound.quarantined", "quarantine: replayed": "inbound.replayed",
    "signal": "signal.quarantined", "signal: replayed": "signal.replayed", "signal: dismissed": "signal.dismissed",
}
"""The event that a scene is named for."""


@pytest.mark.parametrize("name", SCENES)
async def test_old_and_events_make_fresh(house: House, played: Played, reducer: Reducer, name: str) -> None:
    old = played.seen
    async with following(house) as (fanout, console):
        for step in SCENES[name]:
            await step(house)
        await caught_up(house, fanout)
        happened = {event.type for event in await house.log(old["ines"]["position"])}
        assert {event for title, event in ABOUT.items() if title in (name, name.partition(":")[0])} <= happened
        for login, scope in house.scopes.items():
            resumed = await fanout.join(f"{login} again", scope, old[login]["position"])
            assert not resumed.resync
            fresh = await snapshot(house, scope)
            for events in (console.heard.get(login, []), resumed.events):
                after = reducer(old[login], events, house.staff[login])
                assert after["tickets"] == fresh["tickets"], login
                assert after["needs"] == fresh["needs"], login
                assert seats_heard_of(after["seats"]) == seats_heard_of(fresh["seats"]), login
                assert heard_of(after["rings"]) == heard_of(fresh["rings"]), login
                gone = set(old[login]["threads"]) - set(after["threads"])
                dropped = {str(event.data["ticket_id"]) for event in events if event.type == "ticket.dropped"}
                # Who lost sight of a ticket, and regained it, loads its thread anew.
                assert gone <= dropped | ({str(B)} if name in RELOADS else set())
                for ticket_id, thread in after["threads"].items():
                    assert thread == fresh["threads"][ticket_id], (login, ticket_id)
                assert set(after["threads"]) <= set(fresh["threads"])
                assert set(old[login]["records"]) - set(after["records"]) <= dropped
                assert all(one == fresh["records"][ticket_id] for ticket_id, one in after["records"].items()), login
                # Taken in a second time they change nothing.
                assert reducer(after, events, house.staff[login]) == after


def test_every_event_of_the_core_has_its_scene() -> None:
    assert all(any(name in (title.split(":")[0], title) for title in SCENES) for name in ABOUT)
    # The others are about people, queues, saved answers, tags, views and rules, which a screen asks for anew, or happen
    # in the scenes of calls.
    assert set(ABOUT.values()) | {
        "staff.changed", "snippets.changed", "queue.changed", "skills.changed", "tags.changed", "views.changed",
        "rules.changed", "rule.failed", "macros.changed", "call.stepped", "call.leg_changed", "ticket.language_chosen", "call.answered", "call.consented", "call.guest_changed",
        "ticket.left_open", "ticket.macro_applied", "machine.started",
    } == set(CATALOGUE)


async def test_who_lost_sight_is_told_to_drop_and_nothing_else(house: House) -> None:
    """Catching up, the content shown is today's: what came after the loss must not come with what came before."""
    async with following(house) as (fanout, console):
        position = await house.head()
        await house.mails(to=house.signer.reply_address(B), text="Before.")
        await moves("rosa", B, "law")(house)
        await house.mails(to=house.signer.reply_address(B), text="My diagnosis.")
        await house.notes("wang", B, "Ask the doctor.")
        await caught_up(house, fanout)
        resumed = await fanout.join("rosa again", house.scopes["rosa"], position)
    assert {event.type for event in resumed.events} == {"ticket.dropped"}
    assert all(event.data == {"ticket_id": B} and event.ticket is None for event in resumed.events)
    for events in (console.heard["rosa"], resumed.events):
        assert "diagnosis" not in repr(events)
        assert "doctor" not in repr(events)
        assert events[-1].type == "ticket.dropped"
    assert "tomas" not in console.heard


async def test_resume_is_events_nothing_or_resync(house: House) -> None:
    async with following(house) as (fanout, _):
        head = fanout.position
        scope = house.scopes["rosa"]
        assert (await fanout.join("a", scope, head)).events == []
        # It knows of more than there is: another database was put in place.
        assert (await fanout.join("a", scope, head + 10)).resync
        assert (await fanout.join("a", scope, -1)).resync
        missed = await fanout.join("a", scope, head - 3)
        assert [event.position for event in missed.events] == sorted(event.position for event in missed.events)
        assert missed.position == head


async def test_too_far_behind_is_quicker_anew(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contactcenter.realtime.fanout.RESUME_EVENTS", 3)
    async with following(house) as (fanout, _):
        assert (await fanout.join("a", house.scopes["ines"], fanout.position - 4)).resync
        assert not (await fanout.join("a", house.scopes["ines"], fanout.position - 3)).resync


async def test_whose_departments_changed_loads_everything_anew(house: House) -> None:
    position = await house.head()
    async with house.database.transaction() as session:
        await set_membership(session, staff_id=house.staff["tomas"], department_ids=[1], now=house.clock())
    await house.look_again()
    async with following(house) as (fanout, _):
        assert (await fanout.join("a", house.scopes["tomas"], position)).resync
        assert not (await fanout.join("a", house.scopes["rosa"], position)).resync


async def test_one_sockets_fault_keeps_nothing_from_the_others(house: House) -> None:

    class Faulty(Console):
        dropped: list[str]

        async def emit_batch(self, sid: str, events: Sequence[str], position: int) -> None:
            if sid == "rosa":
                raise OSError("the socket is gone")
            await super().emit_batch(sid, events, position)

        async def drop(self, sid: str) -> None:
            self.dropped.append(sid)

    async with following(house) as (fanout, _):
        faulty = Faulty()
        faulty.dropped = []
        fanout.staff = faulty
        await house.notes("rosa", A)
        await house.notes("rosa", B)
        await caught_up(house, fanout)
    assert faulty.dropped == ["rosa"]
    assert [event.type for event in faulty.heard["ines"]] == ["note.added", "note.added"]


async def test_who_hears_nothing_is_told_how_far_it_went(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contactcenter.realtime.fanout.HEARTBEAT_S", 0.05)
    told: list[tuple[str, int]] = []

    class Hearing(Console):
        async def emit_position(self, sid: str, position: int) -> None:
            told.append((sid, position))

    async with following(house) as (fanout, _):
        fanout.staff = Hearing()
        await house.mails()
        await caught_up(house, fanout)
        async with asyncio.timeout(5):
            while not told:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.15)
    head = await house.head()
    assert set(told) == {("tomas", head), ("wang", head)}
    assert len(told) == 2
