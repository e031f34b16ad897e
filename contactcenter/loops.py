"""What goes on in the background of a house, and how often. `app.py` starts it. See docs/workers.md."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

from contactcenter.accounts.sweep import sweep as sweep_accounts
from contactcenter.api.sweep import sweep as sweep_api
from contactcenter.automation.run import Automaton
from contactcenter.calls.forget import forget_orders, forget_signals
from contactcenter.calls.recording import forget_old
from contactcenter.channels.sms.catch_up import EVERY_S as CATCH_UP_S
from contactcenter.channels.sms.catch_up import CatchUp
from contactcenter.db.emptying import Emptying
from contactcenter.events.news import telling
from contactcenter.house import House
from contactcenter.intake.remote_files import RemoteFiles, Source
from contactcenter.mailroom import Mailroom
from contactcenter.measures.months.remembered import remembered
from contactcenter.measures.rules import RuleCounter, names_a_rule
from contactcenter.outbox.deliver import Deliverer
from contactcenter.promises.follow import PromiseKeeper
from contactcenter.queue.pusher import EVERY_S as PUSH_EVERY_S
from contactcenter.queue.pusher import Pusher
from contactcenter.queue.router import TELLS, Router
from contactcenter.seats.capacity import Capacity
from contactcenter.tickets.index import Indexer
from contactcenter.tickets.wake import anything_snoozed_until, wake_due
from contactcenter.workers import Loop

SWEEP_S = 3600.0
INDEX_EVERY_S = 0.25
"""What was just written is found within this; in sets the index costs a tenth."""
COUNT_EVERY_S = 1.0
AUTOMATE_EVERY_S = 0.25
"""How late a rule may act."""
REPORTS_S = 10.0
"""Between two months that are summed before anybody asks for a report of them."""
REMOTE_S = 20.0
"""How often to look for files that could not be fetched at first."""
KEEP_S, KEEP_EVERY_S = 2.0, 1.0
"""How late, at most, a promise is told of that is near or broken; and how often the log is read for them."""
CHECKPOINT_S = 1.0
ROUTE_EVERY_S = 0.05
"""In a busy house the log is read for the line so often at most."""
ROUTE_S = 1.0
"""How late, at most, an offer that nobody answers ends."""


def loops(house: House, deliverer: Deliverer) -> list[Loop]:
    """Those that the mounting began, and all others."""
    arrived, due = house.front_desk.arrived, asyncio.Event()
    indexer = Indexer(house.database, turn=house.understanding.caught_up)
    automaton = _automaton(house)
    promises = PromiseKeeper(house.database, house.front_desk.calendars, house.clock)
    house.database.queued.append(due.set)
    house.understanding.on_caught_up.append(due.set)
    # What another process keeps or queues shows as a commit like any other.
    house.wake.watch_others(arrived)
    house.wake.watch_others(due)
    if house.database.sqlite:
        house.loops.append(Loop("checkpoint", Emptying(house.database).look, CHECKPOINT_S))
    return [
        *house.loops,
        Loop("understand", house.understanding.next_set, 1.0, arrived),
        Loop("deliver", deliverer.next_set, 1.0, due),
        Loop("index", indexer.next_set, 5.0, house.wake.subscribe(), at_most_every_s=INDEX_EVERY_S),
        Loop("rules", RuleCounter(house.database).next_set, 5.0, house.wake.subscribe(telling(names_a_rule)),
             at_most_every_s=COUNT_EVERY_S),
        Loop("route", _router(house).next_set, ROUTE_S, house.wake.subscribe(telling(lambda one: one.type in TELLS)),
             at_most_every_s=ROUTE_EVERY_S),
        Loop("automation", automaton.next_set, 5.0, house.wake.subscribe(telling(automaton.cares)),
             at_most_every_s=AUTOMATE_EVERY_S),
        Loop("push", _pusher(house).next_set, PUSH_EVERY_S, at_most_every_s=PUSH_EVERY_S),
        Loop("promises", promises.next_set, KEEP_S, house.wake.subscribe(telling(promises.cares)),
             at_most_every_s=KEEP_EVERY_S),
        Loop("reports", lambda: _sum_a_month(house), REPORTS_S),
        Loop("wake", lambda: _wake(house), 2.0),
        Loop("sweep", lambda: _sweep(house), SWEEP_S),
        *Mailroom(house.settings, house.database, house.clock).loops(),
        *_of_the_carrier(house),
    ]


def _of_the_carrier(house: House) -> list[Loop]:
    """Files of texts are fetched once the text is kept; the carrier is asked for texts that we missed."""
    if house.carrier is None:
        return []
    carrier = house.carrier
    source = Source(lambda url, limit: carrier.fetch(url, limit=limit), house.settings.sms.media_bytes)
    files = RemoteFiles(house.database, house.blobs, {"sms": source}, house.clock)
    cares = telling(lambda one: one.type == "message.received" and one.data.get("channel") == "sms")
    numbers = [one.number for one in house.settings.carrier.numbers if one.texts]
    missed = CatchUp(desk=house.desk, carrier=carrier, numbers=numbers, clock=house.clock)
    return [
        Loop("remote files", files.next_set, REMOTE_S, house.wake.subscribe(cares)),
        Loop("missed texts", missed.look, CATCH_UP_S),
    ]


def _router(house: House) -> Router:
    seats = house.settings.seats
    return Router(
        house.database, house.clock, capacity=Capacity.of(seats),
        wrap_up=timedelta(seconds=seats.wrap_up_s), return_after=timedelta(hours=seats.return_after_h),
        usually=house.front_desk.usually,
    )


def _automaton(house: House) -> Automaton:
    mail = house.settings.mail
    return Automaton(
        house.database, house.clock, house.front_desk.calendars, library=house.settings.library.name,
        most_a_day=mail.acknowledgements_a_day, ours=house.is_ours, turn=house.understanding.caught_up,
    )


async def _sum_a_month(house: House) -> int:
    zone = ZoneInfo(house.settings.library.timezone)
    async with house.database.read() as session:
        await remembered(house.database).sum_a_month(
            session, today=house.clock().astimezone(zone).date(), zone=zone,
            target_s=house.settings.promises.answer_within_s,
        )
    return 0


def _pusher(house: House) -> Pusher:
    pusher = Pusher(house.database, house.clock, capacity=Capacity.of(house.settings.seats))
    house.database.committed.append(pusher.heard)
    return pusher


async def _wake(house: House) -> int:
    async with house.database.near() as session:
        if not await anything_snoozed_until(session, now=house.clock()):
            return 0
    async with house.database.transaction() as session:
        return await wake_due(session, now=house.clock())


async def _sweep(house: House) -> int:
    async with house.database.transaction() as session:
        gone = await house.blobs.sweep(session, now=house.clock())
        await sweep_accounts(session, now=house.clock())
        await sweep_api(session, blobs=house.blobs, now=house.clock())
    house.blobs.unlink(gone, now=house.clock())
    await _sweep_calls(house)
    return 0


async def _sweep_calls(house: House) -> None:
    """Set by set, each in a transaction of its own: whoever calls meanwhile waits for one at most."""
    phone = house.settings.phone
    recordings, signals = timedelta(days=phone.keep_recordings_days), timedelta(days=phone.keep_signals_days)
    more = True
    while more:
        async with house.database.transaction() as session:
            more = await forget_old(session, blobs=house.blobs, keep=recordings, now=house.clock()) > 0
    for forget in (forget_signals, forget_orders):
        more = True
        while more:
            async with house.database.transaction() as session:
                more = await forget(session, keep=signals, now=house.clock())
