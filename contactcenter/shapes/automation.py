"""Automation: when, if, then. Plain shapes, nothing of which is ever evaluated as code."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contactcenter.events.catalogue.tickets import State
from contactcenter.shapes.base import Ask, BigId, Body, Channel, Shape
from contactcenter.shapes.hours import Version

RuleName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Piece = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=254)]
Ids = Annotated[list[BigId], Field(min_length=1, max_length=50)]
Pieces = Annotated[list[Piece], Field(min_length=1, max_length=50)]
Step = Annotated[int, Field(ge=-3, le=3)]
Trigger = Literal["opened", "patron_wrote", "state_changed", "promise_near", "promise_broken"]
Where = Literal["subject", "text", "either"]
WouldBe = Literal["done", "already", "refused"]


class When(Shape):
    """What a rule waits for. `to_state`: of a change of state, only this one."""

    trigger: Trigger
    to_state: State | None = None


class ChannelIs(Shape):
    about: Literal["channel"]
    any_of: Annotated[list[Channel], Field(min_length=1, max_length=10)]
    negate: bool = False


class QueueIs(Shape):
    about: Literal["queue"]
    any_of: Ids
    negate: bool = False


class SenderIs(Shape):
    """An address, or a domain with all below it: `uni.example` is `amina@lib.uni.example`'s, too."""

    about: Literal["sender"]
    any_of: Pieces
    negate: bool = False


class WordsIn(Shape):
    """Any of these stands in the subject, the text of the newest message, or either; case and width do not matter."""

    about: Literal["words"]
    where: Where = "either"
    any_of: Pieces
    negate: bool = False


class LanguageIs(Shape):
    """The language of the newest message, else of the ticket: `en`, `zh-Hans`, `de`; `zh` is every Chinese."""

    about: Literal["language"]
    any_of: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$")]],
                      Field(min_length=1, max_length=20)]
    negate: bool = False


class TagIs(Shape):
    about: Literal["tag"]
    any_of: Ids
    negate: bool = False


class PriorityIs(Shape):
    about: Literal["priority"]
    at_least: Step
    negate: bool = False


class HasFile(Shape):
    """The newest message has an attachment."""

    about: Literal["file"]
    negate: bool = False


class IsOpen(Shape):
    """The ticket's queue is open just then; `negate`: it is closed."""

    about: Literal["hours"]
    negate: bool = False


Condition = ChannelIs | QueueIs | SenderIs | WordsIn | LanguageIs | TagIs | PriorityIs | HasFile | IsOpen


class PutTag(Shape):
    do: Literal["tag"]
    tag_id: BigId


class TakeTag(Shape):
    do: Literal["untag"]
    tag_id: BigId


class MoveTo(Shape):
    do: Literal["move"]
    queue_id: BigId


class AssignTo(Shape):
    do: Literal["assign"]
    staff_id: BigId


class SetPriority(Shape):
    do: Literal["priority"]
    priority: Step


class ReplyWith(Shape):
    """A snippet, in the patron's language where there is one of the same shortcut."""

    do: Literal["reply"]
    snippet_id: BigId
    then: Literal["keep", "close", "waiting_patron"] = "keep"


class WriteNote(Shape):
    do: Literal["note"]
    text: Annotated[Body, StringConstraints(min_length=1, max_length=5000)]


class CloseIt(Shape):
    do: Literal["close"]


Action = PutTag | TakeTag | MoveTo | AssignTo | SetPriority | ReplyWith | WriteNote | CloseIt
Conditions = Annotated[list[Condition], Field(max_length=20)]
Actions = Annotated[list[Action], Field(min_length=1, max_length=10)]


class RuleFailure(Shape):
    """A time that a rule could not do what it says; `code` is why."""

    ticket_id: int
    at: datetime
    code: str


class AutomationRule(Shape):
    """A rule. All of its conditions must hold; its actions follow one another in their order."""

    id: int
    version: int
    name: str
    on: bool
    when: list[When]
    conditions: list[Condition]
    actions: list[Action]
    failures: list[RuleFailure] = []
    """The last ones, the newest first."""
    runs: int = 0
    """How often it did something in the last 30 days; stops at 1000."""


class AutomationRules(Shape):
    """The rules in the order in which they are asked."""

    items: list[AutomationRule]
    position: int


class RuleAsk(Ask):
    """A rule as it shall be. `expected_version` is not looked at when it is made."""

    name: RuleName
    on: bool = False
    when: Annotated[list[When], Field(min_length=1, max_length=5)]
    conditions: Conditions = []
    actions: Actions
    expected_version: Version = 0


class RulePlaceAsk(Ask):
    """Where in the order it shall stand, from 0."""

    place: Annotated[int, Field(ge=0, le=1000)]


class RuleSwitchAsk(Ask):
    on: bool


class NamedRule(Shape):
    id: int
    name: str


class RuleNames(Shape):
    """What rules are called, those that were removed, too: their names stand in old threads."""

    items: list[NamedRule]


class Planned(Shape):
    """What would become of an action: `done`, or it is so `already`, or `refused` (`code`: why)."""

    do: str
    effect: WouldBe
    code: str | None = None


class DryRunAsk(Ask):
    """Try a rule against the newest tickets. Nothing is done."""

    rule: RuleAsk
    last: Annotated[int, Field(ge=1, le=500)] = 200


class DryRunMatch(Shape):
    """A moment at which the rule would have done something."""

    ticket_id: int
    subject: str
    channel: str
    patron_name: str
    trigger: Trigger
    at: datetime
    actions: list[Planned]


class DryRun(Shape):
    """`tickets` were looked at, with `moments` that the rule waits for; `matches` are the newest 50 of `matched`."""

    tickets: int
    moments: int
    matched: int
    matches: list[DryRunMatch]


class Macro(Shape):
    """The same actions, for a librarian to apply."""

    id: int
    version: int
    name: str
    actions: list[Action]


class Macros(Shape):
    items: list[Macro]
    position: int


class MacroAsk(Ask):
    name: RuleName
    actions: Actions
    expected_version: Version = 0


class MacroApplyAsk(Ask):
    """`client_id`: the same again is done once."""

    ticket_ids: Annotated[list[BigId], Field(min_length=1, max_length=100)]
    client_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_\-]{8,48}$")]


class MacroOutcome(Shape):
    """What became of one ticket: `code` is None where all was done (or was so already)."""

    ticket_id: int
    code: str | None = None


class MacroOutcomes(Shape):
    items: list[MacroOutcome]
