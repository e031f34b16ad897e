"""A raw mail to an inquiry."""

import dataclasses
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactcenter.envelope import Address, Attachment, Inbound, ParseError, Raw
from tests.channels.email.mails import RECEIVER, mail, read


def test_a_plain_mail() -> None:
    inquiry = read(mail())
    assert inquiry.sender == Address("email", "amina@patron.example", "Amina Okafor")
    assert inquiry.to == (Address("email", "help@library.example"),)
    assert inquiry.subject == "Opening hours"
    assert inquiry.text == inquiry.reply == "Is the library open on Sunday?"
    assert inquiry.html is None
    assert inquiry.message_id == "<one@patron.example>"
    assert inquiry.sent_at == datetime(2026, 11, 24, 2, tzinfo=UTC)
    assert inquiry.automatic is None
    assert inquiry.locale == "en"


def test_no_from_is_a_claim_about_nobody() -> None:
    sender = read(mail(From="", Message_ID="")).sender
    assert sender.value == ""
    assert sender.proved is None


def test_without_from_the_envelope_tells_the_sender() -> None:
    assert read(mail(From=""), mail_from="amina@patron.example").sender.value == "amina@patron.example"


def test_several_froms_the_first_counts() -> None:
    data = b"From: Amina <amina@patron.example>\nFrom: other@elsewhere.example\n\nhello"
    assert read(data).sender.value == "amina@patron.example"


def test_the_sender_is_always_as_claimed() -> None:
    assert read(mail()).sender.proved is None


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b" \n"])
def test_only_nothing_at_all_is_no_mail(data: bytes) -> None:
    with pytest.raises(ParseError):
        read(data)


@pytest.mark.parametrize(
    "data",
    [
        b"just a line of text",
        b"Subject: only a header",
        b"\n\nonly a body",
        b"\x00\xff\xfe" * 50,
        b"From \n\n",
        b": :\n:",
    ],
)
def test_whatever_else_arrives_is_a_mail(data: bytes) -> None:
    assert isinstance(read(data), Inbound)


def test_an_empty_body_is_fine() -> None:
    inquiry = read(mail("", Subject="Please renew my loan"))
    assert (inquiry.text, inquiry.reply, inquiry.attachments) == ("", "", ())


def test_the_envelope_leads_to_the_department() -> None:
    assert read(mail(), rcpt_to="law@library.example").queue == "law"
    assert read(mail(), rcpt_to="help@library.example").queue is None
    assert read(mail(To="LAW@library.example")).queue == "law"
    assert read(mail(To="law+thesis@library.example")).queue == "law"


def test_a_blind_copy_is_to_the_envelope_recipient() -> None:
    assert read(mail(To=""), rcpt_to="law@library.example").to == (Address("email", "law@library.example"),)


def test_reply_to_is_told_when_there_is_one() -> None:
    assert read(mail()).reply_to is None
    same = read(mail(Reply_To="amina@patron.example")).reply_to
    assert same == Address("email", "amina@patron.example", "Amina Okafor")
    other = read(mail(Reply_To="a.okafor@home.example")).reply_to
    assert other == Address("email", "a.okafor@home.example", "Amina Okafor")


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("请问周日开馆吗？", "zh-Hans"),
        ("Is it open?", "en"),
        ("我想续借 Introduction to Algorithms", "zh-Hans"),
        ("Please renew 红楼梦 and send me the catalogue of your special collection", "en"),
        ("図書館は開いていますか", "en"),
        ("12345", "en"),
    ],
)
def test_the_language(text: str, locale: str) -> None:
    assert read(mail(text, Subject="")).locale == locale


# --- the same mail --------------------------------------------------------------------------------


def test_two_doors_give_one_key() -> None:
    by_smtp = b"Received: from a by b\r\nReturn-Path: <x@y.example>\r\n" + mail().replace(b"\n", b"\r\n") + b"\r\n"
    by_pipe = b"From amina@patron.example Tue Nov 24\nDelivered-To: help@library.example\n" + mail()
    assert read(by_smtp).identity_keys == read(by_pipe).identity_keys != ()


def test_another_transfer_encoding_is_the_same_mail() -> None:
    plain = mail("续借\n", Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="8bit")
    quoted = mail(
        "=E7=BB=AD=E5=80=9F\n", Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="quoted-printable"
    )
    assert read(plain).identity_keys == read(quoted).identity_keys


@pytest.mark.parametrize(
    "fields",
    [
        {"Subject": "Another"},
        {"From": "lei@patron.example"},
        {"Date": "Wed, 25 Nov 2026 10:00:00 +0800"},
        {"Message-ID": "<two@patron.example>"},
    ],
)
def test_another_mail_has_another_key(fields: dict[str, str]) -> None:
    assert read(mail(**fields)).identity_keys != read(mail()).identity_keys


def test_one_message_id_with_other_content_is_another_mail() -> None:
    assert read(mail("other words")).identity_keys != read(mail()).identity_keys


def test_without_message_id_the_date_must_stand_in() -> None:
    assert read(mail(Message_ID="")).identity_keys != ()
    assert read(mail(Message_ID="", Date="")).identity_keys == ()


def test_without_both_the_first_server_that_had_it_stands_in() -> None:
    bare = mail(Message_ID="", Date="")
    first = b"Received: from scanner by mx.uni.example\n id A1; Tue, 24 Nov 2026 10:00:00 +0800\n"
    again = b"Received: from scanner by mx.uni.example\n id A2; Tue, 24 Nov 2026 11:00:00 +0800\n"
    by_lmtp = read(b"Delivered-To: help@library.example\nReceived: from mx by imap; 10:01\n" + first + bare)
    by_smtp = read((b"Received: from mx by us; 10:02\n" + first + bare).replace(b"\n", b"\r\n"))
    assert by_lmtp.identity_keys == by_smtp.identity_keys != ()
    assert read(again + bare).identity_keys != by_smtp.identity_keys
    assert read(first + mail("Other words", Message_ID="", Date="")).identity_keys != by_smtp.identity_keys


