"""Events as a screen gets them: the content is loaded by id when it is shown (law 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.news import News
from contactcenter.events.tail import Logged
from contactcenter.needs.queries import needs_by_id, records_for_all
from contactcenter.shapes.needs import Need, TicketRecord
from contactcenter.shapes.tickets import Message
from contactcenter.shapes.tickets import TicketRow as TicketShape
from contactcenter.shapes.wire import WireEvent
from contactcenter.tickets import messages as thread
from contactcenter.tickets.detail import actor_shape, names_of
from contactcenter.tickets.left import Left
from contactcenter.tickets.listed import rows_for_all, shape
from contactcenter.tickets.row import audience, stream
from contactcenter.tickets.tables import ReadRow

TICKET_EVENTS = ("ticket.", "message.", "messages.", "reply.", "note.", "delivery.", "tickets.", "colleague.",
                 "patron.seen", "patron.came", "patron.left", "offer.", "transaction.", "promise",
                 "call.begun", "call.ended")
RECORD_EVENTS = ("ticket.need_chosen", "transaction.")
UNREAD_IN_ANY_CASE = frozenset({"ticket.opened", "message.received"})
MESSAGES_SHOWN = 500
"""A merge of longer threads makes a screen load the thread anew rather than carry it all."""


@dataclass(slots=True)
class Dressed:
    """An event with its content, and who may see its ticket now (None: it is about no ticket).

    `reads`: how far each of the viewers has read the ticket, by staff id; without those who never did.
    """

    event: WireEvent
    audience: frozenset[str] | None = None
    reads: Mapping[int, int] = field(default_factory=dict)
    _json: str | None = None

    def json(self, staff_id: int | None) -> str:
        """The event as one viewer's socket carries it: written out once for all to whom it says the same."""
        if staff_id in self.reads:
            return _json(self.to(staff_id))
        if self._json is None:
            self._json = _json(self.event)
        return self._json

    def to(self, staff_id: int | None) -> WireEvent:
        """The event as one viewer gets it."""
        read = self.reads.get(staff_id) if staff_id is not None else None
        return self.event if read is None else self.event.model_copy(update={"read_version": read})


@dataclass(frozen=True, slots=True)
class _Beside:
    """What may stand beside the ticket and its messages: how far each has read, names, records, needs."""

    reads: Mapping[int, Mapping[int, int]]
    names: dict[int, str]
    records: Mapping[int, TicketRecord]
    needs: Mapping[int, Need]


NOTHING = _Beside({}, {}, {}, {})


def _json(event: WireEvent) -> str:
    """What `model_dump_json` gives (`tests/realtime/test_news.py` sees to that), in half its time."""
    return orjson.dumps(event, default=vars, option=orjson.OPT_UTC_Z).decode()


async def dress(session: AsyncSession, events: Sequence[Logged], viewers: AbstractSet[int]) -> dict[int, Dressed]:
    """Events by position with their tickets' rows and messages, each loaded once for the whole set.

    `viewers` are the staff ids of those who hear of them.
    """
    ticket_ids = {_int(event.data["ticket_id"]) for event in events if "ticket_id" in event.data}
    tickets = await rows_for_all(session, sorted(ticket_ids))
    wanted = sorted({one for event in events for one in message_ids(event)})
    messages: dict[int, Message] = {message.id: message for message in await thread.load(session, wanted)}
    recorded = {_int(event.data["ticket_id"]) for event in events if event.type.startswith(RECORD_EVENTS)}
    records = await records_for_all(session, sorted(recorded))
    needs = await needs_by_id(session, sorted({one for event in events for one in _need_ids(event)}))
    reads = await _reads(session, events, viewers)
    names = await names_of(session, {event.actor_id for event in events if event.actor_kind == "staff"})
    beside = _Beside(reads, names, records, needs)
    return {event.position: _dressed(event, tickets, messages, beside) for event in events}


