"""Accounts by command: made, listed, disabled."""

from __future__ import annotations

from pathlib import Path

import pytest

from contactcenter.commands import agents
from contactcenter.commands.database import migrate_now
from contactcenter.commands.failure import Failure
from contactcenter.settings import Department, Settings

LAW = Department(slug="law", name="Law library", name_zh="法律图书馆")


async def test_who_works_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(data_dir=tmp_path, departments=[LAW])
    await migrate_now(settings)
    with pytest.raises(Failure, match="There is no department maps"):
        await agents.add(settings, login="rosa", name="Rosa Marín", role="librarian", departments=["maps"], password="a long password")
    for login, name, departments in (("rosa", "Rosa Marín", ["law"]), ("ines", "Ines", [])):
        await agents.add(settings, login=login, name=name, role="librarian", departments=departments, password="a long password")
    await agents.change_email(settings, login="ROSA", email="rosa@library.example")
    await agents.disable(settings, login="ines")
    with pytest.raises(Failure, match=r"There is no account tomas.*agent list") as unknown:
        await agents.disable(settings, login="tomas")
    assert unknown.value.code == 2
    capsys.readouterr()
    await agents.show(settings)
    ines, rosa = (line for line in capsys.readouterr().out.splitlines() if "librarian" in line)
    assert all(word in rosa for word in ("Rosa Marín", "rosa@library.example", "law", "active"))
    assert "disabled" in ines
    assert "law" not in ines
