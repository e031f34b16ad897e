"""Every event there is, typed. See docs/events.md.

Past tense, `noun.verb`. An event carries ids, versions, codes and times: never a patron's words,
name, address or file name (law 3; `tests/events/test_catalogue.py` forbids it). Content is loaded
by id when it is shown.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.\-]{0,63}$")]
"""A word of ours out of a fixed set; never free text."""

Presence = Literal["available", "busy", "away", "wrap_up", "offline"]
Outcome = Literal["accepted", "declined", "missed", "withdrawn"]
"""How an offer ends."""
OfferKind = Literal["line", "transfer", "consult"]
"""Why it rings: it is next in the line; a colleague passes it on; a colleague asks in."""
State = Literal["open", "waiting_patron", "waiting_third", "snoozed", "closed", "junk"]


class Event(BaseModel):
    """What every event has: its name, and whether the ticket's patron may hear of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    type: ClassVar[str]
    patron_sees: ClassVar[bool] = False


class TicketOpened(Event):
    """An inquiry became a ticket."""

    type: ClassVar[str] = "ticket.opened"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    channel: Code
    queue_id: int


class MessageReceived(Event):
    """A patron's message was appended to a ticket. `rule`: the one that set it aside as a machine's."""

    type: ClassVar[str] = "message.received"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    message_id: int
    channel: Code
    rule: Code | None = None


class MessageFilesCame(Event):
    """A file that a message only named is there now, or was given up: the message tells which."""

    type: ClassVar[str] = "message.files_came"
    ticket_id: int
    message_id: int


class MessageRescued(Event):
    """A librarian said that what a rule had set aside is a question."""

    type: ClassVar[str] = "message.rescued"
    ticket_id: int
    message_id: int
    rule: Code


class MessageSetAside(Event):
    """A librarian took that back: the rule was right."""

    type: ClassVar[str] = "message.set_aside"
    ticket_id: int
    message_id: int
    rule: Code


class ReplyWritten(Event):
    """A librarian's (or the house's own) message to the patron was written; a delivery may follow.

    `waited_since`: when the question was asked that it answers; None where nobody waited.
    """

    type: ClassVar[str] = "reply.written"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    message_id: int
    channel: Code
    waited_since: datetime | None = None


class ReplyWithdrawn(Event):
    """A librarian took an answer back before it left; its message is gone."""

    type: ClassVar[str] = "reply.withdrawn"
    ticket_id: int
    message_id: int


class NoteAdded(Event):
    """An internal note was added."""

    type: ClassVar[str] = "note.added"
    ticket_id: int
    message_id: int
    mentioned_staff_ids: tuple[int, ...] = ()


class DeliveryChanged(Event):
    """A reply's way out took a step: sent, delayed, delivered, failed, bounced, or queued once more."""

    type: ClassVar[str] = "delivery.changed"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    message_id: int | None = None
    """None for what is no message of the thread (an acknowledgement)."""
    delivery_id: int
    state: Code
    code: Code | None = None
    attempts: int = 0
    next_try_at: datetime | None = None


class TicketAssigned(Event):
    """A ticket got an owner, another owner, or (to None) went back to its queue."""

    type: ClassVar[str] = "ticket.assigned"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    from_staff_id: int | None
    to_staff_id: int | None
    reason: Code | None = None


class TicketStateChanged(Event):
    """A ticket took one of the legal steps between states."""

    type: ClassVar[str] = "ticket.state_changed"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    from_state: State
    to_state: State
    until: datetime | None = None
    reason: Code | None = None


class TicketMoved(Event):
    """A ticket moved to another queue."""

    type: ClassVar[str] = "ticket.moved"
    ticket_id: int
    from_queue_id: int
    to_queue_id: int


class TicketPrioritised(Event):
    """A ticket was put before its turn in the line, or (negative) after it."""

    type: ClassVar[str] = "ticket.prioritised"
    ticket_id: int
    from_priority: int
    to_priority: int


class TicketTagged(Event):
    """A tag was put on a ticket."""

    type: ClassVar[str] = "ticket.tagged"
    ticket_id: int
    tag_id: int


class TicketUntagged(Event):
    """A tag was taken away from a ticket."""

    type: ClassVar[str] = "ticket.untagged"
    ticket_id: int
    tag_id: int


