"""Calls in a ticket, what a librarian does in one, and where they take calls."""

from __future__ import annotations

import orjson
from sqlalchemy import select

from contactcenter.api.route import Call as Request
from contactcenter.api.route import Routes
from contactcenter.api.visible import require_belonging
from contactcenter.calls import control
from contactcenter.calls.queries import of_ticket
from contactcenter.calls.tables import CallRow
from contactcenter.envelope import Raw, SendError
from contactcenter.envelope.numbers import e164, readable
from contactcenter.events import tail
from contactcenter.patrons.queries import profile
from contactcenter.queue.claim import take
from contactcenter.queue.tables import QueueRow
from contactcenter.seats.device import choose_device, rings_at
from contactcenter.seats.tables import DeviceRow
from contactcenter.shapes.calls import (
    BrowserToken,
    CallOutAsk,
    Calls,
    DeviceAsk,
    HoldAsk,
    LegAsk,
    MuteAsk,
    MyDevice,
    PatronCallAsk,
    SuperviseAsk,
    ThirdAsk,
)
from contactcenter.shapes.tickets import ListedTicket
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.listed import listed_many
from contactcenter.tickets.row import see

routes = Routes("Calls")
TOKEN_S = 3600


@routes.get("/tickets/{ticket_id}/calls")
async def list_calls(call: Request, ticket_id: int) -> Calls:
    """The calls of a ticket, with those who take part."""
    position = await tail.head(call.session)
    await see(call.session, scope=call.scope, ticket_id=ticket_id)
    return Calls(items=await of_ticket(call.session, ticket_id=ticket_id), now=call.now, position=position)


@routes.post("/tickets/{ticket_id}/calls", problems=(403, 409))
async def call_out(call: Request, ticket_id: int, ask: CallOutAsk) -> Calls:
    """Call the patron: where I take calls rings first.

    409: `no_telephone`, `calls_already`, `no_number`, `on_a_call`, `answer_first`.
    """
    number = await _known_number(call, ticket_id) if ask.number is None else _number(call, ask.number)
    await control.call_out(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, number=number,
        sender=_sender(call), carrier=call.house.settings.carrier.kind,
    )
    return await _calls(call, ticket_id)


@routes.post("/patrons/{patron_id}/calls", status=201, transaction="own", problems=(403, 409))
async def call_patron(call: Request, patron_id: int, ask: PatronCallAsk) -> ListedTicket:
    """Call a patron whom no ticket is about yet: it opens one, which is mine."""
    require_belonging(call.scope)
    staff_id = _mine(call)
    async with call.house.database.read() as session:
        patron = await profile(session, patron_id=patron_id)
        if patron is None:
            raise NotFound
        if await session.get(DeviceRow, staff_id) is None:
            raise Conflict("no_telephone", "Say first where you take calls: Settings, You and your screen.")
        slug = (await session.execute(
            select(QueueRow.slug).where(QueueRow.id == min(call.scope.queue_ids))
        )).scalar_one()
    known = next((one.value for one in patron.identities if one.kind == "phone"), "")
    number = known if ask.number is None else _number(call, ask.number)
    if not number:
        raise Invalid("number", "Say whom to call: no number is known here.", code="whom_to_call")
    if not _sender(call):  # before a ticket is there that nobody can call from
        raise Conflict("no_number", "The house has no number to call from: an admin sets it in carrier.numbers.")
    kept = await call.house.desk.accept_now(Raw("phone", orjson.dumps({
        "kind": "out", "number": number, "author": f"staff:{staff_id}", "author_staff_id": staff_id,
        "client_id": ask.client_id, "queue": slug, "locale": patron.locale,
    }, option=orjson.OPT_SORT_KEYS)))
    if kept.ticket_id is None:
        raise Conflict("set_aside", "It was kept but could not be understood; a supervisor finds it in quarantine.")
    async with call.house.database.transaction() as session:
        await take(session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=kept.ticket_id)
        # Asked again, it rings if it never did: the first request may have broken off in between.
        if not kept.duplicate or not await of_ticket(session, ticket_id=kept.ticket_id):
            await control.call_out(
                session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=kept.ticket_id, number=number,
                sender=_sender(call), carrier=call.house.settings.carrier.kind,
            )
        await session.flush()
        return (await listed_many(session, scope=call.scope, ids=[kept.ticket_id]))[0]


@routes.put("/calls/{call_id}/hold", problems=(403, 409))
async def hold_call(call: Request, call_id: int, ask: HoldAsk) -> None:
    """Let the patron hear music, or speak with them again."""
    await control.put_on_hold(call.session, scope=call.scope, actor=call.actor, now=call.now, call_id=call_id,
                              held=ask.held)


