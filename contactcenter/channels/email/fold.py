"""Header fields as lines of at most 78 characters, with nothing lost between encoded words.

The standard library's policy drops or adds spaces where what it encodes spans several lines, and encodes
ids that are long. Subjects and names are encoded whole by `email.header` instead (RFC 2047).
"""

from __future__ import annotations

import re
from email.header import Header
from email.headerregistry import Address as MailAddress
from email.policy import EmailPolicy

LINE = 76
_IDS = {"message-id", "in-reply-to", "references"}
_MAILBOXES = {"from", "to", "cc", "reply-to"}
_PLAIN_WORD_CHARS = 60
"""A longer word without a space does not fit on a line with its field's name: it is encoded."""
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ \-]+")
"""What a name may hold unquoted (RFC 5322 3.2.3)."""


class FoldedPolicy(EmailPolicy):
    """SMTP lines; the fields that carry people's words and ids are folded here."""

    def fold(self, name: str, value: str) -> str:
        lower = name.lower()
        if lower in _IDS:
            return f"{name}: " + "\r\n ".join(str(value).split()) + "\r\n"
        if lower == "subject":
            return f"{name}: {_words(str(value), used=len(name) + 2)}\r\n"
        if lower in _MAILBOXES:
            mailboxes = getattr(value, "addresses", ())
            return f"{name}: " + ",\r\n ".join(_mailbox(one, used=len(name) + 2) for one in mailboxes) + "\r\n"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _IDS | _MAILBOXES | {"subject"}:
            # An address with letters of other scripts is written as it is, where the relay takes it (RFC 6531).
            return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii")
        return super().fold_binary(name, value)


def _mailbox(mailbox: MailAddress, *, used: int) -> str:
    said, address = mailbox.display_name, mailbox.addr_spec
    if not said:
        return address
    if _to_encode(said):
        name = _words(said, used=used)
    elif _ATOMS.fullmatch(said):
        name = _plain(said, used=used)
    else:
        name = _plain('"' + re.sub(r'([\\"])', r"\\\1", said) + '"', used=used)
    first, _, last = name.rpartition("\r\n")
    stands = len(last) + (0 if first else used)
    return f"{name}\r\n <{address}>" if stands + len(address) + len(" <>") > LINE else f"{name} <{address}>"


def _words(said: str, *, used: int) -> str:
    if not _to_encode(said):
        return _plain(said, used=used)
    encoded = Header(said, "utf-8", maxlinelen=LINE, header_name="x" * max(used - 2, 1))
    return encoded.encode(linesep="\r\n")


def _to_encode(said: str) -> bool:
    return not said.isascii() or "=?" in said or any(len(word) > _PLAIN_WORD_CHARS for word in said.split(" "))


def _plain(said: str, *, used: int) -> str:
    """Folded at single spaces, which unfolding gives back (RFC 5322 2.2.3)."""
    lines, length = [""], used
    for place, word in enumerate(said.split(" ")):
        if place and length + 1 + len(word) > LINE and word:
            lines.append(" " + word)
            length = len(word) + 1
        else:
            lines[-1] += " " * bool(place) + word
            length += bool(place) + len(word)
    return "\r\n".join(lines)