class TicketRetitled(Event):
    """A ticket's subject was changed by staff."""

    type: ClassVar[str] = "ticket.retitled"
    ticket_id: int


class TicketLanguageChosen(Event):
    """A caller said by a key in which language they are spoken to; the ticket says which."""

    type: ClassVar[str] = "ticket.language_chosen"
    ticket_id: int


class TicketMerged(Event):
    """A ticket was merged into another: its messages are shown and answered there."""

    type: ClassVar[str] = "ticket.merged"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    into_ticket_id: int
    message_ids: tuple[int, ...]


class TicketUnmerged(Event):
    """A merge was taken back: the same messages stand where they stood."""

    type: ClassVar[str] = "ticket.unmerged"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    from_ticket_id: int
    message_ids: tuple[int, ...]


class MessagesMoved(Event):
    """Messages came to a ticket or left it (split, merge and their undoing)."""

    type: ClassVar[str] = "messages.moved"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    other_ticket_id: int
    direction: Literal["in", "out"]
    message_ids: tuple[int, ...]
    reason: Literal["merge", "unmerge", "split", "unsplit"]


class TicketsLinked(Event):
    """Two tickets were linked."""

    type: ClassVar[str] = "tickets.linked"
    ticket_id: int
    other_ticket_id: int
    reason: Code


class TicketsUnlinked(Event):
    """A link between two tickets was taken away."""

    type: ClassVar[str] = "tickets.unlinked"
    ticket_id: int
    other_ticket_id: int


class ColleagueAsked(Event):
    """A colleague was asked into one ticket (and may see that one only)."""

    type: ClassVar[str] = "colleague.asked"
    ticket_id: int
    staff_id: int


class ColleagueJoined(Event):
    """A colleague speaks with the patron beside the owner from now on."""

    type: ClassVar[str] = "colleague.joined"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    staff_id: int


class ColleagueLeft(Event):
    """A colleague asked into a ticket was let go again, or left."""

    type: ClassVar[str] = "colleague.left"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    staff_id: int


class TicketRead(Event):
    """A member of staff has read a ticket up to a version; only their own screens hear of it."""

    type: ClassVar[str] = "ticket.read"
    ticket_id: int
    staff_id: int
    up_to_version: int


class PatronOptedOut(Event):
    """A patron's number said that nothing more is to be sent to it."""

    type: ClassVar[str] = "patron.opted_out"
    patron_id: int
    kind: Code


class PatronOptedIn(Event):
    """It said that our messages are welcome again."""

    type: ClassVar[str] = "patron.opted_in"
    patron_id: int
    kind: Code


class PatronSeen(Event):
    """The patron's own screen showed the ticket up to a version (chat: delivered and read)."""

    type: ClassVar[str] = "patron.seen"
    ticket_id: int
    up_to_version: int


class PatronCame(Event):
    """The patron of a chat or call is at the other end, and waits for words."""

    type: ClassVar[str] = "patron.came"
    ticket_id: int


class PatronLeft(Event):
    """The patron of a chat or call went. `abandoned`: before anybody of staff had said a word.

    `waited_since`: since when they waited; None where nobody owed them an answer.
    """

    type: ClassVar[str] = "patron.left"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    abandoned: bool
    waited_since: datetime | None = None


class TicketListened(Event):
    """A supervisor listens in on the conversation that `staff_id` has."""

    type: ClassVar[str] = "ticket.listened"
    ticket_id: int
    staff_id: int


class BroadcastSent(Event):
    """A supervisor said something to all seats, or to those of a queue."""

    type: ClassVar[str] = "broadcast.sent"
    broadcast_id: int
    queue_id: int | None = None


class SeatChanged(Event):
    """A librarian's seat: somebody sat down, left, or changed what they are ready for."""

    type: ClassVar[str] = "seat.changed"
    staff_id: int
    presence: Presence
    reason: Code | None = None
    since: datetime
    until: datetime | None = None


class OfferMade(Event):
    """A ticket is offered to a seat: it rings there until `expires_at`.

    `from_staff_id`: who passes it on, or asks in; None: it comes from the line.
    """

    type: ClassVar[str] = "offer.made"
    ticket_id: int
    offer_id: int
    staff_id: int
    channel: Code
    expires_at: datetime
    waited_since: datetime
    kind: OfferKind = "line"
    from_staff_id: int | None = None


