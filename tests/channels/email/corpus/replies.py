"""Replies as mail programs write them: what was written anew, what was quoted, what was signed."""

from __future__ import annotations

import html
from collections.abc import Iterator

from tests.channels.email.corpus.case import Case, Reading

NEW = {
    "en": "Thank you, Sunday suits me.\n\nIs there a locker?",
    "zh": "谢谢，周日可以。\n请问有储物柜吗？",
    "de": "Vielen Dank, Sonntag passt mir gut.",
    "fr": "Merci, dimanche me convient.",
    "ja": "ありがとうございます。日曜日で大丈夫です。",
    "ru": "Спасибо, воскресенье подходит.",
}
OLD = {"en": "We open at 8.\n\nRosa Marín", "zh": "我们八点开馆。\n\n王芳"}
WHO = "Library <help@library.example>"
ATTRIBUTIONS = {
    "en gmail": f"On Tue, Nov 24, 2026 at 10:00 AM {WHO} wrote:",
    "en gmail, narrow space": f"On Tue, Nov 24, 2026 at 10:00\u202fAM {WHO} wrote:",
    "en gmail, wrapped": "On Tue, Nov 24, 2026 at 10:00 AM The University Library <\nhelp@library.example> wrote:",
    "en gmail, wrapped before the name": f"On Tuesday, November 24, 2026 at 10:00 AM,\n{WHO} wrote:",
    "en apple": f"On 24 Nov 2026, at 10:00, {WHO} wrote:",
    "en apple, no address": "On Nov 24, 2026, at 10:00 AM, Library wrote:",
    "en thunderbird": "On 24/11/2026 10:00, Library wrote:",
    "en yahoo": f"On Tuesday, November 24, 2026, 10:00:00 AM GMT+8, {WHO} wrote:",
    "en outlook for mac": f'On 11/24/26, 10:00 AM, "{WHO}" wrote:',
    "en 163": 'At 2026-11-24 10:00:00, "Library" <help@library.example> wrote:',
    "en mutt": "On Tue, Nov 24, 2026 at 10:00:00AM +0800, Library wrote:",
    "en name first": f"{WHO} wrote on Tue, 24 Nov 2026 at 10:00:",
    "zh gmail": "Library <help@library.example> 于2026年11月24日周二 10:00写道：",
    "zh apple": f"在 2026年11月24日，上午10:00，{WHO} 写道：",
    "zh thunderbird": "在 2026/11/24 10:00, Library 写道:",
    "zh 163": '在 2026-11-24 10:00:00，"图书馆" <help@library.example> 写道：',
    "zh 126, close": "在2026年11月24日 10:00，图书馆<help@library.example>写道：",
    "zh-Hant gmail": "Library <help@library.example> 於 2026年11月24日 週二 上午10:00寫道：",
    "de gmail": "Am Di., 24. Nov. 2026 um 10:00 Uhr schrieb Library <help@library.example>:",
    "de thunderbird": "Am 24.11.26 um 10:00 schrieb Library:",
    "de apple": f"Am 24.11.2026 um 10:00 schrieb {WHO}:",
    "fr gmail": f"Le mar. 24 nov. 2026 à 10:00, {WHO} a écrit :",
    "fr thunderbird": "Le 24/11/2026 à 10:00, Library a écrit :",
    "es gmail": "El mar, 24 nov 2026 a las 10:00, Library (<help@library.example>) escribió:",
    "es apple": f"El 24 nov 2026, a las 10:00, {WHO} escribió:",
    "pt gmail": f"Em ter., 24 de nov. de 2026 às 10:00, {WHO} escreveu:",
    "it gmail": f"Il giorno mar 24 nov 2026 alle ore 10:00 {WHO} ha scritto:",
    "it apple": f"Il giorno 24 nov 2026, alle ore 10:00, {WHO} ha scritto:",
    "nl gmail": f"Op di 24 nov 2026 om 10:00 schreef {WHO}:",
    "nl apple": f"Op 24 nov. 2026, om 10:00 heeft {WHO} het volgende geschreven:",
    "ru gmail": f"вт, 24 нояб. 2026 г. в 10:00, {WHO}:",
    "ru thunderbird": "24.11.2026 10:00, Library пишет:",
    "ru apple": f"24 нояб. 2026 г., в 10:00, {WHO} написал(а):",
    "uk gmail": f"вт, 24 лист. 2026 р. о 10:00 {WHO} пише:",
    "pl gmail": f"wt., 24 lis 2026 o 10:00 {WHO} napisał(a):",
    "pl thunderbird": "W dniu 24.11.2026 o 10:00, Library pisze:",
    "sv gmail": f"Den tis 24 nov. 2026 kl 10:00 skrev {WHO}:",
    "da gmail": f"Den tirs. 24. nov. 2026 kl. 10.00 skrev {WHO}:",
    "nb gmail": f"tir. 24. nov. 2026 kl. 10:00 skrev {WHO}:",
    "fi gmail": "ti 24. marrask. 2026 klo 10.00 Library (help@library.example) kirjoitti:",
    "cs gmail": f"út 24. 11. 2026 v 10:00 odesílatel {WHO} napsal:",
    "tr gmail": f"{WHO}, 24 Kas 2026 Sal, 10:00 tarihinde şunu yazdı:",
    "hu gmail": f"{WHO} ezt írta (időpont: 2026. nov. 24., K, 10:00):",
    "ro gmail": f"În mar., 24 nov. 2026 la 10:00, {WHO} a scris:",
    "el gmail": f"Στις Τρί 24 Νοε 2026 στις 10:00 π.μ., ο χρήστης {WHO} έγραψε:",
    "vi gmail": f"Vào Th 3, 24 thg 11, 2026 vào lúc 10:00 {WHO} đã viết:",
    "id gmail": f"Pada tanggal Sel, 24 Nov 2026 pukul 10.00 {WHO} menulis:",
    "ja gmail": f"2026年11月24日(火) 10:00 {WHO}:",
    "ja apple": f"2026/11/24 10:00、{WHO}のメール:",
    "ja thunderbird": "On 2026/11/24 10:00, Library wrote:",
    "ko gmail": f"2026년 11월 24일 (화) 오전 10:00, {WHO}님이 작성:",
    "ko apple": f"2026. 11. 24. 오전 10:00, {WHO} 작성:",
}
BLOCKS = {
    "en outlook": ("From: {who}\nSent: Tuesday, November 24, 2026 10:00 AM\nTo: Amina Okafor\nSubject: Re: Opening hours"),
    "en outlook mobile": "From: {who}\nDate: Tuesday, 24 November 2026 at 10:00\nTo: Amina\nSubject: Re: Opening hours",
    "en outlook, bold": "*From:* {who}\n*Sent:* Tuesday\n*To:* Amina\n*Subject:* Re: Opening hours",
    "en with Cc": "From: {who}\nSent: Tuesday\nTo: Amina\nCc: Lei\nSubject: Re: Opening hours",
    "zh outlook": "发件人: {who}\n发送时间: 2026年11月24日 10:00\n收件人: 李雷\n主题: 答复: 开馆时间",
    "zh outlook mobile": "发件人: {who}\n日期: 星期二, 2026年11月24日 10:00\n收件人: 李雷\n主题: Re: 开馆时间",
    "zh foxmail": "发件人： {who}\n发送时间： 2026-11-24 10:00\n收件人： 李雷\n抄送： 王芳\n主题： Re: 开馆时间",
    "zh aliyun": "发件人：{who}\n日　期：2026年11月24日 10:00:00\n收件人：李雷\n主　题：Re: 开馆时间",
    "zh-Hant outlook": "寄件者: {who}\n寄件日期: 2026年11月24日\n收件者: 李雷\n主旨: 開館時間",
    "de outlook": "Von: {who}\nGesendet: Dienstag, 24. November 2026 10:00\nAn: Amina\nBetreff: AW: Öffnungszeiten",
    "fr outlook": "De : {who}\nEnvoyé : mardi 24 novembre 2026 10:00\nÀ : Amina\nObjet : RE: Horaires",
    "es outlook": "De: {who}\nEnviado: martes, 24 de noviembre de 2026 10:00\nPara: Amina\nAsunto: RE: Horario",
    "es outlook, el": "De: {who}\nEnviado el: martes, 24 de noviembre de 2026 10:00\nPara: Amina\nAsunto: RE: Horario",
    "pt outlook": "De: {who}\nEnviado: terça-feira, 24 de novembro de 2026 10:00\nPara: Amina\nAssunto: RES: Horário",
    "it outlook": "Da: {who}\nInviato: martedì 24 novembre 2026 10:00\nA: Amina\nOggetto: R: Orari",
    "nl outlook": "Van: {who}\nVerzonden: dinsdag 24 november 2026 10:00\nAan: Amina\nOnderwerp: RE: Openingstijden",
    "ru outlook": "От: {who}\nОтправлено: вторник, 24 ноября 2026 г. 10:00\nКому: Amina\nТема: RE: Часы работы",
    "pl outlook": "Od: {who}\nWysłano: wtorek, 24 listopada 2026 10:00\nDo: Amina\nTemat: ODP: Godziny",
    "sv outlook": "Från: {who}\nSkickat: den 24 november 2026 10:00\nTill: Amina\nÄmne: SV: Öppettider",
    "da outlook": "Fra: {who}\nSendt: 24. november 2026 10:00\nTil: Amina\nEmne: SV: Åbningstider",
    "fi outlook": "Lähettäjä: {who}\nLähetetty: tiistai 24. marraskuuta 2026 10:00\nVastaanottaja: Amina\nAihe: VS: Aukioloajat",
    "cs outlook": "Od: {who}\nOdesláno: úterý 24. listopadu 2026 10:00\nKomu: Amina\nPředmět: RE: Otevírací doba",
    "tr outlook": "Kimden: {who}\nGönderildi: 24 Kasım 2026 Salı 10:00\nKime: Amina\nKonu: YNT: Saatler",
    "ja outlook": "差出人: {who}\n送信日時: 2026年11月24日 10:00\n宛先: Amina\n件名: RE: 開館時間",
    "ko outlook": "보낸 사람: {who}\n보낸 날짜: 2026년 11월 24일 화요일 오전 10:00\n받는 사람: Amina\n제목: RE: 개관 시간",
}
DIVIDERS = {
    "outlook, old": "-----Original Message-----", "samsung": "-------- Original message --------", "proton": "------- Original Message -------",
    "proton, hyphens": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐", "qq": "------------------ 原始邮件 ------------------",
    "qq, blanks": "------------------&nbsp;原始邮件&nbsp;------------------", "qq, english": "------------------ Original ------------------",
    "qq, mobile": "---原始邮件---", "netease": "---- 回复的原邮件 ----", "netease, english": "---- Replied Message ----", "139": "----邮件原文----",
    "huawei": "-------- 原始邮件 --------", "de": "-----Ursprüngliche Nachricht-----", "de, phone": "-------- Originalnachricht --------",
    "fr": "-----Message d'origine-----", "fr, phone": "-------- Message d’origine --------", "es": "-----Mensaje original-----",
    "pt": "-----Mensagem original-----", "it": "-----Messaggio originale-----", "nl": "-----Oorspronkelijk bericht-----",
    "ru": "-------- Исходное сообщение --------", "pl": "-----Wiadomość oryginalna-----", "sv": "-----Ursprungligt meddelande-----",
    "ja": "-----元のメッセージ-----", "ko": "-----원본 메시지-----", "zh-Hant": "-----原始郵件-----",
}
SIGNATURES = {
    "rfc": "-- \nAmina Okafor\nFaculty of Law", "no blank": "--\nAmina", "iphone": "Sent from my iPhone", "iphone zh": "发自我的iPhone",
    "xiaomi": "发自我的小米手机", "outlook": "Get Outlook for iOS", "outlook, link": "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "outlook zh": "获取 Outlook for Android", "ipad zh": "从我的 iPad 发送", "netease": "发自网易邮箱大师", "netease card": "签名由 网易邮箱大师 定制",
    "yahoo": "Sent from Yahoo Mail on Android", "mail": "Sent from Mail for Windows", "galaxy": "Sent from my Galaxy", "proton": "Sent with Proton Mail secure email.",
    "de": "Von meinem iPhone gesendet", "de outlook": "Outlook für iOS beziehen", "fr": "Envoyé de mon iPhone", "fr outlook": "Obtenir Outlook pour Android",
    "es": "Enviado desde mi iPhone", "pt": "Enviado do meu iPhone", "it": "Inviato da iPhone", "nl": "Verstuurd vanaf mijn iPhone", "ru": "Отправлено с iPhone",
    "pl": "Wysłane z iPhone'a", "sv": "Skickat från min iPhone", "da": "Sendt fra min iPhone", "ja": "iPhoneから送信", "ko": "나의 iPhone에서 보냄",
    "yahoo, link": "Sent from Yahoo Mail on Android <https://go.example/107872968?pid=" + "x" * 200 + ">",
    "galaxy, long": "Sent from my Verizon, Samsung Galaxy smartphone", "t-mobile": "Sent from my T-Mobile 5G Device", "bluemail": "Get BlueMail for Android",
    "two": "Sent from my iPhone\n\n-- \nAmina",
}
HEAD = ("From: Amina <amina@patron.example>\nTo: help@library.example\nSubject: Re: Opening hours\nIn-Reply-To: <x@library.example>\n"
        "Date: Tue, 24 Nov 2026 11:00:00 +0800\nMessage-ID: <1@patron.example>\n")


