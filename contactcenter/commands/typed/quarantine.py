"""`quarantine`: what could not be understood."""

from __future__ import annotations

from typing import Annotated

import typer

from contactcenter.commands.carry_out import carry_out, loaded_settings

quarantine = typer.Typer(no_args_is_help=True, help="What arrived and could not be understood.")


@quarantine.command("list")
def quarantine_list() -> None:
    """What is set aside, with step and reason."""
    from contactcenter.commands.quarantined import show

    carry_out(show(loaded_settings()))


@quarantine.command("replay")
def quarantine_replay(
    ids: Annotated[list[str] | None, typer.Argument(help="Numbers from `list`; none: all.")] = None,
) -> None:
    """Try again to understand what is set aside."""
    from contactcenter.commands.quarantined import replay

    raise typer.Exit(carry_out(replay(loaded_settings(), ids=ids)))


@quarantine.command("dismiss")
def quarantine_dismiss(
    ids: Annotated[list[str], typer.Argument(help="Numbers of signals of calls from `list`, such as s12.")],
) -> None:
    """Take what a carrier told of a call, and nobody needs, out of quarantine."""
    from contactcenter.commands.quarantined import dismiss

    raise typer.Exit(carry_out(dismiss(loaded_settings(), ids=ids)))
