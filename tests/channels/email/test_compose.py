"""A reply as a mail: headers, threads, texts, files; and the way back."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import itertools
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactcenter.channels.email.compose import POLICY, WrongAddress, compose, subject
from contactcenter.channels.email.render import KINDS, LOCALES
from contactcenter.envelope import Address, Attachment, Line, Outbound, Outlook, Recipient
from contactcenter.settings import Library
from tests.channels.email.mails import RECEIVER, mail, read

SIGNER = RECEIVER.signer
LIBRARY = Library(name="City Library", name_zh="市图书馆")
NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
REPLY = Outbound(
    key="a" * 32,
    channel="email",
    delivery_id=70,
    ticket_id=12,
    to=Address("email", "amina@patron.example", "Amina Okafor"),
    subject="Opening hours",
    text="We open at 8.\n\nDo come.",
    html=None,
    attachments=(),
    locale="en",
    author="Rosa Marín",
    in_reply_to="<one@patron.example>",
    references=("<zero@patron.example>",),
)


def sent(**changes: object) -> EmailMessage:
    """The mail as the far side reads it."""
    return email.message_from_bytes(written(**changes), policy=email.policy.default)


def written(**changes: object) -> bytes:
    outbound = dataclasses.replace(REPLY, **changes)  # type: ignore[arg-type]
    return compose(outbound, signer=SIGNER, library=LIBRARY, now=NOW).as_bytes()


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_header() -> None:
    message = sent()
    assert message["From"] == "City Library <help@library.example>"
    assert message["To"] == "Amina Okafor <amina@patron.example>"
    assert message["Reply-To"] == f"City Library <{SIGNER.reply_address(12)}>"
    assert message["Subject"] == "Re: Opening hours [#12]"
    assert message["Message-ID"] == SIGNER.message_id(ticket_id=12, delivery_id=70)
    assert message["In-Reply-To"] == "<one@patron.example>"
    assert message["References"] == "<zero@patron.example> <one@patron.example>"
    assert message["Date"] == "Wed, 25 Nov 2026 02:00:00 +0000"
    assert message["Auto-Submitted"] is None


def test_the_message_id_is_the_same_on_every_attempt() -> None:
    assert sent(text="other")["Message-ID"] == sent()["Message-ID"] != sent(delivery_id=71)["Message-ID"]


def test_the_texts() -> None:
    message = sent(html="<p>We open at <b>8</b>.</p><script>x</script>")
    assert part(message, "plain").startswith("We open at 8.\n\nDo come.\n\n-- \nRosa Marín\nCity Library\n")
    html = part(message, "html")
    assert "<p>We open at <b>8</b>.</p>" in html
    assert "<script" not in html
    assert 'lang="en"' in html


def test_a_reply_in_chinese() -> None:
    message = sent(locale="zh-Hans", text="您好，图书馆八点开馆。", subject="开馆时间")
    assert message["From"] == "市图书馆 <help@library.example>"
    assert message["Subject"] == "Re: 开馆时间 [#12]"
    assert "图书馆八点开馆" in part(message, "html")
    assert "咨询编号 #12" in part(message, "plain")


@pytest.mark.parametrize("locale", LOCALES)
def test_an_acknowledgement_leads_to_the_inquirys_page(locale: str) -> None:
    page = "https://ask.library.example/t/" + "a1-_" * 20
    outbound = dataclasses.replace(REPLY, kind="acknowledgement", text="", author="", locale=locale)
    message = email.message_from_bytes(
        compose(outbound, signer=SIGNER, library=LIBRARY, now=NOW, page=page).as_bytes(), policy=email.policy.default)

    assert page in part(message, "plain").splitlines()
    assert f'<a href="{page}">' in part(message, "html")
    assert "/t/" not in part(sent(kind="acknowledgement", text="", author="", locale=locale), "plain")


@pytest.mark.parametrize(("locale", "words"), [
    ("en", "Somebody will read it from Monday, 30 November 2026, 08:00 on."),
    ("zh-Hans", "馆员将从 2026年11月30日（星期一）08:00 起阅读您的咨询。"),
])
def test_an_acknowledgement_says_when_somebody_will_read_it(locale: str, words: str) -> None:
    ask = {"kind": "acknowledgement", "text": "", "author": "", "locale": locale}
    message = sent(**ask, read_from=datetime(2026, 11, 30, 0, tzinfo=UTC), zone="Asia/Shanghai")
    assert words in " ".join(part(message, "plain").split())
    assert words in part(message, "html")
    assert words[:12] not in part(sent(**ask), "plain")


@pytest.mark.parametrize(("locale", "outlook", "words"), [
    ("en", Outlook(0, 1_800, 14_400), "No other inquiry waits before yours. Of the last four weeks’ inquiries, half were answered within 30 minutes and nine of ten within 4 opening hours."),
    ("en", Outlook(1, 60, 60), "One inquiry came before yours and waits still. Of the last four weeks’ inquiries, nine of ten were answered within 1 minute."),
    ("en", Outlook(None, 5_400, 86_400), "Of the last four weeks’ inquiries, half were answered within 2 opening hours and nine of ten within 24 opening hours."),
    ("zh-Hans", Outlook(12, 3_600, 28_800), "您前面还有 12 个咨询在等候。近四周的咨询，半数在 60 分钟内、九成在 8 个开放小时内得到答复。"),
])
def test_an_acknowledgement_tells_what_wait_to_expect(locale: str, outlook: Outlook, words: str) -> None:
    ask = {"kind": "acknowledgement", "text": "", "author": "", "locale": locale}
    message = sent(**ask, outlook=outlook)
    assert words in " ".join(part(message, "plain").split())
    assert words in part(message, "html")
    assert words[-12:] not in part(sent(**ask), "plain")


def test_an_acknowledgement_answers_nobody_else() -> None:
    message = sent(kind="acknowledgement", text="", author="")
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert "Amina Okafor" in part(message, "plain")
    assert "#12" in part(message, "plain")
    assert read(written(kind="acknowledgement", text="")).automatic is not None


def test_a_transcript() -> None:
    lines = (
        Line(1, 1, "patron", "", "Is it open <today>?", None, NOW, ()),
        Line(2, 2, "staff", "Rosa Marín", "Yes.", "<p>Yes, <b>until ten</b>.</p><script>x()</script>", NOW,
             (Attachment("hours.pdf", "application/pdf", b""),)),
    )
    message = sent(kind="transcript", text="", lines=lines, locale="en")
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = part(message, "plain"), part(message, "html")
    for words in ("You, 25 November 2026 10:00\nIs it open <today>?", "Rosa Marín, 25 November 2026 10:00\nYes.",
                  "[hours.pdf]"):
        assert words in plain
    assert "Is it open &lt;today&gt;?" in html
    assert "<b>until ten</b>" in html
    assert "<script" not in html
    chinese = part(sent(kind="transcript", text="", lines=lines, locale="zh-Hans"), "plain")
    assert "您　2026年11月25日 10:00" in chinese


@pytest.mark.parametrize(("kind", "locale"), list(itertools.product(KINDS, LOCALES)))
def test_every_template_escapes_what_people_wrote(kind: str, locale: str) -> None:
    evil = "<img src=x onerror=alert(1)>"
    message = sent(
        kind=kind,
        locale=locale,
        text=f"{evil}\n二",
        subject=evil,
        author=evil,
        html=None,
        to=Address("email", "amina@patron.example", evil),
    )
    assert evil not in part(message, "html")
    assert "&lt;img src=x" in part(message, "html")
    assert "&lt;" not in part(message, "plain")


def test_another_language_falls_back() -> None:
    assert "just answer this mail" in part(sent(locale="fr"), "plain")


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("Opening hours", "Re: Opening hours [#12]"),
        ("Re: Opening hours [#12]", "Re: Opening hours [#12]"),
        ("RE: Re: 回复： hours", "Re: hours [#12]"),
        ("回复:[#12] 续借", "Re: 续借 [#12]"),
        ("", "Re: Your inquiry [#12]"),
        ("[#12]", "Re: Your inquiry [#12]"),
        ("hours [#99]", "Re: hours [#99] [#12]"),
        ("Regarding: x", "Re: Regarding: x [#12]"),
        ("Re[2]: hours", "Re: hours [#12]"),
        ("a\r\nBcc: x@y.example", "Re: a Bcc: x@y.example [#12]"),
    ],
)
def test_the_subject_is_not_doubled(said: str, becomes: str) -> None:
    assert subject(said, 12, "en") == becomes
    assert subject(becomes, 12, "en") == becomes


def test_long_threads_are_trimmed() -> None:
    references = tuple(f"<{number}{'x' * 100}@patron.example>" for number in range(50))
    raw = written(references=references, in_reply_to=references[-1])
    chain = email.message_from_bytes(raw)["References"].split()
    assert chain == [references[0], *references[-9:]]
    assert all(len(line) < 998 for line in raw.split(b"\r\n"))
    assert b"=?" not in raw.partition(b"\r\n\r\n")[0].partition(b"References")[2].partition(b"MIME")[0]


@pytest.mark.parametrize("bad", ["x", "<a b@c>", "<a@b>\r\nX-Bad: 1", "<续@b>", "", "<>"])
def test_a_wrong_id_is_left_out(bad: str) -> None:
    message = sent(in_reply_to=bad, references=(bad, "<zero@patron.example>"))
    assert message["In-Reply-To"] is None
    assert message["References"] == "<zero@patron.example>"
    assert message["X-Bad"] is None


def test_attachments_keep_names_and_bytes() -> None:
    files = (
        Attachment("论文 终稿.pdf", "application/pdf", bytes(range(256)) * 10),
        Attachment("n.txt", "text/plain", "续".encode()),
        Attachment("m.eml", "message/rfc822", b"Subject: x\n\ny"),
        Attachment('a"b;\r\nX: y.png', "image/png", b"1"),
        Attachment("", "no type", b"2"),
    )
    raw = written(attachments=files)
    assert raw.isascii()
    kept = read(raw).attachments
    assert [file.data for file in kept] == [file.data for file in files]
    assert [file.name for file in kept] == [
        "论文 终稿.pdf",
        "n.txt",
        "m.eml",
        'a"b; X: y.png',
        "attachment",
    ]
    assert "filename*=utf-8''" in raw.decode()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "amina",
        "@patron.example",
        "amina@",
        "a@b@",
        "amina@patron example",
        "a@<b>",
        "a@b,c@d.example",
        "a\r\nBcc: x@y.example",
    ],
)
def test_a_wrong_address_is_refused(address: str) -> None:
    with pytest.raises(WrongAddress):
        written(to=Address("email", address))


@pytest.mark.parametrize(
    "address",
    ["amina@patron.example", "a.b+c@patron.example", "amina@[192.0.2.1]", "a'b@patron.example", "lei@例子.example"],
)
def test_a_right_address_is_not(address: str) -> None:
    assert sent(to=Address("email", address))["To"].addresses[0].username == address.partition("@")[0]


words = st.text(st.characters(codec="utf-8"), max_size=80)


@given(words, words, words, st.lists(words, max_size=3), words)
@settings(deadline=None, max_examples=150)
def test_nothing_written_can_add_a_header(said: str, name: str, text: str, ids: list[str], file: str) -> None:
    evil = "\r\nBcc: victim@elsewhere.example\r\n\r\n"
    raw = written(
        subject=said + evil,
        to=Address("email", "amina@patron.example", name + evil),
        author=name + evil,
        text=text,
        references=tuple(each + evil for each in ids),
        in_reply_to=said + evil,
        attachments=(Attachment(file + evil, "text/plain" + evil, b"x"),),
    )
    message = email.message_from_bytes(raw)
    assert message["Bcc"] is None
    assert set(message.keys()) <= {
        "From",
        "To",
        "Reply-To",
        "Subject",
        "Date",
        "Message-ID",
        "In-Reply-To",
        "References",
        "Content-Language",
        "MIME-Version",
        "Content-Type",
    }
    assert [address for _, address in [(p.name, p.value) for p in read(raw).to]] == ["amina@patron.example"]
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


@given(st.integers(1, 10**12), st.integers(1, 10**12), st.sampled_from(["in-reply-to", "references", "reply-to"]))
@settings(deadline=None, max_examples=50)
def test_an_answer_to_what_we_sent_threads_back(ticket: int, delivery: int, way: str) -> None:
    message = email.message_from_bytes(written(ticket_id=ticket, delivery_id=delivery), policy=email.policy.compat32)
    fields = {"Subject": str(message["Subject"])}
    if way == "reply-to":
        fields["To"] = str(message["Reply-To"])
    else:
        fields[way.title()] = str(message["Message-ID"])
    thread = read(mail(**fields)).thread
    assert thread.signed == (ticket,)
    assert thread.mentioned == (ticket,)
    assert thread.deliveries == (() if way == "reply-to" else (delivery,))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co")), max_size=300))
@settings(deadline=None)
def test_the_words_arrive_as_written(text: str) -> None:
    lines = read(written(text=text)).text.rpartition("\n-- \n")[0] or ""
    assert lines.strip() == "\n".join(line.rstrip(" ") for line in text.split("\n")).strip()


def test_seven_bit_lines_only() -> None:
    raw = written(text="续借" * 500 + "x" * 2000, locale="zh-Hans", author="王芳")
    assert raw.isascii()
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    assert POLICY.linesep == "\r\n"


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_robot_must_know_stands_where_it_belongs(kind: str) -> None:
    message = sent(kind=kind)
    automatic = {"acknowledgement": "auto-replied", "notice": "auto-replied", "transcript": "auto-generated"}
    assert message["Auto-Submitted"] == automatic.get(kind)
    assert message["Precedence"] == ("bulk" if automatic.get(kind) == "auto-replied" else None)
    # To each it is an answer: there is nothing that its reader could leave.
    assert [name for name in message if name.lower().startswith("list-")] == []


def test_everybody_stands_in_to_and_cc_for_every_recipient() -> None:
    everybody = (Recipient("to", "amina@patron.example", "Amina Okafor"), Recipient("cc", "chen@law.example", "陈教授"),
                 Recipient("cc", "long@uni.example", "Доктор Александра Константинопольская-Преображенская " * 3))
    mails = [written(recipients=everybody, mail_id=70, delivery_id=70 + number,
                  to=Address("email", one.address, one.name)) for number, one in enumerate(everybody)]
    for one in mails:
        message = read(one)
        # What stands in To and Cc for all is what each reads there, however long the names and in whatever script.
        assert [(who.field, who.address, who.name) for who in message.recipients] == [
            (who.field, who.address, " ".join(who.name.split())) for who in everybody
        ]
        assert message.message_id == SIGNER.message_id(ticket_id=12, delivery_id=70)


def test_a_recipient_whose_address_cannot_be_written_spoils_nobody_elses_mail() -> None:
    everybody = (Recipient("to", "amina@patron.example"), Recipient("cc", "odd@" + "x" * 70 + "é.example"))
    assert sent(recipients=everybody)["Cc"] is None
    with pytest.raises(WrongAddress):
        sent(recipients=(), to=Address("email", everybody[1].address))


def test_the_date_is_when_it_was_written_however_late_it_leaves() -> None:
    assert sent(written_at=datetime(2026, 11, 24, 9, tzinfo=UTC))["Date"] == "Tue, 24 Nov 2026 09:00:00 +0000"
