"""What the API needs of the house; `app.py` builds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from contactcenter.carriers.contract import Carrier
from contactcenter.channels.fax.press import Press
from contactcenter.clock import Clock
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database
from contactcenter.envelope import Desk
from contactcenter.settings import Settings


class House(Protocol):
    """The parts that a request may use."""

    @property
    def database(self) -> Database: ...

    @property
    def blobs(self) -> Blobs: ...

    @property
    def desk(self) -> Desk: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def carrier(self) -> Carrier | None: ...

    @property
    def press(self) -> Press: ...

    @property
    def is_ours(self) -> Callable[[str], bool]: ...
