"""What every part of the settings has."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

PREFIX = "CONTACTCENTER_"
Port = Annotated[int, Field(ge=0, le=65535)]
# How some settings are written; `wrong.py` has the words for who wrote otherwise.
NUMBER = r"^\+[1-9]\d{4,14}$"
NUMBER_OR_NONE = r"^(\+[1-9]\d{4,14})?$"
SLUG = r"^[a-z][a-z0-9-]{0,30}$"
COUNTRY = r"^[A-Z]{2}$"
TIME = r"^([01]\d|2[0-3]):[0-5]\d$"
TIME_OR_NONE = r"^(([01]\d|2[0-3]):[0-5]\d)?$"
HOST_PORT = r"(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}"


class SettingsError(Exception):
    """A setting is wrong; the text names it and says what to do."""


class Part(BaseModel):
    """A table of the settings: an unknown name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
