"""What a winmail.dat holds, as leaves: its text in two forms and its files."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field

from contactcenter.channels.email import tnef
from contactcenter.channels.email.leaves import Leaf
from contactcenter.channels.email.params import media_type

DEFAULT = "application/octet-stream"


@dataclass(slots=True)
class Packed:
    """A winmail.dat opened."""

    plain: Leaf | None = None
    marked: Leaf | None = None
    files: list[Leaf] = field(default_factory=list)


def is_packed(leaf: Leaf) -> bool:
    """Whether a part is a winmail.dat, by its type or its name."""
    return leaf.type in tnef.TYPES or leaf.name.lower() == "winmail.dat"


def unpacked(leaf: Leaf) -> Packed:
    """Open a winmail.dat. Raises `tnef.NotTnef`, also when nothing is in it."""
    found = tnef.unpack(leaf.data)
    if not (found.files or found.text or found.html):
        raise tnef.NotTnef("Nothing is in it.")
    result = Packed(_text("text/plain", found.text), _text("text/html", found.html))
    for each in found.files:
        inner = _file(each)
        result.files.extend(_enclosed(inner) if inner.type in tnef.TYPES else [inner])
    return result


def _text(kind: str, words: str | None, name: str = "") -> Leaf | None:
    if not words:
        return None
    return Leaf(kind, {"charset": "utf-8"}, "attachment" if name else "", name, data=words.encode("utf-8", "replace"))


def _file(each: tnef.TnefFile) -> Leaf:
    kind = media_type(each.media_type) if each.media_type else mimetypes.guess_type(each.name)[0]
    return Leaf(kind or DEFAULT, disposition="attachment", name=each.name, content_id=each.content_id, data=each.data)


def _enclosed(leaf: Leaf) -> list[Leaf]:
    """A mail within: its text as a file under its subject, and its files beside the others."""
    try:
        found = tnef.unpack(leaf.data, depth=1)
    except tnef.NotTnef:
        return [leaf]
    name = found.subject or leaf.name or "message"
    text = _text("text/html", found.html, f"{name}.html") or _text("text/plain", found.text, f"{name}.txt")
    return [*([text] if text else []), *map(_file, found.files)]
