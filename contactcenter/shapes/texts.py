"""What a text message can carry."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from contactcenter.shapes.base import Ask, Shape


class TextAsk(Ask):
    """The files of an answer as it is being written."""

    attachments: Annotated[list[str], Field(max_length=50)] = []


class TextFile(Shape):
    """An upload of a kind that no text message carries."""

    id: str
    name: str


class TextCheck(Shape):
    """Whether files go with a text message to them at all, how many, and how many bytes together.

    `files`: those that do not go. `error`: what is wrong with all of them together. `leaves_at`: when it would leave,
    where it waits for the morning (sms.quiet_from).
    """

    carries: bool
    most: int
    most_bytes: int
    files: list[TextFile]
    error: Literal["too_many", "too_big"] | None = None
    leaves_at: datetime | None = None
