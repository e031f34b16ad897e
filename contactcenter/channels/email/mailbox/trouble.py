"""What goes wrong with a mailbox, in our words beside the server's."""

from __future__ import annotations

import errno
import socket
import ssl

from imapclient.exceptions import (
    CapabilityError,
    IMAPClientAbortError,
    IMAPClientError,
    LoginError,
)

WORDS_CHARS = 500
_NO_WAY = frozenset({errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EADDRNOTAVAIL})


class MailboxError(Exception):
    """An account or folder cannot be used just now.

    `code`: dns, connect, timeout, tls, auth, token, folder, disconnected, refused, secret, internal.
    `words` is what the far side said.
    """

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code
        self.words = words

    @property
    def lost(self) -> bool:
        """Whether the connection is of no use any more; a refusal leaves it as it was."""
        return self.code != "refused"


def named(error: BaseException) -> MailboxError:
    """An error of the network or of IMAPClient, under its code."""
    if isinstance(error, MailboxError):
        return error
    return MailboxError(_code(error), words(error))


def words(error: BaseException) -> str:
    """What the far side said, as text every database keeps."""
    said = str(error) or type(error).__name__
    if isinstance(error, IMAPClientError) and said.startswith("b'"):
        said = said[2:].rstrip("'")
    return "".join(char if char.isprintable() else " " for char in said).strip()[:WORDS_CHARS]


def _code(error: BaseException) -> str:
    if isinstance(error, socket.gaierror):
        return "dns"
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, LoginError):
        return "auth"
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, OSError) and error.errno in _NO_WAY:
        return "connect"
    if isinstance(error, IMAPClientAbortError):
        return "disconnected"
    if isinstance(error, CapabilityError | IMAPClientError):
        return "refused"
    # Also what imaplib raises while it reads an answer that makes no sense: the connection is not to be trusted.
    return "disconnected"
