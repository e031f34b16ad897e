"""What each event changes in the facts. Pure: it is given what it needs to know, and remembers what it changed.

The facts are a function of the log (and of the opening hours): however it is cut into sets, the same facts come out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from contactcenter.measures.at_seats import AtSeats
from contactcenter.measures.buckets import bucket_of
from contactcenter.measures.facts import CALLED, TicketFact, WaitFact
from contactcenter.measures.outcomes import AGAIN, DIALLED, EARLY, LATE_MESSAGE, LEFT, MESSAGE, OTHER, SERVED
from contactcenter.measures.told import Hours, Known, Told

WITHDRAWN = "withdrawn"
"""Why a ticket steps back when an answer is taken back before it left: that step undoes, it is none of its own."""
RECORDED = frozenset({
    "transaction.recorded", "transaction.changed", "transaction.confirmed", "transaction.removed", "tally.counted",
    "tally.undone",
})
"""Events after which a transaction of the reference record is looked at."""
PROMISED = frozenset({"promises.changed", "promise.broken"})
"""Events after which the promises of a ticket are looked at."""


@dataclass(slots=True)
class Projection:
    """Applies events, in order, to what is known; the changed facts are collected by their keys."""

    known: Known
    hours: Hours
    without: Callable[[int, int], TicketFact | None]
    """A ticket as it stands at a position of the log, without the answers that were taken back by then."""
    changed_tickets: set[int] = field(default_factory=set)
    changed_waits: dict[int, WaitFact] = field(default_factory=dict)
    records: set[int] = field(default_factory=set)
    """Transactions that are to be looked at."""
    promised: set[int] = field(default_factory=set)
    """Tickets whose promises are to be looked at."""
    at_seats: AtSeats = field(init=False)

    def __post_init__(self) -> None:
        self.at_seats = AtSeats(self.known)

    def apply(self, events: Iterable[Told]) -> None:
        for event in events:
            if event.type in RECORDED:
                self.records.add(event.number("transaction_id") or 0)
            elif event.type in PROMISED:
                self.promised.add(event.number("ticket_id") or 0)
            elif event.type == "seat.changed":
                self.at_seats.seat(event)
            else:
                self._ticket(event)

    def _ticket(self, event: Told) -> None:
        ticket_id = event.number("ticket_id")
        if ticket_id is None:
            return
        if event.type == "ticket.opened":
            channel = str(event.data["channel"])
            # Whoever calls us opens it themselves.
            called = channel == "phone" and event.actor_kind == "staff"
            self.known.tickets[ticket_id] = TicketFact(
                ticket_id, CALLED if called else channel, self.known.languages.get(ticket_id, ""),
                event.number("queue_id") or 0, event.at_us,
            )
        ticket = self.known.tickets.get(ticket_id)
        if ticket is None:
            return
        step = _STEPS.get(event.type)
        if step is not None:
            step(self, ticket, event)
            self.changed_tickets.add(ticket_id)
        elif event.type == "call.leg_changed":
            self._leg(ticket, event)
        self._line(ticket, event)
        self.at_seats.talk(ticket, event)

    def received(self, ticket: TicketFact, event: Told) -> None:
        rule = event.data.get("rule")
        if not ticket.begun:
            ticket.begun = True
            if rule is not None:
                ticket.state, ticket.junk = "junk", True
        elif rule is None and not ticket.owed:
            ticket.owed = True
            ticket.contacts += not ticket.live

    def came(self, ticket: TicketFact, event: Told) -> None:
        if not ticket.owed and not ticket.live and ticket.calling is None:  # whom we call does not come to us
            ticket.owed = True
            ticket.contacts += 1
        ticket.live = True

    def left(self, ticket: TicketFact, event: Told) -> None:
        ticket.live, ticket.caller_id, ticket.rings = False, None, False

    def called(self, ticket: TicketFact, event: Told) -> None:
        """Its patron waits for a conversation; or somebody calls out of it: it is theirs, whoever has the inquiry."""
        ticket.rings = event.data["way"] != "out"
        if event.data["way"] != "in":
            ticket.calling = event.number("call_id")
        if event.data["way"] == "out" and not ticket.live:
            ticket.caller_id = event.actor_id if event.actor_id != ticket.assignee_id else None

    def replied(self, ticket: TicketFact, event: Told) -> None:
        if event.actor_kind not in ("staff", "token"):
            return
        ticket.owed = False
        ticket.answers += 1
        if ticket.answered_us is None:
            by = event.actor_id if event.actor_kind == "staff" else None
            self._answered(ticket, (event.at_us, by, event.number("message_id") or 0))

    def spoken(self, ticket: TicketFact, event: Told) -> None:
        """A call was taken: the answer is the librarian's voice."""
        ticket.owed, ticket.rings = False, False
        ticket.answers += 1
        if ticket.answered_us is None:
            self._answered(ticket, (event.at_us, event.number("staff_id"), 0))

    def call_over(self, ticket: TicketFact, event: Told) -> None:
        """A caller who never stood in the line, or left a message: a fact of its own, without a wait.

        Who went from the line to the voicemail, and left nothing there, gave the wait up when they went.
        """
        if ticket.calling == event.number("call_id"):
            ticket.calling = None
        if not ticket.live:
            ticket.caller_id = None  # else their patron is about to leave, and it is theirs until then
        corrected = bool(event.data.get("corrected")) and event.data.get("way") is not None
        wait = self.known.ended.get(ticket.ticket_id)
        if event.data["how"] == "voicemail":
            # Told at first as one who hung up there; that they left a message is known a little later.
            given_up = wait is not None and wait.outcome == LEFT
            outcome = LATE_MESSAGE if corrected and not given_up else MESSAGE
            if wait is not None and given_up:
                self._turns_out(wait, OTHER)
        elif (wait is not None and wait.outcome == OTHER and event.data.get("from_state") == "message"
              and event.data["how"] in ("abandoned", "short_abandoned")):
            self._turns_out(wait, LEFT)
            return
        elif (event.data["how"] in ("abandoned", "short_abandoned")
              and event.data.get("from_state") in ("arriving", "choosing", "message")) or (
                  # Passed on to a department that was closed, and heard that there.
                  event.data["how"] == "completed" and event.data.get("from_state") == "message"):
            outcome = EARLY
        else:
            return
        self._no_wait(ticket, event, outcome)

    def _turns_out(self, wait: WaitFact, outcome: str) -> None:
        wait.outcome = outcome
        self.changed_waits[wait.position] = wait

    def _leg(self, ticket: TicketFact, event: Told) -> None:
        """We have a patron's telephone rung: only then is a call of ours dialled."""
        if event.data["part"] == "caller" and event.data["state"] == "ordered":
            by = event.actor_id if event.actor_kind == "staff" else ticket.caller_id or ticket.assignee_id
            self._no_wait(ticket, event, DIALLED, channel=CALLED, by=by)

    def _no_wait(
        self, ticket: TicketFact, event: Told, outcome: str, *, channel: str | None = None, by: int | None = None
    ) -> None:
        self.changed_waits[event.position] = WaitFact(
            event.position, ticket.ticket_id, ticket.queue_id, channel or ticket.channel, ticket.language,
            self.hours.open_at(ticket.queue_id, event.at_us), event.at_us, event.at_us, outcome, by, 0, bucket_of(0),
        )

    def withdrawn(self, ticket: TicketFact, event: Told) -> None:
        """Nobody has had it: who wrote meanwhile has not come again, and the next answer is the first."""
        stands = self.without(ticket.ticket_id, event.position)
        if stands is None:
            return
        ticket.answers, ticket.contacts, ticket.owed = stands.answers, stands.contacts, stands.owed
        if ticket.answer_id == event.number("message_id"):
            first = stands.answered_us, stands.answered_by, stands.answer_id
            self._answered(ticket, None if first[0] is None else (first[0], first[1], first[2] or 0))

    def _answered(self, ticket: TicketFact, first: tuple[int, int | None, int] | None) -> None:
        ticket.answered_us, ticket.answered_by, ticket.answer_id = first or (None, None, None)
        ticket.answer_us = ticket.answer_open_us = ticket.answer_bucket = ticket.answer_open_bucket = None
        if ticket.answered_us is not None:
            ticket.answer_us = ticket.answered_us - ticket.opened_us
            ticket.answer_open_us = self.hours.open_us(ticket.queue_id, ticket.opened_us, ticket.answered_us)
            ticket.answer_bucket = bucket_of(ticket.answer_us)
            ticket.answer_open_bucket = bucket_of(ticket.answer_open_us)

    def assigned(self, ticket: TicketFact, event: Told) -> None:
        ticket.assignee_id, ticket.caller_id = event.number("to_staff_id"), None

    def stepped(self, ticket: TicketFact, event: Told) -> None:
        before, after, undone = ticket.state, str(event.data["to_state"]), event.data.get("reason") == WITHDRAWN
        ticket.state, ticket.junk = after, after == "junk"
        if after in ("closed", "junk"):
            ticket.live, ticket.caller_id, ticket.rings = False, None, False
        if after == before:
            return
        if after == "closed":
            self._closed(ticket, event, undone=undone)
        elif before == "closed":
            ticket.closed_us = ticket.resolve_us = ticket.resolve_open_us = None
            if not undone:
                ticket.reopened += 1
            elif ticket.reopened == 0:
                ticket.first_closed_us = ticket.closed_by = None

    def _closed(self, ticket: TicketFact, event: Told, *, undone: bool) -> None:
        ticket.closed_us = event.at_us
        ticket.closed_by = ticket.assignee_id or (event.actor_id if event.actor_kind == "staff" else None)
        if ticket.first_closed_us is None:
            ticket.first_closed_us = event.at_us
        elif undone and ticket.reopened:
            ticket.reopened -= 1
        ticket.resolve_us = ticket.closed_us - ticket.opened_us
        ticket.resolve_open_us = self.hours.open_us(ticket.queue_id, ticket.opened_us, ticket.closed_us)

    def moved(self, ticket: TicketFact, event: Told) -> None:
        ticket.queue_id = event.number("to_queue_id") or ticket.queue_id

    def chose(self, ticket: TicketFact, event: Told) -> None:
        ticket.language = self.known.languages.get(ticket.ticket_id, ticket.language)
        wait, talk = self.known.waits.get(ticket.ticket_id), self.known.talks.get(ticket.ticket_id)
        if wait is not None:
            wait.language = ticket.language
            self.changed_waits[wait.position] = wait
        if talk is not None:
            talk.language = ticket.language
            self.at_seats.changed_talks[talk.position] = talk

    def merged(self, ticket: TicketFact, event: Told) -> None:
        ticket.merged = True

    def unmerged(self, ticket: TicketFact, event: Told) -> None:
        ticket.merged = False

    def messages_moved(self, ticket: TicketFact, event: Told) -> None:
        if not ticket.begun and ticket.channel == CALLED:
            # A colleague opened it by splitting off what somebody had said.
            ticket.channel = "phone"
        ticket.begun = True
        if event.data["reason"] in ("merge", "unmerge"):
            ticket.contacts += 1 if event.data["direction"] == "in" else -1

    def _line(self, ticket: TicketFact, event: Told) -> None:
        wait = self.known.waits.get(ticket.ticket_id)
        if ticket.in_line and wait is None:
            wait = WaitFact(event.position, ticket.ticket_id, ticket.queue_id, ticket.channel, ticket.language,
                            self.hours.open_at(ticket.queue_id, event.at_us), event.at_us)
            if ticket.ticket_id in self.known.talks:
                wait.outcome = AGAIN  # this very event ends that talk: it was handed on, or put back
            self.known.waits[ticket.ticket_id] = self.changed_waits[wait.position] = wait
        elif ticket.in_line and wait is not None and wait.queue_id != ticket.queue_id:
            wait.queue_id = ticket.queue_id
            self.changed_waits[wait.position] = wait
        elif not ticket.in_line and wait is not None:
            by = "staff_id" if event.type == "call.answered" else "to_staff_id"
            wait.ended_us, wait.staff_id = event.at_us, event.number(by)
            wait.outcome = wait.outcome or _outcome(event)
            wait.wait_us = wait.ended_us - wait.began_us
            wait.wait_bucket = bucket_of(wait.wait_us)
            self.changed_waits[wait.position] = self.known.waits.pop(ticket.ticket_id)
            if ticket.channel == "phone":
                ticket.waited, self.known.ended[ticket.ticket_id] = wait.position, wait


def _outcome(event: Told) -> str:
    if event.type in ("ticket.assigned", "call.answered"):
        return SERVED
    return LEFT if event.type == "patron.left" and event.data.get("abandoned") else OTHER


Step = Callable[[Projection, TicketFact, Told], None]
_STEPS: dict[str, Step] = {
    "ticket.opened": lambda *_: None,
    "message.received": Projection.received,
    "patron.came": Projection.came,
    "patron.left": Projection.left,
    "reply.written": Projection.replied,
    "reply.withdrawn": Projection.withdrawn,
    "call.begun": Projection.called,
    "call.answered": Projection.spoken,
    "call.ended": Projection.call_over,
    "ticket.assigned": Projection.assigned,
    "ticket.state_changed": Projection.stepped,
    "ticket.moved": Projection.moved,
    "ticket.language_chosen": Projection.chose,
    "ticket.merged": Projection.merged,
    "ticket.unmerged": Projection.unmerged,
    "messages.moved": Projection.messages_moved,
}
TELLING = frozenset({*_STEPS, *RECORDED, *PROMISED, "seat.changed", "call.leg_changed"})
"""Events that change a fact; the others are passed over by the database."""
