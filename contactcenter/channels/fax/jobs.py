"""What the press is asked to do, and what it says: plain values, as they travel to its process and back."""

from __future__ import annotations

from typing import Literal, TypedDict

Size = Literal["thumb", "page"]
WIDTHS: dict[Size, int] = {"thumb": 180, "page": 1240}
"""Pixels across: A4 at 150 dots an inch is 1240."""
SHOWN = frozenset({"application/pdf", "image/tiff"})
"""Files of pages: a browser shows pictures by itself."""
MOST_PAGES_SHOWN = 200


class File(TypedDict):
    """A file in the press's folder."""

    path: str
    name: str
    media_type: str


class Sheet(TypedDict):
    """What an answer by fax says. Times are written out already."""

    library: str
    library_zh: str
    author: str
    to: str
    to_name: str
    number: str
    """Our own fax number, as people read it; or empty."""
    at: str
    subject: str
    ticket_id: int
    text: str
    locale: str
    paper: Literal["a4", "letter"]
    made_at: float
    """Seconds since 1970: the same at every attempt, so that the bytes are."""


class Job(TypedDict, total=False):
    """`pages`: pictures of a file's pages. `count`: how many there are. `fax`: an answer as PDF."""

    do: Literal["pages", "count", "fax", "check"]
    file: File
    first: int
    """Of `pages`: the first page, from 0."""
    count: int
    size: Size
    sheet: Sheet
    files: list[File]
    font: str
    most_pages: int


class Result(TypedDict, total=False):
    """`error`: a code where it could not be done. `pages`: how many pages there are."""

    error: str
    detail: str
    pages: int
    shown: int
    sizes: list[list[int]]
    pictures: list[str]
    pdf: str
    missing: str
    """Letters that the font lacks."""
