"""Every event there is, typed, by what it tells of. See docs/events.md.

Past tense, `noun.verb`. An event carries ids, versions, codes and times: never a patron's words,
name, address or file name (law 3; `tests/events/test_catalogue.py` forbids it). Content is loaded
by id when it is shown.
"""

from __future__ import annotations

from contactcenter.events.catalogue import (
    arrivals,
    automation,
    calls,
    colleagues,
    library,
    messages,
    needs,
    offers,
    patrons,
    promises,
    seats,
    threads,
    tickets,
    transactions,
)
from contactcenter.events.catalogue.event import Event

_MODULES = (
    tickets, messages, threads, colleagues, patrons, seats, offers, calls, promises, needs, transactions, arrivals,
    library, automation,
)
CATALOGUE: dict[str, type[Event]] = {
    cls.type: cls
    for module in _MODULES
    for cls in vars(module).values()
    if isinstance(cls, type) and issubclass(cls, Event) and cls is not Event
}


def parse(type_: str, data: dict[str, object]) -> Event:
    """An event as it was recorded. Raises `KeyError` for a type nobody knows."""
    return CATALOGUE[type_].model_validate(data)
