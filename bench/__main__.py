"""`make bench`: every number of the project. `python -m bench NAME…` measures only those named."""

from __future__ import annotations

import sys
from collections.abc import Callable

from rich.console import Console

from bench import attachment, board, calls_waiting, chat_latency, console_start, intake, memory, pages, routing, webhook
from bench.report import Number, show

RUNS = 5
MEASURES: dict[str, Callable[[int], list[Number]]] = {
    "chat": chat_latency.run, "pages": pages.run, "memory": memory.run, "console": console_start.run,
    "intake": intake.run, "attachment": attachment.run, "routing": routing.run, "board": board.run,
    "webhook": webhook.run, "calls": calls_waiting.run,
}


def main() -> int:
    """Measure, show, keep; 1 when a number missed its limit."""
    wanted = sys.argv[1:] or list(MEASURES)
    unknown = [name for name in wanted if name not in MEASURES]
    if unknown:
        print(f"bench: no measure {unknown[0]}. Known: {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    console = Console(stderr=True)
    held = True
    for name in wanted:
        with console.status(f"Measuring {name}"):
            numbers = MEASURES[name](RUNS)
        # One after the other: what a later one breaks off is not lost with it.
        held &= show(numbers)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
