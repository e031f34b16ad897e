"""The demo's patrons. None of them exists, and no mail can leave to `.example` (RFC 2606)."""

from __future__ import annotations

from dataclasses import dataclass

from contactcenter.demo.scenario import Locale

HOME = "riverside.example"


@dataclass(frozen=True, slots=True)
class Patron:
    """Somebody who asks."""

    name: str
    address: str
    locale: Locale
    office: bool = False
    """An institution."""


def _of(locale: Locale, people: dict[str, str]) -> tuple[Patron, ...]:
    return tuple(
        # Institutions write from elsewhere, readers from the university.
        Patron(name, local if "@" in local else f"{local}@{HOME}", locale, office="@" in local)
        for name, local in people.items()
    )


AMINA = Patron("Amina Okafor", f"amina@{HOME}", "en")
LI_LEI = Patron("李雷", f"lilei@{HOME}", "zh-Hans")
VISITORS = (AMINA, LI_LEI)
"""Whoever tries the demo writes as one of these: they never write by themselves."""

ENGLISH = _of("en", {
    "Jean-Baptiste Delacroix-Montmorency": "jb.delacroix", "Ирина Волкова": "volkova",
    "Nguyễn Thị Minh Khai": "khai", "Siobhán O'Rourke": "siobhan", "Tariq al-Hashimi": "tariq",
    "فاطمة الزهراء بن عيسى": "fatima", "Greta": "greta", "Bo Li": "bo.li", "Олександр Прокопенко": "prokopenko",
    "María Fernanda de los Ángeles Rodríguez-Santamaría y Hernández": "mf.rodriguez", "Trần Văn Hùng": "hung",
    "Kwame Mensah": "kwame", "Aoife Ní Dhomhnaill": "aoife", "Jürgen Weiß": "weiss", "ليلى حداد": "layla",
    "Interlibrary Loan Office, Institute of Geography": "loans@geography.example",
    "Bibliothèque municipale": "pret@mediatheque.example", "Hannah Lindqvist": "hannah.lindqvist",
    "Dr Priya Raghunathan": "priya.raghunathan", "Tom": "tom",
})
CHINESE = _of("zh-Hans", {
    "陈晓梅": "xiaomei", "王小明": "xiaoming", "赵文博": "wenbo", "欧阳思远": "siyuan", "刘雨桐": "yutong",
    "古丽娜尔·买买提": "gulnar", "张": "zhang", "孙立平": "liping", "次仁卓玛": "zhuoma", "司徒嘉欣": "jiaxin",
    "周子涵": "zihan", "外国语学院资料室": "ziliao@waiyu.riverside.example", "吴建国": "jianguo", "何静怡": "jingyi",
    "河畔市博物馆 展览部": "zhanlan@museum.example", "马晓东": "xiaodong",
})
UNREACHABLE = Patron("Nadia Bouchard", "nadia@gone.example", "en")
"""Her address is refused by the post office for good: a delivery that fails, to be seen."""


def find(address: str) -> Patron | None:
    """The simulated patron of an address; None for visitors and strangers."""
    return next((one for one in (*ENGLISH, *CHINESE) if one.address == address.lower()), None)
