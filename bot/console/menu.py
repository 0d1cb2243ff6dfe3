"""What stands in the bar at the top, by role."""

from __future__ import annotations

from dataclasses import dataclass

from bot.accounts.roles import EVERYONE, Role

EDITORS = frozenset({Role.editor, Role.admin})
READERS = frozenset({Role.editor, Role.supervisor, Role.admin})
HANDLERS = frozenset({Role.operator, Role.supervisor, Role.admin})
LEADERS = frozenset({Role.supervisor, Role.admin})
# As the desk has it: supervisors may turn questions into lessons too.
TEACHERS = READERS
ADMINS = frozenset({Role.admin})


@dataclass(frozen=True, slots=True)
class Item:
    """One entry; ``here`` when the page belongs to it."""

    href: str
    label: str
    here: bool = False


_ITEMS = (
    ("/console/", "查政策", EVERYONE),
    ("/console/tickets", "工单", HANDLERS),
    ("/console/learning", "没答上的", TEACHERS),
    ("/console/knowledge", "知识库", READERS),
    ("/console/figures", "看板", LEADERS),
    ("/console/push", "政策提醒", LEADERS),
    ("/console/audit", "操作记录", LEADERS),
    ("/console/accounts", "账号", ADMINS),
)


def of(role: Role, path: str) -> tuple[Item, ...]:
    """The entries for a role; the longest address that the path begins with is marked."""
    allowed = [(href, label) for href, label, roles in _ITEMS if role in roles]
    fits = [href for href, _ in allowed if path == href or (href != "/console/" and path.startswith(f"{href}/"))]
    looking = path in ("/console/", "/console/results") or path.startswith("/console/measures/")
    current = max(fits, key=len) if fits else "/console/" if looking else ""
    return tuple(Item(href, label, href == current) for href, label in allowed)
