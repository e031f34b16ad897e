"""What every shape is made of."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Role = Literal["librarian", "supervisor", "admin"]
Locale = Literal["en", "zh-Hans"]
Theme = Literal["system", "light", "dark"]
Lane = Literal[
    "waiting", "open", "waiting_patron", "waiting_third", "snoozed", "closed", "junk", "merged"
]
"""The state, with `open` told apart: `waiting` has no owner yet, `open` has one. A ticket merged
into another is in no list."""
Channel = Literal["email", "web_chat", "web_form", "walk_in", "sms", "phone", "fax", "api"]
View = Literal["mine", "waiting", "all", "set_aside", "asked"]
Sort = Literal["updated", "created", "waiting"]
DeliveryState = Literal[
    "queued", "sending", "sent", "delayed", "delivered", "failed", "bounced"
]
PromiseKind = Literal["first_answer", "next_answer", "resolution"]
CallKind = Literal["out", "back", "voicemail", "missed", "early"]
"""What a row tells of a ticket's calls: we call its patron now; they asked to be called back, and nobody has talked
with them since; they left a voice message, likewise; they hung up before anybody was there, likewise."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Body = Annotated[str, StringConstraints(max_length=200_000)]
ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_\-]{8,64}$")]
BigId = Annotated[int, Field(ge=1, le=9_007_199_254_740_991)]


class Shape(BaseModel):
    """A shape we send."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    @classmethod
    def model_construct(  # type: ignore[override]  # mypy's plugin gives each shape the arguments of its own
        cls, _fields_set: set[str] | None = None, **values: object
    ) -> Self:
        """One of values that are right already, as our own tables' are: pydantic's way takes five times as long.

        No field of ours has an alias, a factory or a private part; `tests/shapes/test_construct.py` sees to that.
        """
        made, said = cls.__new__(cls), set(values)
        plain, empty = _defaults(cls)
        for name, kind in empty:
            if name not in values:
                values[name] = kind()
        object.__setattr__(made, "__dict__", {**plain, **values})
        object.__setattr__(made, "__pydantic_fields_set__", said if _fields_set is None else _fields_set)
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        return made


@cache
def _defaults(of: type[Shape]) -> tuple[dict[str, object], list[tuple[str, type]]]:
    """What its fields are where nothing is said; and those that are an empty list or dict, each time another."""
    fields = {name: field.default for name, field in of.model_fields.items() if not field.is_required()}
    empty = [(name, type(default)) for name, default in fields.items() if isinstance(default, list | dict)]
    return {name: default for name, default in fields.items() if (name, type(default)) not in empty}, empty


class Ask(BaseModel):
    """A shape we are sent: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")
