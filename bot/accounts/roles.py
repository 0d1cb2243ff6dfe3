"""The four roles and their names."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person at the desk does."""

    operator = "operator"
    editor = "editor"
    supervisor = "supervisor"
    admin = "admin"


NAMES = {
    Role.operator: "话务员",
    Role.editor: "知识编辑",
    Role.supervisor: "班长",
    Role.admin: "管理员",
}
EVERYONE = frozenset(Role)
