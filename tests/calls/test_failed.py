"""What a carrier told and could not be taken in: kept, shown, replayed, dismissed (law 1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls import failed
from contactcenter.calls.hear import hear
from contactcenter.calls.row import InHand
from contactcenter.calls.tables import SignalRow
from contactcenter.commands.failure import Failure
from contactcenter.commands.quarantined import dismiss, replay, show
from contactcenter.envelope import Raw, Signal
from contactcenter.events.record import SYSTEM
from contactcenter.intake import switchboard
from contactcenter.intake.quarantine import count, page
from contactcenter.settings import Database, Settings
from tests.calls.telephone import AMINAS_NUMBER, OURS, Telephone, wires
from tests.conformance.house import House


@pytest.fixture
def telephone(house: House) -> Telephone:
    return wires(house)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, database=Database(url=database_url))


@contextmanager
def poisoned(monkeypatch: pytest.MonkeyPatch, kind: str) -> Iterator[None]:
    """Signals of that kind cannot be taken in."""
    async def breaks(session: AsyncSession, *, call_id: int, signal: Signal, now: datetime) -> InHand | None:
        if signal.kind == kind:
            raise LookupError("no such bookcase")
        return await hear(session, call_id=call_id, signal=signal, now=now)

    with monkeypatch.context() as patch:
        patch.setattr(switchboard, "hear", breaks)
        yield


async def shown(house: House, limit: int = 50) -> list[tuple[str, int, str, str, int]]:
    """All of the list, page by page."""
    found: list[tuple[str, int, str, str, int]] = []
    cursor: str | None = None
    async with house.database.read() as session:
        while True:
            items, cursor = await page(session, cursor=cursor, limit=limit)
            found += [(item.kind, item.id, item.signal or item.channel, item.carrier, item.attempts) for item in items]
            if cursor is None:
                return found


async def put_back(house: House, ids: list[int] | None = None) -> list[int]:
    async with house.database.transaction() as session:
        return await failed.put_back(session, signal_ids=ids, actor=SYSTEM, now=house.clock())


async def signals(house: House) -> list[tuple[str, str, bool]]:
    async with house.database.read() as session:
        rows = (await session.execute(select(SignalRow).order_by(SignalRow.id))).scalars()
        return [(row.kind, row.state, row.told is not None) for row in rows]


@pytest.mark.parametrize("kind", ["answered", "over", "recorded"])
async def test_taken_in_later_it_is_as_if_nothing_had_happened(
    telephone: Telephone, house: House, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    rings = await telephone.rings()
    with poisoned(monkeypatch, kind):
        await telephone.hears("answered", "CA-caller", key="pressed")
        await telephone.board.leave_message(rings.call_id)
        await telephone.hears("recorded", "CA-caller", key="RE1", recording="https://api.example/RE1", recording_id="RE1",
                              seconds=12)
        telephone.gone.add("CA-caller")
        for _ in range(2):
            await telephone.hears("over", "CA-caller", key="over", number=AMINAS_NUMBER, ours=OURS, code="completed")
        assert [one[2:] for one in await shown(house)] == [(kind, "twilio", 1)]
        # The cause stands: it fails once more, and comes back.
        (signal_id,) = await put_back(house)
        assert await shown(house) == []
        assert await telephone.board.next_set() == 1
        assert await shown(house) == [("signal", signal_id, kind, "twilio", 2)]
    assert await put_back(house, [signal_id]) == [signal_id]
    assert await put_back(house, [signal_id]) == []
    assert await telephone.board.next_set() == 1
    assert await telephone.board.next_set() == 0
    await telephone.works()
    assert await shown(house) == []
    assert await signals(house) == [(one, "done", False) for one in ("answered", "recorded", "over")]
    (call,) = await telephone.calls()
    assert (call.state, call.how) == ("ended", "voicemail")
    assert [one.file_count for one in await house.messages(call.ticket_id)][-1] == 1
    types = [event.type for event in await house.log() if event.stream == "quarantine"]
    assert types == ["signal.quarantined", "signal.replayed", "signal.quarantined", "signal.replayed"]


async def test_one_list_newest_first_whatever_the_page(
    telephone: Telephone, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with poisoned(monkeypatch, "over"):
        for number in range(6):
            house.pass_by(timedelta(minutes=1))
            if number in (0, 3, 4):
                await house.desk.accept([Raw("walk_in", b"not json")])
                await house.understanding.next_set()
            else:
                await telephone.hears("over", f"CA-{number}", number="", ours=OURS, code="completed")
    whole = await shown(house)
    assert [kind for kind, *_ in whole] == ["signal", "arrival", "arrival", "signal", "signal", "arrival"]
    for limit in (1, 2, 3, 5, 6):
        assert await shown(house, limit) == whole
    async with house.database.read() as session:
        assert await count(session) == 6
        assert await page(session, cursor="no cursor") == ([], None)


async def test_it_is_dismissed_and_at_the_command_line(
    telephone: Telephone, house: House, settings: Settings, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with poisoned(monkeypatch, "over"):
        for number in range(3):
            await telephone.hears("over", f"CA-{number}", number="", ours=OURS, code="completed")
        first, second, _ = sorted(one for _, one, *_ in await shown(house))
        assert await replay(settings, ids=[f"s{second}"]) == 1
    assert await dismiss(settings, ids=[f"s{first}"]) == 0
    assert await dismiss(settings, ids=[f"s{first}"]) == 1
    for wrong in (dismiss(settings, ids=["12"]), replay(settings, ids=["s12", "all"])):
        with pytest.raises(Failure):
            await wrong
    await show(settings)
    said = capsys.readouterr().out
    assert f"s{second}" in said
    assert "LookupError" in said
    assert await replay(settings, ids=None) == 0
    assert [state for _, state, _ in await signals(house)] == ["unknown", "done", "done"]
    assert len(await telephone.calls()) == 2
    await show(settings)
    assert "Nothing is in quarantine." in capsys.readouterr().out
