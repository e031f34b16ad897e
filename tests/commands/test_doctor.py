"""`contactcenter doctor`: every line says what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.commands import doctor
from contactcenter.commands.doctor import examine
from contactcenter.db.engine import Database as DatabaseOfTheHouse
from contactcenter.queue.ensure import ensure_queues
from contactcenter.settings import Database, Hours, Settings


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


async def test_holidays_that_nobody_knows_yet_are_a_note(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "now", lambda: datetime(2188, 11, 25, tzinfo=UTC))
    settings = Settings(data_dir=tmp_path, database=Database(url=database_url), hours=Hours(holidays="CN"))
    house = DatabaseOfTheHouse(settings.database, settings.data_dir)
    try:
        async with house.transaction() as session:
            await ensure_departments(session, departments=settings.departments)
            await ensure_queues(session, departments=settings.departments, desk_address="help@library.example")
    finally:
        await house.close()
    await examine(settings)
    said = capsys.readouterr().out
    assert "note opening hours: not known yet are general: the CN holidays of 2188; general: the CN holidays of 2189." in said
    assert "enter them as exceptions" in said
