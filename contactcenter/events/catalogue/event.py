"""What every event is made of."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.\-]{0,63}$")]
"""A word of ours out of a fixed set; never free text."""


class Event(BaseModel):
    """What every event has: its name, and whether the ticket's patron may hear of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    type: ClassVar[str]
    patron_sees: ClassVar[bool] = False
