"""What this process has just committed: whoever follows the log need not read that again.

SQLite has one writer and gives positions without a gap, so a transaction knows what the log holds after it.
On PostgreSQL nobody knows what others commit beside it: there is no news, and the log is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contactcenter.events.tail import BATCH, Logged


@dataclass(frozen=True, slots=True)
class News:
    """What one transaction recorded. `left`: what it left of the rows behind it (`tickets/left.py`), if it did."""

    events: Sequence[Logged]
    left: object


def telling(cares: Callable[[Logged], bool]) -> Callable[[object], bool]:
    """For `Wake.subscribe`: whether what was committed holds an event that somebody cares for, or might."""

    def asks(news: object) -> bool:
        return not isinstance(news, News) or any(cares(event) for event in news.events)

    return asks


class Following:
    """The news that somebody who follows the log has not come to yet."""

    def __init__(self) -> None:
        self._news: list[News] = []
        self._more = False
        """The log holds more than the news say."""

    def take(self, news: object) -> None:
        """For `Database.committed`."""
        if isinstance(news, News) and len(self._news) < BATCH:
            self._news.append(news)
        else:
            self._more = True

    def after(self, position: int) -> News | None:
        """The news that follows right upon this position; None where the log must be read to know what does."""
        while self._news:
            news = self._news.pop(0)
            if news.events[0].position == position + 1:
                return news
            if news.events[-1].position > position:
                # Another process has written between, or our own commits have rung in another order.
                self._news.clear()
        self._more = False
        return None

    def __bool__(self) -> bool:
        """Whether there is something to tell, by the news or by the log."""
        return bool(self._news) or self._more
