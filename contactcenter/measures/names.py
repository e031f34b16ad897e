"""What the keys of a report are called, in both languages."""

from __future__ import annotations

from contactcenter.needs.modes import MODES
from contactcenter.shapes.reports import Meaning


def _m(en: str, zh: str) -> Meaning:
    return Meaning(en=en, zh_hans=zh)


MODE_NAMES = {
    "in_person": _m("In person", "当面"), "phone": _m("Phone", "电话"), "email": _m("E-mail", "邮件"),
    "chat": _m("Chat", "聊天"), "form": _m("Web form", "网页表单"), "text": _m("Text message", "短信"),
    "video": _m("Video", "视频"), "letter": _m("Letter", "信函"), "fax": _m("Fax", "传真"),
    "unknown": _m("Unknown", "未知"),
}
CHANNEL_NAMES = {
    "email": _m("E-mail", "邮件"), "web_chat": _m("Chat", "聊天"), "web_form": _m("Web form", "网页表单"),
    "walk_in": _m("Desk or phone", "到馆或电话"), "api": _m("Other programs", "其他程序"), "phone": _m("Phone", "电话"),
    "sms": _m("Text message", "短信"), "fax": _m("Fax", "传真"),
}
LANGUAGE_NAMES = {"en": _m("English", "英文"), "zh-Hans": _m("Chinese", "中文")}
CHANNEL_OF = {mode: channel for channel, mode in MODES.items()}
"""The channel beside which a mode of the reference record is shown."""
NONE = _m("None said", "未注明")
NOBODY = _m("Nobody yet", "尚无人")


def mode_name(mode: str) -> Meaning:
    """A mode's name; itself where it has none."""
    return MODE_NAMES.get(mode) or _m(mode, mode)


def channel_name(channel: str) -> Meaning:
    """A channel's name; itself where it has none."""
    return CHANNEL_NAMES.get(channel) or mode_name(channel)


def language_name(tag: str) -> Meaning:
    """A language's name; its tag where it has none."""
    return LANGUAGE_NAMES.get(tag) or _m(tag, tag)


def effort_name(effort: int | None) -> Meaning:
    """An effort of 1 to 6."""
    return NONE if effort is None else _m(f"Effort {effort}", f"难度 {effort}")
