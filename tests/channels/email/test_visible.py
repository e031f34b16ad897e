"""The visible reply, from what real clients send. Each sample: what was written, then what was quoted."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.channels.email.visible import visible_reply
from tests.channels.email.corpus import replies
from tests.channels.email.mails import mail, read

NEW = "Thank you, Sunday suits me.\n\nAmina"
NEW_ZH = "谢谢，周日可以。\n李雷"

QUOTED = {
    "gmail": "On Tue, Nov 24, 2026 at 10:00 AM Library <help@library.example> wrote:\n\n> We open at 8.\n>\n> Rosa\n",
    "gmail wrapped": "On Tue, Nov 24, 2026 at 10:00 AM The University Library General Desk <\n"
    "help@library.example> wrote:\n\n> We open at 8.\n",
    "apple mail": "> On 24 Nov 2026, at 10:00, Library <help@library.example> wrote:\n> \n> We open at 8.\n",
    "apple mail, unquoted head": "On 24 Nov 2026, at 10:00, Library <help@library.example> wrote:\n\n> We open at 8.\n",
    "thunderbird": "On 24/11/2026 10:00, Library wrote:\n> We open at 8.\n> Rosa\n",
    "outlook": "From: Library <help@library.example>\nSent: Tuesday, November 24, 2026 10:00 AM\n"
    "To: Amina Okafor <amina@patron.example>\nSubject: Re: Opening hours\n\nWe open at 8.\nRosa\n",
    "outlook with a rule": "________________________________\nFrom: Library <help@library.example>\n"
    "Sent: Tuesday, November 24, 2026\nTo: Amina\nSubject: Re: Hours\n\nWe open at 8.\n",
    "outlook, old": "-----Original Message-----\nFrom: Library\nSent: Tuesday\nTo: Amina\nSubject: x\n\nWe open.\n",
    "bold header block": "*From:* Library <h@x.example>\n*Sent:* Tuesday\n*To:* Amina\n*Subject:* x\n\nWe open.\n",
    "bare quotes": "> We open at 8.\n> Rosa\n",
    "foxmail": "发件人： 图书馆\n发送时间： 2026-11-24 10:00\n收件人： 李雷\n主题： Re: 开馆时间\n\n我们八点开馆。\n",
    "qq": '------------------ 原始邮件 ------------------\n发件人: "图书馆" <help@library.example>;\n'
    '发送时间: 2026年11月24日(星期二) 上午10:00\n收件人: "李雷";\n主题: 开馆时间\n\n我们八点开馆。\n',
    "qq, spaced": '------------------&nbsp;原始邮件&nbsp;------------------\n发件人: "图书馆" <help@library.example>;\n'
    '发送时间: 2026年11月24日\n收件人: "李雷";\n\n我们八点开馆。\n',
    "163": '在 2026-11-24 10:00:00，"图书馆" <help@library.example> 写道：\n\n我们八点开馆。\n馆员\n',
    "163, new": "---- 回复的原邮件 ----\n| 发件人 | 图书馆<help@library.example> |\n"
    "| 日期 | 2026年11月24日 10:00 |\n\n我们八点开馆。\n",
    "163, at": 'At 2026-11-24 10:00:00, "图书馆" <help@library.example> wrote:\n\n我们八点开馆。\n',
    "apple mail, chinese": "> 在 2026年11月24日，上午10:00，图书馆 <h@library.example> 写道：\n> \n> 我们八点开馆。\n",
    "apple mail, chinese head": "在 2026年11月24日，上午10:00，图书馆 <h@library.example> 写道：\n\n> 我们八点开馆。\n",
    "gmail, chinese": "图书馆 <help@library.example> 于2026年11月24日周二 10:00写道：\n\n> 我们八点开馆。\n",
    "outlook, chinese": "________________________________\n发件人: 图书馆 <help@library.example>\n"
    "发送时间: 2026年11月24日\n收件人: 李雷\n主题: 答复: 开馆时间\n\n我们八点开馆。\n",
    "traditional": "寄件者: 圖書館\n寄件日期: 2026年11月24日\n收件者: 李雷\n主旨: 開館時間\n\n我們八點開館。\n",
}


@pytest.mark.parametrize("new", [NEW, NEW_ZH], ids=["en", "zh"])
@pytest.mark.parametrize("client", QUOTED)
def test_the_quoted_mail_is_cut(client: str, new: str) -> None:
    assert visible_reply(f"{new}\n\n{QUOTED[client]}") == new


@pytest.mark.parametrize(
    "text",
    [
        "> When do you open?\n\nOn Sunday as well?",
        "On Tue, Nov 24, 2026, Library <help@library.example> wrote:\n> When?\n\nOn Sunday as well?",
        "在 2026年11月24日，图书馆 <help@library.example> 写道：\n> 何时？\n\nOn Sunday as well?",
    ],
)
def test_bottom_posting(text: str) -> None:
    assert visible_reply(text) == "On Sunday as well?"


def test_inline_answers() -> None:
    text = "On 24/11/2026 10:00, Library wrote:\n> Which book?\nThe blue one.\n> Until when?\nUntil May.\n> Rosa\n"
    assert visible_reply(text) == "The blue one.\nUntil May."


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAmina Okafor\nFaculty of Law",
        "--\nAmina\n",
        "Sent from my iPhone",
        "发自我的iPhone",
        "发自我的小米手机",
        "Get Outlook for iOS",
        "________________________________\n获取 Outlook for Android",
        "从我的 iPad 发送",
    ],
)
def test_a_signature_is_cut(signature: str) -> None:
    assert visible_reply(f"{NEW}\n\n{signature}") == NEW


def test_a_signature_above_the_quote_is_cut() -> None:
    assert visible_reply(f"{NEW}\n\n-- \nAmina\n\n{QUOTED['gmail']}") == NEW


@pytest.mark.parametrize(
    "text",
    [
        NEW,
        NEW_ZH,
        "",
        "In her essay she wrote:\nthe library is a garden.\nWhere is it from?",
        "他在书里写道：\n图书馆是花园。\n出处是哪里？",
        "From: the second floor, please.\nThank you",
        "发件人：这个词是什么意思？",
        "a -- b",
        "I found this -----Original----- note.",
        "List:\n- one\n- two\n--- three",
        "See: https://library.example/a?b=c\nOn the page it says 8:00",
        "a > b\nis that so?",
        "Sent from my iPhone is what my mails end with.\nHow do I change it?",
    ],
)
def test_in_doubt_all_is_shown(text: str) -> None:
    assert visible_reply(text) == text


@pytest.mark.parametrize("text", [QUOTED["gmail"], QUOTED["outlook"], QUOTED["163"], "> only quoted", "-- \nAmina"])
def test_a_mail_with_nothing_new_is_shown_whole(text: str) -> None:
    assert visible_reply(text).rstrip() == text.rstrip()


@pytest.mark.parametrize(
    "divider",
    [
        "---------- Forwarded message ---------",
        "-------- 转发邮件信息 --------",
        "Begin forwarded message:",
        "----- 转发的邮件 -----",
    ],
)
def test_a_forwarded_mail_stays(divider: str) -> None:
    text = f"Can you help with this?\n\n{divider}\nFrom: Lei\nDate: Tuesday\nSubject: Thesis\nTo: Amina\n\nWhere is it?"
    assert visible_reply(text) == text


def test_html_replies_are_separated_too() -> None:
    html = (
        '<div dir="ltr">Sunday suits me.</div><br><div class="gmail_quote"><div class="gmail_attr">'
        'On Tue, Nov 24, 2026 at 10:00 Library &lt;<a href="mailto:help@library.example">help@library.example</a>&gt; '
        'wrote:<br></div>'
        '<blockquote class="gmail_quote">We open at 8.</blockquote></div>'
    )
    inquiry = read(mail(html, Content_Type="text/html"))
    assert inquiry.reply == "Sunday suits me."
    assert "We open at 8." in inquiry.text


def test_outlook_html_replies_are_separated_too() -> None:
    html = (
        '<div><p>周日可以。</p><div style="border-top:solid #E1E1E1 1.0pt"><p><b>发件人:</b> 图书馆 &lt;a@b.example&gt;'
        "<br><b>发送时间:</b> 2026年11月24日<br><b>收件人:</b> 李雷<br><b>主题:</b> 开馆时间"
        "</p></div><p>我们八点开馆。</p></div>"
    )
    assert read(mail(html, Content_Type="text/html")).reply == "周日可以。"


@pytest.mark.parametrize(
    "text",
    [
        "> a\n\n" * 5000,
        "--\n" * 15_000,
        "On 2026 wrote:\n" * 5000,
        "From: x\n" * 10_000,
        "wrote: " * 100_000,
        "\n" * 19_000 + "x",
        "-----Original Message-----\n" * 5000,
        "On " + "x@y " * 100_000 + "wrote:",
    ],
)
def test_no_text_stalls(text: str) -> None:
    began = time.perf_counter()
    visible_reply(text)
    assert time.perf_counter() - began < 1


SAID = st.lists(
    st.text(st.sampled_from("abc de,.?!续借图书馆，。 123"), min_size=1, max_size=40)
    .map(str.strip).filter(lambda line: bool(line) and not line.endswith((":", "："))),
    min_size=1, max_size=4,
)
ATTRIBUTED = st.sampled_from(sorted(replies.ATTRIBUTIONS.values()))
OTHERS = st.lists(st.sampled_from(["We open at 8.", "", "王芳", "我们八点开馆。", "-- ", "Rosa"]), min_size=1, max_size=4)


@given(SAID, SAID, SAID, ATTRIBUTED, st.tuples(OTHERS, OTHERS))
def test_no_word_that_was_written_anew_is_lost(
    above: list[str], within: list[str], below: list[str], head: str, old: tuple[list[str], list[str]]
) -> None:
    """Above, within and below a quotation whose lines are marked."""
    text = "\n".join([*above, "", head, *(f"> {line}" for line in old[0]), *within, *(f"> {line}" for line in old[1]), "",
                      *below])
    said = visible_reply(text).split("\n")
    assert [line for line in said if line] == [*above, *within, *below]


@given(SAID, st.sampled_from(sorted(replies.BLOCKS.values())), st.sampled_from(sorted(replies.SIGNATURES.values())), OTHERS)
def test_what_stands_above_an_unmarked_quotation_is_kept(above: list[str], block: str, sign: str, old: list[str]) -> None:
    text = "\n".join([*above, "", sign, "", block.format(who=replies.WHO), "", *old])
    assert [line for line in visible_reply(text).split("\n") if line] == above


PIECES = st.sampled_from(
    [
        NEW,
        "> quoted",
        "",
        "-- ",
        "On 24/11/2026 Library wrote:",
        "发件人: x",
        "主题: x",
        "收件人: y",
        "words",
        "----- 原始邮件 -----",
        "________________________________",
        "Sent from my iPhone",
    ]
)


@given(st.lists(PIECES, max_size=15).map("\n".join))
def test_nothing_is_invented_and_something_is_always_left(text: str) -> None:
    reply = visible_reply(text)
    assert {line.rstrip() for line in reply.split("\n")} <= {line.rstrip() for line in text.split("\n")} | {""}
    assert bool(reply.strip()) == bool(text.strip())
