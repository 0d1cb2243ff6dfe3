"""Looking measures up: search with filters, and one measure by its id."""

from __future__ import annotations

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from bot.web.bodies import IsoDate, read_query
from bot.web.keys import service_key, settings_key
from bot.web.shapes import dumps, found, whole
from knowledge.models import District, Size, Topic


class DayQuery(BaseModel):
    """``as_of``: the day that counts; today when not given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: IsoDate | None = None


class MeasureQuery(DayQuery):
    """Free text and filters of the search."""

    q: str = Field(default="", max_length=500)
    district: District | None = None
    topic: Topic | None = None
    size: Size | None = None
    sector: str | None = Field(default=None, max_length=40)
    limit: int = Field(default=20, ge=1, le=100)


async def list_measures(request: web.Request) -> web.Response:
    """``GET /api/measures``: best first; without text, all in document order."""
    query = read_query(request, MeasureQuery)
    as_of = query.as_of or request.app[settings_key].today()
    total, hits = request.app[service_key].search(
        query.q,
        district=query.district,
        topic=query.topic,
        size=query.size,
        sector=query.sector,
        as_of=as_of,
        limit=query.limit,
    )
    return web.json_response({"total": total, "items": [found(h, as_of) for h in hits]}, dumps=dumps)


async def one_measure(request: web.Request) -> web.Response:
    """``GET /api/measures/{id}``: everything about it."""
    as_of = read_query(request, DayQuery).as_of or request.app[settings_key].today()
    measure = request.app[service_key].get(request.match_info["id"])
    return web.json_response(whole(measure, as_of), dumps=dumps)
