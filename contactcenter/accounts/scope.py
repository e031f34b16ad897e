"""What one viewer may see. Every query of tickets takes a scope; there is no query without one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A viewer: their id (None for a program's token), role and queues.

    A librarian sees the queues of their departments and the tickets they were asked into;
    supervisors and admins see all. `queue_ids` holds every queue for those who see all.
    """

    staff_id: int | None
    name: str
    role: str
    queue_ids: frozenset[int]
    department_ids: frozenset[int] = frozenset()

    @property
    def sees_all(self) -> bool:
        return self.role in ("supervisor", "admin")

    def audience(self) -> frozenset[str]:
        """What this viewer answers to in an event's audience."""
        keys = {"all"} | {f"q:{queue_id}" for queue_id in self.queue_ids}
        if self.staff_id is not None:
            keys.add(f"s:{self.staff_id}")
        if self.sees_all:
            keys |= {"supervisors", "staff"}
        if self.queue_ids:
            keys.add("staff")
        return frozenset(keys)

    def hears(self, audience: frozenset[str]) -> bool:
        """Whether an event for this audience reaches the viewer."""
        if self.sees_all and any(key.startswith("q:") for key in audience):
            return True
        return not self.audience().isdisjoint(audience)
