"""A day at the desk, played by the router's own decision beside what Erlang's formulas say of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.table import Table

from contactcenter.commands.failure import Failure
from contactcenter.commands.staffing import EX_WRONG_USE, duration, number, number_of_seats, target_of
from contactcenter.simulation.day import Desk, figures, play
from contactcenter.simulation.plot import plot
from contactcenter.staffing.seats import performance
from contactcenter.staffing.traffic import Traffic

MOST = 2_000_000
"""Inquiries: some minutes of a processor."""
ROWS = (
    ("p_wait", "share that waits", 100.0, " %"), ("service_level", "answered in time", 100.0, " %"),
    ("asa_s", "average speed of answer", 1.0, " s"), ("occupancy", "occupancy", 100.0, " %"),
    ("abandoned", "gave up", 100.0, " %"),
)


def simulate(
    *, calls: str, interval: str, aht: str, target: str, patience: str | None, seats: str, hours: int, seed: int,
    as_json: bool, picture: Path | None, out: TextIO,
) -> None:
    """Play so many hours of the same load, and write what came of it. Failure says what to do about bad input."""
    within = target_of(target)
    patience_s = None if patience is None else duration("--patience", patience)
    try:
        traffic = Traffic(calls=number("--calls", calls), interval_s=duration("--interval", interval),
                          aht_s=duration("--aht", aht))
        told = performance(traffic, seats=number_of_seats(seats), within_s=within.within_s, patience_s=patience_s)
    except ValueError as error:
        raise Failure(str(error), EX_WRONG_USE) from error
    an_hour = traffic.per_second * 3600
    if an_hour * hours > MOST:
        raise Failure(f"{an_hour * hours:,.0f} inquiries would be played for minutes: give --hours less", EX_WRONG_USE)
    desk = Desk(seats=told.seats, calls_an_hour=[an_hour] * hours, service_s=traffic.aht_s, patience_s=patience_s,
                target_s=within.within_s)
    day = play(desk, seed=seed)
    played = figures(desk, day)
    if picture is not None:
        try:
            picture.write_text(plot(desk, day), encoding="utf-8")
        except OSError as error:
            raise Failure(f"{picture} cannot be written ({error.strerror}): name another file", EX_WRONG_USE) from error
    foretold = {name: getattr(told, name) for name, *_ in ROWS}
    if as_json:
        out.write(f"{json.dumps({'played': played, 'erlang': foretold if told.stable else None})}\n")
        return
    table = Table("", "played", "Erlang A" if patience_s else "Erlang C", title=(
        f"{told.seats} seats, {an_hour:g} inquiries an hour for {hours} h: {played['arrived']:,.0f} came"
    ))
    for name, words, times, unit in ROWS:
        formula = f"{foretold[name] * times:.1f}{unit}" if told.stable else "–"
        table.add_row(words, f"{played[name] * times:.1f}{unit}", formula)
    if played["estimates"]:
        table.add_section()
        off = f"{played['estimate_error'] * 100:.1f} %"
        table.add_row(f"error of {played['estimates']:,.0f} foretold waits", off, "")
        table.add_row("of them within the range that was told", f"{played['within_range'] * 100:.1f} %", "")
    Console(file=out).print(table)
