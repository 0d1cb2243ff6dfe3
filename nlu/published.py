"""Names that come from what is published, beside the lookup files: departments, people and telephone numbers.

Each set is replaced as a whole when something is published; what was understood before is forgotten then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlu import lookups
from nlu.phrases import PhraseFinder

_PREFIX = re.compile(r"^(?:北京市|东城区|西城区|市|区)(?=..)")
_NUMBER = re.compile(r"\d{5,}(?:-\d+)?")
_departments: dict[str, str] = {}
_finder: PhraseFinder | None = None
_contacts: dict[str, PhraseFinder] = {"all": PhraseFinder({})}


def learn_departments(names: Iterable[str]) -> None:
    """Make every published department recognisable under its name with and without the district prefix."""
    global _departments, _finder
    known = lookups.phrases("departments")
    table = dict(known)
    for name in sorted(set(names)):
        short = _PREFIX.sub("", name)
        value = known.get(short, short)
        table.setdefault(short, value)
        table.setdefault(name, value)
    if table != _departments:
        _departments, _finder = table, PhraseFinder(table)
        _forget()


def learn_contacts(names: Iterable[str], phones: Iterable[str]) -> None:
    """Make people's full names and telephone numbers recognisable, numbers also without their extension."""
    table = {name: name for name in names if len(name) > 1}
    for phone in phones:
        if _NUMBER.fullmatch(phone):
            table[phone] = phone
            table.setdefault(phone.split("-")[0], phone.split("-")[0])
    _contacts["all"] = PhraseFinder(table)
    _forget()


def contacts() -> PhraseFinder:
    """Finds people and telephone numbers of published measures."""
    return _contacts["all"]


def departments() -> PhraseFinder:
    """Finds departments by their everyday and published names."""
    if _finder is None:
        learn_departments(())
    assert _finder is not None
    return _finder


def _forget() -> None:
    from nlu import entities

    entities.forget()
