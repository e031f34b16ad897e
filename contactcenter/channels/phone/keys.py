"""What a caller's keys mean: each one thing in the whole call (docs/decisions/0026).

Whoever presses one late, when the next thing is being said already, gets what they meant or hears that again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from contactcenter.carriers.instructions import Voice

CALLBACK: Final = "1"
MESSAGE: Final = "2"
DEPARTMENTS: Final = "34567"
"""Those that a menu offers, in their order: nobody listens to more than five."""
DESK: Final = "0"
"""The general desk, also for whoever presses nothing."""
LANGUAGES: Final[dict[str, Voice]] = {"8": "zh-Hans", "9": "en"}
AGREE: Final = "*"
"""Yes, record this. `#` says no sooner than silence does."""
T = TypeVar("T")


def chosen(digits: str, departments: Sequence[T]) -> T | None:
    """The department that a key chose; the first is the general desk. None: the key means none of them."""
    place = (DESK + DEPARTMENTS).find(digits) if len(digits) == 1 else -1
    return departments[place] if 0 <= place < len(departments) else None
