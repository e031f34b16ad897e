"""The parts of a mail: text, HTML, files; none lost."""

import email.policy
import time
from email.message import EmailMessage

import pytest

from contactcenter.channels.email.file_names import file_name
from contactcenter.channels.email.flowed import flow, unflow
from contactcenter.envelope import Attachment, Inbound
from tests.channels.email.mails import mail, read


def multipart(kind: str, *parts: str) -> Inbound:
    body = "".join(f"--cut\n{part}\n" for part in parts) + "--cut--\n"
    return read(mail(body, Content_Type=f'multipart/{kind}; boundary="cut"', MIME_Version="1.0"))


def only(inquiry: Inbound) -> Attachment:
    assert len(inquiry.attachments) == 1
    return inquiry.attachments[0]


PLAIN = "Content-Type: text/plain\n\nwords"
HTML = "Content-Type: text/html\n\n<p>marked <b>words</b></p>"


def test_text_and_html_are_one_message() -> None:
    inquiry = multipart("alternative", PLAIN, HTML)
    assert (inquiry.text, inquiry.html, inquiry.attachments) == ("words", "<p>marked <b>words</b></p>", ())


def test_html_alone_gives_the_text() -> None:
    assert read(mail("<p>one</p><p>two</p>", Content_Type="text/html")).text == "one\n\ntwo"


def test_an_empty_plain_part_does_not_hide_the_html() -> None:
    assert multipart("alternative", "Content-Type: text/plain\n\n  ", HTML).text == "marked words"


def test_text_after_a_picture_is_read_too() -> None:
    picture = (
        "Content-Type: image/png; name=a.png\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\nAAAA"
    )
    inquiry = multipart("mixed", PLAIN, picture, "Content-Type: text/plain\n\nmore words")
    assert inquiry.text == "words\n\nmore words"
    assert only(inquiry).name == "a.png"


def test_a_text_file_is_a_file() -> None:
    inquiry = multipart(
        "mixed", PLAIN, 'Content-Type: text/plain\nContent-Disposition: attachment; filename="n.txt"\n\nnotes'
    )
    assert inquiry.text == "words"
    assert (only(inquiry).name, only(inquiry).data) == ("n.txt", b"notes")


def test_the_only_text_is_the_body_even_with_a_name() -> None:
    inquiry = read(mail("words", Content_Type="text/plain; name=body.txt"))
    assert (inquiry.text, inquiry.attachments) == ("words", ())


def test_an_enclosed_mail_is_kept_whole() -> None:
    inner = (
        "Received: by x\nSubject: =?utf-8?B?5pys?= inner with a long line "
        + "x" * 200
        + "\nFrom: a@b.example\n\ninner words"
    )
    file = only(multipart("mixed", PLAIN, f"Content-Type: message/rfc822\n\n{inner}"))
    assert (file.media_type, file.name[:10]) == ("message/rfc822", "本 inner wi")
    assert file.name.endswith("x.eml")
    assert file.data == inner.encode()


def test_a_calendar_invitation_is_a_file() -> None:
    invite = "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR"
    inquiry = multipart("alternative", PLAIN, HTML, invite)
    assert (inquiry.text, only(inquiry).media_type, only(inquiry).name) == (
        "words",
        "text/calendar",
        "attachment-1.ics",
    )


def test_a_signature_is_a_file() -> None:
    inquiry = multipart("signed", PLAIN, "Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----")
    assert (inquiry.text, only(inquiry).media_type) == ("words", "application/pgp-signature")


def test_a_delivery_report_is_text_and_files() -> None:
    inquiry = multipart(
        "report",
        "Content-Type: text/plain\n\nnot delivered",
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: x; a@b\nStatus: 5.1.1\n",
        "Content-Type: message/rfc822\n\nSubject: sent\n\nbody",
    )
    assert inquiry.text == "not delivered"
    assert [file.media_type for file in inquiry.attachments] == ["message/delivery-status", "message/rfc822"]
    status = inquiry.attachments[0].data
    assert isinstance(status, bytes)
    assert b"Status: 5.1.1" in status


def test_an_inline_picture_is_told_from_a_file() -> None:
    picture = "Content-Type: image/png\nContent-ID: <Logo@x>\nContent-Transfer-Encoding: base64\n\nAAAA"
    inquiry = multipart("related", 'Content-Type: text/html\n\n<p>x<img src="cid:logo@x"></p>', picture)
    assert (only(inquiry).inline, only(inquiry).content_id) == (True, "Logo@x")
    assert 'src="cid:logo@x"' in (inquiry.html or "")
    inquiry = multipart("related", HTML, picture)
    assert only(inquiry).inline is False


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("--nothing\nhere", "--nothing\nhere"),
        ("before\n--cut\nContent-Type: text/plain\n\nnever ended", "never ended"),
    ],
)
def test_broken_multiparts_are_read(body: str, text: str) -> None:
    assert read(mail(body, Content_Type="multipart/mixed; boundary=cut")).text == text


