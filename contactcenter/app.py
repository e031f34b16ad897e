"""The one composition root: what is built from what, and who may ask whom. See docs/app.md."""

from __future__ import annotations

import asyncio
import errno
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from zoneinfo import ZoneInfo

import orjson
import socketio
import structlog
import uvloop
from aiohttp import web
from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncSession

import contactcenter
from contactcenter import portal
from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.accounts.sweep import sweep as sweep_accounts
from contactcenter.agent_ui.routes import mount as mount_agent_ui
from contactcenter.api.health import mount_health
from contactcenter.api.routes import mount as mount_api
from contactcenter.api.sweep import sweep as sweep_api
from contactcenter.automation.run import Automaton
from contactcenter.calls.operator import TELLS as CALLS_TELL
from contactcenter.calls.operator import Operator
from contactcenter.calls.recording import forget_old
from contactcenter.carriers.contract import Carrier
from contactcenter.carriers.open import open_carrier
from contactcenter.channels import sms, web_chat
from contactcenter.channels.email.addresses import OurAddresses
from contactcenter.channels.email.lmtp import start as open_lmtp_door
from contactcenter.channels.email.mailbox.watch import start as watch_mailboxes
from contactcenter.channels.email.receive import start as open_mail_door
from contactcenter.channels.email.send import SmtpSender
from contactcenter.channels.email.sign import Signer
from contactcenter.channels.fax.press import Press
from contactcenter.channels.fax.send import FaxSender
from contactcenter.channels.phone.mount import mount as mount_phone
from contactcenter.channels.registry import receivers
from contactcenter.channels.sms.catch_up import EVERY_S as CATCH_UP_S
from contactcenter.channels.sms.catch_up import CatchUp
from contactcenter.channels.sms.send import SmsSender
from contactcenter.channels.web_chat.send import ChatSender
from contactcenter.clock import Clock, now
from contactcenter.db.alone import Alone
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database, check_sqlite_version
from contactcenter.db.wake import Wake
from contactcenter.demo import Demo, training
from contactcenter.envelope import Outbound, Sender
from contactcenter.events.news import telling
from contactcenter.house import House
from contactcenter.intake.desk import FrontDesk
from contactcenter.intake.mailboxes.ledger import Ledger
from contactcenter.intake.remote_files import RemoteFiles, Source
from contactcenter.intake.switchboard import FrontSwitchboard
from contactcenter.intake.understand import Understanding
from contactcenter.logs import configure_logs
from contactcenter.mailroom import Mailroom
from contactcenter.measures.keep.keeper import FactKeeper
from contactcenter.measures.months.remembered import remembered
from contactcenter.measures.rules import RuleCounter, names_a_rule
from contactcenter.migrate import migrate, pending
from contactcenter.needs.ensure import ensure_needs
from contactcenter.outbox.deliver import Build, Deliverer
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.portal.links import InquiryLinks
from contactcenter.promises.follow import PromiseKeeper
from contactcenter.queue.ensure import ensure_queues
from contactcenter.queue.pusher import EVERY_S as PUSH_EVERY_S
from contactcenter.queue.pusher import Pusher
from contactcenter.queue.router import TELLS, Router
from contactcenter.queue.tell_when import tell_when
from contactcenter.realtime.board import EVERY_S, BoardTeller
from contactcenter.realtime.fanout import Fanout
from contactcenter.realtime.looking import EVERY_S as EVERY_LOOK_S
from contactcenter.realtime.staff import StaffNamespace
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.skills import ensure_skills
from contactcenter.secret import signing_key
from contactcenter.settings import Settings
from contactcenter.shapes import Person
from contactcenter.tickets import outbound
from contactcenter.tickets.delivery import note_deliveries
from contactcenter.tickets.index import Indexer
from contactcenter.tickets.wake import anything_snoozed_until, wake_due
from contactcenter.workers import Loop

