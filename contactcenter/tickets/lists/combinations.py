"""Which filters of a list go together: those that one index answers from its first row on, and no others.

A combination that would have to read on past what it does not show costs as much as the table is long. So it is
refused, with the reason. What one person has open is little, and takes any filter.
"""

from __future__ import annotations

from typing import Protocol

from contactcenter.tickets.errors import Invalid

OWNED = ("open", "waiting_patron", "waiting_third", "snoozed")
"""Where a colleague's open work stands."""


class Wanted(Protocol):
    """What a list asks for (`shapes.ListFilter`)."""

    @property
    def view(self) -> str: ...

    @property
    def channel(self) -> str | None: ...

    @property
    def lane(self) -> str | None: ...

    @property
    def owner(self) -> int | None: ...

    @property
    def tag(self) -> int | None: ...

    @property
    def rule(self) -> str | None: ...

    @property
    def sort(self) -> str: ...

    @property
    def q(self) -> str: ...


def require_served(wanted: Wanted) -> None:
    """Raises `Invalid` for filters that no index serves together."""
    if wanted.q:
        _require_searchable(wanted)
    if wanted.rule is not None and wanted.view != "set_aside":
        raise Invalid("rule", "Rules set aside: choose the list of what is set aside.", code="list_rule")
    if wanted.owner is not None and wanted.view != "all":
        raise Invalid("owner", "A colleague's work is looked up among all tickets: choose that list.",
                      code="list_owner")
    if wanted.owner is not None and wanted.lane is not None and wanted.lane not in OWNED:
        raise Invalid("owner", "Only what a colleague has open is listed by owner; look for the rest by words.",
                      code="list_owner")
    if wanted.tag is None or wanted.owner is not None or wanted.view in ("mine", "asked"):
        return
    if wanted.view == "set_aside":
        raise Invalid("tag", "What is set aside is listed by its rule, not by tags.", code="list_rule")
    if wanted.channel is not None:
        raise Invalid("channel", "A list by tag is not told apart by channel as well: take one of the two away.",
                      code="list_tag")


def _require_searchable(wanted: Wanted) -> None:
    """Words are looked for in an index of their own, which knows queues and tags, and goes from the newest down."""
    for field in ("channel", "lane", "owner", "rule"):
        if getattr(wanted, field) is not None:
            raise Invalid(field, "Words are looked for by queue and tag alone: take this away, or the words.",
                          code="list_words")
    if wanted.view not in ("all", "set_aside") or wanted.sort != "updated":
        raise Invalid("q", "Words are looked for among all tickets, or what is set aside, the newest first.",
                      code="list_words")