@routes.put("/calls/{call_id}/mute", problems=(403, 409))
async def mute_me(call: Request, call_id: int, ask: MuteAsk) -> None:
    """Be not heard for a while."""
    await control.mute(call.session, scope=call.scope, actor=call.actor, now=call.now, call_id=call_id,
                       muted=ask.muted)


@routes.post("/calls/{call_id}/third", problems=(403, 409))
async def bring_third_in(call: Request, call_id: int, ask: ThirdAsk) -> None:
    """Ring a third party into the conversation."""
    await control.bring_in(call.session, scope=call.scope, actor=call.actor, now=call.now, call_id=call_id,
                           number=_number(call, ask.number))


@routes.post("/calls/{call_id}/let-out", problems=(403, 409))
async def let_out(call: Request, call_id: int, ask: LegAsk) -> None:
    """End the part of a third party or a colleague."""
    await control.let_out(call.session, scope=call.scope, actor=call.actor, now=call.now, call_id=call_id,
                          leg_id=ask.leg_id)


@routes.post("/calls/{call_id}/hang-up", problems=(403,))
async def hang_up(call: Request, call_id: int) -> None:
    """End the call for everybody; who speaks beside the ticket's owner leaves it alone."""
    await control.hang_up(call.session, scope=call.scope, actor=call.actor, now=call.now, call_id=call_id)


@routes.put("/calls/{call_id}/supervise", problems=(403, 409))
async def supervise_call(call: Request, call_id: int, ask: SuperviseAsk) -> None:
    """Listen, whisper to the librarian, or speak with both; supervisors and admins."""
    await control.supervise(call.session, scope=call.scope, actor=call.actor, now=call.now, call_id=call_id,
                            mode=ask.mode)


@routes.get("/me/device", problems=(403,))
async def my_device(call: Request) -> MyDevice:
    """Where I take calls."""
    row = await call.session.get(DeviceRow, _mine(call))
    offered = rings_at(call.house.settings.carrier)
    return MyDevice(device=row.device if row else "", number=readable(row.number) if row else "", offered=offered)


@routes.put("/me/device", problems=(403,))
async def choose_my_device(call: Request, ask: DeviceAsk) -> MyDevice:
    """Take calls in the browser, on a telephone of my own, or not at all."""
    number = _number(call, ask.number) if ask.device == "telephone" else ""
    if ask.device and ask.device not in rings_at(call.house.settings.carrier):
        raise Invalid("device", "The house has no carrier that rings there: an admin sets it up.", code="no_carrier")
    await choose_device(call.session, staff_id=_mine(call), device=ask.device, number=number, now=call.now)
    return MyDevice(device=ask.device, number=readable(number), offered=rings_at(call.house.settings.carrier))


@routes.post("/me/browser-token", problems=(403, 409))
async def browser_token(call: Request) -> BrowserToken:
    """What lets this browser ring as my seat, for an hour; 409 `no_browser_calls` where the carrier cannot do that."""
    identity = f"seat-{_mine(call)}"
    carrier = call.house.carrier
    if call.signed_in is None:
        raise Forbidden("Only who is signed in here takes calls here.")
    if carrier is None:
        raise Forbidden("The house has no carrier of calls: an admin sets it up.")
    try:
        token = carrier.browser_token(identity=identity, seconds=TOKEN_S)
    except SendError as error:
        raise Conflict("no_browser_calls", "Browsers take no calls here: the carrier's API key is missing.") from error
    return BrowserToken(token=token, identity=identity, seconds=TOKEN_S)


def _sender(call: Request) -> str:
    """The number that we show; empty where the house has none."""
    return next((one.number for one in call.house.settings.carrier.numbers if one.calls), "")


def _mine(call: Request) -> int:
    if call.scope.staff_id is None:
        raise Forbidden("A program's token takes no calls: this is for people who signed in.")
    return call.scope.staff_id


def _number(call: Request, typed: str) -> str:
    number = e164(typed, country=call.house.settings.carrier.country)
    if number is None:
        raise Invalid("number", "That is no telephone number: write it with its country, such as +86 10 8888 8888.",
                      code="telephone_number")
    return number


async def _known_number(call: Request, ticket_id: int) -> str:
    """The number that the ticket's patron called from last."""
    ticket = await see(call.session, scope=call.scope, ticket_id=ticket_id)
    found = await call.session.execute(
        select(CallRow.number).where(CallRow.ticket_id == ticket.id, CallRow.number != "")
        .order_by(CallRow.id.desc()).limit(1)
    )
    return found.scalar_one_or_none() or ""


async def _calls(call: Request, ticket_id: int) -> Calls:
    await call.session.flush()
    return Calls(items=await of_ticket(call.session, ticket_id=ticket_id), now=call.now,
                 position=await tail.head(call.session))
