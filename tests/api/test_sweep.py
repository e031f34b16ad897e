"""After a day, what was kept for a day is gone; what a message named stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from contactcenter.api.sweep import sweep
from contactcenter.api.tables import IdempotencyRow
from contactcenter.db.tables import BlobRow
from contactcenter.tickets.tables import UploadRow
from tests.api.conftest import House, People


async def test_uploads_and_keys_are_forgotten_after_a_day(house: House, people: People) -> None:
    number = await house.mail(subject="Scan", text="Please scan it.")
    _, named = await people.rosa.asks("POST", "/uploads?name=a.txt", data=b"named", headers={"Idempotency-Key": "k"})
    await people.rosa.asks("POST", "/uploads?name=b.txt", data=b"forgotten")
    note = {"text": "", "client_id": "with-file-1", "attachments": [named["id"]]}
    await people.rosa.asks("POST", f"/tickets/{number}/notes", note)
    await people.rosa.asks("POST", "/tickets", {
        "subject": "x", "text": "x", "client_id": "desk-0001",
        "attachments": [(await people.rosa.asks("POST", "/uploads?name=c.txt", data=b"desk"))[1]["id"]],
    })
    sizes = {"named": 5, "forgotten": 9, "desk": 4}

    async def counts() -> tuple[int, int, dict[int, int]]:
        async with house.database.read() as session:
            uploads = (await session.execute(select(func.count()).select_from(UploadRow))).scalar_one()
            keys = (await session.execute(select(func.count()).select_from(IdempotencyRow))).scalar_one()
            blobs = await session.execute(
                select(BlobRow.size, BlobRow.reference_count).where(BlobRow.size.in_(sizes.values()))
            )
            return uploads, keys, {row.size: row.reference_count for row in blobs}

    assert await counts() == (2, 1, {5: 1, 9: 1, 4: 2})
    for later in (timedelta(hours=23), timedelta(hours=25)):
        async with house.database.transaction() as session:
            await sweep(session, blobs=house.blobs, now=house.time + later)
        expected = (2, 1, {5: 1, 9: 1, 4: 2}) if later < timedelta(days=1) else (0, 0, {5: 1, 9: 0, 4: 1})
        assert await counts() == expected
