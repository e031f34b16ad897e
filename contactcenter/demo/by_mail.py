"""Patrons who write mails, and answer what they get, by SMTP to our own door."""

from __future__ import annotations

import asyncio
import random
import re

import aiosmtplib

from contactcenter.demo.doors import address_of
from contactcenter.demo.letters import Mail, answer, letter
from contactcenter.demo.patrons import Patron, find
from contactcenter.demo.post_office import Letter
from contactcenter.demo.scenario import Scenario, book
from contactcenter.house import House
from contactcenter.settings import Settings

MOST_UNREAD = 200
MOST_THREADS = 2_000
_MARK = re.compile(r"\s*\[#\d+\]\s*$|^(?:re:\s*)+", re.IGNORECASE)


class MailPatrons:
    """Everyone who writes mails. `waiting` holds what they got and have not read."""

    def __init__(self, house: House, dice: random.Random) -> None:
        self._house = house
        self._dice = dice
        self._said: dict[tuple[str, str], int] = {}
        self.waiting: asyncio.Queue[Letter] = asyncio.Queue(MOST_UNREAD)

    def got(self, received: Letter) -> None:
        """A letter came. Acknowledgements and copies are put aside, and so is what comes faster than anyone reads."""
        if not received.automatic and not received.copy and find(received.to) is not None and not self.waiting.full():
            self.waiting.put_nowait(received)

    async def write(self, patron: Patron, scenario: Scenario) -> None:
        """A new inquiry."""
        mail = letter(
            patron, to=address_of(scenario, self._house.settings), subject=scenario.subject, text=scenario.text,
            at=self._house.clock(), file=scenario.file, cc=scenario.cc, rich=self._dice.random() < 0.4,  # noqa: PLR2004
        )
        await post(mail, patron.address, self._house.settings)

    async def answer(self, received: Letter) -> None:
        """The next thing this patron has to say about this matter; nothing once they have said thanks."""
        patron = find(received.to)
        if patron is None:
            return
        words = book(patron.locale)
        subject = core(received.subject)
        rest = words.rest(words.about(subject), self._dice)
        # The mail itself tells how often they wrote before, also of times before this process.
        before = len(str(received.message["References"] or "").split()) - 1
        said = max(before, self._said.get((patron.address, subject), 0))
        if said >= len(rest):
            return
        scenario = words.about(subject)
        file = scenario.follow_file if scenario is not None and said == 0 else None
        self._remember((patron.address, subject), said + 1)
        mail = answer(patron, received.message, text=rest[said], at=self._house.clock(), file=file)
        await post(mail, patron.address, self._house.settings)

    def _remember(self, thread: tuple[str, str], said: int) -> None:
        self._said[thread] = said
        if len(self._said) > MOST_THREADS:
            self._said.pop(next(iter(self._said)))


def core(subject: str) -> str:
    """A subject without `Re:` and our number."""
    return " ".join(_MARK.sub("", _MARK.sub("", subject)).split())


async def post(mail: Mail, sender: str, settings: Settings) -> None:
    """Hand a mail to our own door. Raises `aiosmtplib.SMTPException`, `OSError`."""
    host, _, port = settings.mail.listen.rpartition(":")
    await aiosmtplib.send(
        mail, hostname=host.strip("[]"), port=int(port), sender=sender, recipients=[str(mail["To"])],
        start_tls=False, use_tls=False,
    )
