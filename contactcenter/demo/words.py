"""The demo's words, in both languages."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "lang": "en", "other": "zh-Hans", "other_name": "简体中文", "title": "Try the contact centre",
        "banner": "A demo: its people and patrons do not exist.",
        "lead": "Mails, chats and forms arrive by themselves. Sit down at a desk and answer them, or ask something yourself.",
        "staff": "Sit down as", "librarian": "Librarian", "supervisor": "Supervisor", "admin": "Administrator",
        "nothing": "Librarian without a department: sees nothing", "patron": "Or ask as a patron",
        "form": "Write by the form", "chat": "Chat", "widget": "Chat on the library's own site", "home": "The library's page",
        "mail": "Send it a mail", "mail_lead": "From a terminal on this machine, with either of these. It is on an open console within a second.",
        "office": "Post office", "office_lead": "What each patron received from the library.", "all": "Everyone",
        "empty": "Nothing has been sent yet. Answer a mail at a desk, and it is here.", "to": "To", "from": "From",
        "subject": "Subject", "date": "Date", "files": "Files", "reply": "Answer as this patron", "send": "Send",
        "sent": "Sent: it is in its thread at the desk.", "back": "Back", "html": "As the patron sees it", "plain": "Plain text",
        "demo": "Demo", "not_sent": "This letter cannot be answered: it has no reply address.",
    },
    "zh-Hans": {
        "lang": "zh-Hans", "other": "en", "other_name": "English", "title": "试用咨询中心",
        "banner": "这是演示：其中的馆员和读者均为虚构。",
        "lead": "邮件、聊天和表单会自动到来。选一个座席回答，或者自己提个问题。",
        "staff": "以馆员身份进入", "librarian": "馆员", "supervisor": "主管", "admin": "管理员",
        "nothing": "没有部门的馆员：什么也看不到", "patron": "或以读者身份提问",
        "form": "填写咨询表单", "chat": "在线聊天", "widget": "图书馆网站上的聊天窗口", "home": "图书馆咨询主页",
        "mail": "发一封邮件", "mail_lead": "在本机终端运行下面任一命令，一秒之内就会出现在打开的控制台上。",
        "office": "邮局", "office_lead": "每位读者从图书馆收到的邮件。", "all": "所有人",
        "empty": "还没有寄出邮件。在座席上回答一封邮件，就会出现在这里。", "to": "收件人", "from": "发件人",
        "subject": "主题", "date": "日期", "files": "附件", "reply": "以该读者身份回复", "send": "发送",
        "sent": "已发送：它已归入原来的咨询。", "back": "返回", "html": "读者看到的样子", "plain": "纯文本",
        "demo": "演示", "not_sent": "这封信没有回复地址，无法回复。",
    },
}
