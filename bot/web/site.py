"""The landing page, the chat as a page of its own, and the script that puts it into other pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.settings import Settings
from bot.web.keys import service_key, settings_key
from bot.web.rendering import page
from knowledge.measure import Measure
from nlu.topics import intent_topics

_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Tile:
    """One topic: what people call it, which is also how to ask for it, and how many measures there are."""

    label: str
    count: int


def _tiles(measures: Sequence[Measure]) -> list[Tile]:
    """The topics that have measures, most first."""
    tiles = []
    for named in intent_topics().values():
        topics = set(named["topics"])  # type: ignore[call-overload]
        tiles.append(Tile(str(named["label"]), sum(1 for m in measures if topics & set(m.content.topics))))
    return sorted((tile for tile in tiles if tile.count), key=lambda tile: -tile.count)


def _framed_by(settings: Settings) -> dict[str, str]:
    """Headers of the one page that other sites may show in a frame, and that may listen to speech."""
    ancestors = " ".join(("'self'", *settings.chat_origins))
    return {
        "Content-Security-Policy": (
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
            f"frame-ancestors {ancestors}"
        ),
        "Permissions-Policy": "camera=(), microphone=(self), geolocation=()",
        # A page that isolates itself may frame us.
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
    }


async def landing(request: web.Request) -> web.Response:
    """``GET /``: what it can do, topic by topic, with the widget."""
    measures = request.app[service_key].measures
    documents = {m.doc: m.document for m in measures}
    return page(
        request, "landing.html", tiles=_tiles(measures), documents=list(documents.values()), total=len(measures)
    )


async def to_chat(_request: web.Request) -> web.Response:
    """``GET /chat``: the address with its slash."""
    raise web.HTTPPermanentRedirect("/chat/")


async def chat_page(request: web.Request) -> web.FileResponse:
    """``GET /chat/``: the conversation, also shown in the frame of the widget."""
    return web.FileResponse(_STATIC / "chat" / "index.html", headers=_framed_by(request.app[settings_key]))


async def widget_script(_request: web.Request) -> web.FileResponse:
    """``GET /widget.js``: the launcher for other sites' pages."""
    headers = {"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
    return web.FileResponse(_STATIC / "widget.js", headers=headers)
