"""Content-addressed bytes with counted references.

Up to 256 kB a blob lives in its row; larger ones live in files, written and fsynced (file and
folder) before the row commits, so a row never names bytes that a power cut could take. Rows that
lost their last reference are swept later, under the row's lock.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import insert_into
from contactcenter.db.tables import BlobRow
from contactcenter.envelope import BlobRef

INLINE_BYTES = 256 * 1024
CHUNK_BYTES = 256 * 1024
SWEEP_AFTER = timedelta(days=2)
"""Uploads that nothing names wait this long: a draft may still send them."""


class TooLarge(ValueError):
    """A stream went over its limit."""


class Blobs:
    """The store of one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "blobs"

    def path(self, digest: str) -> Path:
        """Where a large blob lives, whether or not it is there."""
        return self._folder / digest[:2] / digest

    async def keep(self, session: AsyncSession, data: bytes, *, now: datetime, references: int = 1) -> BlobRef:
        """Store bytes and count `references` to them, in the caller's transaction."""
        ref = BlobRef(hashlib.sha256(data).hexdigest(), len(data))
        inline = data if len(data) <= INLINE_BYTES else None
        if inline is None:
            await asyncio.to_thread(self._write_file, ref.digest, data)
        await self._row(session, ref, inline, now=now, references=references)
        return ref

    async def spool(self, chunks: AsyncIterator[bytes], *, limit: int) -> tuple[BlobRef, bytes | None]:
        """Stream bytes to safety outside any transaction. Raises `TooLarge` over `limit`.

        Returns the reference, and the bytes when they are small enough for the row.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=self._folder, prefix="upload-")
        try:
            with os.fdopen(handle, "wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > limit:
                        raise TooLarge(f"over {limit} bytes")
                    digest.update(chunk)
                    await asyncio.to_thread(file.write, chunk)
                file.flush()
                if size > INLINE_BYTES:
                    await asyncio.to_thread(os.fsync, file.fileno())
            ref = BlobRef(digest.hexdigest(), size)
            if size <= INLINE_BYTES:
                return ref, await asyncio.to_thread(Path(name).read_bytes)
            await asyncio.to_thread(self._adopt, Path(name), ref.digest)
            return ref, None
        finally:
            await asyncio.to_thread(Path(name).unlink, missing_ok=True)

    async def record(self, session: AsyncSession, ref: BlobRef, inline: bytes | None, *, now: datetime) -> None:
        """Give a spooled blob its row, with no reference yet."""
        await self._row(session, ref, inline, now=now, references=0)

    async def refer(self, session: AsyncSession, digests: Iterable[str]) -> None:
        """Count one more reference for each digest. Raises `KeyError` when the bytes are not there."""
        for digest in digests:
            found = await session.execute(
                update(BlobRow)
                .where(BlobRow.digest == digest)
                .values(reference_count=BlobRow.reference_count + 1)
                .returning(BlobRow.digest)
            )
            if found.scalar_one_or_none() is None:
                raise KeyError(digest)

    async def release(self, session: AsyncSession, digests: Iterable[str]) -> None:
        """Count one reference less for each digest; the sweep removes what nobody names."""
        for digest in digests:
            await session.execute(
                update(BlobRow)
                .where(BlobRow.digest == digest, BlobRow.reference_count > 0)
                .values(reference_count=BlobRow.reference_count - 1)
            )

    async def load(self, session: AsyncSession, digest: str) -> bytes:
        """All bytes of a blob. Raises `KeyError` when there is none."""
        row = (await session.execute(
            select(BlobRow.data, BlobRow.size).where(BlobRow.digest == digest)
        )).one_or_none()
        if row is None:
            raise KeyError(digest)
        if row.data is not None:
            return bytes(row.data)
        return await asyncio.to_thread(self.path(digest).read_bytes)

    async def open(self, session: AsyncSession, digest: str) -> bytes | Path:
        """What to serve a blob from: its bytes when small, else its file."""
        row = (await session.execute(select(BlobRow.data).where(BlobRow.digest == digest))).one_or_none()
        if row is None:
            raise KeyError(digest)
        return self.path(digest) if row.data is None else bytes(row.data)

    async def sweep(self, session: AsyncSession, *, now: datetime) -> list[str]:
        """Remove rows without references that are old enough. Returns their digests for `unlink`."""
        gone = (await session.execute(
            delete(BlobRow)
            .where(BlobRow.reference_count == 0, BlobRow.stored_at < now - SWEEP_AFTER)
            .returning(BlobRow.digest)
        )).scalars().all()
        return list(gone)

    def unlink(self, digests: Iterable[str], *, now: datetime) -> None:
        """Remove the files of swept blobs, after the commit that swept their rows.

        A crash in between leaves files that no row names: they cost space and nothing else. A file that
        was written or kept anew meanwhile has a fresh time, and a row that names it: it stays.
        """
        old = (now - SWEEP_AFTER).timestamp()
        for digest in digests:
            file = self.path(digest)
            with contextlib.suppress(FileNotFoundError):
                if file.stat().st_mtime < old:
                    file.unlink()
        # What a killed process was writing.
        for stray in (*self._folder.glob("upload-*"), *self._folder.glob("blob-*")):
            with contextlib.suppress(FileNotFoundError):
                if stray.stat().st_mtime < old:
                    stray.unlink()

    async def _row(
        self, session: AsyncSession, ref: BlobRef, inline: bytes | None, *, now: datetime, references: int
    ) -> None:
        statement = insert_into(session, BlobRow).values(
            digest=ref.digest, size=ref.size, reference_count=references, data=inline, stored_at=now
        )
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=[BlobRow.digest],
                set_={"reference_count": BlobRow.reference_count + references, "stored_at": now},
            )
        )

    def _write_file(self, digest: str, data: bytes) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.utime(self.path(digest))  # before its row: a sweep that is under way then leaves it
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix="blob-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            self._adopt(Path(name), digest)
        except OSError:
            # On a full disk each attempt would leave as much of it as fits.
            Path(name).unlink(missing_ok=True)
            raise

    def _adopt(self, temporary: Path, digest: str) -> None:
        target = self.path(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(target)
        for folder in (target.parent, self._folder):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
