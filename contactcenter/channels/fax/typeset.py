"""An answer as pages: a cover sheet in both languages, the text under it, files behind it. Runs in the press's process.

Everything is black on white, and pictures are black and white dots at a fax's fine resolution: what leaves is what
arrives. The same answer makes the same bytes.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont
from PIL import Image

from contactcenter.channels.fax.drawing import Unfit, count, drawn
from contactcenter.channels.fax.font import OF_COLLECTION
from contactcenter.channels.fax.jobs import File, Job, Result, Sheet
from contactcenter.channels.fax.lines import lines
from contactcenter.envelope import FAX_CARRIES

MARGIN_MM = 18.0
"""Fax machines lose what stands within 5 mm of the edge, and print their own line on the top ones."""
TOP_MM = 20.0
LABEL_MM = 34.0
TEXT_PT, SMALL_PT, TITLE_PT = 11.5, 9.0, 24.0
"""Below 9 points Chinese letters run together at 204 × 98 dots an inch."""
LEADING = 1.55
PT_MM = 25.4 / 72
DOTS_ACROSS = 1728
"""Dots in a line of any fax (ITU-T T.4)."""
_LABELS = (("to", "To", "收件人"), ("from", "From", "发件人"), ("at", "Date", "日期"), ("pages", "Pages", "页数"),
           ("subject", "Subject", "主题"), ("ticket", "Inquiry", "咨询编号"))
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0e\ufe0f\x00-\x08\x0b-\x1f\x7f]")
TAB = "    "


class _Paper(FPDF):
    """Pages with a line on top that says whose they are."""

    head = ""
    total = 0

    def header(self) -> None:
        if self.page_no() > 1 and self.head:
            self.set_font(_FAMILY, size=SMALL_PT)
            self.set_xy(MARGIN_MM, TOP_MM - 10)
            width = self.epw
            self.cell(width * 0.75, 5, fit(self, self.head, width * 0.75), new_x=XPos.RIGHT, new_y=YPos.TOP)
            self.cell(width * 0.25, 5, f"{self.page_no()} / {self.total}", align="R")
            self.line(MARGIN_MM, TOP_MM - 4, self.w - MARGIN_MM, TOP_MM - 4)
            self.set_xy(MARGIN_MM, TOP_MM)


_FAMILY = "fax"


def typeset(job: Job, *, folder: Path) -> Result:
    """The job `fax` or `check`. Raises `Unfit`."""
    if job["do"] == "check":
        paper, missing = _set(job, [], total=0)
        return Result(pages=len(paper.pages) + sum(_count(file) for file in job["files"]), missing=missing)
    pages = _pages_of(job["files"], folder, most=job["most_pages"])
    paper, missing = _set(job, pages, total=0)
    total = len(paper.pages)
    if total > job["most_pages"]:
        raise Unfit("too_many_pages", f"More than {job['most_pages']} pages.")
    # Once more, now that the number of pages is known.
    paper, missing = _set(job, pages, total=total)
    path = folder / "out.pdf"
    paper.output(str(path))
    return Result(pages=total, pdf=str(path), missing=missing)


def _set(job: Job, pictures: list[Path], *, total: int) -> tuple[_Paper, str]:
    sheet = job["sheet"]
    paper = _Paper(format=sheet["paper"], unit="mm")
    paper.total = total
    paper.set_creation_date(datetime.fromtimestamp(sheet["made_at"], UTC))
    paper.set_title(f"Fax #{sheet['ticket_id']}")
    paper.set_author(sheet["library"])
    paper.set_auto_page_break(auto=False)
    paper.c_margin = 0
    paper.set_margins(MARGIN_MM, TOP_MM, MARGIN_MM)
    collection = job["font"].lower().endswith((".ttc", ".otc"))
    paper.add_font(_FAMILY, fname=job["font"], collection_font_number=OF_COLLECTION if collection else 0)
    font = paper.fonts[_FAMILY]
    known = set(font.cmap) if isinstance(font, TTFFont) else set()
    missing = "".join(sorted({
        char for char in plain(f"{sheet['text']}{sheet['subject']}{sheet['to_name']}") if not char.isspace()
        and ord(char) not in known
    }))[:40]
    paper.head = f"{sheet['library']} {sheet['library_zh']}  →  {sheet['to']}  #{sheet['ticket_id']}"
    _cover(paper, sheet, total, known)
    _text(paper, sheet["text"], known)
    for picture in pictures:
        paper.add_page()
        width, height = paper.epw, paper.h - TOP_MM - MARGIN_MM
        with Image.open(picture) as image:
            scale = min(width / image.width, height / image.height)
            paper.image(str(picture), x=MARGIN_MM + (width - image.width * scale) / 2, y=TOP_MM,
                        w=image.width * scale, h=image.height * scale)
    return paper, missing


def _cover(paper: _Paper, sheet: Sheet, total: int, known: set[int]) -> None:
    paper.add_page()
    paper.set_font(_FAMILY, size=TITLE_PT)
    paper.cell(paper.epw / 2, 14, "FAX 传真", new_x=XPos.RIGHT, new_y=YPos.TOP)
    paper.set_font(_FAMILY, size=TEXT_PT)
    names = [one for one in dict.fromkeys((sheet["library"], sheet["library_zh"])) if one]
    for index, name in enumerate(names if sheet["locale"] == "en" else names[::-1]):
        paper.set_xy(MARGIN_MM + paper.epw / 2, TOP_MM + index * 6.5)
        paper.cell(paper.epw / 2, 6.5, fit(paper, printable(name, known), paper.epw / 2), align="R")
    paper.set_xy(MARGIN_MM, TOP_MM + 18)
    _rule(paper)
    ours = f"{sheet['author']}  ({sheet['number']})" if sheet["number"] else sheet["author"]
    said = {
        "to": f"{sheet['to_name']}  ({sheet['to']})" if sheet["to_name"] else sheet["to"], "from": ours,
        "at": sheet["at"], "pages": str(total or 99), "subject": sheet["subject"], "ticket": f"#{sheet['ticket_id']}",
    }
    for key, english, chinese in _LABELS:
        if not said[key]:
            continue
        paper.set_font(_FAMILY, size=SMALL_PT)
        paper.set_x(MARGIN_MM)
        top = paper.get_y()
        paper.cell(LABEL_MM, _leading(TEXT_PT), f"{english} {chinese}", new_x=XPos.RIGHT, new_y=YPos.TOP)
        paper.set_font(_FAMILY, size=TEXT_PT)
        for line in list(lines(printable(said[key], known), width=paper.epw - LABEL_MM,
                               measure=paper.get_string_width))[:3]:
            paper.set_x(MARGIN_MM + LABEL_MM)
            paper.cell(paper.epw - LABEL_MM, _leading(TEXT_PT), line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        paper.set_y(max(paper.get_y(), top + _leading(TEXT_PT)))
    _rule(paper)
    paper.set_y(paper.get_y() + 5)


def _rule(paper: _Paper) -> None:
    paper.set_line_width(0.4)
    paper.line(MARGIN_MM, paper.get_y() + 1.5, paper.w - MARGIN_MM, paper.get_y() + 1.5)
    paper.set_y(paper.get_y() + 4)


def _text(paper: _Paper, text: str, known: set[int]) -> None:
    paper.set_font(_FAMILY, size=TEXT_PT)
    for paragraph in plain(text).splitlines():
        for line in lines(printable(paragraph, known), width=paper.epw, measure=paper.get_string_width):
            if paper.get_y() + _leading(TEXT_PT) > paper.h - MARGIN_MM:
                paper.add_page()
                paper.set_font(_FAMILY, size=TEXT_PT)
            paper.set_x(MARGIN_MM)
            paper.cell(paper.epw, _leading(TEXT_PT), line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _count(file: File) -> int:
    """How many pages follow of a file: of a picture that is no TIFF its first frame."""
    try:
        return count(file)["pages"]
    except Unfit as error:
        raise Unfit(error.code, file["name"]) from error


def _pages_of(files: list[File], folder: Path, *, most: int) -> list[Path]:
    """The files' pages as black and white pictures, one more at most than may leave."""
    made: list[Path] = []
    for file in files:
        if file["media_type"] not in FAX_CARRIES:
            raise Unfit("not_carried", file["name"])
        try:
            for page in drawn(file, first=0, most=most + 1 - len(made), width=DOTS_ACROSS):
                upright = page.transpose(Image.Transpose.ROTATE_90) if page.width > page.height else page
                path = folder / f"follows-{len(made)}.png"
                upright.convert("L").convert("1").save(path, "PNG")
                made.append(path)
        except Unfit as error:
            raise Unfit(error.code, file["name"]) from error
        if len(made) > most:
            break
    return made


def plain(text: str) -> str:
    """Without what has no shape on paper."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\t", TAB))


def printable(text: str, known: set[int]) -> str:
    """With a mark in place of each letter that the font lacks."""
    return "".join(char if ord(char) in known or char.isspace() else "□" for char in plain(text))


def fit(paper: FPDF, text: str, width: float) -> str:
    """Cut to one line."""
    if paper.get_string_width(text) <= width:
        return text
    while text and paper.get_string_width(f"{text}…") > width:
        text = text[:-1]
    return f"{text}…"


def _leading(points: float) -> float:
    return points * PT_MM * LEADING
