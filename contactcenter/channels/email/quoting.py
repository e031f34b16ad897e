"""How mail programs introduce what they quote, and sign what they send, in the languages patrons use."""

from __future__ import annotations

import re

_OPENERS = (
    r"On|At|Am|Den|Le|El|Em|Il|Op|W\s+dniu|Dne|Dňa|La\s+data|În|Vào|Pada|Στις|På|På\s+grund|Em\s+data"
    r"|Il\s+giorno|Ngày"
    r"|在|于|於"
)
_VERBS = (
    r"wrote|writes|schrieb(?:en)?|schreibt|a\s+écrit|écrivait|escribió|escribio|escreveu|ha\s+scritto"
    r"|scrisse|scrive"
    r"|schreef|geschreven|skrev|skriver|kirjoitti|napsala?\b(?:\(a\))?|napísal\(?a?\)?|napisał\(?a?\)?"
    r"|pisze|написала?\b(?:\(а\))?"
    r"|пишет|писал\(?а?\)?|пише|yazdı|írta|a\s+scris|va\s+escriure|έγραψε|đã\s+viết|menulis|เขียนว่า|כתב|كتب"
    r"|写道|寫道|写到|寫到|写了|さんは書きました|のメール|のメッセージ|님이\s*작성|작성|님이\s*쓴\s*글"
)
_TIME = r"\d{1,2}[:.：时時]\s?\d{2}"
HINT = re.compile(r"@|\d{1,4}\s*[-/.年:]\s*\d{1,2}|\b20\d\d\b|<.+>")
"""An address, a date or a year: what tells an attribution from a sentence that ends in `wrote:`."""
STRONG_HINT = re.compile(rf"@|\b{_TIME}|[日\s]{_TIME}")
"""An address or a time of day. Only so much ends a reply where no marks of quotation follow."""
OPENED = re.compile(rf"^\s*(?:{_OPENERS})(?:\s|\d).{{0,80}}\d", re.IGNORECASE)
_OPENS = re.compile(rf"^[\s\u200e\u200f\u202a-\u202c]*(?:{_OPENERS})(?=[\s\d\"“«]|\b)", re.IGNORECASE)
_WROTE = re.compile(_VERBS, re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_TIME_OF_DAY = re.compile(_TIME)
_ADDRESS = re.compile(r"[<(（\[][^<>\s()]{1,100}@[^<>\s()]{1,200}[>)）\]]")
AFTER_VERB = 130
"""Characters between `schrieb` and the colon: a name and an address."""


def is_attribution(line: str) -> bool:
    """Whether a line says who wrote what follows: `On … wrote:`.

    Without a verb (Japanese and Russian Gmail) it takes year, time and address. Each test is one pass:
    a pattern for all of it would take minutes over a text made to stall it.
    """
    line = line.strip(" \t\r\u202c\u200f")
    if not line.endswith((":", "：")) or len(line) < 8 or not HINT.search(line):  # noqa: PLR2004
        return False
    verb = next(reversed(list(_WROTE.finditer(line))), None)
    address = _ADDRESS.search(line)
    if verb is None:
        if address is None or len(line) - address.end() > 4:  # noqa: PLR2004  nothing but the colon
            return False
        return bool(_YEAR.search(line) and _TIME_OF_DAY.search(line))
    if len(line) - verb.end() > AFTER_VERB:
        return False
    if _OPENS.match(line) or (address is not None and address.start() < verb.start()):
        return True
    year = _YEAR.search(line, 0, verb.start())
    return year is not None and (len(line) - verb.end() < 12 or address is not None)  # noqa: PLR2004


_ORIGINAL = (
    r"Original(?:\s+(?:Message|Appointment|E-?mail))?|Repl(?:y|ied)\s+Message|Previous\s+message"
    r"|原始邮件|原始信息|原始内容|原邮件"
    r"|原始郵件|原始訊息|邮件原文|回复的原邮件|回复的邮件|答复邮件|回复邮件|回覆的郵件"
    r"|Ursprüngliche\s+(?:Nachricht|E-?Mail)"
    r"|Original-?Nachricht|Message\s+d['’]origine|Message\s+original|Courriel\s+original|Mensaje\s+original"
    r"|Mensagem\s+original|Messaggio\s+originale|Oorspronkelijk\s+bericht|Исходное\s+сообщение"
    r"|Оригинальное\s+сообщение"
    r"|(?:Oryginalna|Pierwotna)\s+wiadomość|Wiadomość\s+oryginalna|Ursprungligt\s+meddelande"
    r"|Oprindelig\s+meddelelse"
    r"|Opprinnelig\s+melding|Alkuperäinen\s+viesti|Původní\s+(?:zpráva|e-?mail)|Özgün\s+İleti"
    r"|Orijinal\s+Mesaj|元のメッセージ"
    r"|元のメール|원본\s*(?:메시지|이메일|메일)|Original\s+melding|Mesaj\s+original|Eredeti\s+üzenet"
    r"|Missatge\s+original"
)
_DASH = r"[-_=—－\u2010-\u2015*]"
DIVIDER = re.compile(
    rf"^[\s>|]*{_DASH}{{2,}}(?:\s|&nbsp;)*(?:{_ORIGINAL})(?:\s|&nbsp;)*[:：]?(?:\s|&nbsp;)*{_DASH}{{2,}}[\s|]*$",
    re.IGNORECASE)
ABOVE = re.compile(
    r"^[\s>#*\-=_]*(?:please\s+)?(?:type|write|reply|respond)\s+(?:your\s+(?:reply"
    r"|response)\s+)?(?:only\s+)?above\s+this\s+line"
    r"|^[\s#*\-=_]*请在此线(?:以)?上(?:方)?(?:回复|输入)", re.IGNORECASE)
TELLING = re.compile(rf"[:：|]|{_DASH}{{2}}|his line|此线")
"""What every line has that ends a reply; few others do, so that the long patterns are seldom tried."""
RULE = re.compile(rf"^\s*{_DASH}{{3,}}\s*$")

_SUBJECT_WORDS = (
    r"Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Тема|Temat|Ämne|Emne|Aihe|Předmět|Konu|Θέμα|Tárgy|Subiect"
    r"|Assumpte|Chủ\s+đề|件名|제목|主\s*题|主\s*旨|主\s*題"
)
_FROM_WORDS = (
    r"From|Von|De|Da|Van|От|Від|Od|Från|Fra|Lähettäjä|Kimden|Gönderen|Από|Feladó|De\s+la|Dari|Từ|مِن|من"
    r"|מאת|差出人|送信者"
    r"|보낸\s*사람|발신|发件人|发信人|寄件者|寄件人|發件人"
)
FROM = re.compile(rf"^[\s>|]*\**(?:{_FROM_WORDS})\s*\**\s*[:：|]\s*\**\s*[|]?\s*\S", re.IGNORECASE)
FIELD = re.compile(
    r"^[\s>|]*\**(?:Sent|Date|To|Cc|Bcc|Subject|Reply-To|Importance|Attachments"
    r"|Gesendet|Datum|An|Betreff|Kopie|Wichtigkeit|Envoyé(?:\s+le)?|À|Objet|Répondre\s+à"
    r"|Enviado(?:\s+el|\s+em)?|Enviada(?:\s+em)?"
    r"|Fecha|Para|Asunto|Data|Assunto|Inviato|A|Oggetto|Verzonden|Aan|Onderwerp|CC|Отправлено|Дата|Кому|Копия|Тема"
    r"|Надіслано|Wysłano|Do|DW|Temat|Skickat|Till|Ämne|Kopia|Sendt|Dato|Til|Emne|Lähetetty|Päivä(?:ys"
    r"|määrä)|Vastaanottaja"
    r"|Aihe|Odesláno|Komu|Předmět|Gönderildi|Gönderme\s+Tarihi|Tarih|Kime|Alıcı|Bilgi|Konu|Στάλθηκε"
    r"|Προς|Θέμα|Elküldve|Címzett"
    r"|Tárgy|Trimis|Către|Subiect|Enviat|Per\s+a|Assumpte|Đã\s+gửi|Đến|Chủ\s+đề|送信日時|日時|日付|宛先"
    r"|件名|送信済み"
    r"|보낸\s*날짜|날짜|받는\s*사람|수신|참조|제목|发送时间|发送日期|发件时间|发送|日\s*期|时\s*间"
    r"|收件人|收信人|抄\s*送|抄送人|主\s*题"
    r"|寄件日期|收件者|主\s*旨|副本|發送時間|傳送日期|時\s*間)\s*\**\s*[:：|]", re.IGNORECASE)
HEAD_HINT = re.compile(
    rf"@|\d{{4}}|\d{{1,2}}[:.]\d\d|^[\s>|]*\**(?:{_SUBJECT_WORDS})\s*\**\s*[:：|]", re.IGNORECASE)
FORWARDED = re.compile(
    rf"^[\s>]*(?:{_DASH}{{2,}}\s*(?:Forwarded\s+(?:message|by).{{0,40}}|转发邮件(?:信息)?|转发的邮件"
    rf"|已转发邮件|转发的邮件信息|轉寄郵件|轉寄的郵件"
    r"|Weitergeleitete\s+(?:Nachricht|E-?Mail)|Message\s+transféré|Mensaje\s+reenviado|Mensagem\s+encaminhada"
    r"|Messaggio\s+inoltrato|Doorgestuurd\s+bericht|Пересылаемое\s+сообщение|Пересланное\s+сообщение"
    r"|Przekazana\s+wiadomość"
    rf"|転送(?:された)?メッセージ|전달된\s*메시지)\s*{_DASH}{{2,}}"
    r"|Begin\s+forwarded\s+message\s*[:：]|开始转发的邮件\s*[:：]|下面是被转发的邮件\s*[:：]"
    r"|Anfang\s+der\s+weitergeleiteten\s+(?:Nachricht|E-?Mail)\s*:"
    r"|Début\s+du\s+message\s+(?:réexpédié|transféré)\s*:|Inicio\s+del\s+mensaje\s+reenviado\s*:"
    r"|Inizio\s+messaggio\s+inoltrato\s*:"
    r"|Início\s+da\s+mensagem\s+reencaminhada\s*:|Begin\s+doorgestuurd\s+bericht\s*:"
    r"|Начало\s+переадресованного\s+сообщения\s*:"
    r"|転送されたメッセージ\s*[:：])\s*$", re.IGNORECASE)
SIGNATURE = re.compile(r"^(?:--|––|—)\s?$")
_DEVICE = (
    r"(?:iPhone|iPad|iPod|iOS|Mac|Android|Galaxy|Samsung|BlackBerry|Windows|Outlook|Yahoo|Gmail|Mail|Handy|smartphone"
    r"|Huawei|Xiaomi|Pixel)"
)
PHONE = re.compile(
    rf"""^\s*(?:
      Sent\s+(?:from\s+(?:my\s+\S|(?:the\s+)?(?:all[ ]new\s+)?{_DEVICE}|Mail\s+for|AOL|Proton|Tutanota)
        |with\s+(?:Proton|Spark|Airmail|\[?Mail)|via\s+)
    | Get\s+\[?Outlook\s+for\s | Get\s+\[?BlueMail | Sent\s+using\s
    | (?:Von|Gesendet\s+(?:von|mit|aus))\s.{{0,30}}{_DEVICE}
    | Diese\s+Nachricht\s+wurde\s+von\s+meinem\s.{{0,30}}gesendet
    | Holen\s+Sie\s+sich\s+Outlook | Outlook\s+für\s.{{0,20}}(?:beziehen|herunterladen)
    | (?:Envoyé|Obtenez|Obtenir|Télécharger)\s+(?:de|depuis|à\s+partir|Outlook|mon).{{0,40}}
    | (?:Enviado|Obtener|Obtén|Obter|Descargar)\s+(?:desde|do|de|a\s+partir|o\s+|via|Outlook).{{0,40}}
    | (?:Inviato|Scarica|Ottieni)\s+(?:da|dal|Outlook).{{0,40}}
    | (?:Verstuurd|Verzonden)\s+(?:vanaf|met|via).{{0,40}} | Outlook\s+voor\s.{{0,20}}downloaden
    | (?:Отправлено\s+(?:с|из)|Надіслано\s+з).{{0,40}} | (?:Wysłan[eo]\s+z|Skickat\s+från|Sendt\s+fra
      |Lähetetty\s+\S|Odesláno\s+z).{{0,40}}
    | .{{0,20}}{_DEVICE}.{{0,6}}(?:から送信|에서\s*보냄|umdan\s+gönderildi|dan\s+gönderildi)
    | Outlook\s+for\s+\S+\s?を入手
    | 发自我的\s*\S | 发自.{{0,12}}(?:手机|iPhone|iPad|客户端) | 从我的\s*\S+\s*发送
    | 從我的\s*\S+\s*傳送 | 來自我的\s*\S | 来自我的\s*\S
    | (?:获取|取得|来自|发自|发送自)\s*\[?Outlook | 来自.{{0,8}}(?:手机邮箱|邮箱大师) | 发自.{{0,10}}邮箱
    | 发送自\s*\S | 签名由.{{0,12}}邮箱大师.{{0,6}}定制
    | 發自我的\s*\S | 通过.{{0,10}}邮箱(?:手机版)?发送
    ).{{0,70}}?(?:[<\[(]?https?://\S{{1,800}}[>\])]?)?[\s.]*$""", re.IGNORECASE | re.VERBOSE)
BELOW = re.compile(
    r"\b(?:see|answers?|comments?|repl(?:y|ies)|responses?|notes?)\b.{0,30}\b(?:below|inline|in-line"
    r"|in\s+(?:red|blue|green|colou?r))\b"
    r"|\binline\b|\bin\s+(?:red|blue)\b|\bsiehe\s+unten\b|\bin\s+rot\b|\bci-dessous\b|\ben\s+rouge\b"
    r"|\bmás\s+abajo\b|\ben\s+rojo\b"
    r"|\bem\s+vermelho\b|\bin\s+rosso\b|\bin\s+het\s+rood\b|\bниже\b|красным|见下文|见下面|見下文|红字"
    r"|红色|标红|蓝字|蓝色|紅字|批注|下記|赤字で|아래",
    re.IGNORECASE)
"""Words that announce answers within the quotation."""
