"""What machines write: automatic replies, lists, feedback reports, loops; and people who merely look like them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.channels.email.corpus.case import RECEIVER, Case, Reading

USUAL = {"From": "Amina Okafor <amina@patron.example>", "To": "help@library.example", "Subject": "Re: Opening hours",
         "Date": "Tue, 24 Nov 2026 10:00:00 +0800", "Message-ID": "<1@patron.example>"}
NONE = frozenset[str]()
AUTO, LIST, FEEDBACK, LOOP = (frozenset({kind}) for kind in ("auto_reply", "mailing_list", "feedback_report", "loop"))


def mail(fields: dict[str, str], body: str = "I am away until Monday.\n") -> bytes:
    head = {**USUAL, **fields}
    return ("".join(f"{name}: {value}\n" for name, value in head.items() if value) + "\n" + body).encode()


AUTOMATIC: dict[str, dict[str, str]] = {
    "RFC 3834": {"Auto-Submitted": "auto-replied"}, "RFC 3834, generated": {"Auto-Submitted": "auto-generated"},
    "RFC 3834, notified": {"Auto-Submitted": 'auto-notified; owner-email="a@b.example"'},
    "RFC 3834, a comment": {"Auto-Submitted": "auto-replied (vacation)"}, "RFC 3834, capitals": {"AUTO-SUBMITTED": "AUTO-REPLIED"},
    "exchange": {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Subject": "Automatic reply: Opening hours"},
    "procmail": {"X-Loop": "amina@patron.example", "Precedence": "junk", "In-Reply-To": "<x@library.example>"},
    "vacation(1)": {"Precedence": "bulk", "In-Reply-To": "<x@library.example>", "Subject": "away from my mail"},
    "precedence auto_reply": {"Precedence": "auto_reply"}, "x-autoreply": {"X-Autoreply": "yes"}, "x-autorespond": {"X-Autorespond": "x"},
    "x-autoresponder": {"X-Autoresponder": "vacation"}, "cpanel": {"X-Autorespond": "Re: Opening hours", "Auto-Submitted": "auto-replied"},
    "domino": {"X-Mail-Autoreply": "1"}, "post": {"X-POST-MessageClass": "9; Autoresponder"},
    "read receipt": {"Content-Type": "multipart/report; report-type=disposition-notification; boundary=x"},
}
SUBJECTS = (
    "Automatic reply: Opening hours", "Automatic Reply", "Auto-Reply: hours", "Autoreply: hours", "Auto: Out of Office", "Out of Office: hours",
    "Out of the office", "Out of office Re: hours", "Re: Out of Office", "Vacation reply", "[Auto-Reply] hours", "OOO: hours", "Automated response: x",
    "自动回复: 开馆时间", "自动回复：开馆时间", "自动回复", "[自动回复] 开馆时间", "【自动回复】开馆时间", "系统自动回复：x", "外出自动回复：x", "休假自动回复: x",
    "自動回覆：開館時間", "自动答复: 开馆时间", "自动回复邮件：x", "不在办公室: x", "自動返信: x", "自動応答： x", "不在通知", "자동 회신: x", "부재중 자동 응답: x",
    "Automatische Antwort: x", "Abwesenheitsnotiz: x", "Réponse automatique : x", "Absence du bureau : x", "Respuesta automática: x", "Fuera de la oficina: x",
    "Resposta automática: x", "Risposta automatica: x", "Automatisch antwoord: x", "Автоматический ответ: x", "Автоответ: x", "Odpowiedź automatyczna: x",
    "Autosvar: x", "Automatiskt svar: x", "Automaattinen vastaus: x", "Automatická odpověď: x", "Otomatik yanıt: x",
)
AWAY = ("On vacation", "I am on leave until Monday", "On annual leave: hours", "Away from my desk", "Abwesend", "Im Urlaub", "休假中")
PEOPLE: dict[str, dict[str, str]] = {
    "plain": {}, "auto-submitted no": {"Auto-Submitted": "no"}, "first class": {"Precedence": "first-class"},
    "about automatic replies": {"Subject": "How do I set an automatic reply?"}, "about automatic replies, zh": {"Subject": "自动回复怎么设置？"},
    "about being away": {"Subject": "Away from campus: how do I log in?"}, "on leave, a question": {"Subject": "On leave: can I renew my books?"},
    "on holiday": {"Subject": "On holiday - may I return late?"}, "office": {"Subject": "Out of print books"}, "在外地": {"Subject": "外出期间如何续借"},
    "x-autoreply no": {"X-Autoreply": "no"}, "suppress oof": {"X-Auto-Response-Suppress": "OOF"}, "spam no": {"X-Spam-Flag": "NO"},
    "our own group": {"List-Id": "<help.library.example>", "List-Post": "<mailto:help@library.example>", "Precedence": "list",
                      "X-BeenThere": "help@library.example"},
    "two mailboxes": {"Delivered-To": "help@library.example"}, "another's loop mark": {"X-Loop": "forwarder@elsewhere.example"},
    "redirected by Exchange": {"X-MS-Exchange-Inbox-Rules-Loop": "old@patron.example"}, "noreen": {"From": "noreen@patron.example"},
    "postmaster": {"From": "postmaster@patron.example"}, "bounce in the subject": {"Subject": "The ball bounce book"},
    "authentication failed": {"Authentication-Results": "mx.library.example; spf=fail smtp.mailfrom=patron.example; dmarc=fail"},
}
LISTS: dict[str, dict[str, str]] = {
    "mailman": {"List-Id": "Readers <readers.patron.example>", "List-Post": "<mailto:readers@patron.example>", "Precedence": "list",
                "X-BeenThere": "readers@patron.example"},
    "google groups": {"Mailing-list": "list readers@googlegroups.com", "List-ID": "<readers.googlegroups.com>"},
    "newsletter": {"List-Unsubscribe": "<https://news.example/u>", "From": "News <news@shop.example>"},
    "newsletter, bulk": {"Precedence": "bulk", "List-Unsubscribe": "<mailto:u@news.example>"}, "listserv": {"List-Id": "<x>", "List-Owner": "<mailto:o@x>"},
    "bulk alone": {"Precedence": "bulk"}, "old list": {"Precedence": "list"}, "ezmlm": {"Mailing-List": "contact a-help@b.example; run by ezmlm"},
    "yahoo": {"X-Mailing-List": "readers@yahoogroups.com"},
}


QUIET: dict[str, dict[str, str]] = {
    "a gateway calls it bulk": {"Precedence": "bulk", "Subject": "May I renew my loan?"},
    "junk, from a hand-held": {"Precedence": "junk", "Subject": "Opening hours?"},
    "an answer through a gateway": {"Precedence": "bulk", "In-Reply-To": "<x@library.example>", "References": "<x@library.example>"},
    "Exchange, all suppressed": {"X-Auto-Response-Suppress": "All", "Subject": "Interlibrary loan"},
    "Exchange, several": {"X-Auto-Response-Suppress": "DR, OOF, AutoReply"},
    "a form mailer": {"From": "Website form <noreply@uni.example>", "Reply-To": "Amina Okafor <amina@patron.example>",
                      "Subject": "[Contact form] Thesis loan"},
    "a form mailer, zh": {"From": "网站表单 <no_reply@uni.example>", "Reply-To": "lilei@patron.example", "Subject": "[留言] 续借"},
    "do not reply": {"From": "do-not-reply@system.example"}, "no-reply with a tag": {"From": "no-reply+4711@system.example"},
    "all three at once": {"From": "no-reply@system.example", "Precedence": "bulk", "X-Auto-Response-Suppress": "All"},
}
"""They ask for no automatic answer, and are questions all the same."""
MACHINES_ALL_THE_SAME: dict[str, dict[str, str]] = {
    "no-reply, and says so": {"From": "no-reply@system.example", "Auto-Submitted": "auto-generated"},
    "bulk, over a list": {"Precedence": "bulk", "List-Id": "<news.shop.example>", "From": "noreply@shop.example"},
    "suppressed, an absence": {"X-Auto-Response-Suppress": "All", "Subject": "自动回复：开馆时间"},
    "bulk, an absence": {"Precedence": "bulk", "In-Reply-To": "<x@library.example>", "Subject": "away from my mail"},
    "junk, procmail": {"Precedence": "junk", "In-Reply-To": "<x@library.example>", "X-Loop": "amina@patron.example"},
    "bulk, an empty return path": {"Precedence": "bulk", "Return-Path": "<>"},
}


def feedback(kind: str = "abuse", version: str = "1") -> bytes:
    body = (
        "--cut\nContent-Type: text/plain\n\nThis is an email abuse report for a message received from IP 192.0.2.1.\n"
        f"--cut\nContent-Type: message/feedback-report\n\nFeedback-Type: {kind}\nUser-Agent: SomeGenerator/1.0\nVersion: {version}\n"
        "Original-Mail-From: <help@library.example>\nOriginal-Rcpt-To: <amina@patron.example>\n"
        "--cut\nContent-Type: message/rfc822\n\nFrom: help@library.example\nSubject: Re: hours\nMessage-ID: <x@library.example>\n\nWe open.\n--cut--\n")
    return mail({"From": "<abusedesk@patron.example>", "Subject": "FW: Re: hours", "MIME-Version": "1.0",
                 "Content-Type": "multipart/report; report-type=feedback-report; boundary=cut"}, body)


def loops() -> Iterator[Case]:
    ours = RECEIVER.signer.message_id(ticket_id=12, delivery_id=70)
    reply = RECEIVER.signer.reply_address(12)
    hop = b"Received: from a.example by b.example; Tue, 24 Nov 2026 10:00:00 +0800\n"
    yield Case("loop: from ourselves", mail({"From": "help@library.example"}), Reading(kinds=LOOP))
    yield Case("loop: from a department of ours", mail({"From": "Law <LAW@library.example>"}), Reading(kinds=LOOP))
    yield Case("loop: our own mail comes back", mail({"Message-ID": ours, "From": "Library <other@library.example>"}), Reading(kinds=LOOP))
    yield Case("loop: X-Loop of ours", mail({"X-Loop": "help@library.example"}), Reading(kinds=LOOP))
    yield Case("loop: X-Loop as a flag", mail({"X-Loop": "yes"}), Reading(kinds=LOOP))
    yield Case("loop: delivered twice", b"Delivered-To: help@library.example\nDelivered-To: list@x.example\nDelivered-To: help@library.example\n"
               + mail({}), Reading(kinds=LOOP))
    yield Case("loop: sixty hops", hop * 60 + mail({}), Reading(kinds=LOOP))
    yield Case("no loop: fifteen hops", hop * 15 + mail({}), Reading(kinds=NONE))
    yield Case("two helpdesks: their automatic answer to ours", mail({
        "From": "Support <support@other.example>", "To": reply, "In-Reply-To": ours, "References": ours, "Auto-Submitted": "auto-replied",
        "Subject": "Re: We have your inquiry [#12]"}), Reading(kinds=AUTO))
    yield Case("a person's answer to ours", mail({"To": reply, "In-Reply-To": ours, "References": ours}), Reading(kinds=NONE))


def cases() -> Iterator[Case]:
    for name, fields in AUTOMATIC.items():
        yield Case(f"automatic: {name}", mail(fields), Reading(kinds=AUTO, aside=True, silent=True))
    for subject in SUBJECTS:
        yield Case(f"automatic, by its subject: {subject}", mail({"Subject": subject}), Reading(kinds=AUTO))
    for subject in AWAY:
        yield Case(f"automatic, an answer: {subject}", mail({"Subject": subject, "In-Reply-To": "<x@library.example>"}), Reading(kinds=AUTO))
    for name, fields in PEOPLE.items():
        yield Case(f"a person: {name}", mail(fields), Reading(kinds=NONE, aside=False, silent=False))
    for name, fields in LISTS.items():
        yield Case(f"list: {name}", mail(fields), Reading(kinds=LIST, aside=name != "bulk alone", silent=True))
    for name, fields in QUIET.items():
        yield Case(f"a question, no automatic answer: {name}", mail(fields), Reading(aside=False, silent=True))
    for name, fields in MACHINES_ALL_THE_SAME.items():
        yield Case(f"a machine all the same: {name}", mail(fields), Reading(aside=True, silent=True))
    for kind in ("abuse", "fraud", "other", "not-spam"):
        yield Case(f"feedback: {kind}", feedback(kind), Reading(kinds=FEEDBACK))
    yield Case("feedback: DMARC", mail({"From": "noreply-dmarc@big.example", "Subject": "Report Domain: library.example Submitter: big.example Report-ID: <1>"}),
               Reading(kinds=FEEDBACK))
    yield Case("feedback: TLS", mail({"TLS-Report-Domain": "library.example", "Content-Type": "multipart/report; report-type=tlsrpt; boundary=x"}),
               Reading(kinds=FEEDBACK))
    yield Case("feedback: type not told", feedback().replace(b"report-type=feedback-report; ", b""), Reading(kinds=FEEDBACK))
    yield from loops()
