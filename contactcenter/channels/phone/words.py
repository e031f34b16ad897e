"""What callers hear, and what stands in their tickets."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from contactcenter.carriers.instructions import Voice
from contactcenter.channels.phone import keys

LANGUAGES: Final[tuple[Voice, ...]] = tuple(keys.LANGUAGES.values())
"""In the order in which they are said."""
EN: Final = {
    "message_file": "voice-message",
    "choose_language": "Welcome to {library}. For English, press {key}.",
    "menu": "Please choose.",
    "menu_key": "For {department}, press {key}.",
    "menu_desk": "For the general desk, press {key}, or stay on the line.",
    "closed": "We are closed now.",
    "closed_hours": "We are closed now. Today we are open {hours}.",
    "opens": "We open again on {day}, at {time}.",
    "place_first": "You are next.",
    "place": "You are number {place} in the line.",
    "wait_under": "It will probably take less than {minutes} minutes.",
    "wait_between": "It will probably take {low} to {high} minutes.",
    "wait_one": "It will probably take less than a minute.",
    "wait_free": "Somebody is free: it should not take long.",
    "press": "To be called back and keep your place, press {callback}. To leave a message, press {message}.",
    "press_message": "To leave a message, press {message}.",
    "callback_promised": "We will call you back at this number when it is your turn. Goodbye.",
    "message_please": "Please leave a message after the tone, and press the hash key when you are done.",
    "message_thanks": "Thank you, we have your message. Goodbye.",
    "goodbye": "Thank you for calling. Goodbye.",
    "sorry": "We cannot take your call just now. Please try again in a few minutes.",
    "no_such_number": "This number is not in use.",
    "one_moment": "One moment please, we are connecting you again.",
    "take_call": "A call from the library. To take it, press 1.",
    "consent": "May we record this conversation, for training and so that we can hear it again? To agree, press the "
               "star key. If not, press the hash key, or stay on the line.",
    "calling_back": "This is {library}. You asked us to call back.",
    "calling": "This is {library}.",
}
ZH: Final = {
    "message_file": "语音留言",
    "choose_language": "欢迎致电{library}。普通话请按 {key}。",
    "menu": "请选择。",
    "menu_key": "{department}请按 {key}。",
    "menu_desk": "总咨询台请按 {key}，或在线等候。",
    "closed": "现在是非开放时间。",
    "closed_hours": "现在是非开放时间。今天的开放时间是 {hours}。",
    "opens": "下次开放时间是 {day} {time}。",
    "place_first": "下一位就是您。",
    "place": "您排在第 {place} 位。",
    "wait_under": "预计等候不到 {minutes} 分钟。",
    "wait_between": "预计等候 {low} 到 {high} 分钟。",
    "wait_one": "预计等候不到一分钟。",
    "wait_free": "目前有馆员空闲，不会久等。",
    "press": "保留位置、由我们回电，请按 {callback}。留言请按 {message}。",
    "press_message": "留言请按 {message}。",
    "callback_promised": "轮到您时，我们会拨打此号码。再见。",
    "message_please": "请在提示音后留言，结束请按井号键。",
    "message_thanks": "谢谢，您的留言已收到。再见。",
    "goodbye": "感谢您的来电，再见。",
    "sorry": "现在无法接听，请几分钟后再拨。",
    "no_such_number": "您拨打的号码未启用。",
    "one_moment": "请稍候，正在为您重新接通。",
    "take_call": "图书馆来电，接听请按 1。",
    "consent": "可否对本次通话录音，用于培训和事后查阅？同意请按星号键，不同意请按井号键，或在线等候。",
    "calling_back": "这里是{library}，应您的要求回电。",
    "calling": "这里是{library}。",
}
WORDS: Final[dict[str, dict[str, str]]] = {"en": EN, "zh-Hans": ZH}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")


def day(at: datetime, locale: Voice) -> str:
    """A day as it is said aloud: its name and its date, so that it is no other week's."""
    if locale == "zh-Hans":
        return f"{at.month}月{at.day}日星期{'一二三四五六日'[at.weekday()]}"
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]}"
