"""Tokens of other programs by command."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.create_token import create_token
from contactcenter.accounts.errors import AccountError
from contactcenter.accounts.revoke_token import revoke_token
from contactcenter.accounts.tables import TokenDepartmentRow, TokenRow
from contactcenter.clock import now
from contactcenter.commands.database import opened
from contactcenter.commands.departments import departments_of, slugs_of_each
from contactcenter.commands.failure import EX_USAGE, Failure
from contactcenter.commands.listing import listing, print_listing
from contactcenter.settings import Settings

DIGITS = 18
"""A number of a row has no more."""


async def make(settings: Settings, *, name: str, role: str, departments: Sequence[str]) -> None:
    """Print a fresh token; only its hash is kept."""
    try:
        async with opened(settings) as database, database.transaction() as session:
            chosen = await departments_of(session, settings, departments)
            fresh = await create_token(session, name=name, role=role, department_ids=chosen, now=now())
    except AccountError as error:
        raise Failure(str(error), EX_USAGE) from error
    if role == "librarian" and not chosen:
        Console(stderr=True).print("It belongs to no department and sees no tickets: --department names one.")
    print(fresh)  # noqa: T201  # the command's answer, for a pipe


async def show(settings: Settings) -> None:
    """A table of all tokens, those that were revoked included."""
    table = listing("number", "name", "role", "departments", "made", "state")
    async with opened(settings) as database, database.read() as session:
        sees = await slugs_of_each(session, TokenDepartmentRow.token_id, TokenDepartmentRow.department_id)
        for token in (await session.execute(select(TokenRow).order_by(TokenRow.id))).scalars():
            table.add_row(str(token.id), escape(token.name), token.role, ", ".join(sees.get(token.id, [])),
                          f"{token.created_at:%Y-%m-%d}",
                          f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else "active")
    print_listing(table, empty="There are no tokens.")


async def revoke(settings: Settings, *, token: str) -> None:
    """Revoke the token of this name or number; revoked already, it stays so."""
    async with opened(settings) as database, database.transaction() as session:
        row = await _known(session, token)
        done = await revoke_token(session, token_id=row.id, now=now())
    said = "is revoked: whoever shows it is refused." if done else "was revoked already."
    Console(stderr=True).print(f"The token {escape(row.name)} ({row.id}) {said}", soft_wrap=True)


async def _known(session: AsyncSession, token: str) -> TokenRow:
    """By its name; where none is called so, by its number."""
    named = (await session.execute(select(TokenRow).where(TokenRow.name == token.strip()))).scalar_one_or_none()
    if named is None and token.isascii() and token.isdigit() and len(token) <= DIGITS:
        named = await session.get(TokenRow, int(token))
    if named is None:
        raise Failure(f"There is no token {token}. See: contactcenter token list", EX_USAGE)
    return named
