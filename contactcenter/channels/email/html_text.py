"""Sanitised HTML to text that reads well: paragraphs, lists, tables, links, and `>` for quotes.

Works on what `sanitise.clean` gave, which is well formed; so a small tokeniser is enough, and the
quotation marks that the separation of replies needs are kept (ready-made converters drop them).
"""

from __future__ import annotations

import html
import re

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9\-]*=\"[^\"]*\")*)\s*/?>|([^<]+)|<")
_ATTRIBUTE = re.compile(r"([a-z][a-z0-9\-]*)=\"([^\"]*)\"")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote",
           "center", "article", "section", "header", "footer", "address", "figure", "figcaption", "dd", "dt", "li",
           "tr", "caption", "thead", "tbody", "tfoot", "hr"}
_SPACED = {"p", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "figure"}
"""Blocks with an empty line before and after."""
MAX_QUOTES = 20
_GAPS = re.compile(r"\n(?:[ \t]*\n){2,}")


class _Writer:
    """Collects lines; knows the quote depth, lists, and whether blanks are kept."""

    def __init__(self, *, close: bool) -> None:
        self.spaced = _SPACED - {"p"} if close else _SPACED
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.last_quotes = 0
        self.lists: list[int | None] = []
        self.pre = 0
        self.gap = self.gap_below = False
        self.ended = False
        """A paragraph has ended; whether its line does shows what comes: in a table a cell goes on."""
        self.fresh = False
        """A cell has begun and nothing stands in it yet."""
        self.marked = False
        """The line holds nothing but the mark of a list's item."""

    def text(self, value: str) -> None:
        if self.pre:
            first, *rest = value.split("\n")
            self._put(first)
            for line in rest:
                self.end(force=True)
                self._put(line)
            return
        value = _BLANKS.sub(" ", value)
        if not self.line or self.line[-1].endswith((" ", "\t")):
            value = value.lstrip(" ")
        self._put(value)

    def _put(self, value: str) -> None:
        if not value:
            return
        if self.ended and value.strip():
            self.end()
        if not self.ended:
            self.line.append(value)
            if value.strip():
                self.marked = self.fresh = False

    def cell(self) -> None:
        """Set a cell apart from the one before it in its row."""
        self.fresh = True
        if self.line:
            self.ended = self.gap_below = False
            self.line.append("\t")

    def item(self, mark: str) -> None:
        if self.marked:
            self.end()
        self.line.append(mark)
        self.marked = True

    def end(self, *, force: bool = False) -> None:
        """End the line; `force` ends an empty one too (`<br>`)."""
        gap_below, self.gap_below = self.gap_below, False
        self.ended = self.marked = False
        if not self.line and not force:
            self.gap = self.gap or gap_below
            return
        text = "".join(self.line)
        text = text.rstrip("\n") if self.pre else text.rstrip()
        if self.gap and self.lines and self.lines[-1].strip("> "):
            self.lines.append(_marks(min(self.quotes, self.last_quotes)).rstrip())
        self.gap = gap_below
        self.lines.append((_marks(self.quotes) + text).rstrip())
        self.last_quotes = self.quotes
        self.line = []

    def block(self, tag: str, *, closing: bool) -> None:
        """End the line where a block begins or ends; a list within a list stands close."""
        if not closing and (self.marked or (tag in {"p", "div"} and self.fresh)):
            return
        gap = tag in self.spaced and not (tag in {"ul", "ol"} and self.lists)
        if tag in {"p", "div"} and closing and self.line:
            self.ended, self.gap_below = True, gap
            return
        self.end()
        # Rows of cells, items, and a list within an item stand close even where each is a paragraph.
        row = tag == "tr" and bool(self.lines) and "\t" in self.lines[-1]
        close = row or (tag == "li" and closing) or (tag in {"ul", "ol"} and not closing and bool(self.lists))
        self.gap = (self.gap and not close) or gap


def _marks(depth: int) -> str:
    return "> " * min(depth, MAX_QUOTES)


def to_text(clean: str, *, close: bool = False) -> str:
    """The text of sanitised HTML. `clean` must come from `sanitise.clean`.

    `close`: paragraphs stand close, as Word writes them: an empty one is the blank line.
    """
    out = _Writer(close=close)
    links: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(clean):
        closing, tag, attributes, text = match.groups()
        if tag is None:
            out.text(html.unescape(text) if text else "<")
        elif closing:
            _close(out, tag, links)
        else:
            _open(out, tag, attributes, links)
    out.end()
    return _GAPS.sub("\n\n", "\n".join(out.lines).strip("\n").replace("\u00a0", " "))


def _open(out: _Writer, tag: str, attributes: str, links: list[tuple[str, int]]) -> None:
    if out.ended and tag in {"a", "br"}:
        out.end()
    if tag == "br":
        out.end(force=True)
    elif tag == "a":
        href = html.unescape(_attribute(attributes, "href"))
        links.append((href, len(out.line)))
    elif tag == "img":
        alt = html.unescape(_attribute(attributes, "alt")).strip()
        if alt:
            out.text(f"[{alt}]")
    elif tag in {"td", "th"}:
        out.cell()
    elif tag in _BLOCKS:
        out.block(tag, closing=False)
        if tag == "blockquote":
            out.quotes += 1
        elif tag in {"ul", "ol"}:
            out.lists.append(_first(attributes) if tag == "ol" else None)
        elif tag == "pre":
            out.pre += 1
        elif tag == "hr":
            out.line.append("---")
            out.end()
        elif tag == "li":
            _item(out)


def _first(attributes: str) -> int:
    """The number before a numbered list's first item."""
    start = _attribute(attributes, "start")
    return int(start) - 1 if re.fullmatch(r"\d{1,6}", start) else 0


def _item(out: _Writer) -> None:
    number = out.lists[-1] if out.lists else None
    if number is not None:
        out.lists[-1] = number + 1
    mark = "- " if number is None else f"{number + 1}. "
    out.item("  " * min(max(len(out.lists) - 1, 0), MAX_QUOTES) + mark)


def _close(out: _Writer, tag: str, links: list[tuple[str, int]]) -> None:
    if tag == "a" and links:
        href, start = links.pop()
        shown = "".join(out.line[start:]).strip()
        if href and _target(href) != _target(shown):
            out.text(f" <{href}>" if shown else f"<{href}>")
    elif tag in _BLOCKS:
        if tag in {"ul", "ol"} and out.lists:
            out.lists.pop()
        out.block(tag, closing=True)
        if tag == "blockquote":
            out.quotes = max(out.quotes - 1, 0)
        elif tag == "pre":
            out.pre = max(out.pre - 1, 0)


def _target(link: str) -> str:
    """What a link leads to, so that one is not written twice."""
    link = link.lower().removeprefix("mailto:").removeprefix("tel:")
    return re.sub(r"^https?://(www\.)?", "", link).rstrip("/")


def _attribute(attributes: str, name: str) -> str:
    for key, value in _ATTRIBUTE.findall(attributes):
        if key == name:
            return str(value)
    return ""


def from_text(text: str) -> str:
    """Plain text as HTML: escaped, line breaks kept."""
    return "<p>" + html.escape(text.strip("\n"), quote=False).replace("\n", "<br>\n") + "</p>"
