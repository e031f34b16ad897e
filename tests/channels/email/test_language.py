"""Which language a mail is written in."""

import pytest

from contactcenter.channels.email.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Is the library open on Sunday? I have two loans to renew.", "en"),
        ("Hello", "en"),
        ("Opening hours", "en"),
        ("请问周日开馆吗？", "zh-Hans"),
        ("續借", "zh-Hant"),
        ("請問星期日有開館嗎？謝謝", "zh-Hant"),
        ("我想续借 Introduction to Algorithms", "zh-Hans"),
        ("図書館は日曜日に開いていますか", "ja"),
        ("도서관은 일요일에 엽니까?", "ko"),
        ("Ist die Bibliothek am Sonntag geöffnet? Vielen Dank im Voraus", "de"),
        ("La bibliothèque est-elle ouverte le dimanche ? Merci d'avance", "fr"),
        ("¿Está abierta la biblioteca el domingo? Muchas gracias", "es"),
        ("A biblioteca está aberta no domingo? Muito obrigado", "pt"),
        ("La biblioteca è aperta di domenica? Grazie mille", "it"),
        ("Is de bibliotheek op zondag open? Ik heb het boek nog niet terug gebracht", "nl"),
        ("Открыта ли библиотека в воскресенье? Спасибо", "ru"),
        ("Чи відкрита бібліотека в неділю? Дякую", "uk"),
        ("Είναι ανοιχτή η βιβλιοθήκη την Κυριακή;", "el"),
        ("هل المكتبة مفتوحة يوم الأحد؟", "ar"),
        ("Thư viện có mở cửa vào chủ nhật không?", "vi"),
        ("12345 -- 2026", None),
        ("", None),
        ("see https://library.example/the/and 请问", "zh-Hans"),
    ],
)
def test_the_language(text: str, language: str | None) -> None:
    assert language_of(text) == language
