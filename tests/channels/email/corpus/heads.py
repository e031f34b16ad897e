"""Header fields as people, programs and accidents write them."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from tests.channels.email.corpus.case import Case, Reading

BODY = b"\n\nhello\n"
SENDERS = (
    # The From field, the name and the address that are read.
    (b"amina@patron.example", "", "amina@patron.example"),
    (b"<amina@patron.example>", "", "amina@patron.example"),
    (b"Amina Okafor <amina@patron.example>", "Amina Okafor", "amina@patron.example"),
    (b'"Okafor, Amina" <amina@patron.example>', "Okafor, Amina", "amina@patron.example"),
    (b"Okafor, Amina <amina@patron.example>", "Okafor, Amina", "amina@patron.example"),
    (b"amina@patron.example (Amina Okafor)", "Amina Okafor", "amina@patron.example"),
    (b"'Amina' <amina@patron.example>", "Amina", "amina@patron.example"),
    (b'"amina@patron.example" <amina@patron.example>', "amina@patron.example", "amina@patron.example"),
    (b'"help@library.example" <amina@patron.example>', "help@library.example", "amina@patron.example"),
    (b'"Amina \\"Mina\\" Okafor" <amina@patron.example>', 'Amina "Mina" Okafor', "amina@patron.example"),
    (b'Amina "Mina" Okafor <amina@patron.example>', "Amina Mina Okafor", "amina@patron.example"),
    (b"Amina Okafor<amina@patron.example>", "Amina Okafor", "amina@patron.example"),
    (b"Amina <amina@PATRON.example>", "Amina", "amina@patron.example"),
    (b"Amina <Amina.Okafor+loans@patron.example>", "Amina", "Amina.Okafor+loans@patron.example"),
    (b"=?utf-8?B?5p2O6Zu3?= <lei@patron.example>", "李雷", "lei@patron.example"),
    (b'"=?utf-8?B?5p2O6Zu3?=" <lei@patron.example>', "李雷", "lei@patron.example"),
    (b"=?gb2312?B?wO7A1w==?=<lei@patron.example>", "李雷", "lei@patron.example"),
    (b"=?utf-8?B?5p2O?= =?utf-8?B?6Zu3?= <lei@patron.example>", "李雷", "lei@patron.example"),
    (b"=?utf-8?B?5p2O?=\r\n =?utf-8?B?6Zu3?=\r\n <lei@patron.example>", "李雷", "lei@patron.example"),
    (b"=?utf-8?B?5p2O6Q==?= =?utf-8?B?m7c=?= <lei@patron.example>", "李雷", "lei@patron.example"),
    (b"=?utf-8?Q?Lei=2C_Li?= <lei@patron.example>", "Lei, Li", "lei@patron.example"),
    (b"=?utf-8?B?" + base64.b64encode("李雷 <lei@patron.example>".encode()) + b"?=", "李雷", "lei@patron.example"),
    ("李雷 <lei@patron.example>".encode(), "李雷", "lei@patron.example"),
    ("李雷 <lei@patron.example>".encode("gb18030"), "李雷", "lei@patron.example"),
    ("<李雷@patron.example>".encode(), "", "李雷@patron.example"),
    (b"Amina <amina@patron.example>, Lei <lei@patron.example>", "Amina", "amina@patron.example"),
    (b"Amina <amina@patron.example", "Amina", "amina@patron.example"),
    (b"Amina amina@patron.example", "Amina", "amina@patron.example"),
    (b"Amina <mailto:amina@patron.example>", "Amina", "amina@patron.example"),
    (b"Amina <amina @ patron.example>", "Amina", "amina@patron.example"),
    (b"Amina <@relay.example:amina@patron.example>", "Amina", "amina@patron.example"),
    (b'Amina <"amina okafor"@patron.example>', "Amina", '"amina okafor"@patron.example'),
    (b"Amina <>", "Amina", ""), (b"undisclosed-recipients:;", "", ""), (b"", "", ""), (b"nobody", "nobody", ""),
    (b"Amina (from the (law) school) <amina@patron.example>", "Amina (from the (law) school)", "amina@patron.example"),
    (b"Staff: amina@patron.example;", "", "amina@patron.example"),
    (b"Amina\tOkafor  <amina@patron.example>", "Amina Okafor", "amina@patron.example"),
)
SUBJECTS = (
    (b"Opening hours", "Opening hours"), (b"", ""), (b"=?utf-8?B??=", ""), (b"=?utf-8?Q?a_b=20c?=", "a b c"),
    (b"Re: =?utf-8?B?57ut5YCf?=", "Re: 续借"), (b"=?utf-8?B?57ut5YCf?= [#12]", "续借 [#12]"),
    (b"=?utf-8?B?57ut?==?utf-8?B?5YCf?=", "续借"), (b"a=?utf-8?B?57ut?=b", "a续b"),
    (b"=?utf-8?B?57ut5YCf", "续借"), (b"=?UTF-8?b?57ut5YCf?=", "续借"), (b"=?utf-8?B?57ut5YCf=?=", "续借"),
    (b"=?utf-8?B?57ut 5YCf?=", "续借"), (b"=?utf-8?B?57ut\r\n 5YCf?=", "续借"), (b"=?utf-8?Q?Is it open??=", "Is it open?"),
    (b"=?utf-8?Q?50=25_off?=", "50% off"), (b"=?utf-8?Q?a=ZZb?=", "a=ZZb"), (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
    (b"=? not a word ?=", "=? not a word ?="), (b"1 =? 2", "1 =? 2"),
    (b"=?iso-8859-1?Q?caf=E9?= =?utf-8?Q?_=C3=A9t=C3=A9?=", "café été"), (b"folded\r\n  subject", "folded subject"),
    (b"folded\r\n\tsubject", "folded subject"), (b"with\x07bell", "withbell"), (b"a" * 3000, "a" * 998),
    (b"=?iso-2022-jp?B?GyRCP14bKEI=?= =?iso-2022-jp?B?GyRCPXEbKEI=?=", "図書"),
    (b"=?utf-8?Q?=E7=BB=AD=E5?= =?utf-8?Q?=80=9F?=", "续借"), (b"=?utf-8?B?57ut5Q==?= =?utf-8?B?gJ8=?=", "续借"),
    (b"=?gb2312?Q?=D0=F8?= =?gb2312?B?vei=?=", "续借"), (b"=?utf-8*zh-CN?B?57ut5YCf?=", "续借"),
    (b"=?utf-8?Q?line=0D=0Abreak?=", "line break"), (b"\xe7\xbb\xad =?utf-8?B?5YCf?=", "续 借"),
    (b"=?utf-8?B?8J+Tmg==?= books", "📚 books"), (b"=?utf-8?B?7aC97bOa?= x", None), (b"=?utf-7?Q?+Ti1lhw-?=", "中文"),
)
DATES = (
    ("Tue, 24 Nov 2026 10:00:00 +0800", "2026-11-24T02:00:00"), ("24 Nov 2026 10:00:00 +0800", "2026-11-24T02:00:00"),
    ("Tue, 24 Nov 2026 10:00 +0800", "2026-11-24T02:00:00"), ("Tue, 24 Nov 2026 10:00:00 +0800 (CST)", "2026-11-24T02:00:00"),
    ("Tue, 24 Nov 2026 02:00:00 GMT", "2026-11-24T02:00:00"), ("Tue, 24 Nov 26 10:00:00 +0800", "2026-11-24T02:00:00"),
    ("Mon, 23 Nov 2026 21:00:00 EST", "2026-11-24T02:00:00"), ("Tue, 24 Nov 2026 02:00:00 -0000", "2026-11-24T02:00:00"),
    ("Tue,24 Nov 2026 10:00:00 +0800", "2026-11-24T02:00:00"), ("2026-11-24T10:00:00+08:00", "2026-11-24T02:00:00"),
    ("2026-11-24 10:00:00 +0800", "2026-11-24T02:00:00"), ("2026-11-24T02:00:00Z", "2026-11-24T02:00:00"),
    ("Tue Nov 24 02:00:00 2026", "2026-11-24T02:00:00"), ("Tue, 24 Nov 2026 02:00:00", "2026-11-24T02:00:00"),
    ("tue, 24 nov 2026 10:00:00 +0800", "2026-11-24T02:00:00"), ("Tue, 24 Nov 2026 10.00.00 +0800", "2026-11-24T02:00:00"),
    ("yesterday", None), ("", None), ("Tue, 99 Nov 2026 10:00:00 +0800", None), ("Tue, 24 Nov 99999 10:00:00 +0800", None),
)
IDS = (
    ("<a@b>", "<a@b>"), ("a@b", "<a@b>"), ("<a b@c>", "<ab@c>"), ("", None), ("<a@b> (comment)", "<a@b>"), ("<<a@b>>", "<a@b>"),
    ("\r\n <a@b>", "<a@b>"), ("<[a]@b>", "<[a]@b>"),
)


def cases() -> Iterator[Case]:
    for number, (field, name, address) in enumerate(SENDERS):
        head = b"From: " + field + b"\n" if field else b""
        yield Case(f"from {number} {field[:40]!r}", head + b"Subject: x\nDate: Tue, 24 Nov 2026 10:00:00 +0800" + BODY,
                   Reading(name=name, address=address, text="hello"))
    for number, (field, subject) in enumerate(SUBJECTS):
        yield Case(f"subject {number} {field[:40]!r}", b"From: amina@patron.example\nSubject: " + field + BODY,
                   Reading(text="hello") if subject is None else Reading(subject=subject, text="hello"))
    for said, date in DATES:
        yield Case(f"date {said!r}", f"From: amina@patron.example\nDate: {said}\n\nhello\n".encode(), Reading(date=date))
    for said, id_ in IDS:
        yield Case(f"id {said!r}", f"From: amina@patron.example\nMessage-ID: {said}\n\nhello\n".encode(), Reading(message_id=id_))
    yield from doubled()


def doubled() -> Iterator[Case]:
    first = b"From: amina@patron.example\n"
    yield Case("two Froms", first + b"From: other@elsewhere.example\nSubject: x" + BODY,
               Reading(address="amina@patron.example", problem="2 From fields"))
    yield Case("a From of two", b"From: Amina <amina@patron.example>, lei@patron.example\nSubject: x" + BODY,
               Reading(address="amina@patron.example", problem="several people"))
    yield Case("two Subjects", first + b"Subject: one\nSubject: two" + BODY, Reading(subject="one", problem="2 Subject fields"))
    yield Case("no From, a Sender", b"Sender: Amina <amina@patron.example>\nSubject: x" + BODY,
               Reading(address="amina@patron.example", name="Amina", problem="no From"))
    yield Case("no From, a Return-Path", b"Return-Path: <amina@patron.example>\nSubject: x" + BODY,
               Reading(address="amina@patron.example"))
    yield Case("From that is none, a Sender", b"From: nobody\nSender: amina@patron.example\nSubject: x" + BODY,
               Reading(address="amina@patron.example"))
    yield Case("no Message-ID", first + b"Date: Tue, 24 Nov 2026 10:00:00 +0800\nSubject: x" + BODY, Reading(problem="no Message-ID"))
    yield Case("no header at all", b"\nhello\n", Reading(text="hello", address=""))
    yield Case("no body at all", first + b"Subject: Please renew my loans\n", Reading(text="", subject="Please renew my loans"))
    yield Case("only a body, no blank line", b"hello\nthere\n", Reading(text="hello\nthere"))
    known = b"From: amina@patron.example\nSubject: x\nContent-Type: text/plain; charset=utf-8\n"
    ends = {"lf": b"\n", "crlf": b"\r\n", "cr": b"\r"}
    for name, end in ends.items():
        yield Case(f"line ends {name}", (known + "\n续借\n二\n".encode()).replace(b"\n", end),
                   Reading(subject="x", address="amina@patron.example", text="续借\n二"))
    yield Case("line ends mixed", known.replace(b"\n", b"\r\n") + "\n续借\r\n二\r三\n".encode(), Reading(text="续借\n二\n三"))
    yield Case("a byte-order mark first", b"\xef\xbb\xbf" + known + b"\nhello\n", Reading(address="amina@patron.example", text="hello"))
    yield Case("blank lines first", b"\n\r\n" + known + b"\nhello\n", Reading(address="amina@patron.example", text="hello"))
    yield Case("mbox line first", b"From amina@patron.example Tue Nov 24 10:00:00 2026\n" + known + b"\nhello\n",
               Reading(address="amina@patron.example", text="hello"))
    yield Case("escaped mbox line first", b">From amina@patron.example Tue Nov 24 10:00:00 2026\n" + known + b"\nhello\n",
               Reading(address="amina@patron.example", text="hello"))
    yield Case("a line that is no field", b"Received: by x\nthis is no field\n" + known + b"\nhello\n",
               Reading(address="amina@patron.example", text="hello", problem="no field"))
    yield Case("a blank before the colon", known.replace(b"Subject:", b"Subject :") + b"\nhello\n",
               Reading(subject="x", address="amina@patron.example", text="hello"))
    yield Case("a field with an 8-bit name", "主题: x\n".encode() + known + b"\nhello\n",
               Reading(address="amina@patron.example", text="hello"))
    yield Case("names in capitals", known.upper().replace(b"AMINA@PATRON.EXAMPLE", b"amina@patron.example") + b"\nhello\n",
               Reading(address="amina@patron.example", text="hello"))
    yield Case("10,000 fields", b"".join(b"X-Field-%d: %d\n" % (number, number) for number in range(10_000)) + known + b"\nhello\n",
               Reading(subject="x", text="hello"))
    yield Case("10,000 recipients", b"To: " + b", ".join(b"a%d@patron.example" % number for number in range(10_000)) + b"\n"
               + known + b"\nhello\n", Reading(text="hello"))
    yield Case("a field of 1 MB", b"X-Long: " + b"x" * 1_000_000 + b"\n" + known + b"\nhello\n", Reading(text="hello"))
    yield Case("NUL bytes", known + b"\nhe\x00llo\n", Reading(text="hello"))
    yield Case("a body that looks like a header", known + b"\nSubject: not this\nFrom: nobody\n",
               Reading(subject="x", text="Subject: not this\nFrom: nobody"))
