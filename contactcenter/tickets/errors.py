"""What a verb refuses with. Each text says what to do."""

from __future__ import annotations


class NotFound(Exception):
    """There is no such thing, or it is not this viewer's to see: the two look alike on purpose."""


class Forbidden(Exception):
    """The viewer sees it but may not do this. `code` says why, where a screen has words of its own for it."""

    def __init__(self, detail: str = "", *, code: str = "forbidden") -> None:
        super().__init__(detail)
        self.code = code


class Conflict(Exception):
    """Somebody was first, or the step is not legal from here. `current_version` is the ticket's now."""

    def __init__(self, code: str, detail: str, current_version: int | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.current_version = current_version


class Invalid(Exception):
    """A value is not usable. `field` names it, `code` why: a stable word, by which a screen says it in its language."""

    def __init__(self, field: str, detail: str, *, code: str) -> None:
        super().__init__(detail)
        self.field = field
        self.detail = detail
        self.code = code
