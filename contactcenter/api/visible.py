"""What several routes ask of a viewer."""

from __future__ import annotations

from contactcenter.accounts.scope import Scope
from contactcenter.tickets.errors import Forbidden, NotFound


def belongs(scope: Scope) -> bool:
    """Whether the viewer belongs to a department, or sees all. Who does not sees no patron."""
    return scope.sees_all or bool(scope.queue_ids)


def require_belonging(scope: Scope) -> None:
    """Raises `NotFound` for a viewer who belongs nowhere."""
    if not belongs(scope):
        raise NotFound


def require_supervisor(scope: Scope) -> None:
    """Raises `Forbidden` for anyone but supervisors and admins."""
    if not scope.sees_all:
        raise Forbidden("Only supervisors and admins see this.")
