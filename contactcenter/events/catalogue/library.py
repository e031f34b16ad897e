"""What the library arranges for itself: its people, queues, words and lists."""

from __future__ import annotations

from typing import ClassVar

from contactcenter.events.catalogue.event import Code, Event


class StaffChanged(Event):
    """An account, its role or its memberships changed; screens load their scope anew."""

    type: ClassVar[str] = "staff.changed"
    staff_id: int


class SkillsChanged(Event):
    """What somebody can do changed; screens load it anew."""

    type: ClassVar[str] = "skills.changed"
    staff_id: int


class QueueChanged(Event):
    """Something of a queue changed; screens load it anew.

    `hours`, `exceptions`, `after_hours`, `push`, `routing`, `own`: it is its department's own queue now; `added`, or
    `named`: it or its department has another name.
    """

    type: ClassVar[str] = "queue.changed"
    queue_id: int
    what: Code


class SnippetsChanged(Event):
    """The snippets of a department changed."""

    type: ClassVar[str] = "snippets.changed"
    snippet_id: int


class TagsChanged(Event):
    """A tag of the library was made, called otherwise or removed; screens load them anew."""

    type: ClassVar[str] = "tags.changed"
    tag_id: int


class ViewsChanged(Event):
    """A saved view was made, changed or removed; those who have it load them anew."""

    type: ClassVar[str] = "views.changed"
    view_id: int


class MachineStarted(Event):
    """The machine was started since we last wrote (SQLite): what it had not on its disk is gone.

    `boot`: the system's word for this start of the machine.
    """

    type: ClassVar[str] = "machine.started"
    boot: Code