def mail(text: str, kind: str = "plain") -> bytes:
    return f"{HEAD}Content-Type: text/{kind}; charset=utf-8\n\n{text}\n".encode()


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def marked(text: str) -> str:
    return "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in text.split("\n"))


def top() -> Iterator[Case]:
    """The new text above, which is how most people write."""
    for number, (client, head) in enumerate(ATTRIBUTIONS.items()):
        for language in ("en", "zh", [*NEW][2 + number % 4]):
            new = NEW[language]
            want = Reading(reply=new)
            yield Case(f"top, {client}, {language}", mail(f"{new}\n\n{head}\n\n{quoted(OLD['en'])}"), want)
        yield Case(f"top, {client}, html", mail(
            f"{marked(NEW['zh'])}<br><div>{html.escape(head)}<br></div><blockquote>{marked(OLD['zh'])}</blockquote>", "html"),
            Reading(reply=NEW["zh"], has=("我们八点开馆",)))
        if "@" in head or "10:00" in head:
            yield Case(f"top, {client}, nothing marked", mail(f"{NEW['en']}\n\n{head}\n\n{OLD['en']}"), Reading(reply=NEW["en"]))
    for client, block in BLOCKS.items():
        for who in (WHO, '"Library" <help@library.example>;', "Library"):
            for rule in ("", "________________________________\n"):
                if rule and who != WHO:
                    continue
                yield Case(f"top, {client}, {who}, {rule and 'rule'}", mail(
                    f"{NEW['en']}\n\n{rule}{block.format(who=who)}\n\n{OLD['en']}"), Reading(reply=NEW["en"]))
        lines = block.format(who=WHO).replace("*", "").split("\n")
        bold = "<br>".join(f"<b>{html.escape(line.partition(':')[0])}:</b>{html.escape(line.partition(':')[2])}" if ":" in line
                           else html.escape(line) for line in lines)
        yield Case(f"top, {client}, html", mail(
            f'<div>{marked(NEW["zh"])}</div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>{bold}</p></div>{marked(OLD["zh"])}',
            "html"), Reading(reply=NEW["zh"]))
    for client, divider in DIVIDERS.items():
        for block in ("", BLOCKS["en outlook"], BLOCKS["zh foxmail"]):
            yield Case(f"top, {client}, {block[:4]}", mail(
                f"{NEW['zh']}\n\n{divider}\n{block.format(who=WHO)}\n\n{OLD['zh']}"), Reading(reply=NEW["zh"]))
        yield Case(f"top, {client}, html", mail(f"{marked(NEW['zh'])}<div>{divider}</div>{marked(OLD['zh'])}", "html"),
                   Reading(reply=NEW["zh"]))


