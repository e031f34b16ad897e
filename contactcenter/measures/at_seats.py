"""What each event changes in the facts of conversations and seats. Pure, a part of `project.py`."""

from __future__ import annotations

from dataclasses import dataclass, field

from contactcenter.measures.buckets import SECOND_US, bucket_of
from contactcenter.measures.facts import SeatFact, TalkFact, TicketFact
from contactcenter.measures.told import Known, Told

WRAP_UP_WITHIN_US = 60 * SECOND_US
"""A wrap-up that begins so soon after a conversation is part of handling it."""


@dataclass(slots=True)
class AtSeats:
    """Who talks with whom, and what is done at each seat; the changed facts are collected by their keys."""

    known: Known
    changed_talks: dict[int, TalkFact] = field(default_factory=dict)
    changed_seats: dict[tuple[int, int], SeatFact] = field(default_factory=dict)

    def talk(self, ticket: TicketFact, event: Told) -> None:
        """Whoever talks with the patron by now: what went on with another is over."""
        talk, staff_id = self.known.talks.get(ticket.ticket_id), ticket.talks_with
        if talk is not None and staff_id != talk.staff_id:
            talk.ended_us = event.at_us
            self._handled(talk, talk.ended_us - talk.began_us)
            self._ended(self.known.talks.pop(ticket.ticket_id))
            self._holds(talk.staff_id, -1, event)
            talk = None
        if talk is None and staff_id is not None:
            talk = TalkFact(event.position, ticket.ticket_id, ticket.queue_id, ticket.channel, ticket.language,
                            staff_id, event.at_us)
            self.known.talks[ticket.ticket_id] = self.changed_talks[talk.position] = talk
            self._holds(staff_id, 1, event)

    def _ended(self, talk: TalkFact) -> None:
        last = self.known.last.get(talk.staff_id)
        if last is None or (last.ended_us or 0, last.position) <= (talk.ended_us or 0, talk.position):
            self.known.last[talk.staff_id] = talk

    def _handled(self, talk: TalkFact, handle_us: int) -> None:
        talk.handle_us, talk.handle_bucket = handle_us, bucket_of(handle_us)
        self.changed_talks[talk.position] = talk

    def _holds(self, staff_id: int, more: int, event: Told) -> None:
        self.known.holding[staff_id] = self.known.holding.get(staff_id, 0) + more
        seat = self.known.seats.get(staff_id)
        if seat is not None and seat.busy != (self.known.holding[staff_id] > 0):
            self._stretch(staff_id, seat.presence, event)

    def seat(self, event: Told) -> None:
        """Somebody sat down, stood up or does something else."""
        staff_id, presence = event.number("staff_id") or 0, str(event.data["presence"])
        self._stretch(staff_id, None if presence == "offline" else presence, event)

    def _stretch(self, staff_id: int, presence: str | None, event: Told) -> None:
        """End the stretch that runs at a seat, and begin the next one, if anybody sits there."""
        seat = self.known.seats.pop(staff_id, None)
        if seat is not None:
            seat.ended_us = event.at_us
            self.changed_seats[(seat.position, staff_id)] = seat
            last = self.known.last.get(staff_id)
            if (seat.presence == "wrap_up" and not seat.busy and last is not None and last.ended_us is not None
                    and seat.began_us - last.ended_us <= WRAP_UP_WITHIN_US):
                self._handled(last, (last.handle_us or 0) + seat.ended_us - seat.began_us)
        if presence is not None:
            fresh = SeatFact(event.position, staff_id, presence, self.known.holding.get(staff_id, 0) > 0, event.at_us)
            self.known.seats[staff_id] = self.changed_seats[(fresh.position, staff_id)] = fresh
