"""What every shape is made of."""

from __future__ import annotations

from typing import Annotated, Literal

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
CallKind = Literal["out", "back", "voicemail"]
"""What a row tells of a ticket's calls: we call its patron now; they asked to be called back, and nobody has talked
with them since; they left a voice message, likewise."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Body = Annotated[str, StringConstraints(max_length=200_000)]
ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_\-]{8,64}$")]
BigId = Annotated[int, Field(ge=1, le=9_007_199_254_740_991)]


class Shape(BaseModel):
    """A shape we send."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Ask(BaseModel):
    """A shape we are sent: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")
