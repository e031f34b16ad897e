"""What somebody hears at once who stops, starts or asks for help, where the carrier does not say it itself."""

from __future__ import annotations

from typing import Final

from contactcenter.envelope import OptWord

ANSWERS: Final[dict[OptWord, dict[str, str]]] = {
    "stop": {
        "en": "{library}: you will get no more text messages from us. Reply START to get them again.",
        "zh-Hans": "【{library}】您已退订，我们不会再给您发短信。回复“订阅”可恢复。",
    },
    "start": {
        "en": "{library}: you will get our text messages again. Reply STOP to end them.",
        "zh-Hans": "【{library}】已恢复向您发送短信。回复“退订”可停止。",
    },
    "help": {
        "en": "{library}: text us your question and a librarian will answer. Reply STOP to get no more messages.",
        "zh-Hans": "【{library}】请直接用短信写下您的问题，馆员会回复您。回复“退订”可停止接收。",
    },
}


def answer(word: OptWord, *, locale: str, library: str) -> str:
    """One text, in their language."""
    return ANSWERS[word]["zh-Hans" if locale == "zh-Hans" else "en"].format(library=library)
