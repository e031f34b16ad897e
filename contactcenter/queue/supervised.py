"""Who may change what the work of a queue goes by."""

from __future__ import annotations

from contactcenter.accounts.scope import Scope
from contactcenter.tickets.errors import Forbidden, NotFound


def require_supervisor(scope: Scope, *, sees: bool, only: str) -> None:
    """Raises `Forbidden` for all but supervisors and admins, who alone `only`; `NotFound` for who does not see it."""
    if scope.sees_all:
        return
    if not sees:
        raise NotFound
    raise Forbidden(f"Only supervisors and admins {only}.")
