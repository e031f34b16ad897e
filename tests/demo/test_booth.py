"""The phone booth: 李雷 texts and calls, the answer comes to his telephone, and nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from aiohttp import FormData
from sqlalchemy import select

from contactcenter.demo.booth import numbers_of
from contactcenter.demo.carrier.faults import Faults
from contactcenter.tickets.tables import TicketRow
from tests.demo.stage import Stage, open_stage, until

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


async def says(stage: Stage, true: Callable[[dict[str, object]], bool]) -> dict[str, object]:
    """What the booth shows, once this is true of it."""
    async def look() -> dict[str, object] | None:
        async with stage.http.get(f"{stage.url}/booth/lilei") as answer:
            said: dict[str, object] = await answer.json()
        return said if true(said) else None

    found = await until(look)
    assert found is not None
    return found


async def does(stage: Stage, act: str, value: str) -> None:
    desk = numbers_of(stage.settings.departments)["loans"]
    async with stage.http.post(f"{stage.url}/booth/lilei/{act}", data={"value": value or desk, "to": desk}) as answer:
        assert answer.status == 200, await answer.text()


async def test_who_texts_is_a_ticket_and_who_calls_is_welcomed(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        async with stage.http.post(f"{stage.url}/booth/lilei/text", data={"value": "x"},
                                   headers={"Origin": "https://elsewhere.example"}) as answer:
            assert answer.status == 403
        await does(stage, "text", "我想续借论文")
        await says(stage, lambda said: len(said["texts"]) == 1)  # type: ignore[arg-type]

        async def opened() -> list[tuple[str, str]]:
            async with stage.library.house.database.read() as session:
                rows = await session.execute(select(TicketRow.channel, TicketRow.subject))
            return [(row.channel, row.subject) for row in rows]

        assert await until(opened) == [("sms", "我想续借论文")]
        await does(stage, "dial", "")
        said = await says(stage, lambda said: bool(said["call"] and said["call"]["heard"]))  # type: ignore[index]
        assert said["call"]["status"] == "in-progress"  # type: ignore[index]
        await does(stage, "hang-up", "")
        await says(stage, lambda said: said["call"]["status"] == "completed")  # type: ignore[index]


async def test_what_goes_wrong_is_switched_on_and_off(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        async def switches(kind: str, on: str, **headers: str) -> int:
            async with stage.http.post(f"{stage.url}/booth/faults", data={"kind": kind, "on": on},
                                       headers=headers) as answer:
                return answer.status

        assert await switches("500", "on", Origin="https://elsewhere.example") == 403
        assert await switches("flood", "on") == 400
        assert [await switches(one, "on") for one in ("500", "doubled")] == [200, 200]
        await says(stage, lambda said: said["faults"] == ["500", "doubled"])
        assert await switches("500", "off") == 200
        await says(stage, lambda said: said["faults"] == ["doubled"])


def test_switched_on_it_goes_wrong_every_time() -> None:
    faults = Faults()
    assert (faults.of_webhook("/voice"), faults.of_request("/Calls.json")) == (None, None)
    faults.switch("timeout", on=True)
    faults.switch("held", on=True)
    assert [faults.of_request("/Calls.json") for _ in range(2)] == ["timeout", "timeout"]
    # What stands in for the next one must let it pass.
    assert [one and one[0] for one in (faults.of_webhook("/voice") for _ in range(4))] == ["held", None, "held", None]
    faults.clear()
    assert (faults.of_webhook("/voice"), faults.of_request("/Calls.json"), faults.on) == (None, None, set())


async def test_a_picture_goes_with_a_text_and_a_number_may_be_withheld(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        desk = numbers_of(stage.settings.departments)["loans"]

        async def sends(who: str, act: str, **fields: str | bytes) -> dict[str, object]:
            form = FormData({"value": desk, "to": desk})
            for name, value in fields.items():
                form.add_field(name, value, **({"filename": "map.png", "content_type": "image/png"} if name == "file" else {}))
            async with stage.http.post(f"{stage.url}/booth/{who}/{act}", data=form) as answer:
                assert answer.status == 200, await answer.text()
                found: dict[str, object] = await answer.json()
            return found

        said = await sends("unknown", "text", file=PNG)
        assert [one["files"][0]["media_type"] for one in said["texts"]] == ["image/png"]  # type: ignore[attr-defined]
        assert (await sends("withheld", "text"))["texts"] == []
        await sends("withheld", "dial")

        async def opened() -> list[tuple[str, str | None]]:
            async with stage.library.house.database.read() as session:
                rows = await session.execute(select(TicketRow.channel, TicketRow.reply_value).order_by(TicketRow.channel))
            return [(row.channel, row.reply_value) for row in rows]

        async def both() -> bool:
            return await opened() == [("phone", None), ("sms", "+8612055550199")]

        assert await until(both)
        await sends("withheld", "hang-up")
        async with stage.http.get(f"{stage.url}/booth?who=withheld") as answer:
            page = await answer.text()
        assert 'id="text"' not in page
