"""How a command begins."""

from __future__ import annotations

import gc

import pytest

from contactcenter import __main__ as program
from contactcenter.commands.carry_out import carry_out


async def looks_for_garbage() -> bool:
    return gc.isenabled()


def test_garbage_is_looked_for_once_all_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def command() -> None:
        seen.extend((gc.isenabled(), carry_out(looks_for_garbage())))

    monkeypatch.setattr(program, "app", command)
    try:
        program.main()
    finally:
        gc.enable()
    assert seen == [False, True]
