"""A command that cannot do what it was asked."""

from __future__ import annotations

EX_USAGE = 2
"""It was asked for what there is not, or what cannot be."""


class Failure(Exception):
    """One line that says what to do, and the exit code."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.code = code
