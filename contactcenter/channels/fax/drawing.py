"""Pages of PDF and TIFF files as pictures. Runs in the press's process only: what it reads comes from strangers."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageSequence, UnidentifiedImageError

from contactcenter.channels.fax.jobs import MOST_PAGES_SHOWN, WIDTHS, File, Result, Size

MOST_PIXELS = 60_000_000
"""Of one page: A3 at 400 dots an inch has 31 million."""
TALLEST = 3.0
"""A page is drawn no taller than so many times its width: a strip of paper without an end would be a bomb."""
MOST_SIDES = 20_000.0
"""Points of a PDF page's side; its own limit is 14,400 (ISO 32000-1, annex C)."""
QUALITY = 80
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Unfit(Exception):
    """The file cannot be worked on. `code`: broken, too_big, locked."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def count(file: File) -> Result:
    """How many pages a file has, and how large they are drawn. Raises `Unfit`."""
    if file["media_type"] == "application/pdf":
        document = opened(file)
        sizes = []
        for index in range(min(len(document), MOST_PAGES_SHOWN)):
            across, down = document.get_page_size(index)
            sizes.append(_scaled(across, down, WIDTHS["page"]))
        return Result(pages=len(document), sizes=[list(one) for one in sizes])
    found, pages = [], 0
    for frame in frames(file):
        pages += 1
        if pages <= MOST_PAGES_SHOWN:
            found.append(list(_scaled(*_true_size(frame), WIDTHS["page"])))
        if pages == 10 * MOST_PAGES_SHOWN:
            break
    return Result(pages=pages, sizes=found)


def draw(file: File, *, folder: Path, first: int, most: int, size: Size) -> Result:
    """Draw pages into files. Raises `Unfit`."""
    pictures = []
    for number, page in enumerate(drawn(file, first=first, most=most, width=WIDTHS[size])):
        path = folder / f"page-{number}.webp"
        page.save(path, "WEBP", quality=QUALITY, method=2)
        pictures.append(str(path))
    return Result(pictures=pictures)


def drawn(file: File, *, first: int, most: int, width: int) -> Iterator[Image.Image]:
    """Pages as pictures of this width, in grey where they have no colour. Raises `Unfit`."""
    if file["media_type"] == "application/pdf":
        document = opened(file)
        for index in range(first, min(first + most, len(document))):
            yield _page(document, index, width)
        return
    for index, frame in enumerate(frames(file)):
        if index >= first + most:
            return
        if index >= first:
            yield flat(frame).resize(_scaled(*_true_size(frame), width), Image.Resampling.LANCZOS)


def opened(file: File) -> pdfium.PdfDocument:
    """A PDF. Raises `Unfit`."""
    try:
        return pdfium.PdfDocument(file["path"])
    except pdfium.PdfiumError as error:
        raise Unfit("locked" if "password" in str(error).lower() else "broken") from error


def _page(document: pdfium.PdfDocument, index: int, width: int) -> Image.Image:
    page = document[index]
    across, down = page.get_size()
    if not (0 < across <= MOST_SIDES and 0 < down <= MOST_SIDES):
        raise Unfit("broken")
    wide, high = _scaled(across, down, width)
    picture: Image.Image = page.render(
        scale=min(wide / across, high / down), may_draw_forms=False).to_pil().convert("RGB")
    page.close()
    return picture


def frames(file: File) -> Iterator[Image.Image]:
    """The pages of a picture's file; of anything but a TIFF the first alone. Raises `Unfit`."""
    try:
        with Image.open(file["path"], formats=("TIFF", "PNG", "JPEG", "GIF", "WEBP", "BMP")) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number and picture.format != "TIFF":
                    return
                if frame.width * frame.height > MOST_PIXELS:
                    raise Unfit("too_big")
                yield frame
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit("too_big") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError) as error:
        raise Unfit("broken") from error


def flat(frame: Image.Image) -> Image.Image:
    """Grey or colours, on white paper."""
    if frame.mode in ("1", "L", "I;16", "I", "F"):
        return frame.convert("L")
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        whole = frame.convert("RGBA")
        paper = Image.new("RGBA", whole.size, "white")
        return Image.alpha_composite(paper, whole).convert("RGB")
    return frame.convert("RGB")


def _true_size(frame: Image.Image) -> tuple[float, float]:
    """Width and height as they were meant: a fax in standard resolution has twice as many dots across as down."""
    across, down = frame.info.get("dpi", (0, 0))
    stretch = float(across) / float(down) if across and down else 1.0
    if not 1 / 3 <= stretch <= 3:  # noqa: PLR2004  # no fax machine has such dots
        stretch = 1.0
    return float(frame.width), frame.height * stretch


def _scaled(across: float, down: float, width: int) -> tuple[int, int]:
    high = down * width / across if across > 0 else width
    if high > TALLEST * width:
        return max(1, round(width * TALLEST * width / high)), round(TALLEST * width)
    return width, max(1, round(high))
