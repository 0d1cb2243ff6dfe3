"""How much a measure may bring."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from bot.web.bodies import IsoDate, checked, read_object, strictly
from bot.web.errors import RequestRefused
from bot.web.keys import service_key, settings_key
from bot.web.shapes import dumps, estimated
from knowledge.errors import BadFigures, NoFormula
from knowledge.estimate import estimate
from knowledge.profile import Profile


class EstimateRequest(BaseModel):
    """A measure and the figures; money in 元, or in 万元 where the name ends in ``_wan``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: str = Field(min_length=1, max_length=100, strict=True)
    figures: dict[str, Any] = Field(default_factory=dict, max_length=50)
    profile: dict[str, Any] | None = None
    as_of: IsoDate | None = None


async def estimate_measure(request: web.Request) -> web.Response:
    """``POST /api/estimate``: the amount with its working, or 422 with what is wrong."""
    given = checked(EstimateRequest, await read_object(request))
    measure = request.app[service_key].get(given.measure)
    profile = None if given.profile is None else strictly(Profile, given.profile)
    as_of = given.as_of or request.app[settings_key].today()
    try:
        found = estimate(measure, given.figures, as_of, profile)
    except NoFormula as fault:
        raise RequestRefused(422, str(fault), measure=measure.id) from None
    except BadFigures as fault:
        raise RequestRefused(422, str(fault), fields=list(fault.problems)) from None
    return web.json_response(estimated(found), dumps=dumps)
