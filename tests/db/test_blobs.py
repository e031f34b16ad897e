"""Bytes by their hash, with counted references, safe before the row that names them."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from contactcenter.db.blobs import INLINE_BYTES, SWEEP_AFTER, TooLarge
from contactcenter.db.tables import BlobRow
from contactcenter.envelope import BlobRef, NoRoom
from contactcenter.intake.unavailable import unavailable
from tests.conformance.house import House

LARGE = b"x" * (INLINE_BYTES + 1)


async def chunks(data: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def count(house: House, ref: BlobRef) -> int | None:
    async with house.database.read() as session:
        found = await session.execute(select(BlobRow.reference_count).where(BlobRow.digest == ref.digest))
        return found.scalar_one_or_none()


async def sweep(house: House, now: datetime) -> list[str]:
    async with house.database.transaction() as session:
        gone = await house.blobs.sweep(session, now=now)
    house.blobs.unlink(gone, now=now)
    return gone


def make_old(house: House, ref: BlobRef, now: datetime) -> None:
    long_ago = (now - 2 * SWEEP_AFTER).timestamp()
    os.utime(house.blobs.path(ref.digest), (long_ago, long_ago))


@pytest.mark.parametrize("data", [b"", b"small", b"x" * INLINE_BYTES, LARGE])
async def test_what_is_kept_is_read(house: House, data: bytes) -> None:
    async with house.database.transaction() as session:
        ref = await house.blobs.keep(session, data, now=house.clock())
    assert (ref.digest, ref.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert house.blobs.path(ref.digest).exists() == (len(data) > INLINE_BYTES)
    assert await house.desk.read(ref) == data
    assert await house.desk.store(chunks(data), limit=10**9) == ref


async def test_over_the_limit_leaves_nothing(house: House) -> None:
    with pytest.raises(TooLarge):
        await house.desk.store(chunks(LARGE), limit=INLINE_BYTES)
    folder = house.settings.data_dir / "blobs"
    assert [file for file in folder.rglob("*") if file.is_file()] == []


async def test_references_are_counted_and_what_nobody_names_is_swept_later(house: House) -> None:
    async with house.database.transaction() as session:
        ref = await house.blobs.keep(session, LARGE, now=house.clock())
        await house.blobs.refer(session, [ref.digest])
    assert await count(house, ref) == 2
    late = house.time + 2 * SWEEP_AFTER
    async with house.database.transaction() as session:
        await house.blobs.release(session, [ref.digest])
    assert await sweep(house, late) == []
    async with house.database.transaction() as session:
        await house.blobs.release(session, [ref.digest])
        await house.blobs.release(session, [ref.digest])
    assert await count(house, ref) == 0
    assert await sweep(house, house.time) == []
    make_old(house, ref, late)
    assert await sweep(house, late) == [ref.digest]
    assert not house.blobs.path(ref.digest).exists()
    async with house.database.transaction() as session:
        with pytest.raises(KeyError):
            await house.blobs.refer(session, [ref.digest])
        with pytest.raises(KeyError):
            await house.blobs.load(session, ref.digest)


async def test_what_is_kept_again_while_it_is_swept_stays(house: House) -> None:
    async with house.database.transaction() as session:
        ref = await house.blobs.keep(session, LARGE, now=house.clock(), references=0)
    late = datetime.now(house.time.tzinfo)
    make_old(house, ref, late)
    async with house.database.transaction() as session:
        gone = await house.blobs.sweep(session, now=late + 2 * SWEEP_AFTER)
    assert gone == [ref.digest]
    # Between the sweep's commit and the removal of the file, the same bytes arrive once more.
    async with house.database.transaction() as session:
        await house.blobs.keep(session, LARGE, now=late)
    house.blobs.unlink(gone, now=late)
    assert await house.desk.read(ref) == LARGE


async def test_what_finds_no_room_leaves_nothing_behind(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as error:
        async with house.database.transaction() as session:
            await house.blobs.keep(session, LARGE, now=house.time)
    assert list((house.settings.data_dir / "blobs").iterdir()) == []
    assert isinstance(unavailable(error.value), NoRoom)


async def test_what_a_killed_process_was_writing_is_swept(house: House) -> None:
    folder = house.settings.data_dir / "blobs"
    folder.mkdir()
    now = datetime.now(house.time.tzinfo)
    for name, age in (("upload-old", 2 * SWEEP_AFTER), ("blob-old", 2 * SWEEP_AFTER), ("upload-new", timedelta())):
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, ((now - age).timestamp(),) * 2)
    await sweep(house, now)
    assert [file.name for file in folder.iterdir()] == ["upload-new"]


async def test_many_who_keep_the_same_bytes_count_each(house: House) -> None:
    async def keeps(data: bytes) -> None:
        async with house.database.transaction() as session:
            await house.blobs.keep(session, data, now=house.clock())

    await asyncio.gather(*(keeps(data) for data in (b"small", LARGE) for _ in range(8)))
    for data in (b"small", LARGE):
        assert await count(house, BlobRef(hashlib.sha256(data).hexdigest(), len(data))) == 8
