"""The visible reply: what the sender wrote anew, without quotes and signature; when in doubt, more.

Mail programs' habits stand in `quoting.py`. A forwarded mail is what its sender wants to show, so it
stays; so does what is marked as a quotation in a mail that answers nothing.
"""

from __future__ import annotations

import re

from contactcenter.channels.email import quoting

ATTRIBUTION_LINES = 4
"""Clients wrap `On … wrote:` over up to so many lines."""
ATTRIBUTION_CHARS = 600
MAX_ATTRIBUTIONS = 1000
"""Lines that may end one. No thread is so long, and each costs a look at the lines above."""
SIGNATURE_LINES = 20
"""What follows `-- ` and is longer than this is no signature (RFC 3676 4.3 asks for 4 lines)."""
HEADER_LINES = 12
MAX_LINES = 20_000
"""A longer text is not looked through: it is shown whole."""
CUT = "\0cut"
"""Stands where a quotation was."""

_DASHES = frozenset("-–—")
_QUOTE = re.compile(r"^\s{0,3}[>＞]")


def visible_reply(text: str, *, answers: bool = True) -> str:
    """The part of `text` that was written anew; the whole text when nothing else would be left.

    `answers`: whether the mail answers another. Where it does not, `>` alone marks nothing.
    """
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        return text
    kept = _without_signature(_without_quotes(lines, bare=answers))
    reply = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n").rstrip()
    return reply if reply.strip() else text


def _without_quotes(lines: list[str], *, bare: bool) -> list[str]:
    kept: list[str] = []
    heads = _attributions(lines)
    at = 0
    while at < len(lines):
        line = lines[at]
        telling = quoting.TELLING.search(line) is not None
        if telling and quoting.FORWARDED.match(line):
            # A forwarded mail stays, whatever its own header block looks like.
            kept.extend(lines[at:])
            break
        if (bare or heads) and _QUOTE.match(line):
            at = _skip_quoted(lines, at)
            kept.append(CUT)
            continue
        if telling and _ends(lines, at) and _any_text(kept):
            if quoting.BELOW.search(" ".join(kept)):
                kept.extend(lines[at:])
            else:
                _drop_rules(kept)
            break
        if at in heads:
            end = heads[at]
            after = _next_text(lines, end)
            if after is None or _QUOTE.match(lines[after]):
                kept.append(CUT)
                at = after if after is not None else len(lines)
                continue
            if _any_text(kept) and quoting.STRONG_HINT.search(" ".join(lines[at:end])):
                if quoting.BELOW.search(" ".join(kept)):
                    kept.extend(lines[at:])
                break
        kept.append(line)
        at += 1
    return kept


def _ends(lines: list[str], at: int) -> bool:
    """Whether everything from this line on is the mail that was answered."""
    line = lines[at]
    if not line.strip():
        return False
    return bool(quoting.DIVIDER.match(line)) or _is_header_block(lines, at) or bool(quoting.ABOVE.match(line))


def _drop_rules(kept: list[str]) -> None:
    while kept and (not kept[-1].strip() or quoting.RULE.match(kept[-1])):
        kept.pop()


def _skip_quoted(lines: list[str], at: int) -> int:
    """The first line after a quotation; blank lines between two quoted ones belong to it."""
    while at < len(lines):
        if _QUOTE.match(lines[at]):
            at += 1
            continue
        after = _next_text(lines, at)
        if after is not None and not lines[at].strip() and _QUOTE.match(lines[after]):
            at = after
            continue
        break
    return at


def _attributions(lines: list[str]) -> dict[int, int]:
    """Where each `On … wrote:` begins, and the line after its end."""
    found: dict[int, int] = {}
    looked_at = 0
    for last, line in enumerate(lines):
        bare = line.rstrip("\u202c\u200f \t\r")
        if not bare.endswith((":", "：")) or _QUOTE.match(line):
            continue
        if not any(map(quoting.HINT.search, lines[max(last - ATTRIBUTION_LINES + 1, 0) : last + 1])):
            continue
        looked_at += 1
        if looked_at > MAX_ATTRIBUTIONS:
            break
        start = _attribution_ending(lines, last)
        if start is not None:
            found[start] = last + 1
    return found


def _attribution_ending(lines: list[str], last: int) -> int | None:
    """The first line of the attribution that ends here; the shortest, so that no sentence above is taken for it."""
    joined = ""
    for start in range(last, max(last - ATTRIBUTION_LINES, -1), -1):
        if not lines[start].strip() or (start < last and _QUOTE.match(lines[start])):
            return None
        joined = f"{lines[start].strip()} {joined}".strip()
        if len(joined) > ATTRIBUTION_CHARS:
            return None
        if quoting.is_attribution(joined):
            above = start - 1
            opened = above >= 0 and last - above < ATTRIBUTION_LINES and quoting.OPENED.match(lines[above])
            return above if opened and not quoting.OPENED.match(lines[start]) else start
    return None


def _is_header_block(lines: list[str], at: int) -> bool:
    """`From:` with at least two of Sent, To, Subject … close below: how Outlook and Foxmail quote.

    One of them must be a subject, or an address or a date stand in them: `From: Monday`, `To: Friday` is a question.
    """
    if not quoting.FROM.match(lines[at]):
        return False
    fields = [line for line in lines[at + 1 : at + HEADER_LINES] if quoting.FIELD.match(line)]
    return len(fields) > 1 and any(map(quoting.HEAD_HINT.search, (lines[at], *fields)))


def _without_signature(kept: list[str]) -> list[str]:
    """Each stretch between quotations loses the signature at its end; what stands below a quotation stays."""
    result: list[str] = []
    stretch: list[str] = []
    for line in [*kept, CUT]:
        if line != CUT:
            stretch.append(line)
            continue
        unsigned = _unsigned(stretch, signs=_any_text(result))
        result.extend(unsigned)
        stretch = []
    return result


def _unsigned(lines: list[str], *, signs: bool) -> list[str]:
    """A stretch without its signature. `signs`: it may be nothing but one, since words stand above."""
    below, mark = 0, None
    for at in range(len(lines) - 1, -1, -1):
        bare = lines[at].strip()
        if bare[:1] in _DASHES and quoting.SIGNATURE.match(lines[at]):
            mark = at
        below += bool(bare)
        if below > SIGNATURE_LINES:
            break
    if mark is not None and (signs or _any_text(lines[:mark])):
        lines = lines[:mark]
    while True:
        end = len(lines)
        while end and not lines[end - 1].strip():
            end -= 1
        if not end or not quoting.PHONE.match(lines[end - 1]) or not _any_text(lines[: end - 1]):
            return lines
        lines = lines[: end - 1]
        _drop_rules(lines)


def _any_text(lines: list[str]) -> bool:
    return any(line.strip() and line != CUT and not quoting.RULE.match(line) for line in lines)


def _next_text(lines: list[str], at: int) -> int | None:
    for index in range(at, len(lines)):
        if lines[index].strip():
            return index
    return None
