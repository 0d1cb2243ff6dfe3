"""Size of an enterprise, and which measures fit it."""

from __future__ import annotations

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from bot.web.bodies import IsoDate, checked, read_object, strictly
from bot.web.errors import RequestRefused
from bot.web.keys import service_key, settings_key
from bot.web.shapes import dumps, judged
from knowledge.eligibility import Verdict
from knowledge.profile import Profile
from knowledge.sectors import UnknownSector
from knowledge.size import SizeUndecidable, classify

_BEST_FIRST = ("eligible", "needs_check", "not_eligible")


class SizeRequest(BaseModel):
    """Figures of an enterprise; null is not known. Money in 万元."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    sector: str | None = Field(default=None, max_length=40)
    employees: int | None = Field(default=None, ge=0, le=10**9)
    revenue_wan: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    assets_wan: float | None = Field(default=None, ge=0, allow_inf_nan=False)


class Day(BaseModel):
    """The day that counts, apart from the profile it is sent with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: IsoDate | None = None


async def size(request: web.Request) -> web.Response:
    """``POST /api/size``: size by the standard, or 422 with what is missing."""
    given = checked(SizeRequest, await read_object(request))
    try:
        result = classify(given.sector, given.employees, given.revenue_wan, given.assets_wan)
    except SizeUndecidable as open_:
        raise RequestRefused(422, str(open_), missing=open_.missing, possible=sorted(open_.possible)) from None
    except UnknownSector as unknown:
        raise RequestRefused(422, str(unknown), missing=["sector"], suggestions=unknown.suggestions) from None
    body = {"size": result.size, "class": result.class_name, "reasons": result.reasons}
    return web.json_response(body, dumps=dumps)


async def eligibility(request: web.Request) -> web.Response:
    """``POST /api/eligibility``: every measure with its verdict, those that fit first."""
    data = await read_object(request)
    as_of = checked(Day, {"as_of": data.pop("as_of", None)}).as_of or request.app[settings_key].today()
    profile = strictly(Profile, data)
    service = request.app[service_key]
    verdicts = sorted((service.judge(m.id, profile, as_of) for m in service.measures), key=_rank)
    items = [judged(v) for v in verdicts]
    return web.json_response({"as_of": as_of, "total": len(items), "items": items}, dumps=dumps)


def _rank(verdict: Verdict) -> tuple[int, bool]:
    return _BEST_FIRST.index(verdict.ruling), verdict.expired
