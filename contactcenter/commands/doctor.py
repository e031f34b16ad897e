"""Looking the house over: each check is a line, and a line that fails says what to mend."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiosmtplib
from rich.console import Console
from sqlalchemy import func, select, text

import contactcenter
from contactcenter.accounts.tables import StaffRow
from contactcenter.channels.email.mailbox.held import signed_in
from contactcenter.channels.email.mailbox.trouble import MailboxError
from contactcenter.clock import now
from contactcenter.commands.ailments import Ailing, Noteworthy
from contactcenter.commands.carrier import carrier
from contactcenter.commands.fax import fax
from contactcenter.db.engine import Database
from contactcenter.intake.mailboxes.status import every
from contactcenter.intake.quarantine import counts
from contactcenter.mailroom import folders_of, said
from contactcenter.migrate import head, pending
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.queue.calendars import Calendars
from contactcenter.queue.hours import unknown_years
from contactcenter.queue.tables import QueueRow
from contactcenter.secret import signing_key
from contactcenter.settings import Mailbox, Settings

LEAST_FREE_BYTES = 1_000_000_000
Check = Callable[[Settings, Database], Awaitable[str]]


async def examine(settings: Settings) -> int:
    """Run every check; those that need the tables only where the tables are. Returns 0 when all is well, else 1."""
    # Not wrapped: what is to be copied stays whole.
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"contactcenter {contactcenter.__version__}, data in {settings.data_dir.resolve()}")
    database = Database(settings.database, settings.data_dir)
    ill: set[str] = set()
    try:
        for name, check in CHECKS.items():
            if name in NEEDS_TABLES and ill & {"database", "migrations"}:
                continue
            try:
                console.print(f"[green]ok  [/] {name}: {await check(settings, database)}")
            except Noteworthy as error:
                console.print(f"[yellow]note[/] {name}: {error}")
            except Ailing as error:
                ill.add(name)
                console.print(f"[red]ill [/] {name}: {error}")
            except Exception as error:  # noqa: BLE001  # the doctor goes on to the next organ
                ill.add(name)
                said = (str(error).splitlines() or [""])[0][:300]
                console.print(f"[red]ill [/] {name}: {type(error).__name__}: {said}")
    finally:
        await database.close()
    return 1 if ill else 0


async def _database(_settings: Settings, database: Database) -> str:
    async with database.read() as session:
        version = await session.execute(
            text("SELECT sqlite_version()" if database.sqlite else "SHOW server_version")
        )
        return f"{'SQLite' if database.sqlite else 'PostgreSQL'} {version.scalar_one()} answers"


async def _migrations(_settings: Settings, database: Database) -> str:
    if await pending(database):
        raise Ailing("the database is older than this program. Run: contactcenter migrate")
    return f"at revision {head()}"


async def _files(settings: Settings, _database: Database) -> str:
    if not os.access(settings.data_dir, os.W_OK):
        raise Ailing(f"cannot write to {settings.data_dir}. Give the service write access (data_dir).")
    free = shutil.disk_usage(settings.data_dir).free
    if free < LEAST_FREE_BYTES:
        raise Ailing(f"only {free // 1_000_000} MB free. Make room, or mail will be refused.")
    return f"{free // 1_000_000_000} GB free"


async def _key(settings: Settings, _database: Database) -> str:
    signing_key(settings)
    file = Path(settings.secret_file) if settings.secret_file else settings.data_dir / "secret.key"
    if file.stat().st_mode & 0o077:
        raise Ailing(f"others may read {file}. Run: chmod 600 {file}")
    return "present, readable by the service alone"


async def _staff(_settings: Settings, database: Database) -> str:
    async with database.read() as session:
        count = (await session.execute(
            select(func.count()).select_from(StaffRow).where(StaffRow.disabled_at.is_(None))
        )).scalar_one()
    if not count:
        raise Ailing("nobody can sign in. Run: contactcenter agent add LOGIN --name NAME --role admin")
    return f"{count} accounts"


async def _quarantine(_settings: Settings, database: Database) -> str:
    async with database.read() as session:
        found = await counts(session)
    if any(found.values()):
        raise Ailing(f"{found['arrival']} arrivals and {found['signal']} signals of calls wait in quarantine. "
                     "See: contactcenter quarantine list")
    return "empty"


async def _outbox(_settings: Settings, database: Database) -> str:
    async with database.read() as session:
        count = (await session.execute(
            select(func.count()).select_from(DeliveryRow).where(DeliveryRow.state.in_(("failed", "bounced")))
        )).scalar_one()
    return f"{count} failed deliveries in all" if count else "no failed delivery"


async def _relay(settings: Settings, _database: Database) -> str:
    smtp = settings.mail.smtp
    client = aiosmtplib.SMTP(
        hostname=smtp.host, port=smtp.port, timeout=min(smtp.timeout_s, 10), use_tls=smtp.security == "tls",
        start_tls=smtp.security == "starttls", tls_context=None, cert_bundle=smtp.ca_file or None,
    )
    try:
        await client.connect()
        await client.quit()
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Ailing(
            f"{smtp.host}:{smtp.port} ({smtp.security}): {error}. Answers wait in the outbox until mail.smtp is right."
        ) from error
    return f"{smtp.host}:{smtp.port} answers ({smtp.security})"


async def _mailboxes(settings: Settings, database: Database) -> str:
    if not settings.mail.mailboxes:
        return "none is fetched (mail.mailboxes is empty)"
    async with database.read() as session:
        rows = {(row.account, row.folder): row for row in await every(session, folders=folders_of(settings))}
    ill = []
    for mailbox in settings.mail.mailboxes:
        for folder, error in (await troubles(mailbox, settings)).items():
            row = rows.get((mailbox.name, folder))
            since = f" (since {row.since:%Y-%m-%d %H:%M} UTC)" if row is not None and row.code else ""
            ill.append(f"{mailbox.name}/{folder}: {said(error.code, error.words)}{since}")
    ill += [
        f"{row.account}/{row.folder}: {said(row.code, row.words)} (since {row.since:%Y-%m-%d %H:%M} UTC)"
        for row in rows.values() if row.code in {"after", "mails"}
    ]
    if ill:
        raise Ailing("; ".join(ill))
    quiet = [f"{account}/{folder}" for account, folder in folders_of(settings) if (account, folder) not in rows]
    return f"{len(settings.mail.mailboxes)} can be opened" + (
        f"; never fetched yet: {', '.join(quiet)}. Is the service running?" if quiet else ""
    )


async def troubles(mailbox: Mailbox, settings: Settings) -> dict[str, MailboxError]:
    """Which folders cannot be opened just now, and why; found out by signing in."""
    try:
        async with signed_in(mailbox, settings.data_dir) as session:
            found = {}
            for folder in mailbox.folders:
                try:
                    await session.select(folder, read_only=True)
                except MailboxError as error:
                    if error.code != "folder":
                        raise
                    found[folder] = error
            return found
    except MailboxError as error:
        return dict.fromkeys(mailbox.folders, error)


async def _lmtp(settings: Settings, _database: Database) -> str:
    listen = settings.mail.lmtp.listen
    if not listen:
        return "closed (mail.lmtp.listen is empty)"
    try:
        greeting = await asyncio.to_thread(_greeting, listen)
    except OSError as error:
        raise Ailing(f"{listen}: {error}. Is the service running?") from error
    return f"{listen} says {greeting}"


def _greeting(listen: str) -> str:
    if listen.startswith("unix:"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(3)
            connection.connect(listen.removeprefix("unix:"))
            return connection.recv(200).decode(errors="replace").strip()[:80]
    host, _, port = listen.rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), timeout=3) as connection:
        return connection.recv(200).decode(errors="replace").strip()[:80]


async def _door(settings: Settings, _database: Database) -> str:
    if not settings.mail.listen:
        return "closed (mail.listen is empty; mail comes by `contactcenter deliver`)"
    try:
        return f"{settings.mail.listen} says {await asyncio.to_thread(_greeting, settings.mail.listen)}"
    except OSError as error:
        raise Ailing(f"{settings.mail.listen}: {error}. Is the service running?") from error


async def _hours(settings: Settings, database: Database) -> str:
    calendars, at = Calendars(settings), now()
    async with database.read() as session:
        queues = (await session.execute(select(QueueRow.id, QueueRow.slug).order_by(QueueRow.id))).all()
        kept = {slug: await calendars.of(session, queue_id) for queue_id, slug in queues}
    missing = [
        f"{slug}: the {one.region} holidays of {year}" for slug, one in kept.items()
        for year in unknown_years(one.calendar, at)
    ]
    if missing:
        raise Noteworthy(
            f"not known yet are {'; '.join(missing)}. Until then the week alone counts: update the program when they "
            "are announced, or enter them as exceptions (console, Settings, Hours)."
        )
    return f"{len(kept)} queues" + "".join(
        f", {region} holidays known" for region in sorted({one.region for one in kept.values() if one.region})
    )


CHECKS: dict[str, Check] = {
    "database": _database, "migrations": _migrations, "files": _files, "signing key": _key, "accounts": _staff,
    "quarantine": _quarantine, "outbox": _outbox, "mail relay": _relay, "mail door": _door,
    "LMTP door": _lmtp, "mailboxes": _mailboxes, "carrier": carrier, "opening hours": _hours, "fax": fax,
}
NEEDS_TABLES = frozenset({"accounts", "quarantine", "outbox", "mailboxes", "opening hours", "fax"})
