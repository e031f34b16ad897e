"""Every charset and wrong label, in bodies, headers and file names, in every encoding."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Iterator
from urllib.parse import quote

from tests.channels.email.corpus.case import Case, Reading

ZH = "请问《红楼梦》可以续借吗？谢谢，李雷"
RARE = "朱镕基〇𠮷€"
ZHT = "請問《紅樓夢》可以續借嗎？謝謝"
HK = "佢哋嘅書喺邊度"
JA = "図書館は日曜日に開いていますか"
JA_NEC = "①図書館㈱"
KO = "도서관은 일요일에 엽니까?"
KO_RARE = "똠방각하 펲시콜라"
RU = "Открыта ли библиотека в воскресенье?"
WEST = "Grüße aus München, réservé à l’été – 5 €"
GREEK = "Είναι ανοιχτή η βιβλιοθήκη"
THAI = "ห้องสมุดเปิดไหม"
HEBREW = "הספרייה פתוחה"
ARABIC = "هل المكتبة مفتوحة"
TURKISH = "Kütüphane açık mı, değil mi? İstanbul"
POLISH = "Czy biblioteka jest otwarta? Zażółć gęślą jaźń"

LABELLED = (
    # The label that is written, the codec that is really used, the text.
    ("utf-8", "utf-8", ZH), ("UTF8", "utf-8", ZH), ("utf-8", "utf-8-sig", ZH), ("gb2312", "gb2312", ZH), ("GBK", "gbk", ZH),
    ("gb18030", "gb18030", RARE), ("gb2312", "gb18030", RARE), ("x-gbk", "gb18030", ZH), ("cp936", "gb18030", RARE),
    ("windows-936", "gb18030", ZH), ("hz-gb-2312", "hz", "请问续借"), ("big5", "big5", ZHT), ("Big5-HKSCS", "big5hkscs", HK),
    ("big5", "big5hkscs", HK), ("iso-2022-jp", "iso2022_jp", JA), ("shift_jis", "cp932", JA_NEC), ("sjis", "shift_jis", JA),
    ("euc-jp", "euc_jp", JA), ("windows-31j", "cp932", JA_NEC), ("euc-kr", "euc_kr", KO), ("euc-kr", "cp949", KO_RARE),
    ("ks_c_5601-1987", "cp949", KO), ("iso-2022-kr", "iso2022_kr", KO), ("koi8-r", "koi8_r", RU), ("windows-1251", "cp1251", RU),
    ("iso-8859-5", "iso8859_5", RU), ("cp866", "cp866", RU), ("koi8-u", "koi8_u", "Чи відкрита бібліотека"),
    ("iso-8859-1", "cp1252", WEST), ("us-ascii", "cp1252", WEST), ("windows-1252", "cp1252", WEST),
    ("iso-8859-15", "iso8859_15", "5 € für œuvre"), ("iso-8859-2", "iso8859_2", POLISH), ("windows-1250", "cp1250", POLISH),
    ("iso-8859-7", "iso8859_7", GREEK), ("windows-1253", "cp1253", GREEK), ("iso-8859-9", "cp1254", TURKISH),
    ("tis-620", "tis_620", THAI), ("windows-874", "cp874", THAI), ("iso-8859-8-i", "iso8859_8", HEBREW),
    ("windows-1255", "cp1255", HEBREW), ("windows-1256", "cp1256", ARABIC), ("iso-8859-6", "iso8859_6", ARABIC),
    ("macintosh", "mac_roman", "Grüße aus München"), ("utf-7", "utf-7", ZH), ("unicode-1-1-utf-7", "utf-7", WEST),
    ("utf-16", "utf-16", ZH), ("utf-16le", "utf-16-le", ZH), ("utf-16be", "utf-16-be", ZH),
    ("gb2312", "utf-8", ZH), ("iso-8859-1", "utf-8", ZH), ("us-ascii", "utf-8", WEST), ("utf-8", "gb18030", ZH),
    ("iso-8859-1", "gb18030", ZH), ("us-ascii", "gb18030", ZH), ("x-unknown", "utf-8", ZH), ("default_charset", "gb18030", ZH),
    ("unknown-8bit", "koi8_r", RU), ("unknown-8bit", "cp1251", RU), ("8bit", "cp949", KO), ("none", "big5", ZHT),
    ("utf-8", "cp1252", "Grüße aus München"), ("us-ascii", "iso2022_jp", JA), ("utf-8", "iso2022_jp", JA),
    ("gb2312", "big5", ZHT), ("big5", "gb18030", ZH), ("gb2312", "euc_kr", KO), ("iso-8859-1", "koi8_r", RU), ("iso-8859-1", "cp1251", RU),
    ("koi8-r", "cp1251", RU), ("windows-1251", "koi8_r", RU), ("gb2312", "shift_jis", JA), ("euc-kr", "gb18030", ZH), ("us-ascii", "big5", ZHT),
    ("iso-8859-1", "euc_kr", KO), ("shift_jis", "euc_jp", JA), ("euc-jp", "shift_jis", JA),
    ("", "utf-8", ZH), ("", "gb18030", ZH), ("", "big5", ZHT), ("", "euc_jp", JA), ("", "shift_jis", JA), ("", "cp949", KO),
    ("", "koi8_r", RU), ("", "cp1251", RU), ("", "cp1252", "Grüße aus München"), ("", "iso2022_jp", JA), ("", "utf-16", ZH),
)
HEAD = (b"From: Amina <amina@patron.example>\nDate: Tue, 24 Nov 2026 10:00:00 +0800\nMessage-ID: <1@patron.example>\n"
        b"To: help@library.example\nMIME-Version: 1.0\n")


def body(label: str, data: bytes, encoding: str, kind: str = "text/plain") -> bytes:
    if encoding == "base64":
        data = base64.encodebytes(data)
    elif encoding == "quoted-printable":
        data = quopri.encodestring(data)
    charset = f'; charset="{label}"' if label else ""
    return (HEAD + b"Subject: x\n" + f"Content-Type: {kind}{charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
            + data + b"\n")


def bodies() -> Iterator[Case]:
    for label, really, text in LABELLED:
        data = text.encode(really)
        wide = really.startswith("utf-16")
        for encoding in ("base64", "quoted-printable", *(() if wide else ("8bit",))):
            yield Case(f"body {label or 'unlabelled'} = {really} {encoding}", body(label, data, encoding),
                       Reading(text=text, reply=text))
        if not wide and really != "utf-8-sig" and label not in {"utf-7", "unicode-1-1-utf-7", "hz-gb-2312"}:
            page = b"<p>" + data + b"</p>"
            yield Case(f"html {label or 'unlabelled'} = {really}", body(label, page, "8bit", "text/html"), Reading(text=text))
    for label, text in (("gb2312", ZH), ("utf-8", ZH), ("big5", ZHT), ("shift_jis", JA), ("windows-1251", RU)):
        whole = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head><p>{text}</p>'
        yield Case(f"html by its meta {label}", body("", whole.encode(label), "base64", "text/html"), Reading(text=text))


def word(text: str, label: str, codec: str, encoding: str) -> str:
    data = text.encode(codec)
    if encoding == "B":
        return f"=?{label}?B?{base64.b64encode(data).decode()}?="
    return f"=?{label}?Q?{''.join(f'={byte:02X}' for byte in data)}?="


def fields() -> Iterator[Case]:
    for label, really, text in LABELLED:
        if not label or label in {"none", "8bit"} or really in {"utf-16", "utf-8-sig"}:
            continue
        for encoding in "BQ":
            written = word(text, label, really, encoding)
            yield Case(f"field {label} = {really} {encoding}", HEAD.replace(b"Amina <", written.encode() + b" <")
                       + f"Subject: {written}\n\nhello\n".encode(), Reading(subject=text, name=text, text="hello"))
    # Raw 8-bit fields: guessed, or in the charset that the text is labelled with.
    for label, really, text in (("utf-8", "utf-8", ZH), ("gb2312", "gb18030", ZH), ("gb2312", "gb18030", "续借"),
                                ("big5", "big5", ZHT), ("koi8-r", "koi8_r", RU), ("windows-1251", "cp1251", "Вопрос"),
                                ("koi8-r", "koi8_r", "Вопрос"), ("euc-kr", "cp949", KO), ("shift_jis", "cp932", JA),
                                ("euc-jp", "euc_jp", "図書館"), ("iso-8859-2", "iso8859_2", "Zażółć"),
                                ("iso-8859-1", "cp1252", "Grüße"), ("iso-8859-7", "iso8859_7", GREEK)):
        raw = text.encode(really)
        for named in (True, False):
            if not named and really in {"iso8859_2", "iso8859_7", "euc_jp"}:
                continue
            kind = f"Content-Type: text/plain; charset={label}\n".encode() if named else b""
            yield Case(f"raw 8-bit {really} {text[:6]} {'labelled' if named else 'guessed'}",
                       HEAD.replace(b"Amina <", b'"' + raw + b'" <') + b"Subject: " + raw + b"\n" + kind + b"\nhello\n",
                       Reading(subject=text, name=text, address="amina@patron.example"))
        yield Case(f"raw 8-bit {really} {text[:6]}, told by a part", HEAD + b"Subject: " + raw
                   + f"\nContent-Type: multipart/mixed; boundary=cut\n\n--cut\nContent-Type: text/plain; charset={label}\n\n".encode()
                   + raw + b"\n--cut--\n", Reading(subject=text, text=text))


def names() -> Iterator[Case]:
    for label, really, text in (("utf-8", "utf-8", "论文 终稿(2).pdf"), ("gb2312", "gb18030", "论文镕.pdf"), ("gbk", "gbk", "续借表.doc"),
                                ("big5", "big5", "論文.pdf"), ("iso-2022-jp", "iso2022_jp", "論文.pdf"),
                                ("shift_jis", "cp932", "①論文.pdf"), ("koi8-r", "koi8_r", "Отчёт.doc"),
                                ("iso-8859-1", "cp1252", "Übersicht – neu.pdf"), ("euc-kr", "cp949", "논문.hwp"),
                                ("utf-8", "utf-8", "résumé's \"final\" version.pdf"), ("utf-8", "utf-8", "a;b=c.pdf")):
        raw = text.encode(really)
        percent = quote(raw, safe="")
        half = len(percent) // 6 * 3
        quoted = raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        forms = {
            "2047 B": f'filename="{word(text, label, really, "B")}"'.encode(),
            "2047 Q": f'filename="{word(text, label, really, "Q")}"'.encode(),
            "2047 unquoted": f"filename={word(text, label, really, 'B')}".encode(),
            "2047 on two lines": ('filename="' + "\n ".join(word(part, label, really, "B") for part in (text[:3], text[3:])) + '"').encode(),
            "2231": f"filename*={label}''{percent}".encode(),
            "2231 with a language": f"filename*={label}'en'{percent}".encode(),
            "2231 in pieces": f"filename*0*={label}''{percent[:half]};\n filename*1*={percent[half:]}".encode(),
            "2231 in pieces, out of order": f"filename*1*={percent[half:]};\n filename*0*={label}''{percent[:half]}".encode(),
            "2231 in pieces of words": ";\n ".join(
                f'filename*{number}="{word(part, label, really, "B")}"' for number, part in enumerate((text[:3], text[3:]))).encode(),
            "both": f"filename=\"x.pdf\"; filename*={label}''{percent}".encode(),
        }
        if really != "iso2022_jp":
            forms["raw"] = b'filename="' + quoted + b'"'
        for form, written in forms.items():
            parameter = written
            if form in {"2231 in pieces", "2231 in pieces, out of order"} and percent[half : half + 1] != "%":
                cut = percent.rfind("%", 0, half)
                parameter = (f"filename*0*={label}''{percent[:cut]};\n filename*1*={percent[cut:]}").encode()
            yield Case(f"name {really} {text[:4]} {form}", HEAD + b"Subject: x\nContent-Type: multipart/mixed; boundary=cut\n\n"
                       + f"--cut\nContent-Type: text/plain; charset={label}\n\nhello\n".encode()
                       + b"--cut\nContent-Type: application/octet-stream\nContent-Disposition: attachment; " + parameter
                       + b"\n\nDATA\n--cut--\n", Reading(text="hello", files=((text, b"DATA"),)))


def cases() -> Iterator[Case]:
    yield from bodies()
    yield from fields()
    yield from names()
