"""The words by which somebody stops our texts, starts them again, or asks for help: a message of nothing else.

English: CTIA, Messaging Principles and Best Practices 5.1.3. Chinese: what carriers and senders in China print
below their texts (退订, TD, T).
"""

from __future__ import annotations

import unicodedata
from typing import Final

from contactcenter.envelope import OptWord

WORDS: Final[dict[str, OptWord]] = {
    **dict.fromkeys(("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "td", "t", "退订",
                     "取消", "退订短信", "取消订阅", "停止", "拒收"), "stop"),
    **dict.fromkeys(("start", "unstop", "subscribe", "订阅", "开始", "恢复", "恢复订阅"), "start"),
    **dict.fromkeys(("help", "info", "帮助"), "help"),
}
AROUND: Final = " \t\r\n.,!?;:。，！？；：、'\"“”「」【】()（）"


def opt_word(text: str) -> OptWord | None:
    """What a text asks for, if it is such a word and no more. Full width and case do not matter."""
    return WORDS.get(unicodedata.normalize("NFKC", text).casefold().strip(AROUND))
