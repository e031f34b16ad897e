"""Whatever tree of parts a mail is: each leaf's bytes stand in the text or in a file."""

from __future__ import annotations

import base64
import hashlib
import quopri
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from contactcenter.envelope import Inbound
from tests.channels.email.mails import read


@dataclass
class Tree:
    """A MIME tree written out, and what its leaves hold: words that must be read, bytes that must be kept."""

    mail: bytes
    words: list[str] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)


WORDS = st.text(st.sampled_from("abc 续借图书馆éüñ,.!?"), min_size=1, max_size=40).map(lambda text: text.strip() or "x")
CHARSETS = st.sampled_from(["utf-8", "gb18030"])
ENCODINGS = st.sampled_from(["base64", "quoted-printable", "8bit"])
ENDS = st.sampled_from([b"\n", b"\r\n"])


def encoded(data: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return base64.encodebytes(data).rstrip(b"\n")
    return quopri.encodestring(data) if encoding == "quoted-printable" else data


@st.composite
def texts(draw: st.DrawFn) -> Tree:
    words, charset, encoding = draw(WORDS), draw(CHARSETS), draw(ENCODINGS)
    marked = draw(st.booleans())
    page = f"<p>{words}</p>" if marked else words
    head = f"Content-Type: text/{'html' if marked else 'plain'}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n"
    return Tree(head.encode() + b"\n" + encoded(page.encode(charset, "replace"), encoding), words=[words])


@st.composite
def files(draw: st.DrawFn) -> Tree:
    data, named = draw(st.binary(min_size=1, max_size=200)), draw(st.booleans())
    kind = draw(st.sampled_from(["application/pdf", "image/png", "x/y", "text/csv", "application/zip", "nonsense", "audio/x"]))
    shown = draw(st.sampled_from(["attachment", "inline", ""]))
    head = f"Content-Type: {kind}{'; name=a.bin' if named else ''}\nContent-Transfer-Encoding: base64\n"
    head += f"Content-Disposition: {shown}\n" if shown else ""
    return Tree(head.encode() + b"\n" + encoded(data, "base64"), files=[data])


@st.composite
def enclosed(draw: st.DrawFn) -> Tree:
    inner = b"Subject: inner\n\n" + draw(WORDS).encode() + b"\n"
    return Tree(b"Content-Type: message/rfc822\n\n" + inner, files=[inner])


@st.composite
def multiparts(draw: st.DrawFn, children: st.SearchStrategy[Tree]) -> Tree:
    kind = draw(st.sampled_from(["mixed", "related", "signed", "parallel", "nonsense"]))
    parts = draw(st.lists(children, min_size=1, max_size=4))
    # A boundary within one of the same name would end it: RFC 2046 5.1.1 asks for one that does not occur.
    cut = "cut-" + hashlib.sha256(b"".join(part.mail for part in parts)).hexdigest()[:20]
    body = b"".join(f"--{cut}\n".encode() + part.mail + b"\n" for part in parts)
    closing = f"--{cut}--\n".encode() if draw(st.booleans()) else b""
    return Tree(
        f"Content-Type: multipart/{kind}; boundary={cut}\n\n".encode() + body + closing,
        [word for part in parts for word in part.words], [each for part in parts for each in part.files])


TREES = st.recursive(st.one_of(texts(), files(), enclosed()), multiparts, max_leaves=12)


def kept(inquiry: Inbound) -> list[bytes]:
    return [bytes(each.data) for each in inquiry.attachments if isinstance(each.data, bytes)]


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(TREES, ENDS)
@settings(max_examples=300, deadline=None)
def test_every_leaf_is_text_or_a_file(tree: Tree, end: bytes) -> None:
    head = b"From: amina@patron.example\nDate: Tue, 24 Nov 2026 10:00:00 +0800\n"
    inquiry = read((head + tree.mail).replace(b"\r\n", b"\n").replace(b"\n", end))
    files = [data.replace(b"\r\n", b"\n").rstrip() for data in kept(inquiry)]
    said = squeezed(inquiry.text + (inquiry.html or ""))
    for words in tree.words:
        assert squeezed(words) in said
    for data in tree.files:
        assert data.replace(b"\r\n", b"\n").rstrip() in files


@given(st.lists(st.tuples(WORDS, CHARSETS, ENCODINGS), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_forms_of_one_text_are_one_text(forms: list[tuple[str, str, str]]) -> None:
    parts = b"".join(
        f"--cut\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
        + encoded(words.encode(charset, "replace"), encoding) + b"\n" for words, charset, encoding in forms)
    inquiry = read(b"Content-Type: multipart/alternative; boundary=cut\n\n" + parts + b"--cut--\n")
    assert all(squeezed(words) in squeezed(inquiry.text) for words, _, _ in forms)
