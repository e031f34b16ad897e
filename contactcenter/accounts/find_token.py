"""Whose program is this?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.secrets import hashed
from contactcenter.accounts.tables import TokenDepartmentRow, TokenRow


@dataclass(frozen=True, slots=True)
class Program:
    """A living bearer token."""

    token_id: int
    name: str
    role: str
    department_ids: frozenset[int]


async def find_token(session: AsyncSession, *, token: str) -> Program | None:
    """The program behind a bearer token, or None when it is unknown or revoked."""
    row = (await session.execute(
        select(TokenRow).where(TokenRow.token_hash == hashed(token), TokenRow.revoked_at.is_(None))
    )).scalar_one_or_none()
    if row is None:
        return None
    departments = (await session.execute(
        select(TokenDepartmentRow.department_id).where(TokenDepartmentRow.token_id == row.id)
    )).scalars()
    return Program(row.id, row.name, row.role, frozenset(departments))