log = structlog.get_logger(__name__)
EX_UNAVAILABLE = 69
SESSION_CHECK_S = 20.0
SWEEP_S = 3600.0
INDEX_EVERY_S = 0.25
"""What was just written is found within this; in sets the index costs a tenth."""
COUNT_EVERY_S = 1.0
AUTOMATE_EVERY_S = 0.25
"""How late a rule may act."""
REPORTS_S = 10.0
"""Between two months that are summed before anybody asks for a report of them."""
FACTS_EVERY_S = 0.25
"""How late, about, the board and the reports are."""
REMOTE_S = 20.0
"""How often to look for files that could not be fetched at first."""
KEEP_S, KEEP_EVERY_S = 2.0, 1.0
"""How late, at most, a promise is told of that is near or broken; and how often the log is read for them."""
CHECKPOINT_S = 1.0
SIGN_OF_LIFE_S = 20.0
WHO_LEFT_S = 5.0
LOOKING_S = 60.0
"""Who looks where is told when it changes; nothing else is waited for."""
ROUTE_EVERY_S = 0.05
"""In a busy house the log is read for the line so often at most."""
CALLS_S = 10.0
"""Orders and what changes them wake the operator; only what was lost on the way waits so long."""
ROUTE_S = 1.0
"""How late, at most, an offer that nobody answers ends."""


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
                      _pages(settings, key), ours.reach, Press(), carrier)
        _mount(app, house)
        senders = _senders(house)
        for sender in senders.values():
            stack.push_async_callback(sender.close)
        deliverer = Deliverer(
            database=house.database, senders=senders, build=_outgoing(house), tell=note_deliveries, clock=house.clock,
            held=lambda: not house.understanding.caught_up.is_set()
        )
        stack.push_async_callback(deliverer.close)
        house.loops = _loops(house, deliverer)
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
                         target_s=house.settings.promises.answer_within_s)
    house.loops.append(Loop("board", teller.next_set, EVERY_S, at_most_every_s=EVERY_S))
    house.loops.append(Loop("looking", staff.lookers.next_set, LOOKING_S, staff.lookers.changed,
                            at_most_every_s=EVERY_LOOK_S))
    keeper = FactKeeper(house.database, house.front_desk.calendars, turn=house.understanding.caught_up,
                        counted=teller.again)
    house.loops.append(Loop("reports", lambda: _sum_a_month(house), REPORTS_S))
    house.loops.append(Loop("facts", keeper.next_set, 5.0, house.wake.subscribe(), at_most_every_s=FACTS_EVERY_S))
    house.loops.append(Loop("conversations", lambda: _look_who_left(patrons), WHO_LEFT_S))
    house.loops.append(Loop("sessions", lambda: _check_sessions(staff), SESSION_CHECK_S))
    if house.carrier is not None:
        sms.mount(app, desk=house.desk, carrier=house.carrier, settings=house.settings)
        _mount_calls(app, house, house.carrier)
    mount_api(app, house)
    mount_agent_ui(app, house)
    portal.mount(app, desk=house.desk, settings=house.settings, secret=house.key, clock=house.clock)


def _mount_calls(app: web.Application, house: House, carrier: Carrier) -> None:
    """Only a house with a carrier has an operator: nothing of it costs the others anything."""
    settings = house.settings
    queues = {one.number: one.queue for one in settings.carrier.numbers}
    board = FrontSwitchboard(
        database=house.database, blobs=house.blobs, understanding=house.understanding, desk=house.desk,
        clock=house.clock, queue_of=queues.get, first_locale=settings.library.default_locale,
    )
    exchange = mount_phone(app, carrier=carrier, desk=house.desk, switchboard=board, settings=settings,
                           clock=house.clock)
    wake = house.wake.subscribe(telling(lambda one: one.type in CALLS_TELL or one.type.startswith("call.")))
    house.database.queued.append(wake.set)
    operator = Operator(house.database, exchange, house.clock, keep=board.keep, wake=wake)
    house.loops.append(Loop("calls", operator.next_set, CALLS_S, wake))


