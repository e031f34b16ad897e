"""The tree of needs that a new house begins with; the library edits it on the console."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Branch:
    """A need and those below it."""

    slug: str
    name: str
    name_zh: str
    below: tuple[Branch, ...] = ()


STARTING_TREE: tuple[Branch, ...] = (
    Branch("loans", "Loans and renewals", "借阅与续借", (
        Branch("renewals", "Renewals", "续借"),
        Branch("reservations", "Reservations", "预约"),
        Branch("returns", "Returns and overdue books", "归还与逾期"),
        Branch("fines", "Fines and lost books", "罚款与图书丢失"),
    )),
    Branch("access", "Access and accounts", "访问与账号", (
        Branch("library-card", "Library card and registration", "借阅证与注册"),
        Branch("sign-in", "Signing in and passwords", "登录与密码"),
        Branch("off-campus", "Access from off campus", "校外访问"),
        Branch("licences", "Licences and trial access", "数据库授权与试用"),
    )),
    Branch("finding", "Finding literature", "查找文献", (
        Branch("known-item", "A known book or article", "已知的图书或文章"),
        Branch("catalogue", "Using the catalogue", "目录检索"),
        Branch("databases", "Choosing and searching databases", "数据库的选择与检索"),
    )),
    Branch("research", "Subject research", "专题研究", (
        Branch("subject", "Research on a topic", "课题检索"),
        Branch("sources", "Archives, statistics, special collections", "档案、统计与特藏"),
        Branch("citing", "Citing and managing references", "引文与文献管理"),
        Branch("citation-report", "Citation and index certificates", "收录与引用证明"),
    )),
    Branch("delivery", "Document delivery", "文献传递", (
        Branch("interlibrary-loan", "Interlibrary loan", "馆际互借"),
        Branch("copies", "Copies and scans", "复制与扫描"),
        Branch("purchase", "Suggestions for purchase, gifts", "荐购与捐赠"),
    )),
    Branch("spaces", "Spaces and equipment", "空间与设备", (
        Branch("opening-hours", "Opening hours", "开放时间"),
        Branch("rooms", "Rooms and seats", "研讨间与座位"),
        Branch("equipment", "Printing, scanning, computers", "打印、扫描与电脑"),
        Branch("lost-property", "Lost property", "失物招领"),
        Branch("accessibility", "Accessibility", "无障碍服务"),
    )),
    Branch("events", "Events and courses", "活动与培训", (
        Branch("courses", "Courses and tours", "讲座与参观"),
        Branch("exhibitions", "Exhibitions and events", "展览与活动"),
    )),
    Branch("publishing", "Publishing and theses", "论文提交与出版", (
        Branch("theses", "Handing in a thesis", "学位论文提交"),
        Branch("copyright", "Copyright and reproduction", "版权与使用许可"),
    )),
    Branch("feedback", "Complaints and praise", "投诉与表扬", (
        Branch("complaints", "Complaints", "投诉"),
        Branch("praise", "Praise and suggestions", "表扬与建议"),
    )),
    Branch("other", "Something else", "其他"),
)
