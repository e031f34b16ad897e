"""Format=flowed text (RFC 3676): soft line breaks taken out, stuffing undone; and the writing of it."""

from __future__ import annotations

import textwrap

WIDTH = 76
"""Columns of a flowed line; RFC 3676 section 4.2 asks for 78 or fewer with the trailing space."""


def unflow(text: str, *, delsp: bool) -> str:
    """Join the lines that end in a space with the next of the same quote depth."""
    lines: list[list[str]] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        bare = line.rstrip("\r").lstrip(">")
        depth = len(line.rstrip("\r")) - len(bare)
        bare = bare.removeprefix(" ")
        flows = bare.endswith(" ") and bare != "-- "
        piece = bare[:-1] if flows and delsp else bare
        if open_depth == depth and bare != "-- ":
            lines[-1].append(piece)
        else:
            lines.append([">" * depth + " " if depth else "", piece])
        open_depth = depth if flows else None
    return "\n".join("".join(line) for line in lines)


def flow(text: str) -> str:
    """Wrap long lines softly at their blanks. A line without blanks (Chinese) stays whole."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        whole = line if line == "-- " else line.rstrip(" ")
        if len(whole) <= WIDTH:
            lines.append(_stuff(whole))
            continue
        pieces = textwrap.wrap(
            whole, WIDTH, break_long_words=False, break_on_hyphens=False, expand_tabs=False,
            replace_whitespace=False, drop_whitespace=False,
        )
        lines.extend(_stuff(piece) for piece in _soft(pieces))
    return "\n".join(lines)


def _soft(pieces: list[str]) -> list[str]:
    """Give every piece but the last exactly its soft break: blanks that open a line move up."""
    result: list[str] = []
    for piece in pieces:
        bare = piece.lstrip(" ")
        if result:
            result[-1] += piece[: len(piece) - len(bare)]
            if not result[-1].endswith(" "):
                # Cut where there was no blank (after a hyphen, say): a soft break would add one.
                result[-1] += bare
                continue
            if not bare:
                continue
            result.append(bare)
        else:
            result.append(piece)
    if result:
        result[-1] = result[-1].rstrip(" ")
    return result


def _stuff(line: str) -> str:
    """Space-stuffing (RFC 3676 4.4)."""
    return f" {line}" if line.startswith((" ", ">", "From ")) else line
