"""Figures: what the measures of a span are computed from. Those of spans that have no moment in common add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from contactcenter.measures.answering import Cell
from contactcenter.measures.figures.which import shown
from contactcenter.measures.sums import Sums

Hour = tuple[date, int]
"""A day and an hour of it, by the library's clock."""
Key = TypeVar("Key", int, str, int | None)
HISTOGRAMS = ("waited", "handled", "answer", "answer_open")


@dataclass(slots=True)
class Figures:
    """`queues`, `channels`, `languages`, `staff`: the sums by each. `hours`: what is counted by them (`times.COUNTED`).

    Histograms: how many times are in each bucket.
    """

    whole: Sums = field(default_factory=Sums)
    queues: dict[int, Sums] = field(default_factory=dict)
    channels: dict[str, Sums] = field(default_factory=dict)
    languages: dict[str, Sums] = field(default_factory=dict)
    staff: dict[int | None, Sums] = field(default_factory=dict)
    hours: dict[Hour, Sequence[int]] = field(default_factory=dict)
    waited: dict[int, int] = field(default_factory=dict)
    handled: dict[int, int] = field(default_factory=dict)
    answer: dict[int, int] = field(default_factory=dict)
    answer_open: dict[int, int] = field(default_factory=dict)
    needs: dict[int | None, Sums] = field(default_factory=dict)
    efforts: dict[int | None, Sums] = field(default_factory=dict)

    def add(self, other: Figures) -> None:
        """Take in the figures of another span."""
        self.whole.add(other.whole)
        _merge(self.queues, other.queues)
        _merge(self.channels, other.channels)
        _merge(self.languages, other.languages)
        _merge(self.staff, other.staff)
        _merge(self.needs, other.needs)
        _merge(self.efforts, other.efforts)
        # Spans begin and end at midnight: an hour is in one of them alone.
        self.hours.update(other.hours)
        for name in HISTOGRAMS:
            counts: dict[int, int] = getattr(self, name)
            for place, many in getattr(other, name).items():
                counts[place] = counts.get(place, 0) + many

    def take(self, cells: Iterable[tuple[Cell, Sequence[int]]], *, brief: bool) -> None:
        """Sum cells up, whose values are given in the order of `Sums`; `brief`: the whole alone."""
        given = list(cells)
        self.whole.add(Sums.of([values for _, values in given]))
        if brief:
            return
        _gather(self.queues, ((cell.queue_id, values) for cell, values in given))
        _gather(self.channels, ((shown(cell.channel), values) for cell, values in given))
        _gather(self.languages, ((cell.language, values) for cell, values in given))
        _gather(self.staff, ((cell.staff_id, values) for cell, values in given))

    def count_needs(self, many: Mapping[tuple[int | None, int | None, bool], int]) -> None:
        """Reference transactions by need, effort and whether they are estimates."""
        for (need_id, effort, estimated), count in many.items():
            sums = Sums(reference=count, estimated=count if estimated else 0)
            self.needs.setdefault(need_id, Sums()).add(sums)
            self.efforts.setdefault(effort, Sums()).add(sums)


def _gather(mine: dict[Key, Sums], parts: Iterable[tuple[Key, Sequence[int]]]) -> None:
    groups: dict[Key, list[Sequence[int]]] = {}
    for key, values in parts:
        groups.setdefault(key, []).append(values)
    for key, rows in groups.items():
        mine.setdefault(key, Sums()).add(Sums.of(rows))


def _merge(mine: dict[Key, Sums], theirs: Mapping[Key, Sums]) -> None:
    for key, sums in theirs.items():
        mine.setdefault(key, Sums()).add(sums)