def test_without_any_trace_the_mailboxs_date_stands_in() -> None:
    bare = mail(Message_ID="", Date="")
    at_ten = read(bare, internal_date="2026-11-24T02:00:00+00:00").identity_keys
    assert at_ten == read(bare, internal_date="2026-11-24T02:00:00+00:00").identity_keys != ()
    assert at_ten != read(bare, internal_date="2026-11-24T03:00:00+00:00").identity_keys
    # A mail that has a Message-ID or a Date is the same in every mailbox.
    assert read(mail(), internal_date="2026-11-24T02:00:00+00:00").identity_keys == read(mail()).identity_keys


# --- threads --------------------------------------------------------------------------------------


def test_a_signed_message_id_threads() -> None:
    ours = RECEIVER.signer.message_id(ticket_id=12, delivery_id=70)
    thread = read(mail(In_Reply_To=ours)).thread
    assert (thread.deliveries, thread.signed) == ((70,), (12,))
    assert read(mail(References=f"<x@y> {ours} <z@y>")).thread.deliveries == (70,)


def test_the_newest_proof_comes_first() -> None:
    old, new = (RECEIVER.signer.message_id(ticket_id=1, delivery_id=each) for each in (5, 6))
    assert read(mail(References=f"{old} {new}")).thread.deliveries == (6, 5)
    assert read(mail(References=f"{old} {new}", In_Reply_To=old)).thread.deliveries == (5, 6)


@pytest.mark.parametrize("field", ["To", "Cc", "Delivered-To", "X-Original-To"])
def test_a_signed_reply_address_threads(field: str) -> None:
    address = RECEIVER.signer.reply_address(12)
    assert read(mail(**{field: address})).thread.signed == (12,)
    assert read(mail(**{field: address.upper()})).thread.signed == (12,)


def test_the_envelope_recipient_threads() -> None:
    assert read(mail(), rcpt_to=RECEIVER.signer.reply_address(12)).thread.signed == (12,)


def test_a_forged_proof_is_none() -> None:
    ours = RECEIVER.signer.message_id(ticket_id=12, delivery_id=70)
    thread = read(
        mail(In_Reply_To=ours.replace("t.12.", "t.13."), To=RECEIVER.signer.reply_address(12).replace("+t12.", "+t13."))
    ).thread
    assert (thread.deliveries, thread.signed) == ((), ())


def test_a_number_in_the_subject_is_only_a_mention() -> None:
    thread = read(mail(Subject="Re: hours [#123] 【#124】")).thread
    assert (thread.signed, thread.mentioned) == ((), (123, 124))


# --- property -------------------------------------------------------------------------------------


def texts(inquiry: Inbound) -> list[str]:
    """Every string of an inquiry, wherever it stands."""
    found: list[str] = []

    def look(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for each in value:
                look(each)
        elif isinstance(value, Address | Attachment):
            for name in value.__slots__:
                look(getattr(value, name))

    for field in dataclasses.fields(inquiry):
        look(getattr(inquiry, field.name))
    return found


def rich() -> bytes:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"] = "李雷 <lei@patron.example>", "help@library.example"
    message["Subject"], message["Date"] = "续借 a thesis", "Tue, 24 Nov 2026 10:00:00 +0800"
    message["Message-ID"], message["References"] = "<a@patron.example>", "<b@library.example>"
    message.set_content("你好\n\nOn Mon, Nov 23, 2026, Library <help@library.example> wrote:\n> old\n-- \nLei\n")
    message.add_alternative(
        "<p style='color:red'>你好<img src='cid:x'></p><blockquote>old</blockquote>", subtype="html"
    )
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="论文.pdf")
    inner = EmailMessage()
    inner["Subject"] = "inner"
    inner.set_content("inner text")
    message.add_attachment(inner)
    return message.as_bytes()


RICH = rich()


def sound(inquiry: Inbound) -> None:
    for text in texts(inquiry):
        text.encode("utf-8")
        assert "\x00" not in text
    assert not inquiry.html or "<script" not in inquiry.html.lower()


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_no_mutation_of_a_mail_is_refused(data: st.DataObject) -> None:
    mutated = bytearray(RICH)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(mutated) - 1))
        length = data.draw(st.integers(0, 60))
        piece = data.draw(
            st.one_of(
                st.binary(max_size=20),
                st.sampled_from(
                    [
                        b"\r\n",
                        b"\n\n",
                        b"--",
                        b"=?utf-8?B?",
                        b"\x00",
                        b"\xff",
                        b";",
                        b'"',
                        b"<",
                        b"multipart/mixed",
                        b"message/rfc822",
                        b"charset=utf-7",
                        b"base64",
                        b"boundary=",
                        b"&#0;",
                        b"&#xd800;",
                    ]
                ),
            )
        )
        mutated[at : at + length] = piece
    sound(read(bytes(mutated)))


@given(st.binary(min_size=1, max_size=2000).filter(lambda data: data.strip()))
@settings(deadline=None)
def test_no_bytes_are_refused(data: bytes) -> None:
    sound(read(data))


@given(
    st.sampled_from(["Content-Type", "Content-Disposition", "From", "Date", "References", "Subject"]),
    st.binary(max_size=200),
)
@settings(deadline=None)
def test_no_header_is_refused(name: str, value: bytes) -> None:
    sound(RECEIVER(Raw("email", name.encode() + b": " + value + b"\r\n\r\nbody\r\n", {})))
