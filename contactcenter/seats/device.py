"""Where a librarian takes calls."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.changed import changed
from contactcenter.db.insert import insert_into
from contactcenter.events.record import Actor
from contactcenter.seats.tables import DeviceRow
from contactcenter.settings import Carrier
from contactcenter.shapes.calls import Device


def rings_at(carrier: Carrier) -> list[Device]:
    """Where the house can ring its people; nowhere without a carrier."""
    if not carrier.kind:
        return []
    return ["browser", "telephone"] if carrier.api_key_sid else ["telephone"]


async def choose_device(
    session: AsyncSession, *, staff_id: int, device: Device, number: str = "", now: datetime
) -> None:
    """In the browser, on a telephone of their own (its number, E.164), or (empty) nowhere. Twice is once."""
    known = await session.get(DeviceRow, staff_id)
    was = ("", "") if known is None else (known.device, known.number)
    number = number if device == "telephone" else ""
    if was == (device, number):
        return
    if not device:
        await session.execute(delete(DeviceRow).where(DeviceRow.staff_id == staff_id))
    else:
        await session.execute(
            insert_into(session, DeviceRow).values(staff_id=staff_id, device=device, number=number)
            .on_conflict_do_update(index_elements=[DeviceRow.staff_id], set_={"device": device, "number": number})
        )
    # Calls ring there, or no longer: the router reads the seats anew.
    await changed(session, staff_id=staff_id, actor=Actor("staff", staff_id), now=now)
