"""Pages of files, and what a fax can carry."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from contactcenter.shapes.base import Ask, Body, Shape

Unreadable = Literal["broken", "too_big", "too_slow", "locked"]
FaxNote = Literal["links", "colours"]


class PageSize(Shape):
    """A page as it is drawn, in pixels."""

    width: int
    height: int


class FilePages(Shape):
    """The pages of a PDF or TIFF: how many, and the sizes of those that are shown. `error`: why there are none."""

    count: int
    pages: list[PageSize]
    error: Unreadable | None = None


class FaxAsk(Ask):
    """An answer as it is being written."""

    text: Body = ""
    attachments: Annotated[list[str], Field(max_length=50)] = []


class FaxFile(Shape):
    """An upload that no fax can carry, and why."""

    id: str
    name: str
    code: Literal["not_carried", "broken", "too_big", "locked"]


class FaxCheck(Shape):
    """What would leave by fax.

    `pages`: with the cover sheet; None where it cannot be told. `missing`: letters that no font of ours has; `links`
    become their addresses, `colours` black and white. `error`: no_gateway, no_font, wrong_number, too_slow.
    """

    pages: int | None
    most: int
    missing: str
    notes: list[FaxNote]
    files: list[FaxFile]
    error: str | None = None
