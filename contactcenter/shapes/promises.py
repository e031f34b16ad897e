"""What patrons are promised."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from contactcenter.shapes.base import Ask, BigId, Channel, PromiseKind, Shape

LONGEST_S = 400 * 24 * 3600


class Target(Ask):
    """By when, in open seconds: `within_s` from the beginning, with a warning `near_s` before.

    None for queue, channel or priority: any. `priority` applies to tickets of at least that.
    """

    kind: PromiseKind
    queue_id: BigId | None = None
    channel: Channel | None = None
    priority: Annotated[int, Field(ge=-3, le=3)] | None = None
    within_s: Annotated[int, Field(ge=10, le=LONGEST_S)]
    near_s: Annotated[int, Field(ge=0, le=LONGEST_S)]

    @model_validator(mode="after")
    def _warned_before(self) -> Target:
        if self.near_s >= self.within_s:
            raise ValueError("The warning must come after the beginning: near_s below within_s.")
        return self


class Targets(Shape):
    """All of them. `version` goes back with a change."""

    version: int
    items: list[Target]


class TargetsAsk(Ask):
    """What is promised from now on, whole: what is left out is promised no longer."""

    version: Annotated[int, Field(ge=0, le=2_147_483_647)]
    items: Annotated[list[Target], Field(max_length=200)]
