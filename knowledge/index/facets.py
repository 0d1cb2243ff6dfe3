"""Facts of all measures side by side, so that filtering and weighing a whole store takes a few array operations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from knowledge.eligibility import check
from knowledge.index.postings import Rows
from knowledge.measure import Measure
from knowledge.models import Condition
from knowledge.profile import Profile

Mask = np.ndarray[Any, np.dtype[np.bool_]]

_CITY = "北京"
_NONE = -1


class Codes:
    """One value of each measure, compared all at once."""

    def __init__(self, values: Iterable[Any]) -> None:
        """Number the different values."""
        self._numbers: dict[Any, int] = {}
        self._codes = np.array([self._numbers.setdefault(v, len(self._numbers)) for v in values], dtype=np.int32)

    def equal(self, value: Any) -> Mask:
        """Which measures have the value."""
        mask: Mask = self._codes == self._numbers.get(value, _NONE)
        return mask


class Facets:
    """Place, document, topics, term, people and conditions of the measures."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        """Read the measures once."""
        self.size = len(measures)
        self._district = Codes(m.district for m in measures)
        self.doc, self.number = Codes(m.doc for m in measures), Codes(m.number for m in measures)
        self.years = np.array([m.document.published.year for m in measures], dtype=np.int32)
        self._first_topic = Codes(m.content.topics[0] for m in measures)
        self._topics = _groups((t, i) for i, m in enumerate(measures) for t in m.content.topics)
        self._nothing = np.array([], dtype=np.intp)
        self._terms = np.array([_term(m) for m in measures], dtype=np.int32).reshape(-1, 2)
        self.for_landlords = np.array([_for_landlords(m) for m in measures], dtype=bool)
        self._people = _groups((name, i) for i, m in enumerate(measures) for name in _named(m))
        self._lengths = sorted({len(name) for name in self._people})
        self._conditions = _conditions(measures)

    def mask(self, rows: Rows | Sequence[int] = ()) -> Mask:
        """A mask that is true for these measures."""
        mask = np.zeros(self.size, dtype=bool)
        mask[np.asarray(rows, dtype=np.intp)] = True  # an empty tuple as index would mean all of them
        return mask

    def of(self, district: str | None) -> Mask:
        """Measures of exactly this place."""
        return self._district.equal(district)

    def holding_in(self, district: str | None) -> Mask:
        """Measures that hold there: the district's own and the city's; all of them for the city or no place."""
        if district in (None, _CITY):
            return np.ones(self.size, dtype=bool)
        return self.of(district) | self.of(_CITY)

    def about(self, topics: Iterable[str]) -> tuple[Mask, Mask]:
        """Measures whose first topic is one of these, and those of which any is."""
        first, any_of = self.mask(), self.mask()
        for topic in topics:
            first |= self._first_topic.equal(topic)
            any_of[self._topics.get(topic, self._nothing)] = True
        return first, any_of

    def in_force(self, as_of: date) -> Mask:
        """Measures in force on that day, as :meth:`Measure.validity` has it."""
        day = as_of.toordinal()
        mask: Mask = (self._terms[:, 0] <= day) & (day < self._terms[:, 1])
        return mask

    def named_in(self, text: str) -> Rows:
        """Measures with a person, a telephone number or an e-mail address that stands in the text."""
        text = text.lower()
        windows = {text[i : i + n] for n in self._lengths for i in range(len(text) - n + 1)}
        found = [self._people[name] for name in windows & self._people.keys()]
        rows: Rows = np.unique(np.concatenate([self._nothing, *found]))
        return rows

    def passing(self, profile: Profile, topic: str | None = None) -> Mask:
        """Measures of the topic that no condition on the whole measure rules out for the profile."""
        mask = self.holding_in(profile.district)
        for slot, conditions in self._conditions.items():
            if profile.possible(slot) is not None:
                for condition, rows in conditions:
                    if check(condition, profile) == "not_met":
                        mask[rows] = False
        return mask & self.about([topic])[1] if topic else mask


def _groups(pairs: Iterable[tuple[str, int]]) -> dict[str, Rows]:
    groups: dict[str, list[int]] = defaultdict(list)
    for key, row in pairs:
        groups[key].append(row)
    return {key: np.array(rows, dtype=np.intp) for key, rows in groups.items()}


def _term(measure: Measure) -> tuple[int, int]:
    """First day in force, and the first day no longer so."""
    ends = [date.max.toordinal()]
    if measure.valid_to:
        ends.append(measure.valid_to.toordinal() + 1)
    if measure.document.ended:
        ends.append(measure.document.ended.since.toordinal())
    return max(measure.document.valid_from, measure.valid_from).toordinal(), min(ends)


def _named(measure: Measure) -> set[str]:
    """Names, numbers and addresses of a measure's people; where the source lists several, each."""
    people = measure.content.contacts
    names = {name for p in people if p.name for name in p.name.split("、")}
    return names | {phone for p in people for phone in p.phones} | {p.email.lower() for p in people if p.email}


def _for_landlords(measure: Measure) -> bool:
    """A measure for the letting side alone; who asks about rent without saying more is a tenant."""
    roles = [c.value for c in measure.conditions if c.slot == "role" and not c.applies_to]
    return bool(roles) and not any("承租方" in (r if isinstance(r, tuple) else (r,)) for r in roles)


def _conditions(measures: Sequence[Measure]) -> dict[str, list[tuple[Condition, Rows]]]:
    """By slot, each different condition on a whole measure and the measures that have it: judged once for all."""
    slots: dict[str, dict[Any, tuple[Condition, list[int]]]] = defaultdict(dict)
    for row, measure in enumerate(measures):
        for c in measure.conditions:
            if not c.applies_to:
                slots[c.slot].setdefault((c.op, c.value), (c, []))[1].append(row)
    return {s: [(c, np.array(rows, dtype=np.intp)) for c, rows in found.values()] for s, found in slots.items()}
