"""The fax machine: 李雷 faxes, 王芳 answers, the page lies at his machine, and the library hears that it arrived."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from contactcenter.demo.fax_drawn import drawn
from contactcenter.demo.patrons import LI_LEI
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.tables import TicketRow
from tests.demo.stage import open_stage, until


def frames(content: bytes) -> int:
    with Image.open(io.BytesIO(content)) as found:
        return int(getattr(found, "n_frames", 1))


def test_long_writing_goes_over_several_pages_and_a_picture_has_one_of_its_own() -> None:
    content, many = drawn("一行字\n" * 40, [a_picture()], head="2026-11-26 22:00")
    assert frames(content) == many == 3
    with pytest.raises(ValueError, match="not a picture"):
        drawn("", [b"no picture"], head="")


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "gray").save(out, "PNG")
    return out.getvalue()


async def test_a_fax_goes_round(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        form: dict[str, str | io.BytesIO] = {"who": LI_LEI.address, "text": "我想续借论文，可以吗？"}
        async with stage.http.post(f"{stage.url}/fax-machine", data={**form, "file": io.BytesIO(b"%PDF-no")}) as answer:
            assert answer.status == 422
        form["file"] = io.BytesIO(a_picture())
        async with stage.http.post(f"{stage.url}/fax-machine", data=form,
                                   headers={"Origin": "https://elsewhere.example"}) as answer:
            assert answer.status == 403
        async with stage.http.post(f"{stage.url}/fax-machine", data=form) as answer:
            assert answer.status == 200
            assert "lilei@" in await answer.text()

        async def ticket() -> TicketRow | None:
            async with stage.library.house.database.read() as session:
                return (await session.execute(select(TicketRow).where(TicketRow.channel == "fax"))).scalar_one_or_none()

        found = await until(ticket)
        assert found is not None
        assert found.patron_name == "李雷"
        await stage.library.answer("王芳", found.id, "可以，已续借。")

        async def arrived() -> bool:
            async with stage.library.house.database.read() as session:
                rows = (await session.execute(select(DeliveryRow.state).where(DeliveryRow.channel == "fax"))).scalars().all()
            return list(rows) == ["delivered"]

        assert await until(arrived)
        async with stage.http.get(f"{stage.url}/fax-machine") as answer:
            text = await answer.text()
        number = stage.demo.office.letters()[0].number
        assert f"/fax-machine/{number}/1" in text
        async with stage.http.get(f"{stage.url}/fax-machine/{number}/1") as answer:
            assert (answer.status, answer.content_type) == (200, "image/webp")
