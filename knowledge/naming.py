"""Names of benefits: by them conditions say which benefits they are about."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, StringConstraints

SEPARATOR = "、"


class Names(tuple[str, ...]):
    """Several names. Written out they are joined by 、, which no name contains."""

    __slots__ = ()

    def __str__(self) -> str:
        return SEPARATOR.join(self)


def _taken_apart(value: Any) -> Any:
    """One name or a list of names; a text may hold several, as JSON has them."""
    if value is None:
        return ()
    return value.split(SEPARATOR) if isinstance(value, str) else value


BenefitNames = Annotated[
    tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)], ...],
    BeforeValidator(_taken_apart),
    AfterValidator(Names),
    PlainSerializer(lambda names: SEPARATOR.join(names) or None, return_type=str | None),
]
"""A tuple of names in code, one text or null in JSON."""
