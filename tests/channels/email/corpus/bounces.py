"""Bounces as mail systems write them, standard and not."""

from __future__ import annotations

from collections.abc import Iterator

from tests.channels.email.corpus.case import ANY, Case, Failed, Reading

ID = "<t.12.70.abcdefghijklmnop@library.example>"
TO = "nobody@patron.example"
ORIGINAL = (
    "Received: from library.example by mx.example; Tue, 24 Nov 2026 10:00:00 +0800\n"
    "From: Library <help@library.example>\nTo: {to}\nSubject: Re: Opening hours [#12]\n"
    f"Message-ID: {ID}\nDate: Tue, 24 Nov 2026 10:00:00 +0800\n\nWe open at 8.\n"
)


def mail(sender: str, subject: str, body: str, extra: str = "", kind: str = "text/plain; charset=utf-8") -> bytes:
    return (
        f"Return-Path: <>\nFrom: {sender}\nTo: help@library.example\nSubject: {subject}\n"
        f"Date: Tue, 24 Nov 2026 10:01:00 +0800\nMessage-ID: <bounce@mx.example>\nMIME-Version: 1.0\n{extra}"
        f"Content-Type: {kind}\n\n{body}"
    ).encode()


def report(words: str, fields: str, *, to: str = TO, enclosed: str = "message/rfc822", extra: str = "") -> bytes:
    original = ORIGINAL.format(to=to)
    if enclosed == "text/rfc822-headers":
        original = original.partition("\n\n")[0] + "\n"
    body = (
        f"--cut\nContent-Type: text/plain; charset=utf-8\n\n{words}\n"
        f"--cut\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n"
        f"Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0800\n\n{fields}\n"
        + (f"--cut\nContent-Type: {enclosed}\n\n{original}\n" if enclosed else "")
        + "--cut--\n"
    )
    return mail("Mail Delivery System <MAILER-DAEMON@mx.example>", "Undelivered Mail Returned to Sender", body,
                "Auto-Submitted: auto-replied\n" + extra, 'multipart/report; report-type=delivery-status; boundary="cut"')


def standard() -> Iterator[Case]:
    """RFC 3464 with every status, kind of copy and way to write the address."""
    statuses = {
        "5.1.1": ("failed", "550 5.1.1 <nobody@patron.example>: Recipient address rejected: User unknown", True),
        "5.2.2": ("failed", "552 5.2.2 Mailbox full", True),
        "5.7.1": ("failed", "554 5.7.1 Message rejected as spam", True),
        "5.4.4": ("failed", "Host or domain name not found", True),
        "4.2.2": ("failed", "452 4.2.2 Over quota, try again later", False),
        "4.4.7": ("failed", "Message expired", False),
        "4.4.1": ("delayed", "connect to mx.patron.example: Connection timed out", False),
    }
    for status, (action, diagnostic, permanent) in statuses.items():
        for enclosed in ("message/rfc822", "text/rfc822-headers"):
            for form in ("rfc822; {}", "RFC822;<{}>", "rfc822;{} "):
                fields = (f"Final-Recipient: {form.format(TO)}\nAction: {action}\nStatus: {status}\n"
                          f"Diagnostic-Code: smtp; {diagnostic}\n")
                yield Case(f"dsn {status} {enclosed} {form}", report("This is the mail system.", fields, enclosed=enclosed),
                           Reading(kinds=frozenset({"bounce"}), failed=((TO, status, permanent),), original=ID,
                                   why=diagnostic.split()[0]))


