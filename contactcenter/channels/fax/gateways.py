"""What gateways write when a fax came: literal shapes, one row each. An unknown shape is a fax all the same.

Each says where it stands and what it tells: `number` (who sent it), `pages`, `name` (what the sending machine calls
itself). Every row is tried and the first to tell a thing counts, so the more exact ones stand first. The sentences
were written down from what such mails say in general, none was copied out of one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Where = Literal["header", "subject", "text"]
MOST_CHARS = 8_000
"""What is looked at of a mail's text: these mails are short."""
_NUMBER = r"(?P<number>\+?[\d(][\d\s().\-/]{3,28}\d)"
_PAGES = r"(?P<pages>\d{1,4})"


@dataclass(frozen=True, slots=True)
class Shape:
    """A sentence that gateways write. `where`: a header field (its name), the subject, or a line of the text."""

    code: str
    where: Where
    pattern: re.Pattern[str]
    header: str = ""


def _shape(code: str, where: Where, pattern: str, header: str = "") -> Shape:
    return Shape(code, where, re.compile(pattern, re.IGNORECASE), header)


SHAPES: tuple[Shape, ...] = (
    # Fields that a gateway put into the header for programs like this one.
    _shape("field_from", "header", rf"^{_NUMBER}$", "x-fax-from"),
    _shape("field_caller", "header", rf"^{_NUMBER}$", "x-fax-callerid"),
    _shape("field_remote", "header", rf"^{_NUMBER}$", "x-fax-remote-number"),
    _shape("field_pages", "header", rf"^{_PAGES}$", "x-fax-pages"),
    _shape("field_station", "header", r"^(?P<name>.{1,60})$", "x-fax-station-id"),
    # The subject alone tells it.
    _shape("subject_quoted", "subject",
           rf"^(?:\S+ )?fax (?:message )?from \"{_NUMBER}\"\s*-\s*{_PAGES} page"),
    _shape("subject_pages", "subject",
           rf"^(?:new |inbound |incoming )?(?:\S+ )?fax (?:received )?from:? (?P<name>[^\d+(<]{{0,60}}?)\s*[<(]?{_NUMBER}[>)]?"
           rf"\W+{_PAGES} page"),
    _shape("subject_from", "subject",
           rf"\bfax (?:message |received )?from:? (?P<name>[^\d+(<]{{0,60}}?)\s*[<(]?{_NUMBER}"),
    _shape("facsimile", "subject", rf"\bfacsimile received from {_NUMBER}"),
    _shape("caller_id", "subject", rf"\bcaller-?id: *{_NUMBER}"),
    _shape("fax_von", "subject", rf"\b(?:neues )?(?:tele)?fax (?:\(\d+ seiten?\) )?von {_NUMBER}"),
    _shape("zh_from", "subject", rf"(?:来自|收到(?!.*来自))\s*(?P<name>[^\d+(（]{{0,60}}?)\s*[（(]?{_NUMBER}[)）]?\s*的?(?:新)?传真"),
    _shape("zh_fax", "subject", rf"传真[:：]?\s*(?:来自|发自|主叫)?[:：]?\s*{_NUMBER}"),
    _shape("zh_pages", "subject", rf"(?:共\s*)?{_PAGES}\s*页"),
    _shape("pages_in_brackets", "subject", rf"[\[(]\s*{_PAGES}\s*(?:pages?|p\.|seiten?)"),
    # Lines of the text: a word, a colon, what it says.
    _shape("line_sender", "text",
           rf"^[ \t>*]*(?:sender(?: number)?|from(?: number)?|caller(?: ?id| number)?|calling number|fax number|ani|"
           rf"received from|absender|rufnummer)\W{{0,3}}[ \t]*[:=][ \t]*{_NUMBER}[ \t]*$"),
    _shape("line_zh_sender", "text",
           rf"^[ \t]*(?:主叫号码|主叫|来电号码|来电|发送方|发件传真|发件人|对方号码|传真号码|来自)[ \t]*[:：][ \t]*{_NUMBER}[ \t]*$"),
    _shape("line_pages", "text",
           rf"^[ \t>*]*(?:(?:total |number of )?pages(?: received)?|page count|seiten)\W{{0,3}}[ \t]*[:=][ \t]*{_PAGES}\b"),
    _shape("line_zh_pages", "text", rf"^[ \t]*(?:页数|总页数|传真页数)[ \t]*[:：][ \t]*{_PAGES}\b"),
    _shape("line_station", "text",
           r"^[ \t>*]*(?:csid|tsi|remote (?:csid|station id)|station id|sender name|sender id)[ \t]*[:=][ \t]*"
           r"(?P<name>[^\r\n]{1,60})$"),
    # A sentence somewhere in the text.
    _shape("sentence", "text", rf"\bfax (?:document |message )?(?:was )?(?:received )?from {_NUMBER}"),
    _shape("sentence_pages", "text", rf"\b{_PAGES}[- ]page (?:fax|document)\b"),
    _shape("zh_sentence", "text", rf"来自[:：]?\s*{_NUMBER}\s*的?(?:新)?传真"),
    _shape("zh_sentence_pages", "text", rf"共\s*{_PAGES}\s*页"),
)
WITHHELD = re.compile(r"^(?:anonymous|unknown|private|withheld|unavailable|restricted|n/?a|未知|匿名|无)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What a gateway's mail says of the fax in it. `shapes`: the codes of the rows that told; none: an unknown one."""

    number: str = ""
    pages: int | None = None
    name: str = ""
    shapes: tuple[str, ...] = ()


def told_by(*, subject: str, text: str, headers: dict[str, str]) -> Told:
    """Read the shapes. `headers`: fields of the header, their names in lower case."""
    found: dict[str, str] = {}
    codes = []
    for shape in SHAPES:
        hit = _hit(shape, subject, text[:MOST_CHARS], headers)
        if hit is None:
            continue
        fresh = {key: value.strip(" \t\"'-–—:：") for key, value in hit.groupdict().items() if value and key not in found}
        fresh = {key: value for key, value in fresh.items() if value and not WITHHELD.match(value)}
        if fresh:
            found.update(fresh)
            codes.append(shape.code)
    pages = int(found["pages"]) if "pages" in found else None
    return Told(found.get("number", ""), pages, found.get("name", "")[:60], tuple(codes))


def _hit(shape: Shape, subject: str, text: str, headers: dict[str, str]) -> re.Match[str] | None:
    match shape.where:
        case "header":
            return shape.pattern.search(headers.get(shape.header, "").strip())
        case "subject":
            return shape.pattern.search(" ".join(subject.split()))
        case "text":
            if shape.pattern.pattern.startswith("^"):
                return next((hit for line in text.splitlines() if (hit := shape.pattern.search(line)) is not None), None)
            return shape.pattern.search(text)
