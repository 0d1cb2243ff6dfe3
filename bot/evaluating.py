"""Joins the evaluation engine to the assistant, in this process or at an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp

from bot.compose import open_database
from bot.evaluation import Asker, EvalReport, HttpAsker, Undecidable, evaluate
from bot.local import local_assistant
from bot.settings import Settings
from knowledge import size as size_standard
from knowledge.sectors import UnknownSector
from knowledge.service import KnowledgeService

# Numbers a reply may state without a contact behind them: the hotlines.
HOTLINES = frozenset({"12345", "12348"})


class _LocalAsker:
    def __init__(self, runtime: Any) -> None:
        self._runtime = runtime

    async def ask(self, sender: str, text: str) -> list[dict[str, Any]]:
        """One message to the assistant in this process."""
        replies: list[dict[str, Any]] = await self._runtime.handle(sender, text, "eval")
        return replies


def _size(sector: str | None, employees: Any, revenue_wan: Any, assets_wan: Any) -> tuple[str, str]:
    try:
        result = size_standard.classify(sector, employees, revenue_wan, assets_wan)
    except (size_standard.SizeUndecidable, UnknownSector) as fault:
        raise Undecidable(str(fault)) from None
    return result.size, result.class_name


def _progress(say: Callable[[str], None]) -> Callable[[str, int, int], None]:
    def report(part: str, done: int, total: int) -> None:
        if done == total or done % 50 == 0:
            say(f"{part}：{done}/{total}")

    return report


async def run(
    settings: Settings, folder: Path, url: str | None, only: str | None, say: Callable[[str], None]
) -> EvalReport:
    """Evaluate the assistant at ``url``, or one started here; search, sizes and phones come from the store here.

    Raises ``EvaluationError`` and the errors of starting.
    """
    if url is None:
        async with local_assistant(settings, say) as local:
            return await _evaluate(folder, _LocalAsker(local.runtime), local.knowledge, settings, only, say)
    database = open_database(settings, say)
    try:
        async with aiohttp.ClientSession() as session:
            asker = HttpAsker(session, url, settings.api_token or None)
            return await _evaluate(folder, asker, KnowledgeService(database), settings, only, say)
    finally:
        database.close()


async def _evaluate(
    folder: Path,
    asker: Asker,
    knowledge: KnowledgeService,
    settings: Settings,
    only: str | None,
    say: Callable[[str], None],
) -> EvalReport:
    def search(text: str, district: str | None) -> list[tuple[str, int | None]]:
        return _search(knowledge, settings, text, district)

    def known_phone(number: str) -> bool:
        return number in HOTLINES or number in knowledge.phones or _extension_of(number, knowledge)

    return await evaluate(folder, asker, search, _size, known_phone, only=only, progress=_progress(say))


def _search(
    knowledge: KnowledgeService, settings: Settings, text: str, district: str | None
) -> list[tuple[str, int | None]]:
    place = district if district in ("东城", "西城") else None
    _, hits = knowledge.search(text, district=place, as_of=settings.today(), limit=3)
    return [(h.measure.doc, h.measure.number) for h in hits]


def _extension_of(number: str, knowledge: KnowledgeService) -> bool:
    """A main number whose extensions are contacts."""
    return any(p.startswith(f"{number}-") for p in knowledge.phones)
