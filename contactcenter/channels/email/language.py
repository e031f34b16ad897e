"""Which language a text is written in: by its script, and among Latin and Cyrillic by its commonest words.

Enough to show and to choose a template by, with nothing to download. Short texts of names and numbers
have no language (None).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

SAMPLE_CHARS = 600
MAX_WORDS = 80
MIN_LETTERS = 2
_LETTER = re.compile(r"[^\W\d_]")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ADDRESS = re.compile(r"\S+@\S+|\bhttps?://\S+|<[^<>\s]{3,}>")
_ASCII = re.compile("[\x00-\x7f]+")
_LATIN_WORD = re.compile(r"[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]+")
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("han", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"),
    ("kana", "\u3041-\u30ff\uff66-\uff9d"),
    ("ko", "\uac00-\ud7af\u1100-\u11ff\u3130-\u318f"),
    ("cyrillic", "\u0400-\u04ff"),
    ("ar", "\u0600-\u06ff"),
    ("he", "\u0590-\u05ff"),
    ("el", "\u0370-\u03ff"),
    ("th", "\u0e00-\u0e7f"),
    ("hi", "\u0900-\u097f"),
    ("bn", "\u0980-\u09ff"),
    ("ta", "\u0b80-\u0bff"),
    ("ka", "\u10a0-\u10ff"),
    ("hy", "\u0530-\u058f"),
    ("latin", "a-zA-Z\u00c0-\u024f\u1e00-\u1eff"),
)
_SCRIPT = re.compile("|".join(f"(?P<{name}>[{chars}])" for name, chars in _SCRIPTS))
_HANT = frozenset(
    "們來個這說時開關圖書館還續請問謝為過對學會點後發無電話號讓預約經濟歷國際與應該關於資訊資料嗎麼處變樣現裡邊"
    "張長從給幾據結業務單條體實驗標題達運動題義權寫讀報紙業門間聞閱覽產業當兩雙戶帳類種將視見覺親記錄認識誰調"
)
_HANS = frozenset(
    "们来个这说时开关图书馆还续请问谢为过对学会点后发无电话号让预约经济历国际与应该关于资讯资料吗么处变样现里边"
    "张长从给几据结业务单条体实验标题达运动题义权写读报纸业门间闻阅览产业当两双户账类种将视见觉亲记录认识谁调"
)
_TRADITIONAL, _SIMPLIFIED = _HANT - _HANS, _HANS - _HANT
"""Characters that both write alike say nothing."""
_COMMON: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the a an and is to of in that it you for are with my have this be not on was can please would from i we "
              "your or but if how when where what do does thank thanks hello dear regards there any about",
        "de": "der die das und ist nicht ich zu ein eine mit für auf den dem sie wir habe bitte sehr können von im",
        "fr": "le la les et est je vous pour une un des dans pas que qui sur avec du au nous merci bonjour votre ce",
        "es": "el la los las y es de que en una un por para con no se su mi gracias hola usted como lo está del muchas",
        "pt": "o a os as e é de que em uma um por para com não se seu minha obrigado olá você como do da está muito",
        "it": "il la le e è di che in una un per con non si suo mia grazie buongiorno come del della sono ho gli vi",
        "nl": "de het een en is van ik niet te dat met voor op zijn u wij heb hebben graag dank maar ook naar bij kan",
        "sv": "och att det är en ett jag inte på för med som till den av har kan tack hej vi ni från om var min",
        "da": "og at det er en et jeg ikke på for med som til den af har kan tak hej vi fra om var min hvor",
        "nb": "og at det er en et jeg ikke på for med som til den av har kan takk hei vi fra om var min hvor",
        "fi": "ja on ei että se en hän mutta tai kun olen olisi voi kiitos hei minä ovat mitä kuin myös",
        "pl": "i w na z się nie jest to do że proszę dziękuję czy jak od po mam dzień dobry o za przez jestem",
        "cs": "a v na se je to že do prosím děkuji jak od po mám dobrý den o za která jsem ale není si pro",
        "ro": "și în la de cu este nu pe că o un vă mulțumesc bună pentru din care sunt am mai să",
        "hu": "a az és hogy nem is van egy köszönöm kérem meg ha de csak mint már vagy el szeretnék",
        "tr": "ve bir bu için ile de da mi ben çok teşekkür ederim lütfen merhaba ne olarak kadar var yok",
        "vi": "và là của có không cho tôi được các một những với này xin chào cảm ơn trong",
        "id": "dan yang di ke dari untuk dengan saya ini itu tidak ada akan pada terima kasih apakah bisa",
        "ca": "el la els les i és de que en una un per amb no es meu gràcies hola vostè com està molt aquest",
        "la": "et in est non ad cum ut qui quod sed si ex enim",
        "ru": "и в не на я что с по это как у за к из вы мы для добрый день спасибо пожалуйста можно но ли мне",
        "uk": "і в не на я що з до це як у за та ви ми для добрий день дякую будь ласка чи але мені є",
        "bg": "и в не на аз че с за това как от се да ви ние моля благодаря здравейте но ли ми е са",
        "sr": "и у не на ја што са да је се за од то како ми ви хвала молим али ли сам",
    }.items()
}
_SPOKEN_IN: dict[str, list[str]] = {}
for _language, _words in _COMMON.items():
    for _each in _words:
        _SPOKEN_IN.setdefault(_each, []).append(_language)
_CYRILLIC = ("ru", "uk", "bg", "sr")
_LATIN = tuple(language for language in _COMMON if language not in _CYRILLIC)


def language_of(text: str) -> str | None:
    """The BCP 47 tag of the language most of the text is in, or None when it cannot be told."""
    sample = _ADDRESS.sub(" ", text[:SAMPLE_CHARS])
    if not _LETTERS.search(sample, 0, 200) and len(_LETTER.findall(sample)) < MIN_LETTERS:
        return None
    if sample.isascii():
        return _by_words(sample, _LATIN) or _ascii_default(sample)
    counts = dict.fromkeys((name for name, _ in _SCRIPTS), 0)
    words = _LATIN_WORD.findall(sample)
    counts["latin"] = sum(map(len, words))
    for char, times in Counter(_ASCII.sub("", sample)).items():
        script = _script_of(char)
        if script is not None and script != "latin":
            counts[script] += times
    # A character of Chinese weighs as much as a word: a title in Latin letters does not decide.
    latin_words = len(words)
    cjk = counts["han"] + counts["kana"] + counts["ko"]
    if cjk and cjk >= latin_words:
        return _east_asian(sample, counts)
    name = max(counts, key=lambda each: latin_words if each == "latin" and cjk else counts[each])
    if name == "latin":
        return _by_words(sample, _LATIN)
    if name == "cyrillic":
        return _by_words(sample, _CYRILLIC) or "ru"
    return None if counts[name] == 0 else name if name not in {"han", "kana"} else _east_asian(sample, counts)


@lru_cache(maxsize=8192)
def _script_of(char: str) -> str | None:
    found = _SCRIPT.match(char)
    return found.lastgroup if found else None


def _east_asian(sample: str, counts: dict[str, int]) -> str:
    if counts["ko"] > counts["han"] or counts["ko"] > counts["kana"] + counts["han"] // 2:
        return "ko"
    # Japanese has kana between its characters; a の in a Chinese shop's name makes no Japanese.
    if counts["kana"] * 8 > counts["han"]:
        return "ja"
    traditional = sum(char in _TRADITIONAL for char in sample)
    simplified = sum(char in _SIMPLIFIED for char in sample)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _by_words(sample: str, among: tuple[str, ...]) -> str | None:
    scores = dict.fromkeys(among, 0)
    for word in _WORD.findall(sample.lower())[:MAX_WORDS]:
        for language in _SPOKEN_IN.get(word, ()):
            if language in scores:
                scores[language] += 1
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] else None


def _ascii_default(sample: str) -> str | None:
    """Plain Latin letters without any word we know: English, when there is a word at all."""
    return "en" if _WORD.search(sample) else None
