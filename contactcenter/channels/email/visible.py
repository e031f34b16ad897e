"""The visible reply: what the sender wrote anew, without quotes and signature; when in doubt, more.

English and Chinese forms of Outlook, Gmail, Apple Mail, Thunderbird, QQ, 163 and Foxmail. A forwarded
mail is what its sender wants to show, so it stays.
"""

from __future__ import annotations

import re

ATTRIBUTION_LINES = 4
"""Clients wrap `On … wrote:` over up to so many lines."""
SIGNATURE_LINES = 20
"""What follows `-- ` and is longer than this is no signature (RFC 3676 4.3 asks for 4 lines)."""
HEADER_LINES = 10
MAX_LINES = 20_000
"""A longer text is not looked through: it is shown whole."""

_QUOTE = re.compile(r"^\s{0,3}>")
_ATTRIBUTION = re.compile(
    r"""^\s*(?:
      (?:On|At|Am|Le|El|Il|Op)\b.{4,400}(?:\bwrote|\bwrites|\bschrieb|a\s+écrit|escribió|ha\s+scritto|schreef)\b.{0,80}?[:：]
    | .{4,300}<[^<>\s]+@[^<>\s]+>\s*(?:wrote|writes|写道|寫道|schrieb|a\s+écrit|escribió)\s*[:：]
    | (?:在|于|於)?\s*.{4,400}(?:写道|寫道|写到)\s*[:：]
    )\s*$""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTION_END = re.compile(
    r"(?:wrote|writes|写道|寫道|写到|schrieb|a\s+écrit|escribió|scritto|schreef)[^\n]{0,80}[:：]\s*$", re.IGNORECASE
)
_ATTRIBUTION_HINT = re.compile(r"@|\d{1,4}\s*[-/.年:]\s*\d{1,2}|\b20\d\d\b|<.+>")
"""An address, a date or a year: what tells an attribution from a sentence that ends in `wrote:`."""
_DIVIDER = re.compile(
    r"^[\s>]*[-_=—－]{2,}(?:\s|&nbsp;)*(?:Original\s+(?:Message|Appointment)|Reply\s+Message|原始邮件|原邮件|原始郵件|回复的原邮件"
    r"|答复邮件|回复邮件|Ursprüngliche\s+Nachricht|Message\s+d['’]origine|Mensaje\s+original)(?:\s|&nbsp;)*[-_=—－]{2,}\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*(?:_{10,}|-{10,})\s*$")
_FROM = re.compile(r"^\s*\**(?:From|发件人|寄件者|寄件人|Von|De|Da|Van)\**\s*[:：]\**\s*\S", re.IGNORECASE)
_FIELD = re.compile(
    r"^\s*\**(?:Sent|Date|To|Cc|Subject|Reply-To|发送时间|发送日期|发件时间|日期|时间|收件人|抄送|抄送人|主题|寄件日期|收件者|主旨"
    r"|副本|Gesendet|Datum|An|Betreff|Envoyé|Date|À|Objet|Enviado|Para|Asunto)\**\s*[:：]",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^[\s>]*(?:[-_=]{2,}\s*(?:Forwarded\s+message|转发邮件(?:信息)?|轉寄郵件|转发的邮件|已转发邮件)\s*[-_=]{2,}"
    r"|Begin\s+forwarded\s+message\s*:|开始转发的邮件\s*[:：]|下面是被转发的邮件\s*[:：])\s*$", re.IGNORECASE
)
_SIGNATURE = re.compile(r"^--\s?$")
_PHONE = re.compile(
    r"^\s*(?:Sent\s+from\s+(?:my\s+\S|Mail\s+for|Yahoo|Outlook)|Get\s+Outlook\s+for\s"
    r"|发自我的\s*\S|发自.{0,12}(?:手机|iPhone|iPad|客户端)"
    r"|从我的\s*\S+\s*发送|來自我的\s*\S|获取\s*\[?Outlook|来自.{0,8}(?:手机邮箱|邮箱大师)|发自.{0,10}邮箱).{0,80}$",
    re.IGNORECASE
)


def visible_reply(text: str) -> str:
    """The part of `text` that was written anew; the whole text when nothing else would be left."""
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        return text
    kept = _without_quotes(lines)
    kept = _without_signature(kept)
    reply = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n").rstrip()
    return reply if reply.strip() else text


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if _FORWARDED.match(line):
            # A forwarded mail stays, whatever its own header block looks like.
            kept.extend(lines[at:])
            break
        if _QUOTE.match(line):
            at = _skip_quoted(lines, at)
            continue
        if _DIVIDER.match(line) and _any_text(kept):
            break
        if _is_header_block(lines, at) and _any_text(kept):
            while kept and (not kept[-1].strip() or _RULE.match(kept[-1])):
                kept.pop()
            break
        length = _attribution(lines, at)
        if length:
            after = _next_text(lines, at + length)
            if after is None or _QUOTE.match(lines[after]):
                at = after if after is not None else len(lines)
                continue
            if _any_text(kept):
                break
        kept.append(line)
        at += 1
    return kept


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


def _attribution(lines: list[str], at: int) -> int:
    """How many lines an `On … wrote:` takes that begins here; 0 when none does."""
    if not lines[at].strip():
        return 0
    for length in range(1, ATTRIBUTION_LINES + 1):
        if at + length > len(lines) or not lines[at + length - 1].strip():
            return 0
        last = lines[at + length - 1].rstrip()
        if not last.endswith((":", "：")) or not _ATTRIBUTION_END.search(last):
            continue
        joined = " ".join(line.strip() for line in lines[at : at + length])
        if len(joined) <= 600 and _ATTRIBUTION.match(joined) and _ATTRIBUTION_HINT.search(joined):  # noqa: PLR2004
            return length
        return 0
    return 0


def _is_header_block(lines: list[str], at: int) -> bool:
    """`From:` with at least two of Sent, To, Subject … close below: how Outlook and Foxmail quote."""
    if not _FROM.match(lines[at]):
        return False
    fields = sum(bool(_FIELD.match(line)) for line in lines[at + 1 : at + HEADER_LINES])
    return fields >= 2  # noqa: PLR2004


def _without_signature(lines: list[str]) -> list[str]:
    below, mark = 0, None
    for at in range(len(lines) - 1, -1, -1):
        if _SIGNATURE.match(lines[at]):
            mark = at
        below += bool(lines[at].strip())
        if below > SIGNATURE_LINES:
            break
    if mark is not None and _any_text(lines[:mark]):
        lines = lines[:mark]
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    if end and _PHONE.match(lines[end - 1]) and _any_text(lines[: end - 1]):
        end -= 1
        while end and (not lines[end - 1].strip() or _RULE.match(lines[end - 1])):
            end -= 1
    return lines[:end]


def _any_text(lines: list[str]) -> bool:
    return any(line.strip() and not _RULE.match(line) for line in lines)


def _next_text(lines: list[str], at: int) -> int | None:
    for index in range(at, len(lines)):
        if lines[index].strip():
            return index
    return None
