"""`staffing` and `simulate`: a load of calls, and the seats for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from contactcenter.commands.carry_out import fail

Calls = Annotated[str, typer.Option(metavar="NUMBER", help="Inquiries that come in an interval.")]
Aht = Annotated[str, typer.Option(metavar="TIME", help="Average handle time: 300, 300s or 5m.")]
Interval = Annotated[str, typer.Option(metavar="TIME", help="The interval: 1800, 30m or 1h.")]
Aim = Annotated[str, typer.Option(metavar="PERCENT/TIME", help="80/20: 80 % answered in 20 seconds.")]
Patience = Annotated[str | None, typer.Option(
    metavar="TIME", help="How long patrons wait, on average, before they give up; without it: for ever.")]


def staffing(  # noqa: PLR0917  # each is an option, given by its name
    calls: Calls = "",
    aht: Aht = "",
    interval: Interval = "30m",
    target: Aim = "80/20",
    patience: Patience = None,
    seats: Annotated[str | None, typer.Option(
        metavar="NUMBER", help="Say how so many seats do; without it: find the fewest that meet the target.")] = None,
) -> None:
    """Say in JSON how many seats a load of calls needs, or how well a number of seats does (Erlang C, Erlang A)."""
    from contactcenter.commands.failure import Failure
    from contactcenter.commands.staffing import staff

    try:
        staff(calls=calls, interval=interval, aht=aht, target=target, patience=patience, seats=seats, out=sys.stdout)
    except Failure as error:
        fail(str(error), error.code)


def simulate(  # noqa: PLR0917  # each is an option, given by its name
    calls: Calls = "",
    aht: Aht = "",
    seats: Annotated[str, typer.Option(metavar="NUMBER", help="How many seats there are.")] = "",
    interval: Interval = "30m",
    target: Aim = "80/20",
    patience: Patience = None,
    hours: Annotated[int, typer.Option(min=1, max=10_000, help="How many hours to play.")] = 24,
    seed: Annotated[int, typer.Option(help="The same seed plays the same day.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,  # noqa: FBT002
    picture: Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="Draw the day as an SVG.")] = None,
) -> None:
    """Play a day at the desk by the router's own decision, beside what Erlang's formulas say of it."""
    from contactcenter.commands.failure import Failure
    from contactcenter.commands.simulate import simulate as play

    try:
        play(calls=calls, interval=interval, aht=aht, target=target, patience=patience, seats=seats, hours=hours,
             seed=seed, as_json=as_json, picture=picture, out=sys.stdout)
    except Failure as error:
        fail(str(error), error.code)
