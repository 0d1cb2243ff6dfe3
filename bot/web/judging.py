"""Size of an enterprise, and which measures fit it."""

from __future__ import annotations

import asyncio

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from bot.web.bodies import IsoDate, checked, read_object, strictly
from bot.web.errors import RequestRefused
from bot.web.keys import service_key, settings_key
from bot.web.shapes import conflict, dumps, judged
from knowledge.profile import Profile
from knowledge.sectors import UnknownSector
from knowledge.size import SizeUndecidable, classify


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
    """``POST /api/eligibility``: every measure with its verdict, those that fit first; the verdicts are logged."""
    data = await read_object(request)
    as_of = checked(Day, {"as_of": data.pop("as_of", None)}).as_of or request.app[settings_key].today()
    profile = strictly(Profile, data)
    service = request.app[service_key]
    found = service.standing(profile, as_of)
    body = {
        "as_of": as_of,
        "revision": service.version,
        "total": len(found.verdicts),
        "items": [judged(v, found.almost.get(v.measure.id)) for v in found.verdicts],
        "not_together": [conflict(rule) for rule in found.not_together],
    }
    await asyncio.to_thread(service.log_verdicts, found.verdicts, profile)
    return web.json_response(body, dumps=dumps)
