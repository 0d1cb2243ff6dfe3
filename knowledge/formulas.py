"""How an amount is worked out, as data beside a benefit in ``knowledge/measures/*.yml``.

A parameter is a list of values with the day each begins; null is its end::

    percent_min: {2020-02-13: 30, 2023-01-08: null}

Money in 元, percentages as plain numbers. Inputs are names from ``knowledge/inputs.yml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

InputName = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DatedValue(_Part):
    """A value from a day on; None from the day it ends."""

    since: date
    value: Annotated[Decimal, Field(ge=0)] | None


class Dated(_Part):
    """A parameter through time."""

    values: tuple[DatedValue, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Dated:
        days = [v.since for v in self.values]
        if days != sorted(set(days)):
            raise ValueError("起始日要从早到晚写，不能重复")
        if self.values[0].value is None:
            raise ValueError("第一个值不能是 null")
        return self

    def on(self, day: date) -> Decimal | None:
        """The value in force that day; None before its beginning and after its end."""
        begun = [v for v in self.values if v.since <= day]
        return begun[-1].value if begun else None

    def last(self, day: date) -> Decimal | None:
        """The value in force that day, or the one it had when it ended; None before its beginning."""
        begun = [v.value for v in self.values if v.since <= day and v.value is not None]
        return begun[-1] if begun else None

    def ended(self, day: date) -> date | None:
        """Since when it has no value, seen from that day."""
        begun = [v for v in self.values if v.since <= day]
        return begun[-1].since if begun and begun[-1].value is None else None


def _from_mapping(value: Any) -> Any:
    """``{2020-02-13: 5}`` as it is written in a file."""
    if isinstance(value, Mapping) and "values" not in value:
        return {"values": [{"since": day, "value": number} for day, number in value.items()]}
    return value


Parameter = Annotated[Dated, BeforeValidator(_from_mapping)]


class Range(_Part):
    """A tier: the formula holds while the input is at least ``low`` and below (or up to) ``high``."""

    input: InputName
    low: Parameter | None = None
    high: Parameter | None = None
    high_included: bool = False


class Choice(_Part):
    """The formula holds only when this yes-or-no input is as named."""

    input: InputName
    value: bool


class Formula(_Part):
    """What all formulas share.

    Attributes:
        reference: The clause that states it, e.g. 第8条.
        applies_to: Names of benefits as the conditions of the measure use them.
        tier: Limits of an input between which the formula holds.
        choice: A yes-or-no input that decides between this formula and its sister.
        remark: What the document leaves open about the sum.
    """

    kind: str
    reference: Annotated[str, StringConstraints(pattern=r"^第\d+条")]
    applies_to: tuple[_Text, ...] = ()
    tier: Range | None = None
    choice: Choice | None = None
    remark: _Text | None = None

    def wants(self) -> tuple[str, ...]:
        """Inputs without which nothing can be worked out."""
        return (self.tier.input,) if self.tier else ()

    def takes(self) -> tuple[str, ...]:
        """Inputs that make the result closer but may be missing."""
        return (self.choice.input,) if self.choice else ()

    def parameters(self) -> tuple[Dated, ...]:
        """Every dated value of the formula."""
        held = [*self.__dict__.values(), *((self.tier.low, self.tier.high) if self.tier else ())]
        return tuple(value for value in held if isinstance(value, Dated))


class _Of(Formula):
    of: InputName

    def wants(self) -> tuple[str, ...]:
        """Inputs without which nothing can be worked out."""
        return tuple(dict.fromkeys((self.of, *super().wants())))


class Share(_Of):
    """A share of an input: exact when both percentages are equal, else a range, at most, or at least."""

    percent_min: Parameter | None = None
    percent_max: Parameter | None = None
    cap: Parameter | None = None

    @model_validator(mode="after")
    def _some_percent(self) -> Share:
        if not self.percent_min and not self.percent_max:
            raise ValueError("percent_min 和 percent_max 至少写一个")
        return self


class Percent(Share):
    """A share of a sum of money."""

    kind: Literal["percent"]


class Interest(Share):
    """A share of the interest paid, which may be worked out from loan, rate and months."""

    kind: Literal["interest"]
    base_rate_only: bool = False

    def takes(self) -> tuple[str, ...]:
        """Inputs that make the result closer but may be missing."""
        more = ("loan", "rate", "loan_months", *(("base_rate",) if self.base_rate_only else ()))
        return (*super().takes(), *more)


class MonthsWaived(_Of):
    """So many months' rent, or a share of it, not to be paid."""

    kind: Literal["months_waived"]
    months: Parameter
    percent: Parameter | None = None


class UpTo(Formula):
    """No more than an amount, and no more than was paid where ``of`` names it."""

    kind: Literal["up_to"]
    amount: Parameter
    of: InputName | None = None

    def wants(self) -> tuple[str, ...]:
        """Inputs without which nothing can be worked out."""
        return tuple(dict.fromkeys((*([self.of] if self.of else []), *super().wants())))


class PerDay(Formula):
    """An amount for each person and day."""

    kind: Literal["per_day"]
    amount: Parameter

    def wants(self) -> tuple[str, ...]:
        """Inputs without which nothing can be worked out."""
        return ("days", *super().wants())

    def takes(self) -> tuple[str, ...]:
        """Inputs that make the result closer but may be missing."""
        return ("people", *super().takes())


class Deferral(_Of):
    """The same money, payable later: until a day, or some months after it was due."""

    kind: Literal["deferral"]
    until: date | None = None
    months: Parameter | None = None
    since: InputName | None = None

    @model_validator(mode="after")
    def _one_length(self) -> Deferral:
        if bool(self.until) == bool(self.months) or bool(self.months) != bool(self.since):
            raise ValueError("写 until，或者写 months 和 since（从哪一天起算）")
        return self

    def takes(self) -> tuple[str, ...]:
        """Inputs that make the result closer but may be missing."""
        return (*super().takes(), *([self.since] if self.since else []))


class Extension(Formula):
    """A term that ends later: months or days after a day."""

    kind: Literal["extension"]
    since: InputName
    months_min: Parameter | None = None
    months_max: Parameter | None = None
    days: Parameter | None = None

    @model_validator(mode="after")
    def _one_length(self) -> Extension:
        if bool(self.months_max) == bool(self.days):
            raise ValueError("months_max 和 days 写且只写一个")
        return self

    def wants(self) -> tuple[str, ...]:
        """Inputs without which nothing can be worked out."""
        return (self.since, *super().wants())


AnyFormula = Annotated[
    Percent | Interest | MonthsWaived | UpTo | PerDay | Deferral | Extension, Field(discriminator="kind")
]
