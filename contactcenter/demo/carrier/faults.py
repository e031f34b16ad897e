"""What can go wrong between a carrier and us, on demand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

Wrong = Literal["lost", "late", "doubled", "held"]
"""Of a webhook: it never comes; comes after `seconds`; comes twice; comes after the next one of its kind."""
Refused = Literal["500", "429", "timeout", "answer_lost"]
"""Of a request of ours: an error; no answer, and nothing done; no answer although it was done."""

K = TypeVar("K", bound=str)


@dataclass(slots=True)
class _Rule(Generic[K]):
    kind: K
    match: str
    times: int
    seconds: float = 0.0


@dataclass(slots=True)
class Faults:
    """Rules, each for so many times; `match` is a part of the address."""

    _webhooks: list[_Rule[Wrong]] = field(default_factory=list)
    _requests: list[_Rule[Refused]] = field(default_factory=list)

    def webhooks(self, kind: Wrong, *, match: str = "", times: int = 1, seconds: float = 30.0) -> None:
        self._webhooks.append(_Rule(kind, match, times, seconds))

    def requests(self, kind: Refused, *, match: str = "", times: int = 1) -> None:
        self._requests.append(_Rule(kind, match, times))

    def clear(self) -> None:
        """Everything is well again."""
        self._webhooks.clear()
        self._requests.clear()

    def of_webhook(self, url: str) -> tuple[Wrong, float] | None:
        for rule in self._webhooks:
            if rule.times > 0 and rule.match in url:
                rule.times -= 1
                return rule.kind, rule.seconds
        return None

    def of_request(self, path: str) -> Refused | None:
        for rule in self._requests:
            if rule.times > 0 and rule.match in path:
                rule.times -= 1
                return rule.kind
        return None
