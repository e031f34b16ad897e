"""Rosa signs in; guesses are slowed down and never lock her out."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.change_password import change_password
from contactcenter.accounts.disable_staff import disable_staff
from contactcenter.accounts.end_session import end_session
from contactcenter.accounts.errors import AccountError, SignInRefused, SlowDown
from contactcenter.accounts.find_session import find_session
from contactcenter.accounts.passwords import hash_password
from contactcenter.accounts.sign_in import sign_in
from contactcenter.accounts.start_session import ABSOLUTE, IDLE
from contactcenter.accounts.sweep import KEEP_ENDED, sweep
from contactcenter.accounts.tables import FailedSignInRow, SessionRow
from contactcenter.accounts.throttle import FORGET_AFTER, LOGIN
from contactcenter.accounts.touch_session import EVERY, touch_session
from contactcenter.db.engine import Database

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
PASSWORD = "a long walk by the river"
HOME = "203.0.113.7"


async def rosa(database: Database) -> int:
    hashed = await hash_password(PASSWORD)
    async with database.transaction() as session:
        return await add_staff(
            session, login="Rosa", name="Rosa Marín", role="librarian", password_hash=hashed, now=NOW
        )


async def wrong(database: Database, now: datetime, *, login: str = "rosa", address: str = HOME) -> None:
    with pytest.raises(SignInRefused):
        await sign_in(database, login=login, password="not this one", address=address, now=now)


async def test_the_right_password_opens_a_session_that_is_kept_hashed(database: Database) -> None:
    staff_id = await rosa(database)
    started = await sign_in(database, login=" ROSA ", password=PASSWORD, address=HOME, now=NOW)
    async with database.read() as session:
        found = await find_session(session, token=started.token, now=NOW)
        kept = (await session.execute(select(SessionRow.token_hash))).scalar_one()
        assert (await session.execute(select(FailedSignInRow.count))).scalars().all() == [0]
    assert found is not None
    assert (found.staff.id, found.csrf_token) == (staff_id, started.csrf_token)
    assert started.token not in kept


async def test_unknown_disabled_and_wrong_are_told_apart_by_nothing(database: Database) -> None:
    staff_id = await rosa(database)
    await wrong(database, NOW)
    await wrong(database, NOW, login="nobody")
    await wrong(database, NOW, login="nul\x00 \ud800 and long " * 500)
    async with database.transaction() as session:
        assert await disable_staff(session, staff_id=staff_id, now=NOW)
        assert not await disable_staff(session, staff_id=staff_id, now=NOW)
    with pytest.raises(SignInRefused):
        await sign_in(database, login="rosa", password=PASSWORD, address=HOME, now=NOW)


async def test_guesses_wait_longer_and_longer_but_never_for_good(database: Database) -> None:
    await rosa(database)
    now = NOW
    for _ in range(LOGIN.free):
        await wrong(database, now)
    waits = []
    for _ in range(8):
        with pytest.raises(SlowDown) as slow:
            await sign_in(database, login="rosa", password=PASSWORD, address=HOME, now=now)
        waits.append(slow.value.wait)
        now += slow.value.wait
        await wrong(database, now)
    assert waits == [timedelta(seconds=s) for s in (1, 2, 4, 8, 16, 32, 60, 60)]
    now += LOGIN.longest
    await sign_in(database, login="rosa", password=PASSWORD, address=HOME, now=now)
    await wrong(database, now)  # the count is back at nothing: no SlowDown here


async def test_an_address_that_guesses_at_many_names_is_slowed_too(database: Database) -> None:
    async with database.transaction() as session:
        session.add(FailedSignInRow(key="address:2001:db8:1:2::/64", count=30, last_at=NOW))
    with pytest.raises(SlowDown):
        await sign_in(database, login="wang", password="x", address="2001:db8:1:2::99", now=NOW)
    await wrong(database, NOW, login="wang", address="2001:db8:1:3::99")
    await wrong(database, NOW + FORGET_AFTER, login="wang", address="2001:db8:1:2::99")


async def test_a_burst_of_guesses_at_once_is_counted_whole(database: Database) -> None:
    await rosa(database)
    tries = await asyncio.gather(
        *(sign_in(database, login="rosa", password="x", address=HOME, now=NOW) for _ in range(12)),
        return_exceptions=True,
    )
    assert sorted(type(t).__name__ for t in tries) == ["SignInRefused"] * 5 + ["SlowDown"] * 7


async def test_a_session_ends_by_idleness_by_age_by_sign_out_and_by_disabling(database: Database) -> None:
    staff_id = await rosa(database)

    async def lives(token: str, now: datetime) -> bool:
        async with database.read() as session:
            return await find_session(session, token=token, now=now) is not None

    started = await sign_in(database, login="rosa", password=PASSWORD, address=HOME, now=NOW)
    assert await lives(started.token, NOW + IDLE - timedelta(seconds=1))
    assert not await lives(started.token, NOW + IDLE)
    assert not await lives("someone else's", NOW)

    now = NOW
    async with database.read() as session:
        found = await find_session(session, token=started.token, now=NOW)
    assert found is not None
    while now < NOW + ABSOLUTE:
        assert await lives(started.token, now)
        now += timedelta(hours=6)
        async with database.transaction() as session:
            assert await touch_session(session, token_hash=found.token_hash, now=now)
            assert not await touch_session(session, token_hash=found.token_hash, now=now + EVERY / 2)
    assert not await lives(started.token, NOW + ABSOLUTE)

    second = await sign_in(database, login="rosa", password=PASSWORD, address=HOME, now=NOW)
    async with database.transaction() as session:
        assert await end_session(session, token=second.token, now=NOW)
        assert not await end_session(session, token=second.token, now=NOW)
    assert not await lives(second.token, NOW)

    third = await sign_in(database, login="rosa", password=PASSWORD, address=HOME, now=NOW)
    async with database.transaction() as session:
        await disable_staff(session, staff_id=staff_id, now=NOW)
    assert not await lives(third.token, NOW)


async def test_a_new_password_ends_the_other_sessions(database: Database) -> None:
    staff_id = await rosa(database)
    here = await sign_in(database, login="rosa", password=PASSWORD, address=HOME, now=NOW)
    there = await sign_in(database, login="rosa", password=PASSWORD, address=HOME, now=NOW)
    new = await hash_password("another walk, another river")
    async with database.transaction() as session:
        found = await find_session(session, token=here.token, now=NOW)
        assert found is not None
        await change_password(session, staff_id=staff_id, password_hash=new, now=NOW, but=found.token_hash)
    async with database.read() as session:
        assert await find_session(session, token=here.token, now=NOW)
        assert await find_session(session, token=there.token, now=NOW) is None
    await wrong(database, NOW)
    with pytest.raises(SignInRefused):
        await sign_in(database, login="rosa", password=PASSWORD, address=HOME, now=NOW)


@pytest.mark.parametrize("password", ["short", "x" * 1001])
async def test_a_password_has_a_sensible_length(password: str) -> None:
    with pytest.raises(AccountError, match="8 to 1000"):
        await hash_password(password)


async def test_old_sessions_and_failures_are_swept(database: Database) -> None:
    await rosa(database)
    await sign_in(database, login="rosa", password=PASSWORD, address=HOME, now=NOW)
    for later, left in ((FORGET_AFTER, 1), (ABSOLUTE + KEEP_ENDED + timedelta(seconds=1), 0)):
        async with database.transaction() as session:
            await sweep(session, now=NOW + later)
        async with database.read() as session:
            assert len((await session.execute(select(SessionRow.token_hash))).all()) == left
    async with database.read() as session:
        assert (await session.execute(select(FailedSignInRow.key))).all() == []
