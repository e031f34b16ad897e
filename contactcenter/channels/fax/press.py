"""The press: turns files into pictures of pages, and answers into PDFs, each job in a process of its own.

What it reads comes from strangers. A process that is bounded in memory and time, and ended when it is late, can take
nothing down with it but itself.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

import contactcenter
from contactcenter.channels.fax.jobs import MOST_PAGES_SHOWN, File, Job, Result, Sheet, Size

log = structlog.get_logger(__name__)
AT_ONCE = 2
TIMEOUT_S = 40.0
"""Thirty scanned pages take a few seconds."""
MOST_BYTES = 60_000_000
"""A larger file is not opened; it can be downloaded still."""
KEPT_BYTES = 48_000_000
"""Pictures of pages that are kept in memory: looking at them again costs nothing, and nothing stays on a disk."""
ENVIRONMENT = {"PYTHONPATH": str(Path(contactcenter.__file__).parent.parent), "LANG": "C.UTF-8"}
"""Nothing of ours: no secret stands in the environment of a process that reads strangers' files."""
AHEAD = 8
"""Thumbnails are made so many at a time: a process a page would cost more than the pages."""


class PressError(Exception):
    """It could not be done. `code`: broken, too_big, too_slow, locked, no_font, too_many_pages, not_shown."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages a file has, and the sizes in pixels at which those that are shown are drawn."""

    count: int
    sizes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """An answer as PDF, or what it would be. `missing`: letters that the font lacks."""

    pdf: bytes
    pages: int
    missing: str


class Press:
    """Runs jobs, a few at a time, and keeps the pictures that were asked for lately."""

    def __init__(self, *, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._free = asyncio.Semaphore(AT_ONCE)
        self._pages: OrderedDict[str, Pages | PressError] = OrderedDict()
        self._pictures: OrderedDict[tuple[str, Size, int], bytes] = OrderedDict()
        self._kept = 0
        self._going: dict[str, asyncio.Lock] = {}

    async def pages(self, data: bytes | Path, *, digest: str, media_type: str) -> Pages:
        """How many pages there are. Raises `PressError`. `digest` names the bytes."""
        async with self._alone(digest):
            known = self._pages.get(digest)
            if known is None:
                known = await self._count(data, media_type)
                if isinstance(known, PressError) and known.code == "too_slow":
                    raise known  # that may have been the hour, and not the file
                self._pages[digest] = known
                if len(self._pages) > MOST_PAGES_SHOWN * 10:
                    self._pages.popitem(last=False)
        if isinstance(known, PressError):
            raise PressError(known.code, known.detail)
        return known

    async def picture(self, data: bytes | Path, *, digest: str, media_type: str, page: int, size: Size) -> bytes:
        """A page (from 0) as WebP. Raises `PressError`."""
        async with self._alone(digest):
            kept = self._pictures.get((digest, size, page))
            if kept is not None:
                self._pictures.move_to_end((digest, size, page))
                return kept
            first = page - page % AHEAD if size == "thumb" else page
            job = Job(do="pages", first=first, count=AHEAD if size == "thumb" else 1, size=size)
            made = await self._draw(job, data, media_type)
            for number, picture in enumerate(made, first):
                self._keep((digest, size, number), picture)
            if not 0 <= page - first < len(made):
                raise PressError("broken", f"There is no page {page + 1}.")
            return made[page - first]

    async def fax(
        self, sheet: Sheet, files: Sequence[tuple[str, str, bytes]], *, font: Path, most_pages: int,
        check: bool = False,
    ) -> Printed:
        """An answer as PDF with its cover sheet; `files` (name, type, bytes) follow. Raises `PressError`.

        `check`: how many pages it would have, and what is missing; no PDF.
        """
        if sum(len(data) for _, _, data in files) > MOST_BYTES:
            raise PressError("too_big")
        with tempfile.TemporaryDirectory(prefix="fax-") as name:
            folder, listed = Path(name), []
            for index, (file_name, media_type, data) in enumerate(files):
                path = folder / f"in-{index}"
                await asyncio.to_thread(path.write_bytes, data)
                listed.append(File(path=str(path), name=file_name, media_type=media_type))
            result = await self._run(folder, Job(
                do="check" if check else "fax", sheet=sheet, files=listed, font=str(font), most_pages=most_pages))
            pdf = b"" if check else await asyncio.to_thread(Path(result["pdf"]).read_bytes)
            return Printed(pdf, result["pages"], result.get("missing", ""))

    async def _count(self, data: bytes | Path, media_type: str) -> Pages | PressError:
        try:
            with tempfile.TemporaryDirectory(prefix="fax-") as name:
                folder = Path(name)
                file = await _file(folder, data, media_type)
                result = await self._run(folder, Job(do="count", file=file))
            return Pages(result["pages"], tuple((width, height) for width, height in result["sizes"]))
        except PressError as error:
            return error

    async def _draw(self, job: Job, data: bytes | Path, media_type: str) -> list[bytes]:
        with tempfile.TemporaryDirectory(prefix="fax-") as name:
            folder = Path(name)
            job["file"] = await _file(folder, data, media_type)
            result = await self._run(folder, job)
            return [await asyncio.to_thread(Path(one).read_bytes) for one in result["pictures"]]

    async def _run(self, folder: Path, job: Job) -> Result:
        asked, said = folder / "job.json", folder / "result.json"
        asked.write_text(json.dumps(job), encoding="utf-8")
        async with self._free:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "contactcenter.channels.fax.pressing", str(folder), env=ENVIRONMENT,
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                async with asyncio.timeout(self._timeout_s):
                    await process.wait()
            except TimeoutError:
                raise PressError("too_slow") from None
            finally:
                if process.returncode is None:
                    with suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()
        try:
            result: Result = json.loads(said.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            # It died: out of memory or time, or the library fell over the file.
            log.warning("press.died", do=job.get("do"), code=process.returncode)
            raise PressError("broken") from None
        if "error" in result:
            raise PressError(result["error"], result.get("detail", ""))
        return result

    def _alone(self, digest: str) -> asyncio.Lock:
        """One file is worked on once: twenty thumbnails that are asked for together are one process."""
        if len(self._going) > MOST_PAGES_SHOWN:
            self._going = {key: lock for key, lock in self._going.items() if lock.locked()}
        return self._going.setdefault(digest, asyncio.Lock())

    def _keep(self, key: tuple[str, Size, int], picture: bytes) -> None:
        self._kept += len(picture) - len(self._pictures.pop(key, b""))
        self._pictures[key] = picture
        while self._kept > KEPT_BYTES and len(self._pictures) > 1:
            self._kept -= len(self._pictures.popitem(last=False)[1])


async def _file(folder: Path, data: bytes | Path, media_type: str) -> File:
    if isinstance(data, Path):
        path, size = data, (await asyncio.to_thread(data.stat)).st_size
    else:
        path, size = folder / "in", len(data)
        if size <= MOST_BYTES:
            await asyncio.to_thread(path.write_bytes, data)
    if size > MOST_BYTES:
        raise PressError("too_big")
    return File(path=str(path), name="", media_type=media_type)
