"""What gateways write of a fax that came: the shapes that are known, and mails of no known shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.channels.email.parse import EmailReceiver
from contactcenter.channels.fax.gateways import SHAPES, told_by
from contactcenter.channels.fax.parse import FaxReader
from contactcenter.channels.registry import Mails
from contactcenter.envelope import Inbound, Raw
from contactcenter.settings import Fax, Mail, Settings
from tests.channels.fax.gateway import FAX, LI_LEI, arrived, mail, tiff

SECRET = b"a key that only the tests know !"


def reading(fax: Fax, **more: object) -> Mails:
    settings = Settings(fax=fax, mail=Mail.model_validate(more))
    return Mails(EmailReceiver(SECRET, settings), [FaxReader(settings, SECRET)])


READ = reading(FAX)
# subject, text, fields of the header; number, pages, name
SAID: tuple[tuple[str, str, dict[str, str], str, int | None, str], ...] = (
    ("New fax from 010-62751051 (2 pages)", "", {}, "010-62751051", 2, ""),
    ('Fax message from "+1 212 555 0134" - 3 page(s)', "", {}, "+1 212 555 0134", 3, ""),
    ("Inbound Fax from LI LEI +86 10 6275 1051 - 4 Pages", "", {}, "+86 10 6275 1051", 4, "LI LEI"),
    ("New fax received from: Uni Library <+49 30 1234567>", "Pages: 5", {}, "+49 30 1234567", 5, "Uni Library"),
    ("facsimile received from 12125550134", "Sender: 12125550134\nPages: 7\nQuality: Fine", {}, "12125550134", 7, ""),
    ("A fax for you, Caller-ID: 212-555-0134", "", {}, "212-555-0134", None, ""),
    ("Neues Fax von 030 1234567", "Seiten: 1", {}, "030 1234567", 1, ""),
    ("您收到来自 010-62751051 的传真，共 3 页", "", {}, "010-62751051", 3, ""),
    ("新传真：010-62751051", "页数：2", {}, "010-62751051", 2, ""),
    ("传真到达通知", "主叫号码：01062751051\n页数：6\n时间：2026-11-24 10:00", {}, "01062751051", 6, ""),
    ("Fax received", "Received from : +861062751051\nTotal pages   : 2\nCSID: LI LEI", {}, "+861062751051", 2, "LI LEI"),
    ("Fax", "You have a new fax. A fax was received from +86 10 6275 1051. It is a 3-page document.", {},
     "+86 10 6275 1051", 3, ""),
    ("Document", "", {"X_Fax_From": "+861062751051", "X_Fax_Pages": "9", "X_Fax_Station_Id": "LI LEI"},
     "+861062751051", 9, "LI LEI"),
    ("Fax from anonymous", "Caller ID: unknown\nPages: 2", {}, "", 2, ""),
)


@pytest.mark.parametrize("said", SAID, ids=lambda said: said[0])
def test_a_known_shape(said: tuple[str, str, dict[str, str], str, int | None, str]) -> None:
    subject, text, headers, number, pages, name = said
    told = told_by(subject=subject, text=text, headers={key.lower().replace("_", "-"): one for key, one in headers.items()})
    assert (told.number, told.pages, told.name) == (number, pages, name)
    read = READ(arrived(mail(subject, text, fax=tiff(), fields=headers)))
    assert read.channel == "fax"
    assert [one.media_type for one in read.attachments] == ["image/tiff"]


def test_every_shape_is_tried_by_an_example() -> None:
    used = {
        code for subject, text, headers, *_ in SAID
        for code in told_by(subject=subject, text=text,
                            headers={key.lower().replace("_", "-"): one for key, one in headers.items()}).shapes
    }
    assert len(used) >= 14
    assert used <= {one.code for one in SHAPES}


def test_an_unknown_shape_is_a_fax_all_the_same() -> None:
    read = READ(arrived(mail("Ein Dokument liegt vor", "siehe Anlage", fax=b"%PDF-1.7 x", name="d.pdf", kind="application/pdf")))
    assert (read.channel, read.subject, read.sender.value) == ("fax", "Ein Dokument liegt vor", "")
    assert read.text.strip() == "siehe Anlage"
    assert [one.media_type for one in read.attachments] == ["application/pdf"]
    assert read.thread.conversation is None  # nobody's number threads nothing


def test_octets_are_known_by_their_name() -> None:
    read = READ(arrived(mail("Fax from 010-62751051", fax=tiff(), name="F1.TIF", kind="application/octet-stream")))
    assert [one.media_type for one in read.attachments] == ["image/tiff"]


def test_the_number_is_claimed_and_written_one_way() -> None:
    read = READ(arrived(mail("Fax from (010) 6275-1051", fax=tiff())))
    assert (read.sender.kind, read.sender.value, read.sender.proved) == ("fax", LI_LEI, None)
    assert read.thread.conversation is not None
    assert read.automatic is None


def claims(sender: str, *, results: str = "", **more: object) -> Inbound:
    """A mail that names the gateway in From, to the general desk."""
    data = mail("Fax from 010-62751051", fax=tiff(), to="help@library.example", sender=sender)
    head = f"Authentication-Results: {results}\n".encode() if results else b""
    read = reading(FAX.model_copy(update={"addresses": []}), **more)
    return read(Raw("email", head + data, {"mail_from": sender, "rcpt_to": "help@library.example"}))


def test_a_from_alone_makes_nobody_the_gateway() -> None:
    assert claims("robot@gateway.example").channel == "email"
    passed = "mx.library.example; dmarc=pass header.from=gateway.example"
    assert claims("robot@gateway.example", results=passed).channel == "email"  # our server is not named in the settings
    assert claims("robot@gateway.example", results=passed, authserv_id="mx.library.example").channel == "fax"
    assert claims("robot@evil.example", results=passed, authserv_id="mx.library.example").channel == "email"
    assert claims("robot@gateway.example", results="evil.example; dmarc=pass header.from=gateway.example",
                  authserv_id="mx.library.example").channel == "email"


def test_without_pages_it_is_a_mail_like_others() -> None:
    assert READ(arrived(mail("Your bill of November", "12 EUR"))).channel == "email"


@pytest.mark.parametrize("fax", [Fax(), FAX])
def test_other_mail_stays_mail(fax: Fax) -> None:
    data = mail("Fax from 010-62751051", fax=tiff(), to="help@library.example", sender="amina@patron.example")
    assert reading(fax)(arrived(data, rcpt_to="help@library.example")).channel == "email"


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_words_are_read(subject: str, text: str) -> None:
    told = told_by(subject=subject, text=text, headers={})
    assert told.pages is None or 0 <= told.pages <= 9999
    assert len(told.name) <= 60
