"""Which of our numbers a text leaves from, and whether files go with it."""

from __future__ import annotations

from collections.abc import Callable

from contactcenter.carriers.contract import Carrier
from contactcenter.envelope import TextFiles
from contactcenter.settings import Settings


def leaves_from(settings: Settings, ours: str) -> str:
    """The number that they wrote to, where it still texts, else our first that does; empty where none does."""
    numbers = [one.number for one in settings.carrier.numbers if one.texts]
    return ours if ours in numbers else next(iter(numbers), "")


def text_files(settings: Settings, carrier: Carrier | None) -> Callable[[str], TextFiles | None]:
    """What goes with a text as its files, by the number that they wrote to; None: no file goes."""
    mms = {one.number for one in settings.carrier.numbers if one.mms}

    def carried(ours: str) -> TextFiles | None:
        return carrier.text_files if carrier is not None and leaves_from(settings, ours) in mms else None

    return carried