def below() -> Iterator[Case]:
    for client, head in ATTRIBUTIONS.items():
        yield Case(f"bottom, {client}", mail(f"{head}\n{quoted(OLD['en'])}\n\n{NEW['en']}"), Reading(reply=NEW["en"]))
        yield Case(f"inline, {client}", mail(f"{head}\n> Which book?\nThe blue one.\n> Until when?\nUntil May.\n> Rosa"),
                   Reading(reply="The blue one.\nUntil May."))
        yield Case(f"above, within and below, {client}", mail(
            f"Hello,\n\n{head}\n> Which book?\nThe blue one.\n\n> Rosa\n\nThank you\nAmina"),
            Reading(has=("Which",), reply="Hello,\n\nThe blue one.\n\nThank you\nAmina"))
    yield Case("signed above the quotation, answered below it", mail(
        f"Above.\n\n-- \nAmina\n\n{ATTRIBUTIONS['en gmail']}\n> We open.\n\nBelow."), Reading(reply="Above.\n\nBelow."))
    yield Case("signed below the quotation", mail(f"Above.\n\n{ATTRIBUTIONS['en gmail']}\n> We open.\n\n-- \nAmina"), Reading(reply="Above."))
    for words in ("Please see my answers below in red.", "See my comments inline.", "答复见下文红字。", "Antworten siehe unten, in Rot.", "Mes réponses en rouge."):
        yield Case(f"answers within Outlook's quotation: {words}", mail(f"{words}\n\n{BLOCKS['en outlook'].format(who=WHO)}\n\nWhich book?\nThe blue one."),
                   Reading(reply=f"{words}\n\n{BLOCKS['en outlook'].format(who=WHO)}\n\nWhich book?\nThe blue one."))


