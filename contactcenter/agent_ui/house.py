"""What the staff's web door needs of the house; `app.py` builds it."""

from __future__ import annotations

from typing import Protocol

from contactcenter.clock import Clock
from contactcenter.db.engine import Database
from contactcenter.settings import Settings


class House(Protocol):
    """The parts that these pages use."""

    @property
    def database(self) -> Database: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def clock(self) -> Clock: ...
