"""What a report is about, as conditions on the facts and on the cells that sums are kept by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from contactcenter.measures.answering import Cell
from contactcenter.measures.facts import CALLED
from contactcenter.measures.span import Span
from contactcenter.measures.tables import PERIOD_US
from contactcenter.measures.tables import RecordFactRow as Record
from contactcenter.measures.tables import TicketFactRow as Ticket
from contactcenter.needs.modes import mode_of

PHONE = "phone"
SPOKEN = (PHONE, CALLED, "walk_in", "web_chat")
"""Channels on which somebody stands or waits at the other end: their answers wait for no opening hours."""
COUNTS = (Ticket.junk.is_(False), Ticket.merged.is_(False))
"""What was set aside is no inquiry; what was merged into another is counted there."""
CAME = Ticket.channel != CALLED
"""What we began ourselves neither arrived, nor was it asked, answered or resolved."""
WRITTEN = Ticket.channel.not_in(SPOKEN)
MODE = "mode:"
"""Before the mode of a transaction, where a cell has a channel: the record knows modes alone."""
Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None] | InstrumentedAttribute[str]
Condition = ColumnElement[bool]


def shown(channel: str) -> str:
    """The channel under which a report shows it: calls out are the telephone's."""
    return PHONE if channel == CALLED else channel


@dataclass(frozen=True, slots=True)
class Which:
    """What a report is about: these queues, this channel, language, librarian; None: all."""

    queue_ids: frozenset[int] | None = None
    channel: str | None = None
    staff_id: int | None = None
    language: str | None = None

    def of(self, queue: Column, channel: Column, language: Column, staff: Column | None) -> list[Condition]:
        """As conditions on the columns of a table of facts."""
        found: list[Condition] = []
        if self.queue_ids is not None:
            found.append(queue.in_(sorted(self.queue_ids)))
        if self.channel is not None:
            if self.channel == PHONE and channel is not Record.mode:
                found.append(channel.in_((PHONE, CALLED)))
            else:
                found.append(channel == (mode_of(self.channel) if channel is Record.mode else self.channel))
        if self.language is not None:
            found.append(language == self.language)
        if self.staff_id is not None and staff is not None:
            found.append(staff == self.staff_id)
        return found

    def holds(self, cell: Cell) -> bool:
        """The same of a cell."""
        if self.queue_ids is not None and cell.queue_id not in self.queue_ids:
            return False
        if self.staff_id is not None and cell.staff_id != self.staff_id:
            return False
        if self.language is not None and cell.language != self.language:
            return False
        return self.channel is None or shown(cell.channel) in (self.channel, MODE + mode_of(self.channel))

    @property
    def has_place(self) -> bool:
        """Whether it asks for something that a seat has not: it stands in no queue, and knows no channel."""
        return (self.queue_ids, self.channel, self.language) != (None, None, None)


def at(column: Column, span: Span) -> Iterator[Condition]:
    """Within a span."""
    yield column >= span.since
    yield column < span.until


def within(period: Column, column: Column, span: Span, which: Which) -> Iterator[Condition]:
    """Within a span, by the index that begins with the period: plus nought, the times themselves look for no other.

    Of some queues their rows alone are read, period by period: that wants the periods one by one.
    """
    first, last = span.since // PERIOD_US, span.until // PERIOD_US
    yield period.between(first, last) if which.queue_ids is None else period.in_(range(first, last + 1))
    yield column + 0 >= span.since
    yield column + 0 < span.until
