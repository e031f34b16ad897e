"""What every part of the settings has."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

PREFIX = "CONTACTCENTER_"
Port = Annotated[int, Field(ge=0, le=65535)]
HOST_PORT = r"(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}"


class SettingsError(Exception):
    """A setting is wrong; the text names it and says what to do."""


class Part(BaseModel):
    """A table of the settings: an unknown name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
