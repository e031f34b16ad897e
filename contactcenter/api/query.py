"""Query strings: every parameter is declared, and an unknown one is refused."""

from __future__ import annotations

import re
from typing import Annotated

from multidict import MultiMapping
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from contactcenter.api.problems import not_found, refused_field, refused_fields

DIGITS = re.compile(r"[0-9]{1,16}")
LARGEST_ID = 9_007_199_254_740_991
"""2^53 - 1: what a browser's number holds exactly; far below an int64."""


def digits(value: object) -> object:
    """A number as a URL carries it: digits alone (pydantic alone would take ` 1_0 ` too)."""
    if isinstance(value, str):
        if not DIGITS.fullmatch(value):
            raise ValueError("must be a whole number")
        return int(value)
    return value


# The bounds stand next to `int`: pydantic leaves them out of the schema when a validator is between.
IdNumber = Annotated[int, Field(ge=1, le=LARGEST_ID), BeforeValidator(digits)]
Limit = Annotated[
    int, Field(ge=1, le=100), BeforeValidator(digits), Field(description="How many items at most.")
]
Cursor = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_\-]{1,200}$"),
    Field(description="`next_cursor` of the page before."),
]
"""Base64 of a key. Any text here, percent-encoded, could outgrow the server's request line."""
Words = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Query(BaseModel):
    """The query string of a route. Without fields of its own it refuses every parameter."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paged(Query):
    """A list read by keyset."""

    limit: Limit = 50
    cursor: Cursor | None = None


def read_query(model: type[Query], given: MultiMapping[str]) -> Query:
    """The parameters of a request. Raises `Refusal` (422)."""
    values: dict[str, str] = {}
    for name, value in given.items():
        if name in values:
            raise refused_field(sendable(name), "repeated", "Give this parameter once.")
        if not is_text(value):
            raise refused_field(sendable(name), "text", "NUL and broken characters are not text.")
        values[name] = value
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise refused_fields(error) from None


def read_id(text: str) -> int:
    """An id out of a path. What cannot be an id of ours is not there: `Refusal` (404)."""
    if not DIGITS.fullmatch(text) or not 1 <= int(text) <= LARGEST_ID:
        raise not_found()
    return int(text)


def is_text(value: str) -> bool:
    """Whether both databases can hold it: no NUL (PostgreSQL) and no lone surrogate (UTF-8)."""
    return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)


def sendable(value: str) -> str:
    """A text that may have broken characters, for an error that names it."""
    return value.encode("utf-8", "replace").decode()