def signed() -> Iterator[Case]:
    for name, signature in SIGNATURES.items():
        for language in ("en", "zh"):
            new = NEW[language]
            yield Case(f"signed {name}, {language}", mail(f"{new}\n\n{signature}"), Reading(reply=new))
            yield Case(f"signed {name}, {language}, above a quotation", mail(f"{new}\n\n{signature}\n\n{ATTRIBUTIONS['en gmail']}\n{quoted(OLD['en'])}"),
                       Reading(reply=new))
            yield Case(f"signed {name}, {language}, above Outlook's", mail(f"{new}\n\n{signature}\n________________________________\n"
                       f"{BLOCKS['zh outlook'].format(who=WHO)}\n\n{OLD['zh']}"), Reading(reply=new))


WHOLE = (
    "Dear all,\n\nFrom: Monday\nTo: Friday\nDate: any\n\nwould a room be free?",
    "In her essay she wrote:\nthe library is a garden.\nWhere is it from?",
    "鲁迅在1925年的文章里写道：\n“不在沉默中爆发，就在沉默中灭亡。”\n请问出处？",
    "On 5 May 2020 Smith wrote:\nlibraries are gardens.\nIn which journal?",
    "From: the second floor, please.\nTo: the reading room.\nThank you",
    "发件人：这个词是什么意思？", "a -- b", "List:\n- one\n- two\n--- three", "a > b\nis that so?", "Date: 5 May\nTo: all\nIs this a letter?",
    "Sent from my iPhone is what my mails end with.\nHow do I change it?", "Please keep the book for me:\n978-7-111-12345-6",
    "我想找的书：\n1. 红楼梦\n2. 三国演义\n时间：周日", "The titles are:\n\n---\nA\n---\nB", "I need:\nFrom: 1900\nto 1950", "Dear Rosa,\n\nThank you.\n\nAmina Okafor\nFaculty of Law",
    "On Monday I wrote: when do you open?\nNobody answered.", "他说:\n好的", "Question 1:\nwhen?\nQuestion 2:\nwhere?",
)


