"""`measures`: what is counted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from contactcenter.commands.carry_out import carry_out, loaded_settings

measures = typer.Typer(no_args_is_help=True, help="What is counted: facts and statistics.")


@measures.command("rebuild")
def measures_rebuild() -> None:
    """Count all facts anew from the first event; serving may go on meanwhile."""
    from contactcenter.commands.measures import rebuild

    raise typer.Exit(carry_out(rebuild(loaded_settings())))


@measures.command("return")
def measures_return(
    year: Annotated[int, typer.Argument(min=2000, max=2099, help="A calendar year.")],
    to: Annotated[Path, typer.Option("--to", help="The file to write, .csv or .xlsx.")],
    locale: Annotated[str, typer.Option(help="en or zh-Hans.")] = "en",
) -> None:
    """Write a year's reference and directional transactions (ISO 2789, NISO Z39.7) into a file."""
    from contactcenter.commands.measures import write_return

    language: Literal["en", "zh-Hans"] = "zh-Hans" if locale == "zh-Hans" else "en"
    raise typer.Exit(carry_out(write_return(loaded_settings(), year=year, to=to, locale=language)))
