"""Carrying a command out: what goes wrong is one line that says what to do. Imports stand inside, to start fast."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine
from typing import TYPE_CHECKING, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from contactcenter.settings import Settings

T = TypeVar("T")
EX_CONFIG = 78
"""sysexits(3): something in the configuration is wrong."""


def loaded_settings() -> Settings:
    """The settings, or the end of the command where something is wrong with them."""
    from contactcenter.settings import SettingsError, load

    try:
        return load()
    except SettingsError as error:
        fail(str(error), EX_CONFIG)


def carry_out(work: Coroutine[object, object, T]) -> T:
    """Run a command's work to its end, and return what it returns."""
    from contactcenter.commands.failure import Failure

    imported()
    try:
        return asyncio.run(work)
    except Failure as error:
        fail(str(error), error.code)


def imported() -> None:
    """From here on garbage is looked for, and not among what was imported."""
    gc.freeze()
    gc.enable()


def fail(text: str, code: int = 1) -> NoReturn:
    """One line on standard error, and the exit code."""
    typer.echo(f"contactcenter: {text}", err=True)
    raise typer.Exit(code)