def whole() -> Iterator[Case]:
    for text in WHOLE:
        yield Case(f"whole: {text[:30]}", mail(text), Reading(reply=text))
    fresh = mail("Which year did he write this?\n> The garden is a library.\n> And so on.").replace(
        b"Subject: Re: ", b"Subject: ").replace(b"In-Reply-To: <x@library.example>\n", b"")
    yield Case("a quotation in a new question", fresh, Reading(reply="Which year did he write this?\n> The garden is a library.\n> And so on."))
    for divider in ("---------- Forwarded message ---------", "-------- 转发邮件信息 --------", "Begin forwarded message:", "----- 转发的邮件 -----",
                    "-------- Weitergeleitete Nachricht --------", "---------- Message transféré ---------", "Anfang der weitergeleiteten Nachricht:",
                    "-------- Forwarded Message --------", "---------- 转发的邮件 ---------", "-------- Пересылаемое сообщение --------"):
        text = f"Can you help with this?\n\n{divider}\nFrom: Lei\nDate: Tuesday\nSubject: Thesis\nTo: Amina\n\nWhere is it?"
        yield Case(f"forwarded, {divider}", mail(text), Reading(reply=text))


def cases() -> Iterator[Case]:
    yield from top()
    yield from below()
    yield from signed()
    yield from whole()
