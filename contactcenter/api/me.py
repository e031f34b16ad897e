"""Who is signed in, and the house as they know it."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints
from sqlalchemy import select

from contactcenter.accounts.change_password import change_password
from contactcenter.accounts.errors import SignInRefused
from contactcenter.accounts.passwords import LONGEST, SHORTEST, hash_password, verify_password
from contactcenter.accounts.set_preferences import set_preferences
from contactcenter.accounts.tables import StaffRow
from contactcenter.accounts.throttle import count_attempt, forgive
from contactcenter.api.directory import colleagues, departments, queues
from contactcenter.api.problems import refused_field
from contactcenter.api.route import Call, Routes
from contactcenter.events import tail
from contactcenter.seats.device import rings_at
from contactcenter.seats.tables import DeviceRow
from contactcenter.shapes.base import Ask
from contactcenter.shapes.me import Me, MeChange
from contactcenter.tickets.errors import Forbidden

routes = Routes("Me")
Password = Annotated[str, StringConstraints(min_length=SHORTEST, max_length=LONGEST)]


class PasswordAsk(Ask):
    """A new password, and the one it replaces."""

    current: Annotated[str, StringConstraints(max_length=LONGEST)]
    new: Password


@routes.get("/me", problems=(403,))
async def me(call: Call) -> Me:
    """Who I am, my CSRF token, language and theme, and the queues and colleagues I work with."""
    position = await tail.head(call.session)
    return await _me(call, _staff(call), position)


@routes.patch("/me")
async def change_me(call: Call, ask: MeChange) -> Me:
    """Change my language, theme or single-key shortcuts."""
    staff = _staff(call)
    await set_preferences(
        call.session, staff_id=staff.id, locale=ask.locale, theme=ask.theme, shortcuts=ask.shortcuts, now=call.now
    )
    fresh = (await call.session.execute(
        select(StaffRow).where(StaffRow.id == staff.id).execution_options(populate_existing=True)
    )).scalar_one()
    return await _me(call, fresh, await tail.head(call.session))


@routes.post("/me/password", transaction="own", problems=(429,))
async def change_my_password(call: Call, ask: PasswordAsk) -> None:
    """Change my password; my other sessions end. Wrong guesses at the current one are slowed down."""
    staff, database = _staff(call), call.house.database
    address = f"session of {staff.id}"  # whoever holds the session, wherever they are
    async with database.transaction() as session:
        await count_attempt(session, login=staff.login, address=address, now=call.now)
    if not await verify_password(staff.password_hash, ask.current):
        raise refused_field("current", SignInRefused().code, "This is not your current password.")
    new = await hash_password(ask.new)
    async with database.transaction() as session:
        await forgive(session, login=staff.login, address=address)
        await change_password(
            session, staff_id=staff.id, password_hash=new, now=call.now,
            but=call.signed_in.token_hash if call.signed_in else None,
        )


def _staff(call: Call) -> StaffRow:
    if call.signed_in is None:
        raise Forbidden("A program's token is nobody: this is for people who signed in.")
    return call.signed_in.staff


async def _me(call: Call, staff: StaffRow, position: int) -> Me:
    library = call.house.settings.library
    device = await call.session.get(DeviceRow, staff.id, populate_existing=True)
    return Me.model_validate({
        "id": staff.id, "name": staff.name, "login": staff.login, "email": staff.email, "role": staff.role,
        "locale": staff.locale, "theme": staff.theme, "shortcuts": staff.shortcuts,
        "csrf_token": call.signed_in.csrf_token if call.signed_in else "",
        "queues": await queues(call.session, scope=call.scope),
        "departments": await departments(call.session, scope=call.scope),
        "colleagues": await colleagues(call.session, scope=call.scope),
        "away_reasons": [one.model_dump() for one in call.house.settings.seats.away_reasons],
        "device": device.device if device is not None else "", "rings_at": rings_at(call.house.settings.carrier),
        "library": library.name, "library_zh": library.name_zh, "zone": library.timezone,
        "position": position,
    })
