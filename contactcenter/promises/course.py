"""What the events of a ticket do to its promises: begun, paused, resumed, kept. No input, no output, no clock.

A first answer is promised when the inquiry is opened, a next one when the patron writes again after an answer, the
resolution until it is closed. Waiting for the patron pauses both answers; only a stated third party pauses the
resolution. Time is the queue's open time.

Whoever has hung up waits no longer: a voice message, a missed call, and who agreed to be called back, are promised what
an e-mail is (decision 28).
Whoever listens to the welcome and the menu does not wait yet; hanging up there, they are promised nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from contactcenter.events.tail import Logged
from contactcenter.promises.left import BEFORE_THE_LINE, left, never_waited
from contactcenter.promises.tables import PromiseRow
from contactcenter.promises.targets import Outcome, target_for
from contactcenter.queue.calendar import Calendar
from contactcenter.shapes.base import PromiseKind
from contactcenter.shapes.promises import Target

ANSWERS: tuple[PromiseKind, ...] = ("first_answer", "next_answer")
WITHDRAWN = "withdrawn"
"""The reason of a step back (`tickets.withdraw`)."""
TELLS = frozenset({
    "ticket.opened", "message.received", "reply.written", "reply.withdrawn", "ticket.state_changed", "ticket.moved",
    "ticket.prioritised", "ticket.merged", "ticket.unmerged", "call.begun", "call.stepped", "call.answered",
    "call.ended",
})
AS_WRITTEN = "email"
"""The channel whose targets apply to what they left."""


@dataclass(slots=True)
class Subject:
    """What a ticket's promises depend on."""

    ticket_id: int
    queue_id: int
    channel: str
    priority: int
    written: bool = False
    """Its caller left it behind, and is owed what a letter is."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The targets, and the hours of each queue."""

    targets: Sequence[Target]
    calendar: Callable[[int], Calendar]


