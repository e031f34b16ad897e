"""How a queue's live inquiries are offered, and what librarians can do."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contactcenter.shapes.base import Ask, BigId, Shape
from contactcenter.shapes.hours import Version

Strategy = Literal["longest_idle", "best_skill", "least_loaded"]
SkillKind = Literal["subject", "language", "channel"]
RoutingDoubt = Literal["nobody_has_skill", "nobody_at_level", "nobody_speaks", "overflow_empty", "queue_empty"]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=31)]
Level = Annotated[int, Field(ge=1, le=5)]
Seconds = Annotated[int, Field(ge=1, le=86_400)]


class SkillDemand(Shape):
    """A skill that a queue asks for; after each `relax_after_s` of waiting a level less will do, None: never."""

    skill: Slug
    level: Level
    relax_after_s: Seconds | None = None


class RoutingWarning(Shape):
    """What of the rules nobody can meet as things stand. `skill`: which one, where it is about one."""

    code: RoutingDoubt
    skill: str | None = None


class QueueRouting(Shape):
    """A queue's rules of routing. `version` goes back with every change."""

    queue_id: int
    version: int
    strategy: Strategy
    ring_s: int
    priority: int
    """Steps that its inquiries stand before those of other queues."""
    overflow_queue_id: int | None
    overflow_after_s: int | None
    knows_first: bool
    by_language: bool
    language_relax_s: int | None
    skills: list[SkillDemand]
    warnings: list[RoutingWarning]


class RoutingAsk(Ask):
    """The rules as they shall be. Where there is no queue to overflow into, `overflow_after_s` is not looked at."""

    version: Version
    strategy: Strategy
    ring_s: Annotated[int, Field(ge=5, le=300)]
    priority: Annotated[int, Field(ge=-3, le=3)]
    overflow_queue_id: BigId | None = None
    overflow_after_s: Annotated[int, Field(ge=0, le=86_400)] | None = None
    knows_first: bool
    by_language: bool
    language_relax_s: Seconds | None = None
    skills: list[SkillDemand] = Field(default_factory=list, max_length=20)


class Skill(Shape):
    """Something that a librarian can do. A language's `slug` is its tag: `en`, `zh-Hans`."""

    slug: str
    kind: SkillKind
    name: str
    name_zh: str


class SkillAsk(Ask):
    """A new skill, in the words of one language or both."""

    kind: SkillKind
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    name_zh: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""


class SkillLevel(Shape):
    """How well somebody can do it: 1 (a little) to 5 (an expert)."""

    skill: Slug
    level: Level


class StaffSkills(Shape):
    """What somebody can do. `version` goes back with every change."""

    staff_id: int
    version: int
    skills: list[SkillLevel]


class Skills(Shape):
    """The skills that are known, and who has which."""

    items: list[Skill]
    people: list[StaffSkills]


class StaffSkillsAsk(Ask):
    version: Version
    skills: list[SkillLevel] = Field(default_factory=list, max_length=50)
