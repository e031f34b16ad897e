"""What a database's error means: whether it will pass by itself, and whether there is no room left."""

from __future__ import annotations

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

_SQLITE_PASSING = frozenset({
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
})
"""A missing table or a broken value is not among them: it is OperationalError to Python all the same."""

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""The disk is full, or what we may have of it."""


def passing(error: BaseException) -> bool:
    """Whether a database error will pass by itself (locked, gone, restarting), so trying again helps."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SQLITE_PASSING
    if not isinstance(error, DBAPIError):
        return isinstance(error, OSError)  # TimeoutError and ConnectionError are such
    if isinstance(error.orig, sqlite3.Error | OSError):
        return error.connection_invalidated or passing(error.orig)
    if error.connection_invalidated or isinstance(error, InterfaceError | OperationalError):
        return True
    code = getattr(error.orig, "sqlstate", None) or ""
    # 40: serialization and deadlock; 53: resources; 55: lock; 57: operator; 08: connection; 25P03: idle timeout.
    return code[:2] in {"40", "53", "55", "57", "08"} or code == "25P03"


def full(error: BaseException | None) -> bool:
    """Whether there is no room left on a disk: ours, or the database's."""
    if isinstance(error, DBAPIError):
        return full(error.orig)
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    return getattr(error, "sqlstate", None) == "53100"
