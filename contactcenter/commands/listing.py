"""Lists that a command prints: nothing in them is cut off, in a terminal or a pipe."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

IN_A_PIPE = 10_000
"""Columns: a row is a line there, however long."""


def listing(*columns: str) -> Table:
    """An empty table. In a narrow terminal long words go on in the next line."""
    table = Table()
    for one in columns:
        table.add_column(one, overflow="fold")
    return table


def print_listing(table: Table, *, empty: str) -> None:
    """Print it, or these words where it has no row."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=IN_A_PIPE)
    console.print(table if table.row_count else empty)
