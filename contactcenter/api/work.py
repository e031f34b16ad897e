"""What is done with a ticket: owner, queue, state, subject, merge, split, links and guests."""

from __future__ import annotations

from datetime import timedelta

from contactcenter.api.route import Call, Routes
from contactcenter.api.row import row_of
from contactcenter.calls.closing import refuse_talking
from contactcenter.intake.question import put_aside_again, rescue
from contactcenter.needs.record import prefill
from contactcenter.queue.claim import assign, release, take
from contactcenter.queue.move import move
from contactcenter.shapes.asks import (
    AssignAsk,
    GuestAsk,
    LinkAsk,
    MergeAsk,
    MoveAsk,
    QuestionAsk,
    SplitAsk,
    StateAsk,
    SubjectAsk,
)
from contactcenter.shapes.tickets import ListedTicket
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.guests import ask_in, let_go
from contactcenter.tickets.link import link, unlink
from contactcenter.tickets.merge import merge, unmerge
from contactcenter.tickets.retitle import retitle
from contactcenter.tickets.row import see
from contactcenter.tickets.split import split, unsplit
from contactcenter.tickets.state import change_state, close, reopen

routes = Routes("Work")
LONGEST_SNOOZE = timedelta(days=731)


@routes.post("/tickets/{ticket_id}/take", problems=(409,))
async def take_ticket(call: Call, ticket_id: int) -> ListedTicket:
    """Make the ticket mine; 409 `taken` when a colleague has it."""
    await see(call.session, scope=call.scope, ticket_id=ticket_id)  # a claim would make it theirs to see
    await take(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id)
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/release", problems=(409,))
async def release_ticket(call: Call, ticket_id: int) -> ListedTicket:
    """Put the ticket back into its queue."""
    await release(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id)
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/assign", problems=(409,))
async def assign_ticket(call: Call, ticket_id: int, ask: AssignAsk) -> ListedTicket:
    """Give the ticket to a colleague who may see it."""
    await assign(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
        staff_id=ask.staff_id,
    )
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/move", problems=(409,))
async def move_ticket(call: Call, ticket_id: int, ask: MoveAsk) -> ListedTicket:
    """Hand the ticket over to another queue. The answer may be the last that I see of it."""
    await move(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
        queue_id=ask.queue_id,
    )
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/close", problems=(409,))
async def close_ticket(call: Call, ticket_id: int) -> ListedTicket:
    """Close the ticket. One that was answered gets its transaction of the reference record, as an estimate.

    409 `talking` while its patron is on the telephone: `/state` with `hang_up` closes it all the same.
    """
    await refuse_talking(call.session, ticket_id=ticket_id)
    await close(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id)
    await prefill(call.session, actor=call.actor, now=call.now, ticket_id=ticket_id)
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/reopen", problems=(409,))
async def reopen_ticket(call: Call, ticket_id: int) -> ListedTicket:
    """Open the ticket again; what a rule has set aside becomes a question (see `question`)."""
    await _open(call, ticket_id)
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/question", problems=(409,))
async def set_question(call: Call, ticket_id: int, ask: QuestionAsk) -> ListedTicket:
    """What is set aside is a question: it waits in its queue, its sender is known and, where that is right, told so."""
    await _rescue(call, ticket_id, ask.message_id)
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/question/withdraw", problems=(409,))
async def withdraw_question(call: Call, ticket_id: int, ask: QuestionAsk) -> ListedTicket:
    """It was none after all: set aside again; 409 `answered` once it was answered."""
    await put_aside_again(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, message_id=ask.message_id
    )
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/state", problems=(409,))
async def set_state(call: Call, ticket_id: int, ask: StateAsk) -> ListedTicket:
    """Take one of the ticket's `allowed_states`; `snoozed` needs `until`.

    Closed or junk, it ends a call: 409 `talking` while its patron is on the telephone, unless `hang_up` says that this
    is meant.
    """
    if ask.state in ("closed", "junk") and not ask.hang_up:
        await refuse_talking(call.session, ticket_id=ticket_id)
    if ask.until is not None and ask.until.tzinfo is None:
        raise Invalid("until", "Say the zone: a time such as 2026-11-25T08:00:00Z.", code="zone_missing")
    if ask.until is not None and ask.until - call.now > LONGEST_SNOOZE:
        raise Invalid("until", "At most two years from now.", code="too_far")
    if ask.state == "open":
        await _open(call, ticket_id)
        return await row_of(call, ticket_id)
    await change_state(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
        state=ask.state, until=ask.until if ask.state == "snoozed" else None,
    )
    if ask.state == "closed":
        await prefill(call.session, actor=call.actor, now=call.now, ticket_id=ticket_id)
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/subject", problems=(409,))
async def set_subject(call: Call, ticket_id: int, ask: SubjectAsk) -> ListedTicket:
    """Give the ticket a better subject."""
    await retitle(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
        subject=ask.subject,
    )
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/merge", problems=(409,))
async def merge_ticket(call: Call, ticket_id: int, ask: MergeAsk) -> ListedTicket:
    """Merge this ticket into another of the same patron; the answer is that other one."""
    await merge(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, into=ask.into
    )
    return await row_of(call, ask.into)


