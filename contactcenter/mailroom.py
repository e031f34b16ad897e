"""The mailroom: who looks whether mail comes in, every minute and every night. See docs/app.md.

Composed here, above the channels and the intake, since it asks the servers by the one and the ledger by the other.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiosmtplib
import structlog

from contactcenter.channels.email.mailbox.alarm import REASONS, send_alarm
from contactcenter.channels.email.mailbox.held import held, signed_in
from contactcenter.channels.email.mailbox.trouble import MailboxError
from contactcenter.clock import Clock
from contactcenter.db.engine import Database
from contactcenter.intake.mailboxes import status
from contactcenter.intake.mailboxes.compare import PASSING, Difference, compare
from contactcenter.intake.mailboxes.status import trouble_of
from contactcenter.intake.mailboxes.tables import MailboxStatusRow
from contactcenter.settings import Mailbox, Settings
from contactcenter.uids import Uids
from contactcenter.workers import Loop

log = structlog.get_logger(__name__)
LOOK_EVERY_S = 30.0
ALARM_AGAIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Compared:
    """A folder that was compared; that it could not be asked is a difference, too."""

    account: str
    folder: str
    differences: tuple[Difference, ...] = ()

    def sentences(self) -> list[str]:
        """Each difference as a sentence."""
        return [str(one) for one in self.differences]

    def written(self) -> list[dict[str, str]]:
        """The differences as they are written down."""
        return [one.written() for one in self.differences]

    @property
    def grave(self) -> bool:
        """Whether somebody should hear of it."""
        return any(one.kind not in PASSING for one in self.differences)


async def reconcile(
    settings: Settings, database: Database, *, clock: Clock, accounts: Sequence[str] = ()
) -> AsyncIterator[Compared]:
    """Compare every folder, or those of some accounts, with what was taken; what is found is written down."""
    for mailbox in settings.mail.mailboxes:
        if accounts and mailbox.name not in accounts:
            continue
        for one in await _compared(settings, database, mailbox):
            async with database.transaction() as session:
                await status.compared(
                    session, account=one.account, folder=one.folder, differences=one.written(), now=clock()
                )
            yield one


async def _compared(settings: Settings, database: Database, mailbox: Mailbox) -> list[Compared]:
    found: list[Compared] = []
    try:
        async with signed_in(mailbox, Path(settings.data_dir)) as session:
            for name in mailbox.folders:
                try:
                    folder, present = await held(session, account=mailbox.name, name=name)
                except MailboxError as error:
                    if error.code != "folder":
                        raise
                    found.append(_unasked(mailbox, name, error))
                    continue
                async with database.read() as reading:
                    differences = await compare(
                        reading, folder=folder, present=present,
                        leaves=mailbox.after == "delete" or mailbox.after.startswith("move:"),
                    )
                found.append(Compared(mailbox.name, name, tuple(differences)))
    except MailboxError as error:
        done = {one.folder for one in found}
        found += [_unasked(mailbox, name, error) for name in mailbox.folders if name not in done]
    return found


def _unasked(mailbox: Mailbox, folder: str, error: MailboxError) -> Compared:
    return Compared(mailbox.name, folder, (Difference("unasked", Uids(), said(error.code, error.words)),))


class Mailroom:
    """Tells the administrators when mail does not come in, and compares at night."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(settings.library.timezone)
        self._folders = folders_of(settings)

    def loops(self) -> list[Loop]:
        """What it does again and again; nothing where no mailbox is configured."""
        if not self._folders:
            return []
        loops = [Loop("alarm", self.alarm, LOOK_EVERY_S)]
        if self._settings.mail.reconcile_at:
            loops.append(Loop("reconcile", self.compare_at_night, LOOK_EVERY_S))
        return loops

    async def alarm(self) -> int:
        """Mail the administrators of trouble that lasts, once a day, and of its end."""
        async with self._database.read() as session:
            rows = await status.every(session, folders=self._folders)
        now = self._clock()
        ill = [row for row in rows if self._lasts(row, now)]
        unheard = [
            row for row in ill
            if row.alarmed_at is None or row.alarmed_at < row.since or now - row.alarmed_at >= ALARM_AGAIN
        ]
        well = [row for row in rows if not trouble_of(row, now) and row.alarmed_at is not None]
        if unheard and await self._send(
            f"[contactcenter] Mail does not come in: {_names(ill)} / 无法收取邮件",
            "\n\n".join(self._tells(row, now) for row in ill),
        ):
            await self._mark(unheard, now)
        if well and await self._send(
            f"[contactcenter] Mail comes in again: {_names(well)} / 已恢复收取邮件",
            "\n".join(f"{row.account} / {row.folder}: {self._local(row.since)}" for row in well),
        ):
            await self._mark(well, None)
        return 0

    async def compare_at_night(self) -> int:
        """Compare once after the hour that is set, whatever restarts there were."""
        now = self._clock()
        hour, minute = (int(part) for part in self._settings.mail.reconcile_at.split(":"))
        local = now.astimezone(self._zone)
        due = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if due > local:
            due -= timedelta(days=1)
        async with self._database.read() as session:
            rows = {(row.account, row.folder): row for row in await status.every(session, folders=self._folders)}
        before = {key: row.differences for key, row in rows.items()}
        waits = [
            key for key in self._folders
            if key in rows and (rows[key].compared_at or rows[key].since) < due  # a new one waits for its first night
        ]
        if not waits:
            return 0
        fresh = []
        async for one in reconcile(
            self._settings, self._database, clock=self._clock, accounts=sorted({account for account, _ in waits})
        ):
            log.info("mailbox.compared", account=one.account, kinds=sorted({each.kind for each in one.differences}))
            if one.grave and one.written() != before.get((one.account, one.folder)):
                fresh.append(one)
        if fresh:
            await self._send(
                "[contactcenter] Mailboxes differ from what was taken / 邮箱与已收取的邮件不一致",
                "\n\n".join("\n".join([f"{one.account} / {one.folder}", *one.sentences()]) for one in fresh),
            )
        return 0

    def _lasts(self, row: MailboxStatusRow, now: datetime) -> bool:
        since = row.told_at if trouble_of(row, now) == "silent" else row.since
        return bool(trouble_of(row, now)) and now - since >= timedelta(minutes=self._settings.mail.alarm.after_minutes)

    def _tells(self, row: MailboxStatusRow, now: datetime) -> str:
        code = trouble_of(row, now)
        english, chinese = REASONS.get(code, (code, code))
        since = row.told_at if code == "silent" else row.since
        return (
            f"{row.account} / {row.folder}: {english} / {chinese}\n"
            f"  since / 自 {self._local(since)}\n  {row.words}".rstrip()
        )

    def _local(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M %Z}"

    async def _send(self, subject: str, text: str) -> bool:
        """Whether nobody needs to be told again. A relay that is away is tried again in the next round."""
        if not self._settings.mail.alarm.to:
            log.warning("mailbox.alarm", subject=subject)
            return True
        try:
            await send_alarm(self._settings.mail, subject=subject, text=text)
        except (aiosmtplib.SMTPException, OSError) as error:
            log.warning("mailbox.alarm_unsent", error=type(error).__name__)
            return False
        return True

    async def _mark(self, rows: Sequence[MailboxStatusRow], at: datetime | None) -> None:
        async with self._database.transaction() as session:
            await status.alarmed(session, folders=[(row.account, row.folder) for row in rows], at=at)


def folders_of(settings: Settings) -> list[tuple[str, str]]:
    """Every folder that is configured, with its account."""
    return [(box.name, folder) for box in settings.mail.mailboxes for folder in box.folders]


def said(code: str, words: str) -> str:
    """A code as people read it, with the far side's words."""
    return f"{REASONS[code][0] if code in REASONS else code}: {words}"


def _names(rows: Sequence[MailboxStatusRow]) -> str:
    return ", ".join(dict.fromkeys(row.account for row in rows))
