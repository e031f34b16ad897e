"""One decision of the router, and offers carried out.

`routing decision`: somebody comes, a seat comes free, the decision is taken and the index kept, with 100,000 waiting
and 500 seats over the same with 100 and 5. `offers`: decisions carried out in transactions a second, over bare
claims (one UPDATE and one commit) in the same database.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bench.report import Number, of_runs
from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.accounts.set_membership import set_membership
from contactcenter.clock import now
from contactcenter.db.engine import Database
from contactcenter.db.insert import insert_into
from contactcenter.logs import configure_logs
from contactcenter.migrate import migrate
from contactcenter.queue.decide import Demand, Policy, QueuePolicy, Seat, decide
from contactcenter.queue.ensure import ensure_queues
from contactcenter.queue.line import Kind, Line, Waiting
from contactcenter.queue.router import Router
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.presence import sit
from contactcenter.settings import Database as DatabaseSettings
from contactcenter.settings import Department
from contactcenter.tickets.tables import TicketRow

BEGAN = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
MOST, LEAST = 3.0, 0.3
QUEUES = 20
ROUNDS = 2_000
SEATS, TICKETS = 40, 40


def run(runs: int) -> list[Number]:
    """Measure `runs` times each."""
    configure_logs("error")
    large, small, offered, claimed = [], [], [], []
    for number in range(runs):
        large.append(_decisions(100_000, 500, seed=number))
        small.append(_decisions(100, 5, seed=number))
        with tempfile.TemporaryDirectory() as folder:
            offers, claims = asyncio.run(_offers(Path(folder)))
        offered.append(offers)
        claimed.append(claims)
    return [
        of_runs("routing decision", large, small, unit="µs", limit=MOST),
        of_runs("offers", offered, claimed, unit="/s", limit=LEAST, least=True),
    ]


def _decisions(waiting: int, seats: int, *, seed: int) -> float:
    """Microseconds a round: one arrival, one seat free, one decision."""
    dice = random.Random(seed)  # noqa: S311
    policy = Policy({
        queue: QueuePolicy(demands=(Demand("law", 2, timedelta(minutes=5)),) if queue % 4 == 0 else ())
        for queue in range(1, QUEUES + 1)
    })

    def somebody(number: int) -> Waiting:
        kind = Kind(dice.randint(1, QUEUES), dice.choice(("web_chat", "phone")), dice.choice(("", "zh-Hans")))
        return Waiting(number, kind, BEGAN + timedelta(milliseconds=number))

    people = [
        Seat(who, frozenset(dice.sample(range(1, QUEUES + 1), 4)), BEGAN, {"law": dice.randint(1, 5), "zh-Hans": 3})
        for who in range(1, seats + 1)
    ]
    line = Line(somebody(number) for number in range(waiting))
    at = BEGAN + timedelta(hours=1)
    begun = time.perf_counter()
    for number in range(waiting, waiting + ROUNDS):
        line.put(somebody(number))
        for match in decide(line, [people[number % seats]], policy, at):
            line.drop(match.ticket_id)
    return (time.perf_counter() - begun) / ROUNDS * 1e6


async def _offers(folder: Path) -> tuple[float, float]:
    """Offers a second as the router makes them, and bare claims a second."""
    database = Database(DatabaseSettings(), folder)
    try:
        await migrate(database)
        departments = [Department(slug="general", name="General desk", name_zh="总咨询台")]
        async with database.transaction() as session:
            ids = await ensure_departments(session, departments=departments)
            await ensure_queues(session, departments=departments, desk_address="help@library.example")
            for number in range(SEATS):
                who = await add_staff(session, login=f"seat{number}", name=f"Seat {number}", role="librarian",
                                      password_hash=None, now=now())
                await set_membership(session, staff_id=who, department_ids=ids.values(), now=now())
                await sit(session, staff_id=who, begins="available", now=now())
            tickets = [_ticket(number) for number in range(1, TICKETS + 1)]
            await session.execute(insert_into(session, TicketRow), tickets)
        router = Router(database, now, capacity=Capacity(), wrap_up=timedelta(0), return_after=timedelta(days=1))
        begun = time.perf_counter()
        made = 0
        while done := await router.next_set():
            made += done
        offers = SEATS / (time.perf_counter() - begun)
        begun = time.perf_counter()
        for number in range(1, TICKETS + 1):
            async with database.transaction() as session:
                await session.execute(
                    text("UPDATE tickets SET assignee_id = 1 WHERE id = :id AND assignee_id IS NULL"), {"id": number}
                )
        return offers, TICKETS / (time.perf_counter() - begun)
    finally:
        await database.close()


def _ticket(number: int) -> dict[str, object]:
    at = now()
    return {
        "id": number, "version": 1, "subject": "A question", "channel": "web_chat", "queue_id": 1, "state": "open",
        "lane": "waiting", "guest_ids": [], "patron_name": "Amina", "locale": "en", "preview": "…",
        "preview_by": "patron", "message_count": 1, "last_patron_version": 1, "last_reply_version": 0,
        "patron_seen_version": 0, "created_at": at, "updated_at": at, "waiting_key": at, "root_id": number,
        "live": True, "priority": 0, "reply_name": "",
    }