def test_broken_base64_and_unknown_encodings_are_read() -> None:
    assert read(mail("aGVsbG8\n!!", Content_Transfer_Encoding="base64")).text.startswith("hello")
    assert read(mail("hello", Content_Transfer_Encoding="x-unheard")).text == "hello"


@pytest.mark.parametrize("charset", ["\x00", "utf-7", "", "unicode_escape", "rot13", "utf-16", "x" * 5000])
def test_no_label_of_a_charset_stops_a_mail(charset: str) -> None:
    data = mail("続 \udcff words", Content_Type=f'text/plain; charset="{charset}"')
    assert read(data).text


def test_the_charset_of_html_may_stand_in_it() -> None:
    data = mail('<meta charset="gb2312"><p>续借</p>'.encode("gb18030"), Content_Type="text/html")
    assert read(data).text == "续借"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("thesis.pdf", "thesis.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\theses\\one.pdf", "one.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("", "attachment-3.bin"),
        ("..", "attachment-3.bin"),
        ("a\x00b.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 160 + ".pdf"),
    ],
)
def test_file_names_are_harmless(name: str, kept: str) -> None:
    assert file_name(name, "application/x-unheard", 3) == kept


def nested(depth: int) -> bytes:
    head, tail = [], []
    for level in range(depth):
        head.append(f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n')
        tail.append(f"\n--b{level}--\n")
    return (
        b"Subject: deep\n"
        + "".join(head).encode()
        + b"Content-Type: text/plain\n\ndeepest"
        + "".join(reversed(tail)).encode()
    )


@pytest.mark.parametrize("depth", [3, 100, 2000])
def test_deep_nesting_loses_nothing(depth: int) -> None:
    began = time.perf_counter()
    inquiry = read(nested(depth))
    assert time.perf_counter() - began < 5
    everything = inquiry.text.encode() + b"".join(
        file.data for file in inquiry.attachments if isinstance(file.data, bytes)
    )
    assert b"deepest" in everything
    assert inquiry.subject == "deep"


@pytest.mark.parametrize(
    "odd",
    [
        b"Subject: " + b"=?a?q?" * 200_000,
        b"To: " + b"a, " * 300_000,
        b"References: " + b"<a@b> " * 100_000,
        b"Content-Type: text/plain; " + b"a=b; " * 100_000,
        b"".join(b"X-%d: y\n" % n for n in range(10_000)).rstrip(),
    ],
    ids=["words", "addresses", "references", "parameters", "ten thousand fields"],
)
def test_no_header_stalls(odd: bytes) -> None:
    began = time.perf_counter()
    read(odd + b"\n\nbody")
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 300_000,
        "<script>" * 200_000,
        "<" * 500_000,
        "<b><i><p>" * 100_000,
        "<table>" * 100_000,
        "<p>x</p>" * 200_000,
        "&" * 500_000,
        "<a title='" + "<img src=x " * 50_000 + "'>x</a>",
    ],
    ids=["nested", "scripts", "brackets", "formatting", "tables", "long", "ampersands", "attribute"],
)
def test_no_html_stalls(html: str) -> None:
    began = time.perf_counter()
    read(mail(html, Content_Type="text/html"))
    assert time.perf_counter() - began < 5


def test_html_too_deep_to_open_is_a_file_and_still_has_text() -> None:
    inquiry = read(mail("<div>" * 20_000 + "words", Content_Type="text/html"))
    assert inquiry.html is None
    assert inquiry.text == "words"
    assert only(inquiry).media_type == "text/html"


@pytest.mark.parametrize(
    "text",
    [
        "long " * 60 + "end",
        "one\ntwo\n\nthree",
        " leading\n>quoted\nFrom here",
        "中文" * 200,
        "a " + "b" * 300 + " c",
        "-- \nsignature",
        "with  two   blanks " * 20 + "x",
    ],
)
def test_flowed_text_comes_back(text: str) -> None:
    assert unflow(flow(text), delsp=False) == text
    assert all(len(line) <= 78 or " " not in line.rstrip(" ") for line in flow(text).split("\n"))


def test_flowed_mail_is_joined() -> None:
    body = "one \ntwo\n> quoted \n> more\n-- \nAmina\n"
    assert read(mail(body, Content_Type="text/plain; format=flowed")).text == "one two\n> quoted more\n-- \nAmina"


def test_a_library_made_mail_keeps_all_its_parts() -> None:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = "lei@patron.example"
    message.set_content("续借")
    message.add_alternative("<p>续借</p>", subtype="html")
    for number in range(30):
        message.add_attachment(
            bytes([number]) * 1000, maintype="application", subtype="pdf", filename=f"{number}号.pdf"
        )
    inquiry = read(message.as_bytes())
    assert [file.data for file in inquiry.attachments] == [bytes([number]) * 1000 for number in range(30)]
    assert inquiry.attachments[29].name == "29号.pdf"
