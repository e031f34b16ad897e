"""How a check of the doctor ends that is not well."""

from __future__ import annotations


class Ailing(Exception):
    """A check that failed, with what to do."""


class Noteworthy(Exception):
    """Nothing is broken, but somebody should do something."""
