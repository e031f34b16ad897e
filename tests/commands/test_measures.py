"""`contactcenter measures`: counting anew beside a house that is open, and the yearly return as a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from contactcenter.commands.failure import Failure
from contactcenter.commands.measures import rebuild, write_return
from contactcenter.settings import Database, Settings
from tests.conformance.house import House
from tests.measures.counted import counted
from tests.measures.history import History, facts


async def test_counting_anew_and_the_return(
    house: House, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data_dir=tmp_path, database=Database(url=database_url))
    await History(house, seed=6).goes_on(40)
    await counted(house)
    before = await facts(house)
    assert await rebuild(settings) == 0
    assert "Counted up to event" in capsys.readouterr().err
    assert await facts(house) == before
    for name in ("return.csv", "return.xlsx"):
        assert await write_return(settings, year=2026, to=tmp_path / name, locale="zh-Hans") == 0
        assert (tmp_path / name).stat().st_size > 500
    assert "指引性咨询" in (tmp_path / "return.csv").read_text(encoding="utf-8-sig")
    assert "2026: " in capsys.readouterr().err
    with pytest.raises(Failure, match="write it as"):
        await write_return(settings, year=2026, to=tmp_path / "return.txt", locale="en")