def standard_oddities() -> Iterator[Case]:
    one = f"Final-Recipient: rfc822; {TO}\nAction: failed\nStatus: 5.1.1\n"
    two = "Final-Recipient: rfc822; other@patron.example\nAction: delayed\nStatus: 4.4.1\n"
    bounce = frozenset({"bounce"})
    yield Case("two recipients", report("x", f"{one}\n{two}"), Reading(
        kinds=bounce, failed=((TO, "5.1.1", True), ("other@patron.example", "4.4.1", False)), original=ID))
    yield Case("only one of two failed", report("x", f"{one}\n{two}".replace("Action: delayed", "Action: delivered").replace(
        "4.4.1", "2.0.0")), Reading(kinds=bounce, failed=((TO, "5.1.1", True),)))
    yield Case("success only", report("x", one.replace("failed", "delivered").replace("5.1.1", "2.0.0")),
               Reading(kinds=frozenset({"auto_reply"}), failed=None))
    yield Case("relayed only", report("x", one.replace("failed", "relayed").replace("5.1.1", "2.6.0")),
               Reading(kinds=frozenset({"auto_reply"})))
    yield Case("no copy, but In-Reply-To", report("x", one, enclosed="", extra=f"In-Reply-To: {ID}\n"),
               Reading(kinds=bounce, failed=((TO, "5.1.1", True),), original=ID))
    yield Case("no copy, but References", report("x", one, enclosed="", extra=f"References: <a@b.example> {ID}\n"),
               Reading(kinds=bounce, original=ID))
    yield Case("no copy at all", report("x", one, enclosed=""), Reading(kinds=bounce, failed=((TO, "5.1.1", True),)))
    yield Case("status only in the diagnostic", report(
        "x", f"Final-Recipient: rfc822; {TO}\nAction: failed\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n"),
        Reading(kinds=bounce, failed=((TO, "5.1.1", True),)))
    yield Case("reply code only", report(
        "x", f"Final-Recipient: rfc822; {TO}\nAction: failed\nDiagnostic-Code: smtp; 550 no\n"),
        Reading(kinds=bounce, failed=((TO, "5.0.0", True),)))
    yield Case("status with a comment", report("x", one.replace("5.1.1", "5.1.1 (bad destination mailbox address)")),
               Reading(kinds=bounce, failed=((TO, "5.1.1", True),)))
    yield Case("folded diagnostic", report("x", one + "Diagnostic-Code: smtp; 550 5.1.1\n    nobody here\n    by that name\n"),
               Reading(kinds=bounce, why="nobody here by that name"))
    yield Case("original recipient", report("x", f"Original-Recipient: rfc822;{TO}\n" + one.replace(TO, "moved@far.example")),
               Reading(kinds=bounce, failed=((TO, "5.1.1", True),)))
    yield Case("report in crlf", report("x", one).replace(b"\n", b"\r\n"), Reading(kinds=bounce, failed=((TO, "5.1.1", True),), original=ID))
    yield Case("international", report("x", one.replace(f"rfc822; {TO}", "utf-8; 李雷@patron.example")).replace(
        b"message/delivery-status", b"message/global-delivery-status"),
        Reading(kinds=bounce, failed=(("李雷@patron.example", "5.1.1", True),)))
    yield Case("status as base64", report("x", one).replace(
        b"Content-Type: message/delivery-status\n\n", b"Content-Type: message/delivery-status\n"
        b"Content-Transfer-Encoding: 8bit\n\n"), Reading(kinds=bounce, failed=((TO, "5.1.1", True),)))
    yield Case("a status without recipients, told in words", report(
        f"The following recipients did not receive this message:\n\n<{TO}> user unknown\n", ""),
        Reading(kinds=bounce, failed=((TO, "5.1.1", True),), original=ID))
    yield Case("report type missing", report("x", one).replace(b"report-type=delivery-status; ", b""),
               Reading(kinds=bounce, failed=((TO, "5.1.1", True),)))
    yield Case("mixed instead of report", report("x", one).replace(b"multipart/report; report-type=delivery-status",
                                                                   b"multipart/mixed"),
               Reading(kinds=bounce, failed=((TO, "5.1.1", True),), original=ID))


