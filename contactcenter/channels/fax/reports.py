"""What gateways write about a fax of ours that left, in our words: one table, with UNKNOWN (law 9).

The first row that hits counts: refusals stand before what merely sounds like success ("not sent successfully").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["delivered", "again", "failed", "unknown"]
MOST_CHARS = 8_000


@dataclass(frozen=True, slots=True)
class Word:
    """A row. `again`: trying once more can help."""

    code: str
    outcome: Outcome
    pattern: re.Pattern[str]


def _word(code: str, outcome: Outcome, pattern: str) -> Word:
    return Word(code, outcome, re.compile(pattern, re.IGNORECASE))


WORDS: tuple[Word, ...] = (
    # Nothing that is tried again would end otherwise.
    _word("fax_blocked", "failed", r"\b(?:blocked|black-?listed|do[- ]not[- ](?:fax|call) list)\b|黑名单|已被屏蔽"),
    _word("fax_number", "failed",
          r"\b(?:invalid|wrong|unassigned|unallocated|disconnected|not in service|non-?working) (?:fax |phone |destination )?"
          r"number\b|\bnumber (?:is )?(?:invalid|not in service|unassigned|disconnected|changed)\b|空号|号码(?:无效|错误|不存在)"),
    _word("fax_voice", "failed",
          r"\b(?:human|voice|person)(?: has| was)? answer|\bno fax (?:machine|device|tone|carrier) (?:answer|detect|found)|"
          r"\bnot a fax (?:machine|number|device)\b|人工接听|对方(?:非|不是)传真机"),
    _word("fax_refused", "failed",
          r"\b(?:not authori[sz]ed|unauthori[sz]ed|unknown sender|sender not (?:registered|allowed)|insufficient (?:funds|credit|"
          r"balance)|account (?:suspended|disabled)|unsupported (?:file|format|attachment)|could not be converted|"
          r"conversion failed)\b|余额不足|未授权|账号(?:停用|欠费)|格式不支持|转换失败"),
    # The line, the hour or the machine at the other end: later it may be another.
    _word("fax_busy", "again", r"\b(?:line |remote |user )?busy\b|\bbesetzt\b|占线|忙线|线路忙|对方忙"),
    _word("fax_no_answer", "again",
          r"\bno[- ]answer\b|\bdid not answer\b|\bunanswered\b|\bring(?:ing)? timeout\b|无人接听|无应答|未接听|无人应答"),
    _word("fax_pages", "again",
          r"\b(?:partial(?:ly)?|only \d+ (?:of|out of) \d+ pages?|failed pages?|pages? (?:not sent|failed)|page error|"
          r"incomplete)\b|部分页|仅发送|页(?:发送)?失败"),
    _word("fax_line", "again",
          r"\b(?:no carrier|no dial ?tone|communication error|transmission error|training fail\w*|handshake|line error|"
          r"carrier lost|poor (?:line|quality)|protocol error|timed? ?out|network error|congestion|no response)\b|"
          r"通讯错误|通信错误|线路(?:故障|错误)|握手失败|超时|网络(?:故障|错误)"),
    # It failed, and nobody says why.
    _word("fax_failed", "again",
          r"\b(?:fail(?:ed|ure)?|unsuccessful(?:ly)?|not (?:been )?(?:sent|delivered|transmitted)|undeliver\w*|could not be "
          r"(?:sent|delivered)|error sending|fehlgeschlagen|nicht (?:zugestellt|gesendet))\b|发送失败|未能发送|未送达|失败"),
    _word("", "delivered",
          r"\bsuccess(?:ful(?:ly)?)?\b|\b(?:was|has been|fax) (?:sent|delivered|transmitted)\b|\bcompleted\b|\bstatus\W{1,3}(?:ok|sent|"
          r"delivered)\b|\berfolgreich\b|发送成功|已(?:成功)?(?:发送|送达)|传真成功"),
)

@dataclass(frozen=True, slots=True)
class Said:
    """The outcome, the code of the row, and the gateway's line that said so."""

    outcome: Outcome
    code: str = ""
    words: str = ""


def said_in(*, subject: str, text: str) -> Said:
    """Read a report's outcome: the subject first, for a text may quote what was sent; then why, from the text."""
    told = text[:MOST_CHARS]
    for word in WORDS:
        if word.pattern.search(subject):
            if word.code == "fax_failed":
                why = _why(told)
                return why if why is not None else Said("again", "fax_failed", _line(subject, word.pattern))
            return Said(word.outcome, word.code, _line(subject, word.pattern))
    for word in WORDS:
        if word.pattern.search(told):
            return Said(word.outcome, word.code, _line(told, word.pattern))
    return Said("unknown")


def _why(text: str) -> Said | None:
    for word in WORDS:
        if word.code not in ("", "fax_failed") and word.pattern.search(text):
            return Said(word.outcome, word.code, _line(text, word.pattern))
    return None


def _line(text: str, pattern: re.Pattern[str]) -> str:
    return next((" ".join(line.split())[:300] for line in text.splitlines() if pattern.search(line)), "")
