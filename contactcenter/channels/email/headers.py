"""Header fields as people wrote them: RFC 2047 words, raw 8-bit bytes, addresses, ids, dates.

Reads what the standard library's compat32 parser leaves in the headers: text in which every
byte above 127 is a surrogate escape. Nothing here raises on any input.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from contactcenter.channels.email.charsets import codec, decode

_WORD = re.compile(r"=\?([^?*\s]{1,60})(?:\*[^?]*)?\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*)\?=")
_CUT_WORD = re.compile(r"=\?([A-Za-z][^?*\s]{1,40})(?:\*[^?]*)?\?([bBqQ])\?([^?\s]{4,})\??$")
"""The last word of a field that somebody cut short."""
_BETWEEN_WORDS = re.compile(r"(?<=\?=)[ \t\r\n]+(?==\?)")
_FOLD = re.compile(r"[\r\n]+[ \t]*|\t")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""C0 and the marks that turn writing round: a name or subject could fake another with them."""
_Q_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_ID = re.compile(r"<([^<>\s\x00-\x1f\x7f]{1,900})>")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)")
_ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?: ?[+-]\d\d:?\d\d|Z)?")
NAME_CHARS = 200
ADDRESS_CHARS = 320
MAX_ADDRESSES = 200
MAX_FIELD = 20_000
"""Characters of a field that are decoded; encoded words by the hundred thousand would cost their square."""
MAX_LIST = 200_000
"""Characters of an address list that are read."""


class Hinting(Protocol):
    """Whatever knows the charset of a mail's text."""

    def text_charset(self) -> str: ...


class Headers:
    """The fields of one part, by lower-case name, in the order they stood."""

    def __init__(self, pairs: Iterable[tuple[str, str]], message: Hinting | None = None) -> None:
        self._fields: dict[str, list[str]] = {}
        for name, value in pairs:
            self._fields.setdefault(name.strip().lower(), []).append(str(value))
        self._message = message

    @property
    def hint(self) -> str:
        """The charset that the mail's text is in: raw 8-bit fields are mostly in the same."""
        return self._message.text_charset() if self._message is not None else ""

    def first(self, name: str) -> str:
        """The raw value of the first such field, or an empty string."""
        values = self._fields.get(name)
        return values[0] if values else ""

    def all(self, name: str) -> list[str]:
        return self._fields.get(name, [])

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def text(self, name: str) -> str:
        """The first such field, decoded, on one line."""
        value = self.first(name)
        return unstructured(value, "" if value.isascii() else self.hint)

    def addresses(self, name: str) -> list[tuple[str, str]]:
        """The (name, address) pairs of all such fields."""
        values = self.all(name)
        return addresses(values, "" if all(map(str.isascii, values)) else self.hint)


def plain(value: str, hint: str = "") -> str:
    """A raw field value with its 8-bit bytes decoded; encoded words stand as they are."""
    if value.isascii():
        return value if "\x1b" not in value else decode(value.encode("ascii"))
    data = value.encode("utf-8", "surrogateescape")
    return decode(data, hint if hint and not _same_width(hint) else "")


def _same_width(hint: str) -> bool:
    """A hint that tells nothing: UTF-8 is recognised by itself, and any bytes are Windows-1252."""
    return (codec(hint) or "utf-8") in {"utf-8", "cp1252", "ascii"}


def unstructured(value: str, hint: str = "") -> str:
    """A raw field value as it is read: encoded words decoded, on one line, no control characters."""
    if not value:
        return ""
    text = _FOLD.sub(" ", plain(value[:MAX_FIELD], hint))
    if "=?" in text:
        text = words(text)
    return _CONTROL.sub("", text.replace("\t", " ").replace("\n", " ")).strip()


def words(text: str) -> str:
    """Decode the RFC 2047 encoded words in a text.

    Neighbours in one charset are joined before decoding: clients cut a character's bytes in two.
    """
    text = _BETWEEN_WORDS.sub("", text)
    result: list[str] = []
    waiting, charset, end = b"", "", 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()]
        if waiting and (gap or match[1].lower() != charset):
            result.append(decode(waiting, charset))
            waiting = b""
        result.append(gap)
        charset, end = match[1].lower(), match.end()
        waiting += _word_bytes(match[2], match[3])
    cut = _CUT_WORD.search(text, end)
    if cut and cut.start() == end and cut[1].lower() == charset:
        waiting += _word_bytes(cut[2], cut[3])
        end = cut.end()
    if waiting:
        result.append(decode(waiting, charset))
    if cut and cut.start() >= end:
        result.append(text[end : cut.start()])
        result.append(decode(_word_bytes(cut[2], cut[3]), cut[1]))
        end = cut.end()
    result.append(text[end:])
    return "".join(result)