class OfferEnded(Event):
    """An offer was accepted, declined, not answered (missed), or withdrawn as the ticket went elsewhere."""

    type: ClassVar[str] = "offer.ended"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    offer_id: int
    staff_id: int
    outcome: Outcome
    kind: OfferKind = "line"
    from_staff_id: int | None = None


class CallBegun(Event):
    """A call of a ticket began: the patron's (`in`), ours (`out`), or one that we promised them (`back`)."""

    type: ClassVar[str] = "call.begun"
    ticket_id: int
    call_id: int
    way: Code


class CallStepped(Event):
    """A call took one of the legal steps between its states. `staff_id`: with whom the patron talks, or who is rung."""

    type: ClassVar[str] = "call.stepped"
    ticket_id: int
    call_id: int
    from_state: Code
    to_state: Code
    staff_id: int | None = None


class CallAnswered(Event):
    """A librarian and the patron hear one another, for the first time in this call."""

    type: ClassVar[str] = "call.answered"
    ticket_id: int
    call_id: int
    staff_id: int
    waited_since: datetime | None = None


class CallEnded(Event):
    """A call is over, and how. `staff_id`: who talked last. `corrected`: what came late shows another end."""

    type: ClassVar[str] = "call.ended"
    ticket_id: int
    call_id: int
    how: Code
    staff_id: int | None = None
    talked_since: datetime | None = None
    over_at: datetime
    corrected: bool = False


class CallLegChanged(Event):
    """Somebody who takes part in a call was rung, came, went, or was muted or held. `part`: who they are in it."""

    type: ClassVar[str] = "call.leg_changed"
    ticket_id: int
    call_id: int
    leg_id: int
    part: Code
    state: Code
    staff_id: int | None = None
    held: bool = False
    muted: bool = False


class CallConsented(Event):
    """A patron was asked whether the conversation may be recorded, and said so by a key."""

    type: ClassVar[str] = "call.consented"
    ticket_id: int
    call_id: int
    agreed: bool


class CallTroubled(Event):
    """The carrier did not do what it was told: which order, and why it was given up."""

    type: ClassVar[str] = "call.troubled"
    ticket_id: int
    call_id: int
    order: Code
    code: Code


class TicketPickedUp(Event):
    """Whoever was given a ticket unasked has opened it: it is not recalled any more."""

    type: ClassVar[str] = "ticket.picked_up"
    ticket_id: int
    staff_id: int


class PromisesChanged(Event):
    """What is due next in a ticket: the kind of promise and its time; None: nothing runs."""

    type: ClassVar[str] = "promises.changed"
    ticket_id: int
    kind: Code | None = None
    due_at: datetime | None = None


class PromiseNear(Event):
    """A promise is due soon."""

    type: ClassVar[str] = "promise.near"
    ticket_id: int
    kind: Code
    due_at: datetime


class PromiseBroken(Event):
    """A promise was not kept in time."""

    type: ClassVar[str] = "promise.broken"
    ticket_id: int
    kind: Code
    due_at: datetime


class TargetsChanged(Event):
    """What is promised was changed."""

    type: ClassVar[str] = "targets.changed"
    version: int


class PatronChanged(Event):
    """A patron's profile or identities changed; the screen loads them anew."""

    type: ClassVar[str] = "patron.changed"
    patron_id: int


class InboundQuarantined(Event):
    """Something that arrived could not be understood; its raw bytes are kept."""

    type: ClassVar[str] = "inbound.quarantined"
    inbound_id: int
    channel: Code
    step: Code
    reason: Code


class InboundReplayed(Event):
    """Something from quarantine was understood after all."""

    type: ClassVar[str] = "inbound.replayed"
    inbound_id: int
    ticket_id: int | None


class SignalQuarantined(Event):
    """What a carrier told of a call could not be taken in; it is kept as it came."""

    type: ClassVar[str] = "signal.quarantined"
    signal_id: int
    kind: Code
    step: Code
    reason: Code


class SignalReplayed(Event):
    """It is taken in again."""

    type: ClassVar[str] = "signal.replayed"
    signal_id: int


class SignalDismissed(Event):
    """Somebody said that nobody needs it: it is in quarantine no longer."""

    type: ClassVar[str] = "signal.dismissed"
    signal_id: int


