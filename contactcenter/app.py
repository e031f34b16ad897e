"""The one composition root: what is built from what, and who may ask whom. See docs/app.md."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import orjson
import socketio
from aiohttp import web

from contactcenter import portal
from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.agent_ui.routes import mount as mount_agent_ui
from contactcenter.api.health import mount_health
from contactcenter.api.routes import mount as mount_api
from contactcenter.calls.operator import TELLS as CALLS_TELL
from contactcenter.calls.operator import Operator
from contactcenter.carriers.contract import Carrier
from contactcenter.carriers.open import open_carrier
from contactcenter.channels import sms, web_chat
from contactcenter.channels.email.addresses import OurAddresses
from contactcenter.channels.email.lmtp import start as open_lmtp_door
from contactcenter.channels.email.mailbox.watch import start as watch_mailboxes
from contactcenter.channels.email.receive import start as open_mail_door
from contactcenter.channels.email.sign import Signer
from contactcenter.channels.fax.press import Press
from contactcenter.channels.phone.mount import mount as mount_phone
from contactcenter.channels.registry import receivers
from contactcenter.channels.sms.links import FileLinks
from contactcenter.clock import Clock, now
from contactcenter.db.alone import Alone
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database, check_sqlite_version
from contactcenter.db.wake import Wake
from contactcenter.events.news import telling
from contactcenter.house import House
from contactcenter.intake.desk import FrontDesk
from contactcenter.intake.mailboxes.ledger import Ledger
from contactcenter.intake.switchboard import FrontSwitchboard
from contactcenter.intake.understand import Understanding
from contactcenter.loops import loops
from contactcenter.measures.keep.keeper import FactKeeper
from contactcenter.migrate import migrate, pending
from contactcenter.needs.ensure import ensure_needs
from contactcenter.outbox.deliver import Deliverer
from contactcenter.queue.ensure import ensure_queues
from contactcenter.realtime.board import EVERY_S, BoardTeller
from contactcenter.realtime.fanout import Fanout
from contactcenter.realtime.looking import EVERY_S as EVERY_LOOK_S
from contactcenter.realtime.staff import StaffNamespace
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.skills import ensure_skills
from contactcenter.secret import signing_key
from contactcenter.senders import outgoing, pages, senders
from contactcenter.settings import Settings
from contactcenter.shapes.tickets import Person
from contactcenter.tickets.delivery import note_deliveries
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


class SocketJson:
    """What python-socketio wants of a JSON module."""

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: object) -> object:
        return orjson.loads(text)


@asynccontextmanager
async def build(settings: Settings, *, clock: Clock = now) -> AsyncIterator[tuple[web.Application, House]]:
    """A running house behind an application that is ready to be served."""
    check_sqlite_version()
    key = signing_key(settings)
    signer = Signer(key, settings.mail.address)
    ours = OurAddresses(settings, signer)
    async with AsyncExitStack() as stack:
        database = Database(settings.database, settings.data_dir)
        stack.push_async_callback(database.close)
        await migrate(database)
        async with database.transaction() as session:
            await ensure_departments(session, departments=settings.departments)
            await ensure_queues(session, departments=settings.departments, desk_address=settings.mail.address)
            await ensure_needs(session)
            await ensure_skills(session)
        blobs = Blobs(settings.data_dir)
        understanding = Understanding(database, blobs, receivers(settings, key), clock,
                                      acknowledgements_a_day=settings.mail.acknowledgements_a_day)
        desk = FrontDesk(
            database=database, blobs=blobs, understanding=understanding, settings=settings, clock=clock,
            is_ours=lambda address: address in ours,
        )
        wake = Wake(database)
        fanout = Fanout(database, wake)
        sio = socketio.AsyncServer(
            async_mode="aiohttp", json=SocketJson, transports=["websocket"],
            cors_allowed_origins=web_chat.socket_origins(settings.http),
            ping_interval=20, ping_timeout=20, max_http_buffer_size=1_000_000, logger=False, engineio_logger=False,
        )
        app = web.Application(client_max_size=settings.http.max_upload_bytes)
        sio.attach(app)
        carrier = open_carrier(settings)
        if carrier is not None:
            stack.push_async_callback(carrier.close)
        house = House(settings, clock, key, database, blobs, understanding, desk, signer, fanout, wake, sio,
                      pages(settings, key), ours.reach, Press(), carrier)
        _mount(app, house)
        ways = senders(house)
        for sender in ways.values():
            stack.push_async_callback(sender.close)
        deliverer = Deliverer(
            database=house.database, senders=ways, build=outgoing(house), tell=note_deliveries, clock=house.clock,
            held=lambda: not house.understanding.caught_up.is_set()
        )
        stack.push_async_callback(deliverer.close)
        house.loops = loops(house, deliverer)
        mount_health(app, database, {"migrations": lambda: _migrated(database), "workers": lambda: _working(house)})
        wake.start()
        stack.push_async_callback(wake.close)
        await fanout.start()
        stack.push_async_callback(fanout.close)
        for loop in house.loops:
            loop.start()
            stack.push_async_callback(loop.close)
        if settings.mail.listen:
            door = await open_mail_door(desk, settings)
            stack.push_async_callback(door.close)
        if settings.mail.lmtp.listen:
            lmtp_door = await open_lmtp_door(desk, settings)
            stack.push_async_callback(lmtp_door.close)
        alone = Alone(database)
        stack.push_async_callback(alone.close)
        mailboxes = watch_mailboxes(settings, Ledger(database, blobs, clock, desk.arrived.set, alone), clock)
        stack.push_async_callback(mailboxes.close)
        yield app, house


def _mount(app: web.Application, house: House) -> None:
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


async def _migrated(database: Database) -> str | None:
    return "run: contactcenter migrate" if await pending(database) else None


async def _working(house: House) -> str | None:
    ill = [loop.name for loop in house.loops if not loop.healthy]
    return f"failing: {', '.join(ill)}" if ill else None
