"""What is known about the enterprise that asks. Every field may be unknown (None)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge import sectors, size

SIZES = ("微型", "小型", "中型", "大型")
_GROUPS = {"小微": {"微型", "小型"}, "中小微": {"微型", "小型", "中型"}}
_STATE_OWNED = {"区属国企", "其他国有"}


class Profile(BaseModel):
    """The facts eligibility is judged on. Money in 万元, time in years or months."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    district: Literal["东城", "西城", "北京"] | None = None
    size: Literal["微型", "小型", "中型", "大型", "个体工商户"] | None = None
    size_group: Literal["小微", "中小微"] | None = None
    sector: str | None = Field(default=None, max_length=40)
    employees: int | None = Field(default=None, ge=0)
    revenue_wan: float | None = Field(default=None, ge=0)
    assets_wan: float | None = Field(default=None, ge=0)
    role: str | None = Field(default=None, max_length=20)
    landlord: str | None = Field(default=None, max_length=20)
    premises_use: str | None = Field(default=None, max_length=20)
    building_type: str | None = Field(default=None, max_length=20)
    registered_in: str | None = Field(default=None, max_length=20)
    taxpayer_kind: str | None = Field(default=None, max_length=20)
    insured: bool | None = None
    affected: bool | None = None
    layoffs: bool | None = None
    hightech: bool | None = None
    epidemic_supplies: bool | None = None
    founded_years: float | None = Field(default=None, ge=0)
    rd_spend_wan: float | None = Field(default=None, ge=0)
    loan_wan: float | None = Field(default=None, ge=0)
    loan_term_months: float | None = Field(default=None, ge=0)
    loan_granted: date | None = None
    park: str | None = Field(default=None, max_length=20)
    recognition: str | None = Field(default=None, max_length=40)
    hires: str | None = Field(default=None, max_length=40)

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Profile:
        """A profile of those slots that are known and well-formed; the others stay unknown."""
        known: dict[str, Any] = {}
        for name in cls.model_fields:
            value = slots.get(name)
            if value is None:
                continue
            try:
                cls.model_validate({name: value})
            except ValueError:
                continue
            known[name] = value
        return cls(**known)

    def possible_sizes(self) -> frozenset[str]:
        """Sizes the enterprise may have, from what was said and the size standard."""
        if self.size:
            return frozenset({self.size})
        named = _GROUPS.get(self.size_group or "", set(SIZES))
        has_figures = any(v is not None for v in (self.employees, self.revenue_wan, self.assets_wan))
        if self.sector and has_figures:
            by_figures = size.possible_sizes(self.sector, self.employees, self.revenue_wan, self.assets_wan)
            return frozenset(by_figures & named) or frozenset(by_figures)
        return frozenset(named if self.size_group else {*SIZES, "个体工商户"})

    def possible(self, slot: str) -> frozenset[Any] | None:
        """Values a slot can have as far as is known; None when nothing is known of it."""
        if slot == "size":
            sizes = self.possible_sizes()
            return sizes if len(sizes) < len(SIZES) + 1 else None
        if slot == "sector":
            return frozenset(sectors.sector_tags(self.sector)) if self.sector else None
        if slot == "landlord" and self.landlord == "国有":
            return frozenset(_STATE_OWNED)
        value = getattr(self, slot, None)
        return None if value is None else frozenset({value})
