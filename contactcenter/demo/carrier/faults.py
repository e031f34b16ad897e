"""What can go wrong between a carrier and us, on demand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

Wrong = Literal["lost", "late", "doubled", "held"]
"""Of a webhook: it never comes; comes after `seconds`; comes twice; comes after the next one of its kind."""
Refused = Literal["500", "429", "timeout", "answer_lost"]
"""Of a request of ours: an error; no answer, and nothing done; no answer although it was done."""

LATE_S = 10.0
"""What is late or out of order by a switch: long enough to be seen, short enough to be waited for."""
ON_WEBHOOKS: tuple[Wrong, ...] = ("lost", "late", "doubled", "held")
ON_REQUESTS: tuple[Refused, ...] = ("500", "timeout")
"""What may be switched on for as long as somebody likes; the first of them that is on applies."""

K = TypeVar("K", bound=str)


@dataclass(slots=True)
class _Rule(Generic[K]):
    kind: K
    match: str
    times: int
    seconds: float = 0.0


@dataclass(slots=True)
class Faults:
    """Rules, each for so many times, and switches; `match` is a part of the address."""

    _webhooks: list[_Rule[Wrong]] = field(default_factory=list)
    _requests: list[_Rule[Refused]] = field(default_factory=list)
    on: set[str] = field(default_factory=set)
    _held: bool = False

    def webhooks(self, kind: Wrong, *, match: str = "", times: int = 1, seconds: float = 30.0) -> None:
        self._webhooks.append(_Rule(kind, match, times, seconds))

    def requests(self, kind: Refused, *, match: str = "", times: int = 1) -> None:
        self._requests.append(_Rule(kind, match, times))

    def switch(self, kind: str, *, on: bool) -> None:
        """From now on this goes wrong, or no more. Raises `KeyError` for what no switch knows."""
        if kind not in (*ON_WEBHOOKS, *ON_REQUESTS):
            raise KeyError(kind)
        (self.on.add if on else self.on.discard)(kind)

    def clear(self) -> None:
        """Everything is well again."""
        self.on.clear()
        self._webhooks.clear()
        self._requests.clear()

    def of_webhook(self, url: str) -> tuple[Wrong, float] | None:
        for rule in self._webhooks:
            if rule.times > 0 and rule.match in url:
                rule.times -= 1
                return rule.kind, rule.seconds
        kind = next((one for one in ON_WEBHOOKS if one in self.on), None)
        if kind == "held":  # every other one: that it comes after the next, that one must pass
            self._held = not self._held
            return ("held", LATE_S) if self._held else None
        return None if kind is None else (kind, LATE_S)

    def of_request(self, path: str) -> Refused | None:
        for rule in self._requests:
            if rule.times > 0 and rule.match in path:
                rule.times -= 1
                return rule.kind
        return next((one for one in ON_REQUESTS if one in self.on), None)
