"""The parameters of Content-Type and Content-Disposition: RFC 2231, and what clients really write.

One reading for `name*0*=utf-8''…`, `name*=gb18030''…`, `name="=?gb2312?B?…?="` (an encoded word where
the standard forbids one) and raw 8-bit names.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from contactcenter.channels.email.charsets import decode
from contactcenter.channels.email.headers import plain, unstructured

_PARAM = re.compile(r""";\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))""", re.DOTALL)
_PART = re.compile(r"^(.+?)(?:\*(\d{1,4}))?(\*)?$")
_TYPE = re.compile(r"[a-z0-9!#$&^_.+\-]{1,100}/[a-z0-9!#$&^_.+\-]{1,100}")
_NO_SEMICOLON = re.compile(r"\s*([\w.+\-]+/[\w.+\-]+)[\s,]+(?=[\w\-*]+\s*=)")
_BARE = {"text": "text/plain", "plain": "text/plain", "html": "text/html"}
"""What some old programs write for a type."""
MAX_PARAMS = 200


def split(value: str, hint: str = "") -> tuple[str, dict[str, str]]:
    """The word before the first semicolon in lower case, and the parameters, decoded.

    `hint`: the charset in which raw 8-bit names probably are.
    """
    head, semicolon, _ = value.partition(";")
    glued = _NO_SEMICOLON.match(head)
    if glued:
        # `text/plain charset=utf-8`: somebody forgot the semicolon.
        return split(f"{glued[1]};{value[glued.end() :]}", hint)
    if not semicolon:
        return head.strip().lower(), {}
    simple: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for count, match in enumerate(_PARAM.finditer(value, len(head))):
        if count >= MAX_PARAMS:
            break
        raw = re.sub(r"\\(.)", r"\1", match[2]) if match[2] is not None else match[3].strip().strip("'\"")
        if match[2] is not None and re.match(r"[A-Za-z]:\\", match[2]):
            raw = match[2]  # A Windows path: its backslashes are no quoting.
        part = _PART.match(match[1].lower())
        if part is None or (part[2] is None and part[3] is None):
            simple.setdefault(match[1].lower(), raw)
        else:
            pieces.setdefault(part[1], {}).setdefault(int(part[2] or 0), (part[3] is not None, raw))
    result = {name: _simple(name, raw, hint) for name, raw in simple.items()}
    for name, parts in pieces.items():
        result[name] = _join(parts)
    return head.strip().lower(), result


def kind_of(value: str) -> str:
    """The word before the first semicolon in lower case."""
    head = value.partition(";")[0].strip().lower()
    return head if " " not in head else split(value)[0]


def _simple(name: str, raw: str, hint: str) -> str:
    if name in {"filename", "name"}:
        return unstructured(raw, hint)
    return plain(raw).strip() if name != "boundary" else raw


def _join(parts: dict[int, tuple[bool, str]]) -> str:
    """Put RFC 2231 pieces together as bytes; the first encoded piece names the charset."""
    charset, data = "", b""
    for index, number in enumerate(sorted(parts)):
        encoded, raw = parts[number]
        if encoded and index == 0 and raw.count("'") >= 2:  # noqa: PLR2004  charset'language'text
            charset, _, raw = raw.split("'", 2)
        piece = raw.encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(piece) if encoded else piece
    return unstructured(decode(data, charset))


def media_type(value: str) -> str:
    """A Content-Type's type in lower case; `application/octet-stream` for what is none."""
    word = "".join(value.lower().split())
    word = _BARE.get(word, word)
    return word if _TYPE.fullmatch(word) else "application/octet-stream"
