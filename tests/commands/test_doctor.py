"""`contactcenter doctor`: every line says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from contactcenter.commands.doctor import examine
from contactcenter.settings import Database, Settings


async def test_before_the_first_migration_it_says_only_what_helps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await examine(Settings(data_dir=tmp_path)) == 1
    said = capsys.readouterr().out
    assert "contactcenter migrate" in said
    assert "SELECT" not in said
    assert "accounts" not in said


async def test_it_finds_nobody_who_could_sign_in(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data_dir=tmp_path, database=Database(url=database_url))
    assert await examine(settings) == 1
    said = capsys.readouterr().out
    assert "nobody can sign in" in said
    assert "quarantine: empty" in said
    assert "at revision" in said


async def test_a_database_that_is_not_there_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(data_dir=tmp_path, database=Database(url="postgresql://nobody@127.0.0.1:1/none"))
    assert await examine(settings) == 1
    said = capsys.readouterr().out
    assert "ill  database" in said
    assert "accounts" not in said
