"""Accounts, departments, memberships and tokens."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.create_token import create_token
from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.accounts.errors import AccountError
from contactcenter.accounts.find_token import find_token
from contactcenter.accounts.revoke_token import revoke_token
from contactcenter.accounts.set_email import set_email
from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.set_preferences import set_preferences
from contactcenter.accounts.tables import DepartmentRow, StaffRow, TokenRow
from contactcenter.db.engine import Database
from contactcenter.events.tail import after
from contactcenter.queue.scope import scope_of
from contactcenter.queue.tables import QueueRow
from contactcenter.settings import Department

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
DEPARTMENTS = [
    Department(slug="general", name="General desk", name_zh="总咨询台"),
    Department(slug="law", name="Law library", name_zh="法律图书馆"),
]


async def add(database: Database, login: str, role: str = "librarian") -> int:
    async with database.transaction() as session:
        return await add_staff(session, login=login, name=login, role=role, password_hash=None, now=NOW)


async def test_departments_are_made_once_and_renamed_in_place(database: Database) -> None:
    async with database.transaction() as session:
        first = await ensure_departments(session, departments=DEPARTMENTS)
    renamed = [DEPARTMENTS[0].model_copy(update={"name": "Front desk"}), DEPARTMENTS[1]]
    async with database.transaction() as session:
        assert await ensure_departments(session, departments=renamed) == first
    async with database.read() as session:
        names = (await session.execute(select(DepartmentRow.name).order_by(DepartmentRow.id))).scalars().all()
    assert names == ["Front desk", "Law library"]


async def test_memberships_make_the_scope_and_tomas_has_none(database: Database) -> None:
    async with database.transaction() as session:
        ids = await ensure_departments(session, departments=DEPARTMENTS)
        for slug, department_id in ids.items():
            session.add(QueueRow(department_id=department_id, slug=slug, name=slug, name_zh=slug))
    rosa, tomas, ines = await add(database, "rosa"), await add(database, "tomas"), await add(
        database, "ines", "supervisor"
    )
    async with database.transaction() as session:
        assert await set_membership(session, staff_id=rosa, department_ids=[ids["law"]], now=NOW)
        assert not await set_membership(session, staff_id=rosa, department_ids=[ids["law"]], now=NOW)
        with pytest.raises(AccountError, match="no such department"):
            await set_membership(session, staff_id=rosa, department_ids=[10**12], now=NOW)
        with pytest.raises(AccountError, match="no such member"):
            await set_membership(session, staff_id=10**12, department_ids=[], now=NOW)
    async with database.read() as session:
        rows = {row.id: row for row in (await session.execute(select(StaffRow))).scalars()}
        scopes = {key: await scope_of(session, row) for key, row in rows.items()}
    assert len(scopes[rosa].queue_ids) == 1
    assert scopes[rosa].department_ids == {ids["law"]}
    assert scopes[tomas].queue_ids == frozenset()
    assert len(scopes[ines].queue_ids) == 2
    async with database.transaction() as session:
        assert await set_membership(session, staff_id=rosa, department_ids=[], now=NOW)
        assert (await scope_of(session, rows[rosa])).queue_ids == frozenset()


async def test_each_change_is_one_event_for_the_person_and_the_supervisors(database: Database) -> None:
    rosa = await add(database, "rosa")
    for locale in ("zh-Hans", "zh-Hans"):  # the second time nothing changes
        async with database.transaction() as session:
            await set_preferences(session, staff_id=rosa, locale=locale, now=NOW)
    async with database.read() as session:
        events = await after(session, 0)
    assert [(e.type, e.stream, e.version) for e in events] == [
        ("staff.changed", f"staff:{rosa}", 1), ("staff.changed", f"staff:{rosa}", 2)
    ]
    assert events[0].seen_after == {f"s:{rosa}", "supervisors"}
    assert events[1].data == {"staff_id": rosa}


@pytest.mark.parametrize(("login", "role", "code"), [
    ("rosa", "librarian", "login_taken"), ("ro sa", "librarian", "login_form"), ("wang", "king", "role"),
])
async def test_a_wrong_account_is_refused(database: Database, login: str, role: str, code: str) -> None:
    await add(database, "rosa")
    with pytest.raises(AccountError) as refused:
        await add(database, login, role)
    assert refused.value.code == code


async def test_a_token_is_found_until_it_is_revoked(database: Database) -> None:
    async with database.transaction() as session:
        ids = await ensure_departments(session, departments=DEPARTMENTS)
        token = await create_token(
            session, name="kiosk", role="librarian", department_ids=[ids["law"]], now=NOW
        )
    async with database.transaction() as session:
        with pytest.raises(AccountError, match="already"):
            await create_token(session, name="kiosk", role="admin", now=NOW)
        assert await find_token(session, token="cc_" + "x" * 43) is None
        found = await find_token(session, token=token)
        assert found is not None
        assert (found.name, found.role, found.department_ids) == ("kiosk", "librarian", frozenset({ids["law"]}))
        kept = (await session.execute(select(TokenRow.token_hash))).scalar_one()
        assert token not in kept
        assert await revoke_token(session, token_id=found.token_id, now=NOW)
        assert not await revoke_token(session, token_id=found.token_id, now=NOW)
        assert await find_token(session, token=token) is None


async def test_an_address_is_one_colleagues_and_kept_in_lower_case(database: Database) -> None:
    rosa, ines = await add(database, "rosa"), await add(database, "ines")
    async with database.transaction() as session:
        await set_email(session, staff_id=rosa, email=" Rosa@Library.example ", now=NOW)
        await set_email(session, staff_id=rosa, email="rosa@library.example", now=NOW)
    async with database.transaction() as session:
        for wrong, code in (("rosa@library.example", "email_taken"), ("rosa", "email_form")):
            with pytest.raises(AccountError) as refusal:
                await set_email(session, staff_id=ines, email=wrong, now=NOW)
            assert refusal.value.code == code
    async with database.read() as session:
        assert (await session.get_one(StaffRow, rosa)).email == "rosa@library.example"
        changes = [event for event in await after(session, 0) if event.type == "staff.changed"]
    assert [event.data["staff_id"] for event in changes] == [rosa, ines, rosa]
    async with database.transaction() as session:
        await set_email(session, staff_id=rosa, email="", now=NOW)
        await set_email(session, staff_id=ines, email="rosa@library.example", now=NOW)