def _word_bytes(encoding: str, body: str) -> bytes:
    raw = body.encode("utf-8", "surrogateescape")
    if encoding in "bB":
        raw = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
        # A length of 4n+1 cannot be: the last digit is a stray.
        raw = raw[: len(raw) - 1] if len(raw) % 4 == 1 else raw
        try:
            return base64.b64decode(raw + b"=" * (-len(raw) % 4))
        except (binascii.Error, ValueError):
            return raw
    return _Q_HEX.sub(lambda match: bytes((int(match[1], 16),)), raw.replace(b"_", b" "))


def addresses(values: Iterable[str], hint: str = "") -> list[tuple[str, str]]:
    """The (name, address) pairs of address fields (RFC 5322 3.4, read tolerantly), at most 200.

    Structure is found before anything is decoded, so that no encoded name can smuggle in an
    address. A piece without an `@` is the beginning of a name that somebody failed to quote.
    """
    found: list[tuple[str, str]] = []
    for value in values:
        carried = ""
        for piece in _split(_FOLD.sub(" ", plain(value[:MAX_LIST], hint))):
            name, address = _mailbox(piece)
            if not address:
                carried = f"{carried}{piece.strip()}, "[-NAME_CHARS:] if piece.strip() else carried
                continue
            if carried and name:
                name = carried + name
            carried = ""
            found.append((unstructured(name)[:NAME_CHARS], address))
            if len(found) >= MAX_ADDRESSES:
                return found
    return found


def _split(value: str) -> Iterable[str]:
    """Cut an address list at its commas, but not inside quotes, comments or angle brackets."""
    piece: list[str] = []
    quoted = escaped = False
    depth = angle = 0
    for char in value:
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif char == '"' and not depth:
            quoted = not quoted
        elif quoted:
            pass
        elif char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        elif depth:
            pass
        elif char == "<":
            angle = 1
        elif char == ">":
            angle = 0
        elif char in ",;" and not angle:
            yield "".join(piece)
            piece = []
            continue
        elif char == ":" and not angle and "@" not in piece:
            piece = []  # The name of a group: `undisclosed-recipients:;`
            continue
        piece.append(char)
    if quoted:
        # A quote that never ends swallowed the rest of the list: read that once more without quotes.
        yield from _split("".join(piece).replace('"', ""))
    else:
        yield "".join(piece)


def _mailbox(piece: str) -> tuple[str, str]:
    before, bracket, after = piece.rpartition("<")
    if bracket:
        address = _spec(after.partition(">")[0])
        return (_unquote(before), address) if address else ("", "")
    comment = ""
    if "(" in piece:
        piece, _, comment = piece.partition("(")
        comment = comment.rpartition(")")[0] or comment
    tokens = [token for token in piece.split() if "@" in token]
    if not tokens:
        return "", ""
    name = _unquote(comment) or _unquote(" ".join(token for token in piece.split() if token != tokens[-1]))
    return name, _spec(tokens[-1])


def _unquote(name: str) -> str:
    """A display name without its quotation marks; one that is escaped belongs to the name."""
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] == "'":
        name = name[1:-1]
    if '"' not in name and "\\" not in name:
        return name
    pieces, at = [], 0
    for match in _QUOTED.finditer(name):
        pieces += [name[at : match.start()].replace('"', ""), _ESCAPED.sub(r"\1", match[1])]
        at = match.end()
    return "".join([*pieces, name[at:].replace('"', "")]).strip()


def _spec(text: str) -> str:
    """An address without its route (`@a,@b:`), blanks and control characters; empty when it is none."""
    spec = _CONTROL.sub("", text).strip()
    if len(spec) > 1 and spec[0] == spec[-1] and spec[0] in "'\"":
        spec = spec[1:-1].strip()
    if spec.startswith("@") and ":" in spec:
        spec = spec.partition(":")[2]
    if not spec.startswith('"'):
        spec = "".join(spec.split())
    spec = spec.removeprefix("mailto:").rstrip(".,;")
    local, at, domain = spec.rpartition("@")
    if not at or not local or not domain or len(spec) > ADDRESS_CHARS:
        return ""
    return f"{local}@{domain.lower()}"


def message_ids(*values: str) -> list[str]:
    """The `<…>` ids in References and In-Reply-To fields, each once, in order, with brackets."""
    seen: dict[str, None] = {}
    for value in values:
        for match in _ID.finditer(plain(value)):
            seen.setdefault(f"<{match[1]}>")
    return list(seen)


def message_id(value: str) -> str | None:
    """The id of a mail with its brackets; a bare word counts, nothing does not."""
    found = message_ids(value)
    if found:
        return found[0]
    bare = "".join(_CONTROL.sub("", plain(value)).split()).strip("<>")[:900]
    return f"<{bare}>" if bare else None


def date(value: str) -> datetime | None:
    """A Date field in UTC; None when it says no date. A missing zone is read as UTC."""
    text = unstructured(value)
    if not text:
        return None
    try:
        stamp = parsedate_to_datetime(text)
        return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        pass
    found = _ISO_DATE.search(text)
    if found is None:
        return None
    try:
        stamp = datetime.fromisoformat(found[0].replace(" +", "+").replace(" -", "-"))
        return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
