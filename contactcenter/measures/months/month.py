"""A month, counted through: small enough to be kept in memory, exact, and summed by any filter.

It is kept by queue, channel, language and librarian: the sums of each such cell, and a byte or two of each inquiry,
wait, conversation, transaction and promise in it, which is its bucket in a histogram, or its hour of the month.
Counting bytes takes nanoseconds, and what is a byte of its own can be counted together with any others.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from contactcenter.measures.answering import Cell
from contactcenter.measures.figures.made import HISTOGRAMS, Figures
from contactcenter.measures.figures.times import COUNTED
from contactcenter.measures.figures.which import Which
from contactcenter.measures.span import Days
from contactcenter.measures.sums import Sums

NEEDS = "needs"
"""Reference transactions, each by its place in `Marks.kinds`."""
A_DAY = 24
NO_SUMS = Sums()
WIDTH = len(NO_SUMS.values)
Kind = tuple[int | None, int | None, bool]


@dataclass(slots=True)
class Marks:
    """What is being gathered: for each kind of mark those of each cell."""

    buckets: dict[str, dict[Cell, bytearray]] = field(default_factory=lambda: {name: {} for name in HISTOGRAMS})
    places: dict[str, dict[Cell, array[int]]] = field(
        default_factory=lambda: {name: {} for name in (*COUNTED, NEEDS)}
    )
    kinds: dict[Kind, int] = field(default_factory=dict)

    def bucket(self, name: str, cell: Cell, place: int | None) -> None:
        self.buckets[name].setdefault(cell, bytearray()).append(place or 0)

    def place(self, name: str, cell: Cell, place: int) -> None:
        found = self.places[name].get(cell)
        if found is None:
            found = self.places[name][cell] = array("H")
        found.append(place)

    @property
    def written(self) -> dict[str, dict[Cell, bytes]]:
        """All of them as bytes."""
        return {
            **{name: {cell: bytes(one) for cell, one in of.items()} for name, of in self.buckets.items()},
            **{name: {cell: one.tobytes() for cell, one in of.items()} for name, of in self.places.items()},
        }

    @property
    def cells(self) -> set[Cell]:
        """Those that have any."""
        return {cell for of in self.written.values() for cell in of}

    def kind(self, cell: Cell, kind: Kind) -> None:
        self.place(NEEDS, cell, self.kinds.setdefault(kind, len(self.kinds)))


class Row:
    """Marks of all cells, one after the other, and where those of each begin: a cell of its own would be an object."""

    __slots__ = ("_begins", "_marks")

    def __init__(self, cells: Sequence[Cell], of: Mapping[Cell, bytes]) -> None:
        parts = [of.get(cell, b"") for cell in cells]
        self._begins = array("L", [0])
        for part in parts:
            self._begins.append(self._begins[-1] + len(part))
        self._marks = b"".join(parts)

    def of(self, chosen: Sequence[int]) -> bytes:
        """The marks of these cells, given by their places."""
        begins, marks = self._begins, self._marks
        return b"".join([marks[begins[one]:begins[one + 1]] for one in chosen])


class Month:
    """The figures of a whole calendar month, of all or of whatever is asked for."""

    def __init__(self, days: Days, sums: Mapping[Cell, Sums], marks: Marks) -> None:
        self._days = days
        self._kinds = list(marks.kinds)
        self._cells = sorted({*sums, *marks.cells}, key=lambda cell: (cell[:3], cell.staff_id or 0))
        self._sums = array("q", [value for cell in self._cells for value in sums.get(cell, NO_SUMS).values])
        self._rows = {name: Row(self._cells, of) for name, of in marks.written.items()}
        self._whole = self._summed(Which(), brief=False)

    def figures(self, which: Which, *, brief: bool = False) -> Figures:
        """As `figures.sum_up.figures` of its days."""
        return self._whole if which == Which() else self._summed(which, brief=brief)

    def _summed(self, which: Which, *, brief: bool) -> Figures:
        made = Figures()
        chosen = [place for place, cell in enumerate(self._cells) if which.holds(cell)]
        made.take([(self._cells[one], self._sums[one * WIDTH:(one + 1) * WIDTH]) for one in chosen], brief=brief)
        for name in HISTOGRAMS:
            getattr(made, name).update(Counter(self._rows[name].of(chosen)))
        if brief:
            return made
        kinds = Counter(array("H", self._rows[NEEDS].of(chosen)))
        made.count_needs({self._kinds[place]: many for place, many in kinds.items()})
        hours: dict[int, list[int]] = {}
        for place, name in enumerate(COUNTED):
            for hour, many in Counter(array("H", self._rows[name].of(chosen))).items():
                hours.setdefault(hour, [0] * len(COUNTED))[place] = many
        first = self._days.first
        made.hours.update(
            ((first + timedelta(days=hour // A_DAY), hour % A_DAY), counts) for hour, counts in hours.items()
        )
        return made
