"""What an operator asks: the words, the filters, and what is known of the caller's enterprise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.web.bodies import IsoDate, read_query
from knowledge.models import District, Size, Topic
from knowledge.profile import Profile
from nlu.entities import extract
from nlu.normalize import normalize

LONGEST = 500
# Facts of a profile that a caller may state and the side panel has a field for, in its order.
FIELDS = (
    "district",
    "size",
    "sector",
    "employees",
    "revenue_wan",
    "role",
    "landlord",
    "premises_use",
    "taxpayer_kind",
    "insured",
    "layoffs",
    "hightech",
    "founded_years",
    "loan_wan",
)
CHOICES: dict[str, tuple[str, ...]] = {
    "district": ("东城", "西城"),
    "size": ("微型", "小型", "中型", "大型", "个体工商户"),
    "role": ("承租方", "业主或运营方"),
    "landlord": ("区属国企", "其他国有", "集体", "非国有"),
    "premises_use": ("经营", "办公"),
    "taxpayer_kind": ("定期定额", "一般"),
}
TRUTHS = ("insured", "layoffs", "hightech")


class LookUp(BaseModel):
    """The query parameters of the look-up page; fields of the caller begin with ``p_``."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    q: str = Field(default="", max_length=LONGEST)
    district: District | None = None
    topic: Topic | None = None
    size: Size | None = None
    sector: str | None = Field(default=None, max_length=40)
    department: str = Field(default="", max_length=40)
    as_of: IsoDate | None = None
    in_force: bool = False
    caller: str = Field(default="", max_length=LONGEST)

    @field_validator("q", "caller", "department", mode="before")
    @classmethod
    def _trimmed(cls, text: Any) -> Any:
        return " ".join(text.split()) if isinstance(text, str) else text


@dataclass(frozen=True)
class Asked:
    """One look-up, understood. ``told`` are the facts of the side panel as they were filled in."""

    look_up: LookUp
    as_of: date
    profile: Profile
    told: dict[str, str]

    @property
    def filtered(self) -> bool:
        """Whether anything but the words limits what is shown."""
        asked = self.look_up
        return bool(asked.district or asked.topic or asked.size or asked.sector or asked.department or asked.in_force)


def asked(request: web.Request, today: date) -> Asked:
    """What the address asks for. Raises ``RequestRefused`` for values that cannot be used."""
    look_up = read_query(request, LookUp)
    told = {name: v for name in FIELDS if (v := request.query.get(f"p_{name}", "").strip()[:40])}
    facts = {**heard(look_up.q), **heard(look_up.caller), **_filters(look_up), **_filled(told)}
    return Asked(look_up, look_up.as_of or today, Profile.from_slots(facts), told)


def _filters(look_up: LookUp) -> dict[str, Any]:
    return {k: v for k in ("district", "size", "sector") if (v := getattr(look_up, k)) is not None}


def _filled(told: dict[str, str]) -> dict[str, Any]:
    truth = {"是": True, "否": False}
    return {k: truth.get(v) if k in TRUTHS else v for k, v in told.items()}


def heard(text: str) -> dict[str, Any]:
    """Facts of the enterprise in free words: 东城开饭馆的，8个人，去年营收90万."""
    said: dict[str, Any] = {}
    for entity in extract(normalize(text).text) if text else ():
        if entity.name in Profile.model_fields:
            said.setdefault(entity.name, entity.value)
    return said
