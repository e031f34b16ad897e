"""What a patron's fax machine sends: pages written by hand, and pictures, as TIFF, black and white, fine resolution."""

from __future__ import annotations

import io
from collections.abc import Sequence

from contactcenter.channels.fax.font import font_file
from contactcenter.channels.fax.lines import lines

WIDTH, HEIGHT, MARGIN = 1728, 2290, 150
"""Dots of a page in fine resolution (ITU-T T.4)."""
LETTER, HEADLINE = 44, 26
MOST_PAGES = 10


def drawn(text: str, pictures: Sequence[bytes] = (), *, head: str) -> tuple[bytes, int]:
    """The fax, and how many pages it has. Raises `ValueError` for what is no picture."""
    # Only a demo draws: the product's own process does without.
    from PIL import Image, ImageDraw, ImageFont, ImageOps  # noqa: PLC0415

    file = str(font_file())
    small, hand = ImageFont.truetype(file, HEADLINE), ImageFont.truetype(file, LETTER)
    pages: list[Image.Image] = []
    top = HEIGHT
    for paragraph in text.splitlines():
        for line in lines(paragraph, width=WIDTH - 2 * MARGIN, measure=hand.getlength):
            if top > HEIGHT - MARGIN:
                pages.append(Image.new("1", (WIDTH, HEIGHT), 1))
                top = 2 * MARGIN
            ImageDraw.Draw(pages[-1]).text((MARGIN, top), line, fill=0, font=hand)
            top += round(LETTER * 1.6)
    for given in pictures:
        try:
            picture = ImageOps.contain(ImageOps.exif_transpose(Image.open(io.BytesIO(given))).convert("L"),
                                       (WIDTH - 2 * MARGIN, HEIGHT - 3 * MARGIN))
        except (OSError, Image.DecompressionBombError) as error:
            raise ValueError("not a picture") from error
        pages.append(Image.new("1", (WIDTH, HEIGHT), 1))
        pages[-1].paste(picture.convert("1"), (MARGIN, 2 * MARGIN))
    pages = pages[:MOST_PAGES]
    for place, page in enumerate(pages, 1):
        ImageDraw.Draw(page).text((MARGIN, 30), f"{head}   P. {place}/{len(pages)}", fill=0, font=small)
    out = io.BytesIO()
    pages[0].save(out, "TIFF", compression="group4", save_all=True, append_images=pages[1:], dpi=(204, 196))
    return out.getvalue(), len(pages)
