"""What a measurement says, and how it is shown and kept."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

LATEST = Path(__file__).parent / "latest.json"


@dataclass(frozen=True, slots=True)
class Number:
    """A value beside its floor. `limit` is the most the ratio may be, or with `least` the least."""

    name: str
    value: float
    unit: str
    floor: float
    limit: float
    least: bool = False

    @property
    def held(self) -> bool:
        return self.ratio >= self.limit if self.least else self.ratio <= self.limit

    @property
    def ratio(self) -> float:
        return self.value / self.floor


def of_runs(name: str, values: list[float], floors: list[float], *, unit: str, limit: float,
            least: bool = False) -> Number:
    """Medians of interleaved runs."""
    return Number(name, statistics.median(values), unit, statistics.median(floors), limit, least)


def percentile(values: list[float], share: float) -> float:
    """The value below which this share lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(numbers: list[Number]) -> bool:
    """Print the table and write `bench/latest.json`. Returns whether every ratio is within its limit."""
    table = Table("measure", "value", "unit", "floor", "ratio", "limit", "")
    for one in numbers:
        table.add_row(one.name, f"{one.value:.3f}", one.unit, f"{one.floor:.3f}", f"{one.ratio:.2f}",
                      f"{'at least' if one.least else 'at most'} {one.limit:g}",
                      "[green]held[/]" if one.held else "[red]missed[/]")
    Console().print(table)
    kept = {one["name"]: one for one in json.loads(LATEST.read_text())} if LATEST.exists() else {}
    for one in numbers:
        row = asdict(one)
        del row["limit"], row["least"]
        kept[one.name] = {**{key: round(value, 4) if isinstance(value, float) else value for key, value in row.items()},
                          "ratio": round(one.ratio, 3)}
    LATEST.write_text(json.dumps(list(kept.values()), indent=1) + "\n")
    return all(one.held for one in numbers)
