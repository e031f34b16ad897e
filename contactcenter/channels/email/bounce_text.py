"""Bounces that say it in sentences: qmail, Exim, Exchange, sendmail, Gmail, QQ, 163 and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from contactcenter.channels.email import headers
from contactcenter.channels.email.headers import Headers
from contactcenter.envelope import FailedRecipient

_NO_RECIPIENT = re.compile(
    r"(?:message-id|in-reply-to|references|(?<!generated )(?<!expanded )from|sender|reply\s+to|contact)\s*[:：]?\s*<?$",
    re.IGNORECASE)
_PREFIX = re.compile(r"^(?:smtp|rfc822|mailto)[=:]", re.IGNORECASE)
MAX_TEXT = 50_000
MAX_LINES = 400
MAX_WORDS = 6000
"""Characters near an address that are looked through for the reason."""
REASON_CHARS = 1000
REASON_LINES = 6

_DAEMON = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|post-?master\w*|mail-?(?:admin|system|server|gateway|delivery)\w*|mdaemon|bounces?"
    r"|no-?reply|double-?bounce|return|devnull|root|system(?:[ \-_.]?admin\w*)?)(?:[+\-@.\\\"]|$)", re.IGNORECASE)
_SERVICE = re.compile(
    r"smtp|mail[\-_.]?(?:er|service|gateway|server|system|security)|gateway|anti-?virus|anti-?spam|imss|scan|firewall"
    r"|^admin(?:istrator)?@|internet", re.IGNORECASE)
"""Names of what stands before a mail server: such a sender bounces only in a mail that says so twice."""
_DAEMON_NAME = re.compile(
    r"mail(?:er)?[ \-_]?daemon|mail delivery (?:sub)?system|postmaster|mail administrator"
    r"|系统管理员|邮件(?:系统|管理员)|退信",
    re.IGNORECASE)
_SUBJECT = re.compile(
    r"""undeliver(?:able|ed) | undelivered\ mail | non[ -]?remis | unzustellbar | non-?deliver(?:y|able) | bounce
    | not\ delivered | (?:mail|message)\ failed | failed\ mail | (?:automatically\ )?rejected\ (?:mail|message)
    | delivery\ (?:has\ )?(?:status\ notification|fail|report|delayed|problem|error|notification|warning)
    | mail\ (?:could\ not|not)\ (?:be\ )?deliver
    | failure\ (?:notice|delivery) | returned?\ (?:mail|to\ sender|e?-?mail)
    | message\ (?:not\ delivered|status|delayed|could\ not|undeliverable) | (?:mail|message)\ system\ error
    | could\ not\ (?:be\ )?(?:send|sent|deliver) | warning:\ (?:message|could\ not)
    | no\ (?:se\ puede\ entregar|entregado) | não\ (?:foi\ )?entregue | impossibile\ recapitare
    | недоставлен | уведомление\ о\ (?:недоставке|доставке) | не\ доставлено
    | 退信 | 退回 | 退件 | 无法(?:投递|送达|发送) | 無法(?:投遞|傳遞|送達|傳送) | 投递(?:失败|状态|延迟)
    | 未(?:能)?送达 | 发送失败 | 配信不能 | 配信できません | 送信できません | 반송 | 전달되지""",
    re.IGNORECASE | re.VERBOSE)
_BODY = re.compile(
    r"""(?:could|can|was|were|has|have|did|is)\s*(?:not|n't|n’t)\s+(?:yet\s+)?(?:be(?:en)?\s+)?(?:able\s+to\s+)?
        (?:be\s+)?(?:deliver|sent|send|reach|complete)
    | undeliver(?:able|ed) | unable\s+to\s+deliver | could\s+not\s+deliver | did\s+not\s+(?:receive|reach)
    | has\s+been\s+(?:postponed|returned|rejected)
    | not\s+accepting\s+mail | unknown\s+host | (?:no|not\s+a)\s+valid\s+recipient
    | was\s+(?:automatically\s+)?rejected | returning\s+(?:it\s+)?to\s+sender
    | n['’]a\s+pas\s+pu\s+[eê]tre | no\s+se\s+(?:pudo|ha\s+podido)
    | konnte\s+nicht\s+zugestellt | nicht\s+zugestellt\s+werden | не\s+(?:удалось|может\s+быть)\s+доставл
    | failed\s+recipients?
    | permanent\s+(?:fatal\s+)?error | failed\s+permanently
    | delivery\s+(?:to\s+the\s+following|has\s+failed|failed|attempts?\s+failed|has\s+been\s+delayed)
    | returned\s+(?:to\s+(?:the\s+)?sender|below) | non[ -]delivery | user\s+unknown | no\s+such\s+user
    | the\s+following\s+(?:address|recipient|message)\S*\s+(?:failed|had|could|to|has|cannot|did)
    | mailbox\s+(?:is\s+)?(?:full|unavailable|not\s+found) | address\s+not\s+found
    | 退回 | 退信 | 无法(?:投递|送达|发送) | 無法(?:投遞|傳遞|送達|傳送) | 投递失败 | 未能送达 | 发送失败
    | 地址不存在 | 用户不存在""",
    re.IGNORECASE | re.VERBOSE)
_COPY = re.compile(
    r"""^[ \t>]*(?:-{2,}.{0,12}(?:below\ this\ line|this\ is\ a\ copy|original\ message|returned\ message
        |unsent\ message|the\ header\ of|message\ header|forwarded\ message|原始邮件|原邮件)
    | original\ message\ (?:headers?|follows|details?)\b | (?:received|return-path|dkim-signature|x-received)\s*:
    | message\ headers?\ follow | the\ original\ message\ was\ as\ follows
    | your\ (?:original\ )?message\ (?:follows|reads) | (?:原始邮件|邮件原文)\s*[:：]).*$""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE)
_HERE = re.compile(
    r"following\s+(?:e-?mail\s+)?(?:recipient|address|user|person)|failed\s+(?:recipient|address)|did\s+not\s+reach"
    r"|addressed\s+to|could\s+not\s+be\s+delivered\s+to|deliver\s+(?:your\s+|the\s+)?message\s+to|無法(?:投遞|傳遞|送達|傳送)"
    r"|无法(?:发送|投递|送达)|以下(?:收件人|地址)", re.IGNORECASE)
"""What stands above the recipients; above it is often the head of the mail that failed."""
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&*+/=?^_`{|}~.\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63})+")
_STATUS = re.compile(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\.\d)\b")
_CODE = re.compile(r"(?<![\d.\-@#])([45])[0-7]\d(?=[\s\-:;,.)]|$)")
_LATE = re.compile(
    r"delay|will\s+(?:be\s+)?(?:continue|keep|retr|re-?tr|try)|still\s+(?:trying|being)|not\s+yet|temporar|warning\s+only"
    r"|do(?:es)?\s+not\s+need\s+to\s+(?:resend|retry)|deferred|try\s+again\s+later|尚未|延迟|延遲|继续尝试|稍后|暂时",
    re.IGNORECASE)
_STILL = re.compile(
    r"attempts?\s+will\s+(?:continue|be\s+made)|will\s+(?:continue|keep|be\s+retried)|not\s+yet\s+been\s+delivered"
    r"|still\s+(?:trying|being)|has\s+been\s+(?:delayed|postponed)|no\s+action\s+is\s+required|尚未|继续尝试"
    r"|do(?:es)?\s+not\s+need\s+to\s+(?:resend|retry)", re.IGNORECASE)
"""Nobody says this who has given up, whatever else failed."""
_GIVEN_UP = re.compile(
    r"permanent|giving\s+up|given\s+up|gave\s+up|fatal|unknown|does(?:\s+not|n['’]t)\s+exist|returned|failed|too\s+long"
    r"|expired|retry\s+time(?:out)?\s+(?:not|exceeded)|退回|退信|失败|不存在", re.IGNORECASE)
_WHY: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(words, re.IGNORECASE), subject, detail) for words, subject, detail in (
        ((r"(?:mailbox|quota|inbox|storage|邮箱|信箱|空间).{0,40}(?:full|exceed|over|满|不足|滿)|over\s+quota"
         r"|quota\s+exceed|full\s+(?:mailbox|inbox)|insufficient\s+(?:system\s+)?storage|disk\s+full"), "2", "2"),
        ((r"user\s+(?:is\s+)?unknown|unknown\s+(?:user|recipient|address)|no\s+mailbox\s+here|couldn['’]t\s+be\s+found"
         r"|no\s+such\s+(?:user|mailbox|recipient|person|address)|(?:does\s+not|doesn['’]t|not)\s+exist|not\s+listed"
         r"|address\s+(?:was\s+)?not\s+found|invalid\s+(?:recipient|mailbox|user)|unrout(?:e)?able|not\s+found"
         r"|recipient\s+(?:address\s+)?rejected|不存在|无此用户|無此用戶|找不到|地址有误|未知用户"), "1", "1"),
        (r"host\s+(?:not\s+found|unknown)|domain\s+(?:not\s+found|does)|no\s+mx|dns|name\s+service|域名", "1", "2"),
        (r"disabled|inactive|suspended|deactivated|已停用|被禁用|冻结", "2", "1"),
        (r"too\s+(?:large|big)|size\s+limit|message\s+size|太大|超过.{0,8}大小", "3", "4"),
        (r"timed?\s*out|connection\s+(?:refused|timed)|no\s+answer|unable\s+to\s+connect|连接超时|retry\s+time",
         "4", "1"),
        (r"spam|blocked|blacklist|block\s*list|policy|denied|rejected|refused|拒绝|垃圾邮件|拒收", "7", "1"),
    ))
"""What the words mean as the last two numbers of a status (RFC 3463), where they name none."""


def is_bounce(
    fields: Headers, text: str, *, sender: str, name: str, subject: str, return_path: str | None, encloses: bool
) -> bool:
    """Whether a mail without a standard report says that another was not delivered.

    `encloses`: whether it has a copy of another mail.
    """
    if "x-failed-recipients" in fields:
        return True
    told = bool(_SUBJECT.search(subject))
    daemon = bool(_DAEMON.match(sender.lstrip('"')) or _DAEMON_NAME.search(name))
    if not (told or daemon):
        return False  # Nearly every mail: its text is not looked through.
    said = _BODY.search(text[:MAX_TEXT]) is not None
    if daemon or return_path == "":
        return (told and (said or _ADDRESS.search(text[:MAX_TEXT]) is not None)) or (daemon and said)
    return told and said and (encloses or _SERVICE.search(sender) is not None)


def recipients(
    fields: Headers, text: str, *, addressed: Sequence[str], sender: str, ours: frozenset[str]
) -> list[FailedRecipient]:
    """Whom it did not reach. `addressed`: whom the enclosed copy was for."""
    text = _before_copy(text[:MAX_TEXT])
    named = [address for _, address in headers.addresses(fields.all("x-failed-recipients"))]
    wanted = {address.lower() for address in (*named, *addressed)}
    here = _HERE.search(text)
    told = _told(text[here.start() :] if here else text, sender=sender, ours=ours)
    if here and not told:
        told = _told(text, sender=sender, ours=ours)
    if wanted and any(address.lower() in wanted for address in told):
        told = {address: words for address, words in told.items() if address.lower() in wanted}
    for address in named or ([] if told else addressed):
        if address.lower() not in {each.lower() for each in told}:
            told[address] = text
    whole = text if len(told) == 1 else ""
    return [about(address, words, whole) for address, words in told.items()]


def about(address: str, words: str, whole: str = "") -> FailedRecipient:
    """What the words near an address say. `whole` are all words, where only one address is concerned."""
    words, whole = words[:MAX_WORDS], whole[:MAX_WORDS]
    status = _status(words) or _status(whole)
    late = _LATE.search(words) or _LATE.search(whole)
    given_up = _GIVEN_UP.search(words) or _GIVEN_UP.search(whole)
    still = _STILL.search(words) or _STILL.search(whole)
    permanent = not status.startswith("4") if status else not still and (not late or bool(given_up))
    if not status:
        status = f"{5 if permanent else 4}.{_meant(words) or _meant(whole) or '0.0'}"
    return FailedRecipient(address, status, permanent, _reason(words, address, whole))


def _status(words: str) -> str:
    found = _STATUS.search(words)
    if found:
        return found[0]
    code = _CODE.search(words)
    if code is None:
        return ""
    return f"{code[1]}.{_meant(words) or '0.0'}"


def _meant(words: str) -> str:
    return next((f"{one}.{two}" for pattern, one, two in _WHY if pattern.search(words)), "")


def _before_copy(text: str) -> str:
    found = _COPY.search(text)
    # A copy that stands first has the words below it; then all is looked at.
    return text[: found.start()] if found and _ADDRESS.search(text, 0, found.start()) else text


def _told(text: str, *, sender: str, ours: frozenset[str]) -> dict[str, str]:
    """The addresses of a text with the words that follow each, up to the next."""
    found: dict[str, list[str]] = {}
    known: set[str] = set()
    transcript = False
    current: list[str] | None = None
    for line in text.split("\n")[:MAX_LINES]:
        here = [address for address in _addresses(line) if _counts(address, sender, ours)]
        transcript = transcript or (bool(known) and "transcript" in line.lower())
        fresh = [] if transcript else [address for address in here if address.lower() not in known]
        if fresh and not (current is not None and _said_by_server(line)):
            current = []
            for address in fresh:
                known.add(address.lower())
                found[address] = current
        if current is not None:
            current.append(line)
    return {address: "\n".join(lines) for address, lines in found.items()}


def _addresses(line: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(line):
        # `<…@…>` after a Message-ID, and the server's own name in brackets, are no recipients.
        if not _NO_RECIPIENT.search(line[max(match.start() - 40, 0) : match.start()]):
            yield _PREFIX.sub("", match[0]).rstrip(".")


def _counts(address: str, sender: str, ours: frozenset[str]) -> bool:
    lower = address.lower()
    known = lower in ours or lower == sender.lower() or bool(_DAEMON.match(lower))
    return not known and "+t" not in lower.split("@")[0]


def _said_by_server(line: str) -> bool:
    return bool(_CODE.search(line) and not re.match(r"\s*<", line))


def _telling(lines: list[str]) -> list[str]:
    """The lines with a code, and those that say why in words."""
    return [line for line in lines if _STATUS.search(line) or _CODE.search(line)
            or any(pattern.search(line) for pattern, _, _ in _WHY)]


def _reason(words: str, address: str, whole: str) -> str:
    """The words that say why: the lines with a code if there are any, else the first that follow the address."""
    lines = [line.strip() for line in words.split("\n") if line.strip() and line.strip().strip("<>:'\" ") != address]
    telling = _telling(lines) or _telling([line.strip() for line in whole.split("\n") if line.strip()])
    reason = " ".join((telling or lines)[:REASON_LINES])
    return " ".join(reason.replace(f"<{address}>:", "").split())[:REASON_CHARS]
