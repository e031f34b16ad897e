"""A saved answer's fields, filled in where no console does it."""

from __future__ import annotations

import re

_FIELD = re.compile(r"\{(patron|librarian|ticket|library)\}")


def filled(text: str, *, patron: str, librarian: str, ticket: str, library: str) -> str:
    """The text with its fields filled; what looks like a field and is none stays."""
    values = {"patron": patron, "librarian": librarian, "ticket": ticket, "library": library}
    return _FIELD.sub(lambda found: values[found[1]], text)
