"""The press: pages of what strangers send, answers as PDFs, and that no file harms more than its own job."""

from __future__ import annotations

import io
import re
import struct
import zlib

import pypdfium2 as pdfium
import pytest
from fpdf import FPDF
from PIL import Image

from contactcenter.channels.fax.font import font_file
from contactcenter.channels.fax.jobs import Sheet
from contactcenter.channels.fax.press import Press, PressError
from tests.channels.fax.gateway import tiff

SHEET = Sheet(
    library="Riverside University Library", library_zh="河畔大学图书馆", author="王芳", to="+86 10 6275 1051",
    to_name="李雷", number="+86 10 6275 0000", at="2026-11-26 18:50", subject="馆际互借", ticket_id=123,
    text="李雷，您好：\n您要的书已到馆。The book is here. 😀", locale="zh-Hans", paper="a4", made_at=1_795_000_000.0,
)


@pytest.fixture
def press() -> Press:
    return Press()


def pdf(pages: int, *, password: str = "") -> bytes:
    made = FPDF(format="A4")
    made.set_font("Helvetica", size=40)
    for number in range(1, pages + 1):
        made.add_page()
        made.cell(text=f"PAGE {number}")
    if password:
        made.set_encryption(owner_password=password, user_password=password)
    return bytes(made.output())


def bomb() -> bytes:
    """A TIFF of a few hundred bytes that says it has 90,000 × 90,000 dots."""
    strip = zlib.compress(b"\0" * 1000)
    tags = [(256, 4, 90_000), (257, 4, 90_000), (258, 3, 1), (259, 3, 8), (262, 3, 1), (273, 4, 200), (277, 3, 1),
            (278, 4, 90_000), (279, 4, len(strip))]
    head = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags))
    head += b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags) + b"\0\0\0\0"
    return head.ljust(200, b"\0") + strip


async def test_an_answer_with_its_cover_and_what_follows(press: Press) -> None:
    files = [("a.tif", "image/tiff", tiff(1)), ("b.pdf", "application/pdf", pdf(2))]
    first = await press.fax(SHEET, files, font=font_file(), most_pages=30)
    assert (first.pages, first.missing) == (4, "😀")
    opened = pdfium.PdfDocument(first.pdf)
    assert len(opened) == 4
    said = opened[0].get_textpage().get_text_bounded()
    for words in ("FAX 传真", "河畔大学图书馆", "李雷 (+86 10 6275 1051)", "您要的书已到馆。The book is here. □", "#123"):
        assert words in " ".join(said.split()), words
    assert re.search(r"Pages 页数\s+4", said)
    assert "4 / 4" in opened[3].get_textpage().get_text_bounded()
    # Every font that is named is in the file, a subset of it: no machine at the other end must have Chinese letters.
    assert first.pdf.count(b"/FontFile3") == first.pdf.count(b"/Type /FontDescriptor") == 1
    assert len(first.pdf) < 200_000


async def test_pages_are_counted_before_and_too_many_are_refused(press: Press) -> None:
    files = [("b.pdf", "application/pdf", pdf(3))]
    assert (await press.fax(SHEET, files, font=font_file(), most_pages=3, check=True)).pages == 4
    with pytest.raises(PressError) as refused:
        await press.fax(SHEET, files, font=font_file(), most_pages=3)
    assert refused.value.code == "too_many_pages"


@pytest.mark.parametrize(("data", "media_type", "pages"), [
    (tiff(3), "image/tiff", 3), (pdf(2), "application/pdf", 2),
], ids=["tiff", "pdf"])
async def test_pages_are_drawn(press: Press, data: bytes, media_type: str, pages: int) -> None:
    found = await press.pages(data, digest="d", media_type=media_type)
    assert found.count == pages
    drawn = await press.picture(data, digest="d", media_type=media_type, page=pages - 1, size="page")
    with Image.open(io.BytesIO(drawn)) as page:
        assert (page.format, page.width, page.height) == ("WEBP", 1240, found.sizes[-1][1])
        assert page.height > page.width  # standard resolution has twice as many dots across as down: it is stretched
    with pytest.raises(PressError):
        await press.picture(data, digest="d", media_type=media_type, page=pages, size="page")


@pytest.mark.parametrize(("data", "media_type", "code"), [
    (bomb(), "image/tiff", "too_big"), (b"II*\0nonsense", "image/tiff", "broken"),
    (b"%PDF-1.7\nnonsense", "application/pdf", "broken"), (pdf(1, password="x"), "application/pdf", "locked"),
    (b"", "application/pdf", "broken"),
], ids=["bomb", "no tiff", "no pdf", "locked", "empty"])
async def test_what_cannot_be_read_says_so(press: Press, data: bytes, media_type: str, code: str) -> None:
    for _ in range(2):  # the second time it is known
        with pytest.raises(PressError) as refused:
            await press.pages(data, digest="d", media_type=media_type)
        assert refused.value.code == code


async def test_a_job_that_takes_too_long_is_ended() -> None:
    press = Press(timeout_s=0.01)
    with pytest.raises(PressError) as refused:
        await press.pages(pdf(1), digest="d", media_type="application/pdf")
    assert refused.value.code == "too_slow"
    # That may have been the hour: it is not held against the file.
    press._timeout_s = 40.0
    assert (await press.pages(pdf(1), digest="d", media_type="application/pdf")).count == 1
