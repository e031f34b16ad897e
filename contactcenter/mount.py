"""Who is mounted onto a house: its sockets, pages, API, calls, and the loops that go with them. See docs/app.md."""

from __future__ import annotations

from aiohttp import web

from contactcenter import portal
from contactcenter.agent_ui.routes import mount as mount_agent_ui
from contactcenter.api.routes import mount as mount_api
from contactcenter.calls.operator import TELLS as CALLS_TELL
from contactcenter.calls.operator import Operator
from contactcenter.carriers.contract import Carrier
from contactcenter.channels import sms, web_chat
from contactcenter.channels.phone.mount import mount as mount_phone
from contactcenter.channels.sms.links import FileLinks
from contactcenter.events.news import telling
from contactcenter.house import House
from contactcenter.intake.switchboard import FrontSwitchboard
from contactcenter.measures.keep.keeper import FactKeeper
from contactcenter.realtime.board import EVERY_S, BoardTeller
from contactcenter.realtime.looking import EVERY_S as EVERY_LOOK_S
from contactcenter.realtime.staff import StaffNamespace
from contactcenter.seats.capacity import Capacity
from contactcenter.shapes.tickets import Person
from contactcenter.workers import Loop

SESSION_CHECK_S = 20.0
FACTS_EVERY_S = 0.25
"""How late, about, the board and the reports are."""
SIGN_OF_LIFE_S = 20.0
WHO_LEFT_S = 5.0
LOOKING_S = 60.0
"""Who looks where is told when it changes; nothing else is waited for."""
SIGNALS_S = 60.0
"""What is put back from quarantine wakes them; nothing else is waited for."""
CALLS_S = 10.0
"""Orders and what changes them wake the operator; only what was lost on the way waits so long."""


def mount(app: web.Application, house: House) -> None:
    """Give a house its doors, and its loops those that go with them."""
    patrons = web_chat.mount(
        app, house.sio, desk=house.desk, settings=house.settings, secret=house.key, clock=house.clock,
        on_typing=lambda ticket_id, name: staff.typing(ticket_id, Person(kind="patron", id=None, name=name)),
    )
    staff = StaffNamespace(
        database=house.database, fanout=house.fanout, clock=house.clock, patron_hears_typing=patrons.typing,
        is_ours=lambda origin, host: web_chat.is_ours(origin, host=host, http=house.settings.http),
        begins=house.settings.seats.begins,
    )
    house.sio.register_namespace(staff)
    house.fanout.staff = staff
    house.fanout.patrons.append(patrons)
    house.loops.append(Loop("seats", lambda: _signs_of_life(staff), SIGN_OF_LIFE_S))
    teller = BoardTeller(house.database, house.wake, staff, house.clock,
                         target_s=house.settings.promises.answer_within_s, capacity=Capacity.of(house.settings.seats))
    house.loops.append(Loop("board", teller.next_set, EVERY_S, at_most_every_s=EVERY_S))
    house.loops.append(Loop("looking", staff.lookers.next_set, LOOKING_S, staff.lookers.changed,
                            at_most_every_s=EVERY_LOOK_S))
    keeper = FactKeeper(house.database, house.front_desk.calendars, turn=house.understanding.caught_up,
                        counted=teller.again)
    house.loops.append(Loop("facts", keeper.next_set, 5.0, house.wake.subscribe(), at_most_every_s=FACTS_EVERY_S))
    house.loops.append(Loop("conversations", lambda: _look_who_left(patrons), WHO_LEFT_S))
    house.loops.append(Loop("sessions", lambda: _check_sessions(staff), SESSION_CHECK_S))
    board = _switchboard(house)
    # What was put back from quarantine is taken in also where the carrier is gone meanwhile.
    house.loops.append(Loop("signals", board.next_set, SIGNALS_S,
                            house.wake.subscribe(telling(lambda one: one.type == "signal.replayed"))))
    if house.carrier is not None:
        sms.mount(app, desk=house.desk, carrier=house.carrier, settings=house.settings, links=FileLinks(house.key),
                  clock=house.clock)
        _mount_calls(app, house, house.carrier, board)
    mount_api(app, house)
    mount_agent_ui(app, house)
    portal.mount(app, desk=house.desk, settings=house.settings, secret=house.key, clock=house.clock)


def _switchboard(house: House) -> FrontSwitchboard:
    return FrontSwitchboard(
        database=house.database, blobs=house.blobs, understanding=house.understanding, desk=house.desk,
        clock=house.clock, queue_of=house.settings.carrier.queues.get,
        first_locale=house.settings.library.default_locale,
    )


def _mount_calls(app: web.Application, house: House, carrier: Carrier, board: FrontSwitchboard) -> None:
    """Only a house with a carrier has an operator: nothing of it costs the others anything."""
    exchange = mount_phone(app, carrier=carrier, desk=house.desk, switchboard=board, settings=house.settings,
                           clock=house.clock)
    wake = house.wake.subscribe(telling(lambda one: one.type in CALLS_TELL or one.type.startswith("call.")))
    house.database.queued.append(wake.set)
    operator = Operator(house.database, exchange, house.clock, keep=board.keep, wake=wake)
    house.loops.append(Loop("calls", operator.next_set, CALLS_S, wake))


async def _signs_of_life(staff: StaffNamespace) -> int:
    await staff.signs_of_life()
    return 0


async def _look_who_left(patrons: web_chat.PatronSockets) -> int:
    await patrons.look_who_left()
    return 0


async def _check_sessions(staff: StaffNamespace) -> int:
    await staff.check_sessions()
    return 0
