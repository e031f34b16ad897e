"""What can be odd about a mail that is understood all the same: a code, and words for a person.

The console has its own words for each code, in both languages. Adding one is adding a row here and there.
"""

from __future__ import annotations

from contactcenter.envelope import Oddity

FIELD_CHARS = 80
ODDITIES: dict[str, str] = {
    "cut": "The end of its last part is missing: it may have been cut on its way.",
    "too_deep": "Its parts are nested too deep; they are shown one after another.",
    "boundary": "Its parts are not separated as it says; they were found all the same.",
    "too_many_parts": "It has too many parts; they are kept together as one file.",
    "below": "It goes on below its last part.",
    "above": "Its text stands above its first part.",
    "sealed": "It is encrypted or sealed (PGP or S/MIME): open the file with the key.",
    "winmail": "Its {name} cannot be opened: {why}",
    "html": "Its HTML is too large or nested too deep to be shown; it is kept as a file.",
    "charset_unknown": "Nobody knows its charset '{name}'; it was guessed.",
    "charset_unnamed": "It names no charset; it was guessed.",
    "charset_wrong": "It is not in the charset it names, '{name}'; it was read as what it is.",
    "unreadable": "Some of its characters cannot be read.",
    "quoted_printable": "Its quoted-printable is broken in places.",
    "not_base64": "It is said to be base64 but is plain.",
    "base64": "Its base64 is cut short or damaged.",
    "header_line": "A line among its header fields is no field.",
    "no_field": "It has no {name}.",
    "many_fields": "It has {count} {name} fields; the first counts.",
    "several_from": "Its From names several people; the first counts.",
    "raw_header": "Some of its header fields are in raw 8-bit characters; their charset was guessed.",
    "date": "Its Date is none.",
}


def oddity(code: str, **fields: str) -> Oddity:
    """The oddity of a code, with what stands in its words."""
    fields = {name: value[:FIELD_CHARS] for name, value in fields.items()}
    return Oddity(code, ODDITIES[code].format(**fields), fields)