def _pages(settings: Settings, key: bytes) -> Callable[[int], str]:
    links, site = InquiryLinks(key), settings.http.site
    return lambda ticket_id: site + links.path(ticket_id) if site else ""


def _outgoing(house: House) -> Build:
    async def build(session: AsyncSession, delivery: DeliveryRow) -> Outbound | None:
        message = await outbound.build(session, delivery)
        # As it stood when it was queued, not now: sent again, it says the same.
        return await tell_when(session, message, calendars=house.front_desk.calendars, now=delivery.created_at)

    return build


def _senders(house: House) -> dict[str, Sender]:
    email = SmtpSender(house.settings, house.key, read=house.desk.read, page=house.page)
    fax = FaxSender(house.settings, house.key, press=house.press, relay=email, marks=house.signer, read=house.desk.read)
    return {
        "email": email, "web_chat": ChatSender(email), "sms": SmsSender(house.settings, house.carrier, now=house.clock),
        "fax": fax,
    }


def _loops(house: House, deliverer: Deliverer) -> list[Loop]:
    arrived, due = house.front_desk.arrived, asyncio.Event()
    indexer = Indexer(house.database, turn=house.understanding.caught_up)
    automaton = _automaton(house)
    promises = PromiseKeeper(house.database, house.front_desk.calendars, house.clock)
    house.database.queued.append(due.set)
    house.understanding.on_caught_up.append(due.set)
    # What another process keeps or queues shows as a commit like any other.
    house.wake.watch_others(arrived)
    house.wake.watch_others(due)
    if house.database.sqlite:
        house.loops.append(Loop("checkpoint", lambda: _checkpoint(house.database), CHECKPOINT_S))
    return [
        *house.loops,
        Loop("understand", house.understanding.next_set, 1.0, arrived),
        Loop("deliver", deliverer.next_set, 1.0, due),
        Loop("index", indexer.next_set, 5.0, house.wake.subscribe(), at_most_every_s=INDEX_EVERY_S),
        Loop("rules", RuleCounter(house.database).next_set, 5.0, house.wake.subscribe(telling(names_a_rule)),
             at_most_every_s=COUNT_EVERY_S),
        Loop("route", _router(house).next_set, ROUTE_S, house.wake.subscribe(telling(lambda one: one.type in TELLS)),
             at_most_every_s=ROUTE_EVERY_S),
        Loop("automation", automaton.next_set, 5.0, house.wake.subscribe(telling(automaton.cares)),
             at_most_every_s=AUTOMATE_EVERY_S),
        Loop("push", _pusher(house).next_set, PUSH_EVERY_S, at_most_every_s=PUSH_EVERY_S),
        Loop("promises", promises.next_set, KEEP_S, house.wake.subscribe(telling(promises.cares)),
             at_most_every_s=KEEP_EVERY_S),
        Loop("wake", lambda: _wake(house), 2.0),
        Loop("sweep", lambda: _sweep(house), SWEEP_S),
        *Mailroom(house.settings, house.database, house.clock).loops(),
        *_of_the_carrier(house),
    ]


def _of_the_carrier(house: House) -> list[Loop]:
    """Files of texts are fetched once the text is kept; the carrier is asked for texts that we missed."""
    if house.carrier is None:
        return []
    carrier = house.carrier
    source = Source(lambda url, limit: carrier.fetch(url, limit=limit), house.settings.sms.media_bytes)
    files = RemoteFiles(house.database, house.blobs, {"sms": source}, house.clock)
    cares = telling(lambda one: one.type == "message.received" and one.data.get("channel") == "sms")
    numbers = [one.number for one in house.settings.carrier.numbers if one.texts]
    missed = CatchUp(desk=house.desk, carrier=carrier, numbers=numbers, clock=house.clock)
    return [
        Loop("remote files", files.next_set, REMOTE_S, house.wake.subscribe(cares)),
        Loop("missed texts", missed.look, CATCH_UP_S),
    ]


