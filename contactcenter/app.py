"""The one composition root: what is built from what, and who may ask whom. See docs/app.md."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import web

from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.api.health import mount_health
from contactcenter.carriers.open import open_carrier
from contactcenter.channels import web_chat
from contactcenter.channels.email.addresses import OurAddresses
from contactcenter.channels.email.lmtp import start as open_lmtp_door
from contactcenter.channels.email.mailbox.watch import start as watch_mailboxes
from contactcenter.channels.email.receive import start as open_mail_door
from contactcenter.channels.email.sign import Signer
from contactcenter.channels.fax.press import Press
from contactcenter.channels.registry import receivers
from contactcenter.clock import Clock, now
from contactcenter.db.alone import Alone
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database, check_sqlite_version
from contactcenter.db.wake import Wake
from contactcenter.events.restarted import note_start, this_start
from contactcenter.house import House
from contactcenter.intake.desk import FrontDesk
from contactcenter.intake.mailboxes.ledger import Ledger
from contactcenter.intake.understand import Understanding
from contactcenter.loops import loops
from contactcenter.migrate import migrate, pending
from contactcenter.mount import mount
from contactcenter.needs.ensure import ensure_needs
from contactcenter.outbox.deliver import Deliverer
from contactcenter.queue.ensure import ensure_queues
from contactcenter.realtime.fanout import Fanout
from contactcenter.realtime.sockets import SocketJson, Sockets
from contactcenter.seats.skills import ensure_skills
from contactcenter.secret import signing_key
from contactcenter.senders import outgoing, pages, senders
from contactcenter.settings import Settings
from contactcenter.tickets.delivery import note_deliveries


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
        await _begin(database, settings, clock)
        blobs = Blobs(settings.data_dir)
        understanding = Understanding(database, blobs, receivers(settings, key), clock,
                                      acknowledgements_a_day=settings.mail.acknowledgements_a_day)
        desk = FrontDesk(
            database=database, blobs=blobs, understanding=understanding, settings=settings, clock=clock,
            is_ours=lambda address: address in ours,
        )
        wake = Wake(database)
        fanout = Fanout(database, wake)
        sio = Sockets(
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
        mount(app, house)
        ways = senders(house)
        for sender in ways.values():
            stack.push_async_callback(sender.close)
        deliverer = Deliverer(
            database=house.database, senders=ways, build=outgoing(house), tell=note_deliveries, clock=house.clock,
            held=lambda: not house.understanding.caught_up.is_set()
        )
        stack.push_async_callback(deliverer.close)
        house.loops = loops(house, deliverer)
        mount_health(app, database, {
            "migrations": lambda: _migrated(database), "workers": lambda: _working(house),
            "disk": lambda: _kept(database),
        })
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


async def _begin(database: Database, settings: Settings, clock: Clock) -> None:
    """What a house begins with, and where its log goes on."""
    async with database.transaction() as session:
        if database.sqlite:
            await note_start(session, boot=this_start(), now=clock())
        await ensure_departments(session, departments=settings.departments)
        await ensure_queues(session, departments=settings.departments, desk_address=settings.mail.address)
        await ensure_needs(session)
        await ensure_skills(session)


async def _migrated(database: Database) -> str | None:
    return "run: contactcenter migrate" if await pending(database) else None


async def _kept(database: Database) -> str | None:
    refused = database.refused
    return f"the disk refused ({refused}): mend it, then start the house again" if refused else None


async def _working(house: House) -> str | None:
    ill = [loop.name for loop in house.loops if not loop.healthy]
    return f"failing: {', '.join(ill)}" if ill else None
