"""Which conditions bind which benefits: a measure's own, and those its document sets for everything in it.

A document's condition binds every benefit but those that the clause gives to others (``outside_scope``) and those for
which the clause has a word of its own on the same matter, such as a size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge.models import Benefit, Condition, DocumentCondition, DocumentFile, MeasureFile
from knowledge.naming import SEPARATOR, Names


def conditions_for(document: DocumentFile, content: MeasureFile) -> tuple[Condition, ...]:
    """The measure's own conditions, then those of the document that bind it, about the benefits they bind."""
    return (*content.conditions, *_from_the_document(document, content))


def _from_the_document(document: DocumentFile, content: MeasureFile) -> Iterator[Condition]:
    for condition in document.conditions:
        bound = _bound(condition, content)
        if len(bound) == len(content.benefits):
            yield condition
        elif names := dict.fromkeys(name for benefit in bound for name in benefit.names):
            yield condition.model_copy(update={"applies_to": Names(names)})


def _bound(condition: DocumentCondition, content: MeasureFile) -> list[Benefit]:
    """The benefits that a condition of the document binds."""
    return [b for b in content.benefits if not b.outside_scope and not _own_word(condition, b, content)]


def _own_word(condition: DocumentCondition, benefit: Benefit, content: MeasureFile) -> bool:
    """Whether the measure itself says something on the same matter for this benefit."""
    return condition.slot != "other_condition" and any(
        own.slot == condition.slot and (not own.applies_to or set(own.applies_to) & set(benefit.names))
        for own in content.conditions
    )


class Route(NamedTuple):
    """A way to be supported: the name of a benefit, or None, and which of the conditions it takes."""

    benefit: str | None
    conditions: tuple[int, ...]


def routes(benefits: Sequence[Benefit], conditions: Sequence[Condition]) -> tuple[Route, ...]:
    """One way for each name of a benefit, and one with the common conditions only for benefits without a name.

    A name that no benefit has may mean any of the nameless ones; then these are no way of their own.
    """
    used = dict.fromkeys(name for condition in conditions for name in condition.applies_to)
    borne = dict.fromkeys(name for benefit in benefits for name in benefit.names)
    found = [Route(name, _taken(conditions, name)) for name in (used | borne)]
    if not found or (used.keys() <= borne.keys() and not all(b.names for b in benefits)):
        found.append(Route(None, _taken(conditions, None)))
    return tuple(found)


def _taken(conditions: Sequence[Condition], name: str | None) -> tuple[int, ...]:
    return tuple(i for i, c in enumerate(conditions) if not c.applies_to or name in c.applies_to)


def faults(document: DocumentFile, content: MeasureFile) -> list[str]:
    """What is wrong with the names in a measure: ``字段 …：what, and what to do``. Empty when all is well."""
    return [*_of_benefits(document, content), *_of_conditions(content), *_without_a_name(document, content)]


def _of_benefits(document: DocumentFile, content: MeasureFile) -> Iterator[str]:
    for i, benefit in enumerate(content.benefits):
        field = f"字段 benefits.{i}.applies_to"
        if benefit.outside_scope and not document.conditions:
            yield f"字段 benefits.{i}.outside_scope：document 里没有写 conditions，没有什么可以除外；请删掉这一行"
        for name in benefit.names:
            if SEPARATOR in name:
                yield f"{field}：好处的名字“{name}”里有顿号，会被当成几个名字，请换个写法"
        if benefit.formula:
            for name in (n for n in benefit.formula.applies_to if n not in benefit.names):
                yield f"{field}：formula 里叫它“{name}”，这里没有；请把“{name}”也写上，或者从 formula 里去掉"


def _of_conditions(content: MeasureFile) -> Iterator[str]:
    known = list(dict.fromkeys(name for benefit in content.benefits for name in benefit.names))
    for i, condition in enumerate(content.conditions):
        for name in condition.applies_to:
            if name not in known:
                instead = f"改成已有的名字（{'；'.join(known)}），或者" if known else ""
                yield (
                    f"字段 conditions.{i}.applies_to：没有一项好处叫“{name}”；"
                    f"请{instead}在它管的那项好处里写 applies_to: [{name}]"
                )


def _without_a_name(document: DocumentFile, content: MeasureFile) -> Iterator[str]:
    """Benefits that a condition of the document binds and others not: the condition has to name them."""
    bindings = [_bound(condition, content) for condition in document.conditions]
    bound = [b for some in bindings if len(some) < len(content.benefits) for b in some]
    for i, benefit in enumerate(content.benefits):
        if benefit in bound and not benefit.names:
            yield (
                f"字段 benefits.{i}.applies_to：整份文件的条件只管这一条里的几项好处，管着的要有名字；"
                "请写 applies_to，列表里放一个短名"
            )
