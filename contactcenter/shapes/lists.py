"""Tags, and lists that are saved."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from contactcenter.events.catalogue.event import Code
from contactcenter.shapes.base import Ask, BigId, Channel, Lane, Shape, Sort, View

TagName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
ViewName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class Tag(Shape):
    id: int
    name: str


class Tags(Shape):
    """The library's tags by name."""

    items: list[Tag]
    position: int


class TagAsk(Ask):
    """A tag by its name; it is made when it is used first."""

    name: TagName


class ListFilter(Shape):
    """Which tickets, in which order. Not every combination can be read from an index: see `combinations`."""

    view: View = "all"
    queue: BigId | None = None
    channel: Channel | None = None
    lane: Lane | None = None
    owner: BigId | None = None
    """A colleague whose open work it is."""
    tag: BigId | None = None
    rule: Code | None = None
    """What set them aside."""
    sort: Sort = "updated"
    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    """Words to look for."""


class SavedView(Shape):
    """A list with a name: one's own, a department's (`department_id`), or everybody's (`shared`)."""

    id: int
    version: int
    name: str
    shared: bool
    department_id: int | None = None
    filter: ListFilter


class SavedViews(Shape):
    items: list[SavedView]
    position: int


class SavedViewAsk(Ask):
    """For oneself, for a department (`department_id`) or for everybody (`shared`).

    `expected_version`: the one that was seen; not looked at when it is made.
    """

    name: ViewName
    shared: bool = False
    department_id: BigId | None = None
    filter: ListFilter
    expected_version: Annotated[int, Field(ge=0, le=2_147_483_647)] = 0