def _router(house: House) -> Router:
    seats = house.settings.seats
    return Router(
        house.database, house.clock, capacity=Capacity.of(seats),
        wrap_up=timedelta(seconds=seats.wrap_up_s), return_after=timedelta(hours=seats.return_after_h),
    )


def _automaton(house: House) -> Automaton:
    mail = house.settings.mail
    return Automaton(
        house.database, house.clock, house.front_desk.calendars, library=house.settings.library.name,
        most_a_day=mail.acknowledgements_a_day, ours=house.is_ours, turn=house.understanding.caught_up,
    )


async def _sum_a_month(house: House) -> int:
    zone = ZoneInfo(house.settings.library.timezone)
    async with house.database.read() as session:
        await remembered(house.database).sum_a_month(
            session, today=house.clock().astimezone(zone).date(), zone=zone,
            target_s=house.settings.promises.answer_within_s,
        )
    return 0


def _pusher(house: House) -> Pusher:
    pusher = Pusher(house.database, house.clock, capacity=Capacity.of(house.settings.seats))
    house.database.committed.append(pusher.heard)
    return pusher


async def _wake(house: House) -> int:
    async with house.database.near() as session:
        if not await anything_snoozed_until(session, now=house.clock()):
            return 0
    async with house.database.transaction() as session:
        return await wake_due(session, now=house.clock())


async def _sweep(house: House) -> int:
    async with house.database.transaction() as session:
        gone = await house.blobs.sweep(session, now=house.clock())
        await forget_old(session, blobs=house.blobs, keep=timedelta(days=house.settings.phone.keep_recordings_days),
                         now=house.clock())
        await sweep_accounts(session, now=house.clock())
        await sweep_api(session, blobs=house.blobs, now=house.clock())
    house.blobs.unlink(gone, now=house.clock())
    return 0


async def _checkpoint(database: Database) -> int:
    await database.checkpoint()
    return 0


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


def serve_forever(settings: Settings, *, demo: bool, busy: float | None = None) -> int:
    """Serve until told to stop; `busy`: so many inquiries an hour come to the demo, as in a training.

    Returns the exit code; what goes wrong at the start is one line.
    """
    configure_logs(settings.log_level)
    return uvloop.run(_serve(settings, demo=demo, busy=busy))


async def _serve(settings: Settings, *, demo: bool, busy: float | None) -> int:
    console = Console(stderr=True, highlight=False)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        async with AsyncExitStack() as stack:
            stage = Demo(load=None if busy is None else training.busy(busy)) if demo else None
            if stage is not None:
                settings = await stack.enter_async_context(stage.neighbours(settings))
            console.print(f"contactcenter {contactcenter.__version__}: opening the database")
            app, house = await stack.enter_async_context(build(settings))
            if stage is not None:
                await stack.enter_async_context(stage.play(app, house))
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, settings.http.host, settings.http.port, reuse_address=True).start()
            console.print(f"Serving on http://{settings.http.host}:{settings.http.port} — Ctrl-C stops it")
            # What lives as long as the process: looking it over again and again would stop everyone for 90 ms.
            gc.collect()
            gc.freeze()
            await stop.wait()
            console.print("Stopping")
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print(f"contactcenter: {_port_in_use(settings, error)}", file=sys.stderr)  # noqa: T201
        return EX_UNAVAILABLE
    return 0


def _port_in_use(settings: Settings, error: OSError) -> str:
    mail = settings.mail.listen.rpartition(":")[2]
    if mail and mail in str(error):
        return f"port {mail} is in use. Stop what uses it, or set CONTACTCENTER_MAIL__LISTEN to another."
    return f"port {settings.http.port} is in use. Stop what uses it, or set CONTACTCENTER_HTTP__PORT to another."
