"""Each measure, defined once: name and meaning in both languages, unit, source, and how it is computed.

The report, its exports and the page show the definition beside the number. Of what there is nothing, there is no
number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contactcenter.measures.answering import service
from contactcenter.measures.buckets import percentile
from contactcenter.measures.figures.made import Figures
from contactcenter.measures.sums import Sums, mean_s, share
from contactcenter.shapes.reports import Meaning, MeasureGroup, MeasureUnit

MOST = 0.9
"""Of the times, so many lie within what is shown beside a mean."""


@dataclass(frozen=True, slots=True)
class Measure:
    """`value`: of the figures of a span and of its sums (or a part of them); percentiles are of the whole alone."""

    code: str
    group: MeasureGroup
    unit: MeasureUnit
    name: Meaning
    means: Meaning
    source: str
    value: Callable[[Figures, Sums], float | None]
    better: int = 0
    """1: more of it is better, -1: less is, 0: neither."""


def _m(en: str, zh: str) -> Meaning:
    return Meaning(en=en, zh_hans=zh)


KOOLE = "Koole, Call Center Optimization, 2013"
COPC = "COPC CX Standard"
ITIL = "ITIL 4, Service desk practice"
ISO = "ISO 2789:2022; ANSI/NISO Z39.7"


def _promised(
    of: str, name: Meaning, en: str, zh: str, both: Callable[[Sums], tuple[int, int]]
) -> tuple[Measure, ...]:
    """What became of the promises of a kind (docs/promises.md): how many were kept and broken, and the share kept."""
    return (
        Measure(f"{of}_promised", "promises", "count", _m(f"Promised: {name.en}", f"承诺：{name.zh_hans}"),
                _m(f"Promises of {en} that were decided in this time: kept, or broken. What still runs in time, was "
                   "dropped (set aside, merged, no target any more) or closed in time without an answer counts not.",
                   f"这段时间内见分晓的{zh}承诺：已兑现或已逾期。仍在期限内的、已取消的（移出、合并、不再有目标），"
                   "以及未经答复而按期结束的不计。"),
                ITIL, lambda _, sums: sum(both(sums))),
        Measure(f"{of}_kept", "promises", "count", _m(f"Kept: {name.en}", f"兑现：{name.zh_hans}"),
                _m(f"Promises of {en} that were kept in this time, in opening hours and without the pauses.",
                   f"这段时间内按期兑现的{zh}承诺，只计服务时间，不含暂停。"),
                ITIL, lambda _, sums: both(sums)[0], 1),
        Measure(f"{of}_broken", "promises", "count", _m(f"Broken: {name.en}", f"逾期：{name.zh_hans}"),
                _m(f"Promises of {en} that became overdue in this time, answered late since or not.",
                   f"这段时间内逾期的{zh}承诺，不论之后是否补办。"),
                ITIL, lambda _, sums: both(sums)[1], -1),
        Measure(f"{of}_kept_share", "promises", "share", _m(f"Kept share: {name.en}", f"兑现率：{name.zh_hans}"),
                _m("Of the promises that were decided in this time, the share kept.", "见分晓的承诺中已兑现的比例。"),
                ITIL, lambda _, sums: share(both(sums)[0], sum(both(sums))), 1),
    )


MEASURES: tuple[Measure, ...] = (
    Measure("arrived", "work", "count", _m("Arrived", "收到"),
            _m("Inquiries opened in this time, on every channel. What was set aside as no question, and what was "
               "merged into another inquiry, is left out, and so is what a librarian began by a call.",
               "这段时间内新建的咨询，含所有渠道；已移出的非咨询来信、已合并到其他咨询的和馆员去电发起的不计。"),
            ISO, lambda _, sums: sums.arrived),
    Measure("called", "work", "count", _m("Calls out", "去电"),
            _m("Patrons' telephones that a librarian had rung in this time: out of an inquiry, from a profile, or to "
               "call back as promised, reached or not. The conversation counts in handle time and occupancy as any "
               "other; an inquiry begun by such a call counts neither as arrived nor as answered or resolved.",
               "这段时间内馆员拨打读者电话的次数：从工单、读者资料拨出，或按约回电，无论是否接通；通话照常计入处理时间和占用率。"
               "由去电新建的咨询不计入收到、已答复和已办结。"),
            KOOLE, lambda _, sums: sums.called),
    Measure("answered", "work", "count", _m("Answered", "已答复"),
            _m("Inquiries that got their first answer from a person in this time, whenever they came.",
               "这段时间内第一次得到馆员答复的咨询，不论何时收到。"),
            ISO, lambda _, sums: sums.answered, 1),
    Measure("resolved", "work", "count", _m("Resolved", "已办结"),
            _m("Inquiries closed in this time that have not been opened again since.",
               "这段时间内结束、之后没有重新打开的咨询。"),
            ITIL, lambda _, sums: sums.resolved, 1),
    Measure("service_level", "live", "share", _m("Service level", "服务水平"),
            _m("Of the chats and calls answered or abandoned, the share answered within the target time. Who leaves "
               "within 5 seconds, or had come outside of opening hours, is not counted as abandoned.",
               "在已接起和已放弃的实时咨询中，于目标时间内接起的比例。5 秒内离开的、在非服务时间前来的，不算放弃。"),
            KOOLE, lambda _, sums: service(sums).service_level, 1),
    Measure("asa", "live", "seconds", _m("Average speed of answer", "平均应答时间"),
            _m("The mean wait of the chats and calls that were answered, from when their patron was there; of a call, "
               "until both heard one another.",
               "已接起的实时咨询的平均等待时间，从读者在线等候时算起；电话算到双方接通为止。"),
            KOOLE, lambda _, sums: service(sums).asa_s, -1),
    Measure("waited_most", "live", "seconds", _m("9 in 10 waited at most", "九成等待不超过"),
            _m("Within this time 90 % of the answered were answered; read from fixed steps, so never too short.",
               "已接起的实时咨询中有 90% 在此时间内接起；按固定分档读取，只会偏长。"),
            KOOLE, lambda figures, _: percentile(figures.waited, MOST), -1),
    Measure("live_answered", "live", "count", _m("Chats and calls answered", "已接起的实时咨询"),
            _m("Waits in the line that ended because a librarian had the chat, or talked with the caller: a callback "
               "that reached nobody is not answered. Handed on to another queue, or put back, a conversation is "
               "counted once.",
               "排队等候中由馆员接起会话、或与来电者通上话的次数；回电未接通的不算接起。"
               "会话转交其他队列或放回队列后再次接起的，只计一次。"),
            KOOLE, lambda _, sums: sums.served, 1),
    Measure("abandoned", "live", "count", _m("Abandoned", "已放弃"),
            _m("Patrons who left before anybody had said a word, after more than 5 seconds, and who had come within "
               "opening hours; also who went from the line to the voicemail and left no message there.",
               "在服务时间内前来、等候超过 5 秒、无人应答即离开的读者；也包括排队时转到语音信箱却未留言的。"),
            KOOLE, lambda _, sums: sums.abandoned, -1),
    Measure("abandonment", "live", "share", _m("Abandonment", "放弃率"),
            _m("The abandoned as a share of the answered and the abandoned.", "放弃数占接起数与放弃数之和的比例。"),
            COPC, lambda _, sums: share(sums.abandoned, sums.served + sums.abandoned), -1),
    Measure("short_abandons", "live", "count", _m("Short abandons", "短时放弃"),
            _m("Patrons who left within 5 seconds. They count neither as abandoned nor in the service level.",
               "5 秒内离开的读者，不计入放弃，也不计入服务水平。"),
            KOOLE, lambda _, sums: sums.short),
    Measure("outside_hours", "live", "count", _m("Left outside of hours", "非服务时间离开"),
            _m("Patrons who came while the queue was closed, and left before anybody had answered. They are not "
               "abandoned.",
               "在非服务时间前来、无人应答即离开的读者，不计入放弃。"),
            COPC, lambda _, sums: sums.outside),
    Measure("voicemails", "live", "count", _m("Voice messages", "语音留言"),
            _m("Calls that ended with a message on the voicemail, in opening hours or outside of them, also after a "
               "conversation that was passed on to a closed department. The message itself counts neither as answered "
               "nor as abandoned.",
               "以语音留言结束的来电，不论是否在服务时间内，也包括通话后转到非服务时间的部门而留言的；"
               "留言本身不计入接起，也不计入放弃。"),
            KOOLE, lambda _, sums: sums.messages),
    Measure("hung_up_early", "live", "count", _m("Hung up before the line", "排队前挂断"),
            _m("Callers who hung up in the welcome or the menu, or in the voicemail of a closed department without "
               "leaving a message. They did not wait in the line, so they are not abandoned.",
               "在欢迎语、按键菜单中，或在非服务时间的语音信箱里未留言即挂断的来电者；他们未排队，因此不算放弃。"),
            KOOLE, lambda _, sums: sums.early),
    Measure("handle_time", "live", "seconds", _m("Average handle time", "平均处理时间"),
            _m("The mean length of a chat or call at a librarian, with the wrap-up after it. What is handed on counts "
               "at each who had it, for their part of it.",
               "每次实时咨询在馆员处的平均时长，含其后的整理时间；转交的会话按每位馆员各自的部分分别计算。"),
            KOOLE, lambda _, sums: mean_s(sums.handle_us, sums.talks)),
    Measure("handled_most", "live", "seconds", _m("9 in 10 took at most", "九成处理不超过"),
            _m("Within this time 90 % of the chats and calls were handled; read from fixed steps, so never too short.",
               "90% 的实时咨询在此时间内处理完；按固定分档读取，只会偏长。"),
            KOOLE, lambda figures, _: percentile(figures.handled, MOST)),
    Measure("occupancy", "live", "share", _m("Occupancy", "占用率"),
            _m("Of the time at seats that were available, in a conversation or wrapping up, the share with a "
               "conversation or wrap-up. Several chats at once count once.",
               "在就绪、会话或整理状态的座席时间中，会话或整理所占的比例；同时进行的多个会话只算一次。"),
            COPC, lambda _, sums: share(sums.busy_us, sums.staffed_us)),
    Measure("first_answer_open", "written", "seconds", _m("First answer, opening hours", "首次答复（服务时间）"),
            _m("Mail and forms: the mean time from the question to the first answer, in opening hours of the queue "
               "as they were kept when it was counted.",
               "邮件与表单：从提问到首次答复的平均时间，只计该队列的服务时间（按统计时的服务时间）。"),
            ITIL, lambda _, sums: mean_s(sums.answer_open_us, sums.written_answered), -1),
    Measure("first_answer_open_most", "written", "seconds", _m("9 in 10 answered within, opening hours",
                                                               "九成答复不超过（服务时间）"),
            _m("Within this time, in opening hours, 90 % of these first answers came; read from fixed steps.",
               "90% 的首次答复在此服务时间内发出；按固定分档读取。"),
            ITIL, lambda figures, _: percentile(figures.answer_open, MOST), -1),
    Measure("first_answer", "written", "seconds", _m("First answer, by the clock", "首次答复（自然时间）"),
            _m("The same by the clock on the wall: nights and days off are in it.",
               "同上，按自然时间计，含夜间与休息日。"),
            ITIL, lambda _, sums: mean_s(sums.answer_us, sums.written_answered), -1),
    Measure("first_answer_most", "written", "seconds", _m("9 in 10 answered within, by the clock",
                                                          "九成答复不超过（自然时间）"),
            _m("Within this time by the clock 90 % of these first answers came; read from fixed steps.",
               "90% 的首次答复在此自然时间内发出；按固定分档读取。"),
            ITIL, lambda figures, _: percentile(figures.answer, MOST), -1),
    Measure("resolution_open", "written", "seconds", _m("Resolution, opening hours", "办结时间（服务时间）"),
            _m("Mail and forms: the mean time from the question until it was closed for good, in opening hours.",
               "邮件与表单：从提问到最终结束的平均时间，只计服务时间。"),
            ITIL, lambda _, sums: mean_s(sums.resolve_open_us, sums.written_resolved), -1),
    Measure("resolution", "written", "seconds", _m("Resolution, by the clock", "办结时间（自然时间）"),
            _m("The same by the clock on the wall.", "同上，按自然时间计。"),
            ITIL, lambda _, sums: mean_s(sums.resolve_us, sums.written_resolved), -1),
    *_promised("first", _m("first answer", "首次答复"),
               "a first answer", "首次答复", lambda sums: (sums.first_kept, sums.first_broken)),
    *_promised("next", _m("next answer", "后续答复"),
               "an answer to what a patron wrote after an answer", "读者再次来信后的答复",
               lambda sums: (sums.next_kept, sums.next_broken)),
    *_promised("done", _m("resolution", "办结"), "the end of an inquiry", "咨询的办结",
               lambda sums: (sums.done_kept, sums.done_broken)),
    Measure("first_contact", "quality", "share", _m("Resolved at first contact", "首次接触解决率"),
            _m("Of the answered inquiries first closed in this time, the share whose patron never had to write or "
               "come again after an answer, and which was never opened again.",
               "这段时间内首次结束且有答复的咨询中，读者在得到答复后无需再次来信或前来、也未重新打开的比例。"),
            COPC, lambda _, sums: share(sums.first_contact, sums.closed_answered), 1),
    Measure("reopen_rate", "quality", "share", _m("Reopened", "重开率"),
            _m("Of the inquiries first closed in this time, the share that was opened again until today. A word of "
               "thanks opens one, too.",
               "这段时间内首次结束的咨询中，至今曾被重新打开的比例；读者回信致谢也会使其重新打开。"),
            ITIL, lambda _, sums: share(sums.reopened, sums.closed_first), -1),
    Measure("reference", "record", "count", _m("Reference transactions", "参考咨询事务"),
            _m("Questions dealt with by staff that asked for their knowledge of sources, as the reference record "
               "holds them.",
               "需要馆员运用信息资源知识处理的提问，以参考咨询记录为准。"),
            ISO, lambda _, sums: sums.reference),
    Measure("directional", "record", "count", _m("Directional transactions", "指引性咨询"),
            _m("Questions for the way, the hours, the use of a machine, as they were counted. They are no reference.",
               "问路、问开放时间、问设备使用等的计数，不属于参考咨询。"),
            ISO, lambda _, sums: sums.directional),
    Measure("estimated", "record", "count", _m("Of these estimates", "其中含估计值"),
            _m("Transactions of which a value is an estimate still, for nobody has confirmed it.",
               "其中仍有未经馆员确认的估计值的事务。"),
            ISO, lambda _, sums: sums.estimated),
    Measure("minutes", "record", "minutes", _m("Minutes a transaction", "每件用时（分钟）"),
            _m("The mean of the minutes recorded or estimated; on every channel, so the handle time of mail, too.",
               "已记录或估计的分钟数的平均值，含所有渠道，因此也是邮件的处理时间。"),
            ISO, lambda _, sums: share(sums.minutes, sums.timed)),
)
BY_CODE = {one.code: one for one in MEASURES}
NOT_OF_ONE = frozenset({
    "arrived", "service_level", "abandoned", "abandonment", "short_abandons", "outside_hours", "voicemails",
    "hung_up_early",
})
"""What cannot be said of one librarian: who leaves the line has left nobody in particular."""
IN_TABLES = (
    "arrived", "called", "answered", "resolved", "live_answered", "abandoned", "service_level", "asa", "handle_time",
    "occupancy", "first_answer_open", "first_answer", "first_kept_share", "next_kept_share", "done_kept_share",
    "first_contact", "reopen_rate", "reference", "directional", "estimated",
)
"""Those of which a table says what they are of each queue, channel or librarian."""
