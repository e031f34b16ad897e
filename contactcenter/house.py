"""The house: everything that `app.py` built, for those who are mounted onto it. See docs/app.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import socketio

from contactcenter.carriers.contract import Carrier
from contactcenter.channels.email.sign import Signer
from contactcenter.channels.fax.press import Press
from contactcenter.clock import Clock
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database
from contactcenter.db.wake import Wake
from contactcenter.envelope import Desk
from contactcenter.intake.desk import FrontDesk
from contactcenter.intake.understand import Understanding
from contactcenter.realtime.fanout import Fanout
from contactcenter.settings import Settings
from contactcenter.workers import Loop


@dataclass(slots=True)
class House:
    """The parts, each built once."""

    settings: Settings
    clock: Clock
    key: bytes
    database: Database
    blobs: Blobs
    understanding: Understanding
    front_desk: FrontDesk
    signer: Signer
    fanout: Fanout
    wake: Wake
    sio: socketio.AsyncServer
    page: Callable[[int], str]
    """A ticket's address on the web for its patron, for mails; empty where the site's address is not known."""
    is_ours: Callable[[str], bool]
    """Whether mail to an address comes to us, by whichever way: nothing of ours is sent there."""
    press: Press
    """Turns files into pictures of their pages, and answers into faxes."""
    carrier: Carrier | None = None
    """Who carries calls and text messages; None: nobody."""
    loops: list[Loop] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        return self.front_desk