def free() -> Iterator[tuple[str, bytes, tuple[Failed, ...], str, str]]:
    """Name, mail, whom it failed for, the original's Message-ID (ANY: not told), a piece of the reason."""
    copy = ORIGINAL.format(to=TO)
    for status, line, permanent in (
        ("5.1.1", "550 5.1.1 User unknown", True), ("5.2.2", "552 5.2.2 mailbox is full", True),
        ("4.2.1", "450 4.2.1 try again later", False),
    ):
        short = line.split(" ", 2)[2]
        yield (f"qmail {status}", mail(
            "MAILER-DAEMON@mx.example", "failure notice",
            "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the "
            "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
            f"<{TO}>:\n192.0.2.1 does not like recipient.\nRemote host said: {line}\nGiving up on 192.0.2.1.\n\n"
            f"--- Below this line is a copy of the message.\n\nReturn-Path: <help@library.example>\n{copy}"),
            ((TO, status, permanent),), ID, short)
        yield (f"exim {status}", mail(
            "Mail Delivery System <Mailer-Daemon@mx.example>", "Mail delivery failed: returning message to sender",
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
            "delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
            f"  {TO}\n    host mx.patron.example [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<{TO}>:\n"
            f"    {line}\n\n------ This is a copy of the message, including all the headers. ------\n\n{copy}",
            f"X-Failed-Recipients: {TO}\nAuto-Submitted: auto-replied\n"),
            ((TO, status, permanent),), ID, short)
        yield (f"postfix without report {status}", mail(
            "MAILER-DAEMON@mx.example (Mail Delivery System)", "Undelivered Mail Returned to Sender",
            "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not\n"
            "be delivered to one or more recipients.\n\n"
            f"<{TO}>: host mx.patron.example[192.0.2.1] said: {line}\n    (in reply to RCPT TO command)\n"),
            ((TO, status, permanent),), ANY, short)
        yield (f"sendmail {status}", mail(
            "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>", "Returned mail: see transcript for details",
            "The original message was received at Tue, 24 Nov 2026 10:00:00 +0800\nfrom library.example [192.0.2.7]\n\n"
            f"   ----- The following addresses had permanent fatal errors -----\n<{TO}>\n    (reason: {line})\n\n"
            f"   ----- Transcript of session follows -----\n... while talking to mx.patron.example.:\n"
            f">>> RCPT To:<{TO}>\n<<< {line}\n"),
            ((TO, status, permanent),), ANY, short)
        yield (f"gmail, old {status}", mail(
            "Mail Delivery Subsystem <mailer-daemon@googlemail.com>", "Delivery Status Notification (Failure)",
            f"Delivery to the following recipient failed permanently:\n\n     {TO}\n\nTechnical details of permanent "
            f"failure: \nThe error that the other server returned was: {line}\n\n----- Original message -----\n\n{copy}",
            f"X-Failed-Recipients: {TO}\n"),
            ((TO, status, permanent),), ID, short)
    yield ("gmail, new", mail(
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>", "Delivery Status Notification (Failure)",
        f"** Address not found **\n\nYour message wasn't delivered to {TO} because the address couldn't be found, or is "
        f"unable to receive mail.\n\nThe response was:\n550 5.1.1 The email account that you tried to reach does not exist.\n",
        f"X-Failed-Recipients: {TO}\nIn-Reply-To: {ID}\nReferences: {ID}\nAuto-Submitted: auto-replied\n"),
        ((TO, "5.1.1", True),), ID, "does not exist")
    yield ("exchange, old", mail(
        "System Administrator <postmaster@patron.example>", "Undeliverable: Opening hours",
        "Your message\n\n  To:      nobody@patron.example\n  Subject: Opening hours\n  Sent:    Tue, 24 Nov 2026 10:00:00 +0800\n\n"
        f"did not reach the following recipient(s):\n\n{TO} on Tue, 24 Nov 2026 10:00:01 +0800\n"
        "    The e-mail account does not exist at the organization this message was sent to.\n"
        "            <mx.patron.example #5.1.1>\n"), ((TO, "5.1.1", True),), ANY, "5.1.1")
    yield ("exchange, html", mail(
        "Microsoft Outlook <postmaster@patron.example>", "Undeliverable: Opening hours",
        "<html><body><p><b>Delivery has failed to these recipients or groups:</b></p>"
        f'<p><a href="mailto:{TO}">{TO}</a><br>The email address you entered couldn\'t be found.</p>'
        f"<p>Diagnostic information for administrators:</p><p>Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'"
        "</p></body></html>", f"In-Reply-To: {ID}\n", "text/html; charset=utf-8"),
        ((TO, "5.1.10", True),), ID, "5.1.10")
    yield ("exim, late", mail(
        "Mail Delivery System <Mailer-Daemon@mx.example>", "Warning: message 1abcDE-0000xy-AB delayed 24 hours",
        "This message was created automatically by mail delivery software.\nA message that you sent has not yet been "
        f"delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.example.\n\nThe address to "
        f"which the message has not yet been delivered is:\n\n  {TO}\n\nNo action is required on your part. Delivery attempts "
        "will continue for\nsome time.\n"), ((TO, "4.0.0", False),), ANY, "")
    yield ("exim, unrouteable", mail(
        "Mail Delivery System <Mailer-Daemon@mx.example>", "Mail delivery failed: returning message to sender",
        f"A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The "
        f"following address(es) failed:\n\n  {TO}\n    Unrouteable address\n", f"X-Failed-Recipients: {TO}\n"),
        ((TO, "5.1.1", True),), ANY, "Unrouteable")
    yield ("qq", mail(
        "PostMaster@qq.com", "系统退信/Systems bounce",
        f"很抱歉您发送的邮件被退回，以下是该邮件的相关信息：\n\n被退回邮件\n主 题：Re: 开馆时间\n时 间：2026-11-24 10:00:00\n"
        f"无法发送到 {TO}\n退信原因 收件人邮件地址（{TO}）不存在，邮件无法送达。\nhost mx.patron.example said: 550 Mailbox not found\n"
        "解决方案 请联系您的收件人，重新核实邮箱地址，或发送到其他收信邮箱。\n"), ((TO, "5.1.1", True),), ANY, "不存在")
    yield ("163", mail(
        "Postmaster@163.com", "系统退信",
        "抱歉，您的邮件被退回来了……\n\n原邮件信息：\n时　间: 2026-11-24 10:00:00\n主　题: Re: 开馆时间\n"
        f"收件人: {TO}\n\n退信原因：\n收件人的邮箱已满，暂时无法接收邮件。\n英文说明:SMTP error, RCPT TO: 552 5.2.2 user over quota\n",
        f"In-Reply-To: {ID}\n"), ((TO, "5.2.2", True),), ID, "5.2.2")
    yield ("163 table", mail(
        "Postmaster <postmaster@163.com>", "系统退信",
        f"<table><tr><td>抱歉，您的邮件被退回来了</td></tr><tr><td>收件人：</td><td>{TO}</td></tr><tr><td>退信原因：</td>"
        "<td>收件人不存在</td></tr></table>", "", "text/html; charset=utf-8"), ((TO, "5.1.1", True),), ANY, "不存在")
    yield ("two by qmail", mail(
        "MAILER-DAEMON@mx.example", "failure notice",
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following "
        f"addresses.\n\n<{TO}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n<other@patron.example>:\nmailbox over quota "
        f"(#5.2.2)\n\n--- Below this line is a copy of the message.\n\n{copy}"),
        ((TO, "5.1.1", True), ("other@patron.example", "5.2.2", True)), ID, "no mailbox here")
    yield ("german", mail(
        "Postmaster <postmaster@patron.example>", "Unzustellbar: Öffnungszeiten",
        f"Fehler bei der Zustellung an folgende Empfänger oder Verteilergruppen:\n\n{TO}\n550 5.1.1 Adresse unbekannt\n"),
        ((TO, "5.1.1", True),), ANY, "unbekannt")
    yield ("a gateway's, with a copy", mail(
        "VirusGateway@mx.example", "Mail could not be delivered",
        f"--cut\nContent-Type: text/plain\n\nRCPT TO:<{TO}> was answered: 550 5.1.1 unknown user.\n"
        f"--cut\nContent-Type: message/rfc822\n\n{copy}\n--cut--\n", "", "multipart/mixed; boundary=cut"),
        ((TO, "5.1.1", True),), ID, "unknown user")
    yield ("exchange, the head above names others", mail(
        "System Administrator <postmaster@patron.example>", "Undeliverable: hours",
        "Your message\n\n  To:      readers@elsewhere.example\n  Subject: hours\n\ndid not reach the following recipient(s):\n\n"
        f"{TO} on Tue, 24 Nov 2026 10:00:00 +0800\n    The recipient name is not recognized: user unknown\n"),
        ((TO, "5.1.1", True),), ANY, "not recognized")
    yield ("a list's address was expanded", mail(
        "MAILER-DAEMON@mx.example", "Mail delivery failed: returning message to sender",
        f"The following address(es) failed:\n\n  an undisclosed address\n    (generated from {TO})\n    user unknown\n"),
        ((TO, "5.1.1", True),), ANY, "user unknown")
    yield ("the sender stands in the transcript", mail(
        "MDaemon@mx.example", "Permanent Delivery Failure",
        f"The following addresses did NOT receive a copy of your message:\n\n> {TO}\n\n--- Session Transcript ---\n"
        "MAIL From:<somebody@elsewhere.example>\n250 ok\n550 5.1.1 user unknown\n"), ((TO, "5.1.1", True),), ANY, "5.1.1")
    yield ("postponed", mail(
        "Postmaster@mx.example", "Mail Delivery Warning",
        f'Delivery of email to this address\n\n"{TO}"\n\nhas been postponed due to a full mailbox.\nWe will continue to try.\n'),
        ((TO, "4.2.2", False),), ANY, "full mailbox")
    yield ("enclosed copy, nothing named", mail(
        "postmaster@mx.example", "Mail System Error - Returned Mail",
        "--cut\nContent-Type: text/plain\n\nThis message was undeliverable: user unknown.\n"
        f"--cut\nContent-Type: message/rfc822\n\n{copy}\n--cut--\n", "", "multipart/mixed; boundary=cut"),
        ((TO, "5.1.1", True),), ID, "user unknown")


