"""Texts that came while nobody could be reached here: the carrier tells of each once, so it is asked what it has.

What is known already is passed over; the others are kept as if their webhook had come.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog

from contactcenter.carriers.contract import Carrier
from contactcenter.channels.sms.parse import CHANNEL, KIND
from contactcenter.clock import Clock
from contactcenter.envelope import Desk, Raw, SendError

log = structlog.get_logger(__name__)
EVERY_S = 600.0
AT_FIRST, LATER = timedelta(hours=48), timedelta(hours=2)
"""How far back is asked: for a weekend's outage when the house opens, later for what got lost on its way."""
JUST_NOW = timedelta(minutes=1)
"""What is younger may have its webhook on the way."""


class CatchUp:
    """Asks the carrier for texts to our numbers."""

    def __init__(self, *, desk: Desk, carrier: Carrier, numbers: Sequence[str], clock: Clock) -> None:
        self._desk = desk
        self._carrier = carrier
        self._numbers = numbers
        self._clock = clock
        self._span = AT_FIRST

    async def look(self) -> int:
        """Keep what was missed; nothing more is to be done at once. A carrier that is away is asked again later."""
        now = self._clock()
        try:
            for number in self._numbers:
                texts = [
                    one for one in await self._carrier.texts_since(number, since=now - self._span)
                    if one.at <= now - JUST_NOW
                ]
                fresh = await self._desk.unknown([f"{CHANNEL}:{one.id}" for one in texts])
                missed = [one for one in texts if f"{CHANNEL}:{one.id}" in fresh]
                if missed:
                    log.warning("sms.missed", count=len(missed))
                    await self._desk.accept([Raw(CHANNEL, one.body, {KIND: self._carrier.kind}) for one in missed])
        except SendError as error:
            log.info("sms.not_asked", code=error.code)
        else:
            self._span = LATER
        return 0
