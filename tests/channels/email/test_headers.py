"""Header fields as real clients write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.channels.email import headers
from contactcenter.channels.email.charsets import decode
from contactcenter.channels.email.params import split


def raw(data: bytes) -> str:
    """A field value as the parser leaves it."""
    return data.decode("ascii", "surrogateescape")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?B?5pys5Zyw5Zu+5Lmm?=", "本地图书"),
        ("=?gb2312?B?tPPRp828yum53Q==?=", "大学图书馆"),
        ("=?GB2312?Q?=B4=F3=D1=A7?=", "大学"),
        ("=?utf-8?Q?caf=C3=A9_au_lait?=", "café au lait"),
        ("=?utf-8*en?Q?ol=C3=A9?=", "olé"),  # RFC 2231 5: a language after the charset
        ("=?utf-8?B?5pys5Zyw5Q==?=\r\n =?utf-8?B?m77kuaY=?=", "本地图书"),  # a character cut in two
        ("=?utf-8?B?5pys?= =?utf-8?B?5Zyw?=", "本地"),
        ("Re: =?utf-8?B?5pys?= and =?utf-8?Q?more?=", "Re: 本 and more"),
        ("=?utf-8?B?5pys5Zyw5Zu+5Lmm", "本地图书"),
        ("=?utf-8?Q?with blanks in it?=", "with blanks in it"),
        ("=?unknown-charset?Q?plain?=", "plain"),
        ("=?iso-8859-1?Q?=93quoted=94?=", "“quoted”"),
        ("=?gb2312?B?6EY=?=", "鐵"),  # not in GB2312
        ("folded\r\n\ttwice\r\n  over", "folded twice over"),
        ("with\x00a\x07bell", "withabell"),
        ("turned \u202e round", "turned  round"),
    ],
)
def test_words(written: str, read: str) -> None:
    assert headers.unstructured(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("续借".encode(), "续借"),
        ("续借图书的问题".encode("gb18030"), "续借图书的问题"),
        ("Universität".encode("cp1252"), "Universität"),
        ("Universität".encode(), "Universität"),
    ],
)
def test_raw_eight_bit_headers(written: bytes, read: str) -> None:
    assert headers.unstructured(raw(written)) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Amina Okafor <amina@patron.example>", [("Amina Okafor", "amina@patron.example")]),
        ("amina@patron.example (Amina Okafor)", [("Amina Okafor", "amina@patron.example")]),
        ("<amina@patron.example>", [("", "amina@patron.example")]),
        (
            '"Okafor, Amina" <amina@patron.example>, lei@patron.example',
            [("Okafor, Amina", "amina@patron.example"), ("", "lei@patron.example")],
        ),
        ("Okafor, Amina <amina@patron.example>", [("Okafor, Amina", "amina@patron.example")]),
        ('"=?utf-8?B?5p2O6Zu3?=" <lei@patron.example>', [("李雷", "lei@patron.example")]),
        ("=?gb2312?B?wO7A1w==?= <lei@Patron.Example>", [("李雷", "lei@patron.example")]),
        ("undisclosed-recipients:;", []),
        (
            "Readers: amina@patron.example, lei@patron.example;",
            [("", "amina@patron.example"), ("", "lei@patron.example")],
        ),
        ("<@relay.example:amina@patron.example>", [("", "amina@patron.example")]),
        ('"Amina <amina@patron.example>', [("Amina", "amina@patron.example")]),
        ("a@x.example; b@x.example", [("", "a@x.example"), ("", "b@x.example")]),
        ("mailto:amina@patron.example", [("", "amina@patron.example")]),
        ("Amina", []),
        ("", []),
        ("<>", []),
    ],
)
def test_addresses(written: str, read: list[tuple[str, str]]) -> None:
    assert headers.addresses([written]) == read


def test_an_encoded_name_cannot_bring_an_address_with_it() -> None:
    # The word decodes to: Rosa <rosa@library.example>,
    written = "=?utf-8?Q?Rosa_=3Crosa=40library=2Eexample=3E=2C?= <stranger@elsewhere.example>"
    assert [address for _, address in headers.addresses([written])] == ["stranger@elsewhere.example"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<a@b>", "<a@b>"),
        (" <a@b> (comment)", "<a@b>"),
        ("a@b", "<a@b>"),
        ("", None),
        ("<>", None),
        ("<a\x00b@c>", "<ab@c>"),
    ],
)
def test_message_id(written: str, read: str | None) -> None:
    assert headers.message_id(written) == read


def test_references_keep_their_order() -> None:
    assert headers.message_ids("<a@x> <b@x>\r\n\t<c@x>", "<a@x>") == ["<a@x>", "<b@x>", "<c@x>"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tue, 24 Nov 2026 10:00:00 +0800", datetime(2026, 11, 24, 2, tzinfo=UTC)),
        ("24 Nov 2026 10:00:00 -0000", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
        ("Tue, 99 Nov 2026 99:00:00 +9999", None),
    ],
)
def test_date(written: str, read: datetime | None) -> None:
    assert headers.date(written) == read


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("attachment; filename=thesis.pdf", "thesis.pdf"),
        ('attachment; filename="a; b.pdf"', "a; b.pdf"),
        ("attachment; filename*=utf-8''%E8%AE%BA%E6%96%87.pdf", "论文.pdf"),
        ("attachment; filename*=gb18030''%C2%DB%CE%C4.pdf", "论文.pdf"),
        ("attachment; filename*0*=utf-8''%E8%AE%BA%E6; filename*1*=%96%87; filename*2=.pdf", "论文.pdf"),
        ('attachment; filename*1="two.pdf"; filename*0="one-"', "one-two.pdf"),
        ('attachment; filename="=?utf-8?B?6K665paHLnBkZg==?="', "论文.pdf"),
        ("attachment; filename=\"old.pdf\"; filename*=utf-8''new.pdf", "new.pdf"),
        (raw('attachment; filename="论文.pdf"'.encode("gb18030")), "论文.pdf"),
        ('attachment; filename="C:\\theses\\one.pdf"', "C:\\theses\\one.pdf"),
    ],
)
def test_file_names(written: str, name: str) -> None:
    assert split(written)[1]["filename"] == name


@pytest.mark.parametrize(
    ("data", "label", "read"),
    [
        ("续借".encode("gb18030"), "gb2312", "续借"),
        ("㐀续".encode("gb18030"), "gb2312", "㐀续"),
        (b"\x93hi\x94", "iso-8859-1", "“hi”"),
        ("续借".encode(), "iso-8859-1", "续借"),  # UTF-8 under a Latin label
        ("續借".encode("big5"), "big5", "續借"),
        ("こんにちは".encode("iso-2022-jp"), "iso-2022-jp", "こんにちは"),
        ("续借".encode("utf-7"), "utf-7", "续借"),
        ("续借图书".encode("gb18030"), "", "续借图书"),
        ("café".encode("cp1252"), "", "café"),
        ("续借图书".encode("gb18030"), "utf-8", "续借图书"),  # labelled UTF-8, is not
        (b"plain", "base64", "plain"),
        (b"plain", "no such thing", "plain"),
        (b"\xef\xbb\xbfplain", "gb2312", "plain"),
        (b"x+2AA-y", "utf-7", "x?y"),
    ],
)
def test_charsets(data: bytes, label: str, read: str) -> None:
    assert decode(data, label) == read


@given(
    st.binary(max_size=200),
    st.sampled_from(
        [
            "",
            "utf-8",
            "gb2312",
            "utf-7",
            "utf-16",
            "iso-2022-jp",
            "hz",
            "idna",
            "punycode",
            "unicode_escape",
            "big5",
            "zlib",
            "x",
        ]
    ),
)
def test_decoding_never_raises_and_gives_text_a_database_keeps(data: bytes, label: str) -> None:
    text = decode(data, label)
    assert text.encode("utf-8").decode("utf-8") == text


@given(st.binary(max_size=300))
def test_no_header_is_too_odd(data: bytes) -> None:
    value = raw(data)
    for text in (
        headers.unstructured(value),
        headers.message_id(value) or "",
        *(part for pair in headers.addresses([value]) for part in pair),
        *split(value)[1].values(),
    ):
        text.encode("utf-8")
        assert "\x00" not in text or text in split(value)[1].values()
    headers.date(value)
