"""A stranger's HTML made safe to show: nothing that runs, loads or covers survives (nh3, a Rust parser).

Links, tables, colours and lists stay. A remote image becomes `data-remote`, which loads nothing
until a librarian asks for it; an inline image stays a `cid:` reference.
"""

from __future__ import annotations

import re
from html import unescape

import nh3

MAX_CHARS = 2_000_000
MAX_REFERENCES = 100_000
"""`&`: each is a piece of text of its own to the parser, which takes the square of their number (2,000,000: 45 s)."""
MAX_DEPTH = 1000
"""Nesting beyond this costs the parser quadratic time (20,000 levels: 0.7 s) and no person wrote it."""
DEPTH_LOOKS_FINE = 1000
"""So few tags cannot nest too deep."""

TAGS = {
    "a", "abbr", "address", "article", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite",
    "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q",
    "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var",
}
GONE = {"script", "style", "title", "template", "noscript", "iframe", "object", "embed", "svg", "math", "select",
        "textarea", "xmp", "noembed", "noframes", "audio", "video", "applet"}
"""Elements whose content goes with them."""
ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title", "align", "valign", "bgcolor", "width", "height"},
    "a": {"href", "name"},
    "img": {"src", "alt", "border"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing", "summary"},
    "td": {"colspan", "rowspan", "nowrap", "headers"},
    "th": {"colspan", "rowspan", "nowrap", "scope"},
    "col": {"span"}, "colgroup": {"span"},
    "ol": {"start", "type", "reversed"}, "ul": {"type"}, "li": {"value"},
}
STYLES = {
    "background", "background-color", "border", "border-bottom", "border-bottom-color", "border-bottom-style",
    "border-bottom-width", "border-collapse", "border-color", "border-left", "border-left-color", "border-left-style",
    "border-left-width", "border-radius", "border-right", "border-spacing", "border-style", "border-top",
    "border-top-color", "border-top-style", "border-top-width", "border-width", "color", "direction", "font",
    "font-family", "font-size", "font-style", "font-variant", "font-weight", "height", "letter-spacing", "line-height",
    "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width", "min-width",
    "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align", "text-decoration",
    "text-indent", "vertical-align", "white-space", "width", "word-break", "word-wrap",
}
"""No position, float, z-index, transform, opacity or display: what covers, or hides from the reader."""
_SAFE_FUNCTION = re.compile(r"\b(?:rgba?|hsla?)\(", re.IGNORECASE)
_DATA_IMAGE = re.compile(r"data:image/(?:png|gif|jpeg|webp);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_IMAGE = re.compile(r"<img(?:\s+[a-z\-]+=\"[^\"]*\")*")
_REMOTE = re.compile(r"(\s)src=\"((?:https?:)?//[^\"]*)\"", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z]+)")
_VOID = {"br", "img", "hr", "col", "meta", "link", "input", "area", "base", "wbr", "source"}


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return _style(value)
    if name == "href" and tag == "a":
        return value.strip() if _LINK.match(value.strip()) else None
    if name == "src":
        value = value.strip()
        remote = value.startswith("//") or value.lower().startswith(("http://", "https://"))
        return value if remote or value.lower().startswith("cid:") or _DATA_IMAGE.match(value) else None
    return value


def _style(value: str) -> str | None:
    """Declarations that neither load (`url(…)`, escapes that spell it) nor reach outside (negative margins)."""
    kept = []
    for declaration in value.split(";"):
        name, colon, what = declaration.partition(":")
        if not colon or "\\" in what or "@" in what or "(" in _SAFE_FUNCTION.sub("", what):
            continue
        if name.strip().lower().startswith(("margin", "text-indent")) and "-" in what:
            continue
        kept.append(declaration)
    return ";".join(kept) or None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=GONE,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    filter_style_properties=STYLES,
    url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    set_tag_attribute_values={"a": {"target": "_blank"}},
    link_rel="noopener noreferrer",
)


def clean(html: str) -> str | None:
    """The sanitised HTML; None when it is too large or nested too deep to be read at all."""
    if len(html) > MAX_CHARS or html.count("&") > MAX_REFERENCES or _too_deep(html):
        return None
    return _IMAGE.sub(_set_remote_aside, _CLEANER.clean(html.replace("\x00", "")))


def _set_remote_aside(match: re.Match[str]) -> str:
    return _REMOTE.sub(r'\1data-remote="\2"', match[0])


def _too_deep(html: str) -> bool:
    if html.count("<") < DEPTH_LOOKS_FINE:
        return False
    depth = deepest = 0
    for slash, name in _TAG.findall(html):
        if slash:
            depth = max(depth - 1, 0)
        elif name.lower() not in _VOID:
            depth += 1
            deepest = max(deepest, depth)
    # Unclosed <p>, <li>, <td> do not nest for the parser; this counts them, so the bound is generous.
    return deepest > MAX_DEPTH * (1 if html.count("</") * 3 > html.count("<") else 2)


def strip_tags(html: str) -> str:
    """A last resort for HTML that cannot be read: its text with every tag cut out."""
    html = html[:MAX_CHARS]
    for name in ("script", "style", "title"):
        html = _cut_element(html, name)
    return unescape(re.sub(r"[ \t]{2,}", " ", re.sub(r"<[^<>]{0,10000}>", " ", html))).strip()


def _cut_element(html: str, name: str) -> str:
    """Cut every element of a name with its content. One that never ends is cut to the end of the mail."""
    kept, at = [], 0
    for opening in re.finditer(rf"<{name}\b", html, re.IGNORECASE):
        if opening.start() < at:
            continue
        kept.append(html[at : opening.start()])
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(html, opening.end())
        if closing is None:
            return "".join(kept)
        at = closing.end()
    return "".join(kept) + html[at:]