def dress_in_hand(news: News) -> dict[int, Dressed] | None:
    """The same by what the transaction itself left; None where anything must be read.

    That is a patron's message without files, which the screens are waiting for; all else may take its time.
    """
    left = news.left
    if not isinstance(left, Left):
        return None
    last = {event.stream: event.version for event in news.events}
    tickets, messages = {}, {}
    for event in news.events:
        if event.type not in UNREAD_IN_ANY_CASE or event.actor_kind == "staff":
            return None
        ticket = left.tickets.get(_int(event.data["ticket_id"]))
        if ticket is None or ticket.version != last[stream(ticket.id)]:
            return None
        tickets[ticket.id] = (shape(ticket), audience(ticket))
        for one in message_ids(event):
            message = thread.alone(left.messages[one]) if one in left.messages else None
            if message is None:
                return None
            messages[one] = message
    return {event.position: _dressed(event, tickets, messages, NOTHING) for event in news.events}


def _dressed(
    event: Logged, tickets: Mapping[int, tuple[TicketShape, frozenset[str]]], messages: Mapping[int, Message],
    beside: _Beside,
) -> Dressed:
    row, sees = tickets.get(_int(event.data.get("ticket_id", 0)), (None, None))
    return Dressed(
        WireEvent.model_construct(
            position=event.position, type=event.type, stream=event.stream, version=event.version, at=event.at,
            actor=actor_shape(event, beside.names), data=event.data,
            ticket=row if event.type.startswith(TICKET_EVENTS) else None,
            messages=[messages[one] for one in message_ids(event) if one in messages],
            record=beside.records.get(_int(event.data["ticket_id"])) if event.type.startswith(RECORD_EVENTS) else None,
            needs=[beside.needs[one] for one in _need_ids(event) if one in beside.needs],
        ),
        sees,
        beside.reads.get(_int(event.data.get("ticket_id", 0)), {}) if _may_bring(event) else {},
    )


def _may_bring(event: Logged) -> bool:
    """Whether it may show a screen a ticket that its viewer has read before, and that it did not know (any more)."""
    return event.type.startswith(TICKET_EVENTS) and event.type not in UNREAD_IN_ANY_CASE


async def _reads(
    session: AsyncSession, events: Sequence[Logged], viewers: AbstractSet[int]
) -> dict[int, dict[int, int]]:
    """How far the viewers have read the tickets: by ticket, then by staff id."""
    ticket_ids = {_int(event.data["ticket_id"]) for event in events if _may_bring(event)}
    reads: dict[int, dict[int, int]] = {}
    if ticket_ids and viewers:
        for staff_id, ticket_id, version in await session.execute(
            select(ReadRow.staff_id, ReadRow.ticket_id, ReadRow.version)
            .where(ReadRow.staff_id.in_(sorted(viewers)), ReadRow.ticket_id.in_(sorted(ticket_ids)))
        ):
            reads.setdefault(ticket_id, {})[staff_id] = version
    return reads


def message_ids(event: Logged) -> list[int]:
    """Which messages an event brings."""
    if event.type in ("message.received", "reply.written", "note.added", "delivery.changed", "message.rescued",
                      "message.set_aside", "message.files_came"):
        return [_int(event.data["message_id"])] if event.data.get("message_id") else []
    if event.type == "messages.moved" and event.data.get("direction") == "in":
        listed = event.data.get("message_ids")
        ids = [_int(one) for one in listed] if isinstance(listed, list) else []
        return ids if len(ids) <= MESSAGES_SHOWN else []
    return []


def _need_ids(event: Logged) -> list[int]:
    listed = event.data.get("need_ids")
    return [_int(one) for one in listed] if isinstance(listed, list) else []


def dropped(event: Logged) -> WireEvent:
    """What somebody hears who has just lost sight of a ticket: its number, and nothing else."""
    return WireEvent(
        position=event.position, type="ticket.dropped", stream=event.stream, version=event.version, at=event.at,
        actor={"kind": "system", "id": None, "name": ""},  # type: ignore[arg-type]
        data={"ticket_id": event.data.get("ticket_id")},
    )


def _int(value: object) -> int:
    return int(str(value))