@routes.post("/tickets/{ticket_id}/unmerge", problems=(409,))
async def unmerge_ticket(call: Call, ticket_id: int) -> ListedTicket:
    """Take the merge of this ticket back."""
    await unmerge(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id)
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/split", status=201, problems=(409,))
async def split_ticket(call: Call, ticket_id: int, ask: SplitAsk) -> ListedTicket:
    """Make a new ticket out of some messages; the answer is the new one."""
    fresh = await split(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
        message_ids=ask.message_ids, subject=ask.subject,
    )
    return await row_of(call, fresh)


@routes.post("/tickets/{ticket_id}/unsplit", problems=(409,))
async def unsplit_ticket(call: Call, ticket_id: int) -> ListedTicket:
    """Bring a split-off ticket back; the answer is the ticket it came from."""
    await unsplit(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id)
    split_off = await see(call.session, scope=call.scope, ticket_id=ticket_id)
    return await row_of(call, split_off.split_from or ticket_id)


@routes.post("/tickets/{ticket_id}/links", problems=(409,))
async def link_ticket(call: Call, ticket_id: int, ask: LinkAsk) -> ListedTicket:
    """Link two tickets both of which I see."""
    await link(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, other=ask.other
    )
    return await row_of(call, ticket_id)


@routes.delete("/tickets/{ticket_id}/links/{other}")
async def unlink_ticket(call: Call, ticket_id: int, other: int) -> None:
    """Take a link away."""
    await unlink(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, other=other
    )


@routes.post("/tickets/{ticket_id}/guests", problems=(409,))
async def ask_colleague(call: Call, ticket_id: int, ask: GuestAsk) -> ListedTicket:
    """Ask a colleague into this one ticket."""
    await ask_in(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
        staff_id=ask.staff_id,
    )
    return await row_of(call, ticket_id)


@routes.delete("/tickets/{ticket_id}/guests/{staff_id}")
async def let_colleague_go(call: Call, ticket_id: int, staff_id: int) -> None:
    """Take back that a colleague was asked in."""
    await let_go(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
        staff_id=staff_id,
    )


async def _open(call: Call, ticket_id: int) -> None:
    ticket = await see(call.session, scope=call.scope, ticket_id=ticket_id)
    if ticket.state == "junk":
        await _rescue(call, ticket_id, None)
    else:
        await reopen(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id)


async def _rescue(call: Call, ticket_id: int, message_id: int | None) -> None:
    await rescue(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, message_id=message_id,
        hold=timedelta(seconds=call.house.settings.mail.undo_s),
        most=call.house.settings.mail.acknowledgements_a_day,
    )
