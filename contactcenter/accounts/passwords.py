"""Passwords: Argon2id with argon2-cffi's defaults (RFC 9106, low-memory profile), in a thread.

A hash takes some tenths of a second on purpose. It is never computed inside a write transaction,
and never more than two at a time: a burst of sign-ins must not take every thread of the process.
"""

from __future__ import annotations

import asyncio
import functools
import weakref

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from contactcenter.accounts.errors import AccountError

SHORTEST = 8
"""NIST SP 800-63B: at least eight characters, no rules about their kind."""
LONGEST = 1000
"""Far above any phrase; stops a megabyte from being hashed."""
AT_ONCE = 2

_hasher = PasswordHasher()
_turns: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = weakref.WeakKeyDictionary()


async def hash_password(password: str) -> str:
    """The hash to keep. Raises `AccountError` when the password is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountError(
            "password_length", f"Choose a password of {SHORTEST} to {LONGEST} characters."
        )
    async with _turn():
        return await asyncio.to_thread(_hasher.hash, _bytes(password))


async def verify_password(kept: str | None, password: str) -> bool:
    """Whether the password is the kept one. The work is the same when nothing is kept."""
    async with _turn():
        return await asyncio.to_thread(_verify, kept, password)


def _verify(kept: str | None, password: str) -> bool:
    try:
        _hasher.verify(kept or _nobody(), _bytes(password)[:LONGEST * 4])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


@functools.cache
def _nobody() -> str:
    """A hash for logins that do not exist: refusing them costs what refusing a real one costs."""
    return _hasher.hash("nobody has this password")


def _turn() -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    return _turns.setdefault(loop, asyncio.Semaphore(AT_ONCE))
