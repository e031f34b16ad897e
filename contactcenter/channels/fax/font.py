"""The font in which answers are set: one file with Latin and Chinese letters, embedded as far as it is used."""

from __future__ import annotations

from pathlib import Path

SHIPPED = Path(__file__).parent / "fonts" / "NotoSansHans-Regular.otf"
"""Put there by `tools/build_front_end.py` from a locked npm package (SIL Open Font License 1.1)."""
OF_THE_SYSTEM = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"),
)
OF_COLLECTION = 2
"""Of Noto Sans CJK's collection, the font with simplified forms."""


class NoFont(Exception):
    """There is no font with Chinese letters; the text says what to do."""


def font_file(chosen: str = "") -> Path:
    """The font's file: the one of the settings, the shipped one, or the system's. Raises `NoFont`."""
    if chosen:
        if not Path(chosen).is_file():
            raise NoFont(f"fax.font names {chosen}, and there is no such file.")
        return Path(chosen)
    for one in (SHIPPED, *OF_THE_SYSTEM):
        if one.is_file():
            return one
    raise NoFont("No font with Chinese letters is here. Run tools/build_front_end.py, install fonts-noto-cjk, or set "
                 "fax.font.")