def not_bounces() -> Iterator[Case]:
    none = frozenset[str]()
    person = b"From: Amina <amina@patron.example>\nDate: Tue, 24 Nov 2026 10:00:00 +0800\nMessage-ID: <1@p.example>\n"
    yield Case("a person about a bounce", person + b"Subject: Undeliverable\n\nMy mail to law@library.example was returned:"
               b" 550 5.1.1 user unknown. What now?\n", Reading(kinds=none, failed=None))
    yield Case("a person's postmaster", b"From: postmaster@patron.example\nSubject: Your opening hours\nMessage-ID: <1@p>\n"
               b"Date: Tue, 24 Nov 2026 10:00:00 +0800\n\nWhen do you open? Write to amina@patron.example\n",
               Reading(kinds=none))
    yield Case("a forwarded bounce", person + b"Subject: Fwd: Undelivered Mail Returned to Sender\n\nWhat does it mean?\n\n"
               b"---------- Forwarded message ---------\nFrom: MAILER-DAEMON@mx.example\n\n<a@b.example>: 550 5.1.1 unknown\n",
               Reading(kinds=none))
    yield Case("out of office, null sender", b"Return-Path: <>\n" + person + b"Subject: Automatic reply: Hours\n"
               b"Auto-Submitted: auto-replied\n\nI am away. Mail could not be read before Monday. Ask b@patron.example\n",
               Reading(kinds=frozenset({"auto_reply"})))


def cases() -> Iterator[Case]:
    yield from standard()
    yield from standard_oddities()
    for name, data, failed, original, why in free():
        yield Case(name, data, Reading(kinds=frozenset({"bounce"}), failed=failed, original=original, why=why))
    yield from not_bounces()
