"""What was counted."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id


class RuleCountRow(Base):
    """How many messages a rule has set aside so far, and how many of them a librarian said are questions."""

    __tablename__ = "rule_counts"

    rule: Mapped[str] = mapped_column(String(64), primary_key=True)
    set_aside: Mapped[int] = mapped_column(Id)
    rescued: Mapped[int] = mapped_column(Id)
