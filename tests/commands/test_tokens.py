"""Tokens by command: made, listed, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from contactcenter.accounts.find_token import find_token
from contactcenter.commands import tokens
from contactcenter.commands.database import migrate_now, opened
from contactcenter.commands.failure import Failure
from contactcenter.settings import Department, Settings

LAW = Department(slug="law", name="Law library", name_zh="法律图书馆")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, departments=[LAW])


async def valid(settings: Settings, token: str) -> bool:
    async with opened(settings) as database, database.read() as session:
        return await find_token(session, token=token) is not None


async def test_who_runs_the_house_takes_a_token_back(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    await migrate_now(settings)
    made = []
    for name, departments in (("kiosk", ["law"]), ("1", []), ("[bold]shelf[/bold]", [])):
        capsys.readouterr()
        await tokens.make(settings, name=name, role="librarian", departments=departments)
        said = capsys.readouterr()
        assert ("sees no tickets" in said.err) == (not departments)
        made.append(said.out.strip())
    # A name comes before a number: "1" is the second, and the first is called by its name.
    await tokens.revoke(settings, token="1")
    assert "The token 1 (2) is revoked" in capsys.readouterr().err
    assert [await valid(settings, one) for one in made] == [True, False, True]
    await tokens.revoke(settings, token="3")
    await tokens.revoke(settings, token=" kiosk ")
    assert "kiosk (1) is revoked" in capsys.readouterr().err
    assert not any([await valid(settings, one) for one in made])
    await tokens.revoke(settings, token="kiosk")
    assert "kiosk (1) was revoked already." in capsys.readouterr().err
    await tokens.show(settings)
    shown = capsys.readouterr().out
    assert shown.count("revoked") == 3
    assert "[bold]" in shown
    assert "law" in shown
    assert all(one not in shown for one in made)


@pytest.mark.parametrize("token", ["shelf", "9", "9" * 40, "²", ""])
async def test_what_is_no_token_is_said_in_one_line(settings: Settings, token: str) -> None:
    await migrate_now(settings)
    with pytest.raises(Failure, match=r"There is no token .*token list") as failure:
        await tokens.revoke(settings, token=token)
    assert failure.value.code == 2
