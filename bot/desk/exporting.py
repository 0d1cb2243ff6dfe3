"""Tickets and figures for other programs: JSON, and CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.desk.base import Ground
from bot.desk.errors import NotAllowed
from bot.desk.people import Actor
from bot.desk.record import hook_ticket
from bot.desk.searching import everything
from bot.desk.views import TicketFilter

MOST = 50_000
# What makes a spreadsheet run a cell instead of showing it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_COLUMNS = {
    "number": "编号",
    "kind": "类型",
    "state": "状态",
    "subject": "事由",
    "channel": "渠道",
    "district": "区",
    "topic": "主题",
    "owner": "首问负责人",
    "handler": "办理人",
    "department": "承办单位",
    "contact": "承办联系人",
    "level": "级别",
    "complex": "复杂",
    "created_at": "受理时间",
    "due_at": "首次答复期限",
    "first_answer_at": "首次答复时间",
    "closed_at": "办结时间",
    "stars": "评价（星）",
    "merged_into": "并入",
    "form": "登记表",
}


def cell(value: Any) -> str:
    """One cell: text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return f"{value}"
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A CSV with a byte order mark, as spreadsheets in Chinese expect it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()


class TicketExport:
    """Tickets of a filter as files, for supervisors: they hold what citizens wrote into the forms."""

    def __init__(self, ground: Ground) -> None:
        """Work on a migrated database."""
        self._ground = ground

    def csv(self, wanted: TicketFilter, actor: Actor) -> str:
        """One line a ticket. Raises :class:`NotAllowed` for other roles than supervisors and administrators."""
        return table(list(_COLUMNS.values()), ([_flat(t[k]) for k in _COLUMNS] for t in self._tickets(wanted, actor)))

    def json(self, wanted: TicketFilter, actor: Actor) -> str:
        """``{"tickets": […]}``, in the shape the webhook sends. Raises :class:`NotAllowed` as above."""
        return json.dumps({"tickets": self._tickets(wanted, actor)}, ensure_ascii=False, indent=2)

    def _tickets(self, wanted: TicketFilter, actor: Actor) -> list[dict[str, Any]]:
        if not actor.leads:
            raise NotAllowed("您的账号不能导出工单，请找班长。")
        with self._ground.reading() as session:
            return [hook_ticket(row) for row in everything(session, wanted, self._ground.now(), MOST)]


def _flat(value: Any) -> Any:
    """A form in one cell, a line a field."""
    return "\n".join(f"{k}: {v}" for k, v in value.items()) if isinstance(value, Mapping) else value
