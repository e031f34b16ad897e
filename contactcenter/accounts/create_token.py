"""A bearer token for another program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.errors import AccountError
from contactcenter.accounts.secrets import hashed, new_token
from contactcenter.accounts.tables import TokenDepartmentRow, TokenRow

LONGEST_NAME = 100


async def create_token(
    session: AsyncSession,
    *,
    name: str,
    role: str,
    now: datetime,
    department_ids: Iterable[int] = (),
) -> str:
    """Make a token and return it: it is shown this once. A librarian's sees `department_ids` only.

    Raises `AccountError`: token_name, token_taken, role.
    """
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise AccountError("token_name", f"Give the token a name of 1 to {LONGEST_NAME} characters.")
    if role not in ("librarian", "supervisor", "admin"):
        raise AccountError("role", "A role is librarian, supervisor or admin.")
    if (await session.execute(select(TokenRow.id).where(TokenRow.name == name))).first():
        raise AccountError("token_taken", f"There is a token named {name} already; choose another name.")
    token = f"cc_{new_token()}"
    row = TokenRow(name=name, token_hash=hashed(token), role=role, created_at=now)
    session.add(row)
    await session.flush()
    departments = sorted(set(department_ids))
    if departments:
        await session.execute(insert(TokenDepartmentRow), [
            {"token_id": row.id, "department_id": department_id} for department_id in departments
        ])
    return token