class StaffChanged(Event):
    """An account, its role or its memberships changed; screens load their scope anew."""

    type: ClassVar[str] = "staff.changed"
    staff_id: int


class SnippetsChanged(Event):
    """The snippets of a department changed."""

    type: ClassVar[str] = "snippets.changed"
    snippet_id: int


class TagsChanged(Event):
    """A tag of the library was made, called otherwise or removed; screens load them anew."""

    type: ClassVar[str] = "tags.changed"
    tag_id: int


class ViewsChanged(Event):
    """A saved view was made, changed or removed; those who have it load them anew."""

    type: ClassVar[str] = "views.changed"
    view_id: int


class RulesChanged(Event):
    """A rule of automation was made, changed, moved, turned on or off, or removed; screens load them anew."""

    type: ClassVar[str] = "rules.changed"
    rule_id: int


class RuleFailed(Event):
    """A rule of automation could not do what it says on a ticket; nothing of it was done. Supervisors hear of it."""

    type: ClassVar[str] = "rule.failed"
    rule_id: int
    ticket_id: int
    code: Code


class MacrosChanged(Event):
    """A macro was made, changed or removed; screens load them anew."""

    type: ClassVar[str] = "macros.changed"
    macro_id: int


class QueueChanged(Event):
    """Something of a queue changed; screens load it anew.

    `hours`, `exceptions`, `after_hours`, `push`, `routing`, or `own`: it is its department's own queue now.
    """

    type: ClassVar[str] = "queue.changed"
    queue_id: int
    what: Code


class SkillsChanged(Event):
    """What somebody can do changed; screens load it anew."""

    type: ClassVar[str] = "skills.changed"
    staff_id: int


class NeedAdded(Event):
    """A need was added to the tree."""

    type: ClassVar[str] = "need.added"
    need_ids: tuple[int, ...]


class NeedChanged(Event):
    """A need is called otherwise."""

    type: ClassVar[str] = "need.changed"
    need_ids: tuple[int, ...]


class NeedMoved(Event):
    """A need stands elsewhere in the tree; `need_ids` has those that made room, too."""

    type: ClassVar[str] = "need.moved"
    need_ids: tuple[int, ...]


class NeedRetired(Event):
    """A need, and all below it, is not chosen any more; what was recorded under it stays."""

    type: ClassVar[str] = "need.retired"
    need_ids: tuple[int, ...]


class NeedRestored(Event):
    """A retired need is in use again."""

    type: ClassVar[str] = "need.restored"
    need_ids: tuple[int, ...]


class TicketNeedChosen(Event):
    """Somebody said what a ticket is about, or (None) that they do not know."""

    type: ClassVar[str] = "ticket.need_chosen"
    ticket_id: int
    need_id: int | None


class TransactionRecorded(Event):
    """A transaction of the reference record was made: by hand, or by itself when its ticket was closed."""

    type: ClassVar[str] = "transaction.recorded"
    ticket_id: int
    transaction_id: int


class TransactionChanged(Event):
    """Values of a transaction were said by hand or estimated anew, or its removal was taken back."""

    type: ClassVar[str] = "transaction.changed"
    ticket_id: int
    transaction_id: int


class TransactionConfirmed(Event):
    """Somebody confirmed a transaction as it stands: nothing of it is an estimate any more."""

    type: ClassVar[str] = "transaction.confirmed"
    ticket_id: int
    transaction_id: int


class TransactionRemoved(Event):
    """A transaction was none after all."""

    type: ClassVar[str] = "transaction.removed"
    ticket_id: int
    transaction_id: int


class TallyCounted(Event):
    """A directional question was counted, without a ticket; whoever counted it and supervisors hear of it."""

    type: ClassVar[str] = "tally.counted"
    transaction_id: int
    queue_id: int


class TallyUndone(Event):
    """That count was taken back."""

    type: ClassVar[str] = "tally.undone"
    transaction_id: int
    queue_id: int


CATALOGUE: dict[str, type[Event]] = {cls.type: cls for cls in Event.__subclasses__()}
STATES: tuple[str, ...] = get_args(State)


def parse(type_: str, data: dict[str, object]) -> Event:
    """An event as it was recorded. Raises `KeyError` for a type nobody knows."""
    return CATALOGUE[type_].model_validate(data)
