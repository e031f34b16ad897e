"""Accounts by command."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.disable_staff import disable_staff
from contactcenter.accounts.errors import AccountError
from contactcenter.accounts.passwords import hash_password
from contactcenter.accounts.set_email import set_email
from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.tables import MembershipRow, StaffRow
from contactcenter.clock import now
from contactcenter.commands.database import opened
from contactcenter.commands.departments import departments_of, slugs_of_each
from contactcenter.commands.failure import EX_USAGE, Failure
from contactcenter.commands.listing import listing, print_listing
from contactcenter.settings import Settings


async def add(
    settings: Settings, *, login: str, name: str, role: str, departments: Sequence[str], password: str,
    email: str = "",
) -> None:
    """Make an account with its memberships."""
    try:
        # The hash takes a third of a second: outside the transaction and the event loop.
        password_hash = await hash_password(password)
        async with opened(settings) as database, database.transaction() as session:
            chosen = await departments_of(session, settings, departments)
            staff_id = await add_staff(
                session, login=login, name=name, role=role, password_hash=password_hash, now=now(),
                email=email,
            )
            if chosen:
                await set_membership(session, staff_id=staff_id, department_ids=chosen, now=now())
    except AccountError as error:
        raise Failure(str(error), EX_USAGE) from error
    Console(stderr=True).print(f"{login} can sign in as {role}.")


async def change_email(settings: Settings, *, login: str, email: str) -> None:
    """Note a colleague's own mail address; an empty one takes it away."""
    try:
        async with opened(settings) as database, database.transaction() as session:
            await set_email(session, staff_id=await _known(session, login), email=email, now=now())
    except AccountError as error:
        raise Failure(str(error), EX_USAGE) from error
    Console(stderr=True).print(f"What comes from {email} is {login}'s." if email else f"{login} has no mail address.")


async def show(settings: Settings) -> None:
    """A table of accounts."""
    table = listing("login", "name", "role", "e-mail", "departments", "state")
    async with opened(settings) as database, database.read() as session:
        memberships = await slugs_of_each(session, MembershipRow.staff_id, MembershipRow.department_id)
        for staff in (await session.execute(select(StaffRow).order_by(StaffRow.login))).scalars():
            table.add_row(staff.login, staff.name, staff.role, staff.email or "",
                          ", ".join(memberships.get(staff.id, [])), "disabled" if staff.disabled_at else "active")
    print_listing(table, empty="There are no accounts.")


async def disable(settings: Settings, *, login: str) -> None:
    """Disable an account."""
    async with opened(settings) as database, database.transaction() as session:
        await disable_staff(session, staff_id=await _known(session, login), now=now())
    Console(stderr=True).print(f"{login} can no longer sign in.")


async def _known(session: AsyncSession, login: str) -> int:
    staff_id = (await session.execute(
        select(StaffRow.id).where(StaffRow.login == login.strip().lower())
    )).scalar_one_or_none()
    if staff_id is None:
        raise Failure(f"There is no account {login}. See: contactcenter agent list", EX_USAGE)
    return staff_id
