"""Signed Message-IDs and reply addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.channels.email.addresses import OurAddresses
from contactcenter.channels.email.sign import Signer
from tests.channels.email.mails import SECRET, SETTINGS

SIGNER = Signer(SECRET, "help@library.example")
OTHER = Signer(b"another key, of another library!", "help@library.example")
ids = st.integers(1, 10**15)


@given(ids, ids)
def test_what_is_signed_is_read_back(ticket: int, delivery: int) -> None:
    message_id = SIGNER.message_id(ticket_id=ticket, delivery_id=delivery)
    assert SIGNER.deliveries([message_id]) == [(ticket, delivery)]
    assert SIGNER.deliveries([f"<x@y> {message_id.upper()}"]) == [(ticket, delivery)]
    address = SIGNER.reply_address(ticket)
    assert SIGNER.tickets([address]) == [ticket]
    assert SIGNER.tickets([address.upper()]) == [ticket]
    assert len(address.partition("@")[0]) <= 64


@given(ids, ids, ids)
def test_no_signature_fits_another_number(ticket: int, delivery: int, other: int) -> None:
    message_id = SIGNER.message_id(ticket_id=ticket, delivery_id=delivery)
    for forged in (
        message_id.replace(f".{ticket}.", f".{other}.", 1),
        message_id.replace(f".{delivery}.", f".{other}.", 1),
    ):
        assert SIGNER.deliveries([forged]) in ([], [(ticket, delivery)])
    forged = SIGNER.reply_address(ticket).replace(f"+t{ticket}.", f"+t{other}.")
    assert SIGNER.tickets([forged]) == ([ticket] if other == ticket else [])


@given(ids, st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16))
def test_no_guess_is_taken(ticket: int, mac: str) -> None:
    address = f"help+t{ticket}.{mac}@library.example"
    assert SIGNER.tickets([address]) == ([ticket] if address == SIGNER.reply_address(ticket) else [])


@given(ids, ids)
def test_another_key_proves_nothing(ticket: int, delivery: int) -> None:
    assert SIGNER.deliveries([OTHER.message_id(ticket_id=ticket, delivery_id=delivery)]) == []
    assert SIGNER.tickets([OTHER.reply_address(ticket)]) == []


def test_one_kind_of_signature_is_not_the_other() -> None:
    mac = SIGNER.reply_address(12).partition(".")[2].partition("@")[0]
    assert SIGNER.deliveries([f"<t.12.12.{mac}@library.example>"]) == []


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert SIGNER.deliveries([text]) == []
    assert SIGNER.tickets([text]) == []


def test_leading_zeros_are_another_text() -> None:
    assert SIGNER.tickets([SIGNER.reply_address(12).replace("+t12.", "+t012.")]) == []


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        Signer(b"short", "help@library.example")


def test_our_addresses() -> None:
    ours = OurAddresses(SETTINGS, SIGNER)
    for address in (
        "help@library.example",
        "HELP@Library.example",
        "help+x@library.example",
        "law@library.example",
        SIGNER.reply_address(12),
    ):
        assert address in ours
    for address in ("rosa@library.example", "help@elsewhere.example", "", "help"):
        assert address not in ours


def test_a_return_path_names_its_delivery_and_proves_the_ticket() -> None:
    path = SIGNER.return_path(ticket_id=12, delivery_id=70)
    assert SIGNER.returned([path, path.upper()]) == [(12, 70)]
    assert SIGNER.returned([path.replace(".70.", ".71."), path.replace("+b12.", "+b13."), "help+b12.70.aaaaaaaaaaaaaaaa@x"]) == []
    # No signature of one kind serves as another.
    assert SIGNER.tickets([path]) == []
    assert SIGNER.deliveries([path]) == []
    assert len(path.partition("@")[0]) <= 64


def test_where_the_desks_name_is_too_long_the_reply_address_serves() -> None:
    signer = Signer(b"k" * 32, f"{'x' * 41}@library.example")
    assert signer.return_path(ticket_id=12, delivery_id=70) == signer.reply_address(12)
