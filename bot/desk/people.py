"""Who acts at the desk, and what each role may do there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["operator", "editor", "supervisor", "admin", "citizen", "system"]
WORKERS: frozenset[Role] = frozenset({"operator", "supervisor", "admin"})
CHIEFS: frozenset[Role] = frozenset({"supervisor", "admin"})
EDITORS: frozenset[Role] = frozenset({"editor", "supervisor", "admin"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something.

    Attributes:
        username: The account's name; unique, never shown to citizens.
        name: How colleagues and citizens see the person.
        role: What the person may do.
    """

    username: str
    name: str
    role: Role

    @property
    def works(self) -> bool:
        """True for those who work on tickets."""
        return self.role in WORKERS

    @property
    def leads(self) -> bool:
        """True for supervisors and administrators, who may work on every ticket."""
        return self.role in CHIEFS


SYSTEM = Actor("system", "系统", "system")
CITIZEN = Actor("citizen", "市民", "citizen")