class Course:
    """The promises of one ticket, as its events go on. `rows`: those it has, running or ended."""

    def __init__(self, subject: Subject, rows: Sequence[PromiseRow], rules: Rules, *, answered: bool) -> None:
        """`answered`: whether staff had answered before the first of the events that follow."""
        self.subject = subject
        self.rows = list(rows)
        self.made: list[PromiseRow] = []
        self._rules = rules
        self._before = answered
        self._answers: set[int] = set()
        self._pauses: dict[PromiseKind, bool] = {row.kind: row.since is None for row in rows if row.ended_at is None}

    def take(self, event: Logged) -> None:
        """One event of the ticket's stream, in their order."""
        match event.type:
            case "ticket.opened" if self.subject.channel == "phone" and event.actor_kind == "staff":
                self._begin("resolution", event.at)  # we called: nobody waits for a first answer
            case "ticket.opened":
                self._open(event.at)
            case "message.received":
                self._message(event)
            case "reply.written" if event.actor_kind == "staff":
                self._answer(event, _number(event, "message_id"))
            case "call.begun" | "call.stepped" | "call.answered" | "call.ended":
                self._call(event)
            case "reply.withdrawn":
                self._answer_again(_number(event, "message_id"))
            case "ticket.state_changed":
                self._state(str(event.data["from_state"]), str(event.data["to_state"]), event)
            case "ticket.moved":
                self.subject.queue_id = _number(event, "to_queue_id")
                self.retarget(event.at)
            case "ticket.prioritised":
                self.subject.priority = _number(event, "to_priority")
                self.retarget(event.at)
            case "ticket.merged":
                self._end((*ANSWERS, "resolution"), "dropped", event.at)
            case "ticket.unmerged":
                self._open(event.at)
            case _:
                pass

    def retarget(self, at: datetime) -> None:
        """Another queue, priority or target: what has passed counts, the rest is measured anew."""
        for row in self._going(*ANSWERS, "resolution"):
            target = self._target(row.kind)
            if target is None:
                self._end((row.kind,), "dropped", at)
                continue
            if row.queue_id != self.subject.queue_id and row.since is not None:
                row.used_s += max(0.0, self._rules.calendar(row.queue_id).working_time(row.since, at))
                row.since = max(row.since, at)
            row.queue_id, row.priority = self.subject.queue_id, self.subject.priority
            row.within_s, row.near_s = target.within_s, target.near_s
            self._foretell(row)

    def _open(self, at: datetime) -> None:
        if not self._dealt_with:
            self._begin("first_answer", at)
        self._begin("resolution", at)

    def _message(self, event: Logged) -> None:
        if event.data.get("rule") is not None:
            if event.version == 2:  # noqa: PLR2004  # the message that it was opened with: no question at all
                self._end((*ANSWERS, "resolution"), "dropped", event.at)
            return
        # Whoever waited for the patron waits no longer, whatever becomes of the state.
        self._pause(ANSWERS, False, event.at)  # noqa: FBT003
        if self._dealt_with and not self._going(*ANSWERS):
            self._begin("next_answer", event.at)
        elif event.version > 2 and self.subject.channel == "phone":  # noqa: PLR2004
            self._owe(event.at)  # we called in vain, or they hung up in the menu; and they say something since

    def _call(self, event: Logged) -> None:
        data = event.data
        if event.type == "call.answered":
            self._answer(event, -_number(event, "call_id"))
        elif event.type == "call.ended":
            self._left(event)
        elif event.type == "call.begun" and data["way"] == "in":
            # They hear the welcome and the menu first.
            self._pause([row.kind for row in self._going(*ANSWERS)], True, event.at)  # noqa: FBT003
        elif event.type == "call.stepped" and data["from_state"] in BEFORE_THE_LINE and data["to_state"] == "waiting":
            self._pause(ANSWERS, False, event.at)  # noqa: FBT003

    def _left(self, event: Logged) -> None:
        """The caller is gone, and left a message, or nothing: their inquiry is a written one from now on."""
        if self.subject.channel != "phone" or self.subject.written:
            return
        if never_waited(event.data):
            self._end((*ANSWERS, "resolution"), "unwaited", event.at)
        if not left(event.data):
            return
        self.subject.written = True
        self._pause(ANSWERS, False, event.at)  # noqa: FBT003  # also who came straight to the voicemail
        self.retarget(event.at)
        self._owe(event.at)  # where calls are promised nothing, and letters are; or a message is found later

    def _owe(self, at: datetime) -> None:
        """Promise what was not promised so far."""
        if not self._dealt_with and not self._had("first_answer"):
            self._begin("first_answer", at)
        if not self._had("resolution"):
            self._pauses.pop("resolution", None)
            self._begin("resolution", at)

    def _had(self, kind: PromiseKind) -> bool:
        return any(row.kind == kind and row.outcome != "unwaited" for row in self.rows)

    @property
    def _dealt_with(self) -> bool:
        """Whether its patron has had an answer, or was told otherwise: it was closed without one."""
        return self._before or bool(self._answers) or any(
            row.kind == "first_answer" and row.outcome in ("answered", "closed") for row in self.rows
        )

    def _answer(self, event: Logged, message_id: int) -> None:
        self._answers.add(message_id)
        self._end(ANSWERS, "answered", event.at, message_id, by=event.actor_id)

    def _answer_again(self, message_id: int) -> None:
        if message_id in self._answers:
            self._answers.remove(message_id)
        else:
            self._before = False
        for row in self.rows:
            if row.message_id == message_id and not self._going(row.kind):
                _go_on(row)

    def _state(self, before: str, after: str, event: Logged) -> None:
        at, taken_back = event.at, event.data.get("reason") == WITHDRAWN
        if after == "closed":
            by = event.actor_id if event.actor_kind == "staff" else None
            self._end(ANSWERS, "closed", at, by=by)
            self._end(("resolution",), "resolved", at, by=by)
        elif after == "junk":
            self._end((*ANSWERS, "resolution"), "dropped", at)
        elif before == "junk":
            self._open(at)
        elif before == "closed":
            closed = [row for row in self.rows if row.kind == "resolution" and row.outcome == "resolved"]
            if taken_back and closed:
                _go_on(closed[-1])
            else:
                # Opened again: it is to be done once more.
                self._begin("resolution", at)
        self._pause(ANSWERS, after == "waiting_patron", at)
        self._pause(("resolution",), after == "waiting_third", at)

    def _pause(self, kinds: Sequence[PromiseKind], pauses: bool, at: datetime) -> None:  # noqa: FBT001
        for kind in kinds:
            self._pauses[kind] = pauses
        for row in self._going(*kinds):
            if pauses and row.since is not None:
                row.used_s += max(0.0, self._rules.calendar(row.queue_id).working_time(row.since, at))
                row.since = row.due_at = row.near_at = None
            elif not pauses and row.since is None:
                row.since = at
                self._foretell(row)

    def _begin(self, kind: PromiseKind, at: datetime) -> None:
        target = self._target(kind)
        if target is None or self._going(kind):
            return
        row = PromiseRow(
            ticket_id=self.subject.ticket_id, kind=kind, queue_id=self.subject.queue_id, channel=self.subject.channel,
            priority=self.subject.priority, within_s=target.within_s, near_s=target.near_s, began_at=at, used_s=0.0,
            since=None if self._pauses.get(kind) else at, near_at=None, due_at=None, near_told_at=None,
            broken_at=None, ended_at=None, outcome=None, message_id=None, took_s=None, staff_id=None,
        )
        self._foretell(row)
        self.rows.append(row)
        self.made.append(row)

    def _target(self, kind: PromiseKind) -> Target | None:
        channel = AS_WRITTEN if self.subject.written else self.subject.channel
        return target_for(self._rules.targets, kind, queue_id=self.subject.queue_id, channel=channel,
                          priority=self.subject.priority)

    def _foretell(self, row: PromiseRow) -> None:
        if row.since is None:
            return
        calendar = self._rules.calendar(row.queue_id)
        row.due_at = calendar.add_working(row.since, max(0.0, row.within_s - row.used_s))
        row.near_at = calendar.add_working(row.since, max(0.0, row.within_s - row.near_s - row.used_s))

    def _end(
        self, kinds: Sequence[PromiseKind], outcome: Outcome, at: datetime, message_id: int | None = None, *,
        by: int | None = None,
    ) -> None:
        for row in self._going(*kinds):
            row.ended_at, row.outcome, row.message_id, row.took_s = at, outcome, message_id, row.used_s
            row.staff_id = by
            if row.since is not None:
                row.took_s += max(0.0, self._rules.calendar(row.queue_id).working_time(row.since, at))
            if row.due_at is not None and at > row.due_at and row.broken_at is None:
                # Nobody had looked at the clock yet.
                row.broken_at = row.due_at

    def _going(self, *kinds: PromiseKind) -> list[PromiseRow]:
        return [row for row in self.rows if row.ended_at is None and row.kind in kinds]


def _go_on(row: PromiseRow) -> None:
    """What ended it was taken back: as if it had not been."""
    row.ended_at = row.outcome = row.message_id = row.took_s = row.staff_id = None


def next_due(rows: Sequence[PromiseRow]) -> PromiseRow | None:
    """Of a ticket's promises the one that is due first; None where none runs."""
    running = [row for row in rows if row.ended_at is None and row.due_at is not None]
    return min(running, key=lambda row: (row.due_at, row.kind), default=None)


def _number(event: Logged, name: str) -> int:
    return int(str(event.data[name]))


def by_ticket(events: Sequence[Logged]) -> Mapping[int, list[Logged]]:
    """The events of each ticket, in their order."""
    found: dict[int, list[Logged]] = {}
    for event in events:
        found.setdefault(_number(event, "ticket_id"), []).append(event)
    return found
